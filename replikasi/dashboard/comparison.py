"""Agencies side by side in one quarter, and each replication against the same quarter a year
before."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse

from actionplans import arithmetic
from actionplans.models import Milestone, PeriodStanding
from innovations.models import Agency
from replikasi.common import formats

from . import concerns, queries
from .chosen import measured, narrowed, standings
from .figures import DEVIATION
from .filters import LISTED
from .heads import address
from .measures import measures

# So many agencies stand side by side at most; so many without a choice.
MOST = 6
FIRST = 4
AGENCY = "plan__replication__agency"


@dataclass(frozen=True)
class Column:
    """One agency: `now` its standings of the chosen quarter, `year` those up to it, and what is
    open: (number, since) of its obstacles and suggestions, (done, all) of its milestones; the
    addresses lead to them. `why_url` is of `only_plan` where it has a single one.

    planned, verified, claimed and deviation are (mean, over how many replications).
    """

    agency: Agency
    name: str
    now: list
    year: list
    milestones: tuple
    obstacles: tuple
    suggestions: tuple
    recap_url: str
    milestones_url: str
    obstacles_url: str
    suggestions_url: str
    why_url: str
    quarter: int
    only_plan: int | None

    def explained(self, figure, quarter=None):
        """The address of what `figure` is made of: of a single plan in `quarter` (of the chosen
        one unless given), else the mean over the agency's replications."""
        if self.only_plan is None:
            return f"{self.why_url}&angka={figure}"
        claim = "&dasar=sementara" if figure == DEVIATION else ""
        return f"{self.why_url}?tw={quarter or self.quarter}&angka={figure}{claim}"

    @property
    def number(self):
        return len(self.now)

    @property
    def planned(self):
        return arithmetic.mean([row.planned for row in self.now])

    @property
    def verified(self):
        return arithmetic.mean([row.verified for row in self.now])

    @property
    def claimed(self):
        return arithmetic.mean([row.claimed for row in self.now])

    @property
    def deviation(self):
        found = [arithmetic.deviation(row.claimed, row.planned) for row in self.now]
        return arithmetic.mean(found)

    @property
    def money(self):
        """(spent, ceiling) of the replications that reported; None for none."""
        reported = [row for row in self.now if row.spent is not None]
        if not reported:
            return None, None
        return sum(row.spent for row in reported), sum(row.ceiling for row in reported)

    def on_time(self, today):
        """(reports sent in time, reports that fell due before `today`), up to the quarter."""
        due = [row for row in self.year if row.is_asked and row.due < today]
        return sum(row.days_late == 0 for row in due), len(due)

    @property
    def positions(self):
        """Which quarters the verified figures are of: "TW III", "2 TW III, 1 TW II", or ""."""
        found = Counter(row.verified_quarter for row in self.now if row.verified is not None)
        parts = [
            (number, formats.quarter_name(quarter).replace(formats.NBSP, " "))
            for quarter, number in sorted(found.items(), reverse=True)
        ]
        if len(parts) == 1:
            return parts[0][1]
        return ", ".join(f"{number} {name}" for number, name in parts)

    def figures(self, today):
        """The row of a table: name, replications, then the measures as numbers or None."""
        means = (self.planned, self.verified, self.claimed, self.deviation)
        return [
            self.name,
            self.number,
            *(mean for mean, _ in means),
            arithmetic.absorption(*self.money),
            *self.on_time(today),
            *self.milestones,
            self.obstacles[0],
            self.suggestions[0],
        ]


@dataclass(frozen=True)
class Pair:
    """A replication in the same quarter of two years; a standing is None without a plan."""

    replication: object
    agency: str
    agency_before: str
    now: PeriodStanding | None
    before: PeriodStanding | None

    @property
    def verified_change(self):
        return _change(self, "verified")

    @property
    def claimed_change(self):
        return _change(self, "claimed")

    @property
    def planned_change(self):
        return _change(self, "planned")


def _change(pair, figure):
    """Percentage points from the year before; None where one of the two is not there."""
    if pair.now is None or pair.before is None:
        return None
    return arithmetic.deviation(getattr(pair.now, figure), getattr(pair.before, figure))


