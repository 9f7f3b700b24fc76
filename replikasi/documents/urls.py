"""Addresses of printed documents."""

from django.urls import path, register_converter

from .views import certificate, check, kept, listing


class FormConverter:
    """The ending of a document's address."""

    regex = "pdf|xlsx"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(FormConverter, "document_form")

urlpatterns = [
    path("replikasi/<int:pk>/piagam.pdf", certificate.certificate, name="certificate"),
    path("dokumen/", listing.documents, name="documents"),
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
    path("periksa/", check.check, name="check"),
    path("periksa/<str:number>/", check.check_number, name="check_number"),
]
