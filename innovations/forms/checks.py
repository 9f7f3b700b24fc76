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


class CheckForm(forms.ModelForm):
    """Nothing is compulsory here, so that a draft can be kept; the service says what is missing."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    condition = forms.ChoiceField(
        label="Keadaannya sekarang", choices=CHOICES, widget=forms.RadioSelect, required=False
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
        for name in FIELDS:
            self.fields[name].required = False
            self.fields[name].hush_optional = True

    def _post_clean(self):
        """The row itself is validated by the service, when it is written."""

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in (*FIELDS, "seen")}
