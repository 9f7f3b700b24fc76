"""What was done to a plan's matrix in one step, kept so that the step can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from innovations.models.replication import replication_scope


class PlanEditQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(replication_scope(user, "plan__replication__"))


class PlanEdit(models.Model):
    """`before` and `after`: the rows that the step touched, as snapshots.taken writes them.

    `order_before` and `order_after`: keys of all milestones of the plan in their order.
    """

    class Kind(models.TextChoices):
        DELETED = "hapus", "Menghapus tonggak"
        IMPORTED = "impor", "Mengunggah buku kerja"
        SPREAD = "bagi-rata", "Membagi rata bobot"
        PROPOSED = "usulan-tw", "Mengisi usulan target TW"

    plan = models.ForeignKey(
        "actionplans.ActionPlan", models.CASCADE, related_name="edits", verbose_name="rencana aksi"
    )
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("pada", auto_now_add=True)
    before = models.JSONField("sebelum", default=list)
    after = models.JSONField("sesudah", default=list)
    order_before = models.JSONField("urutan sebelum", default=list)
    order_after = models.JSONField("urutan sesudah", default=list)
    pinned = models.JSONField(
        "yang melekat",
        default=dict,
        help_text="Catatan dan permasalahan yang melekat pada baris yang dihapus.",
    )
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="diurungkan oleh",
    )
    undone_at = models.DateTimeField("diurungkan pada", null=True, blank=True)

    objects = PlanEditQuerySet.as_manager()

    class Meta:
        verbose_name = "suntingan rencana"
        verbose_name_plural = "suntingan rencana"
        ordering = ["plan", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="plan_edit_undone_by_somebody",
                violation_error_message="Suntingan yang diurungkan harus tercatat pelakunya.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.plan}"
