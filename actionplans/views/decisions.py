"""Decisions on a plan: submit, approve, return, revise, end a revision, close, delete."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from actionplans import access, snapshots, versions
from actionplans.forms import RejectionForm, ReturnForm, RevisionForm, SeenForm
from actionplans.services import plans
from replikasi.common.confirm import add_errors, ask_and_do

from .around import approve_text, approve_words, submit_text, touched_text


def _crumb(plan):
    back = reverse("plan", args=[plan.pk])
    return [(reverse("plan_list"), "Rencana"), (back, plan.replication.title)]


def _decide(request, plan, *, verb, form_class=None, **words):
    """Confirm on a page of its own, then `verb`; back to the plan."""
    return ask_and_do(
        request,
        verb=lambda cleaned: verb(plan=plan, by=request.user, **cleaned),
        back=reverse("plan", args=[plan.pk]),
        crumb=_crumb(plan),
        form_class=form_class and partial(form_class, initial={"seen": plan.revision}),
        **words,
    )


def _lost(plan):
    """What ending the revision takes back, in words; "" when the plan was never approved."""
    version = plans.latest_version(plan)
    if version is None:
        return ""
    lost = versions.summary_of(version.snapshot, snapshots.present(plan))
    return (
        f"Rencana kembali persis ke versi {version.number} yang disetujui. "
        f"Yang hilang dari revisi ini: {lost}."
    )


# -- the pages ----------------------------------------------------------------------------------


def submit(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.submit_plan")
    unanswered = plan.comments.open_remarks().unanswered().count()
    return _decide(
        request,
        plan,
        verb=plans.submit_plan,
        title="Ajukan rencana aksi?",
        text=submit_text(unanswered, touched_text(plan, plans.latest_version(plan))),
        label="Ajukan rencana",
        done="Rencana diajukan. Litbang sudah diberi tahu.",
    )


def approve(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.decide_plan")
    title, label = approve_words(plan)
    what = "Revisi" if plan.in_revision else "Rencana"
    return _decide(
        request,
        plan,
        verb=plans.approve_plan,
        form_class=SeenForm,
        title=title,
        text=approve_text(
            plan.comments.open_remarks().count(),
            touched_text(plan, plans.latest_version(plan)),
        ),
        label=label,
        done=f"{what} disetujui. OPD dan fasilitator sudah diberi tahu.",
    )


def send_back(request, pk):
    """Return: the remarks that there are, a reason, and a field for each milestone."""
    plan = access.get_plan(request.user, pk, "actionplans.decide_plan")
    back = reverse("plan", args=[pk])
    found = plan.open_remarks
    milestones = list(plan.milestones.order_by("number"))
    form = ReturnForm(request.POST or None, plan=plan, milestones=milestones, remarked=bool(found))
    if request.method == "POST" and form.is_valid():
        try:
            plans.return_plan(
                plan=plan,
                by=request.user,
                reason=form.cleaned_data["reason"],
                remarks=form.remarks(),
                seen=form.cleaned_data["seen"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Rencana dikembalikan. OPD sudah diberi tahu.")
            return redirect(back)
    return render(
        request,
        "actionplans/plan_return.html",
        {
            "form": form,
            "plan": plan,
            "lines": form.lines(),
            "found": found,
            "too_many": not form.milestones and bool(milestones),
            "back": back,
            "crumb": _crumb(plan),
        },
        status=422 if form.errors else 200,
    )


def revise(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.submit_plan")
    return _decide(
        request,
        plan,
        verb=plans.revise_plan,
        form_class=RevisionForm,
        title="Buka revisi",
        text="Selama revisi, laporan tetap diukur dengan versi yang terakhir disetujui.",
        label="Buka revisi",
        done="Revisi dibuka. Ubah tonggaknya, lalu ajukan lagi.",
    )


def reject_revision(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.decide_plan")
    lost = _lost(plan)
    return _decide(
        request,
        plan,
        verb=plans.reject_revision,
        form_class=RejectionForm,
        title="Tolak revisi",
        text=f"{lost} Bila revisinya hanya perlu diperbaiki, pilih Kembalikan.".strip(),
        label="Tolak revisi",
        done="Revisi ditolak. Rencana kembali ke versi yang disetujui; OPD sudah diberi tahu.",
        bad=True,
    )


def give_up_revision(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.submit_plan")
    lost = _lost(plan)
    return _decide(
        request,
        plan,
        verb=plans.give_up_revision,
        form_class=SeenForm,
        title="Batalkan revisi?",
        text=f"{lost} Ini tidak dapat diurungkan.".strip(),
        label="Batalkan revisi",
        stay="Tetap merevisi",
        done="Revisi dibatalkan. Rencana kembali ke versi yang disetujui.",
        bad=True,
    )


def finish(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.decide_plan")
    return _decide(
        request,
        plan,
        verb=plans.finish_plan,
        title="Tutup rencana aksi?",
        text="Rencana yang ditutup tidak menerima progres atau laporan lagi.",
        label="Tutup rencana",
        done="Rencana ditutup.",
    )


def delete(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.edit_plan")
    here = reverse("plan", args=[pk])
    count = plan.milestones.count()
    if request.method == "POST":
        # After the verb there is no plan to go back to.
        try:
            plans.delete_plan(plan=plan, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect(here)
        messages.success(request, f"Draf rencana aksi {plan.fiscal_year} dihapus.")
        return redirect("plan_list")
    return ask_and_do(
        request,
        verb=None,
        back=here,
        title=f"Hapus draf rencana aksi {plan.fiscal_year}?",
        text=f"{plan.replication.title}, {count} tonggak. Isinya hilang dan tidak kembali lagi.",
        label="Hapus draf",
        done="",
        bad=True,
        crumb=_crumb(plan),
    )
