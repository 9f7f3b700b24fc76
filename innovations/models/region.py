"""Regions by Kemendagri's dotted code; a scope takes whole segments."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q


def within(code, path="code"):
    """Q for rows whose region code at `path` is `code` or lies below it ("19.05", "19.05.*")."""
    return Q(**{path: code}) | Q(**{f"{path}__startswith": f"{code}."})


def lies_within(code, region):
    """Whether the region code `code` is `region` or lies below it."""
    return code == region or code.startswith(f"{region}.")


def around(code):
    """Codes of the regions that hold `code`, itself among them: ["19", "19.05"]."""
    parts = code.split(".")
    return [".".join(parts[: index + 1]) for index in range(len(parts))]


class RegionQuerySet(models.QuerySet):
    def within(self, code):
        return self.filter(within(code))


class Region(models.Model):
    class Level(models.TextChoices):
        PROVINCE = "provinsi", "Provinsi"
        REGENCY = "kabupaten", "Kabupaten"
        CITY = "kota", "Kota"
        DISTRICT = "kecamatan", "Kecamatan"

    code = models.CharField(
        "kode",
        max_length=13,
        primary_key=True,
        validators=[
            RegexValidator(
                r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$",
                "Pakai kode Kemendagri bertitik, misalnya 19.05 (bukan kode BPS).",
            )
        ],
    )
    name = models.CharField("nama", max_length=100)
    level = models.CharField("tingkat", max_length=10, choices=Level)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"),
                name="region_code_is_dotted",
                violation_error_message="Pakai kode Kemendagri bertitik, misalnya 19.05.",
            )
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        """Kabupaten Bangka Barat, Kota Batu, Kepulauan Bangka Belitung."""
        if self.level == self.Level.PROVINCE:
            return self.name
        return f"{self.get_level_display()} {self.name}"
