"""An uploaded workbook between its preview and the decision to take it into the plan."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class PlanImport(models.Model):
    """`sheets` is what was read, `result` what it would change.

    Once decided both are emptied; of what was applied, the rows that were left out stay.
    """

    class State(models.TextChoices):
        PREVIEW = "pratinjau", "Pratinjau"
        APPLIED = "diterapkan", "Diterapkan"
        DROPPED = "dibatalkan", "Dibatalkan"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="imports",
        verbose_name="rencana aksi",
    )
    name = models.CharField("nama berkas", max_length=200)
    state = models.CharField("status", max_length=10, choices=State, default=State.PREVIEW)
    sheets = models.JSONField("isi buku kerja", default=list)
    choices = models.JSONField(
        "pilihan", default=dict, help_text="Lembar, kolom dan perlakuan yang dipilih orangnya."
    )
    result = models.JSONField("hasil pembandingan", default=dict)
    edit = models.ForeignKey(
        "actionplans.PlanEdit",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="suntingan",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("diunggah", auto_now_add=True)

    class Meta:
        verbose_name = "unggahan buku kerja"
        verbose_name_plural = "unggahan buku kerja"
        ordering = ["plan", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["pratinjau", "diterapkan", "dibatalkan"]),
                name="plan_import_state_known",
                violation_error_message="Status unggahan tidak dikenal.",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.plan}"
