"""The form of one row of a plan's matrix."""

from django import forms

from actionplans import columns
from actionplans.models import Milestone, Stage
from actionplans.overview import proposal
from replikasi.common import formats
from replikasi.common.fields import IndonesianDateField, IndonesianDecimalField, RupiahField


def quarter_field(label):
    return IndonesianDecimalField(
        label=label, required=False, min_value=0, max_value=100, decimal_places=2, suffix="%"
    )


class MilestoneForm(forms.ModelForm):
    """One row of the matrix, on a page of its own or in place (`in_place`: the id of its form).

    `seen` is the revision that the form was opened with, `below` the row under which a new one is
    to stand, `cursor` the field that it opens at. After validation `proposed` holds the targets
    that were filled in from the dates, if they were; after a conflict `merged` is what became of
    both writings (merging.Merge).
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    below = forms.IntegerField(widget=forms.HiddenInput, required=False)
    target = IndonesianDecimalField(
        label="Target", required=False, min_value=0, max_digits=14, decimal_places=2
    )
    weight = IndonesianDecimalField(
        label="Bobot",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text="Jumlah bobot semua tonggak harus tepat 100.",
    )
    start = IndonesianDateField(label="Mulai", required=False)
    due = IndonesianDateField(
        label="Selesai", required=False, help_text="Misalnya 30 Juni 2027 atau 30-06-2027."
    )
    target_q1 = quarter_field("TW I")
    target_q2 = quarter_field("TW II")
    target_q3 = quarter_field("TW III")
    target_q4 = quarter_field("TW IV")
    ceiling = RupiahField(label="Pagu", required=False)

    class Meta:
        model = Milestone
        fields = [
            "stage",
            "activity",
            "output",
            "indicator",
            "target",
            "unit",
            "weight",
            "start",
            "due",
            *Milestone.TARGETS,
            "person_in_charge",
            "person_email",
            "related_parties",
            "budget_line",
            "ceiling",
            "evidence_expected",
            "remark",
        ]
        widgets = {
            "evidence_expected": forms.Textarea({"rows": 3}),
            "remark": forms.Textarea({"rows": 2}),
        }
        labels = {"person_email": "Surel (untuk pemberitahuan)"}
        error_messages = {"activity": {"required": "Tulis kegiatannya."}}

    def __init__(self, *args, in_place="", cursor="", **kwargs):
        super().__init__(*args, **kwargs)
        self.proposed = self.merged = None
        self.cursor = cursor if cursor in self._meta.fields else "activity"
        self.fields["seen"].initial = self.instance.revision
        self.fields["stage"].choices = Stage.choices
        for field in self.fields.values():
            # In a draft any cell may wait; the checks on the plan's page say what is missing.
            field.hush_optional = True
        if in_place:
            self._stand_in_place(in_place)

    def _stand_in_place(self, identity):
        """Controls that stand in the cells of a table, outside their form element."""
        for name, field in self.fields.items():
            field.help_text = ""
            looks = "form-select" if name == "stage" else "form-control"
            field.widget.attrs |= {"class": looks, "form": identity}
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
        row = self.instance
        proposed = proposal(row.start, row.due, row.plan.fiscal_year)
        for name, target in zip(Milestone.TARGETS, proposed or (), strict=False):
            self.fields[name].widget.attrs["placeholder"] = formats.number(target)

    def with_cursor(self):
        """Focuses, when it is swapped in, the first wrong field or the one it was opened at."""
        wrong = [field.name for field in self.visible_fields() if self.errors and field.errors]
        name = wrong[0] if wrong else self.cursor
        if not self.non_field_errors():
            self.fields[name].widget.attrs["autofocus"] = True
        return self

    def cells(self):
        """{field: BoundField}, with a `change` where somebody else wrote the cell meanwhile."""
        found = {field.name: field for field in self.visible_fields()}
        for name, field in found.items():
            field.change = self.merged.of(name) if self.merged else None
        return found

    def clean_ceiling(self):
        return self.cleaned_data["ceiling"] or 0

    def clean(self):
        cleaned = super().clean()
        for name, sentence in columns.faults_between(cleaned):
            self.add_error(name, sentence)
        if not self.errors and all(cleaned.get(name) is None for name in Milestone.TARGETS):
            year = self.instance.plan.fiscal_year
            self.proposed = proposal(cleaned.get("start"), cleaned.get("due"), year)
            cleaned.update(zip(Milestone.TARGETS, self.proposed or (), strict=False))
        return cleaned

    def take_in(self, merged, revision):
        """Hold what somebody else saved meanwhile beside what was typed (see merging.merge)."""
        self.merged = merged
        self.data = self.data.copy()
        self.data["seen"] = str(revision)
        for name, value in merged.values.items():
            field = self.fields[name]
            written = field.widget.format_value(field.prepare_value(value))
            self.data[self.add_prefix(name)] = written or ""
