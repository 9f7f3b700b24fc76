"""Forms of advice, answers and obstacles."""

from django import forms
from django.utils import timezone

from actionplans import workdays
from actionplans.models import Comment, Obstacle
from replikasi.common.fields import IndonesianDateField

# Proposed for an answer to a suggestion; the adviser may change or empty it.
ANSWER_DAYS = 7


class AdviceForm(forms.ModelForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    answer_by = IndonesianDateField(
        label="Jawab sebelum",
        required=False,
        picker=True,
        help_text="Saran yang bertanggal masuk Tugas OPD; kosongkan bila tidak perlu dijawab.",
    )

    class Meta:
        model = Comment
        fields = ["kind", "body", "answer_by", "advisers_only"]
        widgets = {"body": forms.Textarea({"rows": 4})}
        error_messages = {"body": {"required": "Tulis isi catatannya."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # An answer stands below something, a remark is part of the decision on a plan.
        elsewhere = (Comment.Kind.ANSWER, Comment.Kind.REMARK)
        self.fields["kind"].choices = [
            choice for choice in Comment.Kind.choices if choice[0] not in elsewhere
        ]
        self.fields["kind"].initial = Comment.Kind.SUGGESTION
        self.fields["answer_by"].initial = workdays.add(timezone.localdate(), ANSWER_DAYS)
        self.fields["key"].initial = self.instance.key
        self.fields["advisers_only"].help_text = "OPD tidak melihat catatan ini di mana pun."

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("key"):
            self.instance.key = cleaned["key"]
        return cleaned

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"key", "by", "plan"}

    def validate_unique(self):
        """A key that is there already is a repeated request, which the service answers."""


class AnswerForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    body = forms.CharField(
        label="Jawaban Anda",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tulis jawabannya."},
    )


class ObstacleForm(forms.ModelForm):
    class Meta:
        model = Obstacle
        fields = ["cause", "description", "unblocked_by", "turn", "level"]
        widgets = {"description": forms.Textarea({"rows": 3})}
        error_messages = {"description": {"required": "Tulis permasalahannya."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, first in (("cause", "Pilih sebab"), ("level", "Pilih tingkat")):
            self.fields[name].choices = [("", first), *self.fields[name].choices[1:]]

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"plan", "opened_by", "opened_on"}


class CloseObstacleForm(forms.Form):
    note = forms.CharField(
        label="Apa yang menolong",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Tulis apa yang menolong, supaya OPD lain dapat belajar."},
    )
