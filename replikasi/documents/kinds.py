"""The documents there are: what each is called, of what it is made, in which forms."""

from collections.abc import Callable
from dataclasses import dataclass

from replikasi.common import listbook, uploads

from . import as_pptx
from .as_docx import docx_of
from .as_pdf import pdf_of
from .as_xlsx import xlsx_of
from .gathering import action_plan, minutes, quarter_report
from .models import Printed

PDF, XLSX, DOCX, PPTX = "pdf", "xlsx", "docx", "pptx"
RENDERERS = {PDF: pdf_of, XLSX: xlsx_of, DOCX: docx_of}
MEDIA = {
    PDF: "application/pdf",
    XLSX: listbook.XLSX,
    DOCX: uploads.KINDS["docx"].mime,
    PPTX: as_pptx.MEDIA_TYPE,
    "json": "application/json",
    "zip": "application/zip",
}
Document = Printed.Document


@dataclass(frozen=True)
class Kind:
    """`gathered(subject)`: the Paper; `totals(paper)`: what a copy is compared by."""

    key: str
    gathered: Callable
    totals: Callable
    forms: tuple = (PDF, XLSX)


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            Document.PLAN,
            action_plan.gathered,
            action_plan.totals,
        ),
        Kind(
            Document.REPORT,
            quarter_report.gathered,
            quarter_report.totals,
            (PDF, XLSX, DOCX),
        ),
        Kind(
            Document.MINUTES,
            minutes.gathered,
            minutes.totals,
            (PDF,),
        ),
    )
}


def media_of(name):
    """The media type of a file by the ending of its name."""
    return MEDIA[name.rpartition(".")[2].lower()]
