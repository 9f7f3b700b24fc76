"""The data export: what its tables say, to whom, and that they say what the pages say."""

import json
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans import arithmetic
from actionplans.models import Milestone, PeriodStanding, Report
from replikasi.documents.data import places
from replikasi.documents.gathering import data
from tests import factories
from tests.documents.data_files import content, selection, told

pytestmark = pytest.mark.django_db
FIGURES = {
    "realisasi_sementara_persen",
    "realisasi_terverifikasi_persen",
    "realisasi_persen",
    "deviasi_poin",
    "capaian_persen",
    "pita_capaian",
    "jenis_angka",
    "uang_sementara_rp",
    "serapan_persen",
}


@pytest.fixture
def october(on_day):
    return on_day("2026-10-13")


@pytest.fixture
def world(october, plan):
    """TW I verified (its first line lower than claimed), TW II sent late, TW III silent."""
    first, second, _ = plan.milestones.order_by("number")
    factories.ProgressUpdateFactory(milestone=first, percent=60, spent=4_000_000, quantity=2)
    factories.ReportFactory(plan=plan, quarter=1, verified=True, lowered=30)
    factories.ProgressUpdateFactory(milestone=second, percent=45, happened_on=date(2026, 6, 20))
    factories.ReportFactory(plan=plan, quarter=2, sent=True, late=3)
    return plan


def of(tables, table, **wanted):
    """The only row of `table` that has the wanted cells."""
    rows = [row for row in tables[table] if wanted.items() <= row.items()]
    assert len(rows) == 1, rows
    return rows[0]


# -- what it says -------------------------------------------------------------------------------


def test_standings_are_those_of_the_portal(world, lia):
    tables = told(lia)
    for standing in world.standings.select_related("period"):
        row = of(tables, "capaian", rencana_id=world.pk, triwulan=standing.period.quarter)
        own = standing.verified_quarter == standing.period.quarter
        verified = standing.verified if own else None
        actual = standing.claimed if verified is None else verified
        expected = {
            "rencana_persen": standing.planned,
            "realisasi_sementara_persen": standing.claimed,
            "realisasi_terverifikasi_persen": verified,
            "realisasi_persen": actual,
            "deviasi_poin": arithmetic.deviation(actual, standing.planned),
            "capaian_persen": arithmetic.achievement(actual, standing.planned),
            "pagu_rp": standing.ceiling,
            "uang_sementara_rp": standing.spent,
            "serapan_persen": arithmetic.absorption(standing.spent, standing.ceiling),
        }
        assert {name: row[name] for name in expected} == {
            name: value if value is None else pytest.approx(float(value), abs=1e-10)
            for name, value in expected.items()
        }


def test_figures_are_those_of_the_pages_own_downloads(world, as_user, lia):
    tables, client = told(lia), as_user(lia)
    page = client.get("/dasbor/deviasi.json?year=2026&quarter=1").json()["baris"][0]
    row = of(tables, "capaian", triwulan=1)
    assert (row["rencana_persen"], row["realisasi_persen"], row["jenis_angka"]) == (
        pytest.approx(page["Rencana, %"]),
        pytest.approx(page["Realisasi, %"]),
        page["Jenis angka"],
    )
    assert row["deviasi_poin"] == pytest.approx(page["Deviasi, poin"])
    page = client.get("/dasbor/peringkat.json?year=2026&quarter=1").json()["baris"][0]
    assert row["capaian_persen"] == pytest.approx(page["Capaian, %"])
    assert (row["pita_capaian"], row["serapan_persen"]) == (
        page["Pita capaian"],
        pytest.approx(page["Serapan, %"]),
    )
    recap = client.get("/dasbor/rekap.json?year=2026").json()["baris"][0]
    for quarter in ("TW I", "TW II", "TW III", "TW IV"):
        row = of(tables, "laporan", periode=quarter)
        assert row["status"] == recap[f"{quarter}, status"].lower()
        assert row["tenggat"] == recap[f"{quarter}, tenggat"]
        assert row["pertama_dikirim"] == recap[f"{quarter}, pertama dikirim"]
        assert row["terlambat_hari_kerja"] == recap[f"{quarter}, terlambat (hari kerja)"]


def test_a_report_says_when_how_late_and_by_which_role_never_by_whom(world, lia):
    tables = told(lia)
    report = Report.objects.get(period__quarter=1)
    row = of(tables, "laporan", triwulan=1)
    assert (row["status"], row["diputuskan_oleh"]) == ("terverifikasi", "Verifikator Litbang")
    assert (
        row["diverifikasi_pada"] == report.decided_at.astimezone(factories.WIB).date().isoformat()
    )
    late = of(tables, "laporan", triwulan=2)
    assert (late["terlambat_hari_kerja"], late["diverifikasi_pada"]) == (3, None)
    words = json.dumps(tables)
    assert "Lia Kartika" not in words
    assert "Hasan Basri" not in words


