"""A plan's matrix as the workbook that officials print: one row a milestone, a hidden key each.

Headings are locked, without a password; the rows may be filled in, added, removed and sorted.
"""

import io
import json
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from actionplans import columns, snapshots
from actionplans.models import Stage
from replikasi.common import formats
from replikasi.common.context import has_demo_data
from replikasi.common.listbook import AS_TEXT

from . import cells, keys

SHEET = "Matriks"
SPARE_ROWS = 5
META_CHUNK = 30_000
TITLE = "RENCANA AKSI REPLIKASI INOVASI"
DEMO = "Data contoh untuk peragaan, bukan capaian resmi."
TOTAL = "Jumlah"
FOLIO = 14  # what is sold as F4, 215 × 330 mm
FONT, SIZE = "Calibri", 11
LINE_HEIGHT, MOST_LINES = 15, 27  # points; Excel knows no row above 409 points
HEADER_ROWS = 2
NUMBER, FIRST = 0, 1  # the column of numbers, and the first of columns.COLUMNS
KEY = FIRST + len(columns.COLUMNS)
SUMMED = ("weight", "ceiling")

# Percents and figures show the digits that there are; whole ones must not end in a bare comma.
FORMATS = {
    columns.TEXT: "@",
    columns.LINES: "@",
    columns.STAGE: "@",
    columns.FIGURE: "#,##0.##",
    columns.PERCENT: "#,##0.##",
    columns.MONEY: '"Rp"#,##0.00',
    columns.DATE: "dd\\-mm\\-yyyy",
}
WHOLE = {columns.FIGURE: "#,##0", columns.PERCENT: "#,##0", columns.MONEY: '"Rp"#,##0'}


def matrix_workbook(plan, version=None):
    """The bytes of the workbook of `plan` as it is, or as a PlanVersion of it holds it.

    The same content gives the same bytes.
    """
    rows = version.snapshot if version else snapshots.taken(plan.milestones.all())
    return written(plan.pk, plan.fiscal_year, headings(plan, version), rows)


def headings(plan, version=None):
    """The lines above the matrix."""
    replication = plan.replication
    name = replication.innovation.name
    if replication.local_name:
        name = f"{replication.local_name} (replikasi {name})"
    if version:
        state = f"Versi {version.number}, disetujui {formats.long_date(version.approved_at)}"
    else:
        state = f"Status: {plan.get_state_display().lower()}"
    lines = [name, replication.agency.name_in(plan.fiscal_year)]
    lines += [f"Tahun anggaran {plan.fiscal_year}", state]
    return [*lines, DEMO] if has_demo_data() else lines


