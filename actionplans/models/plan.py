"""Action plans, their states, and the approved versions that reports are measured against."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import cached_property
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from innovations.models import Replication
from innovations.models.replication import replication_scope


class ActionPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(replication_scope(user, "replication__"))

    def for_list(self):
        return self.select_related(
            "replication__innovation", "replication__agency__region", "replication__facilitator"
        ).prefetch_related("replication__agency__names")

    def approved(self):
        """Plans that reports are measured against: approved once, whatever is being revised."""
        return self.filter(versions__isnull=False).distinct()

    def to_copy(self, user):
        """Plans elsewhere, approved once, of the innovations that the user's agency replicates.

        The agency may begin its own plan with them; they are not in its scope otherwise.
        """
        if user.role not in user.AGENCY_ROLES:
            return self.none()
        own = Replication.objects.filter(
            agency=user.agency_id, innovation=OuterRef("replication__innovation")
        )
        versions = PlanVersion.objects.filter(plan=OuterRef("pk"))
        elsewhere = self.exclude(replication__agency=user.agency_id)
        return elsewhere.filter(Exists(own), Exists(versions))

    def waiting_for_decision(self):
        return self.filter(state=ActionPlan.State.SUBMITTED)


def was_approved(plan):
    """Whether a version was approved once: only then is there something to go back to."""
    return plan.versions.exists()


class ActionPlan(models.Model):
    class State(models.TextChoices):
        DRAFT = "draf", "Draf"
        SUBMITTED = "diajukan", "Menunggu persetujuan"
        RETURNED = "dikembalikan", "Dikembalikan"
        APPROVED = "disetujui", "Disetujui"
        REVISING = "direvisi", "Sedang direvisi"
        FINISHED = "selesai", "Selesai"

    class RevisionReason(models.TextChoices):
        BUDGET = "anggaran", "Anggaran berubah"
        SCHEDULE = "jadwal", "Jadwal bergeser"
        SCOPE = "lingkup", "Lingkup berubah"
        OTHER = "lainnya", "Lainnya"

    class Dropped(models.TextChoices):
        """Why a line of the history was written: how a revision ended without a new version."""

        REJECTED = "revisi-ditolak", "Revisi ditolak Litbang"
        GIVEN_UP = "revisi-dibatalkan", "Revisi dibatalkan OPD"

    EDITABLE = (State.DRAFT, State.RETURNED, State.REVISING)
    RUNNING = (State.APPROVED, State.REVISING)

    replication = models.ForeignKey(
        "innovations.Replication",
        models.PROTECT,
        related_name="plans",
        verbose_name="replikasi",
    )
    fiscal_year = models.PositiveSmallIntegerField("tahun anggaran")
    state = FSMField("status", default=State.DRAFT, choices=State.choices, max_length=12)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submitted_plans",
        verbose_name="diajukan oleh",
    )
    submitted_at = models.DateTimeField("diajukan pada", null=True, blank=True)
    return_reason = models.TextField("alasan dikembalikan", blank=True)
    revision_reason = models.CharField(
        "alasan revisi", max_length=10, choices=RevisionReason, blank=True
    )
    revision_note = models.CharField("penjelasan revisi", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="created_plans",
        verbose_name="dibuat oleh",
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    updated_at = models.DateTimeField("disimpan", auto_now=True)
    history = HistoricalRecords()

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "rencana aksi"
        verbose_name_plural = "rencana aksi"
        ordering = ["-fiscal_year", "replication__innovation__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["replication", "fiscal_year"],
                name="plan_one_a_year",
                violation_error_message="Rencana aksi replikasi ini untuk tahun itu sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(fiscal_year__range=(2000, 2100)),
                name="plan_fiscal_year_plausible",
                violation_error_message="Tahun anggaran antara 2000 dan 2100.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draf",
                        "diajukan",
                        "dikembalikan",
                        "disetujui",
                        "direvisi",
                        "selesai",
                    ]
                ),
                name="plan_state_known",
                violation_error_message="Status rencana tidak dikenal.",
            ),
            models.CheckConstraint(
                condition=~Q(state="dikembalikan") | ~Q(return_reason=""),
                name="plan_returned_with_reason",
                violation_error_message="Rencana dikembalikan harus disertai alasan.",
            ),
            models.CheckConstraint(
                condition=~Q(state="diajukan") | Q(submitted_by__isnull=False),
                name="plan_submitted_by_somebody",
                violation_error_message="Rencana diajukan harus tercatat pengajunya.",
            ),
        ]

    def __str__(self):
        return f"Rencana aksi {self.fiscal_year}, {self.replication.title}"

    @property
    def is_editable(self):
        return self.state in self.EDITABLE

    @property
    def is_untouched_proposal(self):
        """Litbang proposed it with the replication, and the agency has not saved it yet."""
        return self.state == self.State.DRAFT and not self.created_by_id and not self.revision

    @property
    def in_revision(self):
        """Between the opening of a revision and its approval, rejection or giving up."""
        return bool(self.revision_reason)

    @cached_property
    def open_remarks(self):
        """Open remarks of Litbang in the order of the milestones, with answers; two queries."""
        rows = self.comments.open_remarks().select_related("milestone", "by")
        return list(rows.order_by("milestone__number", "pk").prefetch_related("answers__by"))

    def dropped_revisions(self):
        """Lines of the history that ended a revision without a new version, newest first.

        `was_reason` and `was_note` say why it had been opened; `return_reason` why it was rejected.
        """
        before = self.history.filter(history_id__lt=OuterRef("history_id")).order_by("-history_id")
        return (
            self.history.filter(history_change_reason__in=self.Dropped.values)
            .annotate(
                was_reason=Subquery(before.values("revision_reason")[:1]),
                was_note=Subquery(before.values("revision_note")[:1]),
            )
            .select_related("history_user")
            .order_by("-history_id")
        )

    def returns(self):
        """Lines of the history that returned the plan, with the reason; newest first."""
        before = self.history.filter(history_id__lt=OuterRef("history_id")).order_by("-history_id")
        return (
            self.history.filter(state=self.State.RETURNED)
            .annotate(state_before=Subquery(before.values("state")[:1]))
            .filter(state_before=self.State.SUBMITTED)
            .select_related("history_user")
            .order_by("-history_id")
        )

    def last_return(self, version=None):
        """The newest of `returns` since the approved `version` (if there is one), or None."""
        found = self.returns()
        if version is not None:
            found = found.filter(history_date__gt=version.approved_at)
        return found.first()

    # Transitions are called by services.plans alone; who may is said in rules.py.

    @transition(state, source=[State.DRAFT, State.RETURNED, State.REVISING], target=State.SUBMITTED)
    def submit(self):
        """The agency asks for approval."""

    @transition(state, source=State.SUBMITTED, target=State.APPROVED)
    def approve(self):
        """Litbang approves; the service writes the version."""

    @transition(state, source=State.SUBMITTED, target=State.RETURNED)
    def send_back(self):
        """Litbang returns the plan with a reason."""

    @transition(state, source=State.APPROVED, target=State.REVISING)
    def revise(self):
        """The agency opens a revision; reports go on against the last version."""

    @transition(
        state,
        source=[State.REVISING, State.RETURNED, State.SUBMITTED],
        target=State.APPROVED,
        conditions=[was_approved],
    )
    def drop_revision(self):
        """Rejected by Litbang or given up by the agency; the last version stands."""

    @transition(state, source=State.APPROVED, target=State.FINISHED)
    def finish(self):
        """Litbang closes the plan at the end of its year."""


class PlanVersion(models.Model):
    """What was approved, immutable: the baseline that reports are measured against."""

    plan = models.ForeignKey(
        ActionPlan, models.CASCADE, related_name="versions", verbose_name="rencana aksi"
    )
    number = models.PositiveSmallIntegerField("versi")
    snapshot = models.JSONField("isi", help_text="Daftar tonggak pada saat disetujui.")
    reason = models.CharField(
        "alasan", max_length=10, choices=ActionPlan.RevisionReason, blank=True
    )
    note = models.CharField("penjelasan", max_length=300, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="disetujui oleh"
    )
    approved_at = models.DateTimeField("disetujui pada")

    class Meta:
        verbose_name = "versi rencana"
        verbose_name_plural = "versi rencana"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_version_number_unique",
                violation_error_message="Versi rencana ini sudah ada.",
            ),
        ]

    def __str__(self):
        return f"{self.plan}, versi {self.number}"
