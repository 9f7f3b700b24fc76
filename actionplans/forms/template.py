"""The forms of a template: what it is called, and its rows, moved before they are read."""

from django import forms

from actionplans.models import PlanTemplate, Stage, TemplateRow
from actionplans.services.templates import MOST_ROWS, ROW_FIELDS
from replikasi.common.fields import IndonesianDecimalField
from replikasi.common.formats import SHORT_MONTHS


class TemplateForm(forms.ModelForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PlanTemplate
        fields = ["name", "description", "is_active"]
        labels = {"is_active": "Ditawarkan saat rencana baru disusun"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision

    def validate_unique(self):
        """The service does, since the same form sent twice is no second template."""


class TemplateRowForm(forms.ModelForm):
    """One row; `row` is its key, empty for a new one."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    target = IndonesianDecimalField(
        label="Target", required=False, min_value=0, max_digits=14, decimal_places=2
    )
    weight = IndonesianDecimalField(
        label="Bobot", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )

    class Meta:
        model = TemplateRow
        fields = ROW_FIELDS
        widgets = {"evidence_expected": forms.Textarea({"rows": 2})}

    def __init__(self, *args, opens=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.opens = opens
        self.fields["stage"].choices = Stage.choices
        for field in self.fields.values():
            field.hush_optional = True
        for name in ("start_month", "due_month"):
            self.fields[name].choices = [("", "belum"), *TemplateRow._meta.get_field(name).choices]
        if opens:
            self.fields["activity"].widget.attrs["autofocus"] = True

    def validate_constraints(self):
        """Said beside the field by `clean`."""

    def clean(self):
        cleaned = super().clean()
        start, due = cleaned.get("start_month"), cleaned.get("due_month")
        if start and due and due < start:
            self.add_error("due_month", "Bulan selesai tidak boleh sebelum bulan mulai.")
        return cleaned

    # -- what is seen of it while it is closed --------------------------------------------------

    @property
    def is_open(self):
        return self.opens or not self["activity"].value() or bool(self.is_bound and self.errors)

    @property
    def token(self):
        """What tells this row from the others on the page, wherever it stands."""
        return self["row"].value() or self.prefix

    @property
    def title(self):
        return self["activity"].value() or "Baris baru"

    @property
    def summary(self):
        """Months and weight, as far as they are known."""
        months = [
            SHORT_MONTHS[int(month) - 1]
            for month in (self["start_month"].value(), self["due_month"].value())
            if str(month or "").isdecimal() and 1 <= int(month) <= len(SHORT_MONTHS)
        ]
        weight = self.fields["weight"].prepare_value(self["weight"].value())
        parts = ["–".join(dict.fromkeys(months)), f"bobot {weight}" if weight else ""]
        return ", ".join(part for part in parts if part)


class TemplateRowForms:
    """The rows in the order of their stages. `rows`: dicts of values or of what was typed.

    Bound (`typed`) they are read and told what is wrong; otherwise shown as they are.
    """

    NAMES = ("row", *ROW_FIELDS)
    COUNT = "baris-jumlah"

    def __init__(self, rows, *, typed=False, new=None):
        self.rows = sorted(rows, key=lambda row: row["stage"])
        self.typed, self.new = typed, new

    @classmethod
    def sent(cls, data):
        """The rows of a form that was sent."""
        count = str(data.get(cls.COUNT, ""))
        count = min(int(count), MOST_ROWS + 1) if count.isdecimal() else 0
        rows = [
            {name: data.get(f"baris-{place}-{name}", "") for name in cls.NAMES}
            for place in range(count)
        ]
        for row in rows:
            if row["stage"] not in Stage.values:
                row["stage"] = Stage.values[0]
        return cls(rows, typed=True)

    def without_blanks(self):
        """The same but for rows in which nothing was typed."""
        rows = [
            row
            for row in self.rows
            if any(str(row[name] or "").strip() for name in ROW_FIELDS if name != "stage")
        ]
        return type(self)(rows, typed=True)

    def act(self, action):
        """The same rows, not yet read, after `action`: "tambah:STAGE", "naik:PLACE" and so on."""
        verb, _, what = action.partition(":")
        rows, new = list(self.rows), None
        if verb == "tambah" and what in Stage.values and len(rows) < MOST_ROWS:
            new = {"stage": what}
            rows.append(new)
        elif what.isdecimal() and int(what) < len(rows):
            place = int(what)
            if verb == "buang":
                del rows[place]
            other = {"naik": place - 1, "turun": place + 1}.get(verb, -1)
            if 0 <= other < len(rows) and rows[place]["stage"] == rows[other]["stage"]:
                rows[place], rows[other] = rows[other], rows[place]
        return type(self)(rows, new=new)

    @property
    def forms(self):
        if not hasattr(self, "_forms"):
            self._forms = [self._form(place, row) for place, row in enumerate(self.rows)]
        return self._forms

    def _form(self, place, row):
        prefix = f"baris-{place}"
        if self.typed:
            return TemplateRowForm({f"{prefix}-{name}": row[name] for name in row}, prefix=prefix)
        return TemplateRowForm(prefix=prefix, initial=row, opens=row is self.new)

    def groups(self):
        """(stage, its label, [(place, form)]) of every stage."""
        places = list(enumerate(zip(self.rows, self.forms, strict=True)))
        return [
            (
                stage,
                label,
                [(place, form) for place, (row, form) in places if row["stage"] == stage],
            )
            for stage, label in Stage.choices
        ]

    def is_valid(self):
        return not any(form.errors for form in self.forms)

    def values(self):
        """The rows as services.templates takes them."""
        return [
            {
                **{name: form.cleaned_data[name] for name in ROW_FIELDS},
                "pk": form.cleaned_data["row"],
            }
            for form in self.forms
        ]
