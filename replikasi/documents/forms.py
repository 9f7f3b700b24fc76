"""When a leader wants the briefing."""

from django import forms

from .models import BriefWish


class BriefForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="Kapan dikirim",
        choices=BriefWish.Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )
