"""The six figures that leaders ask for, and of which standings each is made."""

from dataclasses import dataclass

from django.db.models import Q

from replikasi.common import formats

PLANNED, VERIFIED, CLAIMED = "rencana", "terverifikasi", "sementara"
DEVIATION, ABSORPTION, ON_TIME = "deviasi", "serapan", "tepat-waktu"
REPORTED = Q(claimed__isnull=False)


@dataclass(frozen=True)
class Figure:
    """`key`: in an address. `counted`: the standings that it is made of, of which it takes the
    field `plus`, less the field `minus`. `provenance`: the mark beside it, "" for none."""

    key: str
    label: str
    name: str
    provenance: str
    counted: Q
    plus: str
    minus: str = ""

    @property
    def is_mean(self):
        return self.key not in (ABSORPTION, ON_TIME)

    @property
    def unit(self):
        return "poin" if self.key == DEVIATION else "%"

    def written(self, value, places=1):
        """`value` as people read it: "62,4 %", "−2,6 poin", "3"."""
        if self.key == ON_TIME:
            return formats.number(value, 0)
        if self.key == DEVIATION:
            return f"{formats.signed(value, places)}{formats.NBSP}poin"
        return formats.percent(value, places)


FIGURES = {
    figure.key: figure
    for figure in (
        Figure(PLANNED, "Rencana", "rencana", "", Q(planned__isnull=False), "planned"),
        Figure(
            VERIFIED,
            "Terverifikasi",
            "realisasi terverifikasi",
            VERIFIED,
            Q(verified__isnull=False),
            "verified",
        ),
        Figure(CLAIMED, "Sementara", "realisasi sementara", CLAIMED, REPORTED, "claimed"),
        Figure(DEVIATION, "Deviasi", "deviasi sementara", CLAIMED, REPORTED, "claimed", "planned"),
        Figure(ABSORPTION, "Serapan", "serapan anggaran sementara", CLAIMED, REPORTED, "spent"),
        Figure(ON_TIME, "Tepat waktu", "laporan tepat waktu", "", Q(), "on_time"),
    )
}