@dataclass(frozen=True)
class Comparison:
    """`pairs`: [] where no replication has a plan of the year before; `earlier`: then (the latest
    year in which there is one, its address), or None. `choices`: (id, short name, is chosen), ()
    where there are too many to list; `left_out`: how many were asked for beyond MOST; `by_need`:
    nobody chose, so need of attention did."""

    columns: list
    measures: list
    pairs: list
    earlier: tuple | None
    choices: list
    too_many: bool
    left_out: int
    by_need: bool


def comparison_of(user, selection, asked):
    """The Comparison that `user` sees of a selection, or None where nothing is approved; `asked`:
    ids of the agencies to stand side by side, in any order."""
    if selection.period is None:
        return None
    offered, total = _offered(user, selection)
    if not total:
        return None
    chosen = _present(user, selection, asked, offered)
    by_need = not chosen
    left_out = max(len(chosen) - MOST, 0)
    chosen = chosen[:MOST] or _first(user, selection)
    rows = _standings(user, selection, chosen)
    columns = _columns(user, selection, rows)
    pairs = _pairs(rows, selection)
    return Comparison(
        columns=columns,
        measures=measures(columns, selection),
        pairs=pairs,
        earlier=None if pairs else _earlier(user, selection, chosen),
        choices=[(pk, name, pk in chosen) for pk, name in offered or ()],
        too_many=offered is None,
        left_out=left_out,
        by_need=by_need and total > len(chosen),
    )


def _offered(user, selection):
    """([(id, short name)] of the selection's agencies, or None for more than LISTED; how many)."""
    plans = standings(user, selection).filter(period=selection.period)
    rows = Agency.objects.filter(pk__in=plans.values(AGENCY)).order_by("short_name", "pk")
    found = list(rows.values_list("pk", "short_name")[: LISTED + 1])
    return (None if len(found) > LISTED else found), len(found)


def _present(user, selection, asked, offered):
    """Those of `asked` that the selection holds, in the order asked."""
    if not asked:
        return []
    if offered is not None:
        known = {pk for pk, _ in offered}
    else:
        rows = standings(user, selection).filter(period=selection.period)
        known = set(rows.filter(**{f"{AGENCY}__in": asked}).values_list(AGENCY, flat=True))
    return [pk for pk in dict.fromkeys(asked) if pk in known]


def _first(user, selection):
    """Ids of the agencies with the most urgent plans."""
    rank = concerns.rank(concerns.concern_conditions(selection.period, selection.today))
    rows = (
        measured(standings(user, selection).filter(period=selection.period))
        .order_by()
        .values(AGENCY)
        .annotate(worst=Min(rank), least=Min("deviation"))
        .order_by("worst", F("least").asc(nulls_last=True), AGENCY)[:FIRST]
    )
    return [row[AGENCY] for row in rows]


def _standings(user, selection, agencies):
    """Standings of `agencies` in all quarters of the chosen year, and in the same quarter of the
    year before; two queries."""
    earlier = Q(period__year=selection.year - 1, period__quarter=selection.quarter)
    rows = PeriodStanding.objects.visible_to(user).filter(
        Q(period__year=selection.year) | earlier, **{f"{AGENCY}__in": agencies}
    )
    rows = narrowed(rows, selection, "plan__replication__").select_related(
        "period", "plan__replication__innovation", "plan__replication__agency"
    )
    return list(
        rows.prefetch_related("plan__replication__agency__names").order_by(
            "plan__replication__agency__short_name",
            "plan__replication__innovation__name",
            "plan",
            "period__quarter",
        )
    )


