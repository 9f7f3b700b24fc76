"""Which rows are no milestones: titles of stages, sums, repeated heads, signatures and notes."""

import re
from functools import lru_cache

from actionplans.models import Stage

from .parts import INVISIBLE

PREPARATION = r"persiapan|perencanaan|penyiapan|pra ?pelaksanaan|pra ?replikasi|inisiasi|preparasi"
MONITORING = (
    r"monitoring|monev|evaluasi|pemantauan|pelaporan|pengawasan|pengendalian|pengukuran|evalusi"
)
IMPLEMENTATION = r"pelaksanaan|implementasi|penerapan|pengerjaan|eksekusi"
FILLER = r"tahap|tahapan|fase|kegiatan|replikasi|inovasi|program|dan|serta|rencana aksi|akhir|awal"
STAGES = (
    (Stage.PREPARATION.value, PREPARATION),
    (Stage.MONITORING.value, MONITORING),
    (Stage.IMPLEMENTATION.value, IMPLEMENTATION),
)
BY_ORDER = dict(zip(("1", "2", "3"), Stage.values, strict=True))
ROMAN = {"i": "1", "ii": "2", "iii": "3"}
LONGEST_TITLE = 90
NUMBERING = re.compile(r"\(?(?:[ivx]{1,5}|[a-z]|[0-9]{1,3}(?:[.,][0-9]{1,3})*)[.):]*", re.I)
_NUMBERED = re.compile(r"^\(?([ivx]{1,5}|[a-z]|[0-9]{1,2})(?:[.):\-–]+\s*|\s+(?=[a-z]{4}))", re.I)
_LETTERED = re.compile(r"^(?:[ivx]{1,5}|[a-z])[.)]\s*\S", re.I)
_TOTAL = re.compile(
    r"(sub ?)?(grand )?(jumlah|total)( (total|jumlah|seluruhnya|keseluruhan|semua|akhir|umum|"
    r"bobot|anggaran|pagu|biaya|dana|kegiatan|bobot dan anggaran|tahap.*|[a-z]|[ivx]+|[0-9]+|"
    r"persiapan.*|pelaksanaan.*|monitoring.*|monev.*|evaluasi.*|rencana aksi|"
    r"(anggaran|biaya|pagu) (seluruhnya|keseluruhan|total|kegiatan)|rp|i s d iv|besar))?"
)
_CLOSING = re.compile(
    r"(mengetahui|menyetujui|disetujui|disahkan|ditetapkan|diketahui|dibuat (oleh|di)|"
    r"disusun oleh|diperiksa|yang (membuat|menyusun|bertanggung)|nip\b|nik\b|catatan ?:|"
    r"keterangan ?:|ket\.? ?:|sumber ?:|sumber data|\*+ ?\)?|penata\b|pembina\b|a\.?n\.? ?bupati|"
    r"(plt|plh|pj)\.? (kepala|bupati|sekretaris)|kepala (dinas|badan|bagian|bidang|subbag)[^0-9]*$|"
    r"[a-z .]{3,40}, *(tgl\.?|tanggal)? *([0-9]{1,2}|\.{2,}|…|_+)? *"
    r"(januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)"
    r" *[0-9]{4}$|dokumen ini|demikian)",
    re.I,
)
_GUIDE = re.compile(r"\(?(diisi|isi|isikan|pilih|contoh|tuliskan|tulis|sebutkan|misal)\b", re.I)


def _bare(text):
    text = re.sub(r"\([^)]*\)?", " ", INVISIBLE.sub("", text).lower())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())


def stage_of(text):
    """The code of the stage that a text names and nothing else, or ""."""
    return _stage_of(text) if len(text) <= LONGEST_TITLE else ""


@lru_cache(maxsize=8192)
def _stage_of(text):
    if text.strip() in Stage.values:
        return text.strip()
    stripped = re.sub(r"^tahap(an)?\s*\(?([ivx]+|[0-9]|[a-z])\b\)?", "", text.strip(), flags=re.I)
    bare = _bare(_NUMBERED.sub("", stripped.strip(" .:)-–")))
    words = set(re.sub(rf"\b({FILLER})\b", " ", bare).split())
    if not words:
        return ""
    named = [
        (code, {word for word in words if re.fullmatch(pattern, word)}) for code, pattern in STAGES
    ]
    if words - set().union(*(found for _, found in named)):
        return ""
    codes = [code for code, found in named if found]
    if Stage.PREPARATION in codes and Stage.MONITORING in codes:
        return ""
    return codes[0]


def stage_by_order(text):
    """The stage meant by "I", "2" or "Tahap III" in a column of stages, or ""."""
    bare = re.sub(r"^(tahap(an)?|fase)\b", "", _bare(text)).strip()
    return BY_ORDER.get(ROMAN.get(bare, bare), "")


def stage_in_title(text):
    """The stage that a longer title of a section speaks of, or ""."""
    if found := stage_of(text):
        return found
    bare = _bare(text)
    found = [code for code, pattern in STAGES if re.search(rf"\b({pattern})\b", bare)]
    if found == [Stage.MONITORING, Stage.IMPLEMENTATION]:
        return Stage.MONITORING.value
    if found == [Stage.PREPARATION, Stage.IMPLEMENTATION]:
        return Stage.PREPARATION.value
    return found[0] if len(found) == 1 else ""


def is_numbering(text):
    """ "I", "A.", "1.1" and the like: a place in a list, without words."""
    return len(text) <= 8 and bool(NUMBERING.fullmatch(text.strip()))


def is_lettered(text):
    """Whether it begins like the title of a section: "A. …", "II. …"."""
    return bool(_LETTERED.match(text.strip()))


def total_of(text):
    """ "total", "subtotal" or "" for the first text of a row."""
    bare = _bare(_NUMBERED.sub("", text.strip())) if len(text) < LONGEST_TITLE else ""
    match = _TOTAL.fullmatch(bare)
    if not match:
        return ""
    rest = (match[4] or "").strip()
    partial = match[1] or re.match(
        r"(tahap|[a-z]$|[ivx]+$|[0-9]+$|persiapan|pelaksanaan|monitoring|monev|evaluasi)", rest
    )
    return "subtotal" if partial else "total"


def is_guide(text):
    """Whether a text below a head says what to fill in there."""
    return bool(_GUIDE.match(text.strip()))


def is_closing(text):
    """Whether a text opens the signatures or the notes below a matrix."""
    return bool(_CLOSING.match(text.strip()))
