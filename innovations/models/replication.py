"""A replication: one innovation adopted by one agency."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from replikasi.accounts.models import User

from .region import within


def replication_scope(user, path=""):
    """Q for rows whose replication (reached by `path`) lies in the user's scope.

    `path` ends with "__" or is empty. Every QuerySet of this app and of `actionplans` that has
    `visible_to` is built on it: the one place that says how far a role sees.
    """
    if user.role == User.Role.ADMIN:
        return Q()
    if user.role in User.AGENCY_ROLES:
        return Q(**{f"{path}agency": user.agency_id})
    if user.role in User.REGION_ROLES:
        return within(user.region_id, f"{path}agency__region__code")
    if user.role == User.Role.FASILITATOR:
        return Q(**{f"{path}facilitator": user.agency_id})
    return Q(pk__in=[])


def knows_claims(user):
    """Leaders read what Litbang verified or agreed to, and nothing of what is only said."""
    return user.role != User.Role.PIMPINAN


class ReplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(replication_scope(user))

    def for_list(self):
        return self.select_related(
            "innovation__origin_region", "agency__region", "facilitator"
        ).prefetch_related("agency__names")


class Replication(models.Model):
    class Status(models.TextChoices):
        ACTIVE = "berjalan", "Berjalan"
        FINISHED = "selesai", "Selesai"
        SUSTAINED = "berlanjut", "Berlanjut mandiri"
        STOPPED = "berhenti", "Berhenti"

    innovation = models.ForeignKey(
        "innovations.Innovation",
        models.PROTECT,
        related_name="replications",
        verbose_name="inovasi",
    )
    agency = models.ForeignKey(
        "innovations.Agency",
        models.PROTECT,
        related_name="replications",
        verbose_name="OPD replikator",
    )
    programme_year = models.PositiveSmallIntegerField("tahun program")
    local_name = models.CharField("nama lokal", max_length=150, blank=True)
    facilitator = models.ForeignKey(
        "innovations.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="facilitated",
        verbose_name="fasilitator",
    )
    commitment = models.ForeignKey(
        "innovations.Commitment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replications",
        verbose_name="komitmen bersama",
    )
    origin_contact = models.CharField("narahubung di daerah asal", max_length=200, blank=True)
    note = models.TextField("catatan penyesuaian", blank=True)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.ACTIVE)
    completed_on = models.DateField(
        "tuntas pada", null=True, blank=True, help_text="Diisi ketika penutupannya disahkan."
    )
    history = HistoricalRecords()

    objects = ReplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "replikasi"
        verbose_name_plural = "replikasi"
        ordering = ["-programme_year", "innovation__name", "agency__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "agency", "programme_year"],
                name="replication_unique",
                violation_error_message="OPD ini sudah mereplikasi inovasi itu pada tahun itu.",
            ),
            models.CheckConstraint(
                condition=Q(programme_year__range=(2000, 2100)),
                name="replication_programme_year_plausible",
                violation_error_message="Tahun program antara 2000 dan 2100.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.agency}"

    @property
    def title(self):
        """The local name where there is one, else the innovation's."""
        return self.local_name or self.innovation.name
