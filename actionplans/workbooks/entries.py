"""What one cell says: text, a figure, money. Each reader raises ValueError with a sentence."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from replikasi.common import formats

from .parts import FORMULA_WITHOUT_VALUE, INVISIBLE

COMPUTED_DIGITS = 5  # so many decimals come out of a formula, not out of a keyboard
LONGEST_FIGURE = 80
DASHES = {"-", "–", "—", "−", "--", "---"}
NOTHING = re.compile(
    r"(rp\.? ?)?([-–—]+|0)?(,-)?|nihil|tidak ada|tanpa (anggaran|biaya)|non[ -]?anggaran|"
    r"non[ -]?budge?t(er|air)?|n/?a|tidak (memerlukan|membutuhkan) (anggaran|biaya)|nol",
    re.I,
)
MARKS = set("√✓✔☑xXvV×✕✖●•■█▪▲*◆◼⬛")
_ENGLISH = re.compile(r"-?[0-9]{1,3}((,[0-9]{3}){2,}(\.[0-9]+)?|(,[0-9]{3})+\.[0-9]{1,2})")
_WITH_UNIT = re.compile(
    r"([-−+]?[0-9][0-9.,\s\u00a0]*?)\s*(?:\([a-z ]+\)\s*)?(%|[a-z][^0-9]*)", re.I | re.S
)
_SCALED = re.compile(r"(ribu|rb|juta|jt|miliar|milyar|m|t|triliun)\b\.?", re.I)


@dataclass(frozen=True)
class Figure:
    """`percent`: it was written as a percent, and `value` is in percents; `unit`: word behind."""

    value: Decimal
    percent: bool = False
    unit: str = ""


def blank(cell):
    if isinstance(cell, str):
        return not (cell[:1].isalnum() or clean(cell))
    return cell is None


def clean(text, lines=False):
    """`text` without invisible letters and outer spaces; line ends become spaces unless `lines`."""
    return spaced(INVISIBLE.sub("", text), lines)


def spaced(text, lines=False):
    """`text` with single spaces, hard ones among them, and none at its ends."""
    if lines:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return " ".join(text.split())


def refuse_error(cell):
    """ValueError when the cell holds an error instead of a value."""
    if isinstance(cell, dict) and "e" in cell:
        if cell["e"] == FORMULA_WITHOUT_VALUE:
            raise ValueError(
                "Rumus ini belum punya nilai. Simpan ulang di Excel atau tulis nilainya."
            )
        raise ValueError(f"Sel ini berisi kesalahan {cell['e']}. Perbaiki rumusnya di Excel.")


def text_of(cell, lines=False):
    """The text of any cell as a person reads it; "" when it is empty."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell, lines)
    if "d" in cell:
        day = date.fromisoformat(cell["d"])
        named = f"{formats.MONTHS[day.month - 1]} {day.year}"
        return named if cell.get("m") else f"{day.day} {named}"
    if "n" in cell:
        value = Decimal(cell["n"])
        if cell.get("p"):
            return f"{formats.number(value * 100)} %"
        # A year or a code is no amount: no dots between thousands.
        whole, _, rest = f"{value:f}".partition(".")
        rest = rest.rstrip("0")
        return f"{whole},{rest}" if rest else whole
    return "" if cell.get("e") == FORMULA_WITHOUT_VALUE else str(cell.get("e", ""))


def is_mark(cell):
    """A tick or cross in a schedule."""
    return isinstance(cell, str) and bool(clean(cell)) and set(clean(cell)) <= MARKS


def _no_date(cell):
    if isinstance(cell, dict) and "d" in cell:
        raise ValueError(
            f"Sel ini berisi tanggal ({text_of(cell)}), padahal yang diminta angka. "
            "Ubah format selnya menjadi angka."
        )


def decimal_of(text):
    """A typed figure, also in the English way ("12,500,000" or "1,250.50")."""
    bare = re.sub(r"\s", "", text)
    if _ENGLISH.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    return formats.parse_decimal(text)


def figure_of(cell):
    """The Figure in a cell, None when it is empty or dashed."""
    refuse_error(cell)
    _no_date(cell)
    if blank(cell):
        return None
    if isinstance(cell, dict):
        value, percent = Decimal(cell["n"]), bool(cell.get("p"))
        return Figure(value * 100 if percent else value, percent)
    text = clean(cell)
    if text in DASHES:
        return None
    if len(text) > LONGEST_FIGURE:
        raise ValueError(f"“{text[:40]}…” bukan angka. Tulis seperti 1.234,5.")
    match = _WITH_UNIT.fullmatch(text)
    if not match:
        return Figure(decimal_of(text))
    unit = match[2].strip(" .,;")
    if _SCALED.fullmatch(unit) and unit.lower() not in ("m", "t"):
        raise ValueError(f"“{text[:40]}” belum lengkap. Tulis angkanya penuh, misalnya 12.500.")
    value = decimal_of(match[1].strip())
    if unit == "%" or unit.lower() in ("persen", "prosen"):
        return Figure(value, True, "persen")
    return Figure(value, False, unit)


def money_of(cell, scale=1):
    """Rupiah in a cell; None when it is empty. `scale`: what one unit stands for."""
    refuse_error(cell)
    _no_date(cell)
    if blank(cell):
        return None
    if isinstance(cell, dict):
        if cell.get("p"):
            raise ValueError("Sel ini berisi persen, padahal yang diminta jumlah uang.")
        return rounded(Decimal(cell["n"]) * scale)
    text = clean(cell)
    if len(text) > LONGEST_FIGURE:
        raise ValueError("Tulis jumlah uang dengan angka, misalnya 1.250.000.")
    if NOTHING.fullmatch(text):
        return Decimal(0)
    bare = re.sub(r"^(idr|rp)\.?\s*", "", text, flags=re.I)
    bare = re.sub(r"\s*rupiah$", "", bare, flags=re.I)
    bare = re.sub(r"\s*\([a-z /,]+\)$", "", bare, flags=re.I)
    bare = re.sub(r"[.,]\s*[-–−=]{1,2}$", "", bare).strip()
    if match := re.fullmatch(r"\(([0-9.,\s]+)\)", bare):
        bare = f"-{match[1]}"
    if re.search(r"[0-9]\s*" + _SCALED.pattern + "$", bare, re.I):
        raise ValueError(f"“{text[:40]}” belum lengkap. Tulis jumlahnya penuh: 12.500.000.")
    if _ENGLISH.fullmatch(re.sub(r"\s", "", bare)):
        return rounded(decimal_of(bare) * scale)
    if re.fullmatch(r"-?[0-9]{1,3},[0-9]{3}", bare):
        raise ValueError(f"“{text[:40]}” meragukan. Tulis dengan titik, misalnya 12.500.")
    if scale == 1:
        return formats.parse_rupiah(bare)
    return rounded(decimal_of(bare) * scale)


def rounded(value, always=False):
    """`value` with at most two decimals; more are cut only when they come out of a formula.

    Noise below 1e-9 is dropped. ValueError when somebody typed three or four decimals.
    """
    if value.as_tuple().exponent >= -2:
        return value
    near = formats.EXACT.quantize(value, Decimal("0.01"))
    if abs(near - value) < Decimal("1e-9") or always:
        return near
    if -value.normalize().as_tuple().exponent >= COMPUTED_DIGITS:
        return near
    raise ValueError("Paling banyak dua angka di belakang koma.")
