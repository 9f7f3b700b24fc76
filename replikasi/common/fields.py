"""Form fields that read and show figures, money and dates the Indonesian way.

Stored values are shown in the portal's writing; what a person typed is shown again as typed.
"""

import datetime

from django import forms
from django.core.exceptions import ValidationError

from replikasi.common import formats, uploads


class FigureInput(forms.TextInput):
    """A text box with the number keys of a phone (type=number would refuse a decimal comma)."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off", **(attrs or {})})


class IndonesianDecimalField(forms.DecimalField):
    """A Decimal typed as "1.234,5". `suffix` (such as "%") may be typed after it."""

    widget = FigureInput
    parse = staticmethod(formats.parse_decimal)
    write = staticmethod(formats.number)

    def __init__(self, *, suffix="", **options):
        self.suffix = suffix
        super().__init__(**options)
        self.error_messages = {**self._bound_messages(), **self.error_messages}

    def _bound_messages(self):
        low, high = (self.write(v) for v in (self.min_value, self.max_value))
        # Django fills these sentences with the % operator, to which a % of ours is "%%".
        end = f"{formats.NBSP}{self.suffix}".replace("%", "%%") if self.suffix else ""
        if low and high:
            both = f"Isi dengan angka dari {low} sampai {high}{end}."
            messages = {"min_value": both, "max_value": both}
        else:
            messages = {
                "min_value": f"Isi dengan angka paling kecil {low}{end}.",
                "max_value": f"Isi dengan angka paling besar {high}{end}.",
            }
        return {
            **messages,
            "max_decimal_places": f"Paling banyak {self.decimal_places} angka di belakang koma.",
            "max_digits": "Angka ini terlalu besar. Periksa kembali jumlah nolnya.",
            "max_whole_digits": "Angka ini terlalu besar. Periksa kembali jumlah nolnya.",
        }

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = str(value).strip()
        if self.suffix and text.endswith(self.suffix):
            text = text.removesuffix(self.suffix)
        if not text:
            return None
        try:
            return self.parse(text)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value):
        """A stored figure in the portal's writing; text (typed, then refused) as it is."""
        return value if isinstance(value, str) else self.write(value)


class RupiahField(IndonesianDecimalField):
    """Money in rupiah, never negative unless told so; typed with or without "Rp" and sen."""

    parse = staticmethod(formats.parse_rupiah)
    affix_before = "Rp"  # stands beside the box (templates/bootstrap5/field.html)

    def __init__(self, *, min_value=0, **options):
        options.setdefault("max_digits", 18)
        options.setdefault("decimal_places", 2)
        super().__init__(min_value=min_value, **options)


class DateText(forms.DateInput):
    """A box for a date as people write it; dates.js puts a calendar beside it."""

    def __init__(self, attrs=None):
        super().__init__({"autocomplete": "off", "data-date": True, **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, datetime.date):
            return f"{value:%d-%m-%Y}"
        return value or None


class DatePicker(forms.DateInput):
    """The browser's own calendar; a plain box when what was typed is not a date to it."""

    input_type = "date"

    def format_value(self, value):
        if isinstance(value, datetime.date):
            return f"{value:%Y-%m-%d}"
        return value or None

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        try:
            datetime.date.fromisoformat(shown or "2000-01-01")
        except ValueError:
            context["widget"]["type"] = "text"
        return context


class IndonesianDateField(forms.DateField):
    """A date typed as "30-06-2026", "30 Juni 2026", "30/6/26" or ISO.

    `picker=True` draws the browser's calendar (whose writing follows the browser's language).
    """

    widget = DateText

    def __init__(self, *, picker=False, **options):
        if picker:
            options.setdefault("widget", DatePicker)
        super().__init__(**options)

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return formats.parse_date(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is inspected, and each refusal names its file."""

    widget = FilesInput

    def clean(self, data, initial=None):
        if not data:
            return []
        errors = []
        for file in data if isinstance(data, list | tuple) else [data]:
            try:
                # Not super().clean: an empty file gets the sentence of `inspect`.
                uploads.inspect(file)
            except ValidationError as error:
                errors += [f"{file.name}: {message}" for message in error.messages]
        if errors:
            raise ValidationError(errors)
        return list(data) if isinstance(data, list | tuple) else [data]
