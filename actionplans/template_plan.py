"""The programme's template of an action plan: three stages that every new plan starts from."""

from .models import Stage

ROWS = [
    (Stage.PREPARATION, "Pembentukan SK tim replikasi", "SK tim replikasi", "dokumen"),
    (Stage.PREPARATION, "Komunikasi dengan instansi asal", "Catatan komunikasi", "kali"),
    (Stage.PREPARATION, "Penyusunan desain adaptasi", "Dokumen desain adaptasi", "dokumen"),
    (Stage.IMPLEMENTATION, "Sosialisasi internal", "Sosialisasi terlaksana", "kali"),
    (
        Stage.IMPLEMENTATION,
        "Penguatan SDM, proses dan sarana",
        "SDM, proses dan sarana siap",
        "kegiatan",
    ),
    (Stage.IMPLEMENTATION, "Uji coba", "Uji coba terlaksana", "lokasi"),
    (Stage.MONITORING, "Monitoring bulanan", "Catatan monitoring", "catatan"),
    (Stage.MONITORING, "Evaluasi triwulanan", "Laporan evaluasi", "laporan"),
]
