"""Outcomes: indicators from a baseline to a target, and what was measured."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from .replication import knows_claims, replication_scope


class Outcome(models.Model):
    """A product (keluaran) or benefit (hasil); what was measured are its `values`."""

    class Kind(models.TextChoices):
        OUTPUT = "keluaran", "Keluaran"
        OUTCOME = "hasil", "Hasil"

    class Direction(models.TextChoices):
        UP = "naik", "Makin besar makin baik"
        DOWN = "turun", "Makin kecil makin baik"

    replication = models.ForeignKey(
        "innovations.Replication",
        models.CASCADE,
        related_name="outcomes",
        verbose_name="replikasi",
    )
    kind = models.CharField("jenis", max_length=8, choices=Kind, default=Kind.OUTCOME)
    indicator = models.CharField("indikator", max_length=200)
    unit = models.CharField("satuan", max_length=40)
    direction = models.CharField("arah", max_length=5, choices=Direction, default=Direction.UP)
    baseline = models.DecimalField(
        "nilai awal", max_digits=16, decimal_places=2, null=True, blank=True
    )
    baseline_on = models.DateField("tanggal nilai awal", null=True, blank=True)
    baseline_source = models.CharField("sumber nilai awal", max_length=200, blank=True)
    target = models.DecimalField("target", max_digits=16, decimal_places=2, null=True, blank=True)
    target_on = models.DateField("target dicapai pada", null=True, blank=True)
    groups = models.TextField(
        "kelompok",
        blank=True,
        help_text="Satu baris satu kelompok, misalnya Perempuan; kosong bila tidak dirinci.",
    )
    attribution_note = models.TextField(
        "catatan sebab",
        blank=True,
        help_text="Apa lagi yang mungkin menyebabkan perubahan ini.",
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "hasil"
        verbose_name_plural = "hasil"
        ordering = ["replication", "kind", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["replication", "indicator"],
                name="outcome_indicator_unique",
                violation_error_message="Indikator hasil ini sudah ada pada replikasi itu.",
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True)
                | Q(target__isnull=True)
                | Q(direction="naik", target__gte=models.F("baseline"))
                | Q(direction="turun", target__lte=models.F("baseline")),
                name="outcome_target_in_direction",
                violation_error_message="Target tidak searah dengan nilai awal dan arahnya.",
            ),
        ]

    def __str__(self):
        return self.indicator

    @property
    def group_names(self):
        return [line.strip() for line in self.groups.splitlines() if line.strip()]


class OutcomeValueQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Measured values in scope; what Litbang has not verified is not for the leaders."""
        rows = self.filter(replication_scope(user, "outcome__replication__"))
        if not knows_claims(user):
            rows = rows.filter(state=OutcomeValue.State.VERIFIED)
        return rows

    def verified(self):
        return self.filter(state=OutcomeValue.State.VERIFIED)

    def waiting(self):
        return self.filter(state=OutcomeValue.State.SENT)


class OutcomeValue(models.Model):
    """Measured on a day, for the whole (`group` "") or one group; a claim until it is verified.

    `value` is what the agency measured, `verified_value` what Litbang confirmed.
    """

    class State(models.TextChoices):
        SENT = "dikirim", "Menunggu verifikasi"
        RETURNED = "dikembalikan", "Dikembalikan"
        VERIFIED = "terverifikasi", "Terverifikasi"

    outcome = models.ForeignKey(
        Outcome, models.CASCADE, related_name="values", verbose_name="hasil"
    )
    measured_on = models.DateField("tanggal ukur")
    group = models.CharField("kelompok", max_length=80, blank=True)
    value = models.DecimalField("nilai", max_digits=16, decimal_places=2)
    source = models.CharField("sumber", max_length=200, blank=True)
    state = FSMField("status", max_length=14, choices=State.choices, default=State.SENT)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dicatat oleh",
    )
    recorded_at = models.DateTimeField("dicatat", auto_now_add=True, null=True)
    verified_value = models.DecimalField(
        "nilai terverifikasi", max_digits=16, decimal_places=2, null=True, blank=True
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="diverifikasi oleh",
    )
    verified_at = models.DateTimeField("diverifikasi", null=True, blank=True)
    reason = models.CharField("alasan", max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords()

    objects = OutcomeValueQuerySet.as_manager()

    class Meta:
        verbose_name = "nilai hasil"
        verbose_name_plural = "nilai hasil"
        ordering = ["outcome", "measured_on", "group"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "measured_on", "group"],
                name="outcome_value_once_a_day",
                violation_error_message="Nilai untuk tanggal ini sudah dicatat.",
            ),
            models.CheckConstraint(
                condition=~Q(state="terverifikasi")
                | Q(
                    verified_value__isnull=False,
                    verified_by__isnull=False,
                    verified_at__isnull=False,
                ),
                name="outcome_value_verified_by_somebody",
                violation_error_message="Nilai terverifikasi harus tercatat verifikatornya.",
            ),
            models.CheckConstraint(
                condition=~Q(state="dikembalikan") | ~Q(reason=""),
                name="outcome_value_returned_with_reason",
                violation_error_message="Nilai yang dikembalikan harus disertai alasan.",
            ),
        ]

    def __str__(self):
        return f"{self.outcome}: {self.value} ({self.measured_on})"

    # Transitions are called by services.outcomes alone; who may is said in rules.py.

    @transition(state, source=State.SENT, target=State.VERIFIED)
    def verify(self):
        """Litbang confirms the value, as it is or another."""

    @transition(state, source=State.SENT, target=State.RETURNED)
    def send_back(self):
        """Litbang returns it with a reason."""

    @transition(state, source=State.RETURNED, target=State.SENT)
    def send_again(self):
        """The agency has mended it."""

    @transition(state, source=State.VERIFIED, target=State.SENT)
    def unverify(self):
        """Litbang takes the confirmation back with a reason."""
