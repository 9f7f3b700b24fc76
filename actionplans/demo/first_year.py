"""The plans of 2022, the programme's first year: its template, filled in and run to its end."""

from .rows import IMPLEMENTATION, MONITORING, PREPARATION, Row, Words

YEAR = 2022
LINE = "Penunjang pelaksanaan inovasi daerah"
# Stage, activity, output, unit: the programme's template.
WORK = (
    (PREPARATION, "Pembentukan SK tim replikasi", "SK tim replikasi", "dokumen"),
    (PREPARATION, "Komunikasi dengan instansi asal", "Catatan komunikasi", "kali"),
    (PREPARATION, "Penyusunan desain adaptasi", "Dokumen desain adaptasi", "dokumen"),
    (IMPLEMENTATION, "Sosialisasi internal", "Sosialisasi terlaksana", "kali"),
    (
        *(IMPLEMENTATION, "Penguatan SDM, proses dan sarana"),
        *("SDM, proses dan sarana siap", "kegiatan"),
    ),
    (IMPLEMENTATION, "Uji coba", "Uji coba terlaksana", "lokasi"),
    (MONITORING, "Monitoring bulanan", "Catatan monitoring", "catatan"),
    (MONITORING, "Evaluasi triwulanan", "Laporan evaluasi", "laporan"),
)
# Of the same: target, weight, start, due, targets, person, ceiling, evidence.
FILLED = (
    (1, 5, (1, 5), (2, 28), None, "Sekretaris Dinas", 0, "SK bernomor dan bertanggal"),
    (3, 5, (1, 10), (3, 31), None, "Kepala bidang", 4_000_000, "Notula"),
    (1, 15, (2, 1), (5, 31), (50, 100, 100, 100), "Kepala bidang", 9_000_000, "Dokumen desain"),
    (6, 10, (4, 1), (6, 30), (0, 100, 100, 100), "Kepala bidang", 12_000_000, "Daftar hadir"),
    (4, 20, (4, 1), (9, 30), (0, 50, 100, 100), "Kepala bidang", 46_000_000, "Foto kegiatan"),
    (2, 25, (7, 1), (11, 30), (0, 0, 60, 100), "Kepala bidang", 34_000_000, "Berita acara"),
    (12, 10, (1, 5), (12, 31), (25, 50, 75, 100), "Kasubbag Program", 6_000_000, "Catatan bulanan"),
    (4, 10, (3, 1), (12, 31), (25, 50, 75, 100), "Kasubbag Program", 4_000_000, "Laporan evaluasi"),
)
LAGGING = slice(2, 6)  # desain to uji coba
WORDS = (
    Words("Anggaran cair pada Maret.", "Pekerjaan tanpa biaya didahulukan.", "Desain disepakati."),
    Words("Narasumber terbatas.", "Pertemuan diadakan daring.", "Penguatan SDM dan sarana."),
    Words("Sarana datang terlambat.", "Uji coba dimulai di satu lokasi.", "Uji coba selesai."),
    Words("Tidak ada yang menghalangi.", "Hasil dicatat untuk tahun berikutnya.", "Berlanjut."),
)


def rows(lag):
    """The milestones of 2022; `lag` is how far the work lagged at the end of TW I–IV, in points."""
    made = []
    for number, (filled, (stage, activity, output, unit)) in enumerate(
        zip(FILLED, WORK, strict=True)
    ):
        target, weight, start, due, targets, person, ceiling, evidence = filled
        claims = targets or (100, 100, 100, 100)
        if number in range(*LAGGING.indices(len(FILLED))):
            claims = tuple(max(claim - late, 0) for claim, late in zip(claims, lag, strict=True))
        made.append(
            Row(
                stage,
                activity,
                output,
                f"{output} tercapai",
                (target, unit),
                weight,
                start,
                due,
                targets,
                person,
                ceiling,
                LINE if ceiling else "",
                "Bappelitbang; Universitas Bangka Belitung",
                evidence,
                claims,
            )
        )
    return made
