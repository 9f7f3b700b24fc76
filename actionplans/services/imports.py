"""A workbook taken into a plan: uploaded and compared, looked at, applied as one step, or dropped.

What is shown is what is applied: each row is written only while the plan has it as it was shown.
"""

from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actionplans import columns, snapshots
from actionplans.models import PlanEdit, PlanImport, Stage
from actionplans.workbooks import comparing, interpreting, reading, recognising, rows
from actionplans.workbooks.comparing import CHANGED, NEW, REFUSED, REMOVED
from actionplans.workbooks.meanwhile import Meanwhile
from replikasi.common.locking import require

from .journal import edited, pinned_to
from .matrix_rows import change_rows, create_rows, editable, order_of, refuse_too_many, write_order

State = PlanImport.State
BATCH = 500
ASSIGNABLE = (*columns.NAMES, "schedule")
SUM_ROW = rows.WHY[rows.TOTAL]  # our own workbooks have one, of which nobody need be told
READING = 0.7  # part of the work that reading is
CHANGED_SINCE = "Baris ini berubah sejak pratinjau dibuka. Unduh rencana lagi, lalu ulangi."
ADDED_SINCE = "Tonggak yang sama sudah ditambahkan sejak pratinjau dibuka."
ALREADY = "Buku kerja ini sudah diterapkan atau dibuang. Unggah lagi bila perlu."


def upload(*, by, plan, file, key=None, progress=None):
    """Read `file` and compare it with the plan; the PlanImport whose preview awaits a decision.

    The same `key` again gives the same import. `progress(part)` hears 0 to 1. ValidationError
    (Indonesian) when the plan is not being edited or the file cannot be read.
    """
    require(by, "actionplans.edit_plan", plan)
    if found := _uploaded(by, plan, key):
        return found
    refuse_unless_editable(plan)
    tell = progress or (lambda part: None)
    book = reading.read(file, lambda done, total: tell(READING * done / (total or 1)))
    sheets = {"meta": book.meta, "list": book.sheets}
    choices = {"sheet": recognising.best(book.sheets), "mapping": None, "missing": "", "stage": ""}
    result = compared(plan, sheets, choices)
    tell(1)
    new = PlanImport(plan=plan, by=by, name=(file.name or "")[-200:], sheets=sheets)
    new.choices, new.result = choices, result
    new.key = key or new.key
    try:
        with transaction.atomic():
            for earlier in plan.imports.filter(by=by, state=State.PREVIEW).defer("sheets"):
                _close(earlier, State.DROPPED)
            new.save()
    except IntegrityError:  # the same key came twice at once
        found = _uploaded(by, plan, key)
        if found is None:
            raise
        return found
    return new


def _uploaded(by, plan, key):
    return key and PlanImport.objects.filter(key=key, by=by, plan=plan).defer("sheets").first()


def refuse_unless_editable(plan):
    if not plan.is_editable:
        raise ValidationError(
            "Rencana ini tidak sedang disusun, jadi buku kerja tidak dapat diunggah. "
            "Buka revisi lebih dahulu bila memang perlu.",
            code="state",
        )


def compared(plan, sheets, choices):
    """What the workbook would change in the plan as it is now, with how the sheet was read."""
    sheet = sheets["list"][choices["sheet"]]
    found = recognising.recognise(sheet)
    if choices["mapping"] is not None:
        found = replace(found, mapping=choices["mapping"])
    meta = sheets["meta"]
    read = interpreting.interpret(sheet, found, year=plan.fiscal_year, ours=meta is not None)
    result = comparing.compare(
        snapshots.taken(plan.milestones.all()),
        read,
        plan_id=plan.pk,
        mapping=found.mapping,
        meta=meta,
        history=lambda wanted: Meanwhile(plan.pk, wanted),
        held=snapshots.held_keys(plan),
        missing=choices["missing"],
        stage=choices["stage"],
    )
    counts = result["counts"]
    refuse_too_many(len(result["known"]) + counts[NEW] - counts[REMOVED])
    return result | {
        "sheets": [row["name"] for row in sheets["list"]],
        "sheet": choices["sheet"],
        "first_row": found.first_row,
        "heads": found.heads,
        "mapping": found.mapping,
        "hidden": sheet["hidden_columns"],
        "ours": meta is not None,
        "skipped": [pair for pair in result["skipped"] if meta is None or pair[1] != SUM_ROW],
        "revision": plan.revision,
    }


