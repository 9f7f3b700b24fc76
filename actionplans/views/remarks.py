"""Remarks of Litbang on milestones: written, answered and settled in the matrix or on a page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from actionplans import access
from actionplans.forms import RemarkForm
from actionplans.models import Comment
from actionplans.services import plans, remarks
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.parts import is_part

from .around import parts_around

# In the address of a form that was opened from the matrix: that is where it leads back to.
FROM_MATRIX = "rencana"


# -- what a page shows of them ------------------------------------------------------------------


def place_of(comment):
    """The milestone's row in the matrix, or the page on which the thread stands."""
    if comment.milestone_id is None:
        return comment.get_absolute_url()
    return reverse("plan", args=[comment.plan_id]) + f"#tonggak-{comment.milestone_id}"


def block(request, milestone, *, form=None, at=None, url="", status=200):
    """The remarks of one milestone, with `form` open below the remark `at` (None: a new one).

    What was said changes the rest of the plan's page as well: a POST that was taken sends it.
    """
    context = {"row": milestone, "remark_form": form, "remark_at": at, "remark_url": url}
    if request.method == "POST" and status == 200:
        version = plans.latest_version(milestone.plan)
        context |= parts_around(request.user, milestone.plan, version)
    response = render(request, "actionplans/_remarks_answer.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


# -- writing ------------------------------------------------------------------------------------


def _write(request, milestone, form, verb, *, done, title, at=None):
    """Ask for the words and call `verb(cleaned_data)`; in the matrix or on a page of its own."""
    back = reverse("plan", args=[milestone.plan_id]) + f"#tonggak-{milestone.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            verb(form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            if is_part(request):
                return block(request, milestone)
            messages.success(request, done)
            return redirect(back)
    status = 422 if form.errors else 200
    if is_part(request):
        shut = "tutup" in request.GET
        url = request.path
        return block(request, milestone, form=None if shut else form, at=at, url=url, status=status)
    context = {"form": form, "milestone": milestone, "title": title, "back": back}
    response = render(request, "actionplans/remark.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _form(request, pk, **initial):
    """Of the milestone `pk`; several may be open on one page, so the ids differ."""
    return RemarkForm(request.POST or None, initial=initial, auto_id=f"perbaikan-{pk}-%s")


def milestone_remark(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.decide_plan")
    return _write(
        request,
        milestone,
        _form(request, pk, key=Comment().key),
        lambda cleaned: remarks.remark(milestone=milestone, by=request.user, **cleaned),
        done=f"Catatan untuk tonggak {milestone.number} tersimpan.",
        title=f"Catatan untuk tonggak {milestone.number}",
    )


def remark_edit(request, pk):
    comment = access.get_remark(request.user, pk, "actionplans.decide_plan")
    if comment.milestone is None:
        return redirect(comment.get_absolute_url())
    return _write(
        request,
        comment.milestone,
        _form(request, comment.milestone_id, key=comment.key, body=comment.body),
        lambda cleaned: remarks.change_remark(
            comment=comment, body=cleaned["body"], by=request.user
        ),
        done="Catatan diubah.",
        title=f"Ubah catatan untuk tonggak {comment.milestone.number}",
        at=comment.pk,
    )


def remark_withdraw(request, pk):
    comment = access.get_remark(request.user, pk, "actionplans.decide_plan")
    back = place_of(comment)
    return ask_and_do(
        request,
        verb=lambda _: remarks.withdraw_remark(comment=comment, by=request.user),
        back=back,
        title="Hapus catatan ini?",
        text=comment.body,
        label="Hapus catatan",
        done="Catatan dihapus.",
        bad=True,
        crumb=[(back, str(comment.milestone or comment.plan))],
    )


@require_POST
def remark_settle(request, pk):
    comment = access.get_remark(request.user, pk, "actionplans.decide_plan")
    remarks.settle_remark(comment=comment, by=request.user)
    if is_part(request) and comment.milestone:
        return block(request, comment.milestone)
    messages.success(request, "Catatan dinyatakan beres.")
    if request.GET.get("dari") == FROM_MATRIX:
        return redirect(place_of(comment))
    return redirect(comment.get_absolute_url())
