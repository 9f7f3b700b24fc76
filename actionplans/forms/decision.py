"""Forms of decisions on a plan: a reason, remarks on milestones, a revision, two versions."""

from django import forms

from actionplans.models import ActionPlan

# A longer plan is remarked on in its matrix alone, where rows are loaded as they are reached.
MOST_REMARK_FIELDS = 50


class SeenForm(forms.Form):
    """A decision on the plan as it stood when the page was opened: its revision."""

    seen = forms.IntegerField(widget=forms.HiddenInput({"id": False}), required=False)


class ReasonForm(SeenForm):
    """A decision that wants a reason."""

    reason = forms.CharField(
        label="Alasan",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tulis alasannya, supaya jelas apa yang perlu diperbaiki."},
    )


class RejectionForm(ReasonForm):
    """Litbang's no to a revision."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Alasan penolakan"
        self.fields["reason"].error_messages["required"] = "Tulis mengapa revisi ini ditolak."


class ReturnForm(ReasonForm):
    """A plan goes back: with a reason, or with remarks on milestones, or both."""

    def __init__(self, *args, plan, milestones, remarked, **kwargs):
        """`remarked`: whether there are open remarks already, which are reason enough."""
        super().__init__(*args, **kwargs)
        self.remarked = remarked
        self.fields["seen"].initial = plan.revision
        self.fields["reason"].required = False
        self.fields["reason"].hush_optional = True
        self.milestones = list(milestones) if len(milestones) <= MOST_REMARK_FIELDS else []
        for milestone in self.milestones:
            self.fields[f"catatan-{milestone.pk}"] = forms.CharField(
                label=f"Catatan untuk tonggak {milestone.number}",
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )

    def lines(self):
        """(milestone, its field) in the order of the plan."""
        return [(row, self[f"catatan-{row.pk}"]) for row in self.milestones]

    def remarks(self):
        """[(milestone, what is to be mended)] that were typed."""
        typed = [(row, self.cleaned_data.get(f"catatan-{row.pk}")) for row in self.milestones]
        return [(row, body) for row, body in typed if body]

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("reason") or self.remarked or self.remarks()):
            self.add_error("reason", self.fields["reason"].error_messages["required"])
        return cleaned


class RemarkForm(forms.Form):
    """What is to be mended at one milestone."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    body = forms.CharField(
        label="Apa yang perlu diperbaiki",
        widget=forms.Textarea({"rows": 3, "autofocus": True}),
        help_text="OPD langsung melihat catatan ini.",
        error_messages={"required": "Tulis apa yang perlu diperbaiki."},
    )


class RevisionForm(SeenForm):
    """The agency opens a revision: why, as a code and in a sentence."""

    reason = forms.ChoiceField(
        label="Alasan revisi",
        choices=ActionPlan.RevisionReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih alasan revisi."},
    )
    note = forms.CharField(
        label="Penjelasan",
        max_length=300,
        error_messages={"required": "Tulis satu kalimat penjelasan."},
    )


class ComparisonForm(forms.Form):
    """Which two states of a plan are laid side by side."""

    dari = forms.ChoiceField(label="Dari")
    ke = forms.ChoiceField(label="Ke")

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.choices = choices
            field.error_messages["invalid_choice"] = "Versi itu tidak ada. Pilih dari daftar."
