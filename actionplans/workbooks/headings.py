"""What the head of a column means: the names and synonyms met in Indonesian action plans."""

import re
import unicodedata
from functools import lru_cache

from replikasi.common import formats

from . import keys
from .parts import INVISIBLE

# Beside the names of columns.COLUMNS.
KEY, NO, SCHEDULE = "key", "no", "schedule"
QUARTERS = ("target_q1", "target_q2", "target_q3", "target_q4")
EXACT, PART, LOOSE = 3, 2, 1
LONGEST_HEAD = 70
LONGEST_LINE = 200

# The head as a whole, in order of preference.
NAMES = {
    NO: "no|nomor|nomer|no urut|nomor urut|nu|#",
    "stage": "tahap|tahapan|fase|tahap kegiatan|tahap pelaksanaan|tahapan pelaksanaan|stage|"
    "tahapan kegiatan|tahapan aksi|nama tahap|kelompok|kelompok kegiatan|tahapan replikasi",
    "activity": "kegiatan|rencana aksi|uraian kegiatan|aksi|aktivitas|aktifitas|nama kegiatan|"
    "rincian kegiatan|tahapan kegiatan|langkah kegiatan|langkah langkah kegiatan|langkah|"
    "langkah langkah|uraian|uraian rencana aksi|uraian aksi|rincian aksi|rencana kegiatan|"
    "uraian aktivitas|program kegiatan|kegiatan rencana aksi|kegiatan utama|aksi perubahan|"
    "tonggak|tonggak capaian|milestone|milestones|milestone kegiatan|activity|activities|"
    "action plan|action|agenda|pekerjaan|uraian pekerjaan|jenis kegiatan|rencana tindak|"
    "rencana tindak lanjut|detail kegiatan|uraian tugas|tahapan aksi|bentuk kegiatan|"
    "kegiatan aksi|rincian rencana aksi|renaksi|uraian renaksi|sub aksi|nama aksi|"
    "program|tahapan|tahap|fase|"
    "tahapan pelaksanaan|tahap kegiatan|tahap pelaksanaan|rincian|deskripsi|kelompok kegiatan",
    "output": "keluaran|output|out put|produk|hasil|keluaran output|output keluaran|"
    "output kegiatan|keluaran kegiatan|hasil kegiatan|hasil yang diharapkan|target output|"
    "target keluaran|hasil keluaran|luaran|output hasil|hasil output|produk keluaran|"
    "uraian output|uraian keluaran|bentuk output|keluaran yang diharapkan|"
    "output yang diharapkan|deliverable|deliverables|output produk",
    "indicator": "indikator|indikator kinerja|indikator keberhasilan|tolok ukur|tolak ukur|"
    "ukuran keberhasilan|indikator output|indikator keluaran|indikator kinerja kegiatan|"
    "indikator capaian|indikator kegiatan|indikator hasil|indikator pencapaian|"
    "kriteria keberhasilan|ukuran kinerja|indicator|parameter keberhasilan|"
    "indikator tolok ukur|indikator rencana aksi|indikator kinerja utama|iku|ikk",
    "unit": "satuan|sat|satuan target|satuan ukur|satuan output|satuan keluaran|unit|"
    "satuan volume|satuan indikator|satuan kinerja",
    "target": "target|volume|vol|target tahunan|target kinerja|target akhir|kuantitas|"
    "target volume|volume target|target fisik|target kegiatan|jumlah target|besaran target|"
    "target capaian|angka target|target indikator|target satuan|volume satuan|"
    "target dan satuan|volume dan satuan|target kinerja tahunan|target total|target tahun ini|"
    "target setahun|target satu tahun|kuantitas output|qty",
    "weight": "bobot|bobot kegiatan|persentase bobot|prosentase bobot|bobot persen|"
    "bobot persentase|nilai bobot|bobot nilai|weight|bobot tahapan|bobot capaian|"
    "bobot rencana aksi|bobot fisik|bobot kinerja",
    "start": "mulai|tanggal mulai|tgl mulai|start|start date|waktu mulai|rencana mulai|awal|"
    "jadwal mulai|tanggal awal|tgl awal|mulai pelaksanaan|tmt|tanggal pelaksanaan mulai|"
    "mulai tanggal|mulai tgl|bulan mulai|dimulai|dari|dari tanggal|tanggal dimulai",
    "due": "selesai|tanggal selesai|tgl selesai|tenggat|tenggat waktu|batas waktu|jatuh tempo|"
    "due|due date|deadline|dead line|target selesai|rencana selesai|waktu selesai|akhir|"
    "jadwal selesai|tanggal akhir|tgl akhir|batas akhir|waktu penyelesaian|"
    "target penyelesaian|target waktu penyelesaian|batas waktu penyelesaian|finish|end|"
    "end date|sampai|sampai dengan|s d|sd|selesai tanggal|bulan selesai|berakhir|"
    "target waktu selesai|tanggal target|tenggang waktu|tanggal jatuh tempo|tanggal berakhir",
    SCHEDULE: "waktu|jadwal|waktu pelaksanaan|jadwal pelaksanaan|periode|periode pelaksanaan|"
    "bulan|target waktu|timeline|time line|kurun waktu|waktu kegiatan|jadwal kegiatan|"
    "waktu pelaksanaan kegiatan|rencana waktu|rencana waktu pelaksanaan|rencana pelaksanaan|"
    "jangka waktu|bulan pelaksanaan|tanggal pelaksanaan|tanggal|tgl pelaksanaan|schedule|"
    "time schedule|triwulan|tw|rentang waktu|waktu target|tanggal kegiatan|"
    "waktu rencana pelaksanaan|triwulan pelaksanaan|jadwal waktu|waktu jadwal",
    "person_in_charge": "penanggung jawab|penanggungjawab|pj|pic|p i c|pelaksana|"
    "penanggung jawab kegiatan|person in charge|penanggung jawab pelaksana|"
    "pelaksana penanggung jawab|unit penanggung jawab|unit kerja penanggung jawab|"
    "opd penanggung jawab|perangkat daerah penanggung jawab|instansi penanggung jawab|"
    "bidang penanggung jawab|unit pelaksana|unit kerja|pelaksana kegiatan|"
    "instansi pelaksana|opd pelaksana|penanggung jawab pic|pic penanggung jawab|"
    "perangkat daerah pelaksana|koordinator|penangung jawab|penanggung jwb|pj kegiatan|"
    "unit kerja pelaksana|perangkat daerah|opd|bidang|petugas|penjab|nama penanggung jawab|"
    "pejabat penanggung jawab|tim pelaksana|seksi|bidang pelaksana",
    "related_parties": "pihak terkait|instansi terkait|mitra|opd terkait|stakeholder|"
    "stakeholders|pemangku kepentingan|unit terkait|pihak yang terlibat|pihak terlibat|"
    "kolaborator|perangkat daerah terkait|instansi pendukung|opd pendukung|pendukung|"
    "mitra kerja|mitra terkait|lembaga terkait|stakeholder terkait|unit kerja terkait|"
    "instansi mitra terkait|pihak lain terkait|pihak pihak terkait|instansi lembaga terkait|"
    "keterlibatan pihak lain|pihak yang dilibatkan|dukungan pihak lain|unsur terkait|"
    "bidang terkait|skpd terkait|para pihak|terkait|perangkat daerah pendukung",
    "budget_line": "subkegiatan|sub kegiatan|kode rekening|nomenklatur|sub kegiatan anggaran|"
    "nomenklatur sub kegiatan|nama sub kegiatan|rekening|kode sub kegiatan|"
    "program kegiatan sub kegiatan|kode dan nama sub kegiatan|sub kegiatan dpa|mata anggaran|"
    "kode anggaran|pos anggaran|subkegiatan anggaran|kode kegiatan|sub kegiatan sipd|"
    "kode rekening sub kegiatan|nomenklatur anggaran|kode nomenklatur",
    "ceiling": "pagu|anggaran|pagu anggaran|biaya|pagu rp|anggaran rp|kebutuhan anggaran|"
    "rencana anggaran|jumlah anggaran|kebutuhan biaya|kebutuhan dana|dana|besaran anggaran|"
    "nilai anggaran|alokasi anggaran|alokasi dana|estimasi biaya|estimasi anggaran|"
    "perkiraan biaya|perkiraan anggaran|total anggaran|rencana biaya|pagu indikatif|budget|"
    "pagu dana|jumlah biaya|jumlah dana|anggaran biaya|biaya anggaran|total biaya|rab|"
    "anggaran dpa|pagu dpa|jumlah rp|rp|pagu sub kegiatan|anggaran kegiatan|alokasi",
    "evidence_expected": "bukti dukung|data dukung|eviden|evidence|evidences|evidens|bukti|"
    "dokumen pendukung|bukti fisik|dokumen bukti|bukti pendukung|data pendukung|"
    "bukti dukung eviden|data dukung eviden|eviden bukti dukung|bukti kinerja|"
    "dokumen data dukung|data bukti dukung|dokumen bukti dukung|eviden data dukung|"
    "bukti dukung yang diharapkan|dokumen eviden|bukti kegiatan|bahan bukti|bukti pelaksanaan|"
    "alat bukti|dukungan data|dokumen|dokumen output",
    "remark": "keterangan|ket|catatan|keterangan catatan|catatan keterangan|remark|remarks|"
    "note|notes|keterangan tambahan|keterangan lain|lain lain|info|penjelasan",
}
MEANINGS = {}
for _name, _phrases in NAMES.items():
    for _rank, _phrase in enumerate(_phrases.split("|")):
        MEANINGS.setdefault(_phrase, []).append((_name, _rank / 100))

