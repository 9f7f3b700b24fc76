"""Advice: written on a page, answered and closed where it stands."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from actionplans import access, mentions
from actionplans.forms import AdviceChangeForm, AdviceForm, AnswerForm
from actionplans.models import Comment
from actionplans.services import advice
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.parts import is_part

from . import remarks


def write(request, comment, back, place=""):
    """The form on a page of its own; the page that it came from shows it open as well.

    `place` says where it stands, when the comment cannot.
    """
    form = AdviceForm(request.POST or None, request.FILES or None, instance=comment)
    if request.method == "POST" and form.is_valid():
        try:
            written = advice.advise(
                comment=form.save(commit=False), by=request.user, files=form.cleaned_data["files"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{written.get_kind_display()} tersimpan.")
            return redirect(written.get_absolute_url())
    return render(
        request,
        "actionplans/advise.html",
        {"form": form, "back": back, "place": place or comment.place, "plan": comment.plan},
        status=422 if form.errors else 200,
    )


def advise_plan(request, pk):
    plan = access.get_plan(request.user, pk, "actionplans.advise")
    return write(request, Comment(plan=plan), reverse("plan", args=[pk]))


def advise_milestone(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.advise")
    return write(
        request,
        Comment(plan=milestone.plan, milestone=milestone),
        reverse("milestone", args=[pk]),
    )


def advise_report(request, pk):
    report = access.get_report(request.user, pk, "actionplans.advise")
    return write(
        request,
        Comment(plan=report.plan, report=report),
        reverse("report", args=[pk]),
    )


def answer(request, pk):
    comment = access.get_comment(request.user, pk, "actionplans.answer")
    form = AnswerForm(request.POST or None, auto_id=f"jawab-{pk}-%s")
    back = comment.get_absolute_url()
    if request.GET.get("dari") == remarks.FROM_MATRIX:
        back = remarks.place_of(comment)
    in_place = is_part(request) and comment.milestone
    thread = comment.parent or comment
    if request.method != "POST" and (thread.is_closed_remark or thread.withdrawn_at):
        say = advice.withdrawn_words if thread.withdrawn_at else advice.closed_words
        messages.error(request, say(thread))
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


def edit(request, pk):
    """What was just written, said otherwise; later than that it can only be withdrawn."""
    comment = access.get_comment(request.user, pk, "actionplans.edit_advice")
    back = comment.get_absolute_url()
    form = AdviceChangeForm(request.POST or None, instance=comment, auto_id=f"ubah-{pk}-%s")
    if request.method != "POST" and not comment.is_fresh:
        messages.error(
            request, "Catatan ini tidak dapat diubah lagi. Tarik bila salah, lalu tulis yang baru."
        )
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        try:
            advice.edit(comment=comment, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Perubahan catatan tersimpan.")
            return redirect(back)
    return render(
        request,
        "actionplans/advice_edit.html",
        {"form": form, "comment": comment, "back": back},
        status=422 if form.errors else 200,
    )


def withdraw(request, pk):
    comment = access.get_comment(request.user, pk, "actionplans.edit_advice")
    back = comment.get_absolute_url()
    kind = comment.get_kind_display().lower()
    return ask_and_do(
        request,
        verb=lambda _: advice.withdraw(comment=comment, by=request.user),
        back=back,
        title=f"Tarik {kind} ini?",
        text="Isinya tidak terlihat lagi oleh siapa pun. Yang tetap terlihat: nama Anda, kapan "
        "ditarik, dan jawaban di bawahnya.",
        label=f"Tarik {kind}",
        done=f"{comment.get_kind_display()} ditarik.",
        bad=True,
        crumb=[(back, comment.plan.replication.title)],
    )


@require_safe
def people(request, pk):
    """Whom one may mention on a plan, as JSON; ?q= narrows, ?saluran= says the channel."""
    plan = access.get_plan(request.user, pk, "actionplans.answer")
    found = mentions.offered(
        plan,
        to=request.user,
        advisers_only=request.GET.get("saluran") == "pendamping",
        words=request.GET.get("q", "")[:60],
    )
    return JsonResponse(
        {
            "people": [
                {
                    "username": person.username,
                    "name": person.name,
                    "note": f"{person.role_label}, {person.agency.short_name}"
                    if person.agency
                    else person.role_label,
                }
                for person in found
            ]
        }
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