def test_silence_is_empty_and_said_in_words_never_0(world, lia):
    tables = told(lia)
    for quarter, word in ((3, "belum dilaporkan"), (4, "belum dibuka")):
        row = of(tables, "capaian", triwulan=quarter)
        assert row["status"] == word
        assert {row[name] for name in FIGURES} == {None}
        assert row["rencana_persen"] > 0


def test_a_milestone_of_which_nothing_was_said_has_no_figure(world, lia):
    silent = factories.ActionPlanFactory(
        replication__agency__region=lia.region, milestones=1, approved=True
    )
    tables = told(lia)
    row = of(tables, "tonggak", rencana_id=silent.pk)
    assert row["status"] == "belum dilaporkan"
    assert {row[name] for name in FIGURES & row.keys()} == {None}
    assert (row["sementara_per"], row["jumlah_sementara"]) == (None, None)
    # Litbang agreed that nothing was reached: that is a figure, and the milestone's page has it.
    third = of(tables, "tonggak", rencana_id=world.pk, tonggak_no=3)
    assert (third["realisasi_terverifikasi_persen"], third["status"]) == (0, "terverifikasi")
    assert third["realisasi_sementara_persen"] is None


def test_what_is_not_asked_says_so(world, lia):
    PeriodStanding.objects.filter(plan=world, period__quarter=3).update(report_state="bebas")
    tables = told(lia)
    assert of(tables, "capaian", triwulan=3)["status"] == "tidak diminta"
    row = of(tables, "laporan", triwulan=3)
    assert (row["diminta"], row["status"]) == ("tidak", "tidak diminta")
    assert row["terlambat_hari_kerja"] is None
    assert of(tables, "laporan", triwulan=2)["diminta"] == "ya"


def test_a_milestone_has_its_plan_what_was_said_and_what_was_verified(world, lia):
    tables = told(lia)
    first = world.milestones.get(number=1)
    row = of(tables, "tonggak", tonggak_no=1)
    assert {
        name: row[name]
        for name in ("kode_wilayah", "wilayah", "tahap", "kegiatan", "satuan", "mulai", "selesai")
    } == {
        "kode_wilayah": "19.05",
        "wilayah": "Kabupaten Bangka Barat",
        "tahap": "persiapan",
        "kegiatan": first.activity,
        "satuan": "dokumen",
        "mulai": first.start.isoformat(),
        "selesai": first.due.isoformat(),
    }
    assert Decimal(str(row["bobot_persen"])) == first.weight
    assert (row["realisasi_sementara_persen"], row["sementara_per"]) == (60, "2026-02-10")
    assert (row["uang_sementara_rp"], row["jumlah_sementara"]) == (4_000_000, 2)
    assert (row["realisasi_terverifikasi_persen"], row["terverifikasi_triwulan"]) == (30, 1)
    assert row["status"] == "terverifikasi"
    # TW I was verified with the second milestone at nothing; what was said of it since is newer.
    second = of(tables, "tonggak", tonggak_no=2)
    assert (second["realisasi_sementara_persen"], second["uang_sementara_rp"]) == (45, None)


def test_a_verification_that_was_taken_back_leaves_no_verified_figure(october, plan, lia):
    factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1), percent=60)
    factories.ReportFactory(plan=plan, quarter=1, unverified=True)
    tables = told(lia)
    row = of(tables, "tonggak", tonggak_no=1)
    assert (row["realisasi_terverifikasi_persen"], row["status"]) == (None, "sementara")
    row = of(tables, "laporan", triwulan=1)
    assert (row["status"], row["diverifikasi_pada"]) == ("menunggu verifikasi", None)
    row = of(tables, "capaian", triwulan=1)
    assert (row["realisasi_terverifikasi_persen"], row["jenis_angka"]) == (None, "sementara")


def test_what_is_being_revised_is_not_told_before_it_is_approved(october, sibakul, lia, ibu_sekda):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=3, revising=True)
    plan.milestones.filter(number=1).update(activity="Rahasia revisi")
    factories.MilestoneFactory(plan=plan, activity="Tonggak revisi")
    for reader in (lia, ibu_sekda):
        rows = told(reader)["tonggak"]
        assert [row["tonggak_no"] for row in rows] == [1, 2, 3]
        assert "evisi" not in json.dumps(rows)


