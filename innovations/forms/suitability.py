"""Forms of suitability: for which pair, the answers on one page, the end; and the statements."""

from django import forms

from innovations.models import (
    Agency,
    Innovation,
    SuitabilityAnswer,
    SuitabilityQuestion,
)
from replikasi.common.fields import IndonesianDecimalField

UNKNOWN = ""
SCORES = [
    *((str(score), f"{score}, {label}") for score, label in SuitabilityAnswer.SCORES),
    (UNKNOWN, "Belum diketahui"),
]
LONGEST_NOTE = SuitabilityAnswer._meta.get_field("note").max_length


class StartForm(forms.Form):
    """An agency's own people are not asked which one; neither is anybody, which innovation, who
    comes from the page of one (`innovation`)."""

    innovation = forms.ModelChoiceField(
        Innovation.objects.order_by("name"), label="Inovasi", empty_label="Pilih inovasi"
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label="OPD yang akan mengadopsi", empty_label="Pilih OPD"
    )

    def __init__(self, *args, user, innovation=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.given = user, innovation
        if innovation is not None:
            del self.fields["innovation"]
        rows = Agency.objects.visible_to(user).filter(kind=Agency.Kind.OPD)
        self.fields["agency"].queryset = rows.order_by("name", "pk")
        if user.role in user.AGENCY_ROLES:
            del self.fields["agency"]

    @property
    def pair(self):
        """(innovation, agency) once the form is valid."""
        cleaned = self.cleaned_data
        return self.given or cleaned["innovation"], cleaned.get("agency") or self.user.agency


class AnswersForm(forms.Form):
    """A score (radio buttons) and a note for each line of the questionnaire; nothing is required,
    so it can be saved as often as one likes.

    Fields are `score-PK` and `note-PK` of the question; one that was not sent stays as it is.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, lines, revision, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.fields["seen"].initial = revision
        for line in lines:
            self.fields[f"score-{line.question}"] = forms.ChoiceField(
                label=line.text,
                choices=SCORES,
                required=False,
                initial=UNKNOWN if line.score is None else str(line.score),
                widget=forms.RadioSelect({"class": "form-check-input"}),
                error_messages={"invalid_choice": "Pilih salah satu nilai."},
            )
            self.fields[f"note-{line.question}"] = forms.CharField(
                label="Dasar jawaban",
                max_length=LONGEST_NOTE,
                required=False,
                initial=line.note,
                widget=forms.Textarea({"rows": 2}),
                help_text=line.hint,
                error_messages={"max_length": f"Paling panjang {LONGEST_NOTE} huruf."},
            )
            self.fields[f"note-{line.question}"].hush_optional = True

    @property
    def answers(self):
        """{question key: (score or None, note)} of what was sent."""
        found = {}
        for line in self.lines:
            if f"note-{line.question}" not in self.data:
                continue
            score = self.cleaned_data[f"score-{line.question}"]
            note = self.cleaned_data[f"note-{line.question}"]
            found[line.question] = (None if score == UNKNOWN else int(score), note)
        return found

    def show(self, merged, told, revision):
        """After an AnswerConflict: the merged answers stand in the form, the sentences of `told`
        beside their questions."""
        data = self.data.copy()
        data["seen"] = str(revision)
        for key, (score, note) in merged.items():
            data[f"score-{key}"] = UNKNOWN if score is None else str(score)
            data[f"note-{key}"] = note
        self.data = data
        for key, sentence in told.items():
            self.add_error(f"score-{key}", sentence)

    def rows(self):
        """[(line, radio buttons, note)] in the order of the lines."""
        return [
            (line, self[f"score-{line.question}"], self[f"note-{line.question}"])
            for line in self.lines
        ]


class FinishForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label="Catatan Litbang",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Misalnya syarat yang harus dipenuhi sebelum rencana aksi disusun.",
    )


class QuestionForm(forms.ModelForm):
    weight = IndonesianDecimalField(
        label="Bobot",
        max_digits=5,
        decimal_places=2,
        help_text="Dibandingkan dengan bobot pernyataan lain; jumlahnya tidak harus 100.",
    )

    class Meta:
        model = SuitabilityQuestion
        fields = ["innovation", "dimension", "text", "hint", "weight", "position", "is_active"]
        widgets = {
            "text": forms.Textarea({"rows": 2}),
            "hint": forms.TextInput,
        }
        labels = {"innovation": "Ditanyakan untuk", "is_active": "Ditanyakan"}
        help_texts = {
            "innovation": "Pernyataan umum ditanyakan untuk setiap inovasi.",
            "text": "Kalimat yang dinilai dari 0 (tidak ada) sampai 4 (penuh).",
            "position": "Urutan di dalam aspeknya, dari yang kecil.",
            "is_active": (
                "Yang tidak ditanyakan tidak dihitung lagi; uji yang sudah selesai tidak berubah."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        innovation = self.instance.innovation
        if self.instance.pk or innovation is None:
            # Answers were given to it as a statement of that innovation, or of all.
            del self.fields["innovation"]
        else:
            self.fields["innovation"].queryset = Innovation.objects.filter(pk=innovation.pk)
            self.fields["innovation"].empty_label = "Semua inovasi (umum)"

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        if weight <= 0:
            raise forms.ValidationError("Bobot harus lebih dari 0.")
        return weight
