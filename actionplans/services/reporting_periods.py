"""Making the quarters of a fiscal year with their deadlines in working days."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from actionplans import workdays
from actionplans.models import ActionPlan, PlanVersion, ReportingPeriod
from replikasi.common.periods import quarter_bounds

from . import due_moves, standing

QUARTERS = (1, 2, 3, 4)
DATES = ("opens", "due", "review_due")
# Said in the history of a period whose dates nobody chose.
PROPOSED = "usulan"


def proposed(year, quarter):
    """Opening and deadlines of a quarter: it opens the first working day after it ended."""
    end, rules = quarter_bounds(year, quarter)[1], workdays.rules()
    return {
        "opens": workdays.add(end, 1),
        "due": workdays.add(end, rules.report_due_days),
        "review_due": workdays.add(end, rules.review_due_days),
    }


@transaction.atomic
def ensure_year(year):
    """The four periods of `year`, made where missing; dates edited by people stay."""
    there = {period.quarter: period for period in ReportingPeriod.objects.filter(year=year)}
    return [there.get(quarter) or _made(year, quarter)[0] for quarter in QUARTERS]


def make_years(years):
    """Make what is missing of `years`; returns the new periods. Writes nothing where all is there.

    Run twice at once, each period is made by one of the two.
    """
    made = []
    for year in years:
        there = set(ReportingPeriod.objects.filter(year=year).values_list("quarter", flat=True))
        for quarter in QUARTERS:
            if quarter not in there:
                made += _made_alone(year, quarter)
    return made


@transaction.atomic
def _made_alone(year, quarter):
    """[the new period], with its standings where plans of the year were approved already."""
    period, is_new = _made(year, quarter)
    if not is_new:
        return []
    approved = PlanVersion.objects.order_by().values("plan")
    plans = ActionPlan.objects.filter(fiscal_year=year, pk__in=approved).order_by("pk")
    for plan in plans.select_related("replication").select_for_update(of=("self",)):
        standing.refresh(plan)
    return [period]


def _made(year, quarter):
    """(the period, whether it is new)."""
    period = ReportingPeriod(year=year, quarter=quarter, **proposed(year, quarter))
    period._change_reason = PROPOSED
    try:
        with transaction.atomic():
            period.save()
    except IntegrityError:
        return ReportingPeriod.objects.get(year=year, quarter=quarter), False
    return period, True


def propose_again():
    """Count the dates of the periods anew that have not opened and that nobody dated by hand.

    Call it in the transaction that changed the days off or the rules; returns
    [(period, the due date before)] of those whose dates changed.
    """
    changed = []
    rows = ReportingPeriod.objects.filter(opens__gt=timezone.localdate(), first_due=None)
    for known in rows.order_by("year", "quarter"):
        period, before = due_moves.locked_period(known), known.due
        values = proposed(period.year, period.quarter)
        dates = {name: getattr(period, name) for name in DATES}
        if dates == values or is_by_hand(period):
            continue
        for name, value in values.items():
            setattr(period, name, value)
        period._change_reason = PROPOSED
        period.full_clean()
        period.save()
        due_moves.rewrite(period)
        changed.append((period, before))
    return changed


def is_by_hand(period):
    """Whether people gave the period other dates than those that were last proposed."""
    own = Q(history_type="+", history_change_reason=None) | Q(history_change_reason=PROPOSED)
    last = period.history.filter(own).order_by("-history_date", "-history_id").first()
    if last is None:
        return period.history.exists()
    return any(getattr(last, name) != getattr(period, name) for name in DATES)
