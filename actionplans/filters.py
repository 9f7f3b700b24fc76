"""Filters of the lists; their state stays in the address."""

import django_filters as filters
from django import forms
from django.db.models import Q

from innovations.models import Agency

from .models import ActionPlan, Report

AGENCIES_LISTED = 30
QUARTERS = [(1, "TW I"), (2, "TW II"), (3, "TW III"), (4, "TW IV")]


def years_of(rows, path):
    """[(year, "year")] that occur in `rows` at `path`, latest first."""
    years = rows.order_by(f"-{path}").values_list(path, flat=True).distinct()
    return [(year, str(year)) for year in years]


class ScopedFilterSet(filters.FilterSet):
    """A list narrowed to one year, agency and state, and to words; choices are in scope only."""

    q = filters.CharFilter(label="Cari", method="search")

    YEAR_PATH = ""
    AGENCY_PATH = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years_of(self.queryset, self.YEAR_PATH)
        agencies = Agency.objects.filter(pk__in=self.queryset.order_by().values(self.AGENCY_PATH))
        self.filters["agency"].queryset = agencies
        if agencies.count() > AGENCIES_LISTED:
            # A list of hundreds is no help on a phone; words find an agency, and links keep it.
            self.filters["agency"].extra["widget"] = forms.HiddenInput

    def search(self, rows, _, words):
        for word in words.split():
            rows = rows.filter(self.matches(word))
        return rows


class PlanFilter(ScopedFilterSet):
    year = filters.ChoiceFilter(label="Tahun", field_name="fiscal_year", empty_label="Semua tahun")
    agency = filters.ModelChoiceFilter(
        label="OPD",
        field_name="replication__agency",
        queryset=Agency.objects.none(),
        empty_label="Semua OPD",
    )
    state = filters.ChoiceFilter(
        label="Status", choices=ActionPlan.State.choices, empty_label="Semua status"
    )

    YEAR_PATH = "fiscal_year"
    AGENCY_PATH = "replication__agency"

    class Meta:
        model = ActionPlan
        fields = ["year", "agency", "state", "q"]

    @staticmethod
    def matches(word):
        return (
            Q(replication__innovation__name__icontains=word)
            | Q(replication__local_name__icontains=word)
            | Q(replication__agency__name__icontains=word)
            | Q(replication__agency__short_name__icontains=word)
        )


class QueueFilter(ScopedFilterSet):
    year = filters.ChoiceFilter(label="Tahun", field_name="period__year", empty_label="Semua tahun")
    quarter = filters.ChoiceFilter(
        label="Triwulan",
        field_name="period__quarter",
        choices=QUARTERS,
        empty_label="Semua triwulan",
    )
    agency = filters.ModelChoiceFilter(
        label="OPD",
        field_name="plan__replication__agency",
        queryset=Agency.objects.none(),
        empty_label="Semua OPD",
    )

    YEAR_PATH = "period__year"
    AGENCY_PATH = "plan__replication__agency"

    class Meta:
        model = Report
        fields = ["year", "quarter", "agency", "q"]

    @staticmethod
    def matches(word):
        return (
            Q(plan__replication__innovation__name__icontains=word)
            | Q(plan__replication__local_name__icontains=word)
            | Q(plan__replication__agency__name__icontains=word)
        )


class ReportFilter(QueueFilter):
    state = filters.ChoiceFilter(
        label="Status", choices=Report.State.choices, empty_label="Semua status"
    )

    class Meta(QueueFilter.Meta):
        fields = ["year", "quarter", "agency", "state", "q"]
