"""Excel import and export in the admin site: dry run, errors by row, all or nothing, scope."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionplans.models import ReportingPeriod
from innovations.models import Agency, Innovation, OutcomeValue, Region, Replication
from replikasi.accounts.models import User
from tests.factories import InnovationFactory, OutcomeFactory, OutcomeValueFactory, RegionFactory

pytestmark = pytest.mark.django_db


def url(model, page):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def xlsx(*rows, name="data.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def check(client, model, *rows, file=None):
    """The dry run's answer."""
    return client.post(
        url(model, "import"), {"import_file": file or xlsx(*rows), "resource": "0", "format": ""}
    )


def confirm(client, model, answer):
    form = answer.context["confirm_form"]
    return client.post(url(model, "process_import"), form.initial, follow=True)


def exported(client, model, format="0"):
    answer = client.post(url(model, "export"), {"format": format, "resource": "0"})
    if format == "1":
        return answer.content.decode("utf-8-sig").splitlines()
    return list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)


def test_regions_come_in_after_a_look(as_user, admin):
    client = as_user(admin)
    RegionFactory(code="19.05", name="Bangka Lama")
    answer = check(
        client,
        Region,
        ["kode", "nama", "tingkat"],
        [19.05, "Bangka Barat", "Kabupaten"],
        ["19.71", "Pangkal Pinang", "kota"],
    )
    page = answer.content.decode()
    assert "Pratinjau" in page
    assert "<del>Bangka Lama</del> <ins>Bangka Barat</ins>" in page
    assert "style=" not in page
    assert Region.objects.get().name == "Bangka Lama"

    page = confirm(client, Region, answer).content.decode()

    assert "Impor selesai: 1 baru, 1 diubah, 0 sudah sama." in page
    assert list(Region.objects.values_list("code", "name")) == [
        ("19.05", "Bangka Barat"),
        ("19.71", "Pangkal Pinang"),
    ]


def test_what_is_wrong_is_told_row_by_row_and_nothing_is_saved(as_user, admin, bangka_barat):
    answer = check(
        as_user(admin),
        Agency,
        ["wilayah", "nama", "nama_pendek", "jenis"],
        ["19.05", "Dinas Satu", "DS", "OPD"],
        ["19.99", "Dinas Dua", "DD", "OPD"],
        ["19.05", "Dinas Tiga", "DT", "Toko"],
        ["19.05", "Dinas Satu", "DS", "OPD"],
        ["19.05", "", "DE", "OPD"],
    )
    page = answer.content.decode()

    assert "Wilayah “19.99” tidak ada di portal." in page
    assert "<b>jenis</b>: “Toko” tidak dikenal." in page
    assert "sama dengan baris sebelumnya" in page
    assert "Kolom ini harus diisi." in page
    assert "confirm_form" not in answer.context
    assert not Agency.objects.exists()


def test_a_confirmation_that_fails_saves_nothing(as_user, admin, bangka_barat):
    client = as_user(admin)
    rows = [["wilayah", "nama", "nama_pendek", "jenis"]]
    rows += [["19.05", "Dinas Satu", "DS", "OPD"], ["19.06", "Dinas Dua", "DD", "OPD"]]
    other = RegionFactory(code="19.06")
    answer = check(client, Agency, *rows)
    other.delete()

    page = confirm(client, Agency, answer).content.decode()

    assert "Tidak ada yang tersimpan" in page
    assert not Agency.objects.exists()


def test_a_confirmation_works_once(as_user, admin):
    client = as_user(admin)
    answer = check(client, Region, ["kode", "nama", "tingkat"], ["19", "Babel", "provinsi"])
    confirm(client, Region, answer)
    page = confirm(client, Region, answer).content.decode()

    assert "sudah diimpor atau kedaluwarsa" in page
    assert Region.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.pdf", b"%PDF-1.4"), "Pakai berkas Excel"),
        (SimpleUploadedFile("a.xlsx", b"bukan excel"), "tidak terbaca"),
        (SimpleUploadedFile("a.csv", b"kode,nama,tingkat\r\n"), "tidak berisi baris data"),
        (SimpleUploadedFile("a.csv", b"nama,tingkat\r\nBabel,provinsi"), "Kolom wajib belum ada"),
        (SimpleUploadedFile("a.csv", b"kode,status\r\n19,selesai"), "Kolom tidak dikenal: status"),
        (SimpleUploadedFile("a.csv", b""), "kosong"),
    ],
)
def test_a_file_that_does_not_fit_is_told_why(as_user, admin, file, sentence):
    file.seek(0)
    page = check(as_user(admin), Region, file=file).content.decode()

    assert sentence in page
    assert not Region.objects.exists()


