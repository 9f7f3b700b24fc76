"""What is measured of each agency that stands beside others: the same in the same order, with
bars on one scale. Pure but for addresses."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from actionplans import arithmetic
from replikasi.common import formats

from .chosen import NOT_ASKED
from .figures import ABSORPTION, CLAIMED, DEVIATION, PLANNED, VERIFIED
from .heads import is_beyond

HUNDRED = Decimal(100)
# A deviation bar reaches its end at so many points at least, so that small ones look small.
DEVIATION_SCALE = Decimal(20)


@dataclass(frozen=True)
class Bar:
    """A rectangle from `x`, `width` wide, both percents of the room as text; `kind`: "plan",
    "ver", "sem" or "none" (an empty dashed outline); `zero`: where the scale's zero is, or ""."""

    kind: str
    x: str = "0"
    width: str = "100"
    zero: str = ""


@dataclass(frozen=True)
class Cell:
    """`agency`: its short name. `value` is written already; "" means there is none, and `absent`
    says why in words."""

    agency: str
    value: str
    provenance: str
    note: str
    absent: str = ""
    unit: str = ""
    url: str = ""
    bar: Bar | None = None
    is_beyond: bool = False


@dataclass(frozen=True)
class Measure:
    label: str
    note: str
    cells: tuple


def measures(columns, selection):
    """The Measures of `columns` (comparison.Column), each with a Cell a column."""
    period = selection.period
    silence = "belum dilaporkan" if period.is_open(selection.today) else "belum dibuka"
    makers = (
        ("Rencana", f"sampai {formats.day_month(period.ends)}", _planned),
        ("Terverifikasi", "posisi terakhir yang diverifikasi", _verified),
        ("Sementara", f"menurut laporan {period.label}", _claimed),
        ("Deviasi", "sementara dikurangi rencana", _deviation),
        ("Serapan anggaran", "dari pagu yang dilaporkan", _absorption),
        ("Laporan tepat waktu", f"yang jatuh tempo sampai {period.label}", _on_time),
        ("Tonggak selesai", "menurut catatan progres hari ini", _milestones),
        ("Permasalahan terbuka", "hari ini", _obstacles),
        ("Saran terbuka", "hari ini", _suggestions),
    )
    return [
        Measure(label, note, tuple(make(columns, selection, silence)))
        for label, note, make in makers
    ]


def _share(part, whole):
    """`part` of `whole` as percent of the room, within 0 and 100."""
    if not whole:
        return "0"
    return f"{min(max(float(part) / float(whole), 0.0), 1.0) * 100:.2f}"


def _over(column, number):
    """Over how many of the agency's replications; "" where it has one and that one is in it."""
    if column.number == 1:
        return ""
    return f"{number} dari {column.number} replikasi"


def _told(column, silence):
    """Why there is no claim."""
    return silence if any(row.is_asked for row in column.now) else NOT_ASKED


def _planned(columns, selection, silence):
    for column in columns:
        mean, number = column.planned
        yield Cell(
            column.agency.short_name,
            formats.percent(mean),
            "rencana",
            _over(column, number),
            url=column.explained(PLANNED),
            bar=Bar("plan", width=_share(mean or 0, HUNDRED)),
        )


def _verified(columns, selection, silence):
    for column in columns:
        mean, number = column.verified
        quarters = sorted({row.verified_quarter for row in column.now if row.verified_quarter})
        told = " sampai ".join(
            formats.quarter_name(quarter)
            for quarter in dict.fromkeys([*quarters[:1], *quarters[-1:]])
        )
        yield Cell(
            column.agency.short_name,
            formats.percent(mean),
            "terverifikasi",
            _over(column, number),
            absent="belum ada",
            unit=told,
            url=column.explained(VERIFIED, quarters[-1] if quarters else None),
            bar=Bar("none") if mean is None else Bar("ver", width=_share(mean, HUNDRED)),
        )


def _claimed(columns, selection, silence):
    for column in columns:
        mean, number = column.claimed
        yield Cell(
            column.agency.short_name,
            formats.percent(mean),
            "sementara",
            _over(column, number),
            absent=_told(column, silence),
            url=column.explained(CLAIMED),
            bar=Bar("none") if mean is None else Bar("sem", width=_share(mean, HUNDRED)),
        )


def _deviation(columns, selection, silence):
    found = [column.deviation for column in columns]
    scale = max([DEVIATION_SCALE, *(abs(mean) for mean, _ in found if mean is not None)])
    for column, (mean, number) in zip(columns, found, strict=True):
        bar = Bar("none", zero="50")
        if mean is not None:
            wide = float(_share(abs(mean), scale)) / 2
            bar = Bar(
                "sem", x=f"{50 - wide if mean < 0 else 50:.2f}", width=f"{wide:.2f}", zero="50"
            )
        yield Cell(
            column.agency.short_name,
            formats.signed(mean),
            "sementara",
            _over(column, number),
            absent="tidak ada",
            unit="poin",
            url=column.explained(DEVIATION),
            bar=bar,
            is_beyond=is_beyond(mean),
        )


def _absorption(columns, selection, silence):
    shares = [arithmetic.absorption(*column.money) for column in columns]
    scale = max([HUNDRED, *(share for share in shares if share is not None)])
    for column, share in zip(columns, shares, strict=True):
        spent, ceiling = column.money
        told = f"{formats.rupiah(spent)} dari {formats.rupiah(ceiling)}"
        yield Cell(
            column.agency.short_name,
            formats.percent(share),
            "sementara",
            "" if share is None else told,
            absent=_told(column, silence) if spent is None else "tanpa pagu",
            url=column.explained(ABSORPTION),
            bar=Bar("none") if share is None else Bar("sem", width=_share(share, scale)),
        )


def _on_time(columns, selection, silence):
    for column in columns:
        on_time, due = column.on_time(selection.today)
        yield Cell(
            column.agency.short_name,
            formats.number(on_time) if due else "",
            "",
            "",
            absent="belum jatuh tempo",
            unit=f"dari {due}",
            url=column.recap_url,
            bar=Bar("plan", width=_share(on_time, due)) if due else Bar("none"),
        )


def _milestones(columns, selection, silence):
    for column in columns:
        done, number = column.milestones
        yield Cell(
            column.agency.short_name,
            formats.number(done),
            "sementara",
            "",
            unit=f"dari {number}",
            url=column.milestones_url,
            bar=Bar("sem", width=_share(done, number)),
        )


def _obstacles(columns, selection, silence):
    return _open(columns, selection, [(*one.obstacles, one.obstacles_url) for one in columns])


def _suggestions(columns, selection, silence):
    return _open(columns, selection, [(*one.suggestions, one.suggestions_url) for one in columns])


def _open(columns, selection, found):
    scale = max(number for number, _, _ in found)
    for column, (number, since, url) in zip(columns, found, strict=True):
        days = (selection.today - _day(since)).days if since else 0
        age = f"terlama {formats.number(days)} hari" if days else "sejak hari ini"
        yield Cell(
            column.agency.short_name,
            formats.number(number),
            "",
            age if number else "",
            url=url,
            bar=Bar("plan", width=_share(number, scale)),
        )


def _day(moment):
    return timezone.localdate(moment) if hasattr(moment, "hour") else moment
