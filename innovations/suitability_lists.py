"""The list of suitabilities: its filter, its table, and the same as a workbook."""

import django_filters as filters
from django import forms

from replikasi.common import listbook
from replikasi.common.listbook import ListColumn
from replikasi.common.lists import PartColumn, PortalTable

from .filters import RegionFilter, WordsFilterSet, words_filter
from .models import Agency, AgencyName, Suitability

FILLED, FINISHED, ADOPTED = "diisi", "selesai", "diadopsi"
# A list of hundreds is no help; words find an agency then.
AGENCIES_LISTED = 60


class SuitabilityFilter(WordsFilterSet):
    q = words_filter()
    state = filters.ChoiceFilter(
        label="Status",
        choices=[
            (FILLED, "Sedang diisi"),
            (FINISHED, "Selesai, belum diadopsi"),
            (ADOPTED, "Sudah menjadi replikasi"),
        ],
        empty_label="Semua status",
        method="in_state",
    )
    agency = filters.ModelChoiceFilter(
        label="OPD", queryset=Agency.objects.none(), empty_label="Semua OPD"
    )
    region = RegionFilter("agency__region__code", label="Wilayah", empty_label="Semua wilayah")

    WORD_PATHS = ("innovation__name", "innovation__tagline", "agency__name", "agency__short_name")

    class Meta:
        model = Suitability
        fields = ["q", "state", "agency", "region"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(pk__in=self.queryset.order_by().values("agency"))
        self.filters["agency"].queryset = agencies.order_by("name", "pk")
        count = agencies.count()
        if count < 2 or count > AGENCIES_LISTED:
            self.filters["agency"].extra["widget"] = forms.HiddenInput
        if len(self.filters["region"].offered()) < 2:
            self.filters["region"].extra["widget"] = forms.HiddenInput

    def in_state(self, rows, _, state):
        if state == ADOPTED:
            return rows.exclude(replication=None)
        wanted = Suitability.State.DRAFT if state == FILLED else Suitability.State.FINISHED
        return rows.filter(replication=None, state=wanted)

    def matches(self, word):
        borne = AgencyName.objects.filter(name__icontains=word).order_by().values("agency")
        anywhere = super().matches(word)
        return anywhere | type(anywhere)(agency__in=borne)


class SuitabilityTable(PortalTable):
    """Rows carry `result` (a suitability.Result)."""

    innovation = PartColumn(
        "innovations/_suitability_name.html", "Inovasi", order_by=("innovation__name", "pk")
    )
    agency = PartColumn(
        "innovations/_suitability_agency.html", "OPD", order_by=("agency__name", "pk")
    )
    state = PartColumn("innovations/_suitability_state.html", "Status", order_by=("state", "pk"))
    result = PartColumn("innovations/_suitability_said.html", "Hasil", orderable=False)
    created_at = PartColumn(
        "innovations/_suitability_when.html", "Dimulai", order_by=("created_at", "pk")
    )

    class Meta:
        model = Suitability
        fields = ()
        sequence = ("innovation", "agency", "state", "result", "created_at")
        attrs = {"class": "tbl cards"}
        order_by = "-created_at"
        empty_text = "Tidak ada uji kesesuaian yang cocok dengan saringan ini."

    also_swapped = "#unduh,#saring-urut"


# -- the same as a workbook ---------------------------------------------------------------------

COLUMNS = (
    ListColumn("Inovasi", width=34),
    ListColumn("OPD", width=36),
    ListColumn("Wilayah", width=24),
    ListColumn("Status", width=14),
    ListColumn("Nilai, %", listbook.FIGURE, 10),
    ListColumn("Bobot terjawab, %", listbook.FIGURE, 12),
    ListColumn("Saran", width=24),
    ListColumn("Alasan", width=60),
    ListColumn("Catatan Litbang", width=40),
    ListColumn("Dimulai", listbook.DATE, 12),
    ListColumn("Diselesaikan", listbook.DATE, 12),
    ListColumn("Diselesaikan oleh", width=24),
    ListColumn("Replikasi", width=30),
)


def workbook(rows, results, day_of):
    """The .xlsx of `rows` with `results` {pk: Result}; `day_of` turns a moment into a day."""
    return listbook.list_workbook(
        "Uji kesesuaian", COLUMNS, (_row(row, results[row.pk], day_of) for row in rows)
    )


def _row(suitability, result, day_of):
    return (
        suitability.innovation.name,
        suitability.agency.name,
        suitability.agency.region.full_name,
        suitability.get_state_display(),
        "belum diketahui" if result.total is None else result.total,
        result.coverage,
        result.label,
        " ".join(result.reasons),
        suitability.note or None,
        day_of(suitability.created_at),
        suitability.finished_at and day_of(suitability.finished_at),
        suitability.finished_by and suitability.finished_by.name,
        str(suitability.replication.title) if suitability.replication else None,
    )