def test_constraints_speak_in_the_row(as_user, admin):
    page = check(
        as_user(admin), Region, ["kode", "nama", "tingkat"], ["1905", "Bangka Selatan", "kabupaten"]
    ).content.decode()

    assert "Pakai kode Kemendagri bertitik" in page


def test_what_is_exported_comes_in_again_unchanged(as_user, admin, sibakul, dinkop, ubb):
    client = as_user(admin)
    Innovation.objects.update(tagline="=1+1")
    OutcomeValue.objects.create(
        outcome=OutcomeFactory(replication=sibakul), measured_on="2026-06-30", value="40.5"
    )
    ReportingPeriod.objects.create(
        year=2026, quarter=1, opens="2026-04-01", due="2026-04-08", review_due="2026-04-15"
    )
    for model in (Region, Agency, Innovation, Replication, OutcomeValue, ReportingPeriod, User):
        answer = client.post(url(model, "export"), {"format": "0", "resource": "0"})
        page = check(client, model, file=SimpleUploadedFile("lagi.xlsx", answer.content))
        result = page.context["result"]
        assert result.totals["skip"] == result.total_rows == model.objects.count(), model


def test_csv_goes_out_as_well(as_user, admin, dinkop):
    lines = exported(as_user(admin), Agency, format="1")

    assert lines[0] == "wilayah,nama,nama_pendek,jenis"
    assert lines[1] == '19.05,"Dinas Koperasi, UKM dan Perindustrian",Dinkop UKM,OPD'


def test_replications_are_found_by_names_and_kept_in_the_region(
    as_user, lia, joko, dinkop, distan, ubb
):
    InnovationFactory(name="Sip Banget")
    rows = [
        ["inovasi", "opd", "tahun_program", "fasilitator", "status"],
        ["sip banget", dinkop.name, 2026, ubb.name, "Berjalan"],
    ]
    page = check(as_user(joko), Replication, *rows).content.decode()
    assert "OPD ini di luar wilayah kerja Anda." in page

    client = as_user(lia)
    confirm(client, Replication, check(client, Replication, *rows))

    row = Replication.objects.get()
    assert (row.agency, row.facilitator, row.programme_year) == (dinkop, ubb, 2026)
    assert row.history.first().history_user == lia
    assert row.history.first().history_change_reason == "impor"


def test_litbang_imports_no_people_and_no_agencies(as_user, lia):
    client = as_user(lia)

    assert client.get(url(User, "import")).status_code == 403
    assert client.get(url(User, "export")).status_code == 403
    assert client.get(url(Agency, "import")).status_code == 403
    assert client.post(url(Agency, "process_import"), {}).status_code in (302, 403)
    assert client.get(url(Agency, "export")).status_code == 200


def test_namesakes_are_told_apart_by_their_region(as_user, admin, dinkop):
    Agency.objects.create(
        name=dinkop.name, short_name="D", kind="opd", region=RegionFactory(code="19.06")
    )
    InnovationFactory(name="Sip Banget")
    client = as_user(admin)
    head = ["inovasi", "wilayah", "opd", "tahun_program", "status"]
    row = ["Sip Banget", "", dinkop.name, 2026, "Berjalan"]
    page = check(client, Replication, head, row).content.decode()
    assert "lebih dari satu. Isi kolom wilayah." in page

    row[1] = 19.05
    confirm(client, Replication, check(client, Replication, head, row))

    assert Replication.objects.get().agency == dinkop


def test_outcome_values_are_imported(as_user, lia, joko, sibakul):
    OutcomeFactory(replication=sibakul, indicator="UKM naik kelas")
    head = ["inovasi", "opd", "tahun_program", "indikator", "tanggal", "nilai", "sumber"]
    row = [sibakul.innovation.name, sibakul.agency.name, 2022, "UKM naik kelas"]
    row += ["30 Juni 2026", "1.234,5", "Dinkop"]
    page = check(as_user(joko), OutcomeValue, head, row).content.decode()
    assert "di luar wilayah kerja Anda" in page

    client = as_user(lia)
    confirm(client, OutcomeValue, check(client, OutcomeValue, head, row))

    value = OutcomeValue.objects.get()
    assert (str(value.value), value.state, value.recorded_by) == ("1234.50", "dikirim", lia)
    assert value.history.first().history_change_reason == "impor"


