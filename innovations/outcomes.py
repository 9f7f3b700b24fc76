"""How far an outcome has come from its baseline to its target. Pure, but for reading the rows.

What counts is what Litbang verified; what the agency says beyond it is a claim (sementara), and
what was returned counts as neither. Silence is "belum diukur", never 0.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch

from replikasi.common import formats
from replikasi.common.periods import asked_quarter, quarter_bounds

from .models import Outcome, OutcomeValue

State = OutcomeValue.State

# Where an outcome stands by its verified values, gravest first.
AWAY, STILL, TOWARD, REACHED, UNTOLD, SILENT = (
    *("menjauh", "diam", "menuju", "tercapai"),
    *("tanpa-acuan", "belum"),
)
STANDINGS = {
    AWAY: "Menjauh dari target",
    STILL: "Belum bergerak dari nilai awal",
    TOWARD: "Menuju target",
    REACHED: "Target tercapai",
    UNTOLD: "Belum dapat dibandingkan",
    SILENT: "Belum ada nilai terverifikasi",
}
# What a unit says that is no number of things: parts of it may well exceed the whole.
NO_COUNTS = ("%", "/", "persen", "per ", "rata-rata", "indeks", "skor", "nilai", "poin", "rasio")
TIMES = ("detik", "menit", "jam", "hari", "minggu", "bulan", "tahun")


def proposed_day(outcome, today):
    """The day for which a value most likely is recorded: the last of the quarter that is asked
    for, at the latest `today`; `today` as well once that quarter has a value."""
    first, last = quarter_bounds(*asked_quarter(today))
    if last >= today or outcome.values.filter(measured_on__range=(first, last)).exists():
        return today
    return last


def share(baseline, target, value):
    """Part of the way from `baseline` to `target` that `value` has come, in percent; exact enough.

    A falling target counts the same way. None where one of the three is missing, and where there
    is no way to go because the baseline is the target. Below 0: moving away from the target.
    """
    if None in (baseline, target, value) or baseline == target:
        return None
    return (value - baseline) / (target - baseline) * Decimal(100)


def standing(outcome, value):
    """One of STANDINGS: where `value` (or None) stands between the baseline and the target."""
    if value is None:
        return SILENT
    baseline, target = outcome.baseline, outcome.target
    if baseline is None or target is None:
        return UNTOLD
    sign = 1 if outcome.direction == Outcome.Direction.UP else -1
    gone, whole = sign * (value - baseline), sign * (target - baseline)
    if gone < 0:
        return AWAY
    if gone >= whole:
        return REACHED
    return TOWARD if gone > 0 else STILL


def sentence(outcome, value):
    """Where `value` stands, in words."""
    if value is None:
        return STANDINGS[SILENT]
    if outcome.target is None:
        return "Target belum ditetapkan"
    if outcome.baseline is None:
        return "Nilai awal belum dicatat"
    stands, way = standing(outcome, value), share(outcome.baseline, outcome.target, value)
    if way is None:
        return "Bergeser dari target" if stands == AWAY else "Bertahan pada target"
    if stands == TOWARD:
        return f"Menempuh {formats.percent(way)} dari jarak ke target"
    return STANDINGS[stands]


@dataclass(frozen=True)
class Measured:
    """What a measurement says: `value` is the verified one where there is one."""

    day: date
    value: Decimal


def counted(value):
    """The Measured of an OutcomeValue."""
    known = value.verified_value if value.state == State.VERIFIED else value.value
    return Measured(value.measured_on, known)


@dataclass(frozen=True)
class Line:
    """What was measured of the whole or of one group, oldest first."""

    verified: tuple
    claims: tuple

    @classmethod
    def of(cls, values, group=""):
        """Of OutcomeValues (any order)."""
        rows = sorted((row for row in values if row.group == group), key=lambda r: r.measured_on)
        return cls(
            tuple(counted(row) for row in rows if row.state == State.VERIFIED),
            tuple(counted(row) for row in rows if row.state == State.SENT),
        )

    @property
    def latest(self):
        """The Measured that counts: the latest verified, or None."""
        return self.verified[-1] if self.verified else None

    @property
    def claim(self):
        """The latest claim that is newer than what is verified, or None."""
        last = self.claims[-1] if self.claims else None
        return last if last and (not self.latest or last.day > self.latest.day) else None


@dataclass(frozen=True)
class Progress:
    """An outcome with those of its values that the reader may see, oldest first."""

    outcome: object
    values: list

    @property
    def line(self):
        return Line.of(self.values)

    @property
    def groups(self):
        """[(name, Line)] of the groups that are told apart."""
        return [(name, Line.of(self.values, name)) for name in self.outcome.group_names]

    @property
    def latest(self):
        return self.line.latest

    @property
    def claim(self):
        return self.line.claim

    @property
    def standing(self):
        return standing(self.outcome, self.latest and self.latest.value)

    @property
    def share(self):
        return self._way(self.latest)

    @property
    def claim_share(self):
        return self._way(self.claim)

    def _way(self, measured):
        if measured is None:
            return None
        return share(self.outcome.baseline, self.outcome.target, measured.value)

    @property
    def sentence(self):
        """What the verified measurements say, in words; silence is told as such."""
        if self.latest is None and self.claim is None:
            return "Belum diukur"
        return sentence(self.outcome, self.latest and self.latest.value)

    @property
    def claim_sentence(self):
        """The same of the claim; "" without one."""
        return sentence(self.outcome, self.claim.value) if self.claim else ""

    @property
    def warnings(self):
        return excesses(self.outcome, self.values)


# -- groups -------------------------------------------------------------------------------------


def is_count(unit):
    """Whether a unit counts things (orang, UKM), of which a part is never more than the whole."""
    words = unit.lower()
    return not any(mark in words for mark in NO_COUNTS) and words.strip() not in TIMES


def excesses(outcome, values):
    """Sentences on days on which groups of a counted unit exceed the whole.

    Parts need not add up to the whole, since not everybody belongs to a group; where they are more
    than it, they overlap or something is wrong, and a single one that is more is surely wrong.
    """
    if not outcome.groups or not is_count(outcome.unit):
        return []
    days = {}
    for value in values:
        if value.state != State.RETURNED:
            days.setdefault(value.measured_on, {})[value.group] = counted(value).value
    told = []
    for day, parts in sorted(days.items()):
        whole = parts.pop("", None)
        if whole is None or not parts:
            continue
        shown = f"{formats.short_date(day)}: "
        larger = [name for name, value in sorted(parts.items()) if value > whole]
        if larger:
            told.append(
                f"{shown}nilai {', '.join(larger)} lebih besar daripada keseluruhan "
                f"({formats.number(whole)}). Periksa lagi."
            )
        elif sum(parts.values()) > whole:
            told.append(
                f"{shown}jumlah kelompok ({formats.number(sum(parts.values()))}) melebihi "
                f"keseluruhan ({formats.number(whole)}). Benar hanya bila kelompoknya beririsan."
            )
    return told


# -- reading ------------------------------------------------------------------------------------


def progress_of(replication, user):
    """Progress of each outcome of `replication` as `user` may see it: benefits first, then
    products; two queries."""
    return progress_of_rows(replication.outcomes.order_by("kind", "indicator"), user)


def progress_of_rows(outcomes, user, until=None):
    """Progress of each of `outcomes` (a queryset); values measured up to the day `until`, each
    with `files`, the number of its documents."""
    values = OutcomeValue.objects.visible_to(user).annotate(files=Count("documents"))
    values = values.order_by("measured_on", "group")
    if until is not None:
        values = values.filter(measured_on__lte=until)
    rows = outcomes.prefetch_related(Prefetch("values", queryset=values, to_attr="seen_values"))
    return [Progress(outcome, outcome.seen_values) for outcome in rows]


def summary(progresses):
    """(how many benefits move towards their target or hold it, how many benefits there are), by
    verified values; products are no benefit and stay out."""
    told = Counter(
        progress.standing in (TOWARD, REACHED)
        for progress in progresses
        if progress.outcome.kind == Outcome.Kind.OUTCOME
    )
    return told[True], told.total()