def choose(*, preview, by, sheet=None, mapping=None, missing=None, stage=None):
    """Compare anew with another sheet, columns assigned by hand, or another treatment of rows.

    mapping: {column name: index of the sheet's column}; missing: comparing.KEEP or REMOVE for
    rows that the workbook lacks; stage: for new rows without one. None leaves a choice as it is.
    """
    require(by, "actionplans.edit_plan", preview.plan)
    refuse_unless_editable(preview.plan)
    fresh = PlanImport.objects.get(pk=preview.pk)
    if fresh.state != State.PREVIEW:
        raise ValidationError(ALREADY, code="state")
    choices = dict(fresh.choices)
    if sheet is not None and sheet != choices["sheet"]:
        if not 0 <= sheet < len(fresh.sheets["list"]):
            raise ValidationError("Lembar itu tidak ada di buku kerja ini.")
        choices |= {"sheet": sheet, "mapping": None}
    elif mapping is not None:
        choices["mapping"] = _by_hand(mapping, fresh.result["mapping"])
    if missing in (comparing.KEEP, comparing.REMOVE):
        choices["missing"] = missing
    if stage in ("", *Stage.values):
        choices["stage"] = stage
    # Compared outside of the transaction: it takes a while, and others want to write.
    result = compared(preview.plan, fresh.sheets, choices)
    with transaction.atomic():
        fresh = PlanImport.objects.select_for_update(of=("self",)).get(pk=preview.pk)
        if fresh.state != State.PREVIEW:
            raise ValidationError(ALREADY, code="state")
        fresh.choices, fresh.result = choices, result
        fresh.save()
    return fresh


def _by_hand(mapping, found):
    """The columns as a person assigned them, with those that nobody can assign."""
    if len(set(mapping.values())) < len(mapping) or not set(mapping) <= set(ASSIGNABLE):
        raise ValidationError("Satu kolom rencana hanya dapat diisi dari satu kolom buku kerja.")
    kept = {name: at for name, at in found.items() if name not in ASSIGNABLE}
    return {name: at for name, at in kept.items() if at not in mapping.values()} | mapping


def _close(preview, state, left=None):
    """Decide on an import; of its result only what was `left` out stays."""
    preview.state, preview.sheets, preview.choices = state, [], {}
    preview.result = left or {}
    preview.save()


@transaction.atomic
def drop(*, preview, by):
    """Throw the preview away; the plan stays as it is."""
    require(by, "actionplans.edit_plan", preview.plan)
    fresh = PlanImport.objects.select_for_update(of=("self",)).get(pk=preview.pk)
    if fresh.state == State.PREVIEW:
        _close(fresh, State.DROPPED)
    return fresh


# -- applying -----------------------------------------------------------------------------------


@dataclass
class Step:
    """What is done at once: milestones to change, keys to remove, rows to make, what is refused.

    `fields`: the columns that change in any row; `create`: (entry, {field: value}).
    """

    change: list = field(default_factory=list)
    fields: set = field(default_factory=set)
    remove: list = field(default_factory=list)
    create: list = field(default_factory=list)
    refused: list = field(default_factory=list)


