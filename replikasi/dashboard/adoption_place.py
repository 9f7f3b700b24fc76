"""Where one adopter stands among the others, step by step. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from replikasi.common import formats

from .adoption import Adopter, Cell
from .spreads import Spread


@dataclass(frozen=True)
class Place:
    """A step of the adopter; `others`: how many others completed it in a known number of days;
    `spread`: over all who did, None while they are too few."""

    cell: Cell
    others: int
    spread: Spread | None

    @property
    def difference(self):
        """Its days beyond the median, below 0 where it took fewer; None without either."""
        if self.spread is None or self.cell.days is None:
            return None
        return Decimal(self.cell.days) - self.spread.median

    @property
    def words(self):
        """How it compares with the others, in words; "" where nothing can be compared."""
        difference = self.difference
        if difference is None:
            return ""
        median = f"median {formats.number(self.spread.median)} hari"
        if not difference:
            told = f"sama dengan {median}"
        else:
            side = "lebih lama dari" if difference > 0 else "lebih cepat dari"
            told = f"{formats.number(abs(difference))} hari {side} {median}"
        if self.spread.low <= self.cell.days <= self.spread.high:
            return f"{told}, di separuh di tengah"
        edge = "lebih lama" if self.cell.days > self.spread.high else "lebih cepat"
        return f"{told}, seperempat yang {edge}"


@dataclass(frozen=True)
class Standing:
    adopter: Adopter
    places: tuple


def standing_of(adopter, steps):
    """The Standing of `adopter` among those whose Steps these are."""
    return Standing(
        adopter=adopter,
        places=tuple(
            Place(
                cell=cell,
                others=sum(key != adopter.pk for *_, key in step.points),
                spread=step.spread,
            )
            for cell, step in zip(adopter.cells, steps, strict=True)
        ),
    )
