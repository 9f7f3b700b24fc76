"""The dashboard as a whole: reads everything that a selection asks for, in a fixed number of
queries, and hands it to the template."""

from dataclasses import dataclass

from django.urls import reverse

from actionplans import arithmetic
from replikasi.common import formats

from . import attention, charts, heads, queries, rows


@dataclass(frozen=True)
class Dashboard:
    """What the page shows of a selection; `sums` is empty where no plan was approved."""

    sums: dict
    heads: list
    title: str
    page: object
    rows: list
    attention: attention.Attention
    curve: object
    on_time: int
    of_reports: int
    concern: str
    unapproved: int

    @property
    def is_one(self):
        return self.page.paginator.count == 1 and not self.concern


def dashboard_of(user, selection):
    """The Dashboard that `user` sees of `selection`, or None where nothing is approved."""
    sums = queries.totals(user, selection) if selection.period else {}
    if not sums:
        return None
    now = sums[selection.quarter]
    page = queries.replications(user, selection, now["plans"])
    shown = list(page.object_list)
    urgent = _urgent(user, selection, page, shown)
    overdue = queries.first_overdue(user, selection)
    plans = sorted({row.plan_id for row in [*shown, *urgent, *overdue]})
    beside = rows.Beside(
        years=queries.year_of_plans(plans, selection),
        reports=queries.reports_of_plans(user, plans, selection),
        milestones=queries.next_milestones(plans),
        obstacles=queries.open_obstacles(plans),
        suggestions=queries.open_suggestions(user, plans),
    )
    sources = attention.Sources(
        standings=urgent,
        suggestions=queries.first_suggestions(user, selection),
        overdue=overdue,
        years=beside.years,
        reports=beside.reports,
        milestones=beside.milestones,
    )
    few = now["plans"] <= queries.BASELINE_PLANS
    versions = queries.first_versions(user, selection) if few else []
    opened = [row.quarter for row in selection.periods if row.due < selection.today]
    return Dashboard(
        sums=sums,
        heads=heads.heads(
            sums, selection, only_plan=shown[0].plan_id if now["plans"] == len(shown) == 1 else None
        ),
        title=heads.counted(now["plans"], "replikasi"),
        page=page,
        rows=[rows.row_of(standing, beside, selection) for standing in shown],
        attention=attention.gathered(sources, now, selection),
        curve=charts.program_curve(sums, selection.periods, versions, selection),
        on_time=sum(sums[quarter]["on_time"] for quarter in opened),
        of_reports=sum(sums[quarter]["plans"] for quarter in opened),
        concern=attention.LABELS.get(selection.concern, ""),
        unapproved=queries.unapproved(user, selection),
    )


@dataclass(frozen=True)
class Part:
    """A replication's share in the programme's figures; absent figures are None."""

    standing: object
    title: str
    agency: str
    why_url: str
    verified_url: str
    verified_quarter: str
    absorption: object
    is_beyond: bool


@dataclass(frozen=True)
class Programme:
    """What the programme's figures are made of: a page of Parts and the sums below them."""

    sums: dict
    page: object
    parts: list
    absorption: object


def programme_of(user, selection):
    """The Programme that `user` sees of `selection`, or None where nothing is approved."""
    sums = queries.totals(user, selection) if selection.period else {}
    if not sums:
        return None
    now = sums[selection.quarter]
    page = queries.replications(user, selection, now["plans"])
    return Programme(
        sums=now,
        page=page,
        parts=[_part(standing, selection) for standing in page.object_list],
        absorption=arithmetic.absorption(now["spent"], now["ceiling"]),
    )


def _part(standing, selection):
    replication, why = standing.plan.replication, reverse("why", args=[standing.plan_id])
    return Part(
        standing=standing,
        title=replication.title,
        agency=replication.agency.name_in(selection.year),
        why_url=f"{why}?tw={selection.quarter}&angka=sementara",
        verified_url=f"{why}?tw={standing.verified_quarter}",
        verified_quarter=formats.quarter_name(standing.verified_quarter),
        absorption=arithmetic.absorption(standing.spent, standing.ceiling),
        is_beyond=heads.is_beyond(standing.deviation),
    )


def _urgent(user, selection, page, shown):
    """The standings of greatest concern; the first page in that order already has them."""
    if selection.sort == "urgent" and not selection.concern and page.number == 1:
        none = len(queries.concern_conditions(selection.period, selection.today))
        return [row for row in shown if row.rank < none][: queries.ATTENTION_SHOWN]
    return queries.urgent_standings(user, selection)
