"""The ledger of reminders as people read it: what was sent to whom, when, why, what comes next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from . import duties, workdays
from .models import DueReminder

# Sendings of an obligation that stand in the list; the rest is in the history.
SHOWN = 2
# Obligations further off than this are nobody's worry yet.
AHEAD = timedelta(days=31)


@dataclass(frozen=True)
class Sending:
    """One reminder as it went out: (label of the reason, names) for each level it reached."""

    at: datetime
    step: int
    people: list

    @property
    def told_step(self):
        return duties.told_step(self.step)


@dataclass(frozen=True)
class Entry:
    """An obligation with its reminders, newest first, and the one to come."""

    duty: duties.Duty
    when: str
    is_late: bool
    sendings: list
    more: int
    next_day: date
    next_step: str
    next_whom: str

    @property
    def label(self):
        return DueReminder.Duty(self.duty.kind).label


def open_duties(plans, today, *, kind="", only_late=False, quarter=None):
    """The obligations of `plans` that the ledger lists, latest and then soonest due first."""
    found = duties.open_duties(plans, today, today + AHEAD)
    return [
        duty
        for duty in found
        if (not kind or duty.kind == kind)
        and (not only_late or duty.due < today)
        and (quarter is None or duty.quarter == quarter)
    ]


def entries(found, today):
    """An Entry for each of the duties `found` (those of one page), in two queries."""
    sent = _sendings(found)
    return [_entry(duty, sent[duty.name], today) for duty in found]


def _distance(due, day):
    """Working days from the due date to `day`; negative before it."""
    return workdays.between(due, day) or -workdays.between(day, due)


def _entry(duty, sendings, today):
    step, day = duties.step_on(duty.due, today), today
    if step is None or any(one.step == step for one in sendings):
        step, day = duties.step_after(duty.due, today)
    if not workdays.is_working(day):
        day = workdays.add(day, 1)
    return Entry(
        duty=duty,
        when=duties.told_when(duty.due, today),
        is_late=duty.due < today,
        sendings=sendings[:SHOWN],
        more=max(0, len(sendings) - SHOWN),
        next_day=day,
        next_step=duties.told_step(_distance(duty.due, day)),
        next_whom=duties.told_whom(duty, step),
    )


def _sendings(found):
    """{duty.name: [Sending]}, newest first."""
    rows = DueReminder.objects.filter(subject__in=[duty.subject for duty in found])
    by_step = defaultdict(list)
    for row in rows.select_related("recipient").order_by("-step", "pk"):
        by_step[(row.subject, row.due), row.step].append(row)
    sent = defaultdict(list)
    for (name, step), group in by_step.items():
        levels = defaultdict(list)
        for row in group:
            levels[row.get_why_display()].append(row.recipient.name)
        people = [(why, ", ".join(names)) for why, names in levels.items()]
        sent[name].append(Sending(group[0].at, step, people))
    return sent
