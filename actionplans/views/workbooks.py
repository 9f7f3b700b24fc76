"""The matrix as a workbook: down, up, looked at before and after, and taken over or dropped."""

import time
from decimal import Decimal

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe
from xlsxwriter.utility import xl_col_to_name

from actionplans import access, columns
from actionplans.arithmetic import HUNDRED, ZERO
from actionplans.forms import ReadingForm, WorkbookForm
from actionplans.services import imports
from actionplans.workbooks import comparing
from actionplans.workbooks.writing import matrix_workbook
from replikasi.common.confirm import add_errors, by_script
from replikasi.common.listbook import workbook_response

from .matrix import undo_button

ROWS_SHOWN = 25
PROGRESS_SECONDS = 600
STEP_SECONDS = 0.4
LABELS = {
    comparing.WRONG: "Kesalahan",
    comparing.REFUSED: "Ditolak",
    comparing.NEW: "Baru",
    comparing.CHANGED: "Berubah",
    comparing.REMOVED: "Dihapus",
    comparing.SAME: "Tetap",
}
OTHERS = {"schedule": "Jadwal", "key": "Kunci"}


@require_safe
def plan_workbook(request, pk):
    plan = access.get_plan(request.user, pk)
    version = None
    if number := request.GET.get("versi"):
        version = plan.versions.filter(number=number).first() if number.isdecimal() else None
        if version is None:
            raise Http404("Versi itu tidak ada.")
    name = f"rencana-aksi-{plan.fiscal_year}-{slugify(plan.replication.title)[:60]}"
    name += f"-versi-{version.number}" if version else ""
    return workbook_response(matrix_workbook(plan, version), f"{name}.xlsx")


# -- up -----------------------------------------------------------------------------------------


def _progress_key(user, key):
    return f"actionplans.import.{user.pk}.{key}"


def teller(user, key):
    """Tells the cache how far the reading is, now and then; None without a key."""
    if not key:
        return None
    last = 0.0

    def tell(part):
        nonlocal last
        if part >= 1 or time.monotonic() - last > STEP_SECONDS:
            last = time.monotonic()
            cache.set(_progress_key(user, key), round(100 * part), PROGRESS_SECONDS)

    return tell


@require_safe
def progress(request, key):
    """How much of an upload has been read, in percent; null before it began."""
    return JsonResponse({"percent": cache.get(_progress_key(request.user, key))})