@transaction.atomic
def apply(*, preview, by):
    """Write what the preview shows, once, as one PlanEdit; returns the PlanImport.

    Rows with faults, refused rows, and rows that somebody changed since are left out; they stay
    in `result["rows"]`, each with why.
    """
    require(by, "actionplans.edit_plan", preview.plan)
    fresh = PlanImport.objects.select_for_update(of=("self",)).defer("sheets").get(pk=preview.pk)
    if fresh.state == State.APPLIED:
        return fresh
    if fresh.state != State.PREVIEW:
        raise ValidationError(ALREADY, code="state")
    plan = editable(preview.plan)
    result = fresh.result
    step = _step(plan, result)
    touched = [row.pk for row in step.change] + step.remove
    with edited(plan, PlanEdit.Kind.IMPORTED, by=by, touched=touched) as kept:
        kept.edit.pinned = pinned_to(step.remove)
        if step.change:
            change_rows(step.change, by=by, fields=sorted(step.fields))
        for start in range(0, len(step.remove), BATCH):
            plan.milestones.filter(pk__in=step.remove[start : start + BATCH]).delete()
        if step.remove:
            write_order(plan, order_of(plan))  # numbers of new rows go on from the last
        made = create_rows(plan, [row for _, row in step.create], by=by) if step.create else []
        kept.created += [row.pk for row in made]
        lines = {-entry["line"]: row.pk for (entry, _), row in zip(step.create, made, strict=True)}
        _arrange(plan, result, lines)
    fresh.edit = kept.edit
    left = [row for row in result["rows"] if row["kind"] in (comparing.WRONG, REFUSED)]
    left = [*step.refused, *left]
    done = {CHANGED: len(step.change), REMOVED: len(step.remove), NEW: len(step.create)}
    _close(fresh, State.APPLIED, {"counts": done, "rows": left, "mapping": result["mapping"]})
    return fresh


def _step(plan, result):
    """The Step out of the shown entries, each held against the plan as it is now."""
    present = {row["id"]: row for row in snapshots.taken(plan.milestones.all())}
    milestones = {row.pk: row for row in plan.milestones.all()}
    held = snapshots.held_keys(plan)
    known = set(result["known"])
    since = {
        (row["stage"], row["activity"].casefold())
        for key, row in present.items()
        if key not in known
    }
    step, stale = Step(), {}
    for entry in result["rows"]:
        if entry["kind"] == NEW:
            values = values_of(entry)
            if not result["keyed"] and (values["stage"], values["activity"].casefold()) in since:
                step.refused.append({**entry, "kind": REFUSED, "notes": [ADDED_SINCE]})
            else:
                step.create.append((entry, values))
        elif entry["kind"] in (CHANGED, REMOVED):
            row = present.get(entry["id"])
            if row is None or columns.fingerprint(row) != entry["seen"]:
                stale[entry["id"]] = entry["seen"]
                step.refused.append({**entry, "kind": REFUSED})
            elif entry["kind"] == CHANGED:
                milestone = milestones[entry["id"]]
                for name, _, after in entry["cells"]:
                    setattr(milestone, name, columns.value_of(name, after))
                    step.fields.add(name)
                step.change.append(milestone)
            elif entry["id"] in held:
                step.refused.append({**entry, "kind": REFUSED, "notes": [comparing.HELD]})
            else:
                step.remove.append(entry["id"])
    if stale:
        meanwhile = Meanwhile(plan.pk, stale)
        for entry in step.refused:
            if entry["id"] in stale:
                entry["notes"] = [*meanwhile.told(entry["id"]), CHANGED_SINCE]
    return step


def values_of(entry):
    """{field: value} of the new row that an entry shows."""
    values = dict(comparing.EMPTY) | {name: after for name, _, after in entry["cells"]}
    return {name: columns.value_of(name, value) for name, value in values.items()}


def _arrange(plan, result, lines):
    """Put the rows into the sequence that the preview counted on."""
    made = set(lines.values())
    present = [key for key in order_of(plan) if key not in made]
    book = [key for key in result["order"] if key > 0 or key in lines]
    sequence = comparing.arranged(book, present, reordered=result["reordered"])
    write_order(plan, [lines.get(key, key) for key in sequence])