# Words somewhere in the head, most telling first.
WORDS = (
    ("evidence_expected", r"bukti|evidens?\b|evidence|data (dukung|pendukung)|dokumen pendukung"),
    ("indicator", r"indikator|tolok ukur|tolak ukur|ukuran keberhasilan"),
    ("related_parties", r"terkait|mitra\b|stakeholder|terlibat|pemangku|kolabora"),
    ("person_in_charge", r"penang{1,2}ung ?ja?wa?b|\bpic\b|\bpj\b|pelaksana\b"),
    ("budget_line", r"sub ?kegiatan|rekening|nomenklatur"),
    ("unit", r"satuan"),
    ("weight", r"bobot"),
    ("ceiling", r"\bpagu\b|anggaran|biaya|\bdana\b"),
    ("start", r"\bmulai\b"),
    ("due", r"selesai|tenggat|batas waktu|jatuh tempo|deadline"),
    ("output", r"keluaran|\boutput\b|luaran"),
    (SCHEDULE, r"\bwaktu\b|jadwal|periode"),
    ("stage", r"\btahap(an)?\b|\bfase\b"),
    ("activity", r"kegiatan|\baksi\b|aktivitas|aktifitas|langkah"),
    ("target", r"\btarget\b|volume"),
    ("remark", r"keterangan|catatan"),
)
WORDS = tuple((name, re.compile(pattern)) for name, pattern in WORDS)
# Columns of reports, not of plans.
IGNORED = re.compile(
    r"realisasi|^capaian|progres|serapan|deviasi|status\b|kendala|"
    r"permasalahan|hambatan|tindak lanjut hasil|solusi|sumber (dana|anggaran|biaya|pembiayaan)|"
    r"\bsisa\b|penyerapan|outcome|dampak|manfaat|risiko|tautan|\blink\b|\burl\b|paraf|tanda tangan"
)
MONEY = re.compile(r"anggaran|keuangan|\bpagu\b|\brp\b|biaya|\bdana\b|penarikan|rupiah")
TIME = re.compile(r"waktu|jadwal|timeline|time line|schedule|bulan|periode|pelaksanaan|minggu")
AIM = re.compile(r"target|triwulan|\btw\b|kumulatif|rencana|kuartal|fisik|kinerja|bobot|persen")
QUARTER = re.compile(
    r"\b(?:tw|twl|trw|triw|triwulan|tri wulan|kuartal|kwartal|quarter|caturwulan|q)"
    r" ?(?:ke )?(iv|iii|ii|i|[1-4]|pertama|kedua|ketiga|keempat)\b"
)
B_QUARTER = re.compile(r"^(?:target )?(?:kumulatif )?(?:s d )?b ?(0?3|0?6|0?9|12)$")
BARE_QUARTER = re.compile(r"^(iv|iii|ii|i)$")
ORDINALS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "pertama": 1,
    "kedua": 2,
    "ketiga": 3,
    "keempat": 4,
}
# What a leaf means under a head that spans several columns.
UNDER = (
    (
        re.compile(r"anggaran|pagu|biaya|pendanaan|\bdana\b"),
        {
            "ceiling": "jumlah|rp|nilai|besaran|pagu|total|rupiah|besar|volume rp|jumlah rp|usulan",
            "budget_line": "sub kegiatan|subkegiatan|kegiatan|nomenklatur|kode rekening|program|"
            "uraian|rekening|kode|program kegiatan|mata anggaran|program kegiatan sub kegiatan",
        },
    ),
    (
        re.compile(r"waktu|jadwal|periode|tanggal|timeline|pelaksanaan"),
        {
            "start": "mulai|awal|dari|start|tgl mulai|tanggal mulai|mulai tgl|dimulai",
            "due": "selesai|akhir|sampai|s d|sd|end|finish|tgl selesai|tanggal selesai|"
            "sampai dengan|berakhir|hingga",
        },
    ),
    (
        re.compile(r"target|volume|sasaran"),
        {
            "target": "volume|jumlah|kuantitas|angka|nilai|target|vol|besaran|tahunan|total|k|"
            "setahun|akhir|kuantitatif|",
            "unit": "satuan|unit|sat",
        },
    ),
    (
        re.compile(r"keluaran|output|produk|hasil"),
        {
            "output": "uraian|nama|bentuk|jenis|deskripsi|keluaran|output|produk",
            "indicator": "indikator",
            "target": "target|volume|vol|jumlah|kuantitas",
            "unit": "satuan|sat|unit",
        },
    ),
    (
        re.compile(r"indikator|tolok ukur"),
        {
            "indicator": "uraian|nama|deskripsi|indikator|kinerja",
            "target": "target|volume|vol|jumlah",
            "unit": "satuan|sat|unit",
        },
    ),
    (
        re.compile(r"penanggung ?jawab|pelaksana|\bpic\b|\bpj\b"),
        {
            "person_in_charge": "nama|jabatan|utama|opd|bidang|unit|unit kerja|instansi|"
            "penanggung jawab|perangkat daerah|ketua",
            "related_parties": "pendukung|terkait|anggota|pembantu|mitra",
        },
    ),
)


