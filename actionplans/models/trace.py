"""What a milestone serves: a clause of the commitment, or an element of the innovation."""

from django.db import models
from django.db.models import Q


class MilestoneTrace(models.Model):
    milestone = models.ForeignKey(
        "actionplans.Milestone", models.CASCADE, related_name="traces", verbose_name="tonggak"
    )
    clause = models.ForeignKey(
        "innovations.Clause",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="traces",
        verbose_name="butir komitmen",
    )
    element = models.ForeignKey(
        "innovations.InnovationElement",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="traces",
        verbose_name="unsur inovasi",
    )

    class Meta:
        verbose_name = "telusur tonggak"
        verbose_name_plural = "telusur tonggak"
        ordering = ["milestone", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "clause"],
                name="trace_clause_once",
                violation_error_message="Tonggak ini sudah dikaitkan dengan butir itu.",
            ),
            models.UniqueConstraint(
                fields=["milestone", "element"],
                name="trace_element_once",
                violation_error_message="Tonggak ini sudah dikaitkan dengan unsur itu.",
            ),
            models.CheckConstraint(
                condition=Q(clause__isnull=False, element__isnull=True)
                | Q(clause__isnull=True, element__isnull=False),
                name="trace_to_one_thing",
                violation_error_message="Kaitkan dengan satu butir atau satu unsur.",
            ),
        ]

    def __str__(self):
        return f"{self.milestone} untuk {self.clause or self.element}"
