"""Filters of the lists; their state stays in the address."""

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from innovations.filters import RegionFilter
from innovations.models import Agency, AgencyName

from .listed import current_stage, overdue
from .models import ActionPlan, Milestone, Report, Stage

AGENCIES_LISTED = 30
QUARTERS = [(1, "TW I"), (2, "TW II"), (3, "TW III"), (4, "TW IV")]


def years_of(rows, path):
    """[(year, "year")] that occur in `rows` at `path`, latest first."""
    years = rows.order_by(f"-{path}").values_list(path, flat=True).distinct()
    return [(year, str(year)) for year in years]


class ScopedFilterSet(filters.FilterSet):
    """A list narrowed to one year, agency and state, and to words; choices are in scope only."""

    q = filters.CharFilter(label="Cari", method="search", max_length=100)

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


# More words than these narrow nothing any more.
MOST_WORDS = 8
PLAN_WORDS = (
    *("replication__innovation__name", "replication__local_name"),
    *("replication__agency__name", "replication__agency__short_name"),
)
MILESTONE_WORDS = (
    *("activity", "output", "indicator", "unit", "person_in_charge", "related_parties"),
    *("budget_line", "evidence_expected", "remark"),
)


def words_of(text):
    return text.split()[:MOST_WORDS]


def anywhere(paths, word):
    """Condition of a row in which `word` occurs at one of `paths`."""
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__icontains": word})
    return found


def of_plan(word, path=""):
    """Condition of a plan (reached by `path`) whose own words have `word`, its agency's past names
    among them."""
    borne = AgencyName.objects.filter(name__icontains=word).order_by().values("agency")
    paths = [f"{path}{name}" for name in PLAN_WORDS]
    return anywhere(paths, word) | Q(**{f"{path}replication__agency__in": borne})


class PlanFilter(ScopedFilterSet):
    year = filters.ChoiceFilter(label="Tahun", field_name="fiscal_year", empty_label="Semua tahun")
    agency = filters.ModelChoiceFilter(
        label="OPD",
        field_name="replication__agency",
        queryset=Agency.objects.none(),
        empty_label="Semua OPD",
    )
    region = RegionFilter(
        "replication__agency__region__code", label="Wilayah", empty_label="Semua wilayah"
    )
    state = filters.ChoiceFilter(
        label="Status", choices=ActionPlan.State.choices, empty_label="Semua status"
    )
    stage = filters.ChoiceFilter(
        label="Tahap berjalan", choices=Stage.choices, empty_label="Semua tahap", method="in_stage"
    )
    overdue = filters.ChoiceFilter(
        label="Tenggat tonggak",
        choices=[("ya", "Ada yang terlambat"), ("tidak", "Tidak ada yang terlambat")],
        empty_label="Semua",
        method="is_overdue",
    )

    YEAR_PATH = "fiscal_year"
    AGENCY_PATH = "replication__agency"

    class Meta:
        model = ActionPlan
        fields = ["q", "year", "agency", "region", "state", "stage", "overdue"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if len(self.filters["region"].offered()) < 2:
            self.filters["region"].extra["widget"] = forms.HiddenInput

    def in_stage(self, rows, _, stage):
        return rows.alias(in_stage=current_stage()).filter(in_stage=stage)

    def is_overdue(self, rows, _, answer):
        late = overdue(timezone.localdate())
        return rows.filter(late if answer == "ya" else ~late)

    @property
    def words(self):
        """What is sought, as words; [] when nothing is."""
        return words_of(self.form.cleaned_data.get("q", "")) if self.form.is_valid() else []

    def search(self, rows, _, words):
        """Every word is found in the plan's own words or in one of its milestones."""
        for word in words_of(words):
            milestones = Milestone.objects.filter(
                anywhere(MILESTONE_WORDS, word), plan=OuterRef("pk")
            )
            rows = rows.filter(of_plan(word) | Exists(milestones))
        return rows

    def milestones(self):
        """Milestones of the plans found in which every word occurs, at least one in their own."""
        if not self.words:
            return Milestone.objects.none()
        rows = Milestone.objects.filter(plan__in=self.qs.order_by().values("pk"))
        own = Q()
        for word in self.words:
            here = anywhere(MILESTONE_WORDS, word)
            own |= here
            rows = rows.filter(here | of_plan(word, "plan__"))
        return rows.filter(own)


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
    late = filters.ChoiceFilter(
        label="Ketepatan",
        choices=[("ya", "Terlambat"), ("tidak", "Tepat waktu")],
        empty_label="Semua",
        method="is_late",
    )

    class Meta(QueueFilter.Meta):
        fields = ["year", "quarter", "agency", "state", "late", "q"]

    def is_late(self, rows, _, answer):
        return rows.filter(days_late__gt=0) if answer == "ya" else rows.filter(days_late=0)

    def narrow(self, standings):
        """Standings without a report, narrowed as the list is; none where a state is asked for."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        if asked.get("state"):
            return standings.none()
        for name, path in (
            ("year", "period__year"),
            ("quarter", "period__quarter"),
            ("agency", "plan__replication__agency"),
        ):
            if asked.get(name):
                standings = standings.filter(**{path: asked[name]})
        if late := asked.get("late"):
            today = timezone.localdate()
            past = Q(due__lt=today)
            standings = standings.filter(past if late == "ya" else ~past)
        return self.search(standings, None, asked.get("q") or "")
