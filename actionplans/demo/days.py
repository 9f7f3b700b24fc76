"""When things happened in the demo: whatever today's date is, all of it lies in the past."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from actionplans import workdays
from replikasi.common.periods import ONE_DAY, quarter_bounds

A_MOMENT = timedelta(minutes=1)
# Working days after the period opened from which a report has gone back and forth once more.
TWICE_SENT, TWICE_RETURNED = 12, 16


def at(day, hour=9, minute=0):
    """The aware moment of `day` at that time of the portal's own clock."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def office(day, hour=10, minute=30):
    """The moment `at` the first working day from `day` on."""
    return at(workdays.add(day - ONE_DAY, 1), hour, minute)


def squeezed(moments, low, now):
    """`moments` (ascending) as they are, or spread evenly between `low` and `now` where the last
    has not come yet."""
    if moments[-1] <= now - A_MOMENT:
        return moments
    step = (now - low) / (len(moments) + 1)
    return [low + step * (index + 1) for index in range(len(moments))]


def working_days_before(day, count):
    """The `count`-th working day before `day`."""
    while count:
        day -= ONE_DAY
        count -= workdays.is_working(day)
    return day


def on_track(period, now):
    """[sent, verified]."""
    moments = [
        at(workdays.add(period.opens, 2), 10, 20),
        at(workdays.add(period.opens, 5), 14, 10),
    ]
    return squeezed(moments, at(period.opens, 0), now)


def waiting(period, now):
    """[sent], or [sent, returned, sent again] once the first deadline is long past."""
    today = timezone.localdate(now)
    moments = [at(workdays.add(period.opens, 3), 15, 12)]
    if today >= workdays.add(period.opens, TWICE_SENT):
        moments += [
            at(workdays.add(period.opens, 6), 11, 5),
            at(working_days_before(today, 2), 15, 40),
        ]
    return squeezed(moments, at(period.opens, 0), now)


def returned(period, now):
    """[sent, returned, mended], or [sent, returned, sent again, returned, mended]."""
    today = timezone.localdate(now)
    moments = [
        at(workdays.add(period.opens, 4), 13, 30),
        at(workdays.add(period.opens, 6), 10, 45),
    ]
    if today >= workdays.add(period.opens, TWICE_RETURNED):
        moments += [
            at(working_days_before(today, 8), 9, 50),
            at(working_days_before(today, 3), 16, 5),
            at(working_days_before(today, 2), 11, 15),
        ]
    else:
        moments.append(at(workdays.add(period.opens, 7), 9, 30))
    return squeezed(moments, at(period.opens, 0), now)


def done(period, late, minute):
    """[sent, verified] of a quarter that is over: `late` working days after the due date, or the
    day before it; `minute` keeps the agencies apart."""
    if late:
        sent = workdays.add(period.due, late)
    else:
        sent = working_days_before(period.due, 1)
    return [at(sent, 11, 2 * minute), at(workdays.add(sent, 4), 15, 3 * minute)]


def steps(row, year, quarter, before, today):
    """[(day, percent)] of the progress on a demo row in a quarter, from `before` on.

    Where the quarter is not over by `today` it comes as far as the days that have passed.
    """
    first, last = quarter_bounds(year, quarter)
    first = max(first, date(year, *row.start))
    claim = row.claims[quarter - 1]
    if claim <= before or first > min(last, today):
        return []
    if claim == 100:
        due = date(year, *row.due)
        last = due if first <= due < last else last
    length, passed = (last - first).days, (min(last, today) - first).days
    if passed < length:
        claim = before + int((claim - before) * passed / length) // 5 * 5
        return [(first + timedelta(days=passed * 2 // 3), claim)] if claim > before else []
    end = last - timedelta(days=min(length, 2 + row.ceiling // 1_000_000 % 5))
    half = before + int(claim - before) // 10 * 5
    if before < half < claim and length > 30:
        return [(first + timedelta(days=length * 2 // 5), half), (end, claim)]
    return [(end, claim)]
