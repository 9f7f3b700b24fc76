"""Which figure of a plan an address asks for, and everything that it is made of."""

from dataclasses import dataclass, replace

from django.db.models import Count
from django.urls import reverse

from actionplans import arithmetic, snapshots
from actionplans.models import Evidence, Report
from replikasi.common import formats

from . import charts, explanation
from .figures import ABSORPTION, CLAIMED, DEVIATION, FIGURES, ON_TIME, PLANNED, VERIFIED

WIDE, NARROW = 1168, 294


@dataclass(frozen=True)
class Answer:
    """A figure of a plan in a quarter. `found` is None where there is none, `value` then "".

    `verified`: whether verified percents speak, or claims.
    """

    figure: object
    standing: object
    report: object
    verified: bool
    found: explanation.Explanation | None
    value: str

    @property
    def period(self):
        return self.standing.period

    @property
    def provenance(self):
        """The mark beside the figure, "" for one that is a plan or a date."""
        if self.figure.key in (PLANNED, ON_TIME):
            return ""
        return VERIFIED if self.verified else CLAIMED

    @property
    def name(self):
        """The figure's name with the provenance that it has here: "deviasi terverifikasi"."""
        return self.figure.name.replace(CLAIMED, self.provenance or CLAIMED)

    @property
    def is_verified(self):
        """Whether the report itself is."""
        return self.report is not None and self.report.state == Report.State.VERIFIED

    @property
    def report_url(self):
        return reverse("report", args=[self.report.pk]) if self.report else ""

    def query(self, quarter=None, key=None):
        """The same question of another quarter or another figure, as an address."""
        key = key or self.figure.key
        more = "&dasar=sementara" if self._asks_for_claim and key == DEVIATION else ""
        return f"?tw={quarter or self.period.quarter}&angka={key}{more}"

    @property
    def _asks_for_claim(self):
        return self.figure.key == DEVIATION and self.is_verified and not self.verified


def chosen(standings, text, today):
    """The standing of quarter `text`, else of the latest opened quarter, else of the first."""
    known = {str(row.period.quarter): row for row in standings}
    if text in known:
        return known[text]
    opened = [row for row in standings if row.period.is_open(today)]
    return (opened or standings[:1])[-1]


def answer_of(user, plan, standing, query):
    """The Answer that `query` (request.GET) asks for; without `angka` the truest there is."""
    report = (
        Report.objects.visible_to(user)
        .sent()
        .filter(plan=plan, period=standing.period)
        .select_related("period", "plan")
        .first()
    )
    is_verified = report is not None and report.state == Report.State.VERIFIED
    figure = FIGURES.get(query.get("angka")) or FIGURES[VERIFIED if is_verified else CLAIMED]
    verified = figure.key == VERIFIED or (
        figure.key == DEVIATION and is_verified and query.get("dasar") != CLAIMED
    )
    found = None
    if figure.key != ON_TIME and (
        figure.key == PLANNED or (report is not None and (is_verified or not verified))
    ):
        found = explanation.explained(
            _sources(plan, standing.period, report, verified),
            _evidence(user, plan, standing.period),
            standing.period,
        )
    return Answer(figure, standing, report, verified, found, _value(figure, found))


def _value(figure, found):
    """The figure as written; "" where there is none."""
    if found is None:
        return ""
    number = {
        PLANNED: found.sums.plan,
        DEVIATION: found.sums.difference,
        ABSORPTION: found.absorption,
    }.get(figure.key, found.sums.contribution)
    return "" if number is None else figure.written(number)


def _sources(plan, period, report, verified):
    """The report's lines as frozen, or, without a report, the milestones as approved."""
    if report is None:
        return _approved(plan, period)
    lines = report.lines.select_related("milestone").order_by("milestone__number")
    return [
        explanation.Source(
            pk=line.milestone_id,
            number=line.milestone.number,
            activity=line.milestone.activity,
            stage=line.milestone.stage,
            start=line.milestone.start,
            weight=line.weight,
            planned=line.planned,
            percent=line.verified_percent if verified else line.percent,
            reason=line.verdict_note if verified else "",
            line=line.pk,
            spent=line.spent,
            ceiling=line.ceiling,
        )
        for line in lines
    ]


def _approved(plan, period):
    version = plan.versions.order_by("-number").first()
    left = set(plan.milestones.values_list("pk", flat=True))
    return [
        explanation.Source(
            pk=row.id,
            number=row.number,
            activity=told["activity"],
            stage=told["stage"],
            start=row.shape.start,
            weight=row.shape.weight,
            planned=arithmetic.planned_percent(row.shape, period.year, period.ends),
            is_gone=row.id not in left,
            ceiling=row.ceiling,
        )
        for row, told in zip(snapshots.approved(version), version.snapshot, strict=True)
    ]


def _evidence(user, plan, period):
    """{milestone id: pieces of evidence up to the end of the period}, of those the user may see."""
    rows = Evidence.objects.visible_to(user).filter(
        update__milestone__plan=plan, update__happened_on__lte=period.ends
    )
    rows = rows.order_by().values("update__milestone").annotate(number=Count("pk"))
    return {row["update__milestone"]: row["number"] for row in rows}


def boxes(answer):
    """The strips for a wide and a narrow page, their kind and their text; {} for money."""
    if answer.found is None or answer.figure.key == ABSORPTION:
        return {}
    lines, filled = answer.found.lines, answer.found.sums.contribution
    kind, word = ("ver", "terverifikasi") if answer.verified else ("sem", "sementara")
    if answer.figure.key == PLANNED:
        lines = [replace(line, percent=line.planned, contribution=line.plan) for line in lines]
        filled, kind, word = answer.found.sums.plan, "plan", "rencana"
    return {
        "wide": charts.strip(lines, WIDE),
        "narrow": charts.strip(lines, NARROW),
        "strip_kind": kind,
        "strip_label": f"Terisi {formats.number(filled, 1)} dari 100; "
        "kontribusi tiap tonggak ada di tabel.",
        "sentence": explanation.sentence(answer.found, answer.figure, answer.standing.period, word),
    }
