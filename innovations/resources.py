"""The sheets of reference data: what Excel import may write, and export shows."""

from django.core.exceptions import ValidationError

from innovations.models import (
    Agency,
    Commitment,
    Innovation,
    Outcome,
    OutcomeValue,
    Region,
    Replication,
)
from replikasi.common.sheets import Choice, Day, Figure, Link, RegionCode, Sheet, Whole, column


def region(noun="Wilayah"):
    return RegionLink(
        noun, lambda text, row: Region.objects.filter(code=text), lambda row: row.code
    )


class RegionLink(Link):
    """A region by its dotted code, also where Excel took the code for a number."""

    def clean(self, value, row=None, **kwargs):
        return super().clean(RegionCode().clean(value), row, **kwargs)


def agency(noun="Instansi", region_column=None):
    """An agency by its name; `region_column` names the column that tells namesakes apart."""

    def find(text, row):
        rows = Agency.objects.filter(name__iexact=text).order_by("pk")
        code = RegionCode().clean(row.get(region_column)) if region_column else ""
        return rows.filter(region=code) if code else rows

    help = f"Isi kolom {region_column}." if region_column else ""
    return Link(noun, find, lambda row: row.name, help)


class RegionSheet(Sheet):
    kode = column("code", "kode", RegionCode())
    nama = column("name", "nama")
    tingkat = column("level", "tingkat", Choice(Region.Level.choices))

    class Meta(Sheet.Meta):
        model = Region
        fields = ["kode", "nama", "tingkat"]
        import_id_fields = ["kode"]


class AgencySheet(Sheet):
    wilayah = column("region", "wilayah", region())
    nama = column("name", "nama")
    nama_pendek = column("short_name", "nama_pendek")
    jenis = column("kind", "jenis", Choice(Agency.Kind.choices))

    class Meta(Sheet.Meta):
        model = Agency
        fields = ["wilayah", "nama", "nama_pendek", "jenis"]
        import_id_fields = ["wilayah", "nama"]


class InnovationSheet(Sheet):
    nama = column("name", "nama")
    tentang = column("tagline", "tentang")
    masalah = column("problem", "masalah")
    wilayah_asal = column("origin_region", "wilayah_asal", region("Wilayah asal"))
    instansi_asal = column(
        "origin_agency", "instansi_asal", agency("Instansi asal", "wilayah_asal")
    )
    tahun_mulai = column("started_year", "tahun_mulai", Whole())
    penghargaan = column("award", "penghargaan")
    status = column("status", "status", Choice(Innovation.Status.choices))
    sumber = column("source_url", "sumber")

    class Meta(Sheet.Meta):
        model = Innovation
        fields = [
            "nama",
            "tentang",
            "masalah",
            "wilayah_asal",
            "instansi_asal",
            "tahun_mulai",
            "penghargaan",
            "status",
            "sumber",
        ]
        import_id_fields = ["nama"]


class CommitmentSheet(Sheet):
    judul = column("title", "judul")
    tanggal = column("signed_on", "tanggal", Day())
    waktu = column("signed_period", "waktu")
    tempat = column("place", "tempat")
    penanda_tangan = column("signatories", "penanda_tangan")
    naskah = column("document_url", "naskah")
    berlaku_sampai = column("valid_until", "berlaku_sampai", Day())

    class Meta(Sheet.Meta):
        model = Commitment
        fields = [
            "judul",
            "tanggal",
            "waktu",
            "tempat",
            "penanda_tangan",
            "naskah",
            "berlaku_sampai",
        ]
        import_id_fields = ["judul"]


class ReplicationSheet(Sheet):
    inovasi = column(
        "innovation",
        "inovasi",
        Link(
            "Inovasi",
            lambda text, row: Innovation.objects.filter(name__iexact=text).order_by("pk"),
            lambda row: row.name,
        ),
    )
    wilayah = column("agency__region_id", "wilayah", RegionCode(), shown=True)
    opd = column("agency", "opd", agency("OPD", "wilayah"))
    tahun_program = column("programme_year", "tahun_program", Whole())
    nama_lokal = column("local_name", "nama_lokal")
    fasilitator = column("facilitator", "fasilitator", agency("Fasilitator"))
    komitmen = column(
        "commitment",
        "komitmen",
        Link(
            "Komitmen",
            lambda text, row: Commitment.objects.filter(title__iexact=text).order_by("pk"),
            lambda row: row.title,
        ),
    )
    narahubung = column("origin_contact", "narahubung")
    catatan = column("note", "catatan")
    status = column("status", "status", Choice(Replication.Status.choices))

    class Meta(Sheet.Meta):
        model = Replication
        fields = [
            "inovasi",
            "wilayah",
            "opd",
            "tahun_program",
            "nama_lokal",
            "fasilitator",
            "komitmen",
            "narahubung",
            "catatan",
            "status",
        ]
        import_id_fields = ["inovasi", "opd", "tahun_program"]

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        if not Agency.objects.visible_to(kwargs["user"]).filter(pk=instance.agency_id).exists():
            raise ValidationError({"agency": "OPD ini di luar wilayah kerja Anda."})


class OutcomeLink(Link):
    """An outcome by its indicator and the columns that name its replication."""

    def __init__(self):
        super().__init__(
            "Indikator",
            self.of_replication,
            lambda row: row.indicator,
            "Periksa inovasi, wilayah, opd dan tahun_program.",
        )

    @staticmethod
    def of_replication(text, row):
        rows = Outcome.objects.filter(indicator__iexact=text).order_by("pk")
        for name, path in (
            ("inovasi", "replication__innovation__name__iexact"),
            ("wilayah", "replication__agency__region"),
            ("opd", "replication__agency__name__iexact"),
            ("tahun_program", "replication__programme_year"),
        ):
            cell = RegionCode() if name == "wilayah" else Whole() if "year" in path else None
            wanted = cell.clean(row.get(name)) if cell else row.get(name)
            if wanted not in (None, ""):
                rows = rows.filter(**{path: wanted})
        return rows


class OutcomeValueSheet(Sheet):
    inovasi = column("outcome__replication__innovation__name", "inovasi", shown=True)
    wilayah = column("outcome__replication__agency__region_id", "wilayah", RegionCode(), shown=True)
    opd = column("outcome__replication__agency__name", "opd", shown=True)
    tahun_program = column(
        "outcome__replication__programme_year", "tahun_program", Whole(), shown=True
    )
    indikator = column("outcome", "indikator", OutcomeLink())
    tanggal = column("measured_on", "tanggal", Day())
    nilai = column("value", "nilai", Figure())
    sumber = column("source", "sumber")

    class Meta(Sheet.Meta):
        model = OutcomeValue
        fields = [
            "inovasi",
            "wilayah",
            "opd",
            "tahun_program",
            "indikator",
            "tanggal",
            "nilai",
            "sumber",
        ]
        import_id_fields = ["indikator", "tanggal"]

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        visible = Replication.objects.visible_to(kwargs["user"])
        if not visible.filter(outcomes=instance.outcome_id).exists():
            raise ValidationError({"outcome": "Replikasi ini di luar wilayah kerja Anda."})
