"""The only doors to innovations, agencies and replications: 404 outside the user's scope, 403
inside it without the right; and the way to where reference data are changed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from replikasi.common.access import door

from .models import (
    Agency,
    Closing,
    Commitment,
    Document,
    ElementAdaptation,
    Innovation,
    Lesson,
    OriginContact,
    Outcome,
    OutcomeValue,
    Recognition,
    Replication,
    Suitability,
    SuitabilityQuestion,
    SustainCheck,
)
from .models.replication import replication_scope

OF_REPLICATION = (
    "replication__innovation",
    "replication__agency__region",
    "replication__facilitator",
)


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


def get_commitment(user, pk, perm=None):
    """A commitment; as the catalogue, open to everybody who is logged in."""
    return door(Commitment.objects.all(), user, pk, perm)


def get_suitability(user, pk, perm=None):
    return door(Suitability.objects.visible_to(user).for_list(), user, pk, perm)


def get_question(user, pk, perm=None):
    """A statement of the questionnaire; every region asks the same ones."""
    return door(SuitabilityQuestion.objects.select_related("innovation"), user, pk, perm)


def get_adaptation(user, pk, perm=None):
    rows = ElementAdaptation.objects.visible_to(user)
    return door(rows.select_related("element", *OF_REPLICATION), user, pk, perm)


def get_element(replication, pk):
    """An element of the innovation that `replication` (got by its own door) replicates."""
    found = replication.innovation.elements.filter(pk=pk).first()
    if found is None:
        raise Http404("Tidak ditemukan.")
    return found


def get_outcome(user, pk, perm=None):
    rows = Outcome.objects.filter(replication_scope(user, "replication__"))
    return door(rows.select_related(*OF_REPLICATION), user, pk, perm)


def get_value(user, pk, perm=None):
    rows = OutcomeValue.objects.visible_to(user)
    of = [f"outcome__{path}" for path in OF_REPLICATION]
    return door(rows.select_related("recorded_by", "verified_by", *of), user, pk, perm)


def get_closing(user, pk, perm=None):
    rows = Closing.objects.visible_to(user)
    return door(rows.select_related(*OF_REPLICATION), user, pk, perm)


def get_lesson(user, pk, perm=None):
    rows = Lesson.objects.visible_to(user)
    return door(rows.select_related("by", *OF_REPLICATION), user, pk, perm)


def get_check(user, pk, perm=None):
    rows = SustainCheck.objects.visible_to(user)
    return door(rows.select_related(*OF_REPLICATION), user, pk, perm)


def get_recognition(user, pk, perm=None):
    rows = Recognition.objects.visible_to(user)
    return door(rows.select_related(*OF_REPLICATION), user, pk, perm)


def get_document(user, pk):
    return door(Document.objects.visible_to(user), user, pk)


SEE_CONTACTS = "innovations.see_origin_contacts"


def get_part(user, model, pk, perm=None):
    """An element, source or contact of an innovation; contacts for who may see them alone."""
    part = door(model.objects.select_related("innovation"), user, pk)
    if model is OriginContact and not user.has_perm(SEE_CONTACTS, part.innovation):
        raise Http404("Tidak ditemukan.")
    if perm and not user.has_perm(perm, part):
        raise PermissionDenied
    return part


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
