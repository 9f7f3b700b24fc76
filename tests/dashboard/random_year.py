"""A year of plans whose reports are anything: for figures that an independent script recomputes."""

import random
from decimal import ROUND_HALF_UP, Decimal

from actionplans import workdays
from tests import factories
from tests.dashboard.conftest import progress

PERCENTS = (0, 10, 25, 40, 55, 70, 85, 100)


def year_of(seed, plans, **replication):
    """`plans` approved plans, at agencies of their own or shared by two, each with up to three
    reports in any state; returns the plans."""
    rng = random.Random(seed)
    made, agency = [], None
    for at in range(plans):
        if at % 3 != 2 or agency is None:
            agency = factories.AgencyFactory()
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(agency=agency, **replication),
            milestones=rng.choice((2, 3, 4)),
            approved=True,
        )
        made.append(plan)
        tell(plan, rng)
    return made


def tell(plan, rng):
    """Reports of TW I to III, the last one in any state, as the portal lets them follow."""
    number = plan.milestones.count()
    percents = [rng.choice(PERCENTS[:4]) for _ in range(number)]
    verifiable = True
    for quarter in (1, 2, 3):
        if rng.random() < 0.2:
            return
        percents = [max(one, rng.choice(PERCENTS)) for one in percents]
        progress(plan, percents, quarter)
        step = rng.choice(("verified", "sent", "returned") if verifiable else ("sent", "returned"))
        verifiable = step == "verified"
        lowered = min(percents[0], 5) if step == "verified" and rng.random() < 0.5 else None
        if lowered == percents[0]:
            lowered = None
        factories.ReportFactory(
            plan=plan,
            quarter=quarter,
            late=rng.choice((0, 0, 1, 4)),
            lowered=lowered,
            **{step: True},
        )
        if step == "returned":
            return


# -- the slow script: from the lines of the reports, nothing else ---------------------------------


def report_of(plan, quarter):
    return plan.reports.exclude(state="draf").filter(period__quarter=quarter).first()


def sum_of(report, value):
    return sum((line.weight * value(line) for line in report.lines.all()), Decimal(0)) / 100


def reached(report, kind):
    """The figure of a report, or None where it has none of that kind."""
    if report is None or (kind == "verified" and report.state != "diverifikasi"):
        return None
    return sum_of(
        report, lambda line: line.verified_percent if kind == "verified" else line.percent
    )


def planned(report):
    return sum_of(report, lambda line: line.planned)


def absorbed(reports):
    lines = [line for report in reports for line in report.lines.all()]
    return sum(line.spent for line in lines) / sum(line.ceiling for line in lines) * 100


def printed(value):
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


def places(figures):
    """{key: place} by counting who printed more: nothing is sorted."""
    known = {key: printed(one) for key, one in figures.items() if one is not None}
    return {
        key: 1 + sum(1 for other in known.values() if other > one) for key, one in known.items()
    }


def days_late(report):
    return workdays.between(report.period.due, report.first_sent_on)
