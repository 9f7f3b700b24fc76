"""Private files: evidence (bukti dukung) behind an update, photos of a visit."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from innovations.models.replication import replication_scope
from replikasi.accounts.models import User
from replikasi.common.stored import StoredFile, random_path  # noqa: F401 - migrations name it here

from .advice import Comment


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evidence in scope; confidential pieces only for the agency itself and for Litbang."""
        rows = self.filter(replication_scope(user, "update__milestone__plan__replication__"))
        if user.role not in (*User.AGENCY_ROLES, User.Role.LITBANG):
            rows = rows.filter(confidential=False)
        return rows


class CommentFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Photos of visits that `user` may read of; those of a withdrawn note are nobody's."""
        comments = Comment.objects.visible_to(user).filter(withdrawn_at=None)
        return self.filter(comment__in=comments)


class Evidence(StoredFile):
    class Verdict(models.TextChoices):
        ACCEPTED = "diterima", "Diterima"
        LACKING = "kurang", "Kurang"
        WRONG_PERIOD = "periode-salah", "Periode salah"
        UNREADABLE = "tidak-terbaca", "Tidak terbaca"
        REPLACE = "ganti", "Perlu diganti"

    update = models.ForeignKey(
        "actionplans.ProgressUpdate",
        models.CASCADE,
        related_name="evidence",
        verbose_name="catatan progres",
    )
    url = models.URLField("tautan", max_length=500, blank=True)
    fulfils = models.CharField(
        "untuk bukti",
        max_length=250,
        blank=True,
        help_text="Baris bukti dukung tonggak yang dipenuhi berkas ini.",
    )
    confidential = models.BooleanField(
        "rahasia", default=False, help_text="Hanya untuk OPD ini dan Litbang."
    )
    verdict = models.CharField("penilaian", max_length=14, choices=Verdict, blank=True)
    verdict_note = models.CharField("catatan penilaian", max_length=250, blank=True)
    verdict_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dinilai oleh",
    )
    verdict_at = models.DateTimeField("dinilai pada", null=True, blank=True)
    verdict_page = models.PositiveSmallIntegerField("halaman", null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["file", "preview"])

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "bukti dukung"
        verbose_name_plural = "bukti dukung"
        ordering = ["update", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
                name="evidence_file_or_link",
                violation_error_message="Bukti berupa satu berkas atau satu tautan.",
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(size__gt=0),
                name="evidence_file_not_empty",
                violation_error_message="Berkas kosong (0 byte) tidak dapat menjadi bukti.",
            ),
        ]


class CommentFile(StoredFile):
    """A photo of a visit; whoever may read the comment may open it."""

    comment = models.ForeignKey(
        "actionplans.Comment",
        models.CASCADE,
        related_name="files",
        verbose_name="catatan pendampingan",
    )

    objects = CommentFileQuerySet.as_manager()

    class Meta:
        verbose_name = "foto kunjungan"
        verbose_name_plural = "foto kunjungan"
        ordering = ["comment", "id"]
