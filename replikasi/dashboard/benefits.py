"""Benefit beside progress, never merged with it: how far the indicators of replications have come.

What counts is verified. The gravest come first: what moves away from its target.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.urls import reverse

from innovations import outcomes, survival
from innovations.models import Outcome, OutcomeValue, SustainCheck
from innovations.models.replication import replication_scope
from innovations.outcomes import AWAY, REACHED, SILENT, STANDINGS, STILL, TOWARD, UNTOLD
from replikasi.common.listbook import DATE, FIGURE, ListColumn

from .chosen import narrowed
from .feeds import Table

ROWS = 20
KINDS = {Outcome.Kind.OUTCOME: "Hasil", Outcome.Kind.OUTPUT: "Keluaran"}
ORDER = (AWAY, STILL, TOWARD, REACHED, UNTOLD, SILENT)
RISING, FALLING = Q(direction=Outcome.Direction.UP), Q(direction=Outcome.Direction.DOWN)


def asked_kind(query):
    """The kind that `query` (request.GET) asks for; benefits unless it is products."""
    kind = query.get("jenis")
    return kind if kind in KINDS else Outcome.Kind.OUTCOME


def as_of(selection):
    """The day up to which measurements count: today, or the end of a quarter long past."""
    return selection.period.ends if selection.period and selection.is_past else selection.today


# -- the rows in SQL ----------------------------------------------------------------------------


def with_standing(rows, until):
    """Outcomes with `latest_value` and `latest_on` (verified, of the whole, None where there is
    none) and `rank`, the place of their standing in ORDER; the same rule as outcomes.standing."""
    latest = _newest(OutcomeValue.objects.verified(), until)
    return rows.annotate(
        latest_value=Subquery(latest.values("verified_value")[:1]),
        latest_on=Subquery(latest.values("measured_on")[:1]),
    ).annotate(
        rank=Case(
            *(When(condition, then=Value(ORDER.index(key))) for key, condition in _RULES),
            default=Value(ORDER.index(TOWARD)),
            output_field=IntegerField(),
        )
    )


def _newest(values, until):
    whole = values.filter(outcome=OuterRef("pk"), group="", measured_on__lte=until)
    return whole.order_by("-measured_on")


def with_previous(rows, selection):
    """Outcomes with `latest_value`, `latest_on`, and the verified value before it as
    `previous_value` and `previous_on`; None where there is none."""
    verified = _newest(OutcomeValue.objects.verified(), as_of(selection))
    return rows.annotate(
        latest_value=Subquery(verified.values("verified_value")[:1]),
        latest_on=Subquery(verified.values("measured_on")[:1]),
        previous_value=Subquery(verified.values("verified_value")[1:2]),
        previous_on=Subquery(verified.values("measured_on")[1:2]),
    )


def worse_than(name):
    """Q: the latest verified value is on the wrong side of the field `name`; not where either is
    None."""
    return RISING & Q(latest_value__lt=F(name)) | FALLING & Q(latest_value__gt=F(name))


_RULES = (
    (SILENT, Q(latest_value=None)),
    (UNTOLD, Q(baseline=None) | Q(target=None)),
    (AWAY, worse_than("baseline")),
    (
        REACHED,
        RISING & Q(latest_value__gte=F("target")) | FALLING & Q(latest_value__lte=F("target")),
    ),
    (STILL, Q(latest_value=F("baseline"))),
)


def chosen(user, selection, kind):
    """Outcomes of one kind in the user's scope and the choices of the filter, with standing."""
    rows = Outcome.objects.filter(replication_scope(user, "replication__"), kind=kind)
    return with_standing(narrowed(rows, selection, "replication__"), as_of(selection))


def _listed(rows, user, until):
    """In order, with `claim_value` and `claim_on`: the newest claim that `user` may see."""
    claims = _newest(OutcomeValue.objects.visible_to(user).waiting(), until)
    checks = SustainCheck.objects.filter(
        replication=OuterRef("replication"), state=SustainCheck.State.AGREED
    ).order_by("-months")
    return (
        rows.annotate(
            claim_value=Subquery(claims.values("value")[:1]),
            claim_on=Subquery(claims.values("measured_on")[:1]),
            check_condition=Subquery(checks.values("condition")[:1]),
            checked_at=Subquery(checks.values("decided_at")[:1]),
        )
        .select_related("replication__innovation", "replication__agency__region")
        .prefetch_related("replication__agency__names")
        .order_by("rank", "replication__innovation__name", "indicator", "pk")
    )


