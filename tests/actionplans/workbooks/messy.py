"""Workbooks as agencies really send them, built by code: no two alike. Each gives a BytesIO."""

from datetime import date, datetime

import openpyxl

from .making import book, saved


def titles_and_two_row_head():
    """Titles, a two-row head of merged cells, stages in rows of their own, a sum, signatures."""
    return book(
        ["RENCANA AKSI REPLIKASI INOVASI SIBAKUL JOGJA"],
        ["DINAS KOPERASI, UKM DAN PERINDUSTRIAN KABUPATEN BANGKA BARAT"],
        ["TAHUN ANGGARAN 2026"],
        [],
        ["No", "Uraian Kegiatan", "Output", "Indikator Keberhasilan", "Satuan", "Volume",
         "Bobot\n(%)", "Waktu Pelaksanaan", None, "Target Triwulan (%)", None, None, None,
         "PJ", "Anggaran\n(Rp)", "Eviden", "Ket."],
        [None, None, None, None, None, None, None, "Mulai", "Selesai", "I", "II", "III", "IV"],
        [f"({n})" for n in range(1, 18)],
        ["A. TAHAP PERSIAPAN"],
        [1, "Penyusunan SK Tim Replikasi", "SK Tim", "SK ditetapkan", "Dokumen", 1, "12,5",
         "5 Januari 2026", "30 Januari 2026", 100, 100, 100, 100, "Kepala Dinas",
         "Rp 2.500.000,-", "- SK Tim\n- Daftar hadir", "-"],
        [2, "Koordinasi dengan instansi asal", "Laporan", "Rapat terlaksana", "Kali", 2, "7,5",
         "01-02-2026", "31/3/26", 100, 100, 100, 100, "Sekretaris", "Rp. 15.750.000,00", "Notula"],
        [],
        ["B. TAHAP PELAKSANAAN"],
        [3, "Pelatihan pelaku usaha", "Peserta terlatih", "Jumlah peserta", "Orang", "1.200",
         60, datetime(2026, 4, 1), datetime(2026, 9, 30, 13, 30), 0, "50", "100", 100,
         "Kabid UKM", 125000000, "Foto", "Dua angkatan"],
        ["C. MONITORING DAN EVALUASI"],
        [4, "Evaluasi triwulanan", "Laporan evaluasi", "Laporan tersusun", "Laporan", 4, 20,
         "1 Maret 2026", "31 Desember 2026", "25 %", "50%", "75", "100", "Kasubbag",
         "10,000,000", "Laporan"],
        ["JUMLAH", None, None, None, None, None, 100, None, None, None, None, None, None, None,
         153250000],
        [],
        [None] * 12 + ["Mentok, 5 Januari 2026"],
        [None] * 12 + ["Kepala Dinas Koperasi, UKM dan Perindustrian"],
        [],
        [None] * 12 + ["Drs. Fulan, M.Si"],
        [None] * 12 + ["NIP. 19700101 199503 1 001"],
        merges=["A1:Q1", "A2:Q2", "A3:Q3", "H5:I5", "J5:M5", "A8:Q8", "A12:Q12", "A14:Q14",
                "A16:F16", *[f"{c}5:{c}6" for c in "ABCDEFGNOPQ"]],
    )  # fmt: skip


def fractions_and_merged_stages():
    """Stages merged downwards, weights and targets as parts of 1, partly formatted as percents."""
    rows = [
        ["No.", "Tahapan", "Rencana Aksi", "Keluaran (Output)", "Bobot", "TW I", "TW II",
         "TW III", "TW IV", "Penanggungjawab", "Pagu Anggaran"],
        [1, "Persiapan", "Pembentukan tim", "SK", 0.1, 1, 1, 1, 1, "Kadis", 0],
        [2, None, "Studi tiru", "Laporan", 0.15, 0.5, 1, 1, 1, "Sekretaris", 25000000.0],
        [3, "Implementasi", "Uji coba", "Berita acara", 0.5, 0, 0.25, 0.75, 1, "Kabid", "Nihil"],
        [4, "Monev", "Pemantauan bulanan", "Laporan", 0.25, "0,25", "0,5", "0,75", "1", "Tim"],
        ["Total", None, None, None, "=SUM(E2:E5)", None, None, None, None, None, 25000000],
    ]  # fmt: skip
    return book(*rows, merges=["B2:B3"], formats={"E4": "0%", "E5": "0.00%", "F3": "0%"})


