"""Lists of moved due dates and of days off: filters and tables."""

import django_filters as filters
import django_tables2 as tables
from django import forms

from innovations.models import Agency
from replikasi.common.filterbar import PageChoice
from replikasi.common.lists import PartColumn, PortalTable

from .filters import AGENCIES_LISTED, QUARTERS
from .models import DueMove, OffDay


class DueMoveFilter(filters.FilterSet):
    """Moves of the page's year, narrowed to a quarter and an agency in scope."""

    year = filters.NumberFilter(field_name="period__year", widget=PageChoice)
    quarter = filters.ChoiceFilter(
        label="Triwulan",
        field_name="period__quarter",
        choices=QUARTERS,
        empty_label="Semua triwulan",
    )
    agency = filters.ModelChoiceFilter(
        label="OPD", queryset=Agency.objects.none(), empty_label="Semua OPD"
    )

    class Meta:
        model = DueMove
        fields = ["year", "quarter", "agency"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(pk__in=self.queryset.order_by().values("agency"))
        self.filters["agency"].queryset = agencies
        if not 1 < agencies.count() <= AGENCIES_LISTED:
            self.filters["agency"].extra["widget"] = forms.HiddenInput


class DueMoveTable(PortalTable):
    """Rows are moves with `holds` (it is what counts now) and `may_take_back`."""

    period = tables.Column("Triwulan", order_by=("period__quarter", "pk"))
    agency = PartColumn(
        "actionplans/_cell_move_agency.html", "Untuk", order_by=("agency__name", "pk")
    )
    due = PartColumn("actionplans/_cell_move_due.html", "Tenggat", order_by=("due", "pk"))
    reason = tables.Column("Alasan", orderable=False)
    at = PartColumn("actionplans/_cell_move_by.html", "Digeser", order_by=("at", "pk"))
    acts = PartColumn("actionplans/_cell_move_acts.html", "Berlaku", orderable=False)

    class Meta:
        model = DueMove
        fields = ()
        sequence = ("period", "agency", "due", "reason", "at", "acts")
        attrs = {"class": "tbl cards"}
        order_by = "-at"
        empty_text = "Tidak ada pergeseran yang cocok dengan saringan ini."


class OffDayTable(PortalTable):
    """Rows are days with `may_change`."""

    day = PartColumn("actionplans/_cell_off_day.html", "Tanggal", order_by="day")
    name = tables.Column("Nama", order_by=("name", "day"))
    is_off = PartColumn("actionplans/_cell_off_kind.html", "Menjadi", order_by=("is_off", "day"))
    acts = PartColumn("actionplans/_cell_off_acts.html", "Tindakan", orderable=False)

    class Meta:
        model = OffDay
        fields = ()
        sequence = ("day", "name", "is_off", "acts")
        attrs = {"class": "tbl cards"}
        order_by = "day"