def plain(text):
    """A head in lower case without brackets, years, signs and footnote marks."""
    return _plain(text) if len(text) <= LONGEST_LINE else ""


@lru_cache(maxsize=4096)
def _plain(text):
    text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).lower()
    if text.strip() == "#":
        return "#"
    text = re.sub(r"(?<=[a-z])-\s+(?=[a-z])", "", text)  # a word broken at a line's end
    text = re.sub(r"\([^)]*\)", " ", text) if re.search(r"[^\s()]\s*\(", text) else text
    text = re.sub(r"\b(19|20)\d\d\b", " ", text)
    text = re.sub(r"[^a-z0-9]+", " ", text)
    text = re.sub(r"\b(tahun|thn|ta|yang akan dicapai|yg)\b", " ", text)
    words = text.split()
    if len(words) > 3 and all(len(word) == 1 for word in words):
        return "".join(words)  # K E G I A T A N
    return " ".join(words)


def quarter(parts):
    """1–4 when the head is that of a quarter's target, 0 otherwise."""
    for part in reversed(parts):
        if match := B_QUARTER.fullmatch(part):
            return int(match[1]) // 3  # it counts months
        if match := QUARTER.search(part):
            return ORDINALS[match[1]]
    above = " ".join(parts[:-1])
    if BARE_QUARTER.fullmatch(parts[-1]) and tells_quarters(above) and not month(parts):
        return ORDINALS[parts[-1]]
    return 0