def shares_of_each_quarter():
    """Targets of each quarter instead of cumulative ones, in percents and in pieces."""
    return book(
        ["KEGIATAN", "SATUAN", "TARGET", "B03", "B06", "B09", "B12", "PIC", "TAHAP"],
        ["Sosialisasi", "kali", 4, 1, 1, 1, 1, "Kabid A", "Pelaksanaan"],
        ["Pendampingan", "UMKM", 120, 30, 60, 90, 120, "Kabid B", "Pelaksanaan"],
        ["Monitoring lapangan", "laporan", 12, 25, 25, 25, 25, "Kasi", "Monitoring"],
        ["Uji coba", "dokumen", 1, None, None, 1, 1, "Kasi", "Pelaksanaan"],
        ["SK Tim", "dokumen", 1, "100%", "100%", "100%", "100%", "Kadis", "Persiapan"],
        ["Survei", "responden", 250, 25, 50, 75, 100, "Kasi", "Evaluasi"],
    )


def schedule_in_words():
    """One column for the schedule, and how differently it is written."""
    return book(
        ["No", "Kegiatan", "Tahap", "Jadwal Pelaksanaan", "Pelaksana", "Mitra"],
        ["1", "a", "Persiapan", "Januari - Maret 2026", "X", "Y"],
        ["2", "b", "Persiapan", "1 Feb s.d. 30 Jun 2026", "X", "Y"],
        ["3", "c", "Persiapan", "TW II", "X", "Y"],
        ["4", "d", "Persiapan", "Februari", "X", "Y"],
        ["5", "e", "Pelaksanaan", "01-02-2026 s/d 30-06-2026", "X", "Y"],
        ["6", "f", "Pelaksanaan", "1 - 15 Maret 2026", "X", "Y"],
        ["7", "g", "Pelaksanaan", "Triwulan I s.d. III", "X", "Y"],
        ["8", "h", "Pelaksanaan", "Minggu II April 2026", "X", "Y"],
        ["9", "i", "Monev", "Jan, Apr, Jul dan Okt", "X", "Y"],
        ["10", "j", "Monev", "Setiap bulan", "X", "Y"],
        ["11", "k", "Monev", date(2026, 7, 1), "X", "Y"],
        ["12", "l", "Monev", date(2026, 7, 1), "X", "Y"],
        ["13", "m", "Monev", "kalau sempat", "X", "Y"],
        ["14", "n", "Monev", "Nopember s/d Desember", "X", "Y"],
        ["15", "o", "Monev", "2026-06-30 00:00:00", "X", "Y"],
        formats={"D12": "dd/mm/yyyy", "D13": "mmm-yy"},
    )


def marks_by_quarter():
    """Ticks under TW I–IV instead of targets."""
    return book(
        ["RENCANA AKSI"],
        ["No", "Kegiatan", "Output", "Jadwal", None, None, None, "Penanggung Jawab"],
        [None, None, None, "TW I", "TW II", "TW III", "TW IV", None],
        ["I", "Persiapan"],
        [1, "Pembentukan tim", "SK", "√", None, None, None, "Kadis"],
        ["II", "Pelaksanaan"],
        [1, "Pelatihan", "Peserta", None, "v", "v", None, "Kabid"],
        ["III", "Monev"],
        [1, "Evaluasi", "Laporan", "x", "x", "x", "x", "Kabid"],
        merges=["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:G2", "H2:H3"],
    )


def months_with_marks_and_colours():
    """Twelve months below the schedule: ticks in one row, colours in the others."""
    months = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nop", "Des"]
    return book(
        ["No", "Tahap", "Kegiatan", "Waktu Pelaksanaan", *[None] * 11, "Keterangan"],
        [None, None, None, *months],
        [1, "Persiapan", "Rapat awal", "x", "x"],
        [2, "Pelaksanaan", "Uji coba"],
        [3, "Monev", "Evaluasi", *[None] * 11, "v", "akhir tahun"],
        merges=["D1:O1", "A1:A2", "B1:B2", "C1:C2", "P1:P2"],
        shaded=["F4", "G4", "H4", "I4"],
    )


def repeated_heads_and_subtotals():
    """A head on each printed page, a subtotal for each stage, empty rows, hidden columns."""
    head = ["No", "Aksi", "Indikator", "Target", "Bobot (%)", "Biaya (Rp)", "Kode", "Bukti"]
    return book(
        ["Lampiran"],
        head,
        ["I", "PERSIAPAN", None, None, 40, 3000000],
        [1, "Rapat", "Terlaksana", "1 dokumen", 15, "1.000.000", "x1", "Notula"],
        [2, "SK", "Terbit", "1 SK", 25, "Rp2.000.000", "x2", "SK"],
        ["Sub Jumlah", None, None, None, 40, 3000000],
        [],
        [],
        head,
        ["II", "PELAKSANAAN", None, None, 60, 500000],
        [1, "Pelatihan", "Peserta", "30 orang", 60, 500000, "x3", "Foto"],
        ["Jumlah", None, None, None, 60, 500000],
        ["JUMLAH SELURUHNYA", None, None, None, 100, 3500000],
        ["Catatan: anggaran dapat berubah"],
        merges=["A1:H1"],
        hidden=["G"],
    )


