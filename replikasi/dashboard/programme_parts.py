"""What a figure of several replications is made of: by region, innovation, agency or one by one."""

from dataclasses import dataclass, replace
from fractions import Fraction

from django.core.paginator import Paginator
from django.db.models import F
from django.db.models.functions import Substr
from django.urls import reverse

from actionplans.models import PeriodStanding, Report
from innovations.models import Agency, Innovation, Region
from replikasi.common import formats

from . import chosen, shares
from .figures import ABSORPTION, DEVIATION, ON_TIME, PLANNED, VERIFIED
from .programme_whole import (
    AGENCY,
    INNOVATION,
    REGION,
    Whole,
    added_of,
    rows_of,
    shown_terms,
    sums_of,
    terms_of,
    whole_of,
)

ROWS = 20
ORDERS = {"terendah": "Terendah dahulu", "tertinggi": "Tertinggi dahulu", "nama": "Nama"}


@dataclass(frozen=True)
class Part:
    """A row: a group or a replication. `value`: its own percent, money or number, exact;
    `share`: what it adds to the total, exact; `shown`: the same, as shown. All three are None
    where it is left out, and `reason` says why in words; `terms`: see Whole."""

    title: str
    note: str
    url: str
    plans: int
    counted: int
    value: Fraction | None
    share: Fraction | None
    shown: object
    reason: str
    spent: Fraction | None = None
    ceiling: Fraction | None = None
    days_late: int | None = None
    standing: object = None
    terms: tuple | None = None

    @property
    def shown_terms(self):
        return shown_terms(self.terms)

    @property
    def own_absorption(self):
        return shares.rounded(self.spent * 100 / self.ceiling) if self.ceiling else None

    @property
    def spent_shown(self):
        return shares.rounded(self.spent, 2)

    @property
    def ceiling_shown(self):
        return shares.rounded(self.ceiling, 2)

    @property
    def shown_value(self):
        return None if self.value is None else shares.rounded(self.value)


@dataclass(frozen=True)
class Breakdown:
    """A Whole with its Parts: `parts` of the page, `all_parts` of all pages in the same order."""

    whole: Whole
    kind: str
    places: int
    page: object
    parts: list
    all_parts: list

    @property
    def spent(self):
        return shares.rounded(self.whole.spent, 2)

    @property
    def ceiling(self):
        return shares.rounded(self.whole.ceiling, 2)

    @property
    def shown_total(self):
        return sum((part.shown for part in self.all_parts if part.shown is not None), 0)

    @property
    def shown_on_page(self):
        return sum((part.shown for part in self.parts if part.shown is not None), 0)


def breakdown_of(user, selection, wanted, *, in_full=False):
    """The Breakdown, or None where nothing in scope is approved; a fixed number of queries.

    Only the page's parts know their agency and address, unless it is wanted `in_full`.
    """
    whole = whole_of(user, selection, wanted)
    if whole is None:
        return None
    kind = wanted.kind if wanted.kind in whole.kinds else _kind_for(whole)
    makers = {"replikasi": _plans, "wilayah": _regions, "inovasi": _innovations, "opd": _agencies}
    parts = makers[kind](user, selection, wanted, whole)
    parts.sort(key=lambda part: part.title.casefold())
    if wanted.order != "nama":
        sign = -1 if wanted.order == "tertinggi" else 1
        parts.sort(key=lambda part: (part.value is None, sign * (part.value or 0)))
    places = 0
    if wanted.figure.key != ON_TIME and whole.total is not None:
        places = shares.places_for(whole.total, sum(part.share is not None for part in parts))
    shown = shares.displayed([part.share for part in parts], places)
    parts = [replace(part, shown=value) for part, value in zip(parts, shown, strict=True)]
    if in_full:
        parts = _named(parts, selection, wanted)
    page = Paginator(parts, ROWS).get_page(selection.page)
    of_page = list(page.object_list)
    if not in_full:
        of_page = _named(of_page, selection, wanted)
    return Breakdown(whole, kind, places, page, of_page, parts)


def _kind_for(whole):
    """Few replications stand one by one; many are put together by what divides them first."""
    return "replikasi" if whole.plans <= ROWS else whole.kinds[0]


def _share(whole, added):
    return None if added is None or whole.total is None else added / whole.over


def _group(row, *, figure, whole, title, url, note=""):
    added, ceiling = added_of(figure, row)
    share = _share(whole, added)
    value = None
    if share is not None:
        value = added / row["of_counted"] if figure.is_mean else added
    return Part(
        title=title,
        note=note,
        url=url,
        plans=row["of_plans"],
        counted=row["of_counted"],
        value=value,
        share=share,
        shown=None,
        reason="" if share is not None else "belum ada",
        spent=added if figure.key == ABSORPTION else None,
        ceiling=ceiling,
        terms=terms_of(figure, row),
    )


def _grouped(user, selection, wanted, key):
    rows = rows_of(user, selection, wanted).order_by().values(of_key=key)
    return list(rows.annotate(**sums_of(wanted.figure)).order_by("of_key"))


def _why(selection, wanted, **more):
    return f"{reverse('programme_why')}?{wanted.query(selection, **more)}"


