"""The form of one lesson that Litbang or the facilitator adds."""

from django import forms

from innovations.models import Lesson, Stage
from innovations.services.lessons import LONGEST


class LessonForm(forms.Form):
    kind = forms.ChoiceField(
        label="Jenis",
        choices=[("", "Pilih jenis"), *Lesson.Kind.choices],
        error_messages={"required": "Pilih jenisnya."},
    )
    stage = forms.ChoiceField(
        label="Tahap", choices=[("", "Semua tahap"), *Stage.choices], required=False
    )
    text = forms.CharField(
        label="Pelajaran",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text="Satu hal saja, supaya dapat dipakai yang berikutnya.",
        error_messages={
            "required": "Tulis pelajarannya.",
            "max_length": f"Paling panjang {LONGEST} huruf.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].hush_optional = True
