"""Quarterly reports, their frozen lines, and every decision made on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from actionplans import workdays
from innovations.models.replication import replication_scope

from .milestone import between_0_and_100, percent_field


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reports in scope; a draft is the agency's own until it is sent."""
        rows = self.filter(replication_scope(user, "plan__replication__"))
        if user.role not in user.AGENCY_ROLES:
            rows = rows.exclude(state=Report.State.DRAFT)
        return rows

    def for_list(self):
        return self.select_related(
            "plan__replication__innovation",
            "plan__replication__agency__region",
            "period",
            "sent_by",
        ).prefetch_related("plan__replication__agency__names")

    def waiting(self):
        """The queue: oldest first."""
        return self.filter(state=Report.State.SENT).order_by("sent_at", "id")

    def sent(self):
        return self.exclude(state=Report.State.DRAFT)


class Report(models.Model):
    """Belum dilaporkan is the absence of a sent report, never a row with zeros."""

    class State(models.TextChoices):
        DRAFT = "draf", "Draf"
        SENT = "dikirim", "Menunggu verifikasi"
        RETURNED = "dikembalikan", "Dikembalikan"
        VERIFIED = "diverifikasi", "Terverifikasi"

    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.PROTECT,
        related_name="reports",
        verbose_name="rencana aksi",
    )
    period = models.ForeignKey(
        "actionplans.ReportingPeriod",
        models.PROTECT,
        related_name="reports",
        verbose_name="periode",
    )
    state = FSMField("status laporan", default=State.DRAFT, choices=State.choices, max_length=12)
    problem = models.TextField("permasalahan", blank=True)
    solution = models.TextField("upaya pemecahan masalah", blank=True)
    next_steps = models.TextField("langkah berikutnya", blank=True)
    idle_reason = models.TextField(
        "alasan tidak ada kemajuan",
        blank=True,
        help_text="Terisi bila laporan menyatakan tidak ada kemajuan pada triwulan ini.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="disusun oleh"
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sent_reports",
        verbose_name="dikirim oleh",
    )
    sent_at = models.DateTimeField("tgl kirim", null=True, blank=True)
    first_sent_on = models.DateField(
        "pertama dikirim",
        null=True,
        blank=True,
        help_text="Hari yang menentukan terlambat atau tidak; pengiriman ulang tidak mengubahnya.",
    )
    days_late = models.PositiveSmallIntegerField("terlambat (hari kerja)", null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_reports",
        verbose_name="ditangani",
        help_text="Verifikator yang menangani laporan ini; kosong: siapa saja.",
    )
    decided_at = models.DateTimeField("tgl keputusan", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords()

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan progres"
        verbose_name_plural = "laporan progres"
        ordering = ["-period__year", "-period__quarter", "id"]
        indexes = [models.Index(fields=["state", "sent_at"], name="report_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "period"],
                name="report_one_a_period",
                violation_error_message="Laporan untuk triwulan ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draf", "dikirim", "dikembalikan", "diverifikasi"]),
                name="report_state_known",
                violation_error_message="Status laporan tidak dikenal.",
            ),
            models.CheckConstraint(
                condition=Q(state="draf")
                | Q(sent_by__isnull=False, sent_at__isnull=False, days_late__isnull=False),
                name="report_sent_by_somebody",
                violation_error_message="Laporan terkirim harus tercatat pengirim dan waktunya.",
            ),
        ]

    def __str__(self):
        return f"Laporan {self.period}, {self.plan.replication.title}"

    @property
    def resent_on(self):
        """The day it was last sent, where that is another than the first one; else None."""
        last = self.sent_at and timezone.localdate(self.sent_at)
        return last if last != self.first_sent_on else None

    @property
    def review_due(self):
        """The officer's deadline: the period's, but never fewer working days than after a timely
        report, so that an agency's lateness is not the officer's."""
        rules = workdays.rules()
        days = rules.review_due_days - rules.report_due_days
        return max(self.period.review_due, workdays.add(timezone.localdate(self.sent_at), days))

    # Transitions are called by services.reports alone; who may is said in rules.py.

    @transition(state, source=[State.DRAFT, State.RETURNED], target=State.SENT)
    def send(self):
        """The head sends; the service freezes the lines."""

    @transition(state, source=State.SENT, target=State.VERIFIED)
    def verify(self):
        """Litbang verifies every line."""

    @transition(state, source=State.SENT, target=State.RETURNED)
    def send_back(self):
        """Litbang returns with a reason; the lines open for the agency again."""

    @transition(state, source=State.VERIFIED, target=State.SENT)
    def unverify(self):
        """Litbang takes the verification of the latest verified report back."""