# -- beside the progress of a replication -------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """Of a replication's benefits: how many move towards their target or hold it, of how many;
    how many were measured, and how many bear a note on what else may have caused it."""

    toward: int
    away: int
    measured: int
    of: int
    noted: int


def lines_of(replication_ids, selection):
    """{replication id: Line}, by verified values, in one query; none for whom has no benefit."""
    rows = Outcome.objects.filter(replication__in=set(replication_ids), kind=Outcome.Kind.OUTCOME)
    found = {}
    ranks = with_standing(rows, as_of(selection)).order_by("replication", "pk")
    for replication, rank, note in ranks.values_list("replication", "rank", "attribution_note"):
        found.setdefault(replication, []).append((ORDER[rank], bool(note.strip())))
    return {replication: _line(told) for replication, told in found.items()}


def _line(told):
    keys = [key for key, _ in told]
    return Line(
        toward=keys.count(TOWARD) + keys.count(REACHED),
        away=keys.count(AWAY),
        measured=len(keys) - keys.count(SILENT),
        of=len(keys),
        noted=sum(noted for _, noted in told),
    )


# -- the page -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """An indicator as the page and the downloads show it; `standing` is one of ORDER."""

    outcome: Outcome
    title: str
    agency: str
    region: str
    region_id: str
    url: str
    standing: str
    told: str
    latest: Decimal | None
    latest_on: date | None
    share: Decimal | None
    claim: Decimal | None
    claim_on: date | None
    still: str  # of its replication: what is known since it was complete, or ""

    @property
    def is_away(self):
        return self.standing == AWAY


@dataclass(frozen=True)
class Benefits:
    """A page of Rows; `counts` [(words, number)] of the standings there are, gravest first."""

    page: object
    rows: list
    counts: list
    total: int
    measured: int
    away: int
    until: date
    options: list  # for dashboard/_options.html

    @property
    def has_claims(self):
        return any(row.claim is not None for row in self.rows)


def _row(outcome, selection):
    replication = outcome.replication
    agency, value = replication.agency, outcome.latest_value
    is_newer = outcome.claim_on and (not outcome.latest_on or outcome.claim_on > outcome.latest_on)
    return Row(
        outcome=outcome,
        title=replication.title,
        agency=agency.name_in(selection.year),
        region=agency.region.full_name,
        region_id=agency.region_id,
        url=f"{reverse('outcomes', args=[replication.pk])}#indikator-{outcome.pk}",
        standing=outcomes.standing(outcome, value),
        told=outcomes.sentence(outcome, value),
        latest=value,
        latest_on=outcome.latest_on,
        share=outcomes.share(outcome.baseline, outcome.target, value),
        claim=outcome.claim_value if is_newer else None,
        claim_on=outcome.claim_on if is_newer else None,
        still=(
            survival.told(outcome.check_condition, outcome.checked_at)
            if outcome.check_condition
            else ""
        ),
    )


class _Known(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows, size, count):
        super().__init__(rows, size)
        self.count = count


def benefits_of(user, selection, kind):
    """The Benefits that `user` sees; three queries and the names of agencies."""
    rows, until = chosen(user, selection, kind), as_of(selection)
    counted = rows.order_by().values_list("rank").annotate(number=Count("pk"))
    number = {ORDER[rank]: many for rank, many in counted}
    total = sum(number.values())
    page = _Known(_listed(rows, user, until), ROWS, total).get_page(selection.page)
    return Benefits(
        page=page,
        rows=[_row(outcome, selection) for outcome in page.object_list],
        counts=[(STANDINGS[key], number[key]) for key in ORDER if key in number],
        total=total,
        measured=total - number.get(SILENT, 0),
        away=number.get(AWAY, 0),
        until=until,
        options=[
            (label, f"{reverse('benefits')}?{selection.query(jenis=key)}", key == kind)
            for key, label in KINDS.items()
        ],
    )


# -- the same as a table to take along ----------------------------------------------------------

COLUMNS = (
    ListColumn("Replikasi", width=30),
    ListColumn("OPD", width=32),
    ListColumn("Wilayah", width=24),
    ListColumn("Kode wilayah", width=10),
    ListColumn("Indikator", width=36),
    ListColumn("Satuan", width=12),
    ListColumn("Nilai awal", FIGURE, 12),
    ListColumn("Tanggal nilai awal", DATE, 12),
    ListColumn("Target", FIGURE, 12),
    ListColumn("Target dicapai pada", DATE, 12),
    ListColumn("Terverifikasi terakhir", FIGURE, 13),
    ListColumn("Diukur pada", DATE, 12),
    ListColumn("Jarak ke target ditempuh, %", FIGURE, 13),
    ListColumn("Keadaan", width=26),
    ListColumn("Sementara yang lebih baru", FIGURE, 13),
    ListColumn("Sementara diukur pada", DATE, 12),
    ListColumn("Catatan sebab", width=36),
)


def table(user, selection, kind):
    """The Table of the whole list."""
    until = as_of(selection)
    rows = _listed(chosen(user, selection, kind), user, until)
    return Table(
        title=f"{KINDS[kind]} per {until:%d-%m-%Y}",
        name=f"{kind}-{until:%Y-%m-%d}",
        columns=COLUMNS,
        rows=[_told(_row(outcome, selection)) for outcome in rows],
    )


def _told(row):
    outcome = row.outcome
    return (
        *(row.title, row.agency, row.region, row.region_id, outcome.indicator, outcome.unit),
        *(outcome.baseline, outcome.baseline_on, outcome.target, outcome.target_on),
        *(row.latest, row.latest_on, row.share, STANDINGS[row.standing]),
        *(row.claim, row.claim_on, outcome.attribution_note or None),
    )
