"""The forms of an update: percent, quantity, money, note, files and a link; and of one file."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils import timezone

from actionplans import expected
from actionplans.models import ProgressUpdate
from actionplans.services.progress import current_update
from replikasi.common import formats, uploads
from replikasi.common.fields import (
    FilesField,
    IndonesianDateField,
    IndonesianDecimalField,
    RupiahField,
)
from replikasi.common.periods import quarter_bounds, quarter_of


class EvidenceFileForm(forms.Form):
    """One file that a script sends by itself; `key` makes a repeated request one piece.

    `taken`: the day that the browser read from the photo; what is no date counts as none.
    """

    key = forms.UUIDField(error_messages={"required": "Kunci berkas tidak ada. Unggah lagi."})
    file = forms.FileField(
        allow_empty_file=True,  # the service says it better
        error_messages={"required": "Berkas tidak ikut terkirim. Pilih lagi berkasnya."},
    )
    taken = forms.CharField(required=False)
    keep_place = forms.BooleanField(required=False)
    confidential = forms.BooleanField(required=False)
    fulfils = forms.CharField(required=False)

    def clean_taken(self):
        try:
            return date.fromisoformat(self.cleaned_data["taken"])
        except ValueError:
            return None


class ProgressForm(forms.ModelForm):
    """`key` makes a repeated request one update; `seen` is the revision of an edited one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    percent = IndonesianDecimalField(
        label="Capaian sampai hari ini",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        suffix="%",
        error_messages={"required": "Isi capaian dari 0 sampai 100."},
    )
    quantity = IndonesianDecimalField(
        label="Jumlah", required=False, min_value=0, max_digits=14, decimal_places=2
    )
    spent = RupiahField(label="Uang dipakai sampai hari ini", required=False)
    happened_on = IndonesianDateField(
        label="Tanggal",
        picker=True,
        error_messages={"required": "Isi tanggal keadaan ini."},
    )
    files = FilesField(label="Foto dan berkas", required=False)
    link = forms.URLField(
        label="Tautan bukti",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Tulis alamat lengkap, misalnya https://contoh.go.id/berkas."},
    )
    keep_place = forms.BooleanField(
        label="Simpan lokasi pada foto",
        required=False,
        help_text="Tanpa ini lokasi dan data lain di dalam foto dihapus.",
    )
    fulfils = forms.ChoiceField(label="Bukti ini untuk", required=False)
    confidential = forms.BooleanField(
        label="Rahasia", required=False, help_text="Hanya OPD ini dan Litbang yang dapat membuka."
    )

    class Meta:
        model = ProgressUpdate
        fields = ["percent", "quantity", "spent", "happened_on", "note"]
        widgets = {"note": forms.Textarea({"rows": 3})}

    def __init__(self, *args, milestone, period=None, **kwargs):
        """`period`: the quarter whose report is being filled; its last day is proposed."""
        super().__init__(*args, **kwargs)
        self.instance.milestone = milestone
        self.last = current_update(milestone, but=self.instance)
        self.last_position = f"{self.last.percent}%" if self.last else ""
        if not self.instance.pk:
            last_day = period.ends if period else date(milestone.plan.fiscal_year, 12, 31)
            self.fields["happened_on"].initial = min(timezone.localdate(), last_day)
            day = self.fields["happened_on"].initial
            quarter = period.quarter if period else quarter_of(day)
            last = formats.day_month(quarter_bounds(day.year, quarter)[1])
            self.fields["happened_on"].help_text = (
                f"Masuk laporan {formats.quarter_name(quarter)} {day.year} bila tanggalnya sampai "
                f"{last}. Untuk triwulan lain, ganti tanggalnya."
            )
            for name in ("percent", "quantity", "spent"):
                self.fields[name].initial = getattr(self.last, name, None)
            self.fields["key"].initial = self.instance.key
        else:
            self.fields["key"].initial = self.instance.key
            self.fields["seen"].initial = self.instance.revision
        self.fields["percent"].widget.attrs["data-number"] = ""
        self.fields["spent"].affix_before = "Rp"
        self.fields["spent"].help_text = f"Pagu kegiatan {formats.rupiah(milestone.ceiling)}"
        if milestone.target is not None:
            self.fields[
                "quantity"
            ].affix_after = f"dari {formats.number(milestone.target)} {milestone.unit}"
        self.fields["files"].widget.attrs["accept"] = uploads.ACCEPT
        self.fields["files"].help_text = (
            f"PDF, foto, video MP4, dokumen Office; paling besar {settings.EVIDENCE_MAX_MB} MB "
            "tiap berkas. Lokasi pada foto dihapus, pada video tidak."
        )

        self._offer_lines(milestone)

    def _offer_lines(self, milestone):
        """What the new files may be for, what is still lacking first; one alone is proposed."""
        lacking, done = expected.open_lines(milestone)
        if not lacking and not done:
            del self.fields["fulfils"]
            return
        field = self.fields["fulfils"]
        field.choices = [
            ("", "Belum ditentukan"),
            *((line, line) for line in lacking),
            *((line, f"{line} (sudah ada)") for line in done),
        ]
        if len(lacking) == 1:
            field.initial = lacking[0]

    def clean(self):
        cleaned = super().clean()
        if not self.instance.pk and cleaned.get("key"):
            self.instance.key = cleaned["key"]
        return cleaned

    def _get_validation_exclusions(self):
        # The service sets and checks what the form does not show.
        return super()._get_validation_exclusions() | {"key", "by", "milestone"}

    def validate_unique(self):
        """A key that is there already is a repeated request, which the service answers."""
