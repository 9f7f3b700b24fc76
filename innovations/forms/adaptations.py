"""Forms of the adaptation record: what became of an element, and the decision of Litbang."""

from django import forms

from innovations.models import ElementAdaptation
from innovations.services.adaptation import FIELDS, missing

Choice = ElementAdaptation.Choice
CHOICES = (
    (Choice.ADOPTED, "Diadopsi: dipakai seperti aslinya"),
    (Choice.ADAPTED, "Disesuaikan: dipakai dengan perubahan"),
    (Choice.DROPPED, "Ditinggalkan: tidak dipakai di sini"),
)
LONGEST_REASON = 500


class AdaptationForm(forms.ModelForm):
    """What the agency made of an element; `seen` is the revision that was read, 0 before any."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label="Perlakuan",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih perlakuannya."},
    )

    class Meta:
        model = ElementAdaptation
        fields = FIELDS
        widgets = {"how": forms.Textarea({"rows": 3}), "reason": forms.Textarea({"rows": 3})}
        labels = {"how": "Apa yang disesuaikan", "agreed_with": "Disepakati dengan"}
        help_texts = {
            "how": "Bagaimana unsur ini berjalan di sini, dibanding aslinya.",
            "agreed_with": "Pejabat atau unit di instansi asal, atau pimpinan di sini.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision
        for name in ("how", "reason", "agreed_with"):
            # Wanted by one choice and not by another; the choice says so.
            self.fields[name].hush_optional = True

    def clean(self):
        cleaned = super().clean()
        choice = cleaned.get("choice")
        if choice:
            told = {name: cleaned.get(name) or "" for name in FIELDS}
            for name, sentence in missing(ElementAdaptation(**told)).items():
                if name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def _post_clean(self):
        """The service validates the row; here nothing is written into it."""


class JudgeForm(forms.Form):
    """What Litbang decides on the chosen elements."""

    AGREE, RETURN = "sepakati", "kembalikan"

    decision = forms.ChoiceField(choices=[(AGREE, "Sepakati"), (RETURN, "Kembalikan")])
    reason = forms.CharField(
        label="Alasan bila dikembalikan",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"max_length": f"Paling panjang {LONGEST_REASON} huruf."},
    )

    def clean(self):
        cleaned = super().clean()
        back = cleaned.get("decision") == self.RETURN
        if back and not cleaned.get("reason", "").strip() and "reason" not in self.errors:
            self.add_error("reason", "Tulis apa yang perlu diperbaiki.")
        return cleaned


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Mengapa dibuka lagi",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": "Tulis mengapa dibuka lagi.",
            "max_length": f"Paling panjang {LONGEST_REASON} huruf.",
        },
    )


def chosen_of(post):
    """{pk: revision seen} of the elements that were ticked, as "pk-revision"."""
    found = {}
    for value in post.getlist("unsur"):
        pk, _, seen = value.partition("-")
        if pk.isdecimal() and seen.isdecimal() and len(value) < 30:
            found[int(pk)] = int(seen)
    return found