def _regions(user, selection, wanted, whole):
    rows = _grouped(user, selection, wanted, Substr(REGION, 1, whole.region_length))
    names = Region.objects.in_bulk([row["of_key"] for row in rows])
    parts = []
    for row in rows:
        code = row["of_key"]
        here = len(code) < whole.region_length  # agencies of the wider region itself
        name = names[code].full_name if code in names else code
        parts.append(
            _group(
                row,
                figure=wanted.figure,
                whole=whole,
                title=f"{name}, tingkat ini" if here else name,
                url=_why(selection, wanted, region=code, persis="1" if here else None),
            )
        )
    return parts


def _innovations(user, selection, wanted, whole):
    rows = _grouped(user, selection, wanted, F(INNOVATION))
    names = dict(
        Innovation.objects.filter(pk__in=[row["of_key"] for row in rows]).values_list("pk", "name")
    )
    return [
        _group(
            row,
            figure=wanted.figure,
            whole=whole,
            title=names[row["of_key"]],
            url=_why(selection, wanted, innovation=row["of_key"]),
        )
        for row in rows
    ]


def _agencies(user, selection, wanted, whole):
    rows = _grouped(user, selection, wanted, F(AGENCY))
    found = Agency.objects.filter(pk__in=rows_of(user, selection, wanted).values(AGENCY))
    names = {row.pk: row for row in found.select_related("region").with_names()}
    return [
        _group(
            row,
            figure=wanted.figure,
            whole=whole,
            title=names[row["of_key"]].name_in(selection.year),
            note=names[row["of_key"]].region.full_name,
            url=_why(selection, wanted, agency=row["of_key"]),
        )
        for row in rows
    ]


FIELDS = (
    *("plan_id", "planned", "claimed", "verified", "verified_quarter", "spent", "ceiling"),
    *("report_state", "days_late", "due"),
)


def _plans(user, selection, wanted, whole):
    """One by one; their agencies and addresses are found later, for those that are shown."""
    rows = rows_of(user, selection, wanted).order_by("pk").annotate(title=chosen.TITLE)
    rows = rows.values_list(*FIELDS, "title", AGENCY, named=True)
    return [_plan(row, selection, wanted, whole) for row in rows]


def _plan(standing, selection, wanted, whole):
    figure = wanted.figure
    added = _of_standing(standing, figure)
    share = _share(whole, added)
    money = figure.key == ABSORPTION and standing.claimed is not None
    return Part(
        title=standing.title,
        note="",
        url="",
        plans=1,
        counted=int(added is not None),
        value=added if share is not None else None,
        share=share,
        shown=None,
        reason=_reason(standing, selection, figure),
        spent=Fraction(standing.spent or 0) if money else None,
        ceiling=Fraction(standing.ceiling) if money else None,
        days_late=standing.days_late,
        standing=standing,
        terms=(Fraction(standing.claimed), Fraction(standing.planned))
        if figure.minus and added is not None
        else None,
    )


def _named(parts, selection, wanted):
    """`parts` of single replications with the agency's name of the year and their address."""
    keys = {getattr(part.standing, AGENCY) for part in parts if part.standing}
    if not keys:
        return parts
    rows = Agency.objects.filter(pk__in=keys).order_by("pk").with_names()
    names = {row.pk: row.name_in(selection.year) for row in rows}
    return [
        replace(
            part,
            note=names[getattr(part.standing, AGENCY)],
            url=_plan_url(part.standing, selection, wanted.figure),
        )
        for part in parts
    ]


def _of_standing(standing, figure):
    if figure.key == ON_TIME:
        return Fraction(standing.days_late == 0)
    if figure.key == ABSORPTION and standing.claimed is None:
        return None
    value = getattr(standing, figure.plus)
    if value is None:
        return None
    return Fraction(value) - Fraction(getattr(standing, figure.minus) if figure.minus else 0)


def _plan_url(standing, selection, figure):
    quarter, more = selection.quarter, ""
    if figure.key == VERIFIED and standing.verified_quarter:
        quarter = standing.verified_quarter
    if figure.key == DEVIATION:
        more = "&dasar=sementara"
    return f"{reverse('why', args=[standing.plan_id])}?tw={quarter}&angka={figure.key}{more}"


def _reason(standing, selection, figure):
    """Why a replication is left out, or what else there is to know of its part."""
    opened = selection.period.is_open(selection.today)
    silence = "belum dibuka"
    if standing.report_state == PeriodStanding.NOT_ASKED:
        silence = chosen.NOT_ASKED
    elif opened:
        silence = f"belum dilaporkan, tenggat {formats.day_month(standing.due)}"
    if figure.key == ON_TIME:
        if standing.days_late is None:
            return silence
        late = f"terlambat {standing.days_late} hari kerja"
        return late if standing.days_late else "tepat waktu"
    if figure.key == VERIFIED:
        if standing.verified is not None:
            return f"posisi {formats.quarter_name(standing.verified_quarter)}"
        return {
            Report.State.SENT: "menunggu verifikasi",
            Report.State.RETURNED: "dikembalikan",
        }.get(standing.report_state, silence)
    return "" if figure.key == PLANNED or standing.claimed is not None else silence
