"""Advice: comments on a plan, milestone, report or adapted element, with answers below."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from innovations.models.replication import replication_scope
from replikasi.accounts.models import User


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Comments in scope; the advisers' channel is for Litbang and facilitators alone."""
        rows = self.filter(replication_scope(user, "plan__replication__"))
        if user.role not in Comment.ADVISERS:
            rows = rows.filter(advisers_only=False)
        return rows

    def threads(self):
        """First comments with their answers beneath, newest thread first."""
        return (
            self.filter(parent=None)
            .select_related("by__agency", "closed_by")
            .order_by("-created_at", "-id")
        )

    def open_suggestions(self):
        """Suggestions that the adviser neither closed nor took back."""
        rows = self.filter(kind=Comment.Kind.SUGGESTION, parent=None)
        return rows.filter(closed_at=None, withdrawn_at=None)

    def open_remarks(self):
        """What Litbang wants mended in a plan and has not seen done."""
        return self.filter(kind=Comment.Kind.REMARK, parent=None, closed_at=None)

    def unanswered(self):
        """Threads whose last word is not the agency's."""
        answers = Comment.objects.filter(parent=OuterRef("pk"), withdrawn_at=None)
        answers = answers.order_by("-created_at", "-id")
        return self.annotate(last_role=Subquery(answers.values("by__role")[:1])).filter(
            Q(last_role=None) | ~Q(last_role__in=User.AGENCY_ROLES)
        )


class Comment(models.Model):
    class Kind(models.TextChoices):
        COMMENT = "komentar", "Komentar"
        SUGGESTION = "saran", "Saran"
        VISIT = "kunjungan", "Catatan kunjungan"
        REMARK = "perbaikan", "Permintaan perbaikan"
        ANSWER = "jawaban", "Jawaban"

    ADVISERS = (User.Role.LITBANG, User.Role.FASILITATOR)
    # What an adviser writes on a page, each with fields of its own.
    ADVICE = (Kind.COMMENT, Kind.SUGGESTION, Kind.VISIT)
    EDITABLE_FOR = timedelta(minutes=15)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="comments",
        verbose_name="rencana aksi",
    )
    milestone = models.ForeignKey(
        "actionplans.Milestone",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name="tonggak",
    )
    report = models.ForeignKey(
        "actionplans.Report",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name="laporan",
    )
    adaptation = models.ForeignKey(
        "innovations.ElementAdaptation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name="penyesuaian unsur",
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name="menjawab",
    )
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    body = models.TextField("isi")
    wants_answer = models.BooleanField("minta jawaban", default=False)
    answer_by = models.DateField("jawab sebelum", null=True, blank=True)
    advisers_only = models.BooleanField("hanya untuk pendamping", default=False)
    visited_on = models.DateField("tanggal kunjungan", null=True, blank=True)
    visited_place = models.CharField("tempat", max_length=200, blank=True)
    attendees = models.CharField("yang hadir", max_length=300, blank=True)
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="mentions", verbose_name="disebut"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="comments", verbose_name="oleh"
    )
    created_at = models.DateTimeField("ditulis", auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ditutup oleh",
    )
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)
    edited_at = models.DateTimeField("diubah", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    history = HistoricalRecords()

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan pendampingan"
        verbose_name_plural = "catatan pendampingan"
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(milestone__isnull=True, report__isnull=True)
                | Q(milestone__isnull=True, adaptation__isnull=True)
                | Q(report__isnull=True, adaptation__isnull=True),
                name="comment_on_one_thing",
                violation_error_message="Catatan melekat pada satu hal saja.",
            ),
            models.CheckConstraint(
                condition=(Q(kind="jawaban") & Q(parent__isnull=False))
                | (~Q(kind="jawaban") & Q(parent__isnull=True)),
                name="comment_answer_has_parent",
                violation_error_message="Jawaban harus berada di bawah sebuah catatan.",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="comment_closed_by_somebody",
                violation_error_message="Catatan yang ditutup harus tercatat penutupnya.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.body[:60]}"

    def get_absolute_url(self):
        """Where the comment's thread stands."""
        if self.milestone_id:
            page = reverse("milestone", args=[self.milestone_id])
        elif self.report_id:
            page = reverse("report", args=[self.report_id])
        elif self.adaptation_id:
            page = reverse("adaptation", args=[self.adaptation_id])
        else:
            page = reverse("plan", args=[self.plan_id])
        return f"{page}#catatan-{self.parent_id or self.pk}"

    @property
    def place(self):
        """What it stands at, in the middle of a sentence: "tonggak 3"."""
        if self.milestone_id:
            return f"tonggak {self.milestone.number}"
        if self.report_id:
            return f"laporan {self.report.period}"
        if self.adaptation_id:
            return f"unsur {self.adaptation.element.number}"
        return f"rencana aksi {self.plan.fiscal_year}"

    @property
    def is_open_suggestion(self):
        return (
            self.kind == self.Kind.SUGGESTION
            and self.closed_at is None
            and self.withdrawn_at is None
        )

    @property
    def is_open_remark(self):
        return self.kind == self.Kind.REMARK and self.closed_at is None

    @property
    def is_closed_remark(self):
        return self.kind == self.Kind.REMARK and self.closed_at is not None

    @property
    def is_fresh(self):
        """Whether the author may still change the words; later they can only be withdrawn."""
        if self.withdrawn_at is not None or self.kind == self.Kind.REMARK:
            return False
        return timezone.now() - self.created_at < self.EDITABLE_FOR

    @property
    def is_answered(self):
        """Whether the agency spoke last; reads the answers with their authors."""
        words = [answer for answer in self.answers.all() if answer.withdrawn_at is None]
        return bool(words) and words[-1].by.role in User.AGENCY_ROLES


class Visit(models.Model):
    """When a person last looked at a plan and what belongs to it: what is newer is marked.

    `before` is the end of the visit before the present one, which `at` renews.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="visits", verbose_name="orang"
    )
    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="visits",
        verbose_name="rencana aksi",
    )
    at = models.DateTimeField("terakhir dibuka")
    before = models.DateTimeField("kunjungan sebelumnya", null=True, blank=True)

    class Meta:
        verbose_name = "kunjungan halaman"
        verbose_name_plural = "kunjungan halaman"
        ordering = ["user", "plan"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "plan"],
                name="visit_one_a_plan",
                violation_error_message="Kunjungan ini sudah tercatat.",
            )
        ]

    def __str__(self):
        return f"{self.user} membuka {self.plan}"
