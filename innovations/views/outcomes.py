"""Outcomes of a replication: indicators, what was measured of them, what Litbang made of it."""

from uuid import uuid5

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from innovations import access, document_history, outcome_cards
from innovations.forms.outcomes import (
    MeasuredForm,
    OutcomeForm,
    ReasonForm,
    ValueForm,
    VerifyForm,
    as_seen,
)
from innovations.models import Outcome, OutcomeValue
from innovations.outcomes import progress_of, summary
from innovations.services import outcomes
from innovations.services.documents import add_document
from innovations.services.outcomes import DEFINE, RECORD, VERIFY
from replikasi.common import formats
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.listbook import workbook_response

State = OutcomeValue.State


def _page_of(replication):
    return reverse("outcomes", args=[replication.pk])


def _crumb(replication):
    """(address, label) pairs on the way to what belongs to the outcomes of a replication."""
    page = reverse("replication", args=[replication.pk])
    return [(page, replication.title), (_page_of(replication), "Hasil")]


def _anchor(outcome):
    return f"{_page_of(outcome.replication)}#indikator-{outcome.pk}"


# -- reading ------------------------------------------------------------------------------------


@require_safe
def outcome_page(request, pk):
    user, today = request.user, timezone.localdate()
    replication = access.get_replication(user, pk)
    progresses = progress_of(replication, user)
    cards = outcome_cards.cards_of(progresses, user, today)
    toward, of = summary(progresses)
    sections = [
        {
            "kind": kind,
            "title": title,
            "note": note,
            "blank": blank,
            "blank_text": text,
            "cards": [card for card in cards if card.outcome.kind == kind],
        }
        for kind, title, note, blank, text in outcome_cards.SECTIONS
    ]
    return render(
        request,
        "innovations/outcomes.html",
        {
            "replication": replication,
            "agency_name": replication.agency.name_then_and_now(replication.programme_year),
            "sections": sections,
            "cards": cards,
            "turns": outcome_cards.turns_of(progresses, user),
            "toward": toward,
            "of": of,
            "is_measured": any(
                one.latest for one in progresses if one.outcome.kind == Outcome.Kind.OUTCOME
            ),
            "knows_claims": outcome_cards.knows_claims(user),
            "may_define": user.has_perm(DEFINE, replication),
            "may_record": user.has_perm(RECORD, replication),
            "today": today,
        },
    )


@require_safe
def outcome_page_xlsx(request, pk):
    replication = access.get_replication(request.user, pk)
    content = outcome_cards.workbook(progress_of(replication, request.user))
    return workbook_response(content, f"hasil-{replication.pk}-{timezone.localdate()}.xlsx")


@require_safe
def value_page(request, pk):
    user = request.user
    value = access.get_value(user, pk)
    outcome, replication = value.outcome, value.outcome.replication
    may_verify = user.has_perm(VERIFY, value)
    may_record = user.has_perm(RECORD, value) and value.state != State.VERIFIED
    told = outcome_cards.knows_claims(user)
    documents = list(value.documents.order_by("pk"))
    value.files = len(documents)
    return render(
        request,
        "innovations/outcome_value.html",
        {
            "value": value,
            "row": outcome_cards.row_of(value, user),
            "outcome": outcome,
            "replication": replication,
            "crumb": [*_crumb(replication), (_anchor(outcome), outcome.indicator)],
            "documents": documents,
            "may_record": may_record,
            "may_verify": may_verify and value.state == State.SENT,
            "may_unverify": may_verify and value.state == State.VERIFIED,
            "steps": outcome_cards.steps_of(value) if told else [],
            "file_lines": document_history.lines_of_one(value) if told else [],
        },
    )


# -- indicators ---------------------------------------------------------------------------------


