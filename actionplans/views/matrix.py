"""Rows of a plan's matrix: add, change, delete, move, and sharing out the weights."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from actionplans import access
from actionplans.forms import MilestoneForm
from actionplans.models import Milestone, Stage
from actionplans.services import plans

from .confirm import add_errors, ask_and_do


def _matrix(plan):
    return reverse("plan", args=[plan.pk]) + "#matriks"


def _save(request, form, plan):
    """Save through the service; True when it is written, else the form holds the reasons."""
    try:
        plans.save_milestone(
            milestone=form.save(commit=False),
            by=request.user,
            seen=form.cleaned_data["seen"] if form.instance.pk else None,
        )
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, f"Tonggak {form.instance.activity} tersimpan.")
    return True


def _render(request, form, plan):
    return render(
        request,
        "actionplans/milestone_form.html",
        {"form": form, "plan": plan, "milestone": form.instance, "back": _matrix(plan)},
        status=422 if form.errors else 200,
    )


def milestone_create(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.edit_plan")
    stage = request.GET.get("tahap")
    form = MilestoneForm(
        request.POST or None,
        instance=Milestone(plan=plan),
        initial={"stage": stage if stage in Stage.values else Stage.PREPARATION},
    )
    if request.method == "POST" and form.is_valid() and _save(request, form, plan):
        if "again" in request.POST:
            return redirect(f"{request.path}?tahap={form.instance.stage}")
        return redirect(_matrix(plan))
    return _render(request, form, plan)


def milestone_edit(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.edit_plan")
    form = MilestoneForm(request.POST or None, instance=milestone)
    if request.method == "POST" and form.is_valid() and _save(request, form, milestone.plan):
        return redirect(_matrix(milestone.plan))
    return _render(request, form, milestone.plan)


def milestone_delete(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.edit_plan")
    return ask_and_do(
        request,
        verb=lambda _: plans.delete_milestone(milestone=milestone, by=request.user),
        back=_matrix(milestone.plan),
        title=f"Hapus tonggak {milestone.number}?",
        text=f"{milestone.activity}. Isiannya hilang dari rencana dan tidak dapat dikembalikan.",
        label="Hapus tonggak",
        done=f"Tonggak {milestone.activity} dihapus.",
        bad=True,
        crumb=[(_matrix(milestone.plan), milestone.plan.replication.title)],
    )


@require_POST
def milestone_move(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.edit_plan")
    step = -1 if request.POST.get("arah") == "naik" else 1
    try:
        plans.move_milestone(milestone=milestone, by=request.user, step=step)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(_matrix(milestone.plan))


@require_POST
def spread(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.edit_plan")
    try:
        count = plans.spread_weights(plan=plan, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"Sisa bobot dibagi rata ke {count} tonggak.")
    return redirect(_matrix(plan))
