"""The forms of a commitment and its clauses."""

from django import forms

from innovations.models import Clause, Commitment
from innovations.services.commitments import FIELDS
from replikasi.common.fields import IndonesianDateField

BLANK_CLAUSES = 3
MOST_CLAUSES = 60


class CommitmentForm(forms.ModelForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    signed_on = IndonesianDateField(label="Tanggal tanda tangan", required=False)
    valid_until = IndonesianDateField(label="Berlaku sampai", required=False)
    document_url = forms.URLField(
        label="Tautan naskah", required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = Commitment
        fields = FIELDS
        widgets = {"signatories": forms.Textarea({"rows": 4})}
        labels = {"signatories": "Para pihak"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision

    def _get_validation_exclusions(self):
        """Whether the title is taken the service asks: a form sent twice is no second one."""
        return super()._get_validation_exclusions() | {"title"}

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in FIELDS}


class ClauseForm(forms.ModelForm):
    due = IndonesianDateField(label="Tenggat", required=False)

    class Meta:
        model = Clause
        fields = ["text", "due"]
        widgets = {"text": forms.Textarea({"rows": 2})}
        labels = {"text": "Isi butir"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.hush_optional = True


class BaseClauseForms(forms.BaseModelFormSet):
    deletion_widget = forms.CheckboxInput

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Hapus butir ini"

    @property
    def rows(self):
        """What services.commitments takes: the clauses that stay, in their order."""
        return [
            {
                "pk": form.instance.pk,
                "text": form.cleaned_data["text"],
                "due": form.cleaned_data["due"],
            }
            for form in self.forms
            if form.cleaned_data.get("text") and not form.cleaned_data.get("DELETE")
        ]


def clause_forms(commitment, data=None, *, copied=None):
    """The clauses of `commitment` (None: a new one, with the words of `copied`), some blank ones
    below."""
    rows, words = Clause.objects.none(), []
    if commitment is not None:
        rows = commitment.clauses.order_by("number")
    elif copied is not None:
        words = [{"text": clause.text} for clause in copied.clauses.order_by("number")]
    kind = forms.modelformset_factory(
        Clause,
        form=ClauseForm,
        formset=BaseClauseForms,
        extra=len(words) + BLANK_CLAUSES,
        max_num=MOST_CLAUSES,
        can_delete=True,
    )
    return kind(data, queryset=rows, initial=words, prefix="butir")
