"""The data as a ZIP of CSV files for machines; how they are written is told in tentang.csv."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

from replikasi.common.sheets import FORMULA

from .definitions import ABOUT

BOM = "\ufeff"  # without it Excel reads UTF-8 as the system's own letters


def write(out, told, tables):
    """Write to `out` (a binary file) an archive with a file for each (Table, rows) of `tables`."""
    at = datetime.fromisoformat(dict(told)["dibuat_pada"]).timetuple()[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table, rows in [(ABOUT, told), *tables]:
            entry = zipfile.ZipInfo(f"{table.name}.csv", at)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (
                archive.open(entry, "w", force_zip64=True) as binary,
                io.TextIOWrapper(binary, encoding="utf-8", newline="") as text,
            ):
                text.write(BOM)
                writer = csv.writer(text, lineterminator="\r\n")
                writer.writerow([column.name for column in table.columns])
                writer.writerows([_written(cell) for cell in row] for row in rows)


def _written(cell):
    """A cell as text: figures never in powers of ten, an apostrophe before what a spreadsheet
    would calculate."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if FORMULA.match(cell) else cell
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f")
    return cell.isoformat() if isinstance(cell, date) else str(cell)
