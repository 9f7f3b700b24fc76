"""When a leader wants the briefing; the template that an agency gives."""

from django import forms

from replikasi.common.uploads import KINDS

from .models import BriefWish


class BriefForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="Kapan dikirim",
        choices=BriefWish.Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )


class TemplateForm(forms.Form):
    """`seen`: which choice held when the form was opened, see services.templates.seen_of."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    # An empty file gets the sentence of the service.
    file = forms.FileField(
        label="Templat",
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ",".join(KINDS["docx"].extensions)}),
        help_text="Dokumen Word (.docx), paling besar 2 MB.",
        error_messages={
            "required": "Pilih berkasnya dahulu.",
            "invalid": "Pilih berkasnya dahulu.",
            "max_length": "Nama berkas ini terlalu panjang. Ganti namanya, lalu unggah lagi.",
        },
    )

    def __init__(self, *args, seen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