class CurrentLines(models.Manager):
    """Lines that count: one a milestone, the latest where it was corrected."""

    def get_queryset(self):
        return super().get_queryset().filter(superseded=False)


class ReportLine(models.Model):
    """One milestone as it stood when the report was sent.

    A correction after verification is a new line; the one that it `corrects` stays, superseded.
    `objects` and `report.lines` hold what counts, `every` the superseded ones as well.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="lines", verbose_name="laporan")
    milestone = models.ForeignKey(
        "actionplans.Milestone", models.PROTECT, related_name="lines", verbose_name="tonggak"
    )
    update = models.ForeignKey(
        "actionplans.ProgressUpdate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name="catatan progres",
    )
    weight = percent_field("bobot")
    planned = models.DecimalField("rencana", max_digits=7, decimal_places=4)
    percent = percent_field("klaim")
    quantity = models.DecimalField("jumlah", max_digits=14, decimal_places=2, null=True, blank=True)
    spent = models.DecimalField("uang dipakai", max_digits=17, decimal_places=2, default=0)
    ceiling = models.DecimalField("pagu", max_digits=17, decimal_places=2, default=0)
    verified_percent = percent_field("terverifikasi", null=True, blank=True)
    verdict_note = models.CharField("alasan", max_length=300, blank=True)
    pieces = models.JSONField(
        "bukti saat dikirim",
        default=list,
        blank=True,
        help_text="Kunci bukti yang menyertai baris ini.",
    )
    remark = models.TextField(
        "yang perlu diperbaiki", blank=True, help_text="Catatan verifikator pada baris ini."
    )
    mended = models.JSONField(
        "yang berubah sejak dikembalikan",
        default=list,
        blank=True,
        help_text="Daftar [apa, semula, menjadi]; kosong: tidak berubah.",
    )
    superseded = models.BooleanField("digantikan koreksi", default=False)
    corrects = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="mengoreksi",
    )
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dikoreksi oleh",
    )
    corrected_at = models.DateTimeField("dikoreksi", null=True, blank=True)
    correction_reason = models.CharField("alasan koreksi", max_length=300, blank=True)

    objects = CurrentLines()
    every = models.Manager()  # noqa: DJ012 - the one above is the default

    class Meta:
        verbose_name = "baris laporan"
        verbose_name_plural = "baris laporan"
        ordering = ["report", "milestone__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "milestone"],
                condition=Q(superseded=False),
                name="line_one_a_milestone",
                violation_error_message="Tonggak ini sudah ada di laporan itu.",
            ),
            models.CheckConstraint(
                condition=between_0_and_100("percent"),
                name="line_percent_0_100",
                violation_error_message="Klaim antara 0 dan 100 persen.",
            ),
            models.CheckConstraint(
                condition=Q(verified_percent__isnull=True)
                | Q(verified_percent__gte=0, verified_percent__lte=F("percent")),
                name="line_verified_not_above_claim",
                violation_error_message="Nilai terverifikasi tidak boleh melebihi klaim.",
            ),
            models.CheckConstraint(
                condition=Q(verified_percent__isnull=True)
                | Q(verified_percent__gte=F("percent"))
                | ~Q(verdict_note=""),
                name="line_lower_with_reason",
                violation_error_message="Nilai yang lebih rendah dari klaim harus disertai alasan.",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=True) | ~Q(correction_reason=""),
                name="line_corrected_with_reason",
                violation_error_message="Koreksi harus disertai alasan.",
            ),
        ]

    def __str__(self):
        return f"{self.report}: {self.milestone}"


class Verification(models.Model):
    """A decision on a report. Rows are added, never changed."""

    class Decision(models.TextChoices):
        VERIFIED = "verifikasi", "Diverifikasi"
        RETURNED = "kembalikan", "Dikembalikan"
        UNVERIFIED = "batal", "Verifikasi dibatalkan"

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="verifications", verbose_name="laporan"
    )
    decision = models.CharField("keputusan", max_length=10, choices=Decision)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="verifications", verbose_name="oleh"
    )
    at = models.DateTimeField("pada")
    reason = models.TextField("alasan", blank=True)

    class Meta:
        verbose_name = "keputusan verifikasi"
        verbose_name_plural = "keputusan verifikasi"
        ordering = ["report", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="verifikasi") | ~Q(reason=""),
                name="verification_with_reason",
                violation_error_message="Tulis alasannya.",
            ),
        ]

    def __str__(self):
        return f"{self.get_decision_display()}: {self.report}"
