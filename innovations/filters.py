"""Filters of the catalogue and of the list of agencies; their state stays in the address."""

import django_filters as filters
from django import forms
from django.db.models import Q

from .models import Agency, AgencyName, Innovation, Region
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


class InnovationFilter(WordsFilterSet):
    q = words_filter()
    origin = RegionFilter("origin_region__code", label="Daerah asal", empty_label="Semua daerah")
    status = filters.ChoiceFilter(
        label="Status",
        choices=[
            *[(value, label) for value, label in Innovation.Status.choices if value],
            (NOT_CONFIRMED, Innovation.Status.UNKNOWN.label),
        ],
        empty_label="Semua status",
        method="of_status",
    )

    WORD_PATHS = (
        "name",
        "tagline",
        "problem",
        "award",
        "origin_region__name",
        "origin_agency__name",
    )

    class Meta:
        model = Innovation
        fields = ["q", "origin", "status"]

    def of_status(self, rows, _, value):
        return rows.filter(status="" if value == NOT_CONFIRMED else value)


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
