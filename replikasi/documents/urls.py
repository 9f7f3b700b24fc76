"""Addresses of printed documents."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .views import (
    briefs,
    certificate,
    check,
    compiled,
    evidence,
    kept,
    listing,
    orders,
    report_templates,
    stationery,
)


class FormConverter(StringConverter):
    """The ending of a document's address; which there are, the registries say."""

    regex = "[a-z]{3,4}"


register_converter(FormConverter, "document_form")

urlpatterns = [
    path("replikasi/<int:pk>/piagam.pdf", certificate.certificate, name="certificate"),
    path("dokumen/", listing.documents, name="documents"),
    path("dokumen/paparan-berkala/", briefs.brief_settings, name="brief_settings"),
    path("dokumen/paparan-berkala/kirim/", briefs.brief_now, name="brief_now"),
    path("dokumen/pesanan/<int:pk>/", orders.order, name="order"),
    path("dokumen/pesanan/<int:pk>/batal/", orders.order_cancel, name="order_cancel"),
    path("dokumen/pesanan/<int:pk>/unduh/", orders.order_file, name="order_file"),
    path(
        "dokumen/<slug:document>.<document_form:form>",
        compiled.compiled_document,
        name="compiled_document",
    ),
    path(
        "rencana/<int:pk>/rencana-aksi.<document_form:form>",
        kept.plan_document,
        name="plan_document",
    ),
    path(
        "laporan/<int:pk>/laporan.<document_form:form>",
        kept.report_document,
        name="report_document",
    ),
    path(
        "laporan/<int:pk>/berita-acara.<document_form:form>",
        kept.minutes_document,
        name="minutes_document",
    ),
    path("laporan/<int:pk>/bukti.zip", evidence.report_evidence, name="report_evidence"),
    path("rencana/<int:pk>/bukti.zip", evidence.plan_evidence, name="plan_evidence"),
    path("opd/<int:pk>/surat/", stationery.stationery_page, name="stationery"),
    path("opd/<int:pk>/surat/kop/baru/", stationery.create, name="stationery_create"),
    path("opd/<int:pk>/surat/kop/<int:row>/ubah/", stationery.edit, name="stationery_edit"),
    path(
        "opd/<int:pk>/surat/templat/standar.docx",
        report_templates.standard,
        name="report_template_standard",
    ),
    path(
        "opd/<int:pk>/surat/templat/<int:row>.docx",
        report_templates.own,
        name="report_template_file",
    ),
    path(
        "opd/<int:pk>/surat/templat/unggah/",
        report_templates.upload,
        name="report_template_upload",
    ),
    path(
        "opd/<int:pk>/surat/templat/standar/",
        report_templates.reset,
        name="report_template_reset",
    ),
    path(
        "opd/<int:pk>/surat/templat/<int:row>/pakai/",
        report_templates.restore,
        name="report_template_restore",
    ),
    path("periksa/", check.check, name="check"),
    path("periksa/<str:number>/", check.check_number, name="check_number"),
]
