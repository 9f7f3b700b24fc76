"""With which letterhead an agency writes, and who signs for it, from a year on."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from simple_history.models import HistoricalRecords

from .agency import Agency

MOST_LINES = 3


class Stationery(models.Model):
    """The unit's name itself is the agency's name of the year, see Agency.name_in."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="stationery", verbose_name="instansi"
    )
    from_year = models.PositiveSmallIntegerField(
        "sejak tahun", validators=[MinValueValidator(2000)]
    )
    address = models.TextField(
        "alamat pada kop surat", blank=True, help_text="Paling banyak tiga baris."
    )
    place = models.CharField(
        "tempat", max_length=60, help_text="Tempat surat ditandatangani, misalnya Mentok."
    )
    position = models.CharField("jabatan penanda tangan", max_length=150)
    name = models.CharField("nama penanda tangan", max_length=150)
    rank = models.CharField(
        "pangkat/golongan", max_length=100, blank=True, help_text="Misalnya Pembina Tk. I, IV/b."
    )
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri dari 18 angka tanpa spasi.")],
        help_text="Kosongkan bagi kepala daerah dan wakilnya.",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "kop surat dan penanda tangan"
        verbose_name_plural = "kop surat dan penanda tangan"
        ordering = ["agency", "-from_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "from_year"],
                name="stationery_one_a_year",
                violation_error_message="Sudah ada kop surat untuk instansi ini sejak tahun itu.",
            ),
        ]

    def __str__(self):
        return f"{self.agency} (sejak {self.from_year})"

    @property
    def lines(self):
        return tuple(line.strip() for line in self.address.splitlines() if line.strip())
