"""Files of innovations and replications: opened, added, taken away.

One address serves every kind of owner; each has its own door and its own right.
"""

from dataclasses import dataclass
from uuid import uuid5

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from innovations import access
from innovations.forms.documents import DocumentsForm
from innovations.models import Document, InnovationSource
from innovations.services import documents as services
from replikasi.common.access import door
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.private import private_file, served


@private_file
def document(request, pk):
    return served(request, access.get_document(request.user, pk))


# -- owners --------------------------------------------------------------------------------------


def _get_source(user, pk, perm=None):
    return door(InnovationSource.objects.all(), user, pk, perm)


@dataclass(frozen=True)
class Kind:
    """`get`: its door; `perm`: who may change its files; `page`: (address name, key) of it."""

    get: object
    perm: str
    page: object


# By the name of the foreign key in Document.
KINDS = {
    "source": Kind(
        _get_source,
        "innovations.change_innovationsource",
        lambda owner: ("innovation", owner.innovation_id),
    ),
    "commitment": Kind(
        access.get_commitment,
        "innovations.change_commitment",
        lambda owner: ("commitment", owner.pk),
    ),
    "adaptation": Kind(
        access.get_adaptation,
        "innovations.record_adaptation",
        lambda owner: ("adaptation", owner.pk),
    ),
    "value": Kind(
        access.get_value,
        "innovations.record_outcome",
        lambda owner: ("outcome_value", owner.pk),
    ),
    "check_of": Kind(
        access.get_check,
        "innovations.answer_check",
        lambda owner: ("check_answer", owner.pk),
    ),
}


def _kind(name):
    if name not in KINDS:
        raise Http404("Tidak ditemukan.")
    return KINDS[name]


def page_of(owner, kind):
    """Address of the page that shows the owner's files."""
    name, key = kind.page(owner)
    try:
        return f"{reverse(name, args=[key])}#berkas"
    except NoReverseMatch:
        return reverse("innovation_list")


def may_change(user, owner, perm):
    """Whether `user` may add files to `owner` now."""
    return user.has_perm(perm, owner) and not services.is_settled(owner)


# -- adding and removing -------------------------------------------------------------------------


def add(request, kind, pk):
    """Add files to an owner of KINDS; all of them or none."""
    found = _kind(kind)
    owner = found.get(request.user, pk, found.perm)
    back = page_of(owner, found)
    form = DocumentsForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _store(owner, request.user, found.perm, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Berkas tersimpan.")
            return redirect(back)
    return render(
        request,
        "innovations/document_add.html",
        {"form": form, "owner": owner, "back": back},
        status=422 if form.errors else 200,
    )


def _store(owner, by, perm, *, key, files):
    stored = []
    try:
        with transaction.atomic():
            for number, file in enumerate(files):
                stored.append(
                    services.add_document(
                        owner=owner, by=by, file=file, perm=perm, key=uuid5(key, str(number))
                    )
                )
    except Exception:
        # Files whose rows did not come to be; a repeated request finds rows that are there.
        there = set(
            Document.objects.filter(pk__in=[piece.pk for piece in stored]).values_list("pk")
        )
        for piece in stored:
            if (piece.pk,) not in there:
                piece.delete_files()
        raise


def remove(request, pk):
    piece = access.get_document(request.user, pk)
    name = type(piece).place_of(piece.owner)
    kind = KINDS[name]
    owner = kind.get(request.user, piece.owner.pk, kind.perm)
    back = page_of(owner, kind)
    return ask_and_do(
        request,
        verb=lambda _: services.remove_document(document=piece, by=request.user, perm=kind.perm),
        back=back,
        title="Hapus berkas?",
        text=f"{piece.name} dihapus dari portal dan tidak dapat dikembalikan.",
        label="Hapus berkas",
        done="Berkas dihapus.",
        bad=True,
        crumb=[(back, "Berkas")],
    )