def _columns(user, selection, rows):
    of_year = [row for row in rows if row.period.year == selection.year]
    plans = {row.plan_id for row in of_year}
    obstacles = queries.open_obstacles(plans)
    suggestions = queries.open_suggestions(user, plans)
    milestones = _milestones(plans)
    by_agency = {}
    for row in of_year:
        by_agency.setdefault(row.plan.replication.agency, []).append(row)
    columns = []
    for agency, year in by_agency.items():
        own = sorted({row.plan_id for row in year})
        now = [row for row in year if row.period_id == selection.period.pk]
        only_plan = own[0] if len(own) == 1 else None
        columns.append(
            Column(
                agency=agency,
                name=agency.name_in(selection.year),
                now=now,
                year=[row for row in year if row.period.quarter <= selection.quarter],
                milestones=_summed(milestones.get(plan, (0, 0)) for plan in own),
                obstacles=_opened(obstacles.get(plan) for plan in own),
                suggestions=_opened(suggestions.get(plan) for plan in own),
                recap_url=f"{address('recap', selection, agency=agency.pk)}#rekap",
                milestones_url=_milestones_url(agency, only_plan, selection),
                obstacles_url=_register(
                    "obstacle_list", agency, selection, innovation=selection.innovation
                ),
                suggestions_url=_suggestions_url(user, agency, only_plan, selection),
                why_url=reverse("why", args=[only_plan])
                if only_plan
                else address("programme_why", selection, agency=agency.pk),
                quarter=selection.quarter,
                only_plan=only_plan,
            )
        )
    return sorted(columns, key=lambda one: (one.name.casefold(), one.agency.pk))


def _register(name, agency, selection, **more):
    """A list of the plans' own pages, as narrow as it can be asked for."""
    asked = {"agency": agency.pk, "year": selection.year, "q": selection.words, **more}
    return f"{reverse(name)}?{urlencode({key: value for key, value in asked.items() if value})}"


def _milestones_url(agency, only_plan, selection):
    if only_plan:
        return reverse("plan", args=[only_plan]) + "#matriks"
    return _register("plan_list", agency, selection)


def _suggestions_url(user, agency, only_plan, selection):
    """The advisers' list; for others, who have none, the notes on the plan or the agency's page."""
    if user.has_perm("actionplans.advise"):
        return _register("advising", agency, selection, tampil="terbuka")
    if only_plan:
        return reverse("plan", args=[only_plan]) + "#pendampingan"
    return f"{reverse('agency', args=[agency.pk])}?year={selection.year}#pendampingan"


def _milestones(plans):
    """{plan id: (milestones at 100 % by the latest updates, milestones that count)}."""
    rows = Milestone.objects.filter(plan__in=plans, weight__gt=0).order_by().values("plan")
    rows = rows.annotate(done=Count("pk", filter=Q(reached__gte=100)), number=Count("pk"))
    return {row["plan"]: (row["done"], row["number"]) for row in rows}


def _summed(pairs):
    pairs = list(pairs)
    return sum(done for done, _ in pairs), sum(number for _, number in pairs)


def _opened(found):
    """(how many, since when or None) of several (number, since)."""
    found = [row for row in found if row]
    return sum(number for number, _ in found), min((since for _, since in found), default=None)


def _pairs(rows, selection):
    """A Pair for each replication that has a plan in one of the two years; [] where none has one
    in the year before."""
    found = {}
    for row in rows:
        if row.period.quarter == selection.quarter:
            found.setdefault(row.plan.replication_id, {})[row.period.year] = row
    pairs = []
    if all(selection.year - 1 not in years for years in found.values()):
        return pairs
    for years in found.values():
        now, before = years.get(selection.year), years.get(selection.year - 1)
        replication = (now or before).plan.replication
        agency = replication.agency.name_in(selection.year)
        earlier = replication.agency.name_in(selection.year - 1)
        pairs.append(
            Pair(
                replication=replication,
                agency=agency,
                agency_before=earlier if earlier != agency else "",
                now=now,
                before=before,
            )
        )
    return pairs


def _earlier(user, selection, agencies):
    """(the latest year before last with a plan of one of the replications, its address) or None."""
    if selection.years[-1] >= selection.year - 1:
        return None
    rows = PeriodStanding.objects.visible_to(user).filter(
        period__year__lt=selection.year - 1, **{f"{AGENCY}__in": agencies}
    )
    rows = narrowed(rows, selection, "plan__replication__")
    year = rows.aggregate(year=Max("period__year"))["year"]
    chosen = "".join(f"&opd={pk}" for pk in agencies)
    return (year, address("comparison", selection, year=year) + chosen) if year else None
