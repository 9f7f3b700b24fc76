"""A Paper as a workbook: what is told in words on the first sheet, each table on one of its own; a
document with one table is one sheet.

Figures and dates are real ones with a number format; no text becomes a formula, a number or a link.
"""

from io import BytesIO

import xlsxwriter

from replikasi.common import formats
from replikasi.common.listbook import AS_TEXT, LONGEST_CELL, sheet_name, write_value

from . import paper as parts
from .as_pdf import ROMAN, written

NUMBER_FORMATS = {
    parts.TEXT: "@",
    parts.WHOLE: "#,##0",
    parts.NUMBER: "#,##0.##",
    parts.PERCENT: "#,##0.0",
    parts.POINTS: "+#,##0.0;-#,##0.0;0.0",
    parts.MONEY: "#,##0",
    parts.DATE: "dd-mm-yyyy",
}
# Excel has no F4; its Folio (8½ × 13 inches) is the same sheet to a millimetre.
PAPERS = {parts.A4: 9, parts.F4: 14}
# Letters in a whole table's width: of a wide page, of a high one.
WIDE, HIGH = 190, 95
# Letters that a figure needs, or Excel shows ### for it.
NARROWEST = {parts.MONEY: 16, parts.DATE: 11, parts.PERCENT: 8, parts.POINTS: 8, parts.NUMBER: 8}
WORDS_COLUMNS = (26, 70)
LONGEST_LINE = 110
LINE_HEIGHT = 15
MOST_LINES = 27  # a row of Excel is 409 points high at most


def xlsx_of(paper):
    """Bytes of the .xlsx; the same paper gives the same bytes."""
    out = BytesIO()
    book = _Book(xlsxwriter.Workbook(out, {**AS_TEXT, "in_memory": True}), paper)
    book.write()
    return out.getvalue()


