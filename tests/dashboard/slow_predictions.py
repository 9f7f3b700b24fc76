"""Predictions of adopters worked out anew from the raw rows, by none of the portal's code.

Knows nothing of standings, of actionplans.forecast or of the dashboard: reads PlanVersion.snapshot,
ProgressUpdate and ReportLine, walks through every day of a year, and counts.
"""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt
from zoneinfo import ZoneInfo

from actionplans.models import PlanVersion, ProgressUpdate, ReportLine

JAKARTA = ZoneInfo("Asia/Jakarta")
# Student's t, 80 % both sides, by degrees of freedom.
T = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533, 5: 1.476}


def end_of(year, month):
    return date(year, month, monthrange(year, month)[1])


def day_in(moment):
    return moment.astimezone(JAKARTA).date()


def version_on(plan, day):
    """{milestone id: row of the snapshot} of the version approved last by the end of `day`."""
    known = [row for row in PlanVersion.objects.filter(plan=plan) if day_in(row.approved_at) <= day]
    if not known:
        return None
    last = max(known, key=lambda row: row.number)
    return {row["id"]: row for row in last.snapshot if float(row["weight"]) > 0}


def finish_of(plan):
    """(day, verified) on which the plan as approved last was done, or None."""
    days, verified = [], True
    for key in version_on(plan, date.max):
        found = done_of(key)
        if found is None:
            return None
        days.append(found[0])
        verified = verified and found[1]
    return max(days), verified


def done_of(milestone):
    """(day, verified) of a milestone: the first day of the last unbroken run at 100 %."""
    updates = list(ProgressUpdate.objects.filter(milestone=milestone))
    updates.sort(key=lambda row: (row.happened_on, row.pk))
    lines = list(
        ReportLine.objects.filter(
            milestone=milestone, report__state="diverifikasi", update__isnull=False
        ).select_related("report__period")
    )
    lines.sort(key=lambda row: row.report.period.quarter)
    if lines and lines[-1].verified_percent == 100:
        full = lines[-1]
        floor = -1
        for line in reversed(lines):
            if line.verified_percent != 100:
                floor = [row.pk for row in updates].index(line.update_id)
                break
            full = line
        at = [row.pk for row in updates].index(full.update_id)
        verified = True
    elif updates and updates[-1].percent == 100:
        at, floor, verified = len(updates) - 1, -1, False
    else:
        return None
    day = updates[at].happened_on
    while at > floor and updates[at].percent == 100:
        day = updates[at].happened_on
        at -= 1
    return day, verified


def position(plan, day, asked):
    """Percent of the plan on `day` as known by the end of `asked`, or None without an update."""
    weights = version_on(plan, asked)
    total, any_ = 0.0, False
    for key, row in weights.items():
        latest = None
        for update in ProgressUpdate.objects.filter(milestone=key):
            if update.happened_on > day or day_in(update.created_at) > asked:
                continue
            if latest is None or (latest.happened_on, latest.pk) < (update.happened_on, update.pk):
                latest = update
        if latest is not None:
            any_ = True
            total += float(row["weight"]) * float(latest.percent) / 100
    return total if any_ else None


def told_in(plan, first, last, asked):
    """Whether any update known by `asked` tells of a day from `first` to `last`."""
    return any(
        first <= update.happened_on <= last and day_in(update.created_at) <= asked
        for key in version_on(plan, asked)
        for update in ProgressUpdate.objects.filter(milestone=key)
    )


def prediction(plan, asked):
    """(finish, earliest, latest) foretold at the end of the day `asked`, None without any."""
    year = plan.fiscal_year
    if version_on(plan, asked) is None:
        return None
    points = []
    for month in range(1, asked.month + 1):
        last = min(end_of(year, month), asked)
        if told_in(plan, date(year, month, 1), last, asked):
            points.append((last, position(plan, last, asked)))
    if len(points) < 3 or points[-1][1] >= 99.9999999 or (asked - points[-1][0]).days > 92:
        return None
    places = [(day.month - 1 + day.day / end_of(year, day.month).day, at) for day, at in points]
    if places[-1][0] - places[-2][0] < 0.5 and len(places) > 3:
        places.pop(-2)
    places = places[-7:]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places)]
    whole = sum(length for length, _ in steps)
    pace = max(0.0, sum(rise for _, rise in steps) / whole)
    variance = sum((rise - pace * length) ** 2 / length for length, rise in steps)
    wide = T[len(steps) - 1] * sqrt(variance / (len(steps) - 1))
    reached = [None, None, None]
    day = points[-1][0]
    while day < date(year, 12, 31):
        day += timedelta(days=1)
        ahead = day.month - 1 + day.day / end_of(year, day.month).day - places[-1][0]
        margin = wide * sqrt(ahead + ahead**2 / whole)
        middle = places[-1][1] + pace * ahead
        for which, figure in enumerate((middle, middle + margin, middle - margin)):
            if reached[which] is None and figure >= 99.995:
                reached[which] = day
    return tuple(reached)


def checks(plan):
    """[(quarter, finish, earliest, latest, error, inside)] of a plan that is done, else None."""
    done = finish_of(plan)
    if done is None:
        return None
    came, found = done[0], []
    for quarter in (1, 2, 3):
        asked = end_of(plan.fiscal_year, quarter * 3)
        if asked >= came:
            continue
        told = prediction(plan, asked)
        if told is None:
            continue
        finish, earliest, latest = told
        inside = earliest is not None and earliest <= came and not (latest and came > latest)
        error = (finish - came).days if finish else None
        found.append((quarter, finish, earliest, latest, error, inside))
    return found


def middle(values):
    values = sorted(values)
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
