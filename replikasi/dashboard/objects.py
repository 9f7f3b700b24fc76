"""The parts of the dashboard for one replication, agency or innovation: what its page shows."""

from dataclasses import dataclass, replace

from django.db.models import Count

from actionplans.models import Comment, Obstacle, PeriodStanding

from . import filters, page
from .chosen import narrowed
from .heads import address

ADVICE_SHOWN = 5
OBSTACLES_SHOWN = 10


@dataclass(frozen=True)
class Parts:
    """`dashboard` is None where no plan of the year was approved; `many`: the object may hold
    several replications."""

    dashboard: page.Dashboard | None
    dashboard_url: str
    many: bool


def selection_of(user, query, **scope):
    """(Selection of the object that `scope` names, years in which it stands, latest first).

    `query` may choose year and quarter; without a year it is the latest in which there is
    something to show. Two queries, three where that is an earlier year than the present.
    """
    selection = _narrow(filters.read(query, ()), scope)
    rows = narrowed(PeriodStanding.objects.visible_to(user), selection, "plan__replication__")
    years = sorted(set(rows.order_by().values_list("period__year", flat=True)), reverse=True)
    earlier = [year for year in years if year <= selection.year]
    if earlier and selection.year not in years and not query.get("year"):
        selection = _narrow(filters.read({"year": str(earlier[0])}, ()), scope)
    return selection, years


def _narrow(selection, scope):
    alone = {"region": "", "words": "", "concern": "", "innovation": None, "agency": None}
    return replace(selection, **{**alone, **scope})


def parts_of(user, selection, subject):
    """The Parts of a selection; `subject` is what the curve calls it."""
    return Parts(
        dashboard=page.dashboard_of(user, selection, subject=f"{subject},"),
        dashboard_url=address("dashboard", selection),
        many=selection.replication is None,
    )


def open_obstacles(user, selection):
    """The oldest open obstacles of the object, of all years."""
    rows = narrowed(Obstacle.objects.visible_to(user).open(), selection, "plan__replication__")
    return rows.select_related(
        "milestone", "plan__replication__innovation", "plan__replication__agency"
    ).order_by("opened_on", "pk")[:OBSTACLES_SHOWN]


def latest_advice(user, selection):
    """The newest threads that `user` may read, of all years, each with its `answer_count`."""
    rows = Comment.objects.visible_to(user).filter(withdrawn_at=None)
    return (
        narrowed(rows, selection, "plan__replication__")
        .threads()
        .select_related(
            "plan__replication__innovation", "milestone", "report__period", "adaptation__element"
        )
        .annotate(answer_count=Count("answers"))[:ADVICE_SHOWN]
    )
