"""Recording, changing and taking back progress on a milestone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from actionplans import access, snapshots
from actionplans.forms import ProgressForm
from actionplans.models import ReportingPeriod
from actionplans.services import evidence, progress
from actionplans.services.plans import latest_version
from replikasi.common import uploads
from replikasi.common.confirm import add_errors, ask_and_do, by_script

from .device import of_the_same_person


def _render(request, form, milestone):
    """The form; 422 when it was refused, so that a script can tell it from a page."""
    version = latest_version(milestone.plan)
    known = version is not None and any(
        row.id == milestone.pk for row in snapshots.approved(version)
    )
    return render(
        request,
        "actionplans/progress.html",
        {
            "form": form,
            "milestone": milestone,
            "plan": milestone.plan,
            "reportable": known,
            "max_bytes": uploads.max_bytes(),
        },
        status=422 if form.errors else 200,
    )


def _save(request, form):
    """Record or edit with evidence; the update, or None with the reasons in the form."""
    cleaned = form.cleaned_data
    update = form.save(commit=False)
    if update.pk:
        update.revision = cleaned["seen"] if cleaned["seen"] is not None else -1
    try:
        return evidence.record_with_evidence(
            update=update,
            by=request.user,
            files=cleaned["files"],
            link=cleaned["link"],
            keep_place=cleaned["keep_place"],
            confidential=cleaned["confidential"],
            fulfils=cleaned.get("fulfils", ""),
        )
    except ValidationError as error:
        add_errors(form, error)
        return None


def _saved(request, update, period=None):
    """Back to where the form was opened from: the milestone, or the report being filled.

    A script is told that address, and where the update's files go, one request each.
    """
    milestone = update.milestone
    url = reverse("milestone", args=[milestone.pk])
    if period:
        url = reverse("report_open", args=[milestone.plan_id, period.quarter])
    if by_script(request):
        upload_url = reverse("progress_upload", args=[update.pk])
        return JsonResponse({"update": update.pk, "url": url, "upload_url": upload_url})
    return redirect(url)


def _period(request, milestone):
    """The quarter named by ?tw=, whose report the person is filling, or None."""
    quarter = request.GET.get("tw", "")
    if quarter not in ("1", "2", "3", "4"):
        return None
    return ReportingPeriod.objects.filter(
        year=milestone.plan.fiscal_year, quarter=int(quarter)
    ).first()


@of_the_same_person
def record(request, pk):
    milestone = access.get_milestone(request.user, pk, "actionplans.record_progress")
    period = _period(request, milestone)
    form = ProgressForm(
        request.POST or None, request.FILES or None, milestone=milestone, period=period
    )
    if request.method == "POST" and form.is_valid():
        update = _save(request, form)
        if update is not None:
            _say(
                request,
                format_html(
                    'Progres tersimpan. <a href="{}">Urungkan</a>',
                    reverse("progress_withdraw", args=[update.pk]),
                ),
                extra_tags="undo",
            )
            return _saved(request, update, period)
    return _render(request, form, milestone)


def _say(request, sentence, **options):
    """The toast of the next page; none for what the outbox sends behind another page."""
    if request.headers.get("X-Portal-Behind") != "1":
        messages.success(request, sentence, **options)


@of_the_same_person
def edit(request, pk):
    update = access.get_update(request.user, pk, "actionplans.record_progress")
    milestone = update.milestone
    if update.is_locked and not by_script(request):  # the service tells a script
        messages.error(
            request,
            "Catatan ini dipegang laporan yang sudah dikirim, jadi tidak dapat diubah. "
            "Catat progres baru bila keadaan berubah.",
        )
        return redirect("milestone", milestone.pk)
    form = ProgressForm(
        request.POST or None, request.FILES or None, instance=update, milestone=milestone
    )
    if request.method == "POST" and form.is_valid() and _save(request, form) is not None:
        _say(request, "Perubahan progres tersimpan.")
        return _saved(request, update, _period(request, milestone))
    return _render(request, form, milestone)


def withdraw(request, pk):
    update = access.get_update(request.user, pk, "actionplans.record_progress")
    back = reverse("milestone", args=[update.milestone_id])
    return ask_and_do(
        request,
        verb=lambda _: progress.withdraw_progress(update=update, by=request.user),
        back=back,
        title="Urungkan catatan progres?",
        text="Angka, catatan, dan berkasnya dihapus dari portal.",
        label="Urungkan catatan",
        done="Catatan progres diurungkan.",
        bad=True,
        crumb=[(back, f"Tonggak {update.milestone.number}")],
    )
