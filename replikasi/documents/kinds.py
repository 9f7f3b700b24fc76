"""The documents there are: what each is called, of what it is made, in which forms."""

from collections.abc import Callable
from dataclasses import dataclass

from .as_pdf import pdf_of
from .as_xlsx import xlsx_of
from .gathering import action_plan, minutes, quarter_report
from .models import Printed

PDF, XLSX = "pdf", "xlsx"
RENDERERS = {PDF: pdf_of, XLSX: xlsx_of}
MEDIA = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LABELS = {PDF: "PDF", XLSX: "Excel"}
Document = Printed.Document


@dataclass(frozen=True)
class Kind:
    """`gathered(subject)`: the Paper; `totals(paper)`: what a copy is compared by."""

    key: str
    about: str
    gathered: Callable
    totals: Callable
    forms: tuple = (PDF, XLSX)

    @property
    def label(self):
        return Document(self.key).label


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            Document.PLAN,
            "Matriks tonggak capaian dengan jadwal dan tanda tangan.",
            action_plan.gathered,
            action_plan.totals,
        ),
        Kind(
            Document.REPORT,
            "Surat pengantar dan laporan seperti yang dikirim.",
            quarter_report.gathered,
            quarter_report.totals,
        ),
        Kind(
            Document.MINUTES,
            "Nilai tiap tonggak dan penilaian tiap berkas.",
            minutes.gathered,
            minutes.totals,
            (PDF,),
        ),
    )
}
