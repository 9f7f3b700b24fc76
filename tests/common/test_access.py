"""The door: 404 outside the queryset, 403 inside it without the right."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404

from replikasi.common.access import door


class Visitor:
    def __init__(self, *perms):
        self.perms = perms

    def has_perm(self, perm, obj=None):
        return perm in self.perms and obj is not None


@pytest.fixture
def thing(db):
    return ContentType.objects.create(app_label="contoh", model="barang")


def things():
    return ContentType.objects.filter(app_label="contoh")


def test_what_is_in_the_queryset_is_given(thing):
    assert door(things(), Visitor(), thing.pk) == thing
    assert door(things(), Visitor("lihat"), str(thing.pk), "lihat") == thing


@pytest.mark.parametrize("pk", [0, 10**30, "abc", None, "1; DROP"])
def test_what_is_not_there_is_a_404(thing, pk):
    with pytest.raises(Http404):
        door(things(), Visitor("lihat"), pk, "lihat")


def test_what_is_outside_the_queryset_is_a_404_even_with_the_right(thing):
    with pytest.raises(Http404):
        door(things().exclude(model="barang"), Visitor("lihat"), thing.pk, "lihat")


def test_what_is_inside_without_the_right_is_a_403(thing):
    with pytest.raises(PermissionDenied):
        door(things(), Visitor(), thing.pk, "lihat")
