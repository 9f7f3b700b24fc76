"""Forms of a plan and of the rows of its matrix."""

from itertools import pairwise

from django import forms
from django.utils import timezone

from actionplans.models import ActionPlan, Milestone, Stage
from innovations.models import Replication
from replikasi.common.fields import IndonesianDateField, IndonesianDecimalField, RupiahField


class NewPlanForm(forms.Form):
    replication = forms.ModelChoiceField(
        Replication.objects.none(), label="Replikasi", empty_label="Pilih replikasi"
    )
    fiscal_year = forms.TypedChoiceField(label="Tahun anggaran", coerce=int)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Replication.objects.visible_to(user).for_list()
        self.fields["replication"].queryset = rows
        self.fields["replication"].label_from_instance = lambda row: row.title
        year = timezone.localdate().year
        self.fields["fiscal_year"].choices = [(y, str(y)) for y in (year + 1, year, year - 1)]
        self.fields["fiscal_year"].initial = year


class MilestoneForm(forms.ModelForm):
    """One row of the matrix; `seen` is the revision that the form was opened with."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
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
    start = IndonesianDateField(label="Mulai", required=False, picker=True)
    due = IndonesianDateField(label="Selesai", required=False, picker=True)
    target_q1 = IndonesianDecimalField(
        label="TW I", required=False, min_value=0, max_value=100, decimal_places=2, suffix="%"
    )
    target_q2 = IndonesianDecimalField(
        label="TW II", required=False, min_value=0, max_value=100, decimal_places=2, suffix="%"
    )
    target_q3 = IndonesianDecimalField(
        label="TW III", required=False, min_value=0, max_value=100, decimal_places=2, suffix="%"
    )
    target_q4 = IndonesianDecimalField(
        label="TW IV", required=False, min_value=0, max_value=100, decimal_places=2, suffix="%"
    )
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

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision
        self.fields["ceiling"].affix_before = "Rp"
        self.fields["stage"].choices = Stage.choices
        for field in self.fields.values():
            # In a draft any cell may wait; the checks on the plan's page say what is missing.
            field.hush_optional = True
        for name in Milestone.TARGETS:
            self.fields[name].affix_after = "%"

    def clean_ceiling(self):
        return self.cleaned_data["ceiling"] or 0

    def clean(self):
        cleaned = super().clean()
        start, due = cleaned.get("start"), cleaned.get("due")
        if start and due and due < start:
            self.add_error("due", "Tanggal selesai tidak boleh sebelum tanggal mulai.")
        known = [
            (name, cleaned[name]) for name in Milestone.TARGETS if cleaned.get(name) is not None
        ]
        for (_, earlier), (name, later) in pairwise(known):
            if later < earlier:
                self.add_error(name, "Target bersifat kumulatif, jadi tidak boleh turun.")
        return cleaned


class ReasonForm(forms.Form):
    """A decision that wants a reason."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="Alasan",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tulis alasannya, supaya jelas apa yang perlu diperbaiki."},
    )


class RevisionForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.ChoiceField(
        label="Alasan revisi", choices=ActionPlan.RevisionReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Penjelasan",
        max_length=300,
        error_messages={"required": "Tulis satu kalimat penjelasan."},
    )
