"""The list of people: what a head and an admin may change, and what nobody else may."""

import pytest
from django.urls import reverse
from django.utils import timezone

from replikasi.accounts.models import Invitation, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_head_sees_the_own_people_and_no_others(as_user, pak_kadis, rini, tono):
    page = as_user(pak_kadis).get(reverse("people")).content.decode()

    assert "Rini Astuti" in page
    assert "Hasan Basri" in page
    assert "Tono Saputra" not in page


def test_an_admin_sees_everybody_and_filters(as_user, admin, rini, tono, lia):
    client = as_user(admin)
    assert "Tono Saputra" in client.get(reverse("people")).content.decode()
    page = client.get(reverse("people"), {"q": "Dinkop", "peran": "staf"}).content.decode()

    assert "Rini Astuti" in page
    assert "Tono Saputra" not in page


def test_a_head_allows_a_member_of_staff_to_send_and_takes_it_back(as_user, pak_kadis, rini):
    client = as_user(pak_kadis)
    url = reverse("change_may_send", args=[rini.pk])
    for _ in range(2):  # a doubled click changes nothing more
        client.post(url, {"allowed": "1"})
        assert User.objects.get(pk=rini.pk).may_send
    client.post(url, {"allowed": "0"})

    assert not User.objects.get(pk=rini.pk).may_send
    assert rini.history.first().history_user == pak_kadis


def test_nobody_else_allows_sending(as_user, rini, tono, bu_kadis_tani, lia, pak_kadis):
    url = reverse("change_may_send", args=[rini.pk])
    for stranger in (bu_kadis_tani, lia, tono, rini):
        assert as_user(stranger).post(url, {"allowed": "1"}).status_code == 404
    own = reverse("change_may_send", args=[pak_kadis.pk])
    assert as_user(pak_kadis).post(own, {"allowed": "1"}).status_code == 403
    assert as_user(pak_kadis).get(url).status_code == 405

    assert not User.objects.filter(may_send=True).exists()


def test_an_account_is_closed_after_asking_and_opened_again(as_user, pak_kadis, rini):
    client, hers = as_user(pak_kadis), as_user(rini)
    url = reverse("change_active", args=[rini.pk])
    assert "Nonaktifkan akun Rini Astuti?" in client.get(url).content.decode()
    assert User.objects.get(pk=rini.pk).is_active

    client.post(url)
    assert not User.objects.get(pk=rini.pk).is_active
    assert hers.get(reverse("profile")).status_code == 302
    assert "Nonaktif" in client.get(reverse("people")).content.decode()

    client.post(url, {"active": "1"})
    assert User.objects.get(pk=rini.pk).is_active


def test_an_admin_does_not_close_the_own_account(as_user, admin):
    page = (
        as_user(admin).post(reverse("change_active", args=[admin.pk]), follow=True).content.decode()
    )

    assert "Akun sendiri tidak dapat dinonaktifkan." in page
    assert User.objects.get(pk=admin.pk).is_active


def test_a_head_does_not_close_a_colleague_head(as_user, pak_kadis, dinkop):
    colleague = UserFactory(agency=dinkop, kepala=True)
    assert as_user(pak_kadis).post(reverse("change_active", args=[colleague.pk])).status_code == 403

    assert User.objects.get(pk=colleague.pk).is_active


def test_invitations_that_wait_are_on_the_page(as_user, pak_kadis, dinkop):
    for name, days in (("Sari", 3), ("Wulan", -3)):
        Invitation.objects.create(
            token_hash=name,
            name=name,
            email=f"{name}@contoh.test",
            role="staf",
            agency=dinkop,
            invited_by=pak_kadis,
            expires_at=timezone.now() + timezone.timedelta(days=days),
        )
    page = as_user(pak_kadis).get(reverse("people")).content.decode()

    assert "Sari" in page
    assert "Menunggu" in page
    assert "Wulan" in page
    assert "Kedaluwarsa" in page


def test_the_list_asks_no_more_queries_for_more_people(
    as_user, admin, dinkop, django_assert_max_num_queries
):
    client = as_user(admin)
    client.get(reverse("people"))
    with django_assert_max_num_queries(50) as few:
        client.get(reverse("people"))
    UserFactory.create_batch(20, agency=dinkop)
    UserFactory.create_batch(5, kepala=True)
    with django_assert_max_num_queries(50) as many:
        client.get(reverse("people"))

    assert len(many) == len(few)
