"""Advice and obstacles: written on a page, answered and closed where they stand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from actionplans import access
from actionplans.forms import AdviceForm, AnswerForm, CloseObstacleForm, ObstacleForm
from actionplans.models import Comment, Obstacle
from actionplans.services import advice, obstacles

from . import remarks
from .confirm import add_errors, ask_and_do


def _advise(request, comment, back, place):
    """The form on a page of its own; the page that it came from shows it open as well."""
    form = AdviceForm(request.POST or None, instance=comment)
    if request.method == "POST" and form.is_valid():
        try:
            written = advice.advise(comment=form.save(commit=False), by=request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{written.get_kind_display()} tersimpan.")
            return redirect(written.get_absolute_url())
    return render(
        request,
        "actionplans/advise.html",
        {"form": form, "back": back, "place": place, "plan": comment.plan},
        status=422 if form.errors else 200,
    )


def advise_plan(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.advise")
    return _advise(
        request,
        Comment(plan=plan),
        reverse("plan", args=[pk]),
        f"rencana aksi {plan.fiscal_year}",
    )


def advise_milestone(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.advise")
    return _advise(
        request,
        Comment(plan=milestone.plan, milestone=milestone),
        reverse("milestone", args=[pk]),
        f"tonggak {milestone.number}",
    )


def advise_report(request, pk):
    report = access.get_report(request.user, pk, "actionplans.advise")
    return _advise(
        request,
        Comment(plan=report.plan, report=report),
        reverse("report", args=[pk]),
        f"laporan {report.period}",
    )


def answer(request, pk):
    comment = access.get_comment(request.user, pk, "actionplans.answer")
    form = AnswerForm(request.POST or None, auto_id=f"jawab-{pk}-%s")
    back = comment.get_absolute_url()
    if request.GET.get("dari") == remarks.FROM_MATRIX:
        back = remarks.place_of(comment)
    in_place = remarks.in_place(request) and comment.milestone
    thread = comment.parent or comment
    if request.method != "POST" and thread.is_closed_remark:
        messages.error(request, advice.closed_words(thread))
        return remarks.block(request, comment.milestone) if in_place else redirect(back)
    if request.method == "POST" and form.is_valid():
        try:
            advice.answer(parent=comment, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            if in_place:
                # The row holds the remark no more; the sentence stands above the matrix.
                messages.error(request, error.messages[0])
                return remarks.block(request, comment.milestone)
            add_errors(form, error)
        else:
            if in_place:
                return remarks.block(request, comment.milestone)
            messages.success(request, "Jawaban terkirim.")
            return redirect(back)
    if request.method != "POST":
        form.initial["key"] = Comment().key
    status = 422 if form.errors else 200
    if in_place:
        form.fields["body"].widget.attrs["autofocus"] = True
        url = f"{request.path}?dari={remarks.FROM_MATRIX}"
        shut = "tutup" in request.GET
        return remarks.block(
            request,
            comment.milestone,
            form=None if shut else form,
            at=comment.pk,
            url=url,
            status=status,
        )
    return render(
        request,
        "actionplans/answer.html",
        {"form": form, "comment": comment, "back": back},
        status=status,
    )


@require_POST
def close(request, pk):
    comment = access.get_comment(request.user, pk, "actionplans.close_advice")
    try:
        advice.close_suggestion(comment=comment, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, "Saran ditutup.")
    return redirect(comment.get_absolute_url())


def open_obstacle(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.record_obstacle")
    back = reverse("milestone", args=[pk])

    form = ObstacleForm(
        request.POST or None, instance=Obstacle(plan=milestone.plan, milestone=milestone)
    )
    if request.method == "POST" and form.is_valid():
        obstacles.open_obstacle(obstacle=form.save(commit=False), by=request.user)
        messages.success(request, "Permasalahan dicatat.")
        return redirect(f"{back}#permasalahan")
    return render(
        request,
        "actionplans/obstacle_form.html",
        {"form": form, "milestone": milestone, "plan": milestone.plan, "back": back},
        status=422 if form.errors else 200,
    )


def close_obstacle(request, pk):
    obstacle = access.get_obstacle(request.user, pk, "actionplans.record_obstacle")
    back = (
        reverse("milestone", args=[obstacle.milestone_id])
        if obstacle.milestone_id
        else reverse("plan", args=[obstacle.plan_id])
    )
    return ask_and_do(
        request,
        verb=lambda cleaned: obstacles.close_obstacle(
            obstacle=obstacle, by=request.user, note=cleaned["note"]
        ),
        back=back,
        form_class=CloseObstacleForm,
        title="Tutup permasalahan",
        text=obstacle.description,
        label="Tutup permasalahan",
        done="Permasalahan ditutup.",
        crumb=[(back, str(obstacle.milestone or obstacle.plan))],
    )
