"""What a template of the quarterly report is filled with: texts out of the report's Paper.

Made of the Paper alone, so that what was kept can be filled in again; figures are written as the
PDF writes them. The names are those of `template_names`.
"""

from functools import cache
from io import BytesIO

import qrcode
from qrcode.image.pil import PilImage

from replikasi.common import formats

from . import paper as parts
from .as_pdf import written
from .template_names import NAMES
from .typesetting import picture, plain

# The columns of the report's tables by their labels; what a kept table lacks stays empty.
COLUMNS = {
    "Indikator": {
        "No": "no",
        "Kegiatan": "kegiatan",
        "Indikator": "indikator",
        "Satuan": "satuan",
        "Target": "target",
        "Realisasi (sementara)": "realisasi",
    },
    "Realisasi": {
        "No": "no",
        "Kegiatan": "kegiatan",
        "Bobot, %": "bobot",
        "Rencana, %": "rencana",
        "Realisasi (sementara), %": "realisasi",
        "Sumbangan, poin": "sumbangan",
        "Pagu, Rp": "pagu",
        "Uang dipakai, Rp": "uang_dipakai",
        "Serapan, %": "serapan",
    },
    "Permasalahan": {
        "No": "no",
        "Permasalahan": "permasalahan",
        "Sebab": "sebab",
        "Yang akan membukanya": "pembuka",
        "Giliran": "giliran",
        "Sejak": "sejak",
    },
    "Bukti dukung": {
        "No": "no",
        "Tonggak": "tonggak",
        "Bukti dukung": "nama",
        "Tanggal": "tanggal",
        "sha256": "sha256",
    },
}
KEYS = {one.name: tuple(part.name for part in one.parts) for one in NAMES}
CURVE_WIDTH, CODE_WIDTH = 165, 22  # mm


def context_of(paper):
    """{name: text, list or dict} of NAMES, the pictures left out."""
    before, report = _halves(paper.blocks)
    sections = _sections(report)
    realised = _table(report, "Realisasi")
    totals = _rows(realised, "jumlah", "total")
    chart = _first(report, parts.Chart)
    check = paper.check
    return plain(
        {
            "kop": _letterhead(paper.letterhead),
            "surat": _letter(before),
            **_title(report, paper),
            "data_umum": [
                {"nama": fact.label, "isi": written(fact.value, fact.kind)}
                for block in _all(sections.get(1, ()), parts.Facts)
                for fact in block.rows
            ],
            "indikator": _rows(_table(report, "Indikator"), "indikator"),
            "catatan_realisasi": _text(sections.get(3, ())),
            "realisasi": _rows(realised, "realisasi"),
            "jumlah": totals[0] if totals else dict.fromkeys(KEYS["jumlah"], ""),
            "kurva_s_kalimat": chart.words if chart else "",
            "uraian": [block.text for block in _all(sections.get(4, ()), parts.Paragraph)],
            "permasalahan": _rows(_table(report, "Permasalahan"), "permasalahan"),
            "rencana_berikutnya": _steps(sections.get(5, ())),
            "bukti": _rows(_table(report, "Bukti dukung"), "bukti"),
            "penanda_tangan": _signature(report),
            "nomor_periksa": check.number if check else "",
            "alamat_periksa": check.url if check else "",
            "kaki": paper.foot,
        }
    )


def pictures_of(paper):
    """{name: (PNG, width in mm, the same in words)} of what there is to draw."""
    found = {}
    chart = _first(paper.blocks, parts.Chart)
    if chart:
        found["kurva_s"] = (picture(chart.svg, width=CURVE_WIDTH), CURVE_WIDTH, plain(chart.words))
    if paper.check:
        words = f"Kode QR menuju {paper.check.url}"
        found["kode_qr"] = (_code(paper.check.url), CODE_WIDTH, words)
    return found


def _code(address):
    image = qrcode.make(address, image_factory=PilImage, box_size=8, border=1)
    out = BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()


# -- parts of the Paper ---------------------------------------------------------------------------


def _halves(blocks):
    """(the letter, the report) on both sides of the first Break."""
    for place, block in enumerate(blocks):
        if isinstance(block, parts.Break):
            return blocks[:place], blocks[place + 1 :]
    return (), blocks


def _sections(blocks):
    """{number of a section: its blocks}; a heading without number stays inside its section."""
    found, number = {}, 0
    for block in blocks:
        if isinstance(block, parts.Heading) and block.number:
            number = block.number
        found.setdefault(number, []).append(block)
    return found


def _all(blocks, kind):
    return [block for block in blocks if isinstance(block, kind)]


def _first(blocks, kind):
    return next(iter(_all(blocks, kind)), None)


def _text(blocks):
    block = _first(blocks, parts.Paragraph)
    return block.text if block else ""


def _table(blocks, name):
    return next((block for block in _all(blocks, parts.Table) if block.name == name), None)


def _rows(table, name, kind=""):
    """[{key: text}] of the rows of that kind; a table that was not printed has none."""
    if table is None:
        return []
    keys = [COLUMNS[table.name].get(column.label) for column in table.columns]
    found = []
    for row in table.rows:
        if row.kind == kind:
            cells = zip(keys, row.cells, table.columns, strict=False)
            texts = {key: written(value, column.kind) for key, value, column in cells}
            found.append({key: texts.get(key, "") for key in KEYS[name]})
    return found


def _letterhead(head):
    if head is None:
        return {"pemerintah": "", "instansi": "", "baris": []}
    return {
        "pemerintah": f"PEMERINTAH {head.owner.upper()}",
        "instansi": head.unit.upper(),
        "baris": list(head.lines),
    }


def _letter(blocks):
    letter = _first(blocks, parts.Letter)
    facts = {fact.label: written(fact.value, fact.kind) for fact in letter.facts} if letter else {}
    return {
        "tempat_tanggal": letter.place_date if letter else "",
        "nomor": facts.get("Nomor", ""),
        "lampiran": facts.get("Lampiran", ""),
        "hal": facts.get("Hal", ""),
        "kepada": list(letter.to) if letter else [],
        "isi": [block.text for block in _all(blocks, parts.Paragraph)],
    }


def _title(blocks, paper):
    title = _first(blocks, parts.Title)
    return {
        "judul": title.text if title else paper.title,
        "subjudul": title.subtitle if title else "",
    }


def _steps(blocks):
    """The steps; a sentence that there are none is the template's matter."""
    return [text for block in _all(blocks, parts.Items) for text in block.texts]


def _signature(blocks):
    block = _first(blocks, parts.Signatures)
    if block is None:
        return dict.fromkeys(KEYS["penanda_tangan"], "")
    one = block.rows[0]
    return {
        "tempat_tanggal": one.above,
        "jabatan": one.position,
        "nama": one.name,
        "pangkat": one.rank,
        "nip": formats.nip(one.nip),
    }


# -- for trying a template -------------------------------------------------------------------------

SAMPLE_CURVE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 240" width="600" height="240">'
    '<path d="M20 220 200 150 400 90 580 30" fill="none" stroke="#0f5b8f" stroke-width="4"/></svg>'
)


@cache
def sample_pictures():
    """As pictures_of, of an example."""
    return {
        "kurva_s": (picture(SAMPLE_CURVE, width=CURVE_WIDTH), CURVE_WIDTH, "Contoh kurva S"),
        "kode_qr": (_code("https://contoh.go.id/periksa/"), CODE_WIDTH, "Contoh kode QR"),
    }
