"""Forms of a later check: what the agency answers."""

from django import forms

from innovations.models import SustainCheck
from innovations.services.checks import FIELDS

Condition = SustainCheck.Condition
CHOICES = (
    (Condition.ALIVE, "Masih berjalan seperti waktu tuntas"),
    (Condition.DEVELOPED, "Dikembangkan lagi sejak tuntas"),
    (Condition.STOPPED, "Berhenti"),
)


class Radios(forms.RadioSelect):
    """Where they come first, the cursor stands on the chosen one, or on the first of all.

    Not in a form that was refused: that leads to its errors.
    """

    is_first = False

    def optgroups(self, *args, **kwargs):
        groups = super().optgroups(*args, **kwargs)
        options = [option for _, of, _ in groups for option in of]
        chosen = next((option for option in options if option["selected"]), options[0])
        if self.is_first:
            chosen["attrs"]["autofocus"] = True
        return groups


class CheckForm(forms.ModelForm):
    """Nothing is compulsory here, so that a draft can be kept; the service says what is missing."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    condition = forms.ChoiceField(
        label="Keadaannya sekarang", choices=CHOICES, widget=Radios, required=False
    )

    class Meta:
        model = SustainCheck
        fields = FIELDS
        widgets = {"why": forms.Textarea({"rows": 3})}
        labels = {
            "why": "Penjelasan",
            "used_by": "Masih dipakai oleh",
            "used_unit": "Satuan",
            "payer": "Dibiayai dari",
        }
        help_texts = {
            "why": "Wajib bila berhenti (mengapa) atau dikembangkan (apa).",
            "used_by": "Kosong bila berhenti.",
            "used_unit": "Misalnya koperasi atau siswa.",
            "payer": "Misalnya APBD 2027, dana desa, atau swadaya.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision
        self.fields["condition"].widget.is_first = not self.is_bound
        for name in FIELDS:
            self.fields[name].required = False
            self.fields[name].hush_optional = True

    def _post_clean(self):
        """The row itself is validated by the service, when it is written."""

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in (*FIELDS, "seen")}
