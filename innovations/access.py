"""The only doors to innovations, agencies and replications: 404 outside the user's scope, 403
inside it without the right; and the way to where reference data are changed."""

from django.urls import reverse

from replikasi.common.access import door

from .models import Agency, Innovation, Replication


def get_innovation(user, pk, perm=None):
    """An innovation; the catalogue is open to everybody who is logged in."""
    return door(Innovation.objects.for_list(), user, pk, perm)


def get_agency(user, pk, perm=None):
    rows = Agency.objects.visible_to(user).for_list().select_related("predecessor")
    return door(rows, user, pk, perm)


def get_replication(user, pk, perm=None):
    rows = (
        Replication.objects.visible_to(user)
        .for_list()
        .select_related("innovation__origin_agency", "commitment")
    )
    return door(rows, user, pk, perm)


def change_page(user, obj):
    """Address of the admin page that changes `obj`; "" for people who may not change it."""
    meta = obj._meta
    if not (user.is_staff and user.has_perm(f"{meta.app_label}.change_{meta.model_name}", obj)):
        return ""
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[obj.pk])


def add_page(user, model, **initial):
    """Address of the admin page that adds a `model`, filled with `initial`; "" for the others."""
    meta = model._meta
    if not (user.is_staff and user.has_perm(f"{meta.app_label}.add_{meta.model_name}")):
        return ""
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_add", query=initial)
