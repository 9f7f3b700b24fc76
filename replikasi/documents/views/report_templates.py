"""The template of an agency's quarterly reports: given, downloaded, taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from innovations import access
from innovations.models import Agency
from replikasi.common.confirm import add_errors, ask_and_do
from replikasi.common.private import private_file
from replikasi.documents.forms import TemplateForm
from replikasi.documents.services import templates as services
from replikasi.documents.standard_template import standard as standard_template

from .kept import answer

STANDARD_NAME = "templat-laporan-triwulan.docx"


def _agency(user, pk):
    """An agency that writes reports, for who may manage its template."""
    agency = access.get_agency(user, pk, services.PERM)
    if agency.kind != Agency.Kind.OPD:
        raise Http404("Instansi ini tidak menulis laporan triwulan.")
    return agency


def _own(agency, row):
    found = agency.report_templates.exclude(file="").filter(pk=row).first()
    if found is None:
        raise Http404("Tidak ditemukan.")
    return found


def _page(agency):
    return f"{reverse('stationery', args=[agency.pk])}#templat"


def upload(request, pk):
    agency = _agency(request.user, pk)
    seen = services.seen_of(services.newest(agency))
    form = TemplateForm(request.POST or None, request.FILES or None, seen=seen)
    if request.method == "POST" and form.is_valid():
        try:
            services.replace_template(agency=agency, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Templat dipakai untuk laporan yang dikirim sejak sekarang.")
            return redirect(_page(agency))
    return render(
        request,
        "documents/report_template_upload.html",
        {"form": form, "agency": agency, "back": _page(agency)},
        status=422 if form.errors else 200,
    )


def reset(request, pk):
    agency = _agency(request.user, pk)
    return ask_and_do(
        request,
        verb=lambda _: services.return_to_standard(agency=agency, by=request.user),
        back=_page(agency),
        title="Kembali ke templat standar?",
        text=(
            "Laporan yang dikirim sejak sekarang memakai templat standar. Laporan yang sudah "
            "dikirim tidak berubah, dan templat Anda tetap tersimpan untuk dipakai lagi."
        ),
        label="Pakai templat standar",
        done="Templat standar dipakai.",
        crumb=[(_page(agency), "Surat dan templat")],
    )


def restore(request, pk, row):
    agency = _agency(request.user, pk)
    template = _own(agency, row)
    return ask_and_do(
        request,
        verb=lambda _: services.restore_template(template=template, by=request.user),
        back=_page(agency),
        title="Pakai lagi templat ini?",
        text=f"{template.name} dipakai untuk laporan yang dikirim sejak sekarang.",
        label="Pakai lagi",
        done="Templat dipakai lagi.",
        crumb=[(_page(agency), "Surat dan templat")],
    )


@private_file
def standard(request, pk):
    _agency(request.user, pk)
    return answer(standard_template(), STANDARD_NAME)


@private_file
def own(request, pk, row):
    template = _own(_agency(request.user, pk), row)
    try:
        content = template.read()
    except FileNotFoundError as error:
        raise Http404("Berkas tidak ditemukan.") from error
    return answer(content, template.name)
