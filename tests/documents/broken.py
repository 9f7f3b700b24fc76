"""Rows that break what the tables of documents forbid; for tests/actionplans/test_constraints.

Each takes the World of that module and gives an unsaved row that breaks one constraint only.
"""

from django.utils import timezone

from replikasi.documents.models import BriefSent, Order, Printed, PrintedFile, ReportTemplate


def twice(make):
    """The row that `make(w)` gives, once more."""

    def broken(w):
        make(w).save()
        return make(w)

    return broken


def order(w):
    values = {"document": "rekapitulasi", "form": "pdf", "reading": "1-1-1"}
    return Order(by=w.person, scope="litbang::19.05", **values)


def brief(w):
    return BriefSent(recipient=w.person, occasion="tenggat:1", period=w.report.period)


def file_of(w):
    printed, _ = Printed.objects.get_or_create(
        document=Printed.Document.PLAN,
        plan=w.plan,
        defaults={
            "title": "Rencana aksi",
            "totals": [["Bobot", "100 %"]],
            "data": "{}",
            "sha256": "0" * 64,
            "by": w.person,
            "at": timezone.now(),
        },
    )
    return PrintedFile(printed=printed, form="pdf", file="ab/cd", sha256="0" * 64, size=1)


def half_a_template(w):
    return ReportTemplate(agency=w.plan.replication.agency, file="ab/cd", by=w.person)


BROKEN = {
    "order_one_under_way": twice(order),
    "brief_once_an_occasion": twice(brief),
    "printed_file_one_a_form": twice(file_of),
    "report_template_whole": half_a_template,
}
