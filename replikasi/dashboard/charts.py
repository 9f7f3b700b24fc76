"""Drawings of the dashboard, as geometry for SVG templates: spark, program curve, strip. Pure.

`program_curve(sums, periods, versions, selection, …)` draws the means over a selection;
`dashboard.curves.of_selection(user, selection, subject=…)` reads all that it needs.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from actionplans import arithmetic, curve, drawing, forecast, snapshots
from replikasi.common import formats
from replikasi.common.geometry import coordinate

STRIP_GAP = 2
STRIP_STAGE_GAP = 6


@dataclass(frozen=True)
class Spark:
    """Coordinates for a drawing of 120 × 38: plan, verified, claimed, gaps, today."""

    planned: str
    verified: tuple
    claimed: tuple
    dot: tuple
    ring: tuple
    gaps: tuple
    now: str


def spark(standings, year, today):
    """The Spark of a plan's standings (with their period) of `year`."""
    frame = drawing.SPARK
    verified = tuple((row.period.quarter, curve.own_verified(row)) for row in standings)
    claimed = tuple((row.period.quarter, row.claimed) for row in standings)
    dots, rings = drawing.marks(frame, year, verified), drawing.marks(frame, year, claimed)
    return Spark(
        planned=drawing.plan_line(
            frame, year, [(row.period.ends, row.planned) for row in standings]
        ),
        verified=drawing.segments(frame, year, verified),
        claimed=drawing.segments(frame, year, claimed),
        dot=dots[-1] if dots else (),
        ring=rings[-1] if rings else (),
        gaps=drawing.gap_boxes(
            frame,
            year,
            curve.missing_quarters(standings, today),
            [(row.period.ends, row.claimed) for row in standings],
        ),
        now=coordinate(frame.x(drawing.share_of_year(year, today))) if today.year == year else "",
    )


# Means over a growing number of plans tell no pace: months that stand over fewer plans than this
# share of the latest month's are left out of the forecast.
COMPARABLE = 0.9


def program_curve(sums, periods, versions, selection, *, planned=(), months=(), subject="program"):
    """The Curve of the means over the chosen plans, or None without any.

    `sums`: totals by quarter. Means of a quarter stand over the plans that reported in it; a
    verified mean is drawn where at least one report of that very quarter is verified. `versions`:
    first approved versions, for the baseline; empty when nothing was revised or there are many.
    `months`, `planned`: what queries_months.of_selection gives; without them the claims and plans
    of quarters are drawn and there is no money and no forecast. `subject`: what the curve is of
    ("program", a name).
    """
    if not sums:
        return None
    year, today = selection.year, selection.today
    ends = {period.quarter: period.ends for period in periods}
    measured = {quarter: row["planned"] for quarter, row in sums.items()}
    planned = planned or tuple((ends[quarter], percent) for quarter, percent in measured.items())
    claims, money = curve.monthly(months, year, today)
    outlook = _outlook(months, claims, today)
    figures = drawing.Figures(
        year=year,
        planned=planned,
        baseline=baseline(versions, [day for day, _ in planned], year),
        claimed=tuple((quarter, row["claimed"]) for quarter, row in sums.items()),
        verified=tuple(
            (quarter, row["verified"] if row["verified_here"] else None)
            for quarter, row in sums.items()
        ),
        partly=tuple(
            quarter for quarter, row in sums.items() if row["verified_here"] < row["plans"]
        ),
        today=today,
        months=claims,
        money=money,
        forecast=outlook.forecast if outlook else None,
    )
    words = curve.quarter_words(periods, today)
    return curve.curve_of(
        figures,
        words=words,
        subject=subject,
        measured=measured,
        by_months=months,
        outlook=outlook,
        verified_note=_verified_note(sums),
    )


def _verified_note(sums):
    """Over which positions of how many plans the verified means stand, in words; "" for one plan
    or none verified: "TW III: 1 dari 4 diverifikasi, 3 memakai posisi TW II"."""
    told = {
        quarter: row for quarter, row in sums.items() if row["verified_here"] and row["plans"] > 1
    }
    if not told:
        return ""
    parts = [
        f"{formats.quarter_name(quarter)}: {_positions(quarter, row)}"
        for quarter, row in told.items()
        if row["verified_here"] < row["plans"]
    ]
    plans = formats.number(max(row["plans"] for row in told.values()))
    mean = f"Terverifikasi adalah rata-rata {plans} replikasi."
    return f"{mean} {'; '.join(parts)}." if parts else mean


