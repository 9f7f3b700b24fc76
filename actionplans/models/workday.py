"""What Litbang sets for reporting: days off beside the library's, and the rules of the work."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from replikasi.common import periods


class OffDay(models.Model):
    """A day off that the holiday library does not know, or one of its days that is worked."""

    day = models.DateField(
        "tanggal", unique=True, error_messages={"unique": "Tanggal ini sudah ada di daftar."}
    )
    name = models.CharField("nama", max_length=150, help_text="Misalnya: cuti bersama Idulfitri.")
    is_off = models.BooleanField(
        "libur",
        default=True,
        help_text="Kosongkan bila hari libur ini di daerah Anda justru hari kerja.",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "hari libur dan cuti bersama"
        verbose_name_plural = "hari libur dan cuti bersama"
        ordering = ["day"]

    def __str__(self):
        return f"{self.name} ({self.day})"


def steps_of(text):
    """`"7, 3, 1"` -> [7, 3, 1]; ValidationError when it is no list of whole numbers above 0."""
    try:
        steps = [int(part) for part in text.split(",")]
    except ValueError:
        steps = []
    if not steps or min(steps) < 1 or max(steps) > 60:
        raise ValidationError("Tulis angka 1 sampai 60 dipisah koma, misalnya 7, 3, 1.")
    return sorted(set(steps), reverse=True)


def positive(label, default, **more):
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(1, "Isi angka 1 atau lebih.")],
        **more,
    )


class ReportingRules(models.Model):
    """One row, which migrations make: deadlines and thresholds that Litbang sets for everybody."""

    report_due_days = positive("tenggat OPD, hari kerja sesudah triwulan", 5)
    review_due_days = positive("tenggat verifikasi, hari kerja sesudah triwulan", 10)
    jump_points = positive(
        "kenaikan yang diperingatkan, poin persen",
        25,
        help_text="Kenaikan klaim sebesar ini atau lebih sejak triwulan lalu ditandai.",
    )
    advice_days = positive(
        "belum didampingi sesudah, hari",
        60,
        help_text="Replikasi tanpa catatan pendampingan selama ini masuk daftar Belum didampingi.",
    )
    remind_before = models.CharField(
        "pengingat sebelum tenggat, hari kerja",
        max_length=40,
        default="7, 3, 1",
        validators=[steps_of],
        help_text="Dipisah koma.",
    )
    remind_every = positive("pengingat sesudah tenggat, tiap hari kerja", 2)
    deviation_points = positive("ambang deviasi, poin di bawah rencana", 10)
    absorption_ahead = positive("serapan mendahului fisik, poin", 10)
    absorption_behind = positive("serapan tertinggal dari fisik, poin", 30)
    obstacle_days = positive("permasalahan terlalu lama terbuka sesudah, hari", 30)
    commitment_days = positive("komitmen hampir berakhir, hari sebelumnya", 90)
    band_watch = positive("capaian paling rendah untuk “perlu perhatian”, persen", 60)
    band_near = positive("capaian paling rendah untuk “mendekati target”, persen", 80)
    band_reached = positive("capaian paling rendah untuk “tercapai”, persen", 95)
    band_beyond = positive("capaian paling rendah untuk “melampaui”, persen", 105)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "aturan pelaporan"
        verbose_name_plural = "aturan pelaporan"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(review_due_days__gte=models.F("report_due_days")),
                name="rules_review_after_report",
                violation_error_message="Tenggat verifikasi tidak boleh sebelum tenggat OPD.",
            ),
            models.CheckConstraint(
                condition=models.Q(band_near__gt=models.F("band_watch"))
                & models.Q(band_reached__gt=models.F("band_near"))
                & models.Q(band_beyond__gt=models.F("band_reached")),
                name="rules_bands_ascend",
                violation_error_message="Batas bawah tiap pita capaian harus naik.",
            ),
        ]

    def __str__(self):
        return "Aturan pelaporan"

    @property
    def deviation_limit(self):
        """A deviation below this many points is beyond the threshold."""
        return -Decimal(self.deviation_points)

    @property
    def bands(self):
        """Bands of achievement (capaian), as arithmetic.band reads them."""
        return [
            (None, "kritis"),
            (Decimal(self.band_watch), "perlu perhatian"),
            (Decimal(self.band_near), "mendekati target"),
            (Decimal(self.band_reached), "tercapai"),
            (Decimal(self.band_beyond), "melampaui"),
        ]


# -- what a request has read already ---------------------------------------------------------------

_known = {}


def forget():
    """Read the days off and the rules anew; called when a request starts or they are changed."""
    _known.clear()


def rules():
    """The ReportingRules in force, read once a request."""
    if "rules" not in _known:
        _known["rules"] = ReportingRules.objects.first() or ReportingRules()
    return _known["rules"]


def once(key, count):
    """What `count()` gives, counted once a request for each `key` (a tuple)."""
    if key not in _known:
        _known[key] = count()
    return _known[key]


def is_off(day):
    """Whether `day` is off: Litbang's list has the last word, then the holiday library."""
    if "days" not in _known:
        _known["days"] = dict(OffDay.objects.values_list("day", "is_off"))
    own = _known["days"].get(day)
    return periods.is_holiday(day) if own is None else own