def tells_quarters(above):
    """Whether a head above lets I–IV be quarters, and not months, weeks or anything else."""
    suits = AIM.search(above) or TIME.search(above)
    return bool(suits) and not re.search("bulan|minggu", above)


def month(parts):
    """1–12 when the column stands for a month of the schedule, 0 otherwise."""
    for part in reversed(parts):
        first = part.split(" ")[0] if part else ""
        if first in formats.MONTH_NUMBERS and len(part.split()) <= 2:
            return formats.MONTH_NUMBERS[first]
    counted = len(parts) > 1 and "bulan" in " ".join(parts[:-1])
    if counted and re.fullmatch(r"1[0-2]|[1-9]", parts[-1]):
        return int(parts[-1])
    return 0


@lru_cache(maxsize=4096)
def meanings(texts):
    """[(name, strength)] of a head of one or several lines (a tuple, from the top), best first."""
    parts = [part for part in (plain(text) for text in texts) if part]
    raw = [text for text in texts if text]
    if not parts:
        return ()
    if raw[-1].strip().lower() == keys.KEY_LABEL.lower():
        return ((KEY, EXACT),)
    if len(raw[-1]) > LONGEST_HEAD:
        return ()
    above, leaf = " ".join(parts[:-1]), parts[-1]
    if IGNORED.search(leaf) or (IGNORED.search(above) and not re.search("target|rencana", above)):
        return ()
    if found := quarter(parts):
        money = MONEY.search(" ".join(parts))
        return () if money else ((QUARTERS[found - 1], EXACT),)
    if above and (found := _under(above, leaf)):
        return ((found, EXACT),)
    if month(parts):
        return ()
    found = _of(leaf, raw[-1])
    if not found and above:
        found = [(name, strength - 1) for name, strength in _of(f"{above} {leaf}", "")]
    if not found and above and not BARE_QUARTER.fullmatch(leaf):
        found = [(name, LOOSE / 2) for name, _ in meanings(tuple(raw[:-1]))]
    return tuple((name, strength) for name, strength in found if strength > 0)


def _under(above, leaf):
    for pattern, leaves in UNDER:
        if pattern.search(above):
            for name, phrases in leaves.items():
                if leaf in phrases.split("|"):
                    return name
    return ""


def _of(leaf, raw):
    if leaf in MEANINGS:
        return [(name, EXACT - rank) for name, rank in MEANINGS[leaf]]
    pieces = [plain(piece) for piece in re.split(r"[/&\n]| dan | atau ", raw)]
    if len(pieces) > 1:
        known = [name for piece in pieces for name, _ in MEANINGS.get(piece, ())[:1]]
        if known:
            return [(name, PART - n / 10) for n, name in enumerate(dict.fromkeys(known))]
    if len(leaf.split()) > 6:
        return []
    return [(name, LOOSE) for name, pattern in WORDS if pattern.search(leaf)][:2]


def scale(text):
    """How many rupiah one unit of a money column is, by its head: 1, 1,000 or 1,000,000."""
    lower = INVISIBLE.sub("", text).lower()
    if re.search(r"juta|jt\b|000[.,]000", lower):
        return 1_000_000
    return 1_000 if re.search(r"ribu|rb\b|[( .]000\b|x ?1[.,]?000\b", lower) else 1
