"""A plan's figure as a sheet: weight × percent = contribution, or money ÷ ceiling."""

from decimal import Decimal
from fractions import Fraction

from replikasi.common.listbook import DATE, FIGURE, MONEY, TEXT, WHOLE, ListColumn

from .why_book import EXACT, FIRST_ROW, Formula, summed

STAGE = ListColumn("Tahap", TEXT, 22)
NUMBER = ListColumn("No", WHOLE, 6)
MILESTONE = ListColumn("Tonggak", TEXT, 44)
EVIDENCE = ListColumn("Bukti", WHOLE, 8)
REASON = ListColumn("Alasan", TEXT, 36)


HOW = (
    "Kontribusi = bobot × persen ÷ 100. Kolom “di halaman” adalah angka yang tampil di portal: "
    "dibulatkan ke satu desimal sehingga setiap kolom menjumlah tepat."
)


def weighted(sheet, found, word, *, is_plan):
    """Fill `sheet` with weight × percent = contribution of an Explanation, stage by stage.

    `word`: what the percents are; `is_plan`: it is the plan alone that is explained. Otherwise
    the plan and the difference stand beside.
    """
    sheet.columns = weighted_columns(word, with_plan=not is_plan)
    stages = []
    for group in found.groups:
        top = sheet.next_row
        stages.append(top)
        span = (top + 1, top + len(group.lines))
        sums = _weighted_sums(group.lines, is_plan, span)
        sheet.add([group.name, None, None, *sums], is_sum=True)
        for line in group.lines:
            sheet.add(_weighted_line(sheet.next_row, group.name, line, is_plan))
    sums = _weighted_sums(found.lines, is_plan, stages)
    sheet.add(["Jumlah", None, None, *sums], is_sum=True)


def weighted_columns(word, *, with_plan):
    columns = [
        *(STAGE, NUMBER, MILESTONE),
        ListColumn("Bobot", EXACT, 10),
        ListColumn(f"{word}, %", EXACT, 14),
        ListColumn("Kontribusi", EXACT, 14),
        ListColumn("Kontribusi di halaman", FIGURE, 14),
    ]
    if with_plan:
        columns += [
            ListColumn("Rencana, %", EXACT, 12),
            ListColumn("Kontribusi rencana", EXACT, 14),
            ListColumn("Rencana di halaman", FIGURE, 14),
            ListColumn("Selisih", EXACT, 14),
            ListColumn("Selisih di halaman", FIGURE, 14),
        ]
    return (*columns, EVIDENCE, REASON)


def _weighted_line(row, stage, line, is_plan):
    cells = [stage, line.number, line.activity, line.weight]
    if is_plan:
        cells += [line.planned, Formula(f"=D{row}*E{row}/100", line.exact_plan), line.plan]
        return [*cells, line.evidence, None]
    if line.percent is None:
        cells += [None, None, None]
        gap = None
    else:
        exact = Formula(f"=D{row}*E{row}/100", line.exact_contribution)
        cells += [line.percent, exact, line.contribution]
        gap = Formula(f"=F{row}-I{row}", line.exact_contribution - line.exact_plan)
    plan = Formula(f"=D{row}*H{row}/100", line.exact_plan)
    cells += [line.planned, plan, line.plan, gap, line.difference]
    return [*cells, line.evidence, line.reason or None]


def _weighted_sums(lines, is_plan, rows):
    weight = summed("D", rows, _added(line.weight for line in lines))
    plan, shown_plan = (
        _added(line.exact_plan for line in lines),
        _added(line.plan for line in lines),
    )
    evidence = sum(line.evidence for line in lines)
    if is_plan:
        cells = [weight, None, summed("F", rows, plan), summed("G", rows, shown_plan)]
        return [*cells, summed("H", rows, evidence), None]
    exact = _added(line.exact_contribution for line in lines)
    return [
        weight,
        None,
        summed("F", rows, exact),
        summed("G", rows, _added(line.contribution for line in lines)),
        None,
        summed("I", rows, plan),
        summed("J", rows, shown_plan),
        summed("K", rows, _added(_gap(line) for line in lines)),
        summed("L", rows, _added(line.difference for line in lines)),
        summed("M", rows, evidence),
        None,
    ]


def _added(values):
    return sum((value for value in values if value is not None), Decimal(0))


def _gap(line):
    return None if line.percent is None else line.exact_contribution - line.exact_plan


def timely(sheet, standing):
    """Fill `sheet` with the dates that decide whether the report is on time."""
    sheet.columns = (
        ListColumn("Tenggat", DATE, 14),
        ListColumn("Terlambat, hari kerja", WHOLE, 14),
        ListColumn("Tepat waktu", WHOLE, 12),
    )
    late = standing.days_late
    told = "belum dilaporkan" if late is None else late
    sheet.add([standing.due, told, Formula("=IF(B2=0,1,0)", int(late == 0))])


MONEY_COLUMNS = (
    *(STAGE, NUMBER, MILESTONE),
    ListColumn("Uang dipakai", MONEY, 18),
    ListColumn("Pagu", MONEY, 18),
    ListColumn("Serapan, poin", EXACT, 14),
    ListColumn("Serapan di halaman", FIGURE, 14),
    ListColumn("Serapan tonggak ini, %", EXACT, 14),
    EVIDENCE,
)


def absorbed(sheet, found):
    """Fill `sheet` with money ÷ the plan's ceiling = points of absorption."""
    sheet.columns = MONEY_COLUMNS
    total = FIRST_ROW + len(found.lines) + len(found.groups)
    ceiling, stages = found.sums.ceiling, []
    for group in found.groups:
        top = sheet.next_row
        stages.append(top)
        sheet.add(
            [
                group.name,
                None,
                None,
                *_money_sums(group.lines, ceiling, (top + 1, top + len(group.lines))),
            ],
            is_sum=True,
        )
        for line in group.lines:
            row = sheet.next_row
            own = line.own_absorption
            sheet.add(
                [
                    *(group.name, line.number, line.activity, line.spent, line.ceiling),
                    Formula(f"=D{row}/E${total}*100", _points(line.spent, ceiling))
                    if ceiling and line.spent is not None
                    else None,
                    line.absorbed,
                    Formula(f'=IF(E{row}=0,"",D{row}/E{row}*100)', "" if own is None else own),
                    line.evidence,
                ]
            )
    sheet.add(["Jumlah", None, None, *_money_sums(found.lines, ceiling, stages)], is_sum=True)


def _points(spent, ceiling):
    return Fraction(spent) * 100 / Fraction(ceiling)


def _money_sums(lines, ceiling, rows):
    spent = sum((line.spent or 0 for line in lines), Decimal(0))
    return [
        summed("D", rows, spent),
        summed("E", rows, sum((line.ceiling for line in lines), Decimal(0))),
        summed("F", rows, _points(spent, ceiling)) if ceiling else None,
        summed("G", rows, sum(line.absorbed or 0 for line in lines)) if ceiling else None,
        None,
        summed("I", rows, sum(line.evidence for line in lines)),
    ]
