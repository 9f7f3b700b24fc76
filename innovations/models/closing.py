"""The end of a replication and what comes after: closing, lessons, recognition, later checks."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from replikasi.accounts.models import User

from .judged import Judged, judged_constraints
from .replication import Replication, replication_scope
from .stage import Stage


class ScopedQuerySet(models.QuerySet):
    """Rows with a `replication`."""

    def visible_to(self, user):
        return self.filter(replication_scope(user, "replication__"))


class Closing(Judged):
    """The agency asks to close a replication, Litbang agrees: then it is complete."""

    replication = models.OneToOneField(
        Replication, models.CASCADE, related_name="closing", verbose_name="replikasi"
    )
    completed_on = models.DateField("tuntas pada")
    history = HistoricalRecords()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "penutupan replikasi"
        verbose_name_plural = "penutupan replikasi"
        ordering = ["-completed_on", "id"]
        constraints = [*judged_constraints("closing")]

    def __str__(self):
        return f"Penutupan {self.replication}"


class LessonQuerySet(ScopedQuerySet):
    def published(self):
        """Lessons of closings that Litbang agreed to: everybody who is logged in may learn."""
        return self.filter(replication__closing__state=Judged.State.AGREED)

    def readable_by(self, user):
        """Published lessons of every region, and drafts in scope; drafts are not for leaders."""
        published = Q(replication__closing__state=Judged.State.AGREED)
        if user.role == User.Role.PIMPINAN:
            return self.filter(published)
        return self.filter(published | replication_scope(user, "replication__"))


class Lesson(models.Model):
    class Kind(models.TextChoices):
        HELPED = "membantu", "Yang membantu"
        HINDERED = "menghambat", "Yang menghambat"
        ADVICE = "saran", "Saran untuk berikutnya"

    replication = models.ForeignKey(
        Replication, models.CASCADE, related_name="lessons", verbose_name="replikasi"
    )
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    stage = models.CharField("tahap", max_length=14, choices=Stage, blank=True)
    text = models.TextField("pelajaran")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("ditulis", auto_now_add=True)
    history = HistoricalRecords()

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = "pelajaran"
        verbose_name_plural = "pelajaran"
        ordering = ["replication", "kind", "id"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"


class SustainCheckQuerySet(ScopedQuerySet):
    def due(self, day):
        """Not answered, or returned, and due by `day`; not those that an earlier stop answers."""
        rows = self.filter(state__in=[Judged.State.DRAFT, Judged.State.RETURNED], due__lte=day)
        stopped = SustainCheck.objects.filter(
            replication=OuterRef("replication"),
            months__lt=OuterRef("months"),
            state=Judged.State.AGREED,
            condition=SustainCheck.Condition.STOPPED,
        )
        return rows.filter(~Exists(stopped))

    def waiting(self):
        return self.filter(state=Judged.State.PROPOSED)


class SustainCheck(Judged):
    """Is it still alive so many months after it was complete? Silence is neither yes nor no."""

    MONTHS = (6, 12, 24)

    class Condition(models.TextChoices):
        UNKNOWN = "", "Belum diketahui"
        ALIVE = "hidup", "Masih berjalan"
        DEVELOPED = "dikembangkan", "Dikembangkan"
        STOPPED = "berhenti", "Berhenti"

    replication = models.ForeignKey(
        Replication, models.CASCADE, related_name="checks", verbose_name="replikasi"
    )
    months = models.PositiveSmallIntegerField("bulan setelah tuntas")
    due = models.DateField("tenggat")
    condition = models.CharField(
        "keadaan", max_length=12, choices=Condition, blank=True, default=""
    )
    why = models.TextField("penjelasan", blank=True)
    used_by = models.PositiveIntegerField("pengguna", null=True, blank=True)
    used_unit = models.CharField("satuan pengguna", max_length=60, blank=True)
    payer = models.CharField("dibiayai dari", max_length=200, blank=True)
    history = HistoricalRecords()

    objects = SustainCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "pemeriksaan keberlanjutan"
        verbose_name_plural = "pemeriksaan keberlanjutan"
        ordering = ["replication", "months"]
        constraints = [
            models.UniqueConstraint(
                fields=["replication", "months"],
                name="check_once_a_term",
                violation_error_message="Pemeriksaan untuk jangka itu sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(state="draf") | ~Q(condition=""),
                name="check_answered_says_how",
                violation_error_message="Pilih keadaannya.",
            ),
            models.CheckConstraint(
                condition=~Q(condition="berhenti") | ~Q(why=""),
                name="check_stopped_says_why",
                violation_error_message="Jelaskan mengapa berhenti.",
            ),
            *judged_constraints("check"),
        ]

    def __str__(self):
        return f"{self.months} bulan setelah tuntas, {self.replication}"


class Recognition(models.Model):
    """A replication that Litbang chose for a certificate and, if so wished, the front page."""

    replication = models.OneToOneField(
        Replication, models.CASCADE, related_name="recognition", verbose_name="replikasi"
    )
    number = models.CharField("nomor piagam", max_length=60, unique=True)
    reason = models.CharField("karena", max_length=300)
    on_front_page = models.BooleanField("di halaman depan", default=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dipilih oleh"
    )
    chosen_at = models.DateTimeField("dipilih", auto_now_add=True)
    history = HistoricalRecords()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "penghargaan replikasi"
        verbose_name_plural = "penghargaan replikasi"
        ordering = ["-chosen_at", "-id"]

    def __str__(self):
        return f"Piagam {self.number}, {self.replication}"
