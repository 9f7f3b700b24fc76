"""Rows of a plan's matrix: opened in place or on a page of their own, saved, moved, undone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from actionplans import access, merging
from actionplans.forms import MilestoneForm
from actionplans.overview import light_rows, overview_of, proposal, replaced
from actionplans.services import journal, matrix, plans
from actionplans.services.matrix_rows import NOT_EDITED
from replikasi.common import formats
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.locking import Conflict

from . import matrix_parts as parts

CONFLICT = "Isian Anda belum disimpan: periksa yang ditandai, lalu simpan lagi."


def _matrix(plan, row=None):
    """Address of the matrix on the plan's page, or of one of its rows."""
    return reverse("plan", args=[plan.pk]) + (f"#tonggak-{row.pk}" if row else "#matriks")


def undo_button(edit):
    """The way back that a toast offers; the plan's page holds the form that it belongs to."""
    return format_html(
        '<button class="undo" type="submit" form="mx-laku" formaction="{}">Urungkan</button>',
        reverse("plan_undo", args=[edit.pk]),
    )


def _closed(request, plan, row=None):
    """Where a form on a plan that is not being edited leads instead, with the reason; else None."""
    if request.method == "POST" or plan.is_editable:
        return None
    messages.error(request, NOT_EDITED)
    return HttpResponseClientRefresh() if request.htmx else redirect(_matrix(plan, row))


# -- one row ------------------------------------------------------------------------------------


def _save(request, form, plan):
    """Save through the service; True when it is written, else the form holds the reasons."""
    seen = form.cleaned_data["seen"]
    below = form.cleaned_data["below"]
    try:
        matrix.save_milestone(
            milestone=form.save(commit=False),
            by=request.user,
            seen=seen if form.instance.pk else None,
            below=plan.milestones.filter(pk=below).first() if below else None,
        )
    except Conflict as conflict:
        stored = plan.milestones.get(pk=form.instance.pk)
        typed = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "seen"}
        form.take_in(merging.merge(stored, seen, typed), conflict.revision)
        told = form.merged.sentence
        form.add_error(None, f"{told}. {CONFLICT}" if told else conflict.messages[0])
        return False
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _form(request, milestone, **options):
    return MilestoneForm(
        request.POST if request.method == "POST" else None,
        instance=milestone,
        in_place=parts.FORM if request.htmx else "",
        cursor=request.GET.get("sel", ""),
        **options,
    )


def _show(request, form, plan, number=None):
    """The form, in its row or on its page; what was typed stays."""
    status = 422 if form.errors else 200
    if request.htmx:
        context = {"part": parts.edit_part(form, number), "plan": plan, "oob": False}
        response = render(request, "actionplans/_matrix_edit.html", context, status=status)
    else:
        context = {"form": form, "plan": plan, "milestone": form.instance, "back": _matrix(plan)}
        response = render(request, "actionplans/milestone_form.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def milestone_create(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.edit_plan")
    if closed := _closed(request, plan):
        return closed
    asked = request.GET
    form = _form(
        request,
        parts.blank(plan, asked.get("tahap")),
        initial={"below": parts.whole_number(asked.get("sesudah")) or None},
    )
    if request.method != "POST" or not form.is_valid() or not _save(request, form, plan):
        return _show(request, form, plan)
    row, said = form.instance, parts.saved_words(form)
    if request.htmx:
        following = _blank_below(row) if request.POST.get("lalu") == "berikut" else None
        focus = None if following else row.pk
        if row.number == plan.milestones.count():
            shown = [parts.row_part(row), *([parts.edit_part(following)] if following else [])]
            return parts.answer_rows(request, plan, shown, focus=focus, said=said)
        return parts.answer_table(request, plan, opened=following, focus=focus, said=said)
    messages.success(request, f"Tonggak {row.activity} tersimpan.")
    if "again" in request.POST:
        return redirect(f"{request.path}?tahap={row.stage}&sesudah={row.pk}")
    return redirect(_matrix(plan, row))


def _blank_below(row):
    """A new row in place, to be typed under `row`."""
    blank = parts.blank(row.plan, row.stage)
    return MilestoneForm(instance=blank, in_place=parts.FORM, initial={"below": row.pk})