def activity_over_several_rows():
    """One activity merged over the lines of its evidence, another over its outputs."""
    return book(
        ["Tahap", "Kegiatan", "Keluaran", "Bobot", "Bukti Dukung", "PIC"],
        ["Persiapan", "Pembentukan tim", "SK", 40, "SK Tim", "Kadis"],
        [None, None, None, None, "Undangan", None],
        [None, None, None, None, "Daftar hadir", None],
        ["Pelaksanaan", "Pelatihan", "Modul", 20, "Modul", "Kabid"],
        [None, None, "Peserta", 40, "Sertifikat", None],
        [None, "Uji coba", "Laporan", None, "Foto", "Kabid"],
        [None, None, None, None, "Video", None],
        [None, None, "Berita acara", None, None, None],
        merges=["A2:A4", "B2:B4", "C2:C4", "D2:D4", "F2:F4", "A5:A9", "B5:B6", "F5:F6"],
    )


def errors_and_oddities():
    """Cells that cannot be read, each of which must be named by its place."""
    return book(
        ["Kegiatan", "Tahap", "Bobot", "Mulai", "Selesai", "Pagu", "TW 1", "TW 2", "TW 3", "TW 4",
         "Keluaran"],
        ["Baik", "Persiapan", 10, "30 Juni", "31 Juli 2026", "12.500.000", 10, 20, 30, 100, "ok"],
        ["A", "Sosialisasi", 120, "31 Februari 2026", "besok", "12.500 ribu", 10, 5, 30, 100, "ok"],
        ["B", "Persiapan", "#REF!", date(2026, 5, 1), date(2026, 4, 1), -5, "SK", "x", 30, 100,
         "=1+1"],
        [None, "Persiapan", 10, date(2026, 5, 1), date(2026, 6, 1), 5, 1, 2, 3, 4, "tanpa"],
        ["C" * 251, "Persiapan", "8,333", date(2026, 5, 1), 46203, "12,500", 1, 2, 3, 4,
         "=SUM(A1)"],
        formats={f"{c}{r}": "dd/mm/yyyy" for c in "DE" for r in (4, 5, 6) if (c, r) != ("E", 6)},
    )  # fmt: skip


def thousands_in_the_head():
    """Money in thousands, as the head says; the plan on the second sheet; stage by numbers."""
    made = openpyxl.Workbook()
    cover = made.active
    cover.title = "Sampul"
    cover["A1"] = "Rencana Aksi"
    cover["A2"] = "Kegiatan: replikasi"
    page = made.create_sheet("Matrik")
    for row in (
        ["NO", "TAHAP", "PROGRAM/KEGIATAN", "KELUARAN/HASIL", "TARGET 2026", "ANGGARAN"],
        [None, None, None, None, None, "SUB KEGIATAN", "PAGU (Rp.000)", "SUMBER DANA"],
        [1, "I", "Pembentukan tim", "SK", "1 (satu) dokumen", "1.02.03 Pembinaan", 2500, "APBD"],
        [2, "II", "Pelatihan", "Peserta", "30 orang", "1.02.04 Pelatihan", "12.500", "APBD"],
        [3, "III", "Evaluasi", "Laporan", "2 dok.", None, None, None],
    ):
        page.append(row)
    page.merge_cells("F1:H1")
    return saved(made)


def realisation_beside_targets():
    """TW I–IV twice: as targets and as realisation; and again as money."""
    return book(
        ["No", "Uraian", "Target", None, None, None, "Realisasi", None, None, None,
         "Rencana Penarikan Anggaran", None, None, None, "Tenggat", "Catatan"],
        [None, None, *["TW I", "TW II", "TW III", "TW IV"] * 3],
        ["1.", "Persiapan tim", 100, 100, 100, 100, 90, None, None, None, 5, 6, 7, 8,
         "31 Maret 2026", "ok"],
        ["2.", "Pengembangan aplikasi", 0, 25, 50, 100, 0, None, None, None, 5, 6, 7, 8,
         "31 Des 2026", "ok"],
        merges=["C1:F1", "G1:J1", "K1:N1", "A1:A2", "B1:B2", "O1:O2", "P1:P2"],
    )  # fmt: skip