def test_every_column_and_every_region_is_defined(world, lia):
    tables = told(lia)
    defined = {(row["tabel"], row["kolom"]) for row in tables["definisi"]}
    for table in ("definisi", "wilayah", "tonggak", "laporan", "capaian"):
        assert tables[table]
        assert {(table, column) for row in tables[table] for column in row} <= defined
    assert all(row["arti"].endswith(".") for row in tables["definisi"])
    known = {row["kode"] for row in tables["wilayah"]}
    assert {row["kode_wilayah"] for row in tables["tonggak"]} <= known
    assert {row["kode_induk"] for row in tables["wilayah"]} - {None} <= known
    for table in ("laporan", "capaian", "tonggak"):
        meaning = of(tables, "definisi", tabel=table, kolom="status")["nilai"]
        assert {row["status"] for row in tables[table]} <= set(
            meaning.replace(",", ":").replace(".", ":").replace(": ", ":").split(":")
        )


# -- to whom ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("rini", "own"),
        ("pak_kadis", "own"),
        ("lia", "both"),
        ("ibu_sekda", "both"),
        ("admin", "both"),
        ("dr_budi", "own"),
        ("tono", "other"),
    ],
)
def test_each_role_reads_its_own_scope(request, world, distan, who, sees):
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=2, approved=True)
    never = factories.ActionPlanFactory(replication__agency=distan, fiscal_year=2026, milestones=2)
    tables = told(request.getfixturevalue(who))
    wanted = {"own": {world.pk}, "other": {other.pk}, "both": {world.pk, other.pk}}[sees]
    for table in ("tonggak", "laporan", "capaian"):
        assert {row["rencana_id"] for row in tables[table]} == wanted
    assert never.pk not in wanted


@pytest.mark.parametrize("who", ["joko", "dr_wati"])
@pytest.mark.parametrize("form", data.WRITERS)
def test_where_nothing_may_be_seen_nothing_is_written(request, world, who, form):
    assert content(request.getfixturevalue(who), form) == (b"", None)


def test_it_is_narrowed_as_the_dashboard_is(world, distan, lia):
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=2, approved=True)
    tables = told(lia, agency=str(distan.pk))
    assert {row["rencana_id"] for row in tables["tonggak"]} == {other.pk}
    assert tables["tentang"]["saringan"] == distan.name
    assert data.weight(lia, selection(agency=str(distan.pk))) == 2 + 4 + 4
    nothing = told(lia, region="19.06")
    assert [nothing[table] for table in ("wilayah", "tonggak", "laporan", "capaian")] == [[]] * 4
    assert nothing["definisi"]


def test_a_draft_report_is_known_to_exist_and_no_more(world, ibu_sekda):
    factories.ReportFactory(plan=world, quarter=3)
    tables = told(ibu_sekda)
    row = of(tables, "laporan", triwulan=3)
    assert row["status"] == "draf"
    assert row["pertama_dikirim"] is None
    assert of(tables, "capaian", triwulan=3)["status"] == "belum dilaporkan"


# -- how much -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", data.WRITERS)
def test_queries_do_not_grow(world, lia, form):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            content(lia, form)
        return len(seen)

    few = asked()
    for _ in range(4):
        factories.ActionPlanFactory(
            replication__agency__region=lia.region, milestones=4, approved=True
        )
    assert asked() == few


def test_plans_beyond_a_batch_are_told_once_each(world, lia, monkeypatch):
    for _ in range(4):
        factories.ActionPlanFactory(
            replication__agency__region=lia.region, milestones=2, approved=True
        )
    whole = told(lia)
    monkeypatch.setattr(data, "batches", partial(places.batches, size=2))
    parts = told(lia)
    for table in ("tonggak", "laporan", "capaian"):
        assert parts[table] == whole[table]
    assert len(whole["tonggak"]) == Milestone.objects.count() == 3 + 4 * 2


def test_progress_is_told_and_may_stop_it(world, lia, monkeypatch):
    monkeypatch.setattr(data, "TOLD_EVERY", 2)
    calls = []
    _, name = content(lia, "csv", lambda *numbers: calls.append(numbers))
    assert name == "data-replikasi-2026.zip"
    total = data.weight(lia, selection())
    assert total == 3 + 4 + 4
    assert calls == [(2, 11), (4, 11), (6, 11), (8, 11), (10, 11), (11, 11)]


@pytest.mark.parametrize("form", data.WRITERS)
def test_stopping_leaves_no_file_behind(world, lia, form, monkeypatch, tmp_path):
    monkeypatch.setattr(data, "TOLD_EVERY", 2)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def stop(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        content(lia, form, stop)
    assert list(tmp_path.iterdir()) == []
