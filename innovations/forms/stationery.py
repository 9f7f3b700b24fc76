"""The form of an agency's letterhead and signatory."""

import re

from django import forms

from innovations.models import Stationery
from innovations.models.stationery import MOST_LINES
from innovations.services.innovations import version_of
from innovations.services.stationery import FIELDS

LONGEST_LINE = 100
LATEST_YEAR = 2100


class StationeryForm(forms.ModelForm):
    """A new one, or with a pk one that is changed (`seen`: version_of)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    from_year = forms.IntegerField(
        label="Sejak tahun",
        min_value=2000,
        max_value=LATEST_YEAR,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Dipakai untuk dokumen tahun itu dan sesudahnya, sampai ada yang lebih baru.",
        error_messages={
            "required": "Tulis sejak tahun berapa ini dipakai.",
            "invalid": "Tulis tahunnya dengan empat angka, misalnya 2026.",
            "min_value": f"Tahun antara 2000 dan {LATEST_YEAR}.",
            "max_value": f"Tahun antara 2000 dan {LATEST_YEAR}.",
        },
    )
    # Typed as it is read, with blanks or dots between its groups.
    nip = forms.CharField(
        label="NIP",
        required=False,
        max_length=30,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text="18 angka. Kosongkan bagi kepala daerah dan wakilnya.",
    )

    class Meta:
        model = Stationery
        fields = FIELDS
        widgets = {"address": forms.Textarea({"rows": 3})}
        labels = {"address": "Baris alamat di kop surat"}
        error_messages = {
            "place": {"required": "Tulis tempat surat ditandatangani."},
            "position": {"required": "Tulis jabatan penanda tangan."},
            "name": {"required": "Tulis nama penanda tangan."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = version_of(self.instance)
        else:
            del self.fields["seen"]

    def clean_address(self):
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError("Paling banyak tiga baris. Gabungkan sebagian barisnya.")
        if any(len(line) > LONGEST_LINE for line in lines):
            raise forms.ValidationError(f"Satu baris paling panjang {LONGEST_LINE} huruf.")
        return "\n".join(lines)

    def clean_nip(self):
        nip = re.sub(r"[\s.\-]", "", self.cleaned_data["nip"])
        if nip and not re.fullmatch(r"[0-9]{18}", nip):
            found = len(re.sub(r"[^0-9]", "", nip))
            raise forms.ValidationError(
                f"NIP terdiri dari 18 angka; yang ditulis {found} angka"
                f"{'' if nip.isdigit() else ' dan tanda lain'}. Periksa kembali."
            )
        return nip

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in FIELDS}

    def validate_unique(self):
        """The service does, since the same form sent twice is no second one."""

    def validate_constraints(self):
        """As validate_unique."""
