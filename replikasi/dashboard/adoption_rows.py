"""What the database holds of adopters and their plans, as plain values: so many queries however
many they are."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from django.db.models import Count, Max, Min, Q, Value
from django.utils import timezone

from actionplans.models import (
    ActionPlan,
    Milestone,
    MonthStanding,
    PlanVersion,
    ProgressUpdate,
    Report,
    ReportLine,
    Verification,
)
from innovations.models import AgencyName

# While a plan is in one of these its milestones are those of the version approved last.
SETTLED = (ActionPlan.State.APPROVED, ActionPlan.State.FINISHED)


@dataclass(frozen=True)
class PlanRows:
    """An approved plan of `year`.

    `milestones`: {id: (stage, weight)} of those that weigh, as approved last: what a revision
    would add does not count before it is approved. `versions`: ((approved at, {id: weight}), …),
    oldest first. `updates`: {id: [(update, day, percent, recorded at)]} in the order of time;
    `lines`: {id: [(update, verified percent)]} of verified reports, oldest first.
    """

    key: int
    year: int
    milestones: dict
    versions: tuple
    updates: dict
    lines: dict


def plans_of(seen):
    """{replication id: [PlanRows]} of the Replications `seen`, the plan of the first year first."""
    versions = list(
        PlanVersion.objects.filter(plan__replication__in=seen)
        .order_by("plan__replication", "plan__fiscal_year", "plan", "number")
        .values_list(
            "plan__replication", "plan", "plan__fiscal_year", "plan__state", "pk", "approved_at"
        )
    )
    kept = _snapshots(versions)
    approved = ActionPlan.objects.approved().filter(replication__in=seen).order_by().values("pk")
    present = {}
    for plan, key, stage, weight in (
        Milestone.objects.filter(plan__in=approved, weight__gt=0)
        .order_by("plan", "pk")
        .values_list("plan", "pk", "stage", "weight")
    ):
        present.setdefault(plan, {})[key] = (stage, weight)
    updates = _by_milestone(
        ProgressUpdate.objects.filter(milestone__plan__in=approved)
        .order_by("milestone", "happened_on", "pk")
        .values_list("milestone", "pk", "happened_on", "percent", "created_at")
    )
    lines = _by_milestone(
        ReportLine.objects.filter(
            milestone__plan__in=approved,
            report__state=Report.State.VERIFIED,
            verified_percent__isnull=False,
        )
        .order_by("milestone", "report__period__year", "report__period__quarter", "pk")
        .values_list("milestone", "update", "verified_percent")
    )
    found = {}
    for (replication, plan, year), rows in groupby(versions, key=itemgetter(0, 1, 2)):
        rows = list(rows)
        as_approved = [
            (row[5], kept[row[4]] if row[4] in kept else present.get(plan, {})) for row in rows
        ]
        milestones = as_approved[-1][1]
        every = {key for _, of_version in as_approved for key in of_version}
        found.setdefault(replication, []).append(
            PlanRows(
                key=plan,
                year=year,
                milestones=milestones,
                versions=tuple(
                    (at, {key: weight for key, (_, weight) in of_version.items()})
                    for at, of_version in as_approved
                ),
                updates={key: updates[key] for key in every if key in updates},
                lines={key: lines[key] for key in milestones if key in lines},
            )
        )
    return found


def _snapshots(versions):
    """{version: {milestone: (stage, weight)}} of those that differ from the present milestones:
    all versions of plans that were revised, or that are no longer as approved."""
    asked = []
    for _, rows in groupby(versions, key=itemgetter(1)):
        rows = list(rows)
        if len(rows) > 1 or rows[0][3] not in SETTLED:
            asked += [row[4] for row in rows]
    if not asked:
        return {}
    rows = PlanVersion.objects.filter(pk__in=asked).values_list("pk", "snapshot")
    return {
        key: {
            row["id"]: (row["stage"], Decimal(row["weight"]))
            for row in snapshot
            if Decimal(row["weight"]) > 0
        }
        for key, snapshot in rows
    }


def _by_milestone(rows):
    return {
        key: [row[1:] for row in group]
        for key, group in groupby(rows.iterator(chunk_size=5000), key=itemgetter(0))
    }


@dataclass(frozen=True)
class Seen:
    """A replication as a list needs it; `first_report`: the day on which its first report was
    verified, as verified today."""

    pk: int
    agency_id: int
    agency: str
    programme_year: int
    title: str
    local_name: str
    status: str
    signed_on: date | None
    first_report: date | None


def seen_of(replications):
    """The Seen of `replications` by name, with the present names of the agencies; one query."""
    rows = (
        replications.annotate(
            reported=Min(
                "plans__reports__decided_at",
                filter=Q(plans__reports__state=Report.State.VERIFIED),
            )
        )
        .order_by("agency__name", "programme_year", "pk")
        .values_list(
            "pk",
            "agency",
            "agency__name",
            "programme_year",
            "innovation__name",
            "local_name",
            "status",
            "commitment__signed_on",
            "reported",
        )
    )
    return [
        Seen(
            *row[:4],
            row[5] or row[4],
            *row[5:8],
            timezone.localdate(row[8]) if row[8] else None,
        )
        for row in rows
    ]


def named(rows):
    """The Seen `rows` with the names that their agencies bore in their programme years; one
    query. See Agency.name_in."""
    borne = {}
    names = AgencyName.objects.filter(agency__in={row.agency_id for row in rows})
    for agency, year, name in names.order_by("from_year").values_list(
        "agency", "from_year", "name"
    ):
        borne.setdefault(agency, []).append((year, name))
    return [
        replace(
            row,
            agency=next(
                (
                    name
                    for year, name in reversed(borne.get(row.agency_id, ()))
                    if year <= row.programme_year
                ),
                row.agency,
            ),
        )
        for row in rows
    ]


def state():
    """Text that is the same while nothing that `plans_of` reads has changed; one query.

    Progress leaves history, a decision on a report a Verification, a corrected line another line,
    an approved plan a version. Greatest and number, as a pulse has it: a long transaction may
    commit a lower key after a higher one.
    """
    tables = (ProgressUpdate.history.model, Verification, ReportLine, PlanVersion)
    parts = [
        table._base_manager.order_by()
        .annotate(place=Value(place))
        .values("place")
        .annotate(most=Max("pk"), number=Count("pk"))
        .values_list("place", "most", "number")
        for place, table in enumerate(tables)
    ]
    found = sorted(parts[0].union(*parts[1:], all=True))
    return "-".join(f"{place}.{most}.{number}" for place, most, number in found)


def months_of(plans):
    """{plan id: [(month, position or None where nothing was recorded in it)]} of those plans."""
    rows = MonthStanding.objects.filter(plan__in=plans).order_by("plan", "month")
    found = {}
    for plan, month, claimed, recorded in rows.values_list("plan", "month", "claimed", "recorded"):
        found.setdefault(plan, []).append((month, claimed if recorded else None))
    return found
