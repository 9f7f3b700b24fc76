"""Milestones (tonggak capaian): the weighted, dated rows of a plan's matrix."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Max, Q
from simple_history.models import HistoricalRecords

from innovations.models.replication import replication_scope
from innovations.models.stage import Stage

PERCENT_VALIDATORS = [
    MinValueValidator(0, "Isi antara 0 dan 100."),
    MaxValueValidator(100, "Isi antara 0 dan 100."),
]


def percent_field(label, **options):
    """A percent from 0 to 100 with two decimals."""
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, validators=PERCENT_VALIDATORS, **options
    )


def between_0_and_100(field):
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 100})


class MilestoneQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(replication_scope(user, "plan__replication__"))

    def undone(self):
        """Milestones that count and are below 100 %; silence is below 100 % as well."""
        return self.filter(Q(reached__isnull=True) | Q(reached__lt=100), weight__gt=0)

    def with_reached_on(self):
        """`reached_on`: the day that each was last told of."""
        return self.annotate(reached_on=Max("updates__happened_on"))

    def for_page(self):
        return self.select_related(
            "plan__replication__innovation",
            "plan__replication__agency",
            "plan__replication__facilitator",
        )


class Milestone(models.Model):
    """While a plan is a draft a cell may be empty; submission wants them all (checks.py)."""

    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="milestones",
        verbose_name="rencana aksi",
    )
    number = models.PositiveSmallIntegerField("nomor")
    stage = models.CharField("tahap", max_length=14, choices=Stage)
    activity = models.CharField("kegiatan", max_length=250)
    output = models.CharField("keluaran", max_length=250, blank=True)
    indicator = models.CharField("indikator", max_length=250, blank=True)
    unit = models.CharField("satuan", max_length=40, blank=True)
    target = models.DecimalField(
        "target",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0, "Isi angka 0 atau lebih.")],
    )
    weight = percent_field("bobot", null=True, blank=True)
    start = models.DateField("mulai", null=True, blank=True)
    due = models.DateField("selesai", null=True, blank=True)
    target_q1 = percent_field("target TW I", null=True, blank=True)
    target_q2 = percent_field("target TW II", null=True, blank=True)
    target_q3 = percent_field("target TW III", null=True, blank=True)
    target_q4 = percent_field("target TW IV", null=True, blank=True)
    person_in_charge = models.CharField("penanggung jawab", max_length=150, blank=True)
    person_email = models.EmailField(
        "surel penanggung jawab",
        blank=True,
        help_text="Hanya dilihat OPD ini dan Litbang; dipakai untuk memberi tahu lewat surel.",
    )
    related_parties = models.CharField("pihak terkait", max_length=250, blank=True)
    budget_line = models.CharField("subkegiatan", max_length=250, blank=True)
    ceiling = models.DecimalField(
        "pagu",
        max_digits=17,
        decimal_places=2,
        default=0,
        validators=[MinValueValidator(0, "Pagu tidak boleh kurang dari nol.")],
    )
    evidence_expected = models.TextField(
        "bukti dukung", blank=True, help_text="Satu baris satu bukti."
    )
    remark = models.TextField("keterangan", blank=True)
    waits_for = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="awaited_by",
        verbose_name="menunggu tonggak",
    )
    reached = percent_field(
        "capaian terakhir",
        null=True,
        blank=True,
        editable=False,
        help_text="Persen catatan progres terakhir; ditulis bersama catatannya.",
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords(excluded_fields=["reached"])

    objects = MilestoneQuerySet.as_manager()

    TARGETS = ("target_q1", "target_q2", "target_q3", "target_q4")

    class Meta:
        verbose_name = "tonggak capaian"
        verbose_name_plural = "tonggak capaian"
        ordering = ["plan", "number"]
        indexes = [models.Index(fields=["due", "reached"], name="milestone_due_reached")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="milestone_number_unique",
                violation_error_message="Nomor tonggak ini sudah dipakai pada rencana itu.",
            ),
            models.CheckConstraint(
                condition=between_0_and_100("weight"),
                name="milestone_weight_0_100",
                violation_error_message="Bobot antara 0 dan 100.",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(due__isnull=True) | Q(due__gte=F("start")),
                name="milestone_due_after_start",
                violation_error_message="Tanggal selesai tidak boleh sebelum tanggal mulai.",
            ),
            models.CheckConstraint(
                condition=Q(ceiling__gte=0),
                name="milestone_ceiling_not_negative",
                violation_error_message="Pagu tidak boleh kurang dari nol.",
            ),
            *[
                models.CheckConstraint(
                    condition=between_0_and_100(field),
                    name=f"milestone_{field}_0_100",
                    violation_error_message="Target triwulan antara 0 dan 100.",
                )
                for field in ("target_q1", "target_q2", "target_q3", "target_q4")
            ],
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{earlier}__isnull": True})
                    | Q(**{f"{later}__isnull": True})
                    | Q(**{f"{later}__gte": F(earlier)}),
                    name=f"milestone_{later}_not_falling",
                    violation_error_message="Target triwulan kumulatif, jadi tidak boleh turun.",
                )
                for earlier, later in (
                    ("target_q1", "target_q2"),
                    ("target_q2", "target_q3"),
                    ("target_q3", "target_q4"),
                )
            ],
        ]

    def __str__(self):
        return f"{self.number}. {self.activity}"

    @property
    def remarks(self):
        """Open remarks on this milestone; asked once for all milestones that share a plan."""
        return [row for row in self.plan.open_remarks if row.milestone_id == self.pk]

    @property
    def targets(self):
        """Cumulative targets in percent at the end of TW I–IV (None where not filled in)."""
        return [getattr(self, name) for name in self.TARGETS]

    @property
    def expected_evidence(self):
        return [line.strip() for line in self.evidence_expected.splitlines() if line.strip()]
