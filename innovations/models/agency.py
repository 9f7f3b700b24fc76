"""Agencies and the names they bore; reports print the name of their year."""

from django.db import models
from simple_history.models import HistoricalRecords

from replikasi.accounts.models import User

from .region import within


class AgencyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Agencies in the user's scope; a facilitator sees those of the own replications."""
        role = User.Role
        if user.role == role.ADMIN:
            return self
        if user.role in User.AGENCY_ROLES:
            return self.filter(pk=user.agency_id)
        if user.role in User.REGION_ROLES:
            return self.filter(within(user.region_id, "region__code"))
        if user.role == role.FASILITATOR:
            return self.filter(
                models.Q(pk=user.agency_id)
                | models.Exists(
                    self.model.replications.rel.related_model.objects.filter(
                        agency=models.OuterRef("pk"), facilitator=user.agency_id
                    )
                )
            )
        return self.none()

    def with_names(self):
        return self.prefetch_related("names")

    def for_list(self):
        return self.select_related("region").with_names()


class Agency(models.Model):
    class Kind(models.TextChoices):
        OPD = "opd", "OPD"
        BAPPELITBANG = "bappelitbang", "Bappelitbang"
        SETDA = "setda", "Sekretariat daerah"
        MINISTRY = "kementerian", "Kementerian"
        UNIVERSITY = "universitas", "Perguruan tinggi"

    name = models.CharField("nama", max_length=200, help_text="Nama yang dipakai sekarang.")
    short_name = models.CharField("nama pendek", max_length=40)
    region = models.ForeignKey(
        "innovations.Region", models.PROTECT, related_name="agencies", verbose_name="wilayah"
    )
    kind = models.CharField("jenis", max_length=14, choices=Kind)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="instansi pendahulu",
    )
    history = HistoricalRecords()

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "instansi"
        verbose_name_plural = "instansi"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name"],
                name="agency_name_unique_in_region",
                violation_error_message="Instansi dengan nama ini sudah ada di wilayah itu.",
            ),
        ]

    def __str__(self):
        return self.name

    def name_in(self, year):
        """The name borne in `year`: the latest that began by then, else the present name.

        Reads `names` as a whole, so that a prefetch serves every year.
        """
        borne = [row for row in self.names.all() if row.from_year <= year]
        return max(borne, key=lambda row: row.from_year).name if borne else self.name

    def name_then_and_now(self, year):
        """The name borne in `year`, and today's beside it where that is another."""
        then = self.name_in(year)
        return then if then == self.name else f"{then} (kini {self.name})"


class AgencyName(models.Model):
    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="names", verbose_name="instansi"
    )
    name = models.CharField("nama", max_length=200)
    from_year = models.PositiveSmallIntegerField("sejak tahun")

    class Meta:
        verbose_name = "nama instansi"
        verbose_name_plural = "nama instansi"
        ordering = ["agency", "from_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "from_year"],
                name="agency_name_one_a_year",
                violation_error_message="Sudah ada nama untuk instansi ini sejak tahun itu.",
            ),
        ]

    def __str__(self):
        return f"{self.name} (sejak {self.from_year})"