def outcome_file(outcome, *rows):
    head = ["indikator", "tanggal", "kelompok", "nilai", "status", "nilai_terverifikasi"]
    return [head, *([outcome.indicator, *row] for row in rows)]


def test_no_import_verifies_or_changes_what_is_verified(as_user, lia, sibakul):
    outcome = OutcomeFactory(replication=sibakul, groups="Perempuan")
    kept = OutcomeValueFactory(outcome=outcome, verified=True)
    client = as_user(lia)
    rows = outcome_file(
        outcome,
        ["30-09-2026", "", "50", "Terverifikasi", "50"],
        ["30-09-2026", "Perempuan", "20", "", ""],
    )
    confirm(client, OutcomeValue, check(client, OutcomeValue, *rows))
    made = OutcomeValue.objects.exclude(pk=kept.pk).order_by("group")
    assert [(row.group, row.state, row.verified_value) for row in made] == [
        ("", "dikirim", None),
        ("Perempuan", "dikirim", None),
    ]

    changed = outcome_file(outcome, ["30-06-2026", "", "41", "", ""])
    assert "sudah terverifikasi" in check(client, OutcomeValue, *changed).content.decode()
    kept.refresh_from_db()
    assert kept.value == 40


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["30-09-2030", "", "50", "", ""], "belum tiba"),
        (["30-06-2026", "Lansia", "50", "", ""], "Lansia"),
    ],
)
def test_a_value_that_no_agency_could_send_is_not_imported(as_user, lia, sibakul, row, sentence):
    rows = outcome_file(OutcomeFactory(replication=sibakul), row)

    assert sentence in check(as_user(lia), OutcomeValue, *rows).content.decode()
    assert not OutcomeValue.objects.exists()


def test_people_are_imported_without_passwords(as_user, admin, dinkop, rini):
    head = ["nama_pengguna", "nama", "email", "peran", "instansi", "nip", "boleh_mengirim", "aktif"]
    rows = [
        ["sari", "Sari", "Sari@contoh.test", "Staf OPD", dinkop.name, "19800101 200501 2 003"],
        ["rini", "Rini A.", "rini@contoh.test", "staf", dinkop.name, ""],
    ]
    rows = [[*rows[0], "tidak", "ya"], [*rows[1], "ya", "ya"]]
    client = as_user(admin)
    confirm(client, User, check(client, User, head, *rows))

    sari = User.objects.get(username="sari")
    assert (sari.email, sari.nip, sari.agency) == (
        "sari@contoh.test",
        "198001012005012003",
        dinkop,
    )
    assert not sari.has_usable_password()
    rini.refresh_from_db()
    assert (rini.name, rini.may_send, rini.has_usable_password()) == ("Rini A.", True, True)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["x", "X", "x@contoh.test", "Staf OPD", ""], "Peran ini harus punya instansi."),
        (["x", "X", "rini@contoh.test", "Admin", ""], "sudah dipakai orang lain"),
        (["x", "X", "x@contoh.test", "Raja", ""], "Pilihannya: Staf OPD"),
        (["x", "X", "bukan-email", "Admin", ""], "email"),
        (["admin", "A", "admin@contoh.test", "Pimpinan", ""], "akun sendiri"),
        (["x", "X", "x@contoh.test", "Staf OPD", "Dinas Gaib"], "tidak ada di portal"),
    ],
)
def test_a_person_that_cannot_be_is_told(as_user, admin, rini, row, sentence):
    head = ["nama_pengguna", "nama", "email", "peran", "instansi"]
    page = check(as_user(admin), User, head, row).content.decode()

    assert sentence in page
    assert not User.objects.filter(username="x").exists()


def test_exports_hold_to_search_and_scope(as_user, joko, lia, sibakul, admin):
    assert len(exported(as_user(joko), Replication)) == 1
    assert len(exported(as_user(lia), Replication)) == 2
    answer = as_user(admin).post(
        url(Replication, "export") + "?q=tidakada", {"format": "0", "resource": "0"}
    )
    assert len(list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)) == 1
