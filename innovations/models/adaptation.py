"""The adaptation record: what a replication made of each element of its innovation."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from .judged import Judged, judged_constraints
from .replication import knows_claims, replication_scope


class ElementAdaptationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those in scope; what one of them says is `told_to` fewer."""
        return self.filter(replication_scope(user, "replication__"))

    def told_to(self, user):
        """Those whose content is for `user`: what is not agreed is not for the leaders."""
        rows = self.visible_to(user)
        return rows if knows_claims(user) else rows.agreed()

    def agreed(self):
        """What Litbang agreed to: open to everybody who is logged in, so that the next learns."""
        return self.filter(state=Judged.State.AGREED)


class ElementAdaptation(Judged):
    """`choice` "" while nothing is decided. Draft, proposed by the agency, agreed by Litbang."""

    class Choice(models.TextChoices):
        UNDECIDED = "", "Belum diputuskan"
        ADOPTED = "diadopsi", "Diadopsi"
        ADAPTED = "disesuaikan", "Disesuaikan"
        DROPPED = "ditinggalkan", "Ditinggalkan"

    replication = models.ForeignKey(
        "innovations.Replication",
        models.CASCADE,
        related_name="adaptations",
        verbose_name="replikasi",
    )
    element = models.ForeignKey(
        "innovations.InnovationElement",
        models.CASCADE,
        related_name="adaptations",
        verbose_name="unsur",
    )
    choice = models.CharField("perlakuan", max_length=12, choices=Choice, blank=True, default="")
    how = models.TextField("cara penyesuaian", blank=True)
    reason = models.TextField("alasan", blank=True)
    agreed_with = models.CharField(
        "disepakati dengan",
        max_length=200,
        blank=True,
        help_text="Siapa di instansi asal atau pimpinan yang menyepakati unsur ditinggalkan.",
    )
    history = HistoricalRecords()

    objects = ElementAdaptationQuerySet.as_manager()

    class Meta:
        verbose_name = "penyesuaian unsur"
        verbose_name_plural = "penyesuaian unsur"
        ordering = ["replication", "element__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["replication", "element"],
                name="adaptation_once_an_element",
                violation_error_message="Perlakuan untuk unsur ini sudah dicatat.",
            ),
            models.CheckConstraint(
                condition=Q(choice__in=["", "diadopsi"]) | ~Q(reason=""),
                name="adaptation_has_reason",
                violation_error_message="Unsur yang disesuaikan atau ditinggalkan wajib beralasan.",
            ),
            models.CheckConstraint(
                condition=Q(state="draf") | ~Q(choice=""),
                name="adaptation_proposed_is_decided",
                violation_error_message="Pilih dahulu perlakuannya, lalu ajukan.",
            ),
            *judged_constraints("adaptation"),
        ]

    def __str__(self):
        return f"{self.element}: {self.get_choice_display()}"

    def is_told_to(self, user):
        """Whether `user`, who may see the row, may read what it says."""
        return knows_claims(user) or self.state == self.State.AGREED

    @property
    def said(self):
        """What explains the choice to readers elsewhere; with whom it was agreed is not theirs."""
        return [text for text in (self.how, self.reason) if text]
