"""Filters of the catalogue and of the list of agencies; their state stays in the address."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property

from replikasi.common.filterbar import PageChoice

from .models import (
    Agency,
    AgencyName,
    Commitment,
    Innovation,
    InnovationElement,
    Region,
    Replication,
)
from .models.region import within

# More regions than these are no choice any more: then the provinces are offered.
MOST_REGIONS = 60
NOT_CONFIRMED = "belum"


def words_filter():
    widget = forms.TextInput({"type": "search", "autocomplete": "off"})
    return filters.CharFilter(label="Cari", method="search", max_length=100, widget=widget)


class RegionFilter(filters.ChoiceFilter):
    """A region and all that lies below it; offered are those that occur in the unfiltered list."""

    def __init__(self, path, **options):
        self.path = path
        super().__init__(choices=self.offered, **options)

    def offered(self):
        if not hasattr(self, "_offered"):
            codes = self.parent.queryset.order_by().values(self.path).distinct()
            regions = Region.objects.filter(code__in=codes).order_by("code")[: MOST_REGIONS + 1]
            if len(regions) > MOST_REGIONS:
                regions = Region.objects.filter(level=Region.Level.PROVINCE).order_by("code")
            self._offered = [(region.code, region.full_name) for region in regions]
        return self._offered

    def filter(self, queryset, value):
        return queryset.filter(within(value, self.path)) if value else queryset


class WordsFilterSet(filters.FilterSet):
    """Every word sought must occur in one of `WORD_PATHS`."""

    WORD_PATHS = ()

    def search(self, rows, _, words):
        for word in words.split():
            rows = rows.filter(self.matches(word))
        return rows

    def matches(self, word):
        anywhere = Q()
        for path in self.WORD_PATHS:
            anywhere |= Q(**{f"{path}__icontains": word})
        return anywhere


class OfferedFilter(filters.ChoiceFilter):
    """One of the values that occur in the unfiltered list (`occurring` of the filter set), or those
    of which it is not known."""

    def __init__(self, column, **options):
        self.column = column
        super().__init__(choices=self.offered, **options)

    def offered(self):
        if not hasattr(self, "_offered"):
            found = {row[self.column] for row in self.parent.occurring} - {"", None}
            self._offered = [
                *[(str(value), str(value)) for value in self.sorted(found)],
                (NOT_CONFIRMED, "Belum diketahui"),
            ]
        return self._offered

    def sorted(self, values):
        return sorted(values)

    def filter(self, queryset, value):
        if not value:
            return queryset
        if value == NOT_CONFIRMED:
            return self.without(queryset)
        return queryset.filter(**{self.column: value})

    def without(self, queryset):
        return queryset.filter(**{self.column: ""})


class YearFilter(OfferedFilter):
    """A year as a number, latest first."""

    def sorted(self, values):
        return sorted(values, reverse=True)

    def without(self, queryset):
        return queryset.filter(**{self.column: None})


class InnovationFilter(WordsFilterSet):
    """Rows carry `replication_count` (queries.with_replication_count)."""

    q = words_filter()
    field = OfferedFilter("field", label="Bidang", empty_label="Semua bidang")
    origin = RegionFilter("origin_region__code", label="Daerah asal", empty_label="Semua daerah")
    status = filters.ChoiceFilter(
        label="Status",
        choices=[
            *[(value, label) for value, label in Innovation.Status.choices if value],
            (NOT_CONFIRMED, "Belum diketahui"),
        ],
        empty_label="Semua status",
        method="of_status",
    )
    year = YearFilter("started_year", label="Tahun mulai", empty_label="Semua tahun")
    adopted = filters.ChoiceFilter(
        label="Replikasi",
        choices=[
            ("lingkup", "Sudah, di lingkup Anda"),
            ("sudah", "Sudah, di mana pun"),
            ("belum", "Belum"),
        ],
        empty_label="Semua",
        method="of_adoption",
    )
    tampil = filters.CharFilter(method="as_it_is", widget=PageChoice)

    WORD_PATHS = (
        *("name", "tagline", "problem", "field", "award"),
        *("needs_rules", "needs_people", "needs_systems", "needs_money"),
        *("origin_region__name", "origin_agency__name"),
    )

    class Meta:
        model = Innovation
        fields = ["q", "field", "origin", "status", "year", "adopted", "tampil"]

    @cached_property
    def occurring(self):
        """Fields and years of the unfiltered list."""
        return list(self.queryset.order_by().values("field", "started_year").distinct())

    def matches(self, word):
        """Also by what it is made of."""
        made_of = InnovationElement.objects.filter(
            Q(name__icontains=word) | Q(note__icontains=word)
        )
        return super().matches(word) | Q(pk__in=made_of.order_by().values("innovation"))

    def of_status(self, rows, _, value):
        return rows.filter(status="" if value == NOT_CONFIRMED else value)

    def of_adoption(self, rows, _, value):
        if value == "lingkup":
            return rows.filter(replication_count__gt=0)
        found = Exists(Replication.objects.filter(innovation=OuterRef("pk")))
        return rows.filter(found if value == "sudah" else ~found)

    def as_it_is(self, rows, _, value):
        """Cards or table: says nothing of which rows."""
        return rows


class AgencyFilter(WordsFilterSet):
    q = words_filter()
    kind = filters.ChoiceFilter(
        label="Jenis", choices=Agency.Kind.choices, empty_label="Semua jenis"
    )
    region = RegionFilter("region__code", label="Wilayah", empty_label="Semua wilayah")

    WORD_PATHS = ("name", "short_name", "region__name")

    class Meta:
        model = Agency
        fields = ["q", "kind", "region"]

    def matches(self, word):
        """Also by a name that the agency bore before."""
        borne = AgencyName.objects.filter(name__icontains=word).order_by().values("agency")
        return super().matches(word) | Q(pk__in=borne)


class CommitmentFilter(WordsFilterSet):
    q = words_filter()
    force = filters.ChoiceFilter(
        label="Masa berlaku",
        choices=[("berlaku", "Berlaku"), ("berakhir", "Berakhir"), ("tanpa", "Belum diketahui")],
        empty_label="Semua",
        method="in_force",
    )

    WORD_PATHS = ("title", "place", "signatories", "clauses__text")

    class Meta:
        model = Commitment
        fields = ["q", "force"]

    def search(self, rows, _, words):
        return super().search(rows, _, words).distinct()

    def in_force(self, rows, _, force):
        today = timezone.localdate()
        return {
            "berlaku": rows.filter(valid_until__gte=today),
            "berakhir": rows.filter(valid_until__lt=today),
            "tanpa": rows.filter(valid_until=None),
        }[force]
