"""Decisions on a plan: submit, approve, return, revise, end a revision, close, delete."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse

from actionplans import access, versions
from actionplans.forms import RejectionForm, ReturnForm, RevisionForm, SeenForm
from actionplans.services import plans

from . import remarks
from .confirm import add_errors, ask_and_do
from .versions import change_since, present


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


# -- what is asked, on the page of its own and in the plan page's dialog ------------------------


def submit_text(unanswered):
    """`unanswered`: how many remarks of Litbang wait for the agency's word."""
    text = "Selama menunggu keputusan Litbang, rencana tidak dapat diubah."
    if unanswered:
        text += f" {unanswered} catatan Litbang belum dijawab; sebaiknya dijawab lebih dahulu."
    return text


def approve_words(plan):
    """(question, button) of the approval of a plan, or of its revision."""
    if plan.in_revision:
        return "Setujui revisi ini?", "Setujui revisi"
    return "Setujui rencana aksi?", "Setujui rencana"


def approve_text(still_open):
    """`still_open`: how many remarks the approval closes."""
    text = "Isinya dibekukan sebagai versi yang menjadi ukuran laporan triwulan."
    if still_open:
        text += f" {still_open} catatan perbaikan yang masih terbuka ikut ditutup."
    return text


def _lost(plan):
    """What ending the revision takes back, in words; "" when the plan was never approved."""
    version = plans.latest_version(plan)
    if version is None:
        return ""
    lost = versions.summary_of(version.snapshot, present(plan))
    return (
        f"Rencana kembali persis ke versi {version.number} yang disetujui. "
        f"Yang hilang dari revisi ini: {lost}."
    )


def plan_context(user, plan, found_versions):
    """What the plan's page says of decisions; `found_versions`: the plan's, newest first."""
    found = plan.open_remarks
    latest = found_versions[0] if found_versions else None
    submits = user.has_perm("actionplans.submit_plan", plan)
    decides = user.has_perm("actionplans.decide_plan", plan)
    waits = plan.state == plan.State.SUBMITTED
    unanswered = sum(1 for remark in found if not remark.is_answered)
    return {
        "marks": remarks.marks(found),
        "remark_count": len(found),
        "change": change_since(plan, latest),
        "may_reject": plan.in_revision and waits and decides,
        "may_give_up": plan.in_revision and not waits and submits,
        "may_delete": plan.state == plan.State.DRAFT
        and not found_versions
        and user.has_perm("actionplans.edit_plan", plan),
        "submit_text": submit_text(unanswered),
        **dict(zip(("approve_title", "approve_label"), approve_words(plan), strict=True)),
        "approve_text": approve_text(len(found)),
        "seen_form": SeenForm(initial={"seen": plan.revision}),
    }


# -- the pages ----------------------------------------------------------------------------------


def submit(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.submit_plan")
    return _decide(
        request,
        plan,
        verb=plans.submit_plan,
        title="Ajukan rencana aksi?",
        text=submit_text(plan.comments.open_remarks().unanswered().count()),
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
        text=approve_text(plan.comments.open_remarks().count()),
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