def milestone_edit(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.edit_plan")
    plan, stage = milestone.plan, milestone.stage
    if closed := _closed(request, plan, milestone):
        return closed
    form = _form(request, milestone)
    if request.method != "POST" or not form.is_valid() or not _save(request, form, plan):
        return _show(request, form, plan)
    if not request.htmx:
        messages.success(request, f"Tonggak {milestone.activity} tersimpan.")
        return redirect(_matrix(plan, milestone))
    return _after_save(request, form, moved=form.instance.stage != stage)


def _after_save(request, form, *, moved):
    """The saved row in place, and what its person goes on with: `lalu`."""
    row, plan, then = form.instance, form.instance.plan, request.POST.get("lalu")
    said = parts.saved_words(form)
    if then in ("naik", "turun"):
        step = -1 if then == "naik" else 1
        row = matrix.move_milestone(milestone=row, by=request.user, step=step)
        opened = MilestoneForm(
            instance=row, in_place=parts.FORM, cursor=request.POST.get("sel", "")
        )
        return parts.answer_table(request, plan, opened=opened, said=said)
    opened = following = None
    if then == "berikut":
        following = plan.milestones.filter(number__gt=row.number).order_by("number").first()
        opened = (
            MilestoneForm(instance=following, in_place=parts.FORM)
            if following
            else _blank_below(row)
        )
    focus = None if opened else row.pk
    if moved:
        return parts.answer_table(request, plan, opened=opened, focus=focus, said=said)
    shown, beside = [parts.row_part(row)], ()
    if following:
        beside = [parts.edit_part(opened)]
    elif opened:
        shown.append(parts.edit_part(opened))
    return parts.answer_rows(request, plan, shown, beside=beside, focus=focus, said=said)


@require_safe
def plan_rows(request, pk):
    """More rows of the matrix as they are reached (`dari`), or one row as it is (`tonggak`)."""
    plan = access.get_plan(request.user, pk)
    if not request.htmx:
        return redirect(_matrix(plan))
    editing = plan.is_editable and request.user.has_perm("actionplans.edit_plan", plan)
    context = {"plan": plan, "editing": editing, "focus": None}
    if key := parts.whole_number(request.GET.get("tonggak")):
        rows = plan.milestones if editing else plan.milestones.with_reached_on()
        context["parts"] = [parts.row_part(row) for row in rows.filter(pk=key)]
        context["focus"] = key
    else:
        first, last = parts.window(request)
        overview = overview_of(plan)
        context["parts"] = parts.parts_of(plan, overview, first, last, editing=editing)
    response = render(request, "actionplans/_matrix_parts.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def plan_preview(request, pk):
    """The sums, the proposed targets and the curve as if the open row was saved; writes nothing.

    Without a row (it was given up) they are as they stand.
    """
    plan = access.get_plan(request.user, pk, "actionplans.edit_plan")
    rows, proposed = light_rows(plan), None
    if "activity" in request.POST:
        key = parts.whole_number(request.POST.get("baris")) or None
        row = plan.milestones.filter(pk=key).first() or parts.blank(plan, None)
        form = MilestoneForm(request.POST, instance=row)
        form.is_valid()
        values = form.cleaned_data
        rows = replaced(rows, row.pk, values)
        proposed = proposal(values.get("start"), values.get("due"), plan.fiscal_year)
    overview = overview_of(plan, rows, version=plans.latest_version(plan))
    context = {
        "plan": plan,
        "overview": overview,
        "heads": parts.heads_shown(request, overview),
        "proposed": [formats.number(target) for target in proposed or ()],
    }
    return render(request, "actionplans/_matrix_preview.html", context)


# -- several rows -------------------------------------------------------------------------------


def _told(request, error):
    for sentence in error.messages:
        messages.error(request, sentence)


def milestone_delete(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.edit_plan")
    plan, number = milestone.plan, milestone.number
    if closed := _closed(request, plan, milestone):
        return closed

    def delete(_):
        edit = matrix.delete_milestone(milestone=milestone, by=request.user)
        messages.success(
            request, format_html("Tonggak {} dihapus. {}", milestone.activity, undo_button(edit))
        )

    if request.htmx and request.method == "POST":
        try:
            delete({})
        except ValidationError as error:
            _told(request, error)
        at = plan.milestones.filter(number__gte=number).order_by("number").first()
        at = at or plan.milestones.order_by("-number").first()
        return parts.answer_table(request, plan, focus=at.pk if at else None)
    return ask_and_do(
        request,
        verb=delete,
        back=_matrix(plan),
        title=f"Hapus tonggak {number}?",
        text=f"{milestone.activity}. Sesudah dihapus, tonggak ini masih dapat dikembalikan dengan "
        "Urungkan.",
        label="Hapus tonggak",
        done="",
        bad=True,
        crumb=[(_matrix(plan), plan.replication.title)],
    )


@require_POST
def milestone_duplicate(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.edit_plan")
    plan = milestone.plan
    try:
        copy = matrix.duplicate_milestone(milestone=milestone, by=request.user)
    except ValidationError as error:
        _told(request, error)
        copy = None
    if request.htmx:
        opened = MilestoneForm(instance=copy, in_place=parts.FORM) if copy else None
        said = f"Salinan tonggak {milestone.number} dibuat tanpa bobot." if copy else ""
        focus = None if copy else milestone.pk
        return parts.answer_table(request, plan, opened=opened, focus=focus, said=said)
    if copy is None:
        return redirect(_matrix(plan))
    messages.success(request, "Salinan dibuat tanpa bobot. Sesuaikan isinya.")
    return redirect("milestone_edit", copy.pk)


@require_POST
def milestone_move(request, pk):
    """One place up or down (`arah`), or into the stage `tahap` under the row `sesudah`."""
    milestone = access.get_milestone(request.user, pk, "actionplans.edit_plan")
    plan, asked = milestone.plan, request.POST
    where = {"step": -1 if asked.get("arah") == "naik" else 1}
    if "tahap" in asked:
        below = plan.milestones.filter(pk=parts.whole_number(asked.get("sesudah"))).first()
        where = {"stage": asked["tahap"], "below": below}
    said = ""
    try:
        moved = matrix.move_milestone(milestone=milestone, by=request.user, **where)
    except ValidationError as error:
        _told(request, error)
    else:
        said = f"{moved.activity} sekarang tonggak {moved.number}, {moved.get_stage_display()}."
    if request.htmx:
        return parts.answer_table(request, plan, focus=milestone.pk, said=said)
    return redirect(_matrix(plan, milestone))


@require_POST
def spread(request, pk):
    sentence = "Sisa bobot dibagi rata ke {} tonggak. {}"
    return _fill(request, pk, matrix.spread_weights, sentence)


@require_POST
def propose(request, pk):
    sentence = "Target TW {} tonggak diisi usulan dari tanggalnya. {}"
    return _fill(request, pk, matrix.propose_targets, sentence)


def _fill(request, pk, verb, sentence):
    """Fill empty cells of several rows in one step; `sentence` takes their number and the undo."""
    plan = access.get_plan(request.user, pk, "actionplans.edit_plan")
    try:
        edit = verb(plan=plan, by=request.user)
    except ValidationError as error:
        _told(request, error)
    else:
        undone = undo_button(edit)
        messages.success(request, format_html(sentence, len(edit.after), undone))
    if request.htmx:
        return parts.answer_table(request, plan)
    return redirect(_matrix(plan))


@require_POST
def undo(request, pk):
    edit = access.get_edit(request.user, pk, "actionplans.edit_plan")
    try:
        journal.undo_edit(edit=edit, by=request.user)
    except ValidationError as error:
        _told(request, error)
    except ProtectedError:
        messages.error(request, "Tidak dapat diurungkan: tonggaknya sudah dilaporkan.")
    else:
        messages.success(request, f"Diurungkan: {edit.get_kind_display().lower()}.")
    if request.htmx:
        focus = edit.before[0]["id"] if edit.kind == edit.Kind.DELETED else None
        return parts.answer_table(request, edit.plan, focus=focus)
    return redirect(_matrix(edit.plan))
