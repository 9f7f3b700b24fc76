"""The register of obstacles: its filter, table, statistics, and the same as a workbook."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.utils import timezone

from innovations.filters import RegionFilter
from innovations.models import Agency, Innovation
from replikasi.common import listbook
from replikasi.common.listbook import ListColumn
from replikasi.common.lists import PartColumn, PortalTable

from .filters import ScopedFilterSet, anywhere, of_plan
from .models import Obstacle
from .tables import NUM

OPEN, CLOSED, BOTH = "terbuka", "ditutup", "semua"
AGES = [(days, f"Lebih dari {days} hari") for days in (14, 30, 60, 90, 180)]
# A median of fewer obstacles than these says little, and the page says so.
FEW = 5
OBSTACLE_WORDS = ("description", "unblocked_by", "turn", "closing_note")


class ObstacleFilter(ScopedFilterSet):
    """Without a state in the address only open ones are listed."""

    state = filters.ChoiceFilter(
        label="Status",
        choices=[(OPEN, "Terbuka"), (CLOSED, "Ditutup"), (BOTH, "Terbuka dan ditutup")],
        empty_label=None,
        initial=OPEN,
        method="in_state",
    )
    cause = filters.ChoiceFilter(
        label="Sebab", choices=Obstacle.Cause.choices, empty_label="Semua sebab"
    )
    level = filters.ChoiceFilter(
        label="Tingkat", choices=Obstacle.Level.choices, empty_label="Semua tingkat"
    )
    agency = filters.ModelChoiceFilter(
        label="OPD",
        field_name="plan__replication__agency",
        queryset=Agency.objects.none(),
        empty_label="Semua OPD",
    )
    innovation = filters.ModelChoiceFilter(
        label="Inovasi",
        field_name="plan__replication__innovation",
        queryset=Innovation.objects.none(),
        empty_label="Semua inovasi",
    )
    year = filters.ChoiceFilter(
        label="Tahun", field_name="plan__fiscal_year", empty_label="Semua tahun"
    )
    region = RegionFilter(
        "plan__replication__agency__region__code", label="Wilayah", empty_label="Semua wilayah"
    )
    older = filters.ChoiceFilter(
        label="Lama terbuka", choices=AGES, empty_label="Berapa pun", method="open_longer"
    )

    YEAR_PATH = "plan__fiscal_year"
    AGENCY_PATH = "plan__replication__agency"

    class Meta:
        model = Obstacle
        fields = (
            *("state", "cause", "level", "agency", "innovation"),
            *("year", "region", "older", "q"),
        )

    def __init__(self, data=None, *args, **kwargs):
        data = data.copy() if data is not None else {}
        if data.get("state") not in (OPEN, CLOSED, BOTH):
            data["state"] = OPEN
        super().__init__(data, *args, **kwargs)
        self.queryset = self.queryset.with_age(timezone.localdate())
        innovations = self.queryset.order_by().values("plan__replication__innovation")
        self.filters["innovation"].queryset = Innovation.objects.filter(pk__in=innovations)
        if len(self.filters["region"].offered()) < 2:
            self.filters["region"].extra["widget"] = forms.HiddenInput

    @property
    def whatever_state(self):
        """The filtered rows, open and closed: what the statistics are made of."""
        rows = self.queryset
        if not self.form.is_valid():
            return rows
        for name, value in self.form.cleaned_data.items():
            if name != "state":
                rows = self.filters[name].filter(rows, value)
        return rows

    def in_state(self, rows, _, state):
        if state == BOTH:
            return rows
        return rows.open() if state == OPEN else rows.exclude(closed_on=None)

    def open_longer(self, rows, _, days):
        return rows.filter(open_for__gt=timedelta(days=int(days)))

    @staticmethod
    def matches(word):
        return (
            anywhere(OBSTACLE_WORDS, word)
            | anywhere(("milestone__activity",), word)
            | of_plan(word, "plan__")
        )


class ObstacleTable(PortalTable):
    """Rows are obstacles with `age`, in days."""

    name = PartColumn(
        "actionplans/_obstacle_name.html", "Permasalahan", order_by=("description", "pk")
    )
    agency = tables.Column(
        "OPD",
        accessor="plan__replication__agency__short_name",
        order_by=("plan__replication__agency__short_name", "pk"),
    )
    cause = tables.Column("Sebab", accessor="get_cause_display", order_by=("cause", "pk"))
    level = PartColumn("actionplans/_obstacle_level.html", "Tingkat", order_by=("level", "pk"))
    age = PartColumn(
        "actionplans/_obstacle_age.html", "Lama, hari", order_by=("open_for", "pk"), attrs=NUM
    )
    state = PartColumn("actionplans/_obstacle_state.html", "Status", order_by=("closed_on", "pk"))

    class Meta:
        model = Obstacle
        fields = ()
        sequence = ("name", "agency", "cause", "level", "age", "state")
        attrs = {"class": "tbl cards"}
        order_by = "-age"
        empty_text = "Tidak ada permasalahan yang cocok dengan saringan ini."

    also_swapped = "#unduh,#saring-urut"


# -- statistics ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """How many obstacles of one cause or level are open and closed, and their median days."""

    code: str
    label: str
    open: int
    closed: int
    days: float

    @property
    def number(self):
        return self.open + self.closed

    @property
    def is_small(self):
        return self.number < FEW


def statistics(rows, today):
    """{"cause": [Group …], "level": [Group …]} of a queryset, most open first; one query.

    The days are those from opening to closing; an obstacle that is open counts up to `today`.
    """
    found = {"cause": {}, "level": {}}
    values = rows.order_by().values_list("cause", "level", "opened_on", "closed_on")
    for cause, level, opened_on, closed_on in values:
        days = ((closed_on or today) - opened_on).days
        for name, code in (("cause", cause), ("level", level)):
            found[name].setdefault(code, []).append((closed_on is None, days))
    labels = {"cause": dict(Obstacle.Cause.choices), "level": dict(Obstacle.Level.choices)}
    return {name: _groups(groups, labels[name]) for name, groups in found.items()}


def _groups(groups, labels):
    made = [
        Group(
            code=code,
            label=labels.get(code, code),
            open=sum(is_open for is_open, _ in members),
            closed=sum(not is_open for is_open, _ in members),
            days=median(days for _, days in members),
        )
        for code, members in groups.items()
    ]
    return sorted(made, key=lambda group: (-group.open, -group.closed, group.label))


# -- the same as a workbook ---------------------------------------------------------------------

COLUMNS = (
    ListColumn("Permasalahan", width=44),
    ListColumn("Replikasi", width=30),
    ListColumn("OPD", width=30),
    ListColumn("Tahun", listbook.WHOLE, 8),
    ListColumn("Tonggak", width=30),
    ListColumn("Sebab", width=22),
    ListColumn("Tingkat", width=14),
    ListColumn("Giliran", width=24),
    ListColumn("Yang akan membukanya", width=30),
    ListColumn("Dibuka", listbook.DATE, 12),
    ListColumn("Dibuka oleh", width=22),
    ListColumn("Ditutup", listbook.DATE, 12),
    ListColumn("Lama terbuka, hari", listbook.WHOLE, 10),
    ListColumn("Yang menolong", width=40),
)


def workbook(rows, today):
    """The .xlsx of the filtered and ordered queryset `rows`, as bytes."""
    rows = rows.prefetch_related("plan__replication__agency__names")
    return listbook.list_workbook("Permasalahan", COLUMNS, (_row(row, today) for row in list(rows)))


def _row(obstacle, today):
    plan = obstacle.plan
    return (
        obstacle.description,
        plan.replication.title,
        plan.replication.agency.name_in(plan.fiscal_year),
        plan.fiscal_year,
        str(obstacle.milestone) if obstacle.milestone else "seluruh rencana",
        obstacle.get_cause_display(),
        obstacle.get_level_display(),
        obstacle.turn or None,
        obstacle.unblocked_by or None,
        obstacle.opened_on,
        obstacle.opened_by.name,
        obstacle.closed_on,
        obstacle.days_open(today),
        obstacle.closing_note or None,
    )
