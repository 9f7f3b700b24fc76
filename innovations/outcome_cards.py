"""What the page of outcomes shows of each: figures, drawing, values by day, changes of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from replikasi.common import formats
from replikasi.common.listbook import DATE, FIGURE, ListColumn, list_workbook

from .models import Outcome, OutcomeValue
from .models.replication import knows_claims
from .outcome_curve import Curve, curve_of
from .outcomes import Measured, Progress, State, counted, share
from .services.outcomes import FIELDS, RECORD, VERIFY

# So many days of measurements are shown at once, the newest first; the others are folded.
DAYS_SHOWN = 6
SECTIONS = (
    (
        Outcome.Kind.OUTCOME,
        "Hasil",
        "Manfaat yang dirasakan warga.",
        "Belum ada indikator hasil",
        "Tulis apa yang berubah bagi warga, dari nilai awal ke target.",
    ),
    (
        Outcome.Kind.OUTPUT,
        "Keluaran",
        "Yang dihasilkan kegiatan; belum tentu manfaat.",
        "Belum ada indikator keluaran",
        "Keluaran dicatat terpisah dan tidak dihitung sebagai manfaat.",
    ),
)


@dataclass(frozen=True)
class Row:
    """A measured value as the reader may see it; `sent` is the agency's figure where Litbang
    confirmed another and the reader may know it, else None; `note` why it stands as it does."""

    value: OutcomeValue
    measured: Measured
    sent: Decimal | None
    note: str
    files: int


@dataclass(frozen=True)
class Day:
    """What was measured on a day: `cells` [Row or None] of the whole and of each group."""

    day: date
    cells: list

    @property
    def first(self):
        """The whole, or the first group where the whole was not measured."""
        return next(row for row in self.cells if row)

    @property
    def files(self):
        return sum(row.files for row in self.cells if row)

    @property
    def notes(self):
        """[(whom, why)] of what was returned or confirmed as another value."""
        return [
            (row.value.group or "Keseluruhan", row.note) for row in self.cells if row and row.note
        ]


@dataclass(frozen=True)
class Change:
    """What somebody changed of an indicator, in words."""

    at: object
    by: str
    words: str
    reason: str


@dataclass(frozen=True)
class Card:
    progress: Progress
    curve: Curve | None
    days: list
    older: list
    changes: list

    @property
    def outcome(self):
        return self.progress.outcome


def row_of(value, user):
    """The Row of an OutcomeValue with `files`, the number of its documents."""
    told = knows_claims(user)
    other = value.state == State.VERIFIED and value.verified_value != value.value
    return Row(
        value=value,
        measured=counted(value),
        sent=value.value if told and other else None,
        note=value.reason if told else "",
        files=value.files,
    )


def cards_of(progresses, user, today):
    """A Card each; one query more, for what was changed."""
    changes = changes_of([progress.outcome for progress in progresses])
    return [_card(progress, user, today, changes) for progress in progresses]


def _card(progress, user, today, changes):
    days = _days(progress, user)
    return Card(
        progress=progress,
        curve=curve_of(progress, today),
        days=days[:DAYS_SHOWN],
        older=days[DAYS_SHOWN:],
        changes=changes.get(progress.outcome.pk, []),
    )


def _days(progress, user):
    """[Day], the newest first."""
    groups = ["", *progress.outcome.group_names]
    found = {}
    for value in progress.values:
        found.setdefault(value.measured_on, {})[value.group] = row_of(value, user)
    return [
        Day(day, [rows.get(group) for group in groups])
        for day, rows in sorted(found.items(), reverse=True)
    ]


@dataclass(frozen=True)
class Turn:
    """A value that waits for the reader: to be verified, or (`is_back`) to be mended."""

    value: OutcomeValue
    is_back: bool


def turns_of(progresses, user):
    """The Turns of `user`, the longest measured first."""
    rows = [value for progress in progresses for value in progress.values]
    found = [
        Turn(value, is_back)
        for value in rows
        for state, perm, is_back in ((State.SENT, VERIFY, False), (State.RETURNED, RECORD, True))
        if value.state == state and user.has_perm(perm, value)
    ]
    return sorted(found, key=lambda turn: (turn.value.measured_on, turn.value.pk))


# -- what was changed of an indicator -----------------------------------------------------------


def changes_of(outcomes):
    """{pk: [Change], the newest first}: whatever the baseline or target was once stays readable."""
    records = (
        Outcome.history.filter(id__in=[outcome.pk for outcome in outcomes])
        .select_related("history_user")
        .order_by("id", "history_date", "history_id")
    )
    found, before = {}, None
    for record in records:
        if before is not None and before.id == record.id:
            words = "; ".join(_differences(before, record))
            if words:
                by = record.history_user.name if record.history_user else "portal"
                reason = record.history_change_reason or ""
                change = Change(record.history_date, by, words, reason)
                found.setdefault(record.id, []).insert(0, change)
        before = record
    return found


def _differences(before, after):
    for name in FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            field = Outcome._meta.get_field(name)
            yield f"{field.verbose_name} {_written(field, old)} → {_written(field, new)}"


def _written(field, value):
    if value in (None, ""):
        return "(kosong)"
    if isinstance(value, Decimal):
        return formats.number(value)
    if isinstance(value, date):
        return formats.short_date(value)
    return str(dict(field.flatchoices).get(value, value)).replace("\n", ", ")


def steps_of(value):
    """(when, who, state, value, reason) of what happened to a value, the newest first."""
    labels = dict(State.choices)
    records = value.history.select_related("history_user").order_by("-history_date", "-history_id")
    return [
        (
            record.history_date,
            record.history_user.name if record.history_user else "",
            labels[record.state],
            record.value if record.verified_value is None else record.verified_value,
            record.reason,
        )
        for record in records
    ]


# -- to take along ------------------------------------------------------------------------------

COLUMNS = (
    ListColumn("Jenis", width=10),
    ListColumn("Indikator", width=40),
    ListColumn("Satuan", width=12),
    ListColumn("Nilai awal", FIGURE, 12),
    ListColumn("Tanggal nilai awal", DATE, 12),
    ListColumn("Target", FIGURE, 12),
    ListColumn("Target dicapai pada", DATE, 12),
    ListColumn("Tanggal ukur", DATE, 12),
    ListColumn("Kelompok", width=16),
    ListColumn("Nilai", FIGURE, 12),
    ListColumn("Status", width=20),
    ListColumn("Jarak ke target ditempuh, %", FIGURE, 12),
    ListColumn("Sumber", width=28),
    ListColumn("Catatan sebab", width=36),
)


def workbook(progresses):
    """Bytes of an .xlsx with every value that is in `progresses`; a line for an indicator
    without any."""
    return list_workbook("Hasil", COLUMNS, [line for one in progresses for line in _lines(one)])


def _lines(progress):
    outcome = progress.outcome
    head = (outcome.get_kind_display(), outcome.indicator, outcome.unit)
    head += (outcome.baseline, outcome.baseline_on, outcome.target, outcome.target_on)
    if not progress.values:
        yield (*head, None, None, None, "Belum diukur", None, None, outcome.attribution_note)
    for value in progress.values:
        measured = counted(value)
        way = None
        if not value.group:
            way = share(outcome.baseline, outcome.target, measured.value)
        yield (
            *head,
            *(measured.day, value.group or "Keseluruhan", measured.value),
            *(value.get_state_display(), way, value.source, outcome.attribution_note),
        )
