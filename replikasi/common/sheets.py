"""Excel and CSV in and out of the admin site: formats, cells, and what every sheet has in common.

A sheet's columns have Indonesian names and natural keys (a code, a name) in place of numbers.
Import is all or nothing, after a dry run; what is wrong is told row by row.
"""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import tablib
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from import_export import fields, resources, widgets
from import_export.formats import base_formats

from replikasi.common import formats

MAX_ROWS = 5000
CHANGE_REASON = "impor"
# What a spreadsheet would take for a formula.
FORMULA = re.compile(r"^[=+\-@\t\r]")
FIGURE = re.compile(r"^[+-]?\d[\d.,]*$")


class UnreadableFile(ValueError):
    """The file as a whole cannot be taken; the text says why."""


def _checked(headers, rows):
    """A Dataset of non-empty rows under trimmed headers. Raises UnreadableFile."""
    headers = [str(name).strip() if name is not None else "" for name in headers]
    while headers and not headers[-1]:
        headers.pop()
    if not headers or "" in headers:
        raise UnreadableFile("Baris pertama harus berisi nama semua kolom.")
    dataset = tablib.Dataset(headers=headers)
    for row in rows:
        if any(cell not in (None, "") for cell in row):
            dataset.append((list(row) + [None] * len(headers))[: len(headers)])
    if not len(dataset):
        raise UnreadableFile("Berkas ini tidak berisi baris data di bawah nama kolom.")
    if len(dataset) > MAX_ROWS:
        raise UnreadableFile(f"Paling banyak {formats.number(MAX_ROWS)} baris sekali impor.")
    return dataset


class Xlsx(base_formats.XLSX):
    def get_title(self):
        return "Excel (.xlsx)"

    def create_dataset(self, in_stream):
        book = openpyxl.load_workbook(io.BytesIO(in_stream), read_only=True, data_only=True)
        rows = book.active.iter_rows(values_only=True)
        return _checked(next(rows, ()), rows)

    def export_data(self, dataset, **kwargs):
        """Text stays text: openpyxl would write "=1+1" as a formula."""
        book = openpyxl.Workbook(write_only=False)
        sheet = book.active
        for number, row in enumerate([dataset.headers, *dataset], start=1):
            for place, value in enumerate(row, start=1):
                cell = sheet.cell(number, place)
                if isinstance(value, str):
                    cell.value = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value)
                    cell.data_type = "s"
                    cell.number_format = "@"  # so that 19.10 stays a code when it is edited
                else:
                    cell.value = value
        sheet.freeze_panes = "A2"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


class Csv(base_formats.CSV):
    def get_title(self):
        return "CSV (.csv)"

    def create_dataset(self, in_stream):
        text = in_stream if isinstance(in_stream, str) else in_stream.decode("utf-8-sig")
        header = text.partition("\n")[0]
        delimiter = max(",;\t", key=header.count)  # Indonesian Excel writes semicolons
        rows = csv.reader(io.StringIO(text), delimiter=delimiter)
        return _checked(next(rows, ()), ([_without_guard(cell) for cell in row] for row in rows))

    def export_data(self, dataset, **kwargs):
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        for row in [dataset.headers, *dataset]:
            writer.writerow([guarded(cell) for cell in row])
        return "\ufeff" + out.getvalue()


def guarded(cell):
    """With an apostrophe before what a spreadsheet would calculate."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if FORMULA.match(text) and not FIGURE.match(text) else text


def _without_guard(cell):
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell


FORMATS = [Xlsx, Csv]


# -- cells --------------------------------------------------------------------------------------


def text_of(value):
    """The text of a cell; a whole number loses the .0 that Excel gives it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