def three_row_head():
    """Target over Triwulan over I–IV, and the fields of a quarter below it."""
    return book(
        ["MATRIKS RENCANA AKSI"],
        ["No", "Kegiatan", "Target", None, None, None, None, None, "Penanggung Jawab"],
        [None, None, "Vol", "Sat", "Triwulan", None, None, None, None],
        [None, None, None, None, "I", "II", "III", "IV", None],
        ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
        ["A", "Tahap Persiapan"],
        [1, "Menyusun SK", 1, "Dok", 1, 1, 1, 1, "Bagian Organisasi"],
        ["B", "Tahap Pelaksanaan"],
        [2, "Bimtek", 4, "Kali", 1, 2, 3, 4, "Bidang A"],
        merges=["A1:I1", "A2:A4", "B2:B4", "C2:H2", "C3:C4", "D3:D4", "E3:H3", "I2:I4"],
    )


def numbered_without_a_column():
    """Numbers inside the activities, unmerged stages, a group centred over unmerged columns."""
    return book(
        [],
        [None, "Fase", "Langkah-langkah Kegiatan", None, "Waktu", None, "Biaya"],
        [None, None, None, None, "Awal", "Akhir", None],
        [None, "Perencanaan", "1. Rapat koordinasi", None, "Jan 2026", "Feb 2026", "Rp. 0,-"],
        [None, None, "2. Penyusunan SOP", None, "Maret", "Maret", "Rp -"],
        [None, "Penerapan", "3. Uji coba", None, "TW II", "TW III", "5 juta"],
        [None, "Pemantauan", "4. Evaluasi", None, "akhir November", "Des 2026", "1.250.000,50"],
    )


def plain_words_only():
    """Nothing but texts; two unmerged stage titles; no figures at all."""
    return book(
        ["Rencana aksi", "Output", "PJ"],
        ["Persiapan", None, None],
        ["Rapat", "Notula", "Kadis"],
        ["SK Tim", "SK", "Kadis"],
        ["Pelaksanaan", None, None],
        ["Pelatihan", "Peserta", "Kabid"],
        [None, None, None],
        ["Mengetahui,", None, "Mentok,   Januari 2026"],
        ["Kepala Bappelitbang", None, "Kepala Dinas"],
        ["H. Fulan", None, "Hj. Fulanah"],
        ["NIP. 1970", None, "NIP. 1971"],
    )


def old_milestones_named_like_stages():
    """Three rows named like the stages, with figures: they are the milestones."""
    return book(
        ["Kegiatan", "Bobot", "Mulai", "Selesai"],
        ["Persiapan", 0.2, "1/1/2026", "31/3/2026"],
        ["Pelaksanaan", 0.6, "1/4/2026", "30/9/2026"],
        ["Monitoring dan evaluasi", 0.2, "1/10/2026", "31/12/2026"],
    )


def dirty_text():
    """Invisible letters, hard spaces, line breaks, formula-like texts, dates since 1904."""
    made = openpyxl.load_workbook(
        book(
            ["\ufeffKegiatan\u200b", "Keluaran", "Bukti\ndukung", "Keterangan", "Tahap",
             "Tgl. Mulai"],
            ["\u00a0Rapat\u200b\nkoordinasi ", "=1+1", "- a\n\n  - b ", "@semua", " PERSIAPAN ",
             date(2026, 1, 31)],
            ["+62 811", "-", "-5", True, "3-monev", 12.5],
        )
    )  # fmt: skip
    made.epoch = openpyxl.utils.datetime.MAC_EPOCH
    return saved(made)


def quarters_over_target_and_realisation():
    """Each quarter has a target and a realisation below it; heads spaced and broken by hyphens."""
    return book(
        ["No", "K E G I A T A N", "Satuan", "Target", "Triwulan I", None, "Triwulan II", None,
         "Triwulan III", None, "Triwulan IV", None, "Penang-\ngung\nJawab", "% Capaian"],
        [*[None] * 4, *["Target", "Realisasi"] * 4],
        [1, "Rapat", "kali", 4, 1, 1, 1, None, 1, None, 1, None, "Kadis", "25%"],
        [2, "Bimtek", "orang", 100, "25", "20", "25", None, "25", None, "25", None, "Kadis"],
        merges=["E1:F1", "G1:H1", "I1:J1", "K1:L1", "A1:A2", "B1:B2", "C1:C2", "D1:D2"],
        sheet="Persiapan",
    )  # fmt: skip


