"""The thresholds from which something needs attention, and the bands of achievement."""

from django import forms
from django.core.validators import MinValueValidator

from actionplans.models import ReportingRules
from actionplans.services import days_off

TOO_SMALL = "Isi angka 1 atau lebih."
WHOLE = {"inputmode": "numeric", "autocomplete": "off"}


class ThresholdsForm(forms.ModelForm):
    """Part of the one row of rules. A band is told by its lower bound alone and ends where the next
    one begins, so that no achievement falls between two."""

    # Name of the field: (label, unit, highest, what it does).
    FIELDS = {
        "deviation_points": (
            "Deviasi di bawah ambang bila realisasi tertinggal lebih dari",
            "poin",
            100,
            "Dari rencana triwulan itu. Tepat sebesar ini belum di luar ambang.",
        ),
        "absorption_ahead": (
            "Serapan mendahului fisik bila selisihnya lebih dari",
            "poin",
            100,
            "Serapan anggaran dikurangi realisasi fisik sementara.",
        ),
        "absorption_behind": (
            "Serapan tertinggal dari fisik bila selisihnya lebih dari",
            "poin",
            100,
            "Realisasi fisik sementara dikurangi serapan anggaran.",
        ),
        "obstacle_days": (
            "Permasalahan terlalu lama bila terbuka lebih dari",
            "hari",
            365,
            "Hari kalender sejak dibuka.",
        ),
        "commitment_days": (
            "Komitmen hampir berakhir bila sisanya paling banyak",
            "hari",
            730,
            "Yang sudah berakhir ikut masuk.",
        ),
        "advice_days": (
            "Belum didampingi bila tanpa catatan lebih dari",
            "hari",
            365,
            "Dihitung dari catatan pendampingan terakhir, atau dari persetujuan rencana.",
        ),
        "band_watch": ("Perlu perhatian mulai", "%", 200, ""),
        "band_near": ("Mendekati target mulai", "%", 200, ""),
        "band_reached": ("Tercapai mulai", "%", 200, ""),
        "band_beyond": ("Melampaui mulai", "%", 200, ""),
    }
    BANDS = ("band_watch", "band_near", "band_reached", "band_beyond")

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ReportingRules
        fields = [
            *("deviation_points", "absorption_ahead", "absorption_behind", "obstacle_days"),
            *("commitment_days", "advice_days"),
            *("band_watch", "band_near", "band_reached", "band_beyond"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read before the form fills the rules in.
        self.bands_in_force = bands_told(self.instance)
        self.fields["seen"].initial = days_off.last_change(self.instance)
        for name, (label, unit, _, help_text) in self.FIELDS.items():
            field = self.fields[name]
            field.label, field.affix_after, field.help_text = label, unit, help_text
            field.widget = forms.TextInput(WHOLE)
            field.error_messages["required"] = "Isi angkanya."
            for check in field.validators:
                if isinstance(check, MinValueValidator):
                    check.message = TOO_SMALL
            field.error_messages["invalid"] = "Isi dengan bilangan bulat."

    @property
    def limits(self):
        return [self[name] for name in self.FIELDS if name not in self.BANDS]

    @property
    def bounds(self):
        return [self[name] for name in self.BANDS]

    def validate_constraints(self):
        """Said beside the field by `clean`."""

    def clean(self):
        cleaned = super().clean()
        for name, (_, _, highest, _) in self.FIELDS.items():
            if (cleaned.get(name) or 0) > highest:
                self.add_error(name, f"Paling besar {highest}.")
        for lower, upper in zip(self.BANDS, self.BANDS[1:], strict=False):
            first, second = cleaned.get(lower), cleaned.get(upper)
            if first and second and second <= first:
                self.add_error(
                    upper, f"Harus lebih besar daripada batas sebelumnya, yaitu {first} %."
                )
        return cleaned


def bands_told(rules):
    """[(bounds in words, name)] of the bands of `rules`, each beginning where the last one ends:
    [("0 sampai di bawah 60 %", "kritis"), …, ("105 % ke atas", "melampaui")]."""
    bands = [(lower or 0, name) for lower, name in rules.bands]
    ends = [lower for lower, _ in bands[1:]]
    told = [
        (f"{lower} sampai di bawah {upper}\u00a0%", name)
        for (lower, name), upper in zip(bands, ends, strict=False)
    ]
    return [*told, (f"{bands[-1][0]}\u00a0% ke atas", bands[-1][1])]
