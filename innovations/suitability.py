"""How well an innovation suits an agency: pure arithmetic on Decimal, and its reasons in words.

A score goes from 0 to 4, None is "belum diketahui" and never counts as 0. Nothing is rounded
before display: sums of weights are exact, and only the last division rounds, so that the order of
the statements never shows.
"""

from dataclasses import dataclass
from decimal import Decimal

from replikasi.common import formats

from .models import Dimension

HUNDRED = Decimal(100)
FULL = 4
# Below this share of the weight answered nothing is recommended.
ENOUGH = Decimal(80)
# An aspect below this is a condition.
CONDITION_BELOW = Decimal(50)
SUITABLE, CONDITIONAL, UNSUITABLE, UNANSWERED = "layak", "syarat", "belum", "kurang"
# (lower bound of the total in percent or None, code), ascending and without holes.
BANDS = ((None, UNSUITABLE), (Decimal(50), CONDITIONAL), (Decimal(70), SUITABLE))
LABELS = {
    SUITABLE: "Layak",
    CONDITIONAL: "Layak dengan syarat",
    UNSUITABLE: "Belum layak",
    UNANSWERED: "Belum cukup dijawab",
}
# Colour of the badge that says it (common/_state.html).
KINDS = {SUITABLE: "ok", CONDITIONAL: "wait", UNSUITABLE: "bad", UNANSWERED: "none"}


@dataclass(frozen=True)
class Answered:
    """One statement: its aspect (a value of Dimension), weight above 0, and score 0–4 or None."""

    dimension: str
    weight: Decimal
    score: int | None
    text: str = ""


@dataclass(frozen=True)
class Part:
    """An aspect. `percent` is None while none of its statements is answered; `loss` are the points
    that it takes from the total (all losses add up to 100 − total)."""

    dimension: str
    percent: Decimal | None
    coverage: Decimal
    loss: Decimal
    known: int
    asked: int

    @property
    def label(self):
        return Dimension(self.dimension).label


@dataclass(frozen=True)
class Result:
    """`total` in percent, or None while nothing is known; `coverage`: share of the weight that is
    answered, in percent; `recommendation` is a key of LABELS."""

    total: Decimal | None
    coverage: Decimal
    parts: tuple
    unknown: tuple
    recommendation: str
    reasons: tuple
    known: int
    asked: int

    @property
    def label(self):
        return LABELS[self.recommendation]

    @property
    def kind(self):
        return KINDS[self.recommendation]


def percent_of(rows):
    """Weighted mean of the known scores ÷ 4, in percent; None when none is known."""
    known = [(row.weight, row.score) for row in rows if row.score is not None]
    weight = sum((weight for weight, _ in known), Decimal(0))
    if not weight:
        return None
    return sum(weight * score for weight, score in known) * HUNDRED / (FULL * weight)


def coverage_of(rows):
    """Share of the weight whose score is known, in percent; 0 where nothing is asked."""
    whole = sum((row.weight for row in rows), Decimal(0))
    if not whole:
        return Decimal(0)
    known = sum((row.weight for row in rows if row.score is not None), Decimal(0))
    return known * HUNDRED / whole


def result_of(rows):
    """The Result of any iterable of Answered (or of what has its fields)."""
    rows = list(rows)
    total, coverage = percent_of(rows), coverage_of(rows)
    parts = tuple(_parts(rows))
    recommendation = _recommended(total, coverage, parts)
    unknown = tuple(row.text for row in rows if row.score is None)
    known = len(rows) - len(unknown)
    return Result(
        total=total,
        coverage=coverage,
        parts=parts,
        unknown=unknown,
        recommendation=recommendation,
        reasons=tuple(_reasons(total, coverage, parts, recommendation, known, len(rows))),
        known=known,
        asked=len(rows),
    )


def _parts(rows):
    weight = sum((row.weight for row in rows if row.score is not None), Decimal(0))
    for dimension in Dimension.values:
        of = [row for row in rows if row.dimension == dimension]
        if not of:
            continue
        lost = sum((row.weight * (FULL - row.score) for row in of if row.score is not None), 0)
        yield Part(
            dimension=dimension,
            percent=percent_of(of),
            coverage=coverage_of(of),
            loss=lost * HUNDRED / (FULL * weight) if weight else Decimal(0),
            known=sum(row.score is not None for row in of),
            asked=len(of),
        )


def weak(parts):
    """Aspects below half, the lowest first."""
    below = [p for p in parts if p.percent is not None and p.percent < CONDITION_BELOW]
    return sorted(below, key=lambda part: part.percent)


def silent(parts):
    """Aspects of which nothing is known."""
    return [part for part in parts if part.percent is None]


def band(total):
    """The code of the band that a total lies in."""
    found = BANDS[0][1]
    for lower, code in BANDS:
        if lower is None or total >= lower:
            found = code
    return found


def _recommended(total, coverage, parts):
    if total is None or coverage < ENOUGH:
        return UNANSWERED
    found = band(total)
    if found == SUITABLE and (weak(parts) or silent(parts)):
        return CONDITIONAL
    return found


# -- in words -----------------------------------------------------------------------------------


def _names(parts):
    """Kebutuhan dan Anggaran; Kebutuhan, Anggaran dan Dasar hukum."""
    names = [part.label for part in parts]
    return " dan ".join([*filter(None, [", ".join(names[:-1])]), names[-1]])


def _reasons(total, coverage, parts, recommendation, known, asked):
    """Sentences that say where the result comes from and what would change it."""
    if not asked:
        yield "Belum ada pernyataan yang ditanyakan."
        return
    if total is None:
        yield f"Belum satu pun dari {asked} pernyataan dijawab."
        return
    yield (
        f"Nilai {formats.percent(total)} adalah rata-rata berbobot dari {known} pernyataan yang "
        f"dijawab, {formats.percent(coverage)} dari seluruh bobot."
    )
    if recommendation == UNANSWERED:
        yield (
            f"Di bawah {formats.percent(ENOUGH, 0)} bobot terjawab belum ada saran: "
            "yang belum diketahui tidak dihitung nol, tetapi juga tidak dianggap baik."
        )
    elif recommendation == UNSUITABLE:
        yield f"Nilai di bawah {formats.percent(BANDS[1][0], 0)}, jadi belum layak."
    elif recommendation == CONDITIONAL and total < BANDS[2][0]:
        yield (
            f"Nilai antara {formats.percent(BANDS[1][0], 0)} dan "
            f"{formats.percent(BANDS[2][0], 0)}, jadi layak dengan syarat."
        )
    elif recommendation == SUITABLE:
        yield (
            f"Nilai {formats.percent(BANDS[2][0], 0)} atau lebih dan tidak ada aspek di bawah "
            f"{formats.percent(CONDITION_BELOW, 0)}."
        )
    if below := weak(parts):
        yield (
            f"Aspek di bawah {formats.percent(CONDITION_BELOW, 0)}: {_names(below)}. "
            "Perbaiki dahulu, atau cantumkan perbaikannya dalam rencana aksi."
        )
    if unsaid := silent(parts):
        yield f"Aspek yang sama sekali belum diketahui: {_names(unsaid)}."
    most = max(parts, key=lambda part: part.loss)
    if most.loss:
        yield (
            f"Yang paling menurunkan nilai: {most.label}, {formats.percent(most.percent)}; "
            f"tanpa kekurangannya nilai lebih tinggi {formats.number(most.loss, 1)} poin."
        )
    if known < asked:
        yield f"{asked - known} pernyataan belum diketahui dan tidak ikut dihitung."
