"""Obstacles: the register, one on its page, and what is done with them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans import access, obstacle_lists, timelines
from actionplans.forms import CloseObstacleForm, ObstacleForm, ReopenObstacleForm
from actionplans.models import Obstacle, Report
from actionplans.services import obstacles
from replikasi.common import formats
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.listbook import workbook_response

from .lists import all_rows, render_list

# Open ones of the same place, shown beside a new one so that nothing is recorded twice.
MOST_SIBLINGS = 5


# -- reading ------------------------------------------------------------------------------------


def filtered(request):
    rows = Obstacle.objects.visible_to(request.user).for_list()
    return obstacle_lists.ObstacleFilter(request.GET, queryset=rows)


@require_safe
def obstacle_list(request):
    today = timezone.localdate()
    filterset = filtered(request)

    def prepare(records):
        for obstacle in records:
            obstacle.age = obstacle.days_open(today)

    return render_list(
        request,
        "actionplans/obstacle_list.html",
        filterset=filterset,
        table_class=obstacle_lists.ObstacleTable,
        prepare=prepare,
        context={
            "statistics": obstacle_lists.statistics(filterset.whatever_state, today),
            "few": obstacle_lists.FEW,
        },
    )


@require_safe
def obstacle_list_xlsx(request):
    """All pages of the register as it is filtered and ordered."""
    today = timezone.localdate()
    rows = all_rows(request, obstacle_lists.ObstacleTable, filtered(request))
    content = obstacle_lists.workbook(rows, today)
    return workbook_response(content, f"permasalahan-{today:%Y-%m-%d}.xlsx")


def origin_of(obstacle, user):
    """(address, words) of where it was met; None where the person may not see that."""
    comment, report = obstacle.comment, obstacle.report
    if comment and not comment.advisers_only:
        return comment.get_absolute_url(), f"{comment.get_kind_display()} pendampingan"
    if report and (report.state != Report.State.DRAFT or user.role in user.AGENCY_ROLES):
        return reverse("report", args=[report.pk]), f"Laporan {report.period}"
    return None


def _may_advise(user, obstacle):
    return user.has_perm("actionplans.advise", obstacle.milestone or obstacle.plan)


def _advise_url(obstacle):
    """The form of advice on what it stands in the way of."""
    if obstacle.milestone_id:
        return reverse("milestone_advise", args=[obstacle.milestone_id])
    return reverse("plan_advise", args=[obstacle.plan_id])


@require_safe
def obstacle_page(request, pk):
    user, today = request.user, timezone.localdate()
    obstacle = access.get_obstacle(user, pk)
    page = timelines.page_of(timelines.Place(plan=obstacle.plan, obstacle=obstacle), user)
    may_record = user.has_perm("actionplans.record_obstacle", obstacle)
    is_open = obstacle.closed_on is None
    return render(
        request,
        "actionplans/obstacle.html",
        {
            "obstacle": obstacle,
            "plan": obstacle.plan,
            "days": obstacle.days_open(today),
            "origin": origin_of(obstacle, user),
            "entries": page.entries,
            "may_close": may_record and is_open,
            "may_reopen": may_record and not is_open,
            "advise_url": _advise_url(obstacle) if is_open and _may_advise(user, obstacle) else "",
            "may_edit": is_open and user.has_perm("actionplans.edit_obstacle", obstacle),
        },
    )


# -- opening ------------------------------------------------------------------------------------


def _open(request, obstacle, *, place, back, done):
    """The form of a new obstacle; `done` is where a saved one leads, None: to its own page."""
    form = ObstacleForm(request.POST or None, instance=obstacle)
    if request.method == "POST" and form.is_valid():
        try:
            opened = obstacles.open_obstacle(obstacle=form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Permasalahan dicatat.")
            return redirect(done or opened.get_absolute_url())
    siblings = Obstacle.objects.open().filter(plan=obstacle.plan)
    if obstacle.milestone_id:
        siblings = siblings.filter(milestone=obstacle.milestone_id)
    return _form_page(request, form, place=place, back=back, siblings=siblings[:MOST_SIBLINGS])


def _form_page(request, form, *, place, back, siblings=()):
    return render(
        request,
        "actionplans/obstacle_form.html",
        {
            "form": form,
            "place": place,
            "plan": form.instance.plan,
            "back": back,
            "siblings": siblings,
            "is_new": form.instance.pk is None,
        },
        status=422 if form.errors else 200,
    )


def open_obstacle(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.record_obstacle")
    back = reverse("milestone", args=[pk])
    return _open(
        request,
        Obstacle(plan=milestone.plan, milestone=milestone),
        place=str(milestone),
        back=back,
        done=f"{back}#permasalahan",
    )


def open_from_progress(request, pk):
    """An obstacle that an update tells of: its note is the first draft of the words."""
    update = access.get_update(request.user, pk, "actionplans.record_obstacle")
    milestone = update.milestone
    back = reverse("milestone", args=[milestone.pk])
    return _open(
        request,
        Obstacle(plan=milestone.plan, milestone=milestone, description=update.note),
        place=f"{milestone}, progres {formats.day_month(update.happened_on)}",
        back=back,
        done=f"{back}#permasalahan",
    )


def open_from_report(request, pk):
    report = access.get_report(request.user, pk, "actionplans.record_obstacle")
    return _open(
        request,
        Obstacle(plan=report.plan, report=report, description=report.problem),
        place=f"Laporan {report.period}",
        back=reverse("report", args=[pk]),
        done=None,
    )


def open_from_comment(request, pk):
    comment = access.get_comment(request.user, pk, "actionplans.record_obstacle")
    back = comment.get_absolute_url()
    if comment.advisers_only or comment.withdrawn_at:
        messages.error(request, "Catatan ini tidak dapat dijadikan permasalahan.")
        return redirect(back)
    return _open(
        request,
        Obstacle(
            plan=comment.plan,
            milestone=comment.milestone,
            report=comment.report,
            comment=comment,
            description=comment.body,
        ),
        place=f"{comment.get_kind_display()} dari {comment.by.name}",
        back=back,
        done=None,
    )


# -- changing, closing, opening again -----------------------------------------------------------


def edit_obstacle(request, pk):
    obstacle = access.get_obstacle(request.user, pk, "actionplans.edit_obstacle")
    back = obstacle.get_absolute_url()
    form = ObstacleForm(request.POST or None, instance=obstacle)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            obstacles.change_obstacle(
                obstacle=obstacle,
                by=request.user,
                seen=-1 if seen is None else seen,
                **form.values,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Permasalahan diubah.")
            return redirect(back)
    return _form_page(request, form, place=f"Dicatat {obstacle.opened_by.name}", back=back)


def close_obstacle(request, pk):
    obstacle = access.get_obstacle(request.user, pk, "actionplans.record_obstacle")
    back = obstacle.get_absolute_url()
    return ask_and_do(
        request,
        verb=lambda cleaned: obstacles.close_obstacle(
            obstacle=obstacle, by=request.user, note=cleaned["note"]
        ),
        back=back,
        form_class=CloseObstacleForm,
        title="Tutup permasalahan",
        text=obstacle.description,
        label="Tutup permasalahan",
        done="Permasalahan ditutup.",
        crumb=[(back, "Permasalahan")],
    )


def reopen_obstacle(request, pk):
    obstacle = access.get_obstacle(request.user, pk, "actionplans.record_obstacle")
    back = obstacle.get_absolute_url()
    return ask_and_do(
        request,
        verb=lambda cleaned: obstacles.reopen_obstacle(
            obstacle=obstacle, by=request.user, reason=cleaned["reason"]
        ),
        back=back,
        form_class=ReopenObstacleForm,
        title="Buka lagi permasalahan ini?",
        text=obstacle.description,
        label="Buka lagi",
        done="Permasalahan dibuka lagi.",
        crumb=[(back, "Permasalahan")],
    )
