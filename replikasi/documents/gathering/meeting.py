"""What a leaders' meeting is about beside the figures: decisions, promises, changes.

All of it is what leaders may read, whoever gathers it: nothing of drafts, nothing of what
advisers say to one another.
"""

from collections import Counter
from datetime import datetime, time

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from actionplans.models import NextStep, Obstacle, Report
from replikasi.dashboard import news, since
from replikasi.dashboard.chosen import narrowed, standings
from replikasi.documents.briefing import (
    BROKEN,
    KEPT,
    PARTLY,
    PROMISE_WORDS,
    WAITING,
    Change,
    Decision,
    Listed,
    Promise,
)

MOST_ROWS = 45  # of a list; three slides of them
MOST_CHANGES = 30
STATES = {
    NextStep.Kept.KEPT: KEPT,
    NextStep.Kept.PARTLY: PARTLY,
    NextStep.Kept.BROKEN: BROKEN,
}
RISING = (Obstacle.Level.REGENT, Obstacle.Level.BAPPELITBANG)


# -- decisions ----------------------------------------------------------------------------------


def decisions(user, selection):
    """Listed Decisions: open obstacles of the chosen quarter's replications that wait for a level
    above the agency, the highest level first, then the oldest; two queries."""
    plans = standings(user, selection).filter(period=selection.period).values("plan")
    rows = Obstacle.objects.visible_to(user).open().filter(plan__in=plans, level__in=RISING)
    levels = Counter(rows.order_by().values_list("level", flat=True))
    height = Case(*[When(level=level, then=Value(at)) for at, level in enumerate(RISING)])
    found = rows.for_list().order_by(height, "opened_on", "pk")[:MOST_ROWS]
    return Listed(
        rows=tuple(_decision(row, selection.today) for row in found),
        total=levels.total(),
        counts=tuple((levels[level], level.label) for level in RISING if levels[level]),
    )


def _decision(row, today):
    level = row.get_level_display()
    return Decision(
        text=row.description,
        title=row.plan.replication.title,
        agency=row.plan.replication.agency.short_name,
        level=level,
        turn="" if row.turn == level else row.turn,
        opens=row.unblocked_by,
        since=row.opened_on,
        days=row.days_open(today),
    )


# -- promises -----------------------------------------------------------------------------------


def promises(user, selection):
    """Listed Promises: what the chosen quarter's reports answer, and what the latest sent report
    of each replication promised that no sent report has answered; the broken ones first. Four
    queries."""
    year = Report.objects.visible_to(user).sent().filter(period__in=selection.periods)
    year = narrowed(year, selection, "plan__replication__")
    upto = year.filter(period__quarter__lte=selection.quarter)
    later = upto.filter(
        plan=OuterRef("report__plan"), period__quarter__gt=OuterRef("report__period__quarter")
    )
    answered = NextStep.objects.filter(kept_in__in=upto.filter(period=selection.period))
    answered = answered.exclude(kept="")
    silent = NextStep.objects.filter(
        ~Exists(later), Q(kept="") | Q(kept_in__state=Report.State.DRAFT), report__in=upto
    )
    numbers = Counter(
        STATES[kept] for kept in answered.order_by().values_list("kept", flat=True)
    ) + Counter({WAITING: silent.count()})
    grave = Case(
        When(kept=NextStep.Kept.BROKEN, then=Value(0)),
        When(kept=NextStep.Kept.PARTLY, then=Value(1)),
        default=Value(2),
    )
    place = ("report__plan", "number", "pk")
    told = list(_with_plan(answered).order_by(grave, *place)[:MOST_ROWS])
    waiting = list(_with_plan(silent).order_by("report__period__quarter", *place)[:MOST_ROWS])
    rows = [_promise(row, STATES[row.kept]) for row in told]
    rows += [_promise(row, WAITING) for row in waiting]
    rows.sort(key=lambda row: list(PROMISE_WORDS).index(row.state))
    return Listed(
        rows=tuple(rows[:MOST_ROWS]),
        total=numbers.total(),
        counts=tuple((numbers[state], words.lower()) for state, words in PROMISE_WORDS.items()),
    )


