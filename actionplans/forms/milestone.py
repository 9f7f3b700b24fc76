"""Forms on a milestone's page: what it waits for, a mail to the person in charge."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from actionplans.models import Milestone


def is_key(value):
    """Whether a text can be the key of a row; a database refuses longer numbers with a crash."""
    return value.isascii() and value.isdigit() and len(value) <= 18


class KeysField(forms.ModelMultipleChoiceField):
    def _check_values(self, value):
        for key in value:
            if not is_key(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value"
                )
        return super()._check_values(value)


class WaitsForm(forms.Form):
    """The milestones that one waits for; `seen` is the revision that the form was opened with."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    waits = KeysField(
        Milestone.objects.none(),
        label="Menunggu",
        required=False,
        error_messages={
            "invalid_choice": "Tonggak yang dipilih sudah tidak ada di rencana ini. Pilih lagi.",
            "invalid_pk_value": "Pilihan ini tidak dikenal. Pilih lagi dari daftarnya.",
        },
    )

    def __init__(self, *args, milestone, **kwargs):
        super().__init__(*args, **kwargs)
        others = milestone.plan.milestones.exclude(pk=milestone.pk).order_by("number")
        self.fields["waits"].queryset = others
        self.fields["seen"].initial = milestone.revision


class TellForm(forms.Form):
    """A mail to the person in charge; `email` is asked of the agency alone."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    email = forms.EmailField(
        label="Surel penanggung jawab",
        help_text="Disimpan di tonggak ini; hanya OPD ini dan Litbang yang melihatnya.",
        error_messages={
            "required": "Isi surel penanggung jawab.",
            "invalid": "Tulis alamat surel lengkap, misalnya nama@contoh.go.id.",
        },
    )
    note = forms.CharField(
        label="Kalimat Anda",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Masuk ke dalam surel, sebelum tautannya.",
    )

    def __init__(self, *args, milestone, may_change, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4()
        if may_change:
            self.fields["email"].initial = milestone.person_email
        else:
            del self.fields["email"]
