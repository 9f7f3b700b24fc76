"""A timeline in pages: each source gives its newest rows, what is merged is the page.

However long a timeline is, a page asks each source once. Where many rows of a source have nothing
to say a page may hold fewer events than usual; none is left out.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from replikasi.accounts.models import User

from . import plans, progress, reports, talk, told
from .entries import Place, gathered
from .sources import Moment

ROWS = 30
JOURNEY = 40
# So often a page is sought further back when nothing at all was to be said.
ROUNDS = 5
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def sources(*, files_below=False):
    """A Source of every kind. Of two events of one moment the later source's is the newer.

    `files_below`: evidence hangs under the update that it came with.
    """
    return (
        plans.PlanSteps(),
        plans.Versions(),
        plans.DueMoves(),
        plans.Imports(),
        plans.Edits(),
        plans.Undone(),
        plans.MilestoneChanges(),
        progress.ProgressLines(with_files=files_below),
        progress.EvidenceLines(with_added=not files_below),
        talk.Comments(),
        talk.Closings(),
        talk.Withdrawals(),
        talk.Deleted(),
        talk.ObstacleLines(),
        reports.ReportWords(),
        reports.ReportLines(),
        reports.Decisions(),
        reports.Corrections(),
        told.Mails(),
        told.DueReminders(),
    )


@dataclass(frozen=True)
class Page:
    """`older`: what the address says for the page after this one, "" at the end."""

    entries: list
    older: str


def written(moment):
    """A Moment as an address holds it."""
    return f"{(moment.at - EPOCH) // MICROSECOND}-{moment.rank}-{moment.pk}"


def read(text):
    """The Moment that `written` wrote; None for anything else."""
    try:
        at, rank, pk = (int(part) for part in text.split("-"))
        return Moment(EPOCH + at * MICROSECOND, rank, pk)
    except (ValueError, OverflowError):
        return None


def page_of(place, user, *, kind="", person=None, before=None, rows=ROWS, files_below=False):
    """The Page of a Place that `user` may see; `before` is a Moment, `person` a key."""
    asked = sources(files_below=files_below)
    for _ in range(ROUNDS):
        found, floor = _found(asked, place, user, kind, person, before, rows)
        if found or floor is None:
            break
        before = floor
    shown = found[:rows]
    older = ""
    if len(found) > rows:
        older = written(shown[-1][0])
    elif floor is not None:
        older = written(floor)
    return Page(gathered([entry for _, entry in shown]), older)


def _found(asked, place, user, kind, person, before, rows):
    """([(Moment, Entry)] newest first, the Moment below which rows are still unread or None)."""
    found, floor = [], None
    for rank, source in enumerate(asked):
        if kind and source.kind != kind:
            continue
        batch = source.batch(place, user, rank, before=before, person=person, limit=rows + 1)
        if not batch:
            continue
        moments = [Moment(getattr(row, source.time), rank, row.pk) for row in batch]
        entries = source.entries(batch, place, user)
        found += [pair for pair in zip(moments, entries, strict=True) if pair[1]]
        if len(batch) > rows and (floor is None or moments[-1].key > floor.key):
            floor = moments[-1]
    found.sort(key=lambda pair: pair[0].key, reverse=True)
    if floor is not None:
        found = [pair for pair in found if pair[0].key >= floor.key]
    return found, floor


def journey_of(milestone, user):
    """The newest Page of a milestone as its own page shows it."""
    place = Place(plan=milestone.plan, milestone=milestone)
    return page_of(place, user, rows=JOURNEY, files_below=True)


def people_of(place, user, kind=""):
    """The people who occur in a timeline, by name; two queries."""
    keys = [source.actors(place, user) for source in sources() if not kind or source.kind == kind]
    first, *others = [query for query in keys if query is not None]
    return User.objects.filter(pk__in=set(first.union(*others))).order_by("name", "pk")
