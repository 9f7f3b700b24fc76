"""Due dates of reports as people read them: the day, the one it was moved from, and why."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from replikasi.common import formats

from .models import DueMove
from .models.period import due_of


@dataclass(frozen=True)
class Due:
    """`moved_from` and `reason` are empty for a date that is still the first one; `moves` and
    `moved_at` tell of every move that there was, those taken back as well."""

    day: date
    moved_from: date | None = None
    reason: str = ""
    moves: int = 0
    moved_at: datetime | None = None


def of_agency(agency_id, periods):
    """{period.pk: Due} as it is for one agency, or for everybody (None); one query."""
    moves = DueMove.objects.filter(period__in=[period.pk for period in periods])
    found = {period.pk: [] for period in periods}
    for move in moves.filter(Q(agency=None) | Q(agency=agency_id)).order_by("id"):
        found[move.period_id].append(move)
    return {period.pk: _due(period, found[period.pk]) for period in periods}


def _due(period, moves):
    """The Due of a period whose moves, everybody's and one agency's, are `moves` in order."""
    own = next((move for move in reversed(moves) if move.agency_id is not None), None)
    everybodys = next((move for move in reversed(moves) if move.agency_id is None), None)
    day, moved_from = due_of(period, own)
    reason = ""
    if moved_from is not None and (move := own if day != period.due else everybodys):
        reason = move.reason
    return Due(day, moved_from, reason.rstrip("."), len(moves), moves[-1].at if moves else None)


def explain(standings, agency_id):
    """Hang `reason`, why its due date was moved, on each standing of one agency's plan."""
    moved = [standing.period for standing in standings if standing.moved_from]
    known = of_agency(agency_id, moved) if moved else {}
    for standing in standings:
        due = known.get(standing.period_id)
        standing.reason = due.reason if due else ""


def moved_words(standing):
    """ " (semula 8 Okt 2026)" after the due date of a standing that was moved, else ""."""
    if not standing.moved_from:
        return ""
    return f" (tenggat semula {formats.short_date(standing.moved_from)})"
