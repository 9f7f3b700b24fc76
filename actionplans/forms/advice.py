"""Forms of advice and answers, written anew or said otherwise."""

from django import forms
from django.utils import timezone

from actionplans import workdays
from actionplans.models import Comment
from actionplans.services.advice import CHANGEABLE, edited_mark
from replikasi.common.fields import FilesField, IndonesianDateField

# Proposed for an answer to a suggestion; the adviser may change or empty it.
ANSWER_DAYS = 7
PHOTOS = "image/jpeg,image/png,image/webp,image/heic"
MENTION_HINT = "Tulis @ untuk menyebut orang; ia diberi tahu."


class AdviceForm(forms.ModelForm):
    """A new comment; _advice_fields.html shows beside its words the fields of the chosen kind."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    answer_by = IndonesianDateField(
        label="Jawab sebelum",
        required=False,
        picker=True,
        help_text="Saran yang bertanggal masuk Tugas OPD; kosongkan bila tidak perlu dijawab.",
    )
    visited_on = IndonesianDateField(label="Tanggal kunjungan", required=False, picker=True)
    files = FilesField(label="Foto kunjungan", required=False)

    class Meta:
        model = Comment
        fields = [
            *("kind", "body", "answer_by", "visited_on", "visited_place", "attendees"),
            "advisers_only",
        ]
        widgets = {"body": forms.Textarea({"rows": 4})}
        error_messages = {"body": {"required": "Tulis isi catatannya."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        # An answer stands below something, a remark is part of the decision on a plan.
        self.fields["kind"].choices = [
            choice for choice in Comment.Kind.choices if choice[0] in Comment.ADVICE
        ]
        self.fields["key"].initial = self.instance.key
        if not self.instance.pk:
            self.initial |= {
                "kind": Comment.Kind.SUGGESTION,
                "answer_by": workdays.add(today, ANSWER_DAYS),
                "visited_on": today,
            }
        self.fields["body"].help_text = MENTION_HINT
        for name in ("visited_on", "visited_place"):  # a visit note cannot do without
            self.fields[name].hush_optional = True
        self.fields["attendees"].help_text = "Nama atau jabatan, dipisah koma."
        self.fields["files"].widget.attrs["accept"] = PHOTOS
        self.fields["files"].help_text = "Beberapa sekaligus boleh. Lokasi pada foto dihapus."
        self.fields["advisers_only"].help_text = "OPD tidak melihat catatan ini di mana pun."

    def clean_answer_by(self):
        """A day to come; only a suggestion has one."""
        day = self.cleaned_data["answer_by"]
        if self.cleaned_data.get("kind", self.instance.kind) != Comment.Kind.SUGGESTION:
            return None
        if day and day < timezone.localdate() and day != self.initial.get("answer_by"):
            raise forms.ValidationError("Tanggal ini sudah lewat. Isi hari ini atau sesudahnya.")
        return day

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("key"):
            self.instance.key = cleaned["key"]
        return cleaned

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"key", "by", "plan"}

    def validate_unique(self):
        """A key that is there already is a repeated request, which the service answers."""


class AdviceChangeForm(AdviceForm):
    """The same of a comment that was just written; `seen` is the state that it was opened in."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        for name in set(self.fields) - {"seen", *CHANGEABLE[instance.kind]}:
            del self.fields[name]
        self.fields["seen"].initial = edited_mark(instance)


class AnswerForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    body = forms.CharField(
        label="Jawaban Anda",
        widget=forms.Textarea({"rows": 3}),
        help_text=MENTION_HINT,
        error_messages={"required": "Tulis jawabannya."},
    )