def create_outcome(request, pk):
    replication = access.get_replication(request.user, pk, DEFINE)
    form = OutcomeForm(request.POST or None, instance=Outcome(replication=replication))
    if request.method == "POST" and form.is_valid():
        try:
            made = outcomes.define_outcome(outcome=form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Indikator ditambahkan.")
            return redirect(_anchor(made))
    return _outcome_form(request, form, replication, "Tambah indikator")


def edit_outcome(request, pk):
    outcome = access.get_outcome(request.user, pk, DEFINE)
    form = OutcomeForm(
        request.POST or None,
        instance=outcome,
        asks_reason=outcome.values.verified().exists(),
    )
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            outcomes.change_outcome(
                outcome=outcome,
                by=request.user,
                seen=-1 if seen is None else seen,
                reason=form.cleaned_data.get("reason", ""),
                **form.values,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Indikator diubah.")
            return redirect(_anchor(outcome))
    return _outcome_form(request, form, outcome.replication, "Ubah indikator")


def _outcome_form(request, form, replication, title):
    return render(
        request,
        "innovations/outcome_form.html",
        {
            "form": form,
            "replication": replication,
            "title": title,
            "crumb": _crumb(replication),
            "back": _page_of(replication),
        },
        status=422 if form.errors else 200,
    )


def delete_outcome(request, pk):
    outcome = access.get_outcome(request.user, pk, DEFINE)
    number = outcome.values.visible_to(request.user).count()
    lost = f" Ikut terhapus: {number} nilai yang belum diverifikasi." if number else ""
    return ask_and_do(
        request,
        verb=lambda cleaned: outcomes.delete_outcome(outcome=outcome, by=request.user),
        back=_page_of(outcome.replication),
        title="Hapus indikator ini?",
        text=f"{outcome.indicator}, {outcome.unit}.{lost}",
        label="Hapus indikator",
        done="Indikator dihapus.",
        bad=True,
        crumb=_crumb(outcome.replication),
    )


# -- what was measured --------------------------------------------------------------------------


def record(request, pk):
    outcome = access.get_outcome(request.user, pk, RECORD)
    form = MeasuredForm(request.POST or None, request.FILES or None, outcome=outcome)
    if request.method == "POST" and form.is_valid():
        try:
            value = _recorded(outcome, form, request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Nilai dikirim; menunggu verifikasi Litbang.")
            return redirect("outcome_value", value.pk)
    return render(
        request,
        "innovations/outcome_record.html",
        {
            "form": form,
            "outcome": outcome,
            "crumb": _crumb(outcome.replication),
            "back": _anchor(outcome),
        },
        status=422 if form.errors else 200,
    )


def _recorded(outcome, form, by):
    """The first of the values written, with its files: all or nothing."""
    cleaned, stored = form.cleaned_data, []
    try:
        with transaction.atomic():
            rows = outcomes.record_values(
                outcome=outcome,
                by=by,
                measured_on=cleaned["measured_on"],
                values=form.measured,
                source=cleaned["source"],
            )
            for at, file in enumerate(cleaned["files"]):
                stored.append(_kept(rows[0], by, file, uuid5(cleaned["key"], str(at))))
    except Exception:
        for piece in stored:
            piece.delete_files()
        raise
    return rows[0]


def _kept(value, by, file, key):
    try:
        return add_document(owner=value, by=by, file=file, perm=RECORD, key=key)
    except ValidationError as error:
        raise ValidationError({"files": error.messages}) from error


def edit_value(request, pk):
    value = access.get_value(request.user, pk, RECORD)
    form = ValueForm(request.POST or None, value=value)
    back = reverse("outcome_value", args=[pk])
    if request.method == "POST" and form.is_valid():
        cleaned, seen = form.cleaned_data, form.cleaned_data["seen"]
        try:
            outcomes.change_value(
                value=value,
                by=request.user,
                seen=-1 if seen is None else seen,
                measured_on=cleaned["measured_on"],
                figure=cleaned["value"],
                source=cleaned["source"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Nilai diubah; menunggu verifikasi Litbang.")
            return redirect(back)
    return render(
        request,
        "innovations/outcome_record.html",
        {
            "form": form,
            "outcome": value.outcome,
            "value": value,
            "crumb": [*_crumb(value.outcome.replication), (back, "Nilai")],
            "back": back,
        },
        status=422 if form.errors else 200,
    )


def _about(value):
    whom = f", {value.group}" if value.group else ""
    return (
        f"{value.outcome.indicator}{whom}, {formats.long_date(value.measured_on)}: "
        f"{formats.number(outcome_cards.counted(value).value)} {value.outcome.unit}."
    )


def _decision(request, value, verb, **told):
    """A page that asks, then calls `verb(cleaned)`, and leads back to the value."""
    back = reverse("outcome_value", args=[value.pk])
    crumb = [*_crumb(value.outcome.replication), (back, "Nilai")]
    return ask_and_do(
        request, verb=verb, text=_about(value), **{"back": back, "crumb": crumb, **told}
    )


def delete_value(request, pk):
    value = access.get_value(request.user, pk, RECORD)
    return _decision(
        request,
        value,
        lambda cleaned: outcomes.delete_value(value=value, by=request.user),
        back=_page_of(value.outcome.replication),
        title="Hapus nilai ini?",
        label="Hapus nilai",
        done="Nilai dihapus.",
        bad=True,
    )


# -- what Litbang makes of it -------------------------------------------------------------------


def verify_value(request, pk):
    value = access.get_value(request.user, pk, VERIFY)
    groups = _groups_waiting(value, request.user)
    return _decision(
        request,
        value,
        lambda cleaned: _verify(value, groups, request.user, **cleaned),
        form_class=VerifyForm.for_value(value, groups),
        title="Verifikasi nilai ini?",
        label="Verifikasi",
        done="Nilai diverifikasi.",
    )


def _groups_waiting(value, user):
    """Of the whole: what waits of the groups of its day, and `user` may confirm; else none."""
    if value.group:
        return []
    rows = value.outcome.values.waiting().filter(measured_on=value.measured_on).exclude(group="")
    rows = rows.select_related("outcome__replication__agency").order_by("group")
    return [row for row in rows if user.has_perm(VERIFY, row)]


@transaction.atomic
def _verify(value, groups, by, *, with_groups=False, groups_seen="", **cleaned):
    """The value, and where it is asked the groups of its day as they were read: all or none."""
    outcomes.verify_value(value=value, by=by, **cleaned)
    if with_groups:
        if groups_seen != as_seen(groups):
            raise ValidationError(
                {"with_groups": "Nilai kelompok berubah sejak halaman ini dibuka. Muat ulang."}
            )
        for row in groups:
            outcomes.verify_value(value=row, by=by, seen=row.revision)


def return_value(request, pk):
    value = access.get_value(request.user, pk, VERIFY)
    return _decision(
        request,
        value,
        lambda cleaned: outcomes.return_value(value=value, by=request.user, **cleaned),
        form_class=ReasonForm.for_value(value),
        title="Kembalikan nilai ini?",
        label="Kembalikan",
        done="Nilai dikembalikan kepada OPD.",
        bad=True,
    )


def unverify_value(request, pk):
    value = access.get_value(request.user, pk, VERIFY)
    return _decision(
        request,
        value,
        lambda cleaned: outcomes.unverify_value(value=value, by=request.user, **cleaned),
        form_class=ReasonForm.for_value(value),
        title="Batalkan verifikasi nilai ini?",
        label="Batalkan verifikasi",
        done="Verifikasi dibatalkan; nilainya menunggu lagi.",
        bad=True,
    )