def table_away_from_the_corner():
    """A table from C5 on, whose activity head covers a column of letters and one of texts."""
    return book(
        [], [], [None, None, "Matriks Rencana Aksi Tahun 2026"], [],
        [None, None, "NO", "URAIAN KEGIATAN", None, "OUTPUT", "TARGET", "WAKTU", "ANGGARAN (Rp)",
         "KET"],
        [None, None, "I", "PERSIAPAN"],
        [None, None, 1, "a.", "Rapat tim", "Notula", "2 kali", "Jan s.d Mar", "Rp. 1.000.000,-"],
        [None, None, None, "b.", "Susun SK", "SK", "1 dokumen", "Februari", 0],
        [None, None, "II", "PELAKSANAAN"],
        [None, None, 1, "a.", "Uji coba", "BA", "1 dok", "Apr-Jun", "Rp2.500.000 (APBD)"],
        [None, None, None, "JUMLAH", None, None, None, None, 3500000],
        merges=["D5:E5"],
    )  # fmt: skip


def parents_above_their_parts():
    """Activities that only head their parts; the sheet is named for the stage."""
    return book(
        ["No", "Rencana Aksi", "PIC", "Tenggat", "Status"],
        ["1", "Pembentukan tim"],
        ["1.1", "Rapat", "Kadis", "31/01/2026", "selesai"],
        ["1.2", "SK", "Kadis", "28 Feb 2026", ""],
        ["2", "Pelatihan"],
        ["2.1", "Modul", "Kabid", "Juni 2026", None],
        sheet="Pelaksanaan",
    )


def form_with_hints():
    """A row that says what to fill in; stages by their numbers."""
    return book(
        ["Tahap", "Kegiatan", "Indikator Kinerja", "Bobot", "Waktu Mulai", "Waktu Selesai",
         "Bukti/Eviden"],
        ["(diisi tahap)", "(diisi nama kegiatan)", "(diisi indikator)", "(diisi %)",
         "(diisi tanggal)", "(diisi tanggal)"],
        ["Tahap 1", "Rapat", "ok", "10%", "1 Jan", "31-Jan-26", "Foto"],
        ["Tahap 2", "Lokakarya", "ok", "90%", "1 Jan 26", "TW II", "Foto"],
    )  # fmt: skip


def weeks_of_months():
    """Jadwal over months over weeks, with crosses."""
    return book(
        ["No", "Tahapan", "Jadwal", *[None] * 11, "PJ"],
        [None, None, "Januari", None, None, None, "Februari", None, None, None, "Maret"],
        [None, None, *[1, 2, 3, 4] * 3],
        [1, "Rapat", "x", "x", *[None] * 10, "Kadis"],
        [2, "SK", *[None] * 5, "x", None, None, "x", None, None, None, "Kadis"],
        merges=["A1:A3", "B1:B3", "C1:N1", "C2:F2", "G2:J2", "K2:N2", "O1:O3"],
        sheet="Persiapan",
    )


def quarters_in_colour():
    """TW I–IV without a word, coloured where work is done."""
    return book(
        ["No", "Kegiatan", "TW I", "TW II", "TW III", "TW IV", "PJ"],
        [1, "Persiapan", None, None, None, None, "Kadis"],
        [2, "Pelaksanaan", None, None, None, None, "Kadis"],
        shaded=["C2", "D3", "E3"],
    )


def money_in_millions():
    """A long head for the budget line, money in millions, two heads about agencies."""
    return book(
        ["Kegiatan", "Tahap", "Program/Kegiatan/Sub Kegiatan", "Pagu Anggaran (juta)",
         "Instansi Pelaksana", "Instansi Terkait", "Data Dukung", "Target (%)"],
        ["Rapat", "Persiapan", "1.01.02 Penunjang", "1,5", "Dinas A", "Bappeda", "Foto", 1],
        ["Uji", "Pelaksanaan", "1.01.03 Lain", 25, "Dinas A", "Bappeda", "Foto", 0.5],
    )  # fmt: skip


ALL = {
    made.__name__: made
    for made in (
        titles_and_two_row_head, fractions_and_merged_stages, shares_of_each_quarter,
        schedule_in_words, marks_by_quarter, months_with_marks_and_colours,
        repeated_heads_and_subtotals, activity_over_several_rows, errors_and_oddities,
        thousands_in_the_head, realisation_beside_targets, three_row_head,
        numbered_without_a_column, plain_words_only, old_milestones_named_like_stages, dirty_text,
        quarters_over_target_and_realisation, table_away_from_the_corner,
        parents_above_their_parts, form_with_hints, weeks_of_months, quarters_in_colour,
        money_in_millions,
    )
}  # fmt: skip
