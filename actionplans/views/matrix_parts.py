"""The matrix as the plan's page shows it: a window of its rows, and what follows a save."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import reswap, retarget

from actionplans import predecessors
from actionplans.models import Milestone, Stage
from actionplans.overview import overview_of, proposal
from actionplans.services import plans
from innovations import lesson_lists
from replikasi.common import formats

from .around import parts_around

# Rows that are drawn at once; the others are fetched as they are reached.
CHUNK = 100
MOST_SHOWN = 1000
FORM = "baris"
# Cells in which no sentence fits; on the desktop it stands in the panel under the row.
NARROW = ("target", "unit", "weight", "start", "due", *Milestone.TARGETS)
NARROW += ("person_in_charge", "ceiling")


def whole_number(text):
    """What an address says, as a number; 0 for anything that is no place or key."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def window(request):
    """(first, last) row that the matrix shows, counted from 0: of the address, or of the script."""
    asked = request.POST if request.method == "POST" else request.GET
    first = max(whole_number(asked.get("dari")) - 1, 0)
    shown = min(whole_number(asked.get("terlihat")), MOST_SHOWN)
    return first, first + max(CHUNK, shown)


def rows_of(plan, first, last, *, editing):
    rows = plan.milestones.order_by("stage", "number")
    if not editing:
        rows = rows.with_reached_on()
    return list(rows[first:last])


def parts_of(plan, overview, first, last, *, editing, opened=None):
    """What stands one under the other in the table between its rows `first` and `last`.

    A part is {kind, …}: "stage" (its head), "lessons" (of others, under the head), "row", "edit"
    (the row of the form `opened`), "add" (the end of a stage) and "next" (more to be fetched).
    """
    rows = rows_of(plan, first, last, editing=editing)
    held_up = predecessors.late_predecessors(plan, timezone.localdate())
    total, before, parts = overview.count, 0, []
    learned = lesson_lists.offered_at(plan.replication) if editing else {}

    for stage in overview.stages:
        if is_inside(before, first, last, total):
            parts.append({"kind": "stage", "stage": stage})
            if stage.value in learned:
                parts.append(_lessons_part(plan, stage, *learned[stage.value]))
        parts += [row_part(row, opened, held_up) for row in rows if row.stage == stage.value]
        before += stage.count
        if is_inside(before, first, last, total):
            parts.append({"kind": "add", "stage": stage})
    if opened is not None and opened.instance.pk is None:
        _insert(parts, opened)
    if total > last:
        address = reverse("plan", args=[plan.pk]) + f"?dari={last + 1}#matriks"
        more = reverse("plan_rows", args=[plan.pk]) + f"?dari={last + 1}"
        parts.append({"kind": "next", "url": address, "more": more, "rest": total - last})
    return parts


def _lessons_part(plan, stage, lessons, number):
    """What other agencies learned at this stage of the same innovation."""
    query = {"innovation": plan.replication.innovation_id, "stage": stage.value}
    return {
        "kind": "lessons",
        "stage": stage,
        "lessons": lessons,
        "number": number,
        "url": reverse("lessons", query=query),
    }


def is_inside(place, first, last, total):
    """Whether what stands after so many rows (`place`) is shown with those of the window."""
    return first <= place and (place < last or total <= last)


def heads_shown(request, overview):
    """Stages whose head the reader has before them."""
    first, last = window(request)
    before, found = 0, []
    for stage in overview.stages:
        if is_inside(before, first, last, overview.count):
            found.append(stage.value)
        before += stage.count
    return found


def row_part(row, opened=None, held_up=None):
    """A row as it is; `held_up` is predecessors.late_predecessors of its plan."""
    if opened is not None and opened.instance.pk == row.pk:
        return edit_part(opened)
    if held_up is None:
        held_up = predecessors.late_predecessors(row.plan, timezone.localdate())
    row.troubles = held_up.get(row.pk, ())
    return {"kind": "row", "row": row}


def edit_part(form, number=None):
    """The row that is open: `form` a MilestoneForm in place."""
    row, cells = form.instance, form.cells()
    narrow = [cells[name] for name in NARROW]
    proposed = proposal(row.start, row.due, row.plan.fiscal_year) or ()
    return {
        "kind": "edit",
        "form": form.with_cursor(),
        "cells": cells,
        "narrow": [field for field in narrow if field.errors or field.change],
        "milestone": row,
        "number": number or row.number,
        "proposed": [formats.number(target) for target in proposed],
    }


def _insert(parts, form):
    """A new row stands under the one that it names, or at the end of its stage."""
    below = form["below"].value()
    stage = form["stage"].value()
    for at, part in enumerate(parts):
        key = part["row"].pk if part["kind"] == "row" else None
        if key is not None and str(key) == str(below):
            parts.insert(at + 1, edit_part(form))
            return
    for at, part in enumerate(parts):
        if part["kind"] == "add" and part["stage"].value == stage:
            parts.insert(at, edit_part(form))
            return


def table_context(request, plan, overview, *, editing, opened=None, focus=None):
    first, last = window(request)
    return {
        "plan": plan,
        "overview": overview,
        "parts": parts_of(plan, overview, first, last, editing=editing, opened=opened),
        "first": first,
        "previous": f"?dari={max(first - CHUNK, 0) + 1}#matriks" if first else "",
        "editing": editing,
        "focus": focus,
    }


def _fresh(plan):
    """(the plan's Overview, its last approved version) after something was written."""
    plan.refresh_from_db()
    version = plans.latest_version(plan)
    return overview_of(plan, version=version), version


def answer_table(request, plan, *, opened=None, focus=None, said=""):
    """The whole table anew, since its order changed, with the sums and checks around it."""
    overview, version = _fresh(plan)
    context = table_context(request, plan, overview, editing=True, opened=opened, focus=focus)
    response = _answer(request, context | {"whole": True, "said": said}, version)
    return reswap(retarget(response, "#mx-tabel"), "outerHTML settle:0ms show:none")


def answer_rows(request, plan, parts, *, beside=(), focus=None, said=""):
    """Some rows in the place of the one that was saved; those of `beside` stand elsewhere."""
    overview, version = _fresh(plan)
    context = {
        "plan": plan,
        "overview": overview,
        "parts": parts,
        "beside": beside,
        "editing": True,
        "focus": focus,
        "whole": False,
        "said": said,
    }
    return _answer(request, context, version)


def _answer(request, context, version):
    around = parts_around(request.user, context["plan"], version)
    more = {
        "beside": context.get("beside", ()),
        "heads": heads_shown(request, context["overview"]),
    }
    return render(request, "actionplans/_matrix_answer.html", context | around | more)


def saved_words(form):
    """What is said after a row was saved."""
    row, clock = form.instance, formats.clock(timezone.localtime())
    said = f"Tonggak {row.number} tersimpan pukul {clock}."
    if form.proposed:
        targets = " · ".join(formats.number(target) for target in form.proposed)
        said += f" Target TW diisi usulan dari tanggalnya: {targets}."
    return said


def blank(plan, stage):
    """A new milestone to be typed, in `stage` (or, of an unknown one, in the first)."""
    return Milestone(plan=plan, stage=stage if stage in Stage.values else Stage.PREPARATION)
