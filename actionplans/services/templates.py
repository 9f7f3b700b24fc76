"""Templates that new plans start from: saved as a whole with their rows, taken away."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from actionplans.models import PlanTemplate, TemplateRow
from replikasi.common.locking import Conflict, locked, require

MOST_ROWS = 80
OF_THE_WORK = (
    *("stage", "activity", "output", "indicator", "unit", "target", "weight"),
    "evidence_expected",
)
ROW_FIELDS = (*OF_THE_WORK[:-1], "start_month", "due_month", "evidence_expected")
LONGEST_REASON = 100


@transaction.atomic
def create_template(*, template, rows, by):
    """A new template with `rows` {field of TemplateRow: value}, stage after stage; returns it.

    Sent twice it is made once: one of the same name and rows, untouched since, is that one.
    """
    require(by, "actionplans.add_plantemplate", template)
    _lock_all()
    same = PlanTemplate.objects.filter(name=template.name).first()
    if same is not None and not same.revision and _contents(rows_of(same)) == _contents(rows):
        return same
    return _saved(template, rows)


@transaction.atomic
def save_template(*, template, rows, by, seen=None):
    """Write a changed template; a row of it is known by its `pk`, one without is new.

    Rows that are not among `rows` go away. Conflict, with what changed, when somebody saved since
    the form was opened with revision `seen`.
    """
    require(by, "actionplans.change_plantemplate", template)
    _lock_all()
    try:
        template.revision = locked(template, seen=seen).revision + 1
    except Conflict as conflict:
        raise _with_rows(conflict, template, int(seen)) from None
    return _saved(template, rows)


@transaction.atomic
def delete_template(*, template, by):
    """Take a template away; plans made from it stay as they are."""
    require(by, "actionplans.delete_plantemplate", template)
    _lock_all()
    refuse_last_offered(template)
    template.delete()


def refuse_last_offered(template):
    """ValidationError when no other template would be offered to new plans."""
    if not PlanTemplate.objects.offered().exclude(pk=template.pk).exists():
        raise ValidationError(
            "Paling sedikit satu templat harus ditawarkan. Tawarkan yang lain lebih dahulu."
        )


def rows_of(template):
    """The rows of a template in their order, as `save_template` takes them."""
    rows = template.rows.order_by("stage", "position", "pk")
    return [{**{name: getattr(row, name) for name in ROW_FIELDS}, "pk": row.pk} for row in rows]


def rows_of_plan(plan):
    """The work that a plan plans, as rows of a template: days become months."""
    rows = []
    for milestone in plan.milestones.order_by("stage", "number"):
        row = {name: getattr(milestone, name) for name in OF_THE_WORK}
        row["start_month"] = _month(milestone.start, plan.fiscal_year)
        row["due_month"] = _month(milestone.due, plan.fiscal_year)
        rows.append(row)
    return rows


def _month(day, year):
    """The month of `day`; of a day outside the year, the month of it that is nearest."""
    return day and min(max(day, date(year, 1, 1)), date(year, 12, 31)).month


def _contents(rows):
    return [[row.get(name) for name in ROW_FIELDS] for row in rows]


def _lock_all():
    """Two people who each withdraw one of the last two: the second is told."""
    list(PlanTemplate.objects.select_for_update().order_by("pk"))


def _saved(template, rows):
    _check(template, rows)
    there = {row.pk: row for row in template.rows.order_by("pk")} if template.pk else {}
    wanted, words = [], []
    for position, values in enumerate(rows):
        row = there.pop(values.get("pk"), None) or TemplateRow()
        before = {name: getattr(row, name) for name in ROW_FIELDS}
        after = {name: values.get(name) for name in ROW_FIELDS}
        moved = row.position != position
        if row.pk is None or before != after:
            words.append(after["activity"])
        if row.pk is None or before != after or moved:
            for name, value in {**after, "position": position}.items():
                setattr(row, name, value)
            wanted.append(row)
    words += [f"{row.activity} (dihapus)" for row in there.values()]
    # Kept in the history, for whoever saves after this one.
    template._change_reason = "; ".join(words)[:LONGEST_REASON]
    template.save()
    for row in wanted:
        row.template = template
        row.full_clean()
        row.save()
    for row in there.values():
        row.delete()
    return template


def _check(template, rows):
    if not rows:
        raise ValidationError("Isi paling sedikit satu baris.")
    if len(rows) > MOST_ROWS:
        raise ValidationError(f"Satu templat paling banyak memuat {MOST_ROWS} baris.")
    if PlanTemplate.objects.filter(name=template.name).exclude(pk=template.pk).exists():
        raise ValidationError({"name": "Sudah ada templat dengan nama ini. Pakai nama lain."})
    template.full_clean()
    if not template.is_active:
        try:
            refuse_last_offered(template)
        except ValidationError as error:
            raise ValidationError({"is_active": error.messages}) from None


def _with_rows(conflict, template, seen):
    records = template.history.filter(revision__gt=seen).order_by("history_date", "history_id")
    rows = "; ".join(row.history_change_reason for row in records if row.history_change_reason)
    told = f"{conflict.message} Baris yang diubahnya: {rows}." if rows else conflict.message
    return Conflict(told, revision=conflict.revision)
