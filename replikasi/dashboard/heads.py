"""The six head figures: what they are, over how many, how they moved, and what explains them."""

from dataclasses import dataclass

from django.urls import reverse

from actionplans import arithmetic, workdays
from replikasi.common import formats

WORDS = (
    *("Nol", "Satu", "Dua", "Tiga", "Empat", "Lima"),
    *("Enam", "Tujuh", "Delapan", "Sembilan", "Sepuluh"),
)


@dataclass(frozen=True)
class Head:
    """`value` is written already; "" means there is none, and `absent` says why in words."""

    label: str
    value: str
    provenance: str
    note: str
    url: str
    unit: str = ""
    absent: str = ""
    is_beyond: bool = False
    place: str = ""


def counted(number, noun):
    """`4` -> "Empat replikasi", `57` -> "57 replikasi"."""
    return f"{WORDS[number] if number < len(WORDS) else formats.number(number)} {noun}"


def heads(sums, selection, only_plan=None):
    """The six Heads; `only_plan` is the id when the selection is a single plan, so that its
    figures lead to its own explanation."""
    now = sums[selection.quarter]
    before = sums.get(selection.previous.quarter) if selection.previous else None
    period, earlier = selection.period, selection.previous
    one = now["plans"] == 1
    plans = formats.number(now["plans"])
    all_of_them = "" if one else f"{plans} replikasi"
    reporting = "" if one else f"{formats.number(now['reporting'])} dari {plans} replikasi"
    verifying = f"{formats.number(now['verified_here'])} dari {plans} laporan {period.label}"
    if one and now["verified"] is not None:
        verifying = f"posisi {formats.quarter_name(now['verified_quarter'])}"
    plan_why = reverse("why", args=[only_plan]) if only_plan else ""
    why = f"{plan_why}?tw={selection.quarter}" if only_plan else ""
    rows = address("programme_why", selection)
    absorbed = arithmetic.absorption(now["spent"], now["ceiling"])
    return [
        Head(
            label="Rencana",
            value=formats.percent(now["planned"]),
            provenance="rencana",
            place=f"posisi {formats.day_month(period.ends)}",
            note=_joined(
                _change(now["planned"], before and before["planned"], earlier), all_of_them
            ),
            url=why or rows,
        ),
        Head(
            label="Realisasi",
            value=formats.percent(now["verified"]),
            provenance="terverifikasi",
            absent="belum ada",
            note=_joined(
                _change(now["verified"], before and before["verified"], earlier),
                verifying,
            ),
            url=f"{plan_why}?tw={now['verified_quarter'] or selection.quarter}"
            if only_plan
            else rows,
        ),
        Head(
            label="Realisasi",
            value=formats.percent(now["claimed"]),
            provenance="sementara",
            absent=_silence(selection),
            note=_joined(
                _change(now["claimed"], before and before["claimed"], earlier),
                reporting,
            ),
            url=f"{why}&angka=sementara" if why else rows,
        ),
        Head(
            label="Deviasi",
            value=formats.signed(now["deviation"]),
            unit="poin",
            provenance="sementara",
            absent="tidak ada",
            is_beyond=is_beyond(now["deviation"]),
            note=_joined(
                f"{earlier.label} {formats.signed(before['deviation'])}"
                if before and before["deviation"] is not None
                else "",
                reporting,
            ),
            url=why or address("programme_why", selection, sort="deviation"),
        ),
        Head(
            label="Serapan anggaran",
            value=formats.percent(absorbed),
            provenance="sementara",
            absent="tidak ada",
            note=_joined(
                _change(
                    absorbed,
                    before and arithmetic.absorption(before["spent"], before["ceiling"]),
                    earlier,
                ),
                reporting,
            ),
            url=rows,
        ),
        _on_time(now, before, selection),
    ]


def _on_time(now, before, selection):
    period, earlier = selection.period, selection.previous
    is_open = period.is_open(selection.today)
    return Head(
        label="Laporan tepat waktu",
        value=formats.number(now["on_time"]) if is_open else "",
        unit=f"dari {formats.number(now['plans'])}",
        provenance="",
        absent="belum dibuka",
        place=f"tenggat {formats.day_month(period.due)}"
        if is_open
        else f"dibuka {formats.day_month(period.opens)}",
        note=f"{earlier.label}: {formats.number(before['on_time'])} "
        f"dari {formats.number(before['plans'])}"
        if before
        else "",
        url="#rekap",
    )


def is_beyond(deviation):
    return deviation is not None and deviation < workdays.rules().deviation_limit


def _silence(selection):
    return "belum dilaporkan" if selection.period.is_open(selection.today) else "belum dibuka"


def _change(now, before, earlier):
    if now is None or before is None:
        return ""
    return f"{formats.points(now - before)} dari {earlier.label}"


def _joined(*parts):
    return ", ".join(part for part in parts if part)


def address(name, selection, **more):
    """The page `name` for the same selection."""
    return f"{reverse(name)}?{selection.query(**more)}"
