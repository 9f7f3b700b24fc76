"""Documents of a selection of the programme, chosen as on the dashboard and made anew each time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from replikasi.common import formats
from replikasi.dashboard import concerns, filters
from replikasi.dashboard.chosen import standings

from .as_pdf import pdf_of
from .as_pptx import write_pptx
from .gathering import advice, briefing, data, recapitulation
from .gathering.one_page import one_page
from .kinds import PDF, PPTX, RENDERERS, XLSX

FORM_NAMES = {PDF: "PDF", XLSX: "Excel", PPTX: "PowerPoint", "csv": "CSV (ZIP)", "json": "JSON"}
# The parameter that names the day of the last meeting.
SINCE = "sejak"


def untold(done, whole):
    """For who does not ask how far the work is."""


@dataclass(frozen=True)
class Compiled:
    """`write(user, selection, form, out, tell)` writes the file into `out`, open for bytes, and
    gives its name, or None where there is nothing to print; `tell(done, whole)` is called on the
    way. `weight(user, selection)` is how many rows it is made of; up to `most_at_once` of them it
    is made while the person waits, which is two seconds at most."""

    key: str
    label: str
    about: str
    absent: str
    forms: tuple
    write: Callable
    weight: Callable
    most_at_once: int
    # Whether it tells what changed since a day: `write` then takes `since`, a date or None.
    tells_changes: bool = False

    def made(self, user, query, form, out, tell):
        """`write` for the choices `query`, the parameters of an address."""
        more = {"since": since_of(query)} if self.tells_changes else {}
        return self.write(user, selection_of(query), form, out, tell, **more)

    def chosen(self, query):
        """`query` without what means nothing, as text; the same for the same document."""
        since = since_of(query) if self.tells_changes else None
        return selection_of(query).query(**{SINCE: since and since.isoformat()})

    @property
    def links(self):
        """[(form, its name)]."""
        return [(form, FORM_NAMES[form]) for form in self.forms]


def plans_in(user, selection):
    """How many plans have a standing in the chosen quarter; one query."""
    if selection.period is None:
        return 0
    return standings(user, selection).filter(period=selection.period).count()


def _of_paper(gathered):
    """`write` of what `gathered(user, selection)` gives as a Paper."""

    def write(user, selection, form, out, tell):
        paper = gathered(user, selection)
        if paper is None:
            return None
        tell(1, 2)
        out.write(RENDERERS[form](paper))
        return f"{paper.name}.{form}"

    return write


def _briefing(user, selection, form, out, tell, since=None):
    """`write` of the slides, and of the page that says the same."""
    found = briefing.gathered(user, selection, since)
    return found and write_briefing(found, form, out, tell)


def write_briefing(found, form, out, tell):
    """As `write`, of a Briefing that is gathered."""
    if form == PPTX:
        write_pptx(found, out, tell)
        return f"{found.name}.{PPTX}"
    paper = one_page(found)
    out.write(pdf_of(paper))
    return f"{paper.name}.{PDF}"


def since_of(query):
    """The day of the last meeting that `query` names, or None; one that is to come is none."""
    try:
        found = parse_date(query.get(SINCE, ""))
    except ValueError:  # well written, and no day
        return None
    return found if found and found <= timezone.localdate() else None


def selection_of(query):
    """The Selection that the parameters `query` (a QueryDict or dict) name."""
    return filters.read(query, concerns.CONCERNS)


def title_of(order):
    """What was ordered, in words: "Rekapitulasi TW III 2026, Excel"."""
    chosen = QueryDict(order.query)
    quarter, year = chosen.get("quarter", ""), chosen.get("year", "")
    when = f" {formats.quarter_name(int(quarter))} {year}" if quarter else ""
    return f"{COMPILED[order.document].label}{when}, {FORM_NAMES[order.form]}"


# Two seconds' worth: a PDF of 2,056 plans takes some twenty.
_paper = partial(Compiled, forms=(PDF, XLSX), weight=plans_in, most_at_once=150)

COMPILED = {
    one.key: one
    for one in (
        Compiled(
            "paparan",
            "Paparan rapat",
            "Untuk rapat pimpinan: keadaan, satu salindia tiap replikasi, yang perlu diputuskan, "
            "janji, perubahan; PDF-nya satu halaman",
            "Belum ada rencana aksi yang disetujui.",
            forms=(PPTX, PDF),
            write=_briefing,
            tells_changes=True,
            weight=plans_in,
            most_at_once=12,
        ),
        _paper(
            "rekapitulasi",
            "Rekapitulasi",
            "Pengiriman laporan, peringkat, deviasi dan permasalahan, untuk pimpinan daerah",
            "Belum ada rencana aksi yang disetujui.",
            write=_of_paper(recapitulation.gathered),
        ),
        _paper(
            "pendampingan",
            "Catatan pendampingan",
            "Catatan fasilitator sepanjang triwulan dan jawaban OPD",
            "Belum ada periode pelaporan.",
            weight=advice.notes_in,
            most_at_once=500,
            write=_of_paper(advice.gathered),
        ),
        Compiled(
            "data",
            "Data",
            "Tonggak, laporan dan capaian setahun untuk diolah sendiri, dengan definisi tiap kolom "
            "dan kode wilayah",
            "Belum ada rencana aksi yang disetujui.",
            forms=tuple(data.WRITERS),
            write=data.write,
            weight=data.weight,
            most_at_once=3000,
        ),
    )
}