class _Book:
    def __init__(self, book, paper):
        self.book, self.paper, self.styles = book, paper, {}
        self.names = set()
        made = paper.at.replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": paper.title, "created": made})

    def style(self, **values):
        key = tuple(sorted(values.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format({"valign": "top", **values})
        return self.styles[key]

    def write(self):
        tables = self.paper.tables()
        if len(tables) == 1:
            _Sheet(self, tables[0].name).write(self.paper.blocks, tables[0])
        else:
            told = [
                parts.Paragraph(f"Lihat lembar {block.name}.", is_note=True)
                if isinstance(block, parts.Table)
                else block
                for block in self.paper.blocks
            ]
            _Sheet(self, "Ringkasan").write(told, None)
            for table in tables:
                _Sheet(self, table.name).write([parts.Title(table.name), table], table)
        self.book.close()

    def free_name(self, title):
        """A sheet's name that no other one bears."""
        name = wanted = sheet_name(title)
        number = 2
        while name.lower() in self.names:
            name, number = f"{wanted[: 30 - len(str(number))]} {number}", number + 1
        self.names.add(name.lower())
        return name


class _Sheet:
    """Written from the top down; `row` is the next free one."""

    def __init__(self, book, name):
        self.book, self.paper = book, book.paper
        self.sheet = book.book.add_worksheet(book.free_name(name))
        self.row = 0

    def write(self, blocks, table):
        widths = _widths(table, self.paper) if table else WORDS_COLUMNS
        self.widths, self.last = widths, max(len(widths) - 1, 1)
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width)
        head = self.paper.letterhead
        if head:
            self._across(f"PEMERINTAH {head.owner.upper()}", bold=True, align="center")
            self._across(head.unit.upper(), bold=True, align="center")
            for line in head.lines:
                self._across(line, align="center")
            self.row += 1
        if self.paper.mark:
            self._across(self.paper.mark, bold=True, align="center", font_color="#B42318")
        for block in blocks:
            getattr(self, f"_{type(block).__name__.lower()}")(block)
        if self.paper.check:
            self.row += 1
            told = self.paper.check
            self._across(f"Nomor periksa {told.number}. Cocokkan di {told.url}")
        self._for_print()

    def _across(self, text, lines=1, **style):
        """A text over the whole width."""
        form = self.book.style(**{"text_wrap": True, "num_format": "@", **style})
        lines = max(lines, -(-len(text) // LONGEST_LINE))
        self.sheet.set_row(self.row, LINE_HEIGHT * min(lines, MOST_LINES))
        text = text[:LONGEST_CELL]
        self.sheet.merge_range(self.row, 0, self.row, self.last, "", form)
        self.sheet.write_string(self.row, 0, text, form)
        self.row += 1

    def _title(self, block):
        self._across(block.text, bold=True, align="center", font_size=13)
        if block.subtitle:
            self._across(block.subtitle, align="center")
        self.row += 1

    def _heading(self, block):
        number = f"{ROMAN[block.number]}. " if block.number else ""
        self.row += 1
        self._across(f"{number}{block.text}", bold=True)

    def _paragraph(self, block):
        for line in block.text.splitlines():
            if line.strip():
                self._across(line, **({"font_color": "#52606D"} if block.is_note else {}))

    def _facts(self, block):
        for fact in block.rows:
            self._pair(fact.label, fact.value, fact.kind)
        self.row += 1

    def _figures(self, block):
        for one in block.rows:
            self._pair(one.label, ". ".join((one.value, *one.notes)), parts.TEXT)
        self.row += 1

    def _pair(self, label, value, kind):
        form = self.book.style(text_wrap=True, num_format=NUMBER_FORMATS[kind], align="left")
        if self.last > 1:
            self.sheet.merge_range(self.row, 1, self.row, self.last, "", form)
        self.sheet.write_string(self.row, 0, label, self.book.style(text_wrap=True, bold=True))
        write_value(self.sheet, self.row, 1, value, form, form)
        lines = -(-len(written(value, kind)) // LONGEST_LINE)
        lines = max(lines, -(-len(label) // int(self.widths[0])))
        self.sheet.set_row(self.row, LINE_HEIGHT * min(max(lines, 1), MOST_LINES))
        self.row += 1

    def _letter(self, block):
        self._across(block.place_date, align="right")
        for fact in block.facts:
            self._pair(fact.label, fact.value, fact.kind)
        self._across("Kepada Yth. " + ", ".join(block.to))
        self.row += 1

    def _items(self, block):
        for number, text in enumerate(block.texts, start=1):
            self._across(f"{number}. {text}" if block.is_numbered else f"– {text}")

    def _chart(self, block):
        self._across(block.words, font_color="#52606D")

    def _break(self, block):
        self.row += 1

    def _signatures(self, block):
        self.row += 1
        for one in block.rows:
            nip = f"NIP {formats.nip(one.nip)}" if one.nip else ""
            lines = [one.above, one.position, "", "", one.name, one.rank, nip]
            for line in lines:
                self._across(line, align="right", **({"bold": True} if line == one.name else {}))
            self.row += 1

    def _table(self, block):
        columns, style = block.columns, self.book.style
        shaded = {"bold": True, "bg_color": "#EEF1F4"}
        edge = {"border": 1, "border_color": "#9AA5B1", "text_wrap": True}
        head = style(**edge, **shaded)
        first = self.row
        heads = parts.Row(tuple(column.label for column in columns))
        self.sheet.set_row(first, LINE_HEIGHT * self._lines(heads, columns))
        for place, column in enumerate(columns):
            self.sheet.write_string(first, place, column.label, head)
        self.row += 1
        self.sheet.freeze_panes(self.row, 0)
        self.sheet.repeat_rows(first)
        if not block.rows:
            self._across(block.empty, font_color="#52606D")
        for row in block.rows:
            look = {**edge, **shaded} if row.kind else edge
            if row.kind == "section":
                self._across(str(row.cells[0]), **look)
                continue
            word = style(num_format="@", **look)
            self.sheet.set_row(self.row, LINE_HEIGHT * self._lines(row, columns))
            for place, (value, column) in enumerate(zip(row.cells, columns, strict=True)):
                form = style(num_format=NUMBER_FORMATS[column.kind], **look)
                write_value(self.sheet, self.row, place, value, form, word)
            self.row += 1
        self.row += 1

    def _lines(self, row, columns):
        """How many lines the row needs: no program that only shows a workbook counts them."""
        needed = 1
        for value, column, width in zip(row.cells, columns, self.widths, strict=True):
            lines = written(value, column.kind).split("\n")
            needed = max(needed, sum(-(-len(line) // int(width)) or 1 for line in lines))
        return min(needed, MOST_LINES)

    def _for_print(self):
        if self.paper.is_wide:
            self.sheet.set_landscape()
        self.sheet.set_paper(PAPERS[self.paper.size])
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.fit_to_pages(1, 0)
        foot = self.paper.foot.replace("&", "&&")[:200]
        self.sheet.set_footer(f"&L&8{foot}&R&8Halaman &P dari &N")


def _widths(table, paper):
    whole = sum(column.width for column in table.columns)
    letters = WIDE if paper.is_wide else HIGH
    return [
        max(NARROWEST.get(column.kind, 5), letters * column.width / whole)
        for column in table.columns
    ]
