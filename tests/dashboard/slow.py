"""The dashboard's figures worked out anew from the raw rows, slowly, by none of the portal's code.

Reads PlanVersion.snapshot, Report, ReportLine, ProgressUpdate, and who works where; knows nothing
of standings, months, querysets or the portal's arithmetic. Fractions, so nothing is rounded.
"""

from calendar import monthrange
from datetime import date
from fractions import Fraction
from itertools import pairwise

from actionplans.models import ActionPlan, PlanVersion, ProgressUpdate, Report, ReportLine

HUNDRED = Fraction(100)
TARGETS = ("target_q1", "target_q2", "target_q3", "target_q4")


def quarter_end(year, quarter):
    month = quarter * 3
    return date(year, month, monthrange(year, month)[1])


def rounded(value, places):
    """Half away from zero, as a Fraction."""
    if value is None:
        return None
    steps = abs(value) * 10**places
    whole = steps.numerator // steps.denominator
    if steps - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole, 10**places) * (-1 if value < 0 else 1)


def shown(value, places=1):
    """ "62,4": what a page prints of a figure, without its unit; "" for None."""
    if value is None:
        return ""
    tenths = rounded(value, places) * 10**places
    sign = "\N{MINUS SIGN}" if tenths < 0 else ""
    digits = f"{abs(int(tenths)):0{places + 1}d}"
    return f"{sign}{digits[:-places]},{digits[-places:]}"


def planned_of(row, year, day):
    """Percent that a milestone of a snapshot promises by `day`, to the ten-thousandth."""
    start, due = date.fromisoformat(row["start"]), date.fromisoformat(row["due"])
    if day >= due:
        return HUNDRED
    if day <= start:
        return Fraction(0)
    points = [(start, Fraction(0))]
    for quarter, name in enumerate(TARGETS, start=1):
        end = quarter_end(year, quarter)
        if row[name] is not None and start < end < due:
            points.append((end, Fraction(row[name])))
    points.append((due, HUNDRED))
    for (day_a, at_a), (day_b, at_b) in pairwise(points):
        if day_a <= day <= day_b:
            slope = Fraction((day - day_a).days, (day_b - day_a).days)
            return rounded(at_a + (at_b - at_a) * slope, 4)
    raise AssertionError


class Plan:
    """What one plan's rows say at the end of each quarter."""

    def __init__(self, plan):
        self.pk, self.year = plan.pk, plan.fiscal_year
        replication = plan.replication
        self.agency, self.innovation = replication.agency_id, replication.innovation_id
        self.region, self.facilitator = replication.agency.region_id, replication.facilitator_id
        versions = list(PlanVersion.objects.filter(plan=plan).order_by("number"))
        self.rows = versions[-1].snapshot if versions else None
        self.reports = {
            report.period.quarter: report
            for report in Report.objects.filter(plan=plan).select_related("period").order_by("pk")
            if report.state != "draf"
        }
        self.lines = {
            quarter: [line for line in ReportLine.every.filter(report=report).order_by("pk")
                      if not line.superseded]
            for quarter, report in self.reports.items()
        }  # fmt: skip
        self.updates = list(
            ProgressUpdate.objects.filter(milestone__plan=plan).order_by("happened_on", "pk")
        )

    def at(self, quarter):
        """{planned, claimed, verified, verified_quarter, spent, ceiling, state, on_time}."""
        lines = self.lines.get(quarter)
        found = {"state": "", "claimed": None, "spent": None, "ceiling": None, "on_time": False}
        if lines is None:
            found["planned"] = self.planned_by(quarter_end(self.year, quarter))
        else:
            report = self.reports[quarter]
            found.update(
                planned=sum(Fraction(line.weight) * Fraction(line.planned) for line in lines) / 100,
                claimed=sum(Fraction(line.weight) * Fraction(line.percent) for line in lines) / 100,
                spent=sum(Fraction(line.spent) for line in lines),
                ceiling=sum(Fraction(line.ceiling) for line in lines),
                state=report.state,
                on_time=report.days_late == 0,
            )
        found["verified"] = found["verified_quarter"] = None
        for earlier in range(1, quarter + 1):
            report = self.reports.get(earlier)
            if report is not None and report.state == "diverifikasi":
                found["verified_quarter"] = earlier
                found["verified"] = (
                    sum(
                        Fraction(line.weight) * Fraction(line.verified_percent)
                        for line in self.lines[earlier]
                    )
                    / 100
                )
        return found

    def planned_by(self, day):
        """What the version approved last promises by `day`."""
        return sum(
            Fraction(row["weight"]) * planned_of(row, self.year, day) / 100 for row in self.rows
        )

    def claimed_in(self, month):
        """Sementara at the end of `month` from the updates alone; None before the first."""
        weights = {row["id"]: Fraction(row["weight"]) for row in self.rows}
        latest = {}
        for update in self.updates:
            if update.happened_on.month <= month and update.milestone_id in weights:
                latest[update.milestone_id] = Fraction(update.percent)
        if not latest:
            return None
        return sum(weights[key] * percent for key, percent in latest.items()) / 100


def mean(values):
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def programme(plans, quarter):
    """The figures of the programme over `plans` (Plan): means, sums, and over how many."""
    rows = [plan.at(quarter) for plan in plans]
    told = [row for row in rows if row["claimed"] is not None]
    ceiling = sum(row["ceiling"] for row in told)
    return {
        "plans": len(rows),
        "planned": mean([row["planned"] for row in rows]),
        "claimed": mean([row["claimed"] for row in told]),
        "verified": mean([row["verified"] for row in rows]),
        "deviation": mean([row["claimed"] - row["planned"] for row in told]),
        "absorption": sum(row["spent"] for row in told) / ceiling * 100 if ceiling else None,
        "reporting": len(told),
        "on_time": sum(row["on_time"] for row in rows),
    }


def changes(plans, quarter):
    """{figure: (change since the quarter before, over how many)}: over the plans that have the
    figure in both quarters; the change is None without any."""
    pairs = [(plan.at(quarter - 1), plan.at(quarter)) for plan in plans]
    told = [pair for pair in pairs if None not in (pair[0]["claimed"], pair[1]["claimed"])]
    both = [pair for pair in pairs if None not in (pair[0]["verified"], pair[1]["verified"])]

    def moved(pairs, figure):
        return mean([figure(now) - figure(then) for then, now in pairs]), len(pairs)

    def absorption(rows):
        ceiling = sum(row["ceiling"] for row in rows)
        return sum(row["spent"] for row in rows) / ceiling * 100 if ceiling else None

    then, now = (absorption([pair[at] for pair in told]) for at in (0, 1))
    return {
        "planned": moved(pairs, lambda row: row["planned"]),
        "claimed": moved(told, lambda row: row["claimed"]),
        "verified": moved(both, lambda row: row["verified"]),
        "deviation": moved(told, lambda row: row["claimed"] - row["planned"]),
        "absorption": (None if None in (then, now) else now - then, len(told)),
    }


def plans_of(year, **where):
    """The approved Plans of `year`; `where` narrows by agency, innovation, region, facilitator."""
    rows = ActionPlan.objects.filter(fiscal_year=year).select_related(
        "replication__agency", "replication__innovation"
    )
    found = [Plan(row) for row in rows.order_by("pk")]
    return [
        plan
        for plan in found
        if plan.rows is not None
        and all(getattr(plan, name) == value for name, value in where.items())
    ]
