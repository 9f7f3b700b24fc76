"""Progress updates: what an agency recorded on a milestone, whenever something happened."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from simple_history.models import HistoricalRecords

from innovations.models.replication import replication_scope

from .milestone import between_0_and_100, percent_field

NOT_NEGATIVE = [MinValueValidator(0, "Isi angka 0 atau lebih.")]


class ProgressUpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(replication_scope(user, "milestone__plan__replication__"))

    def latest_first(self):
        return self.order_by("-happened_on", "-id")

    def up_to(self, date):
        return self.filter(happened_on__lte=date)


class ProgressUpdate(models.Model):
    """Percent, quantity and money are cumulative: the position on `happened_on`."""

    key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Kunci formulir: permintaan yang terulang tidak mencatat dua kali.",
    )
    milestone = models.ForeignKey(
        "actionplans.Milestone",
        models.PROTECT,
        related_name="updates",
        verbose_name="tonggak",
    )
    happened_on = models.DateField("tanggal")
    percent = percent_field("capaian")
    quantity = models.DecimalField(
        "jumlah",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    spent = models.DecimalField(
        "uang dipakai",
        max_digits=17,
        decimal_places=2,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    note = models.TextField("catatan", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="updates", verbose_name="oleh"
    )
    held_by = models.ForeignKey(
        "actionplans.Report",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_updates",
        verbose_name="dipegang laporan",
        help_text="Laporan terkirim yang mengunci catatan ini.",
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField("dicatat", db_default=Now())
    history = HistoricalRecords()

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan progres"
        verbose_name_plural = "catatan progres"
        ordering = ["milestone", "happened_on", "id"]
        indexes = [models.Index(fields=["milestone", "-happened_on", "-id"], name="update_latest")]
        constraints = [
            models.CheckConstraint(
                condition=between_0_and_100("percent"),
                name="update_percent_0_100",
                violation_error_message="Capaian antara 0 dan 100 persen.",
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0),
                name="update_quantity_not_negative",
                violation_error_message="Jumlah tidak boleh kurang dari nol.",
            ),
            models.CheckConstraint(
                condition=Q(spent__isnull=True) | Q(spent__gte=0),
                name="update_spent_not_negative",
                violation_error_message="Uang yang dipakai tidak boleh kurang dari nol.",
            ),
        ]

    def __str__(self):
        return f"{self.milestone}: {self.percent} % pada {self.happened_on}"

    @property
    def is_locked(self):
        return self.held_by_id is not None