class Text(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        return text_of(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class Digits(Text):
    """A long number kept as text, such as a NIP: Excel rounds what it takes for a figure."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, int | float):
            raise ValueError("Format kolom ini sebagai teks: Excel membulatkan angka panjang.")
        return "".join(text_of(value).split())


class RegionCode(Text):
    """Kemendagri's dotted code; 19.1 out of a number cell is 19.10."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, float) and not value.is_integer():
            return f"{value:05.2f}"
        return text_of(value)


class Whole(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        text = text_of(value)
        if not text:
            return None
        if not text.isdecimal():
            raise ValueError(f"“{text}” bukan bilangan bulat.")
        return int(text)

    def render(self, value, obj=None, **kwargs):
        return value if kwargs.get("force_native_type") else text_of(value)


class Figure(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if isinstance(value, int | float | Decimal):
            return Decimal(str(value))
        return formats.parse_decimal(text_of(value)) if text_of(value) else None

    def render(self, value, obj=None, **kwargs):
        if kwargs.get("force_native_type") or value is None:
            return value
        return format(value, "f").replace(".", ",")


class Day(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        return formats.parse_date(text_of(value)) if text_of(value) else None

    def render(self, value, obj=None, **kwargs):
        if kwargs.get("force_native_type") or value is None:
            return value
        return f"{value:%d-%m-%Y}"


class YesNo(widgets.Widget):
    def clean(self, value, row=None, **kwargs):
        if isinstance(value, bool):
            return value
        text = text_of(value).lower()
        if text in ("ya", "1"):
            return True
        if text in ("tidak", "0", ""):
            return False
        raise ValueError(f"Isi “ya” atau “tidak”, bukan “{text}”.")

    def render(self, value, obj=None, **kwargs):
        return "ya" if value else "tidak"


class Choice(widgets.Widget):
    """A choice by its label or its code."""

    def __init__(self, choices):
        super().__init__()
        self.labels = dict(choices)

    def clean(self, value, row=None, **kwargs):
        text = text_of(value)
        for code, label in self.labels.items():
            if text.lower() in (str(code).lower(), str(label).lower()):
                return code
        known = ", ".join(str(label) for label in self.labels.values())
        raise ValueError(f"“{text}” tidak dikenal. Pilihannya: {known}.")

    def render(self, value, obj=None, **kwargs):
        return str(self.labels.get(value, ""))


class Link(widgets.Widget):
    """Another row by its natural key: `find(text, row)` gives a queryset, `show(row)` the key."""

    def __init__(self, noun, find, show=str, help=""):
        super().__init__()
        self.noun, self.find, self.show, self.help = noun, find, show, help

    def clean(self, value, row=None, **kwargs):
        text = text_of(value)
        if not text:
            return None
        found = list(self.find(text, row or {})[:2])
        if not found:
            raise ValueError(f"{self.noun} “{text}” tidak ada di portal. {self.help}".strip())
        if len(found) > 1:
            raise ValueError(f"{self.noun} “{text}” ada lebih dari satu. {self.help}".strip())
        return found[0]

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else self.show(value)


def column(attribute, name, cell=None, *, shown=False):
    """A column `name` of a sheet; one that is `shown` helps to find a row and sets nothing."""
    return fields.Field(
        attribute=attribute, column_name=name, widget=cell or Text(), readonly=shown
    )


# -- sheets -------------------------------------------------------------------------------------


class Difference(resources.Diff):
    """Before and after as text; the library's own paints it with inline styles."""

    def as_html(self):
        return [
            format_html("<del>{}</del> <ins>{}</ins>", before, after)
            if before != after and before not in ("", None) and not self.new
            else format_html("<ins>{}</ins>" if before != after else "{}", after or "")
            for before, after in zip(self.left, self.right, strict=False)
        ]


class Sheet(resources.ModelResource):
    """Columns are declared one by one, so that nothing else can be imported.

    `Meta.import_id_fields` names the columns of the natural key; `optional_keys` those that tell
    rows apart where they are filled in (the sheet's own `get_instance` finds by them).
    """

    optional_keys = ()

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    @classmethod
    def get_diff_class(cls):
        return Difference

    @property
    def columns(self):
        return [field.column_name for field in self.get_import_fields()]

    @property
    def key_columns(self):
        return [self.fields[name].column_name for name in self._meta.import_id_fields]

    def before_import(self, dataset, **kwargs):
        missing = [name for name in self.key_columns if name not in dataset.headers]
        unknown = [name for name in dataset.headers if name not in self.columns]
        twice = {name for name in dataset.headers if dataset.headers.count(name) > 1}
        self.seen = set()
        if missing or unknown or twice:
            dataset.wipe()
            dataset.headers = self.columns
        if missing:
            raise UnreadableFile(f"Kolom wajib belum ada: {', '.join(missing)}.")
        if unknown:
            raise UnreadableFile(
                f"Kolom tidak dikenal: {', '.join(unknown)}. "
                f"Yang dapat diimpor: {', '.join(self.columns)}."
            )
        if twice:
            raise UnreadableFile(f"Kolom muncul dua kali: {', '.join(sorted(twice))}.")

    def before_import_row(self, row, **kwargs):
        empty = [name for name in self.key_columns if not text_of(row[name])]
        if empty:
            raise ValidationError(dict.fromkeys(empty, "Kolom ini harus diisi."))
        shown = [field.column_name for field in self.get_import_fields() if field.readonly]
        names = (*self.key_columns, *self.optional_keys, *shown)
        key = tuple(text_of(row.get(name)).casefold() for name in names)
        if key in self.seen:
            raise ValidationError("Baris ini sama dengan baris sebelumnya dalam berkas.")
        self.seen.add(key)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Errors under the names of columns, as the person knows them."""
        names = {field.attribute: field.column_name for field in self.get_import_fields()}
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as error:
            raise ValidationError(
                {names.get(key, key): list_ for key, list_ in error.error_dict.items()}
            ) from error

    def before_save_instance(self, instance, row, **kwargs):
        instance._history_user = kwargs.get("user")
        instance._change_reason = CHANGE_REASON
