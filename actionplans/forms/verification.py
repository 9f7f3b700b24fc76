"""The officer's judgement: of lines, of files, corrections; leave and handing over."""

from django import forms

from actionplans.models import Evidence
from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.common.fields import IndonesianDateField, IndonesianDecimalField


class EvidenceVerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label="Nilai berkas ini",
        choices=Evidence.Verdict.choices,
        error_messages={
            "required": "Pilih salah satu penilaian berkas.",
            "invalid_choice": "Pilih salah satu penilaian berkas.",
        },
    )
    note = forms.CharField(
        label="Catatan",
        max_length=250,
        required=False,
        error_messages={"max_length": "Catatan paling panjang 250 huruf. Ringkas dahulu."},
    )
    page = forms.IntegerField(
        label="Halaman",
        min_value=1,
        max_value=9999,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Isi nomor halaman, misalnya 3."
        ),
    )


def verdict_from(data, piece):
    """The EvidenceVerdictForm of `piece` as posted: its fields are `note-PK` and `page-PK`."""
    return EvidenceVerdictForm(
        {
            "verdict": data.get("verdict", ""),
            "note": data.get(f"note-{piece.pk}", piece.verdict_note),
            "page": data.get(f"page-{piece.pk}", piece.verdict_page),
        }
    )


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


def remarks_from(data, lines):
    """{line.pk: what is to be mended} of the lines whose field `remark-PK` is in `data`."""
    return {line.pk: data[f"remark-{line.pk}"] for line in lines if f"remark-{line.pk}" in data}


class CorrectionForm(forms.Form):
    """Another verified value for a line of a verified report."""

    percent = IndonesianDecimalField(
        label="Nilai terverifikasi yang benar",
        suffix="%",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        error_messages={"required": "Isi nilai yang benar, dalam persen."},
    )
    reason = forms.CharField(
        label="Alasan koreksi",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="OPD melihat alasan ini; nilai lama tetap tersimpan.",
        error_messages={
            "required": "Tulis alasan koreksi.",
            "max_length": "Alasan paling panjang 300 huruf. Ringkas dahulu.",
        },
    )


class SubstituteForm(forms.Form):
    """Who is away, who does their work, and from when to when."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Yang cuti",
        empty_label="Pilih orang",
        error_messages={"required": "Pilih siapa yang cuti."},
    )
    substitute = forms.ModelChoiceField(
        User.objects.none(),
        label="Pengganti",
        empty_label="Pilih orang",
        error_messages={"required": "Pilih penggantinya."},
    )
    starts = IndonesianDateField(label="Mulai", error_messages={"required": "Isi tanggal mulai."})
    ends = IndonesianDateField(label="Sampai", error_messages={"required": "Isi tanggal terakhir."})

    def __init__(self, *args, officers, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("person", "substitute"):
            self.fields[name].queryset = officers

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("person") and cleaned.get("person") == cleaned.get("substitute"):
            self.add_error("substitute", "Pilih orang lain sebagai pengganti.")
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "Tanggal selesai tidak boleh sebelum tanggal mulai.")
        return cleaned


class HandOverForm(forms.Form):
    """Everything that somebody handles goes to another."""

    giver = forms.ModelChoiceField(
        User.objects.none(),
        label="Dari",
        empty_label="Pilih orang",
        error_messages={"required": "Pilih siapa yang menyerahkan."},
    )
    to = forms.ModelChoiceField(
        User.objects.none(),
        label="Kepada",
        empty_label="Pilih orang",
        error_messages={"required": "Pilih siapa yang menerima."},
    )

    def __init__(self, *args, holders, officers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["giver"].queryset = holders
        self.fields["to"].queryset = officers

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("to") and cleaned.get("to") == cleaned.get("giver"):
            self.add_error("to", "Pilih orang lain.")
        return cleaned
