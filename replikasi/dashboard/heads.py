"""The six head figures: what they are, over how many, how they moved, and what explains them."""

from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from actionplans import workdays
from replikasi.common import formats

from .chosen import NOT_ASKED, PLACES

WORDS = (
    *("Nol", "Satu", "Dua", "Tiga", "Empat", "Lima"),
    *("Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh"),
)


@dataclass(frozen=True)
class Head:
    """`value` is written already; "" means there is none, and `absent` says why in words.

    `change` is against the quarter before, `note` says over how many replications it stands.
    """

    label: str
    value: str
    provenance: str
    note: str
    url: str
    change: str = ""
    unit: str = ""
    absent: str = ""
    is_beyond: bool = False
    place: str = ""


def counted(number, noun):
    """`4` -> "Empat replikasi", `57` -> "57 replikasi"."""
    return f"{WORDS[number] if number < len(WORDS) else formats.number(number)} {noun}"


def heads(sums, before, selection, only_plan=None):
    """The six Heads; `sums` are the totals by quarter, `before` those of the quarter before.

    `only_plan` is the id when the selection is a single plan: its figures then lead to its own
    explanation.
    """
    now, period = sums[selection.quarter], selection.period
    one = now["plans"] == 1
    plan_why = reverse("why", args=[only_plan]) if only_plan else ""
    why = f"{plan_why}?tw={selection.quarter}" if only_plan else ""
    explained = partial(_explained, why, selection)
    moved = partial(_moved, now, before, selection)
    reporting = "" if one else _reporting(now)
    return [
        Head(
            label="Rencana",
            value=formats.percent(now["planned"]),
            provenance="rencana",
            place=f"posisi {formats.day_month(period.ends)}",
            change=moved("planned"),
            note="" if one else f"{formats.number(now['plans'])} replikasi",
            url=explained("rencana"),
        ),
        Head(
            label="Realisasi terverifikasi",
            value=formats.percent(now["verified"]),
            provenance="terverifikasi",
            absent="belum ada",
            change=moved("verified"),
            note=_verified_up_to(now),
            url=f"{plan_why}?tw={now['verified_quarter'] or selection.quarter}"
            if only_plan
            else explained("terverifikasi"),
        ),
        Head(
            label="Realisasi sementara",
            value=formats.percent(now["claimed"]),
            provenance="sementara",
            absent=_silence(now, selection),
            change=moved("claimed"),
            note=reporting,
            url=explained("sementara"),
        ),
        Head(
            label="Deviasi",
            value=formats.signed(now["deviation"]),
            unit="poin",
            provenance="sementara",
            absent="tidak ada",
            is_beyond=is_beyond(now["deviation"]),
            change=moved("deviation", is_cumulative=False),
            note=reporting,
            url=explained("deviasi"),
        ),
        Head(
            label="Serapan anggaran",
            value=formats.percent(now["absorbed"]),
            provenance="sementara",
            absent="tidak ada",
            change=moved("absorbed"),
            note=reporting,
            url=explained("serapan"),
        ),
        _on_time(now, before, selection),
    ]


def _explained(why, selection, figure):
    """What `figure` is made of: of the plan at `why`, else of all that are chosen."""
    if why:
        return f"{why}&angka={figure}{'&dasar=sementara' if figure == 'deviasi' else ''}"
    return address("programme_why", selection, angka=figure)


def _reporting(now):
    """Over how many a claimed figure stands: "3 dari 4 replikasi"."""
    return f"{formats.number(now['reporting'])} dari {formats.number(now['asked'])} replikasi"


def _verified_up_to(now):
    """Which quarter each replication's verified figure is of: "1 replikasi sampai TW III, 3 baru
    sampai TW II, 2 belum ada"; "semua 4 replikasi sampai TW III" where it is the same one."""
    found = [(quarter, now[f"verified_{quarter}"]) for quarter in (4, 3, 2, 1)]
    found = [(quarter, number) for quarter, number in found if number]
    if not found:
        return ""
    none = now["plans"] - now["verifying"]
    latest, number = found[0]
    if len(found) == 1 and not none:
        if number == 1:
            return f"posisi {formats.quarter_name(latest)}"
        return f"semua {formats.number(number)} replikasi sampai {formats.quarter_name(latest)}"
    parts = [f"{formats.number(number)} replikasi sampai {formats.quarter_name(latest)}"]
    parts += [
        f"{formats.number(number)} baru sampai {formats.quarter_name(quarter)}"
        for quarter, number in found[1:]
    ]
    return ", ".join(parts + ([f"{formats.number(none)} belum ada"] if none else []))


def _on_time(now, before, selection):
    period = selection.period
    is_open = period.is_open(selection.today)
    return Head(
        label="Laporan tepat waktu",
        value=formats.number(now["on_time"]) if is_open and now["asked"] else "",
        unit=f"dari {formats.number(now['asked'])}",
        provenance="",
        absent=NOT_ASKED if is_open else "belum dibuka",
        place=f"tenggat {formats.day_month(period.due)}"
        if is_open
        else f"dibuka {formats.day_month(period.opens)}",
        change=f"{_named(selection)}: {formats.number(before['on_time'])} "
        f"dari {formats.number(before['asked'])}"
        if before
        else "",
        note="",
        url=address("recap", selection),
    )


def is_beyond(deviation):
    return deviation is not None and deviation < workdays.rules().deviation_limit


def _silence(now, selection):
    if not now["asked"]:
        return NOT_ASKED
    return "belum dilaporkan" if selection.period.is_open(selection.today) else "belum dibuka"


def _named(selection):
    """The quarter before: "TW II", or "TW IV 2025" across the year's edge."""
    before = selection.before
    return before.label if before.year == selection.year else f"{before.label} {before.year}"


def _moved(now, before, selection, name, *, is_cumulative=True):
    """How the figure `name` moved: "+4,0 poin dari TW II", over the replications that have it in
    both quarters: "…, 3 replikasi yang sama" where those are not all.

    A cumulative figure begins anew each year, so that a difference from the year before would
    read as a fall: "TW IV 2025 berakhir 98,0 %" stands there instead.
    """
    if not before or before[name] is None:
        return ""
    if is_cumulative and selection.before.year != selection.year:
        return f"{_named(selection)} berakhir {formats.percent(before[name])}"
    change, number = before["moves"][name]
    if change is None:
        return ""
    said = f"{formats.points(change)} dari {_named(selection)}"
    if round(change, PLACES) == 0:
        said = f"sama seperti {_named(selection)}"
    if number != now["plans"]:
        said += f", {formats.number(number)} replikasi yang sama"
    return said


def address(name, selection, **more):
    """The page `name` for the same selection."""
    return f"{reverse(name)}?{selection.query(**more)}"
