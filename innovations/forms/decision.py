"""Forms of Litbang's decision on what an agency proposed."""

from django import forms


class SeenForm(forms.Form):
    """A decision on the row as it stood when the page was opened: its revision."""

    seen = forms.IntegerField(widget=forms.HiddenInput({"id": False}), required=False)


class ReasonForm(SeenForm):
    """A decision that wants a reason, as long as the row's own."""

    reason = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": "Tulis alasannya, supaya jelas apa yang perlu diperbaiki.",
            "max_length": "Paling panjang 500 huruf.",
        },
    )