def written(plan_id, year, lines, rows):
    """The bytes of a workbook: `lines`, and below them the plain `rows` by their numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**AS_TEXT, "in_memory": True}) as book:
        book.set_properties(
            {"title": f"{TITLE} {year}", "subject": lines[0], "created": datetime(year, 1, 1)}
        )
        rows = sorted(rows, key=lambda row: row["number"])
        Matrix(book, plan_id, year, lines, rows).write()
        _write_meta(book, plan_id, rows)
    return out.getvalue()


def _write_meta(book, plan_id, rows):
    """What the plan held, on a sheet that Excel does not offer to show."""
    sheet = book.add_worksheet(keys.META_SHEET)
    meta = {
        "plan": plan_id,
        "keys": [row["id"] for row in rows],
        "prints": [columns.fingerprint(row) for row in rows],
    }
    text = json.dumps(meta, separators=(",", ":"))
    for place, start in enumerate(range(0, len(text), META_CHUNK)):
        sheet.write_string(place, 0, text[start : start + META_CHUNK])
    sheet.very_hidden()


def lines_in(row):
    """How many lines the fullest cell of a plain row takes."""
    return max(
        sum(-(-max(len(line), 1) // (column.width - 2)) for line in text.split("\n"))
        for column in columns.COLUMNS
        if (text := shown_as_text(column, row.get(column.name))) is not None
    )


def shown_as_text(column, plain):
    if column.kind == columns.STAGE:
        return columns.shown(column.name, plain)
    return cells.text_of(plain) if column.kind in (columns.TEXT, columns.LINES) else None


class Matrix:
    """The visible sheet of one workbook while it is written."""

    def __init__(self, book, plan_id, year, lines, rows):
        self.book, self.sheet = book, book.add_worksheet(SHEET)
        self.plan_id, self.year, self.lines, self.rows = plan_id, year, lines, rows
        self.head = len(lines) + 2  # below the title, the lines and an empty row
        self.first = self.head + HEADER_ROWS
        self.total = self.first + len(rows) + SPARE_ROWS
        self.last = self.total - 1
        base = {"font_name": FONT, "font_size": SIZE, "valign": "top"}
        framed = {**base, "border": 1, "text_wrap": True}
        self.base = base
        self.headed = book.add_format(
            {**framed, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E5F0F7"}
        )
        self.open = book.add_format({**base, "locked": False})
        self.kinds = {
            kind: book.add_format(
                {**framed, "num_format": form, "locked": False, "align": self.align(kind)}
            )
            for kind, form in FORMATS.items()
        }
        self.counted = book.add_format({**framed, "locked": False, "align": "center"})
        self.sums = {
            kind: book.add_format(
                {
                    **framed,
                    "bold": True,
                    "num_format": FORMATS[kind],
                    "align": self.align(kind),
                    "bg_color": "#EEF1F4",
                }
            )
            for kind in FORMATS
        }

    @staticmethod
    def align(kind):
        return {columns.DATE: "center"}.get(kind, "right" if kind in columns.NUMBERS else "left")

    def write(self):
        self.write_lines()
        self.write_head()
        for place, row in enumerate(self.rows, start=self.first):
            self.write_row(place, row)
        for place in range(self.first + len(self.rows), self.total):
            self.write_spare(place)
        self.write_total()
        self.guide()
        self.protect()
        self.lay_out()

    # -- cells ----------------------------------------------------------------------------------

    def write_lines(self):
        title = self.book.add_format(
            {**self.base, "bold": True, "font_size": 14, "align": "center"}
        )
        line = self.book.add_format({**self.base, "align": "center"})
        name = self.book.add_format({**self.base, "bold": True, "align": "center"})
        for place, text in enumerate([TITLE, *self.lines]):
            style = title if place == 0 else name if place == 1 else line
            self.sheet.merge_range(place, NUMBER, place, KEY - 1, "", style)
            self.sheet.write_string(place, NUMBER, cells.text_of(text), style)

    def write_head(self):
        top, below = self.head, self.head + 1
        self.sheet.merge_range(top, NUMBER, below, NUMBER, "No", self.headed)
        group = {}
        for place, column in enumerate(columns.COLUMNS, start=FIRST):
            if column.group:
                group.setdefault(column.group, []).append(place)
                self.sheet.write_string(below, place, column.label, self.headed)
            else:
                self.sheet.merge_range(top, place, below, place, column.label, self.headed)
        for label, places in group.items():
            self.sheet.merge_range(top, places[0], top, places[-1], label, self.headed)
        self.sheet.merge_range(top, KEY, below, KEY, keys.KEY_LABEL, self.headed)

    def write_row(self, place, row):
        # Excel lets a row of a protected sheet be deleted only when all of its cells are open, to
        # the last column; LibreOffice does not fit the height of a row to its text by itself.
        self.sheet.set_row(place, LINE_HEIGHT * min(lines_in(row), MOST_LINES), self.open)
        self.sheet.write_number(place, NUMBER, place - self.first + 1, self.counted)
        for at, column in enumerate(columns.COLUMNS, start=FIRST):
            self.write_cell(place, at, column, row.get(column.name))
        self.sheet.write_string(place, KEY, str(keys.key_of(self.plan_id, row)), self.open)

    def write_cell(self, place, at, column, plain):
        style = self.kinds[column.kind]
        value = columns.value_of(column.name, plain)
        if isinstance(value, Decimal) and cells.fits_as_number(value):
            self.sheet.write_number(place, at, value, style)
        elif isinstance(value, date) and cells.fits_as_date(value):
            self.sheet.write_datetime(place, at, value, style)
        elif value in (None, ""):
            self.sheet.write_blank(place, at, None, style)
        elif isinstance(value, date):
            self.sheet.write_string(place, at, f"{value:%d-%m-%Y}", style)
        else:
            self.sheet.write_string(place, at, self.written_out(column, value), style)

    def written_out(self, column, value):
        if column.kind == columns.STAGE:
            return columns.shown(column.name, value)
        if column.kind in columns.NUMBERS:
            return formats.number(value)
        return cells.text_of(value)

    def write_spare(self, place):
        """An empty row, ready for a new milestone."""
        self.sheet.set_row(place, None, self.open)
        self.sheet.write_blank(place, NUMBER, None, self.counted)
        for at, column in enumerate(columns.COLUMNS, start=FIRST):
            self.sheet.write_blank(place, at, None, self.kinds[column.kind])
        self.sheet.write_blank(place, KEY, None, self.open)

    def write_total(self):
        self.sheet.write_blank(self.total, NUMBER, None, self.sums[columns.TEXT])
        for at, column in enumerate(columns.COLUMNS, start=FIRST):
            style = self.sums[column.kind]
            if column.name in SUMMED:
                letter = xl_col_to_name(at)
                formula = f"=SUM({letter}{self.first + 1}:{letter}{self.last + 1})"
                found = sum(Decimal(row.get(column.name) or 0) for row in self.rows)
                self.sheet.write_formula(self.total, at, formula, style, float(found))
            else:
                self.sheet.write_blank(self.total, at, None, style)
        self.sheet.write_string(self.total, FIRST, TOTAL, self.sums[columns.STAGE])

    # -- help while typing, and what may be typed where --------------------------------------------

    def guide(self):
        """Drop-downs and gentle warnings; whole figures without a decimal comma."""
        stages = {
            "validate": "list",
            "source": [str(label) for label in Stage.labels],
            "error_title": "Tahap",
            "error_message": "Pilih salah satu tahap dari daftar.",
        }
        percents = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 100,
            "error_type": "warning",
            "error_title": "Persen",
            "error_message": "Isi angka dari 0 sampai 100, tanpa tanda persen.",
        }
        money = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_type": "warning",
            "error_title": "Angka",
            "error_message": "Isi dengan angka 0 atau lebih.",
        }
        dates = {
            "validate": "date",
            "criteria": "between",
            "minimum": date(self.year, 1, 1),
            "maximum": date(self.year, 12, 31),
            "error_type": "warning",
            "error_title": "Tanggal",
            "error_message": f"Tanggal biasanya berada dalam tahun anggaran {self.year}.",
        }
        rules = {
            columns.STAGE: stages,
            columns.PERCENT: percents,
            columns.FIGURE: money,
            columns.MONEY: money,
            columns.DATE: dates,
        }
        for at, column in enumerate(columns.COLUMNS, start=FIRST):
            if column.kind in rules:
                self.sheet.data_validation(self.first, at, self.last, at, rules[column.kind])
            if column.kind in WHOLE:
                cell = f"{xl_col_to_name(at)}{self.first + 1}"
                whole = self.book.add_format({"num_format": WHOLE[column.kind]})
                self.sheet.conditional_format(
                    self.first,
                    at,
                    self.total,
                    at,
                    {"type": "formula", "criteria": f"=MOD({cell},1)=0", "format": whole},
                )

    def protect(self):
        self.sheet.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "insert_rows": True,
                "delete_rows": True,
                "sort": True,
                "autofilter": True,
            },
        )
        self.sheet.autofilter(self.head + 1, NUMBER, self.last, KEY - 1)

    # -- paper ------------------------------------------------------------------------------------

    def lay_out(self):
        sheet = self.sheet
        sheet.set_column(NUMBER, NUMBER, 5)
        for at, column in enumerate(columns.COLUMNS, start=FIRST):
            sheet.set_column(at, at, column.width)
        sheet.set_column(KEY, KEY, 30, None, {"hidden": True})
        sheet.freeze_panes(self.first, FIRST + 2)
        sheet.set_landscape()
        sheet.set_paper(FOLIO)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(self.head, self.head + 1)
        sheet.print_area(0, NUMBER, self.total, KEY - 1)
        name = f"{self.lines[0]}, {self.year}".replace("&", "&&")[:200]
        sheet.set_footer(f"&L{name}&RHalaman &P dari &N")
