"""Filters and tables of Pendampingan: plans without advice, and suggestions."""

import django_filters as filters
import django_tables2 as tables
from django.db.models import F, Q

from innovations.models import Agency
from replikasi.common.filterbar import PageChoice
from replikasi.common.lists import PartColumn, PortalTable

from .filters import ScopedFilterSet, of_plan, words_of
from .models import ActionPlan, Comment
from .tables import NUM


class KeptFilterSet(ScopedFilterSet):
    """Keeps in the address which of the lists it is."""

    tampil = filters.CharFilter(method="keep", widget=PageChoice)

    def keep(self, rows, *_):
        return rows

    def search(self, rows, _, words):
        for word in words_of(words):
            rows = rows.filter(self.matches(word))
        return rows


class NotAdvisedFilter(KeptFilterSet):
    year = filters.ChoiceFilter(label="Tahun", field_name="fiscal_year", empty_label="Semua tahun")
    agency = filters.ModelChoiceFilter(
        label="OPD",
        field_name="replication__agency",
        queryset=Agency.objects.none(),
        empty_label="Semua OPD",
    )

    YEAR_PATH = "fiscal_year"
    AGENCY_PATH = "replication__agency"

    class Meta:
        model = ActionPlan
        fields = ["year", "agency", "q", "tampil"]

    @staticmethod
    def matches(word):
        return of_plan(word)


class SuggestionFilter(KeptFilterSet):
    year = filters.ChoiceFilter(
        label="Tahun", field_name="plan__fiscal_year", empty_label="Semua tahun"
    )
    agency = filters.ModelChoiceFilter(
        label="OPD",
        field_name="plan__replication__agency",
        queryset=Agency.objects.none(),
        empty_label="Semua OPD",
    )

    YEAR_PATH = "plan__fiscal_year"
    AGENCY_PATH = "plan__replication__agency"

    class Meta:
        model = Comment
        fields = ["year", "agency", "q", "tampil"]

    @staticmethod
    def matches(word):
        said = Q(body__icontains=word) | Q(by__name__icontains=word)
        return said | of_plan(word, "plan__")


class NotAdvisedTable(PortalTable):
    """Rows are plans of advising.not_advised."""

    name = PartColumn(
        "actionplans/_cell_not_advised.html",
        "Replikasi",
        order_by=("replication__innovation__name", "pk"),
    )
    agency = tables.Column(
        "OPD",
        accessor="replication__agency__short_name",
        order_by=("replication__agency__short_name", "pk"),
    )
    last_advice = PartColumn("actionplans/_cell_last_advice.html", "Catatan terakhir")
    acts = PartColumn("actionplans/_cell_advise.html", "Tindakan", orderable=False)

    class Meta:
        model = ActionPlan
        fields = ()
        sequence = ("name", "agency", "last_advice", "acts")
        attrs = {"class": "tbl cards"}
        empty_text = "Tidak ada yang cocok dengan saringan ini."

    def order_last_advice(self, rows, is_descending):
        column = F("last_advice")
        order = column.desc(nulls_last=True) if is_descending else column.asc(nulls_first=True)
        return rows.order_by(order, "pk"), True


class SuggestionTable(PortalTable):
    """Rows are suggestions of advising.open_suggestions."""

    said = PartColumn("actionplans/_cell_suggestion.html", "Saran", orderable=False)
    agency = tables.Column(
        "OPD",
        accessor="plan__replication__agency__short_name",
        order_by=("plan__replication__agency__short_name", "pk"),
    )
    by = tables.Column("Dari", accessor="by__name", order_by=("by__name", "pk"))
    created_at = PartColumn(
        "actionplans/_cell_suggested.html", "Ditulis", attrs=NUM, order_by=("created_at", "pk")
    )
    answer = PartColumn("actionplans/_cell_answered.html", "Jawaban", order_by=("answer_by", "pk"))

    class Meta:
        model = Comment
        fields = ()
        sequence = ("said", "agency", "by", "created_at", "answer")
        attrs = {"class": "tbl cards"}
        empty_text = "Tidak ada yang cocok dengan saringan ini."
