"""What a new plan begins with: the rows of a template, of an earlier plan, of a plan elsewhere.

All give rows as plans.create_plan takes them: in the order of the stages, dates in the new year.
"""

from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError

from actionplans import arithmetic, columns, snapshots
from actionplans.models import Milestone

from . import imports, plans, templates

# What a plan says of the work itself. Who does it, with what money and what they remarked is
# the agency's own and stays there.
OF_THE_WORK = (
    *("stage", "activity", "output", "indicator", "unit", "target", "weight", "start", "due"),
    *Milestone.TARGETS,
    "evidence_expected",
)


def rows_from_template(template, year):
    """Rows of a PlanTemplate: months become the first and last day, TW targets are proposed."""
    rows = []
    for planned in template.rows.order_by("stage", "position", "pk"):
        row = {name: getattr(planned, name) for name in templates.OF_THE_WORK}
        if planned.start_month:
            row["start"] = date(year, planned.start_month, 1)
        if planned.due_month:
            last = monthrange(year, planned.due_month)[1]
            row["due"] = date(year, planned.due_month, last)
        if planned.start_month and planned.due_month:
            targets = arithmetic.proposed_targets(row["start"], row["due"], year)
            row.update(zip(Milestone.TARGETS, targets, strict=True))
        rows.append(row)
    return rows


def rows_from_own_plan(plan, year):
    """Everything that the agency's plan of another year plans, with its dependencies."""
    milestones = list(plan.milestones.order_by("stage", "number"))
    waits = snapshots.waits_of(plan.milestones.all())
    places = {milestone.pk: place for place, milestone in enumerate(milestones)}
    rows = []
    for milestone in milestones:
        row = {name: getattr(milestone, name) for name in (*columns.NAMES, "person_email")}
        row["waits_for"] = [places[key] for key in waits.get(milestone.pk, ()) if key in places]
        rows.append(_moved(row, plan.fiscal_year, year))
    return rows


def rows_from_other_plan(plan, year):
    """What the last approved version of another agency's plan says of the work itself."""
    rows = []
    for kept in plans.latest_version(plan).snapshot:
        values = snapshots.values(kept)
        row = {name: values[name] for name in OF_THE_WORK}
        rows.append(_moved(row, plan.fiscal_year, year))
    return sorted(rows, key=lambda row: row["stage"])


def latest_plan_before(replication, year):
    """The replication's latest plan of an earlier year that has rows to begin with, or None."""
    earlier = replication.plans.filter(fiscal_year__lt=year, milestones__isnull=False)
    return earlier.order_by("-fiscal_year").first()


def _moved(row, from_year, year):
    """`row` with its dates as many years later as the plan is, kept inside `year`."""
    for name in ("start", "due"):
        if row[name] is not None:
            row[name] = _moved_day(row[name], year - from_year, year)
    return row


def _moved_day(day, years, year):
    there = day.year + years
    last = monthrange(there, day.month)[1]  # 29 February becomes 28
    moved = date(there, day.month, min(day.day, last))
    return min(max(moved, date(year, 1, 1)), date(year, 12, 31))


def begin_with_workbook(*, replication, fiscal_year, file, key, by, progress=None):
    """An empty plan and the PlanImport of `file` for it, which is then previewed.

    ValidationError at `file` when it cannot be read; then there is no plan either. The file is
    read outside of any transaction, in which nobody else could write.
    """
    plan = plans.create_plan(replication=replication, fiscal_year=fiscal_year, by=by)
    try:
        return imports.upload(plan=plan, file=file, by=by, key=key, progress=progress)
    except ValidationError as error:
        plans.delete_plan(plan=plan, by=by)
        raise ValidationError({"file": error.messages}) from error
