"""What the plan's page says around its matrix: decisions, remarks that wait, what a revision does.

The page draws it; what is saved or said in place sends it again beside its own answer.
"""

from django.urls import reverse

from actionplans import snapshots, versions
from actionplans.forms import SeenForm
from actionplans.models import Report
from replikasi.common import formats

from .versions import NOW, RETURNED, SETTLED


def marks(found):
    """[{"milestone", "number", "answered"}] of the milestones that `found` is pinned to."""
    rows = {}
    for comment in found:
        if comment.milestone_id:
            mark = rows.setdefault(
                comment.milestone_id,
                {
                    "milestone": comment.milestone_id,
                    "number": comment.milestone.number,
                    "answered": True,
                },
            )
            mark["answered"] = mark["answered"] and comment.is_answered
    return list(rows.values())


# -- what is asked, on the page of its own and in the plan page's dialog ------------------------


def unanswered_text(count):
    """How many remarks of Litbang wait for the agency's word; "" when none does."""
    return f"{count} catatan Litbang belum dijawab." if count else ""


def submit_text(unanswered, touched=""):
    """`touched`: touched_text of the present matrix."""
    text = "Selama menunggu keputusan Litbang, rencana tidak dapat diubah."
    if unanswered:
        text += f" {unanswered} catatan Litbang belum dijawab; sebaiknya dijawab lebih dahulu."
    return f"{text} {touched}".strip()


def approve_words(plan):
    """(question, button) of the approval of a plan, or of its revision."""
    if plan.in_revision:
        return "Setujui revisi ini?", "Setujui revisi"
    return "Setujui rencana aksi?", "Setujui rencana"


def approve_text(still_open, touched=""):
    """`still_open`: how many remarks the approval closes; `touched`: touched_text."""
    text = "Isinya dibekukan sebagai versi yang menjadi ukuran laporan triwulan."
    if still_open:
        text += f" {still_open} catatan perbaikan yang masih terbuka ikut ditutup."
    return f"{text} {touched}".strip()


def touched_text(plan, version, rows=None):
    """A sentence where the present matrix (`rows`) plans verified quarters otherwise; else ""."""
    if version is None or plan.state in SETTLED:
        return ""
    verified = plan.reports.filter(state=Report.State.VERIFIED).order_by("period__quarter")
    quarters = list(verified.values_list("period__quarter", flat=True))
    if not quarters:
        return ""
    rows = snapshots.present(plan) if rows is None else rows
    touched = versions.touched_quarters(version.snapshot, rows, quarters)
    if not touched:
        return ""
    labels = ", ".join(f"TW {formats.QUARTERS[quarter]}" for quarter in touched)
    return f"Mengubah target atau bobot triwulan yang sudah diverifikasi ({labels})."


# -- the page, and what is sent again -----------------------------------------------------------


def plan_context(user, plan, version):
    """What the plan's page says of decisions; `version`: the last approved one, or None."""
    found = [] if plan.state == plan.State.DRAFT else plan.open_remarks
    submits = user.has_perm("actionplans.submit_plan", plan)
    decides = user.has_perm("actionplans.decide_plan", plan)
    waits = plan.state == plan.State.SUBMITTED
    unanswered = sum(1 for remark in found if not remark.is_answered)
    change = touched = ""
    if version is not None and plan.state not in SETTLED:
        rows = snapshots.present(plan)
        change = versions.summary_of(version.snapshot, rows)
        touched = touched_text(plan, version, rows)
    title, label = approve_words(plan)
    return {
        "marks": marks(found),
        "remark_count": len(found),
        "unanswered_text": unanswered_text(unanswered),
        "version": version,
        "change": change,
        "touched": touched,
        "returned": plan.last_return(version) if waits else None,
        "since_return": reverse("plan_versions", args=[plan.pk])
        + f"?dari={RETURNED}&ke={NOW}#perbedaan",
        "may_submit": plan.is_editable and submits,
        "may_decide": waits and decides,
        "may_reject": plan.in_revision and waits and decides,
        "may_give_up": plan.in_revision and not waits and submits,
        "may_delete": plan.state == plan.State.DRAFT
        and version is None
        and user.has_perm("actionplans.edit_plan", plan),
        "submit_text": submit_text(unanswered, touched),
        "approve_title": title,
        "approve_label": label,
        "approve_text": approve_text(len(found), touched),
        "seen_form": SeenForm(initial={"seen": plan.revision}),
    }


def parts_around(user, plan, version):
    """Context of _plan_around.html after something was saved or said in place on the page."""
    plan.__dict__.pop("open_remarks", None)
    return {"plan": plan, **plan_context(user, plan, version)}
