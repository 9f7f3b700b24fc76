"""Whether an innovation suits an agency before it is adopted: questions, answers, the result."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition
from simple_history.models import HistoricalRecords

from replikasi.accounts.models import User

from .region import within


class Dimension(models.TextChoices):
    NEED = "1-kebutuhan", "Kebutuhan"
    LEGAL = "2-hukum", "Dasar hukum"
    PEOPLE = "3-orang", "Sumber daya manusia"
    BUDGET = "4-anggaran", "Anggaran"
    SYSTEMS = "5-sistem", "Sistem dan sarana"
    LEADERSHIP = "6-pimpinan", "Dukungan pimpinan"


class SuitabilityQuestion(models.Model):
    """A statement to agree with. Without an innovation it is asked of every one."""

    innovation = models.ForeignKey(
        "innovations.Innovation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="inovasi",
        help_text="Kosongkan bila ditanyakan untuk semua inovasi.",
    )
    dimension = models.CharField("aspek", max_length=12, choices=Dimension)
    text = models.CharField("pernyataan", max_length=300)
    hint = models.CharField("petunjuk", max_length=300, blank=True)
    weight = models.DecimalField(
        "bobot",
        max_digits=5,
        decimal_places=2,
        default=10,
        validators=[MinValueValidator(0, "Isi angka 0 atau lebih.")],
    )
    position = models.PositiveSmallIntegerField("urutan", default=0)
    is_active = models.BooleanField("ditanyakan", default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "pernyataan kesesuaian"
        verbose_name_plural = "pernyataan kesesuaian"
        ordering = ["dimension", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="question_weight_positive",
                violation_error_message="Bobot harus lebih dari 0.",
            ),
        ]

    def __str__(self):
        return self.text


class SuitabilityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of agencies in scope; a facilitator sees those of the own replications."""
        role = User.Role
        if user.role == role.ADMIN:
            return self
        if user.role in User.AGENCY_ROLES:
            return self.filter(agency=user.agency_id)
        if user.role in User.REGION_ROLES:
            return self.filter(within(user.region_id, "agency__region__code"))
        if user.role == role.FASILITATOR:
            return self.filter(replication__facilitator=user.agency_id)
        return self.none()

    def for_list(self):
        return self.select_related(
            "innovation", "agency__region", "replication", "finished_by", "created_by"
        )


class Suitability(models.Model):
    """One agency's answers for one innovation; finished by Litbang, kept with the replication."""

    class State(models.TextChoices):
        DRAFT = "draf", "Diisi"
        FINISHED = "selesai", "Selesai"

    innovation = models.ForeignKey(
        "innovations.Innovation",
        models.PROTECT,
        related_name="suitabilities",
        verbose_name="inovasi",
    )
    agency = models.ForeignKey(
        "innovations.Agency", models.PROTECT, related_name="suitabilities", verbose_name="OPD"
    )
    replication = models.OneToOneField(
        "innovations.Replication",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="suitability",
        verbose_name="replikasi",
    )
    state = FSMField("status", max_length=8, choices=State.choices, default=State.DRAFT)
    note = models.TextField("catatan Litbang", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dimulai oleh"
    )
    created_at = models.DateTimeField("dimulai", auto_now_add=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="diselesaikan oleh",
    )
    finished_at = models.DateTimeField("diselesaikan", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    history = HistoricalRecords()

    objects = SuitabilityQuerySet.as_manager()

    class Meta:
        verbose_name = "uji kesesuaian"
        verbose_name_plural = "uji kesesuaian"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "agency"],
                condition=Q(replication__isnull=True),
                name="suitability_one_open",
                violation_error_message="Uji kesesuaian OPD ini untuk inovasi itu sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(state="draf", finished_by__isnull=True, finished_at__isnull=True)
                | Q(state="selesai", finished_by__isnull=False, finished_at__isnull=False),
                name="suitability_finished_by_somebody",
                violation_error_message="Uji yang selesai harus tercatat yang menyelesaikannya.",
            ),
        ]

    def __str__(self):
        return f"Uji kesesuaian {self.innovation} di {self.agency}"

    # Transitions are called by services.suitability alone; who may is said in rules.py.

    @transition(state, source=State.DRAFT, target=State.FINISHED)
    def finish(self):
        """Litbang finishes it with its note."""

    @transition(state, source=State.FINISHED, target=State.DRAFT)
    def reopen(self):
        """Litbang opens it again, while nothing is adopted by it."""


class SuitabilityAnswer(models.Model):
    """`score` None: not known yet. Text and weight are those of the question when answered."""

    SCORES = (
        (0, "Tidak ada"),
        (1, "Sedikit"),
        (2, "Separuh"),
        (3, "Hampir penuh"),
        (4, "Penuh"),
    )

    suitability = models.ForeignKey(
        Suitability, models.CASCADE, related_name="answers", verbose_name="uji kesesuaian"
    )
    question = models.ForeignKey(
        SuitabilityQuestion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name="pernyataan",
    )
    dimension = models.CharField("aspek", max_length=12, choices=Dimension)
    text = models.CharField("pernyataan", max_length=300)
    weight = models.DecimalField("bobot", max_digits=5, decimal_places=2)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    score = models.PositiveSmallIntegerField("nilai", choices=SCORES, null=True, blank=True)
    note = models.CharField("dasar jawaban", max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="dijawab oleh",
    )
    at = models.DateTimeField("dijawab", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "jawaban kesesuaian"
        verbose_name_plural = "jawaban kesesuaian"
        ordering = ["suitability", "dimension", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["suitability", "question"],
                name="answer_once_a_question",
                violation_error_message="Pernyataan ini sudah dijawab.",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 4)),
                name="answer_score_0_4",
                violation_error_message="Nilai antara 0 dan 4.",
            ),
        ]

    def __str__(self):
        return self.text
