"""Which milestones of a plan serve something."""

from django import forms

from actionplans.models import Milestone


class MilestonesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, milestone):
        return f"{milestone.number}. {milestone.activity}"


class TraceForm(forms.Form):
    milestones = MilestonesField(
        Milestone.objects.none(),
        label="Tonggak yang melayaninya",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Lepaskan semua bila belum ada.",
    )

    def __init__(self, *args, rows, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["milestones"].queryset = rows
        self.fields["milestones"].initial = chosen
        self.fields["milestones"].hush_optional = True
