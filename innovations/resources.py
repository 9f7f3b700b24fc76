"""The sheets of reference data: what Excel import may write, and export shows."""

from django.core.exceptions import ValidationError

from innovations.models import (
    Agency,
    Commitment,
    Innovation,
    InnovationElement,
    InnovationSource,
    OriginContact,
    Outcome,
    OutcomeValue,
    Region,
    Replication,
)
from innovations.services.outcomes import check_entered, enter_value
from replikasi.common.sheets import (
    Choice,
    Day,
    Figure,
    Link,
    RegionCode,
    Sheet,
    Text,
    Whole,
    column,
    text_of,
)


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
    bidang = column("field", "bidang")
    status_diperiksa = column("status_on", "status_diperiksa", Day())
    status_sumber = column("status_source", "status_sumber")
    perlu_aturan = column("needs_rules", "perlu_aturan")
    perlu_orang = column("needs_people", "perlu_orang")
    perlu_sistem = column("needs_systems", "perlu_sistem")
    perlu_biaya = column("needs_money", "perlu_biaya")

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
            "bidang",
            "status_diperiksa",
            "status_sumber",
            "perlu_aturan",
            "perlu_orang",
            "perlu_sistem",
            "perlu_biaya",
        ]
        import_id_fields = ["nama"]

    def before_save_instance(self, instance, row, **kwargs):
        """A form that was opened before the import is told of it."""
        super().before_save_instance(instance, row, **kwargs)
        if instance.pk:
            instance.revision += 1


def innovation():
    return Link(
        "Inovasi",
        lambda text, row: Innovation.objects.filter(name__iexact=text).order_by("pk"),
        lambda row: row.name,
    )


class ElementSheet(Sheet):
    inovasi = column("innovation", "inovasi", innovation())
    nomor = column("number", "nomor", Whole())
    unsur = column("name", "unsur")
    jenis = column("kind", "jenis", Choice(InnovationElement.Kind.choices))
    keterangan = column("note", "keterangan")

    class Meta(Sheet.Meta):
        model = InnovationElement
        fields = ["inovasi", "nomor", "unsur", "jenis", "keterangan"]
        import_id_fields = ["inovasi", "nomor"]


class FactList(Text):
    """What a source vouches for, by the labels of InnovationSource.FACTS, with commas between."""

    def clean(self, value, row=None, **kwargs):
        known = {
            word.lower(): key
            for key, label in InnovationSource.FACTS.items()
            for word in (key, label)
        }
        words = [word.strip() for word in text_of(value).split(",") if word.strip()]
        unknown = [word for word in words if word.lower() not in known]
        if unknown:
            raise ValueError(
                f"“{unknown[0]}” tidak dikenal. Pilihannya: "
                f"{', '.join(InnovationSource.FACTS.values())}."
            )
        return [key for key in InnovationSource.FACTS if key in {known[w.lower()] for w in words}]

    def render(self, value, obj=None, **kwargs):
        return ", ".join(InnovationSource.FACTS.get(key, key) for key in value or [])


class SourceSheet(Sheet):
    inovasi = column("innovation", "inovasi", innovation())
    judul = column("title", "judul")
    tautan = column("url", "tautan")
    tanggal_terbit = column("published_on", "tanggal_terbit", Day())
    keterangan = column("note", "keterangan")
    sumber_bagi = column("facts", "sumber_bagi", FactList())

    class Meta(Sheet.Meta):
        model = InnovationSource
        fields = ["inovasi", "judul", "tautan", "tanggal_terbit", "keterangan", "sumber_bagi"]
        import_id_fields = ["inovasi", "judul"]


class Phone(Text):
    """A number as text: Excel takes the 0 at its beginning away."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, int | float):
            raise ValueError("Format kolom ini sebagai teks: Excel menghapus angka 0 di depannya.")
        return text_of(value)


class ContactSheet(Sheet):
    """People at the origin: for who may see them (`innovations.see_origin_contacts`)."""

    inovasi = column("innovation", "inovasi", innovation())
    nama = column("name", "nama")
    jabatan = column("position", "jabatan")
    telepon = column("phone", "telepon", Phone())
    surel = column("email", "surel")
    keterangan = column("note", "keterangan")

    class Meta(Sheet.Meta):
        model = OriginContact
        fields = ["inovasi", "nama", "jabatan", "telepon", "surel", "keterangan"]
        import_id_fields = ["inovasi", "nama"]


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
    inovasi = column("innovation", "inovasi", innovation())
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
    """What is imported is sent, and waits for Litbang as whatever an agency sends."""

    optional_keys = ("kelompok",)
    inovasi = column("outcome__replication__innovation__name", "inovasi", shown=True)
    wilayah = column("outcome__replication__agency__region_id", "wilayah", RegionCode(), shown=True)
    opd = column("outcome__replication__agency__name", "opd", shown=True)
    tahun_program = column(
        "outcome__replication__programme_year", "tahun_program", Whole(), shown=True
    )
    indikator = column("outcome", "indikator", OutcomeLink())
    tanggal = column("measured_on", "tanggal", Day())
    kelompok = column("group", "kelompok")
    nilai = column("value", "nilai", Figure())
    sumber = column("source", "sumber")
    status = column("state", "status", Choice(OutcomeValue.State.choices), shown=True)
    nilai_terverifikasi = column("verified_value", "nilai_terverifikasi", Figure(), shown=True)

    class Meta(Sheet.Meta):
        model = OutcomeValue
        fields = [
            "inovasi",
            "wilayah",
            "opd",
            "tahun_program",
            "indikator",
            "tanggal",
            "kelompok",
            "nilai",
            "sumber",
            "status",
            "nilai_terverifikasi",
        ]
        import_id_fields = ["indikator", "tanggal"]

    def get_instance(self, instance_loader, row):
        outcome = self.fields["indikator"].clean(row)
        rows = OutcomeValue.objects.filter(
            outcome=outcome,
            measured_on=self.fields["tanggal"].clean(row),
            group=text_of(row.get("kelompok")),
        )
        return rows.first() if outcome else None

    def import_instance(self, instance, row, **kwargs):
        before = (instance.value, instance.source)
        super().import_instance(instance, row, **kwargs)
        visible = Replication.objects.visible_to(kwargs["user"])
        if not visible.filter(outcomes=instance.outcome_id).exists():
            raise ValidationError({"outcome": "Replikasi ini di luar wilayah kerja Anda."})
        if before != (instance.value, instance.source):
            check_entered(instance)

    def do_instance_save(self, instance, is_create):
        enter_value(instance, by=instance._history_user)
