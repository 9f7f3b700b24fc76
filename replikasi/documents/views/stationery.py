"""Surat dan templat: with which letterhead an agency writes, who signs, by which template."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from innovations import access
from innovations.forms.stationery import StationeryForm
from innovations.models import Agency, Stationery
from innovations.services import stationery as services
from replikasi.common.confirm import add_errors
from replikasi.documents.models import PrintedFile
from replikasi.documents.services.templates import PERM
from replikasi.documents.template_names import NAMES

MOST_CHOICES = 10


@require_safe
def stationery_page(request, pk):
    """Who may manage them alone: 403 for the others of the same agency."""
    agency = access.get_agency(request.user, pk, PERM)
    year = timezone.localdate().year
    rows = list(agency.stationery.order_by("-from_year"))
    changes = _last_changes(rows)
    for row in rows:
        row.changed = changes.get(row.pk)
    choices = agency.report_templates.newest_first().select_related("by")[:MOST_CHOICES]
    now, *earlier = list(choices) or [None]
    failed = PrintedFile.objects.filter(
        is_fallback=True, printed__plan__replication__agency=agency
    ).select_related("printed__report__period")
    return render(
        request,
        "documents/stationery.html",
        {
            "agency": agency,
            "rows": rows,
            "in_force": next((row.pk for row in rows if row.from_year <= year), None),
            "reports": agency.kind == Agency.Kind.OPD,
            "now": now,
            "earlier": earlier,
            "failed": list(failed.order_by("-pk")[:1]),
            "names": NAMES,
        },
    )


def _last_changes(rows):
    """{key: the last record of its history}; one query."""
    records = Stationery.history.filter(id__in=[row.pk for row in rows])
    ordered = records.select_related("history_user").order_by("history_date", "history_id")
    return {record.id: record for record in ordered}


def create(request, pk):
    agency = access.get_agency(request.user, pk, PERM)
    last = agency.stationery.order_by("-from_year").first()
    initial = {"from_year": timezone.localdate().year}
    if last:
        initial |= {"address": last.address, "place": last.place, "position": last.position}
    form = StationeryForm(request.POST or None, initial=initial)

    def save(values):
        services.add_stationery(agency=agency, by=request.user, **values)

    return _form(request, agency, form, save)


def edit(request, pk, row):
    agency = access.get_agency(request.user, pk, PERM)
    found = agency.stationery.filter(pk=row).first()
    if found is None:
        raise Http404("Tidak ditemukan.")
    form = StationeryForm(request.POST or None, instance=found)

    def save(values):
        seen = form.cleaned_data["seen"]
        services.change_stationery(
            stationery=Stationery.objects.select_related("agency").get(pk=row),
            by=request.user,
            seen=-1 if seen is None else seen,
            **values,
        )

    return _form(request, agency, form, save)


def _form(request, agency, form, save):
    back = reverse("stationery", args=[agency.pk])
    if request.method == "POST" and form.is_valid():
        try:
            save(form.values)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Kop surat dan penanda tangan tersimpan.")
            return redirect(back)
    return render(
        request,
        "documents/stationery_form.html",
        {"form": form, "agency": agency, "back": back, "is_new": form.instance.pk is None},
        status=422 if form.errors else 200,
    )