def _with_plan(steps):
    plan = "report__plan__replication"
    return steps.select_related("report__period", f"{plan}__innovation", f"{plan}__agency")


def _promise(step, state):
    replication = step.report.plan.replication
    return Promise(
        state=state,
        text=step.text,
        note="" if state == WAITING else step.kept_note,
        title=replication.title,
        agency=replication.agency.short_name,
        quarter=step.report.period.label,
    )


# -- what changed -------------------------------------------------------------------------------

# Of since.rows: the path to the plan, the section of the news, and what a row is called.
CHANGES = {
    "decisions": ("report__plan__", "keputusan", "Verifikasi"),
    "reports": ("plan__", "laporan", "Laporan"),
    "obstacles": ("plan__", "permasalahan", "Permasalahan baru"),
    "versions": ("plan__", "rencana", "Rencana"),
}
CLOSED = "Permasalahan selesai"


def changes(user, selection, day):
    """Listed Changes from the beginning of `day` on, the newest first; those of the reader too,
    since the meeting is told of them. As many queries whatever there is."""
    moment = timezone.make_aware(datetime.combine(day, time.min))
    everything = since.rows(user, moment, with_own=True)
    found = {name: _of(everything[name], selection, path) for name, (path, _, _) in CHANGES.items()}
    closed = Obstacle.objects.visible_to(user).filter(closed_on__gte=day)
    closed = _of(closed, selection, "plan__")
    rows = [
        Change(label, item.title, item.note, _day(item.at))
        for name, (_, section, label) in CHANGES.items()
        for item in news.items_of(section, found[name], MOST_CHANGES)
    ]
    again = _sent_before(found["reports"], day)
    rows += [_first_sent(row) for row in again.order_by("-first_sent_on", "-pk")[:MOST_CHANGES]]
    newest = closed.for_list().order_by("-closed_on", "-pk")[:MOST_CHANGES]
    rows += [_ended(row) for row in newest]
    rows.sort(key=lambda row: row.on, reverse=True)
    decided = Counter(found["decisions"].order_by().values_list("decision", flat=True))
    counts = [
        (found["reports"].count() + again.count(), since.KINDS["reports"].words),
        *((decided[kind], since.KINDS[kind].words) for kind in since.Decision),
        (found["obstacles"].count(), since.KINDS["obstacles"].words),
        (closed.count(), CLOSED.lower()),
        (found["versions"].count(), since.KINDS["versions"].words),
    ]
    updates = _of(everything["updates"], selection, "milestone__plan__").count()
    return Listed(
        rows=tuple(rows[:MOST_CHANGES]),
        total=sum(number for number, _ in counts),
        counts=(
            *((number, words) for number, words in counts if number),
            *([(updates, since.KINDS["updates"].words)] if updates else []),
        ),
    )


def _of(rows, selection, path):
    """`rows` of approved plans of the chosen year and selection."""
    rows = rows.filter(**{f"{path}fiscal_year": selection.year})
    return narrowed(rows, selection, f"{path}replication__")


def _sent_before(reports, day):
    """Those of `reports` that were sent from `day` on as well, before they were sent again."""
    rows = reports.filter(first_sent_on__gte=day).exclude(sent_at__date=F("first_sent_on"))
    return rows.select_related(
        "period", "plan__replication__innovation", "plan__replication__agency"
    )


def _first_sent(row):
    title = f"Laporan {row.period.label} {row.period.year} dikirim"
    return Change(CHANGES["reports"][2], title, news.plan_named(row.plan), row.first_sent_on)


def _ended(row):
    return Change(CLOSED, row.description, news.plan_named(row.plan), row.closed_on)


def _day(moment):
    return timezone.localdate(moment) if hasattr(moment, "hour") else moment
