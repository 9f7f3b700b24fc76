"""The filter of what waits for Litbang."""

from django import forms

from innovations.waiting import KINDS


class WaitingForm(forms.Form):
    jenis = forms.ChoiceField(
        label="Jenis",
        required=False,
        choices=[
            ("", "Semua jenis"),
            *[(key, kind.noun.capitalize()) for key, kind in KINDS.items()],
        ],
    )
    q = forms.CharField(
        label="Cari",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.hush_optional = True
