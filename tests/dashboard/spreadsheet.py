"""A spreadsheet that calculates what the portal's workbooks ask of one, and nothing else."""

import io
import re

import openpyxl

CELL = r"\$?([A-Z]+)\$?(\d+)"


class Book:
    """`told`: the values that the file carries; `calculated(place)`: what its formula gives."""

    def __init__(self, content):
        self.formulas = openpyxl.load_workbook(io.BytesIO(content)).active
        self.told = openpyxl.load_workbook(io.BytesIO(content), data_only=True).active

    def formula_places(self):
        return [
            cell.coordinate
            for row in self.formulas.iter_rows()
            for cell in row
            if cell.data_type == "f"
        ]

    def column(self, label):
        """{row number: value} below the label."""
        at = [cell.value for cell in self.told[1]].index(label) + 1
        return {row: self.told.cell(row, at).value for row in range(2, self.told.max_row + 1)}

    def calculated(self, place):
        cell = self.formulas[place]
        if cell.data_type != "f":
            return cell.value
        text = cell.value.removeprefix("=")
        text = re.sub(rf"SUM\({CELL}:{CELL}\)", self._sum, text)
        text = re.sub(rf"SUMPRODUCT\({CELL}:{CELL},{CELL}:{CELL}\)", self._product, text)
        text = re.sub(r"IF\((.+?)=0,", r"_if(\1==0,", text)
        text = re.sub(CELL, lambda found: f"_of('{found[1]}{found[2]}')", text)
        return eval(text, {"_of": self._operand, "_if": self._if})  # noqa: S307 - our own file

    def _operand(self, place):
        value = self.calculated(place)
        return 0 if value is None else value

    @staticmethod
    def _if(condition, yes, no):
        return yes if condition else no

    def _product(self, found):
        """Words count as nothing, as in a spreadsheet."""
        left, first, _, last, right, *_ = found.groups()
        pairs = [
            (self.calculated(f"{left}{row}"), self.calculated(f"{right}{row}"))
            for row in range(int(first), int(last) + 1)
        ]
        return repr(sum(a * b for a, b in pairs if isinstance(a, int | float)))

    def _sum(self, found):
        column, first, _, last = found.groups()
        values = [self.calculated(f"{column}{row}") for row in range(int(first), int(last) + 1)]
        return repr(sum(value for value in values if isinstance(value, int | float)))