def plan_import(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.edit_plan")
    sent = request.method == "POST"
    form = WorkbookForm(request.POST, request.FILES) if sent else WorkbookForm()
    if sent and form.is_valid():
        key = form.cleaned_data["key"]
        try:
            preview = imports.upload(
                by=request.user,
                plan=plan,
                file=form.cleaned_data["file"],
                key=key,
                progress=teller(request.user, key),
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            url = reverse("import_preview", args=[preview.pk])
            return JsonResponse({"url": url}) if by_script(request) else redirect(url)
    waiting = plan.imports.filter(by=request.user, state="pratinjau").defer("sheets", "result")
    return render(
        request,
        "actionplans/import.html",
        {"plan": plan, "form": form, "waiting": waiting.first()},
        status=422 if form.errors else 200,
    )


# -- the preview ----------------------------------------------------------------------------------


def shown(entry, mapping):
    """An entry of comparing as actionplans/_differences.html wants it."""
    line = entry["line"]
    cells = {}
    for name, before, after in entry["cells"]:
        at = mapping.get(name)
        cells[name] = {
            "label": columns.BY_NAME[name].label,
            "before": columns.shown(name, before),
            "after": columns.shown(name, after),
            "place": f"{xl_col_to_name(at)}{line}" if line and at is not None else "",
            "fault": "",
        }
    for place, name, sentence, before in entry["faults"]:
        cell = cells.setdefault(name, _faulty(name, before))
        cell |= {"place": place, "fault": f"{cell['fault']} {sentence}".strip()}
    order = {name: at for at, name in enumerate(columns.NAMES)}
    names = sorted(cells, key=lambda name: (not cells[name]["fault"], order.get(name, -1)))
    title = entry["title"] or "Baris tanpa kegiatan"
    return {
        "kind": entry["kind"],
        "label": LABELS[entry["kind"]],
        "title": f"{entry['number']}. {title}" if entry["number"] else title,
        "place": f"Baris {line}" if line else "",
        "cells": [cells[name] for name in names],
        "notes": entry["notes"],
    }


def _faulty(name, before):
    """A cell that could not be read; `before`: what the plan has there."""
    if name not in columns.BY_NAME:
        return {"label": OTHERS.get(name, "Baris"), "before": "", "after": "", "fault": ""}
    label, shown_ = columns.BY_NAME[name].label, columns.shown(name, before)
    return {"label": label, "before": shown_, "after": "", "fault": ""}


def _page_of(request, result):
    """(the page of rows that is asked for, the kind that is shown or "")."""
    kind = request.GET.get("tampil", "")
    kind = kind if kind in LABELS else ""
    rows = [
        row
        for row in result["rows"]
        if (row["kind"] == kind if kind else row["kind"] != comparing.SAME)
    ]
    page = Paginator(rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    mapping = result.get("mapping", {})
    page.object_list = [shown(row, mapping) for row in page.object_list]
    return page, kind


def after_applying(result):
    """What the plan adds up to then, with how far its weight is from 100."""
    sums = result.get("after")  # a preview of an earlier release has none
    if sums is None:
        return None
    weight = Decimal(sums["weight"])
    return {
        "milestones": sums["milestones"],
        "weight": weight,
        "lacking": max(HUNDRED - weight, ZERO),
        "beyond": max(weight - HUNDRED, ZERO),
        "ceiling": Decimal(sums["ceiling"]),
    }


def import_preview(request, pk):
    preview = access.get_import(request.user, pk, "actionplans.edit_plan")
    if preview.state != preview.State.PREVIEW:
        return _decided(request, preview)
    sent = request.POST if request.method == "POST" else None
    form = ReadingForm(sent, result=preview.result, choices=preview.choices)
    if sent is not None and form.is_valid():
        try:
            imports.choose(preview=preview, by=request.user, **form.choices_made())
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("import_preview", preview.pk)
    result = preview.result
    page, kind = _page_of(request, result)
    counts = result["counts"]
    return render(
        request,
        "actionplans/import_preview.html",
        {
            "preview": preview,
            "plan": preview.plan,
            "form": form,
            "result": result,
            "sheet_name": result["sheets"][result["sheet"]],
            "counts": [(name, LABELS[name], counts[name]) for name in comparing.KINDS],
            "wrong": counts[comparing.WRONG],
            "refused": counts[comparing.REFUSED],
            "to_apply": sum(counts[name] for name in comparing.APPLIED),
            "after": after_applying(result),
            "outdated": result["revision"] != preview.plan.revision,
            "page": page,
            "kind": kind,
            "kind_label": LABELS.get(kind, ""),
        },
        status=422 if form.errors else 200,
    )


def _decided(request, preview):
    """What became of an import that was applied or dropped."""
    if request.method == "POST":
        messages.info(request, imports.ALREADY)
        return redirect("import_preview", preview.pk)
    applied = preview.state == preview.State.APPLIED
    page = _page_of(request, preview.result)[0] if applied else None
    edit = preview.edit
    return render(
        request,
        "actionplans/import_done.html",
        {
            "preview": preview,
            "plan": preview.plan,
            "applied": applied,
            "done": done_sentence(preview.result["counts"]) if applied else "",
            "undo": edit if edit and not edit.undone_at and preview.plan.is_editable else None,
            "undone": bool(edit and edit.undone_at),
            "page": page,
        },
    )


def done_sentence(counts):
    """ "3 baris diubah, 1 ditambahkan." of what was applied."""
    words = {
        comparing.CHANGED: "diubah",
        comparing.NEW: "ditambahkan",
        comparing.REMOVED: "dihapus",
    }
    parts = [f"{counts[kind]} tonggak {word}" for kind, word in words.items() if counts[kind]]
    return ", ".join(parts) or "urutan tonggak mengikuti buku kerja"


@require_POST
def import_apply(request, pk):
    preview = access.get_import(request.user, pk, "actionplans.edit_plan")
    try:
        applied = imports.apply(preview=preview, by=request.user)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("import_preview", preview.pk)
    if applied.result["rows"]:
        return redirect("import_preview", preview.pk)
    sentence = f"Buku kerja diterapkan: {done_sentence(applied.result['counts'])}."
    if applied.edit and not applied.edit.undone_at:
        sentence = format_html("{} {}", sentence, undo_button(applied.edit))
    messages.success(request, sentence)
    return redirect(reverse("plan", args=[preview.plan_id]) + "#matriks")


@require_POST
def import_drop(request, pk):
    preview = access.get_import(request.user, pk, "actionplans.edit_plan")
    imports.drop(preview=preview, by=request.user)
    messages.success(request, "Unggahan dibuang. Rencana tidak berubah.")
    return redirect(reverse("plan", args=[preview.plan_id]) + "#matriks")
