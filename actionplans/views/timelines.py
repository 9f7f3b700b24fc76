"""What happened to a plan, a milestone or a report, page by page, filtered in the address."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actionplans import access, newness, timelines
from actionplans.forms import TimelineForm


def _render(request, place, *, title, crumbs):
    people = timelines.people_of(place, request.user)
    form = TimelineForm(request.GET, people=people)
    asked = form.cleaned_data if form.is_valid() else {}
    page = timelines.page_of(
        place,
        request.user,
        kind=asked.get("kind", ""),
        person=asked.get("person"),
        before=timelines.read(request.GET.get("before", "")),
    )
    return render(
        request,
        "actionplans/timeline.html",
        {
            "form": form,
            "entries": newness.marked(
                page.entries, newness.since(request.user, place.plan), request.user
            ),
            "older": page.older,
            "title": title,
            "crumbs": crumbs,
            "is_later": "before" in request.GET,
            "is_filtered": any(asked.values()),
        },
    )


def _plan_crumb(plan):
    return reverse("plan", args=[plan.pk]), f"{plan.replication.title} {plan.fiscal_year}"


@require_safe
def plan_history(request, pk):
    plan = access.get_plan(request.user, pk)
    return _render(
        request,
        timelines.Place(plan=plan),
        title=f"Riwayat rencana aksi {plan.fiscal_year}",
        crumbs=[_plan_crumb(plan)],
    )


@require_safe
def milestone_history(request, pk):
    milestone = access.get_milestone(request.user, pk)
    return _render(
        request,
        timelines.Place(plan=milestone.plan, milestone=milestone),
        title=f"Riwayat tonggak {milestone.number}",
        crumbs=[
            _plan_crumb(milestone.plan),
            (reverse("milestone", args=[pk]), str(milestone)),
        ],
    )


@require_safe
def report_history(request, pk):
    report = access.get_report(request.user, pk)
    return _render(
        request,
        timelines.Place(plan=report.plan, report=report),
        title=f"Riwayat laporan {report.period}",
        crumbs=[
            _plan_crumb(report.plan),
            (reverse("report", args=[pk]), f"Laporan {report.period}"),
        ],
    )
