"""What a timeline is narrowed to."""

from django import forms

from actionplans.timelines import KINDS


class TimelineForm(forms.Form):
    """`person` comes out as a key, or None."""

    kind = forms.ChoiceField(label="Jenis", choices=[("", "Semua jenis"), *KINDS], required=False)
    person = forms.TypedChoiceField(label="Orang", coerce=int, empty_value=None, required=False)

    def __init__(self, data, *, people):
        super().__init__(data)
        self.fields["person"].choices = [
            ("", "Semua orang"),
            *((person.pk, person.name) for person in people),
        ]