def _positions(quarter, row):
    words = [f"{formats.number(row['verified_here'])} dari {formats.number(row['plans'])}"]
    words[0] += " diverifikasi"
    for earlier in range(quarter - 1, 0, -1):
        if number := row[f"verified_{earlier}"]:
            words.append(f"{formats.number(number)} memakai posisi {formats.quarter_name(earlier)}")
    if none := row["plans"] - row["verifying"]:
        words.append(f"{formats.number(none)} belum ada")
    return ", ".join(words)


def _outlook(months, claims, today):
    """The Outlook of monthly means, from the months that stand over about as many plans."""
    if not months:
        return None
    recorded = [row.over for row in months if row.recorded]
    over = recorded[-1] if recorded else 0
    points = [
        point for row, point in zip(months, claims, strict=True) if row.over >= over * COMPARABLE
    ]
    return forecast.outlook_of(points, today, over=over if over > 1 else None)


def baseline(versions, days, year):
    """Mean plan of the first versions on `days`: ((day, percent), …); () without versions."""
    if not versions:
        return ()
    plans = [[row.shape for row in snapshots.approved(version)] for version in versions]
    return tuple(
        (day, arithmetic.mean([arithmetic.planned(shapes, year, day) for shapes in plans])[0])
        for day in days
    )


@dataclass(frozen=True)
class Box:
    """A milestone of the strip: its outline, its filled part and its number."""

    x: str
    width: str
    filled: str
    middle: str
    number: int
    is_numbered: bool


@dataclass(frozen=True)
class StageLabel:
    x: str
    name: str
    value: Decimal


@dataclass(frozen=True)
class Strip:
    width: int
    boxes: tuple
    stages: tuple
    two_lines: bool


SHORT_STAGES = {"Monitoring dan evaluasi": "Monev"}


def strip(lines, width):
    """Boxes as wide as their weight, filled to their percent, grouped by stage.

    `lines` have number, stage_name, weight, percent (None fills nothing) and shown contribution.
    A line without weight has no box.
    """
    lines = [line for line in lines if line.weight]
    total = float(sum(line.weight for line in lines)) or 1.0
    stages = [list(group) for _, group in groupby(lines, key=lambda line: line.stage_name)]
    gaps = STRIP_GAP * (len(lines) - len(stages)) + STRIP_STAGE_GAP * max(len(stages) - 1, 0)
    scale = max(width - gaps - 2, 0) / total
    x, boxes, labels, last_number = 1.0, [], [], -100.0
    for group in stages:
        labels.append((x, group))
        for line in group:
            wide = float(line.weight) * scale
            middle = x + wide / 2
            numbered = middle - last_number >= 18
            last_number = middle if numbered else last_number
            boxes.append(
                Box(
                    x=coordinate(x),
                    width=coordinate(wide),
                    filled=coordinate(wide * float(line.percent or 0) / 100),
                    middle=coordinate(middle),
                    number=line.number,
                    is_numbered=numbered,
                )
            )
            x += wide + STRIP_GAP
        x += STRIP_STAGE_GAP - STRIP_GAP
    two_lines = width < 500
    return Strip(
        width=width,
        boxes=tuple(boxes),
        stages=_stage_labels(labels, width, two_lines),
        two_lines=two_lines,
    )


def _stage_labels(found, width, two_lines):
    """Names above the stages, pushed apart where a stage is narrower than its name."""
    rooms = [
        (9 if two_lines else 8) * len(_short(group)) + (8 if two_lines else 44)
        for _, group in found
    ]
    places = [x for x, _ in found]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + rooms[index - 1])
    limit = width
    for index in range(len(places) - 1, -1, -1):
        places[index] = max(min(places[index], limit - rooms[index]), 0)
        limit = places[index]
    return tuple(
        StageLabel(
            x=coordinate(place),
            name=_short(group),
            value=sum((line.contribution for line in group if line.contribution), Decimal(0)),
        )
        for place, (_, group) in zip(places, found, strict=True)
    )


def _short(group):
    name = group[0].stage_name
    return SHORT_STAGES.get(name, name)
