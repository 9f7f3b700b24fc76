"""The words of a report, and the officer's judgement of its lines and files."""

from django import forms

from actionplans.models import Evidence, Report
from replikasi.common import formats


class ReportForm(forms.ModelForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Report
        fields = ["problem", "solution", "next_steps"]
        widgets = {
            name: forms.Textarea({"rows": 3}) for name in ("problem", "solution", "next_steps")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.revision


class EvidenceVerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Nilai berkas ini",
        choices=Evidence.Verdict.choices,
        error_messages={"required": "Pilih salah satu penilaian berkas."},
    )
    note = forms.CharField(label="Catatan", max_length=250, required=False)


def judgements_from(data, lines):
    """({line.pk: (Decimal or None, reason)}, {"line-PK": sentence}) as posted for `lines`.

    A line has the fields `percent-PK` and `reason-PK`; an empty percent leaves it undecided, a
    line whose fields are not in `data` is left as it is.
    """
    judgements, errors = {}, {}
    for line in lines:
        if f"percent-{line.pk}" not in data:
            continue
        typed = data.get(f"percent-{line.pk}", "").strip().removesuffix("%").strip()
        reason = data.get(f"reason-{line.pk}", "")[:300]
        try:
            judgements[line.pk] = (formats.parse_decimal(typed) if typed else None, reason)
        except ValueError as error:
            errors[f"line-{line.pk}"] = str(error)
    return judgements, errors
