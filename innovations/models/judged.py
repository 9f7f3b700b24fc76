"""What an agency says and Litbang judges: the columns that such a row has."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition


class Judged(models.Model):
    """A row that its agency proposes and Litbang agrees to or returns with a reason."""

    class State(models.TextChoices):
        DRAFT = "draf", "Draf"
        PROPOSED = "diajukan", "Menunggu persetujuan"
        RETURNED = "dikembalikan", "Dikembalikan"
        AGREED = "disepakati", "Disepakati"

    state = FSMField("status", max_length=12, choices=State.choices, default=State.DRAFT)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="diajukan oleh",
    )
    proposed_at = models.DateTimeField("diajukan", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="diputuskan oleh",
    )
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    return_reason = models.CharField("alasan dikembalikan", max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def is_open(self):
        """Whether the agency may still change it."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    # Transitions are called by services.judging alone; who may is said in rules.py.

    @transition(state, source=[State.DRAFT, State.RETURNED], target=State.PROPOSED)
    def propose(self):
        """The agency asks for agreement."""

    @transition(state, source=State.PROPOSED, target=State.AGREED)
    def agree(self):
        """Litbang agrees."""

    @transition(state, source=State.PROPOSED, target=State.RETURNED)
    def send_back(self):
        """Litbang returns it with a reason."""

    @transition(state, source=State.AGREED, target=State.RETURNED)
    def reopen(self):
        """Litbang takes the agreement back with a reason; the agency may change it again."""


def judged_constraints(noun):
    """Constraints of a Judged table; `noun` begins their names."""
    return [
        models.CheckConstraint(
            condition=~Q(state="dikembalikan") | ~Q(return_reason=""),
            name=f"{noun}_returned_with_reason",
            violation_error_message="Yang dikembalikan harus disertai alasan.",
        ),
        models.CheckConstraint(
            condition=Q(state="draf") | Q(proposed_by__isnull=False, proposed_at__isnull=False),
            name=f"{noun}_proposed_by_somebody",
            violation_error_message="Yang diajukan harus tercatat pengajunya.",
        ),
        models.CheckConstraint(
            condition=Q(state__in=["draf", "diajukan"])
            | Q(decided_by__isnull=False, decided_at__isnull=False),
            name=f"{noun}_decided_by_somebody",
            violation_error_message="Yang diputuskan harus tercatat pemutusnya.",
        ),
    ]
