"""The statements that the portal asks before an adoption until Litbang words its own.

They are the portal's, not a form of any ministry; `seed_facts` writes them where there are none.
Each is to be read with "seberapa jauh ini sudah benar bagi OPD kita".
"""

from .models import Dimension

# aspect, weight, statement, hint
STATEMENTS = [
    (
        Dimension.NEED,
        10,
        "Masalah yang dijawab inovasi ini juga dialami warga atau pelaku usaha di wilayah kita.",
        "Sebut data atau pengaduan yang menunjukkannya.",
    ),
    (
        Dimension.NEED,
        8,
        "Besarnya masalah itu sudah diukur, sehingga perubahan nanti dapat dibandingkan.",
        "Misalnya jumlah UKM binaan, luas serangan hama, atau lama layanan tahun ini.",
    ),
    (
        Dimension.NEED,
        6,
        "Belum ada program lain di daerah kita yang menjawab masalah yang sama.",
        "Bila ada, sebut programnya dan apa yang belum dijawabnya.",
    ),
    (
        Dimension.LEGAL,
        8,
        "Tugas dan fungsi OPD mencakup layanan yang diubah inovasi ini.",
        "Rujuk peraturan tentang susunan dan tugas OPD.",
    ),
    (
        Dimension.LEGAL,
        6,
        "Aturan yang diperlukan sudah ada, atau dapat ditetapkan sebelum pelaksanaan dimulai.",
        "Misalnya peraturan bupati, SK tim, atau perjanjian dengan instansi asal.",
    ),
    (
        Dimension.PEOPLE,
        8,
        "Ada pegawai yang ditunjuk dan punya waktu untuk menjalankannya.",
        "Sebut jabatannya, bukan hanya jumlahnya.",
    ),
    (
        Dimension.PEOPLE,
        8,
        "Pegawai itu memiliki keterampilan yang dituntut unsur inti inovasi.",
        "Bandingkan dengan orang yang diperlukan di instansi asal.",
    ),
    (
        Dimension.PEOPLE,
        4,
        "Pelatihan atau pendampingan dari instansi asal atau perguruan tinggi dapat diperoleh.",
        "",
    ),
    (
        Dimension.BUDGET,
        10,
        "Biaya tahun pertama sudah masuk, atau dapat masuk, dalam anggaran OPD.",
        "Sebut subkegiatan dan pagunya.",
    ),
    (
        Dimension.BUDGET,
        6,
        "Biaya rutin sesudah tahun pertama dapat ditanggung OPD sendiri.",
        "Pikirkan pemeliharaan, honor, langganan dan penggantian alat.",
    ),
    (
        Dimension.SYSTEMS,
        8,
        "Sarana dan prasarana yang dituntut unsur inti sudah tersedia atau dapat disediakan.",
        "Ruang, kendaraan, alat, bahan.",
    ),
    (
        Dimension.SYSTEMS,
        6,
        "Aplikasi dan data yang diperlukan dapat dipakai dan dihubungkan dengan yang sudah ada.",
        "Tanyakan kepada Dinas Kominfo.",
    ),
    (
        Dimension.SYSTEMS,
        4,
        "Jaringan internet dan listrik di tempat layanan cukup untuk menjalankannya.",
        "Periksa tempat yang paling jauh.",
    ),
    (
        Dimension.LEADERSHIP,
        10,
        "Kepala OPD menyatakan kesediaannya dan menunjuk penanggung jawab.",
        "Secara tertulis lebih baik.",
    ),
    (
        Dimension.LEADERSHIP,
        8,
        "Kepala daerah atau Sekda mendukung dan mencantumkannya dalam prioritas daerah.",
        "Misalnya dalam RKPD atau komitmen bersama.",
    ),
]
