"""Obstacles (permasalahan): what stands in the way, whose move it is, who must act."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from innovations.models.replication import replication_scope


class ObstacleQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(replication_scope(user, "plan__replication__"))

    def open(self):
        return self.filter(closed_on=None)

    def for_list(self):
        return self.select_related(
            "plan__replication__innovation",
            "plan__replication__agency",
            "milestone",
            "report__period",
            "comment",
            "opened_by",
            "closed_by",
        )

    def with_age(self, today):
        """`open_for`: how long each was open, those that still are up to the day `today`."""
        until = Coalesce(F("closed_on"), Value(today, output_field=models.DateField()))
        return self.annotate(
            open_for=ExpressionWrapper(until - F("opened_on"), models.DurationField())
        )


class Obstacle(models.Model):
    class Cause(models.TextChoices):
        BUDGET = "anggaran", "Anggaran"
        PEOPLE = "sdm", "Sumber daya manusia"
        RULES = "regulasi", "Regulasi dan izin"
        TECHNOLOGY = "teknologi", "Sarana dan teknologi"
        COORDINATION = "koordinasi", "Koordinasi"
        ORIGIN = "asal", "Instansi asal"
        OTHER = "lainnya", "Lainnya"

    class Level(models.TextChoices):
        AGENCY = "opd", "OPD"
        BAPPELITBANG = "bappelitbang", "Bappelitbang"
        REGENT = "bupati", "Bupati"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="obstacles",
        verbose_name="rencana aksi",
    )
    milestone = models.ForeignKey(
        "actionplans.Milestone",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="obstacles",
        verbose_name="tonggak",
    )
    report = models.ForeignKey(
        "actionplans.Report",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="obstacles",
        verbose_name="dari laporan",
    )
    comment = models.ForeignKey(
        "actionplans.Comment",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="obstacles",
        verbose_name="dari catatan",
    )
    cause = models.CharField("sebab", max_length=12, choices=Cause)
    description = models.TextField("permasalahan")
    unblocked_by = models.CharField("yang akan membukanya", max_length=250, blank=True)
    turn = models.CharField("giliran", max_length=150, blank=True)
    level = models.CharField("tingkat yang harus bertindak", max_length=12, choices=Level)
    opened_on = models.DateField("dibuka")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dibuka oleh"
    )
    closed_on = models.DateField("ditutup", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ditutup oleh",
    )
    closing_note = models.TextField("yang menolong", blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords()

    objects = ObstacleQuerySet.as_manager()

    class Meta:
        verbose_name = "permasalahan"
        verbose_name_plural = "permasalahan"
        ordering = ["opened_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="obstacle_closed_after_opened",
                violation_error_message="Tanggal ditutup tidak boleh sebelum tanggal dibuka.",
            ),
        ]

    def __str__(self):
        return self.description[:80]

    def get_absolute_url(self):
        return reverse("obstacle", args=[self.pk])

    def days_open(self, today):
        """Whole days from its opening to its end, or to `today` while it is open."""
        return ((self.closed_on or today) - self.opened_on).days
