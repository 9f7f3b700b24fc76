"""The replications of a quarter gathered by region, innovation or agency, where they are many."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Left

from innovations.models import Agency, Innovation, Region

from . import heads, queries
from .chosen import measured, standings
from .concerns import concern_conditions

OFFERED_ABOVE = 12  # replications; fewer are read one by one
USED_ABOVE = 60
GROUPS_PER_PAGE = 15
LABELS = {
    "region": "Wilayah",
    "innovation": "Inovasi",
    "agency": "OPD",
    "none": "Satu per satu",
}
PATHS = {
    "innovation": "plan__replication__innovation",
    "agency": "plan__replication__agency",
}
REGION = "plan__replication__agency__region"
# Lengths of a region's code: province, regency, district, village.
DEPTHS = (2, 5, 8, 13)


@dataclass(frozen=True)
class Group:
    """One row: `sums` are queries.figures of its replications, `urgent`: how many of them a
    concern about report or figures touches; `url` shows the same page for it alone ("" where that
    would show others too), `urgent_url` its replications one by one."""

    name: str
    note: str
    url: str
    sums: dict
    urgent: int
    urgent_url: str
    is_beyond: bool


@dataclass(frozen=True)
class Groups:
    """A page of Groups, what they are gathered by, and what else is offered: of (key, label)."""

    kind: str
    offered: tuple
    page: object
    rows: tuple

    @property
    def label(self):
        return LABELS[self.kind]


def groups_of(user, selection, plans):
    """The Groups of a selection of `plans` replications; None where there are too few of them.

    With kind "none" they are offered and not used: `rows` is empty. Three queries at most.
    """
    if plans <= OFFERED_ABOVE or selection.concern:
        return None
    numbers = _numbers(user, selection)
    depth = next((length for length in DEPTHS if numbers[f"region_{length}"] > 1), 0)
    counts = {
        "region": numbers[f"region_{depth}"] if depth else 0,
        "innovation": numbers["innovation"],
        "agency": numbers["agency"],
    }
    offered = [kind for kind, number in counts.items() if number > 1]
    kind = selection.group if selection.group in (*offered, "none") else ""
    kind = kind or (offered[0] if offered and plans > USED_ABOVE else "none")
    page, rows = None, ()
    if kind != "none":
        page = _page(user, selection, kind, depth, counts[kind])
        rows = tuple(_told(list(page.object_list), kind, depth, selection))
    offered = tuple((key, LABELS[key]) for key in (*offered, "none")) if offered else ()
    return Groups(kind, offered, page, rows)


def _numbers(user, selection):
    columns = {f"region_{length}": Count(Left(REGION, length), distinct=True) for length in DEPTHS}
    columns |= {kind: Count(path, distinct=True) for kind, path in PATHS.items()}
    rows = standings(user, selection).filter(period=selection.period).order_by()
    return rows.aggregate(**columns)


def _page(user, selection, kind, depth, count):
    conditions = concern_conditions(selection.period, selection.today)
    concerned = Q()
    for condition in conditions.values():
        concerned |= condition
    rows = measured(standings(user, selection).filter(period=selection.period)).annotate(
        key=Left(REGION, depth) if kind == "region" else F(PATHS[kind])
    )
    rows = rows.values("key").annotate(
        **queries.figures(),
        of_urgent=Count("pk", filter=concerned),
        of_name=Max(_name_path(kind)),
    )
    worst = F("of_deviation").asc(nulls_last=True)
    orders = {
        "urgent": ("-of_urgent", worst),
        "deviation": (worst,),
        "name": ("of_name",),
        "state": ((F("of_asked") - F("of_sent")).desc(), worst),
    }
    paginator = Paginator(rows.order_by(*orders[selection.sort], "key"), GROUPS_PER_PAGE)
    paginator.count = count
    return paginator.get_page(selection.page)


def _name_path(kind):
    return {
        "region": REGION,
        "innovation": "plan__replication__innovation__name",
        "agency": "plan__replication__agency__short_name",
    }[kind]


def _told(rows, kind, depth, selection):
    keys = [row["key"] for row in rows]
    named = {"region": _regions, "innovation": _innovations, "agency": _agencies}[kind](
        keys, selection
    )
    for row in rows:
        key, sums = row["key"], queries.plain(row)
        name, note = named.get(key, (key, ""))
        # A region among those below it holds their agencies too: its own cannot be asked for.
        is_whole = kind == "region" and len(key) < depth
        if is_whole:
            note = "hanya OPD tingkat ini"
        url = "" if is_whole else _of_group(selection, kind, key)
        yield Group(
            name=name,
            note=note,
            url=url and f"{url}#replikasi",
            sums=sums,
            urgent=sums["urgent"],
            urgent_url=url and f"{_of_group(selection, kind, key, group='none')}#replikasi",
            is_beyond=heads.is_beyond(sums["deviation"]),
        )


def _of_group(selection, kind, key, **more):
    return heads.address("dashboard", selection, **{kind: key}, **more)


def _regions(keys, selection):
    return {row.pk: (row.full_name, "") for row in Region.objects.filter(pk__in=keys)}


def _innovations(keys, selection):
    rows = Innovation.objects.filter(pk__in=keys).values_list("pk", "name")
    return {pk: (name, "") for pk, name in rows}


def _agencies(keys, selection):
    rows = Agency.objects.filter(pk__in=keys).for_list()
    return {row.pk: (row.name_in(selection.year), row.region.full_name) for row in rows}
