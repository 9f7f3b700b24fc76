"""Files kept with an innovation and its replications: one kind for all that own some."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from replikasi.common.stored import StoredFile

from .adaptation import ElementAdaptation
from .outcome import OutcomeValue
from .replication import replication_scope

OWNERS = ("source", "commitment", "adaptation", "value", "check_of")


def _one_of(names):
    """Q: exactly one of the foreign keys `names` is set."""
    one = Q()
    for chosen in names:
        one |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return one


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers of sources and commitments are everybody's who is logged in; the others are for
        who may see the row that owns them."""
        return self.filter(
            Q(source__isnull=False)
            | Q(commitment__isnull=False)
            | Q(adaptation__in=ElementAdaptation.objects.told_to(user))
            | Q(value__in=OutcomeValue.objects.visible_to(user))
            | (Q(check_of__isnull=False) & replication_scope(user, "check_of__replication__"))
        )


class Document(StoredFile):
    """A file of exactly one owner."""

    source = models.ForeignKey(
        "innovations.InnovationSource",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="sumber inovasi",
    )
    commitment = models.ForeignKey(
        "innovations.Commitment",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="komitmen",
    )
    adaptation = models.ForeignKey(
        "innovations.ElementAdaptation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="penyesuaian unsur",
    )
    value = models.ForeignKey(
        "innovations.OutcomeValue",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="nilai hasil",
    )
    check_of = models.ForeignKey(
        "innovations.SustainCheck",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="pemeriksaan keberlanjutan",
    )

    history = HistoricalRecords(excluded_fields=["file", "preview"])

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas"
        verbose_name_plural = "berkas"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=_one_of(OWNERS),
                name="document_has_one_owner",
                violation_error_message="Berkas melekat pada satu hal.",
            ),
        ]

    @property
    def owner(self):
        return next(found for name in OWNERS if (found := getattr(self, name)))

    @classmethod
    def place_of(cls, owner):
        """Name of the foreign key that `owner` stands in."""
        return next(
            name for name in OWNERS if isinstance(owner, cls._meta.get_field(name).related_model)
        )
