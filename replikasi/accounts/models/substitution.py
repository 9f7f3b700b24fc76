"""Who stands in for an officer on leave."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class SubstitutionQuerySet(models.QuerySet):
    def running(self, on):
        return self.filter(starts__lte=on, ends__gte=on)


class Substitution(models.Model):
    """From `starts` to `ends`, both included, `substitute` does what waits for `person`."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="substitutions",
        verbose_name="yang digantikan",
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="stands_in",
        verbose_name="pengganti",
    )
    starts = models.DateField("mulai")
    ends = models.DateField("sampai")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("dicatat", auto_now_add=True)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "pengganti selama cuti"
        verbose_name_plural = "pengganti selama cuti"
        ordering = ["-starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="substitution_dates_in_order",
                violation_error_message="Tanggal selesai tidak boleh sebelum tanggal mulai.",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("substitute")),
                name="substitution_is_another",
                violation_error_message="Pilih orang lain sebagai pengganti.",
            ),
        ]

    def __str__(self):
        return f"{self.substitute} menggantikan {self.person}"
