"""Forms of obstacles: opened or changed, closed with what helped, opened again."""

from django import forms

from actionplans.models import Obstacle
from actionplans.services.obstacles import FIELDS, LONGEST_REASON


class ObstacleForm(forms.ModelForm):
    """A new obstacle, or with a pk one that is changed (`seen`: the revision that was read).

    Which milestone it stands at is asked only where the page that it came from does not say it.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Obstacle
        fields = FIELDS
        widgets = {"description": forms.Textarea({"rows": 4})}
        labels = {
            "description": "Permasalahannya",
            "unblocked_by": "Yang akan membukanya",
            "turn": "Giliran siapa",
        }
        help_texts = {
            "unblocked_by": "Misalnya: DPA perubahan disahkan.",
            "turn": "Orang atau unit yang sekarang harus bergerak.",
        }
        error_messages = {
            "description": {"required": "Tulis permasalahannya."},
            "cause": {"required": "Pilih sebabnya."},
            "level": {"required": "Pilih tingkat yang harus bertindak."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, first in (("cause", "Pilih sebab"), ("level", "Pilih tingkat")):
            self.fields[name].choices = [("", first), *self.fields[name].choices[1:]]
        if self.instance.milestone_id:
            del self.fields["milestone"]
        else:
            self.fields["milestone"].queryset = self.instance.plan.milestones.order_by("number")
            self.fields["milestone"].empty_label = "Seluruh rencana"
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.revision
            del self.fields["key"]
        else:
            self.fields["key"].initial = self.instance.key
            del self.fields["seen"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("key"):
            self.instance.key = cleaned["key"]
        return cleaned

    @property
    def values(self):
        """What the form says of FIELDS."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.fields}

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"plan", "key", "opened_by", "opened_on"}

    def validate_unique(self):
        """A key that is there already is a repeated request, which the service answers."""


class CloseObstacleForm(forms.Form):
    note = forms.CharField(
        label="Apa yang menolong",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Tulis apa yang menolong, supaya OPD lain dapat belajar."},
    )


class ReopenObstacleForm(forms.Form):
    reason = forms.CharField(
        label="Mengapa dibuka lagi",
        max_length=LONGEST_REASON,
        widget=forms.TextInput,
        error_messages={
            "required": "Tulis mengapa dibuka lagi.",
            "max_length": f"Paling panjang {LONGEST_REASON} huruf.",
        },
        help_text=f"Satu kalimat, paling panjang {LONGEST_REASON} huruf.",
    )
