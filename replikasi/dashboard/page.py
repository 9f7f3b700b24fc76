"""The dashboard as a whole: reads everything that a selection asks for, in a fixed number of
queries, and hands it to the template."""

from dataclasses import dataclass

from actionplans.curve import plan_curve
from actionplans.models import Comment

from . import attention, benefits, curves, groups, heads, matters, promised, queries, rows


@dataclass(frozen=True)
class Dashboard:
    """What the page shows of a selection; `sums` is empty where no plan was approved.

    `groups` where there are many replications: then `rows` are empty, unless it is asked for
    them one by one. `page` is of what is listed.
    """

    sums: dict
    heads: list
    title: str
    groups: groups.Groups | None
    page: object
    rows: list
    attention: attention.Attention
    curve: object
    on_time: int
    of_reports: int
    concern: str
    is_open: bool

    @property
    def is_one(self):
        return self.sums["plans"] == 1

    @property
    def is_calm(self):
        """So little needs attention that the head figures have room above it, beside the curve."""
        return self.attention.total <= 2

    @property
    def is_grouped(self):
        return bool(self.groups and self.groups.rows)


def dashboard_of(user, selection, *, subject="program"):
    """The Dashboard that `user` sees of `selection`, or None where nothing is approved; `subject`
    is what its curve calls the whole. The page of one replication has the curve of its plan."""
    sums, before = queries.totals_and_before(user, selection) if selection.period else ({}, None)
    if selection.quarter not in sums:
        return None
    now = sums[selection.quarter]
    gathered = groups.groups_of(user, selection, now["plans"])
    if gathered and gathered.rows:
        page, shown = gathered.page, []
    else:
        page = queries.replications(user, selection, now["plans"])
        shown = list(page.object_list)
    beside = _beside(user, selection, shown, gathered) if shown else None
    opened = [row.quarter for row in selection.periods if row.due < selection.today]
    return Dashboard(
        sums=now,
        heads=heads.heads(
            sums,
            before,
            selection,
            only_plan=shown[0].plan_id if now["plans"] == len(shown) == 1 else None,
        ),
        title=heads.counted(now["plans"], "replikasi"),
        groups=gathered,
        page=page,
        rows=[rows.row_of(standing, beside, selection) for standing in shown],
        attention=attention.gathered(user, selection),
        curve=plan_curve(shown[0].plan, beside.years[shown[0].plan_id], selection.today)
        if selection.replication
        else curves.of_selection(user, selection, subject=subject, sums=sums),
        on_time=sum(sums[quarter]["on_time"] for quarter in opened),
        of_reports=sum(sums[quarter]["asked"] for quarter in opened),
        concern=attention.LABELS.get(selection.concern, ""),
        is_open=selection.period.is_open(selection.today),
    )


def _beside(user, selection, shown, gathered):
    """What stands beside the standings `shown`, one by one; five queries."""
    plans = sorted(row.plan_id for row in shown)
    reports = queries.reports_of_plans(plans, selection)
    return rows.Beside(
        years=queries.year_of_plans(plans, selection),
        reports=reports,
        matters=matters.open_matters(user, plans, selection.today),
        promises=promised.promises(user, plans, selection, reports),
        benefits=benefits.lines_of([row.plan.replication_id for row in shown], selection),
        may_list_advice=user.role in Comment.ADVISERS,
        own=user.role in user.AGENCY_ROLES,
        with_region=bool(gathered) and "region" in dict(gathered.offered),
    )
