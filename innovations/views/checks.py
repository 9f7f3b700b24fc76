"""Later checks of a finished replication: the three terms, the agency's answer, the decision."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from innovations import access, document_history
from innovations.forms.checks import CheckForm
from innovations.forms.decision import ReasonForm, SeenForm
from innovations.models import Judged, SustainCheck
from innovations.models.replication import knows_claims
from innovations.services import checks as services
from replikasi.common.confirm import add_errors, ask_and_do

DRAFT = "draf"
State = Judged.State


@require_safe
def checks(request, pk):
    """The three checks of a replication; what is not agreed to is not for the leaders."""
    user, today = request.user, timezone.localdate()
    replication = access.get_replication(user, pk)
    rows = list(replication.checks.order_by("months").prefetch_related("documents"))
    files = document_history.lines_of("check_of", [row.pk for row in rows])
    stopped = []
    for row in rows:
        row.replication = replication
        agreed = row.state == State.AGREED
        row.answered = agreed or row.state == State.PROPOSED
        row.shown = agreed or (
            knows_claims(user)
            and (row.answered or user.has_perm(services.ANSWER, row))
            and bool(row.condition)
        )
        # What was added and taken away on the way is not for the leaders.
        row.file_lines = files[row.pk] if knows_claims(user) else []
        row.opens = services.opens_on(row)
        row.not_asked = bool(stopped) and not row.answered
        row.is_due = not row.answered and not row.not_asked and row.due <= today
        row.is_late = row.is_due and row.due < today
        row.may_answer = row.is_open and row.opens <= today and user.has_perm(services.ANSWER, row)
        row.may_judge = row.state == State.PROPOSED and user.has_perm(services.JUDGE, row)
        row.may_reopen = agreed and user.has_perm(services.JUDGE, row)
        if agreed and row.condition == SustainCheck.Condition.STOPPED:
            stopped.append(row)
    return render(
        request,
        "innovations/checks.html",
        {
            "replication": replication,
            "agency_name": replication.agency.name_then_and_now(replication.programme_year),
            "checks": rows,
            "next": next((row for row in rows if row.may_answer or row.may_judge), None),
            "closing": getattr(replication, "closing", None),
            "recognition": getattr(replication, "recognition", None),
            "may_close": user.has_perm("innovations.prepare_closing", replication),
        },
    )


def check_answer(request, pk):
    """The agency's answer: kept as a draft, or sent to Litbang."""
    check = access.get_check(request.user, pk, services.ANSWER)
    back = reverse("checks", args=[check.replication_id])
    opens = services.opens_on(check)
    if request.method != "POST" and not (check.is_open and opens <= timezone.localdate()):
        messages.error(request, "Pemeriksaan ini tidak dapat dijawab sekarang.")
        return redirect(back)
    form = CheckForm(request.POST or None, instance=check)
    if request.method == "POST" and form.is_valid():
        is_draft = request.POST.get("aksi") == DRAFT
        verb = services.save_answer if is_draft else services.answer_check
        try:
            verb(check=check, by=request.user, **form.values)
        except ValidationError as error:
            add_errors(form, error)
        else:
            done = "Draf jawaban disimpan." if is_draft else "Jawaban diajukan kepada Litbang."
            messages.success(request, done)
            return redirect("check_answer", pk) if is_draft else redirect(back)
    return render(
        request,
        "innovations/check_form.html",
        {
            "form": form,
            "check": check,
            "replication": check.replication,
            "documents": list(check.documents.order_by("pk")),
            "file_lines": document_history.lines_of_one(check),
            "back": back,
        },
        status=422 if form.errors else 200,
    )


def _decide(request, pk, *, verb, form_class, **words):
    check = access.get_check(request.user, pk, services.JUDGE)
    replication = check.replication
    back = reverse("checks", args=[replication.pk])
    return ask_and_do(
        request,
        verb=lambda cleaned: verb(check=check, by=request.user, **cleaned),
        back=back,
        form_class=partial(form_class, initial={"seen": check.revision}),
        crumb=[
            (reverse("replication", args=[replication.pk]), replication.title),
            (back, "Keberlanjutan"),
        ],
        title=words.pop("title").format(months=check.months),
        text=words.pop("text").format(answer=check.get_condition_display().lower()),
        **words,
    )


def check_agree(request, pk):
    return _decide(
        request,
        pk,
        verb=services.agree_check,
        form_class=SeenForm,
        title="Setujui pemeriksaan {months} bulan?",
        text="Jawaban OPD: {answer}. Status replikasi mengikuti jawaban ini.",
        label="Setujui",
        done="Pemeriksaan disetujui.",
    )


def check_return(request, pk):
    return _decide(
        request,
        pk,
        verb=services.return_check,
        form_class=ReasonForm,
        title="Kembalikan pemeriksaan {months} bulan?",
        text="Jawaban OPD: {answer}. OPD memperbaikinya lalu mengajukannya lagi.",
        label="Kembalikan",
        bad=True,
        done="Pemeriksaan dikembalikan. OPD diberi tahu.",
    )


def check_reopen(request, pk):
    return _decide(
        request,
        pk,
        verb=services.reopen_check,
        form_class=ReasonForm,
        title="Buka lagi pemeriksaan {months} bulan?",
        text="Jawaban OPD: {answer}. Status replikasi kembali mengikuti pemeriksaan lain.",
        label="Buka lagi",
        bad=True,
        done="Pemeriksaan dibuka lagi. OPD diberi tahu.",
    )
