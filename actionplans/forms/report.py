"""The words of a report, and what it says of earlier promises."""

from django import forms
from django.core.exceptions import ValidationError

from actionplans.models import NextStep, Report
from actionplans.services.promises import BROKEN_NEEDS_NOTE, LONGEST, MOST, steps_of
from actionplans.services.reports import IDLE_NEEDS_REASON


class ReportForm(forms.ModelForm):
    """The words of a report, and an answer to each step that the report before it promised.

    A step has the fields `step-PK` and `note-PK`. `idle`: the quarter brought no update, so that
    the report tells why; `sending` makes that reason obligatory.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Report
        fields = ["idle_reason", "problem", "solution", "next_steps"]
        widgets = {name: forms.Textarea({"rows": 3}) for name in fields}

    def __init__(self, *args, idle=False, steps=(), sending=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = list(steps)
        self.fields["seen"].initial = self.instance.revision
        self.fields["next_steps"].help_text = (
            "Satu baris satu langkah. Di laporan berikutnya tiap langkah dijawab: ditepati atau "
            "tidak."
        )
        if idle:
            reason = self.fields["idle_reason"]
            reason.label = "Alasan tidak ada kemajuan pada triwulan ini"
            reason.help_text = "Tulis apa yang menahan dan kapan pekerjaan berjalan lagi."
            reason.required = sending
            reason.error_messages["required"] = IDLE_NEEDS_REASON
        else:
            del self.fields["idle_reason"]
        for step in self.steps:
            self.fields[f"step-{step.pk}"] = forms.ChoiceField(
                label=f"Langkah {step.number} ditepati?",
                choices=[("", "Belum dijawab"), *NextStep.Kept.choices],
                required=False,
                initial=step.kept,
            )
            self.fields[f"note-{step.pk}"] = forms.CharField(
                label=f"Keterangan langkah {step.number}",
                max_length=NextStep._meta.get_field("kept_note").max_length,
                required=False,
                initial=step.kept_note,
                help_text="Wajib bila tidak ditepati.",
            )

    def clean_next_steps(self):
        text = self.cleaned_data["next_steps"]
        steps = steps_of(text)
        if len(steps) > MOST:
            raise ValidationError(f"Paling banyak {MOST} langkah, satu baris satu langkah.")
        if any(len(step) > LONGEST for step in steps):
            raise ValidationError(
                f"Satu langkah paling panjang {LONGEST} huruf. Pisahkan barisnya."
            )
        return text

    def clean(self):
        cleaned = super().clean()
        for step in self.steps:
            broken = cleaned.get(f"step-{step.pk}") == NextStep.Kept.BROKEN
            if broken and not cleaned.get(f"note-{step.pk}", "").strip():
                self.add_error(f"note-{step.pk}", BROKEN_NEEDS_NOTE)
        return cleaned

    @property
    def promised(self):
        """(step, its answer's field, its note's field) in the order of the promise."""
        return [(step, self[f"step-{step.pk}"], self[f"note-{step.pk}"]) for step in self.steps]

    @property
    def written(self):
        """The words and answers of a valid form, as services.reports takes them."""
        cleaned = self.cleaned_data
        return {
            "problem": cleaned["problem"],
            "solution": cleaned["solution"],
            "next_steps": cleaned["next_steps"],
            "idle_reason": cleaned.get("idle_reason", ""),
            "answers": {
                step.pk: (cleaned[f"step-{step.pk}"], cleaned[f"note-{step.pk}"])
                for step in self.steps
            },
        }
