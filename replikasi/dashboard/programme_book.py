"""A figure of several replications as a sheet: every part's share of the total, by formula."""

from fractions import Fraction

from replikasi.common import formats
from replikasi.common.listbook import FIGURE, MONEY, TEXT, WHOLE, ListColumn

from .figures import ABSORPTION, DEVIATION, ON_TIME
from .programme_whole import KINDS
from .why_book import EXACT, FIRST_ROW, Formula, Sheet, summed

NOTE = ListColumn("Keterangan", TEXT, 34)
HOW = (
    "Persen beberapa replikasi adalah rata-rata sederhana: setiap replikasi berbobot sama. Serapan "
    "adalah jumlah uang dipakai dibagi jumlah pagu replikasi yang sudah melapor. Kolom “di "
    "halaman” adalah angka yang tampil di portal, dibulatkan sehingga menjumlah tepat."
)


def sheet_of(breakdown, figure, *, title, name, facts):
    makers = {ABSORPTION: _money, DEVIATION: _difference, ON_TIME: _timely}
    columns, line_of, total_of = makers.get(figure.key, _mean)(breakdown, figure)
    first = ListColumn(KINDS[breakdown.kind], TEXT, 36)
    beside = ListColumn("OPD" if breakdown.kind == "replikasi" else "Wilayah", TEXT, 36)
    sheet = Sheet(title, name, (first, beside, *columns, NOTE), facts, places=breakdown.places)
    parts = breakdown.all_parts
    span = (FIRST_ROW, FIRST_ROW + len(parts) - 1)
    total = span[1] + 1
    for part in parts:
        cells = line_of(part, sheet.next_row, total)
        sheet.add([part.title, part.note or None, *cells, _told(part)])
    sheet.add(["Jumlah", None, *total_of(span), None], is_sum=True)
    return sheet


def _told(part):
    if part.plans == 1:
        return part.reason or None
    left = part.plans - part.counted
    return f"{formats.number(left)} tidak ikut dihitung" if left else part.reason or None


def _mean(breakdown, figure):
    """A mean: every replication weighs the same, a group as much as it has of them."""
    whole = breakdown.whole
    unit = "poin" if figure.unit == "poin" else "%"
    columns = (
        ListColumn(f"{figure.label}, {unit}", EXACT, 16),
        ListColumn("Replikasi yang dihitung", WHOLE, 14),
        ListColumn("Kontribusi", EXACT, 14),
        ListColumn("Kontribusi di halaman", FIGURE, 14),
    )

    def line_of(part, row, total):
        if part.share is None:
            return [part.reason, 0, None, None]
        share = Formula(f"=C{row}*D{row}/D${total}", part.share)
        return [part.value, part.counted, share, part.shown]

    def total_of(span):
        return [
            None,
            summed("D", span, whole.counted),
            summed("E", span, whole.total or 0),
            summed("F", span, breakdown.shown_total),
        ]

    return columns, line_of, total_of


def _difference(breakdown, figure):
    """A mean of differences, claimed less planned, over those that reported."""
    whole = breakdown.whole
    columns = (
        ListColumn("Sementara, %", EXACT, 14),
        ListColumn("Rencana, %", EXACT, 14),
        ListColumn("Deviasi, poin", EXACT, 16),
        ListColumn("Replikasi yang dihitung", WHOLE, 14),
        ListColumn("Kontribusi", EXACT, 14),
        ListColumn("Kontribusi di halaman", FIGURE, 14),
    )

    def line_of(part, row, total):
        if part.share is None:
            return [part.reason, None, None, 0, None, None]
        claimed, planned = part.terms
        return [
            *(claimed, planned),
            Formula(f"=C{row}-D{row}", part.value),
            part.counted,
            Formula(f"=E{row}*F{row}/F${total}", part.share),
            part.shown,
        ]

    def total_of(span):
        at = span[1] + 1
        terms = [None, None, None]
        if whole.terms:
            over = f"F{span[0]}:F{span[1]})/F{at}"
            terms = [
                *(
                    Formula(f"=SUMPRODUCT({letter}{span[0]}:{letter}{span[1]},{over}", term)
                    for letter, term in zip("CD", whole.terms, strict=True)
                ),
                Formula(f"=C{at}-D{at}", whole.total),
            ]
        return [
            *terms,
            summed("F", span, whole.counted),
            summed("G", span, whole.total or 0),
            summed("H", span, breakdown.shown_total),
        ]

    return columns, line_of, total_of


def _money(breakdown, figure):
    """Money spent ÷ the ceiling of all that reported."""
    whole = breakdown.whole
    columns = (
        ListColumn("Uang dipakai", MONEY, 18),
        ListColumn("Pagu", MONEY, 18),
        ListColumn("Kontribusi, poin", EXACT, 14),
        ListColumn("Kontribusi di halaman", FIGURE, 14),
        ListColumn("Serapan sendiri, %", EXACT, 14),
    )

    def line_of(part, row, total):
        if part.share is None:
            return [part.reason, None, None, None, None]
        own = part.spent * 100 / part.ceiling if part.ceiling else ""
        return [
            *(part.spent, part.ceiling),
            Formula(f"=C{row}/D${total}*100", part.share),
            part.shown,
            Formula(f'=IF(D{row}=0,"",C{row}/D{row}*100)', own),
        ]

    def total_of(span):
        last = span[1] + 1
        own = "" if whole.total is None else whole.total
        return [
            summed("C", span, whole.spent),
            summed("D", span, whole.ceiling),
            summed("E", span, whole.total or 0),
            summed("F", span, breakdown.shown_total),
            Formula(f'=IF(D{last}=0,"",C{last}/D{last}*100)', own),
        ]

    return columns, line_of, total_of


def _timely(breakdown, figure):
    """Reports on time: a replication's counts as 1 when it was late by no working day."""
    columns = (
        ListColumn("Terlambat, hari kerja", WHOLE, 14),
        ListColumn("Replikasi", WHOLE, 12),
        ListColumn("Tepat waktu", WHOLE, 12),
    )
    alone = breakdown.kind == "replikasi"

    def line_of(part, row, total):
        if not alone:
            return [None, part.plans, part.shown]
        if part.days_late is None:
            return [part.reason, 1, Formula(f"=IF(C{row}=0,1,0)", part.shown or 0)]
        return [part.days_late, 1, Formula(f"=IF(C{row}=0,1,0)", part.shown or 0)]

    def total_of(span):
        return [
            None,
            summed("D", span, breakdown.whole.plans),
            summed("E", span, breakdown.shown_total or Fraction(0)),
        ]

    return columns, line_of, total_of
