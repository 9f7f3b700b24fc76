"""The list of plans through the browser: filters, order, words, and the same as a workbook."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from actionplans.models import Milestone
from tests import factories

pytestmark = pytest.mark.django_db
LIST, WORKBOOK = "/rencana/", "/rencana/daftar.xlsx"


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")


def plan_of(agency, innovation="Inovasi uji", **values):
    """A plan of the agency with three milestones, approved unless told otherwise."""
    steps = {"approved": True} if not {"submitted", "draft"} & set(values) else {}
    values.pop("draft", None)
    return factories.ActionPlanFactory(
        replication__agency=agency,
        replication__innovation__name=innovation,
        **{"milestones": 3, **steps, **values},
    )


def found(client, **query):
    """Titles of the plans on the page that the query asks for, in their order."""
    table = client.get(LIST, query).context["table"]
    return [row.record.replication.title for row in table.page.object_list]


def rows_of(client, **query):
    """The rows of the workbook as tuples, the head first."""
    answer = client.get(WORKBOOK, query)
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    return list(sheet.iter_rows(values_only=True))


def reach(plan, *percents):
    """Write the latest percent of the plan's milestones, in their order."""
    for milestone, percent in zip(plan.milestones.order_by("number"), percents, strict=True):
        Milestone.objects.filter(pk=milestone.pk).update(reached=percent)


# -- filters ------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_year_state_and_agency(as_user, lia, dinkop, distan):
    plan_of(dinkop, "Satu")
    plan_of(dinkop, "Dua", fiscal_year=2025)
    plan_of(distan, "Tiga", draft=True)
    client = as_user(lia)
    assert sorted(found(client)) == ["Dua", "Satu", "Tiga"]
    assert found(client, year=2025) == ["Dua"]
    assert found(client, state="draf") == ["Tiga"]
    assert found(client, agency=distan.pk) == ["Tiga"]


def test_a_region_holds_what_lies_below_it_and_is_offered_where_there_are_two(
    as_user, admin, lia, dinkop
):
    plan_of(dinkop, "Bangka Barat")
    for code, name in (("19.03", "Bangka Selatan"), ("19.05.01", "Mentok")):
        plan_of(factories.AgencyFactory(region__code=code), name)
    client = as_user(admin)
    assert found(client, region="19.03") == ["Bangka Selatan"]
    assert sorted(found(client, region="19.05")) == ["Bangka Barat", "Mentok"]
    assert "Semua wilayah" in client.get(LIST).content.decode()
    # Outside one's own region there is nothing to ask for.
    assert "Bangka Selatan" not in found(as_user(lia), region="19.03")


def test_one_region_is_no_filter(as_user, rini, dinkop):
    plan_of(dinkop)
    assert "Semua wilayah" not in as_user(rini).get(LIST).content.decode()


def test_the_stage_of_a_plan_is_that_of_its_first_milestone_below_100(as_user, lia, dinkop):
    for name, percents in (
        ("Awal", (None, 100, None)),
        ("Tengah", (100, 20, None)),
        ("Akhir", (100, 100, 99)),
        ("Selesai", (100, 100, 100)),
    ):
        reach(plan_of(dinkop, name), *percents)
    client = as_user(lia)
    assert found(client, stage="1-persiapan") == ["Awal"]
    assert found(client, stage="2-pelaksanaan") == ["Tengah"]
    assert found(client, stage="3-monev") == ["Akhir"]
    assert "Semua selesai" in client.get(LIST, {"q": "Selesai"}).content.decode()


def test_a_milestone_of_weight_0_does_not_hold_a_plan_in_its_stage(as_user, lia, dinkop):
    plan = plan_of(dinkop)
    reach(plan, None, 50, None)
    plan.milestones.filter(number=1).update(weight=0)
    assert found(as_user(lia), stage="2-pelaksanaan") == ["Inovasi uji"]


def test_overdue_is_an_approved_plan_with_a_late_milestone(as_user, lia, dinkop):
    late = plan_of(dinkop, "Terlambat")
    reach(late, 100, 80, None)
    in_time = plan_of(dinkop, "Tepat")
    reach(in_time, 100, 100, None)
    draft = plan_of(dinkop, "Draf", draft=True)
    draft.milestones.update(due=date(2026, 3, 1), start=None)
    client = as_user(lia)
    assert found(client, overdue="ya") == ["Terlambat"]
    assert sorted(found(client, overdue="tidak")) == ["Draf", "Tepat"]
    assert "1 tonggak" in client.get(LIST, {"overdue": "ya"}).content.decode()


def test_a_closed_plan_is_not_overdue(as_user, lia, dinkop):
    plan_of(dinkop, "Tutup", finished=True, fiscal_year=2025)
    assert found(as_user(lia), overdue="ya") == []


def test_a_plan_is_overdue_from_the_day_after(as_user, lia, dinkop, on_day):
    plan = plan_of(dinkop)
    plan.milestones.update(due=date(2026, 11, 24))
    assert found(as_user(lia), overdue="ya") == []
    on_day("2026-11-25")
    assert found(as_user(lia), overdue="ya") == ["Inovasi uji"]


# -- words --------------------------------------------------------------------------------------


def test_every_word_is_found_in_the_plan_or_in_one_of_its_milestones(as_user, lia, dinkop, distan):
    plan = plan_of(dinkop, "Rajutan SiBakul Jogja")
    plan.milestones.filter(number=2).update(
        activity="Uji coba katalog", person_in_charge="Kabid Perindustrian"
    )
    plan_of(distan, "Aksi Tali Intan")
    dinkop.names.create(name="Dinas Perdagangan Lama", from_year=2019)
    client = as_user(lia)
    for words in (
        "sibakul",
        "dinkop katalog",
        "UJI perindustrian rajutan",
        "kopera KABID",
        "perdagangan lama",
    ):
        assert found(client, q=words) == ["Rajutan SiBakul Jogja"], words
    assert found(client, q="sibakul intan") == []
    assert found(client, q="100%") == []


def test_the_milestones_that_the_words_find_are_linked(as_user, lia, dinkop):
    plan = plan_of(dinkop, "Rajutan")
    plan.milestones.filter(number=2).update(activity="Uji coba katalog")
    milestone = plan.milestones.get(number=2)
    page = as_user(lia).get(LIST, {"q": "rajutan katalog"})
    assert [row.pk for row in page.context["milestones"]] == [milestone.pk]
    assert f'href="/tonggak/{milestone.pk}/"' in page.content.decode()
    # A word of the plan alone is no word of its milestones.
    assert list(as_user(lia).get(LIST, {"q": "rajutan"}).context["milestones"]) == []
    assert as_user(lia).get(LIST).context["milestones"] is None


def test_milestones_outside_ones_scope_are_not_found(as_user, tono, joko, dinkop, distan):
    plan_of(dinkop).milestones.filter(number=1).update(activity="Rahasia dinas")
    plan_of(distan)
    for stranger in (tono, joko):
        page = as_user(stranger).get(LIST, {"q": "rahasia"})
        assert page.context["total"] == 0
        assert list(page.context["milestones"]) == []
        assert len(rows_of(as_user(stranger), q="rahasia")) == 1


def test_an_address_of_a_person_is_no_word(as_user, lia, dinkop):
    plan_of(dinkop).milestones.update(person_email="kabid@rahasia.test")
    assert found(as_user(lia), q="rahasia.test") == []


def test_many_milestones_come_in_pages(as_user, lia, dinkop):
    plan_of(dinkop, milestones=23)
    client = as_user(lia)
    first = client.get(LIST, {"q": "kegiatan"})
    assert len(first.context["milestones"]) == 10
    assert "tonggak=2" in first.content.decode()
    last = client.get(LIST, {"q": "kegiatan", "tonggak": 3})
    assert [row.number for row in last.context["milestones"]] == [21, 22, 23]


# -- order --------------------------------------------------------------------------------------


def test_every_column_orders_and_what_has_no_value_comes_last(as_user, lia, dinkop, distan):
    one, two = plan_of(dinkop, "Alfa"), plan_of(distan, "Beta", fiscal_year=2025)
    plan_of(distan, "Gama", draft=True)
    reach(one, 100, 50, None)
    reach(two, None, None, None)
    factories.ReportFactory(plan=one, quarter=3, verified=True)
    factories.ReportFactory(plan=two, quarter=1, sent=True)
    client = as_user(lia)
    assert found(client, sort="name") == ["Alfa", "Beta", "Gama"]
    assert found(client, sort="-name") == ["Gama", "Beta", "Alfa"]
    assert found(client, sort="fiscal_year")[0] == "Beta"
    assert found(client, sort="-overdue") == ["Beta", "Alfa", "Gama"]
    assert found(client, sort="stage")[0] in ("Beta", "Gama")
    assert found(client, sort="-stage")[0] == "Alfa"
    assert found(client, sort="-agency")[-1] in ("Beta", "Gama")
    for name in ("verified", "-verified", "claimed", "-claimed"):
        assert found(client, sort=name)[-1] != "Alfa", name
    for name in ("planned", "-planned"):
        assert found(client, sort=name)[-1] == "Gama", name
    assert len(found(client, sort="apa-saja")) == 3


def test_filter_order_and_words_stay_in_the_address(as_user, lia, dinkop):
    for number in range(16):
        plan_of(dinkop, f"Inovasi {number:02}", milestones=1)
    text = as_user(lia).get(LIST, {"year": 2026, "sort": "-name", "page": 2}).content.decode()
    assert f'href="{WORKBOOK}?year=2026&amp;sort=-name"' in text
    assert "?year=2026&amp;sort=-name&amp;page=1" in text
    assert 'name="sort" value="-name"' in text


def test_equal_rows_come_once_over_all_pages(as_user, lia, dinkop):
    for number in range(17):
        plan_of(dinkop, "Sama", milestones=1, replication__programme_year=2003 + number)
    client = as_user(lia)
    seen = []
    for page in (1, 2):
        table = client.get(LIST, {"sort": "name", "page": page}).context["table"]
        seen += [row.record.pk for row in table.page.object_list]
    assert len(set(seen)) == 17


# -- the workbook -------------------------------------------------------------------------------


def test_the_workbook_has_the_filtered_list_in_its_order_and_all_pages(as_user, lia, dinkop):
    for number in range(17):
        plan_of(dinkop, f"Inovasi {number:02}", milestones=1)
    plan_of(dinkop, "Lain", fiscal_year=2025)
    rows = rows_of(as_user(lia), year=2026, sort="-name", page=2)
    assert [row[0] for row in rows[1:]] == [f"Inovasi {number:02}" for number in range(16, -1, -1)]


def test_the_workbook_has_real_numbers_and_words_for_silence(as_user, lia, dinkop, distan):
    one, two = plan_of(dinkop, "Alfa"), plan_of(distan, "Beta")
    plan_of(distan, "Gama", draft=True)
    dinkop.names.create(name="Dinas Koperasi Lama", from_year=2026)
    dinkop.name = "Dinas Koperasi Baru"
    dinkop.save()
    reach(one, 100, 50, None)
    reach(two, None, None, None)
    factories.ReportFactory(plan=one, quarter=3, verified=True)

    head, alfa, beta, gama = rows_of(as_user(lia), sort="name")

    assert head[:5] == ("Replikasi", "OPD", "Wilayah", "Kode wilayah", "Tahun")
    assert alfa[1] == "Dinas Koperasi Lama"
    assert alfa[3:10] == ("19.05", 2026, "Disetujui", "Pelaksanaan", 1, 3, 1)
    assert alfa[10] == "TW III: Terverifikasi"
    assert all(isinstance(value, int | float) for value in (alfa[11], *alfa[13:16]))
    assert (head[12], alfa[12]) == ("Triwulan terverifikasi", "TW III")
    assert alfa[15] == pytest.approx(alfa[11] - alfa[14])
    assert (head[16], alfa[16]) == ("Deviasi dari", "terverifikasi")
    silent = "belum dilaporkan"
    assert beta[10:14] == (f"TW III: {silent}", silent, None, silent)
    assert beta[14] == alfa[14]
    assert beta[15:] == (silent, None)
    assert gama[7] == gama[9] == "belum disetujui"
    assert gama[10:] == (silent, silent, None, silent, "belum ada", silent, None)


def test_a_figure_verified_in_an_earlier_quarter_names_it(as_user, lia, dinkop):
    plan = plan_of(dinkop, "Alfa")
    factories.ReportFactory(plan=plan, quarter=2, verified=True)
    cell = '</a> <span class="note">TW\N{NO-BREAK SPACE}II</span>'
    client = as_user(lia)
    assert cell in client.get(LIST).content.decode()
    factories.ReportFactory(plan=plan, quarter=3, sent=True)
    assert cell in client.get(LIST).content.decode()
    row = rows_of(client)[1]
    assert (row[12], row[16]) == ("TW II", "sementara")


def test_a_figure_verified_in_the_latest_quarter_names_none(as_user, lia, dinkop):
    factories.ReportFactory(plan=plan_of(dinkop), quarter=3, verified=True)
    assert '</a> <span class="note">TW' not in as_user(lia).get(LIST).content.decode()


def test_what_is_not_there_yet_says_what_it_waits_for(as_user, lia, dinkop):
    plan = plan_of(dinkop)
    client = as_user(lia)
    assert 'title="belum diverifikasi"' not in client.get(LIST).content.decode()
    factories.ReportFactory(plan=plan, quarter=3, sent=True)
    text = client.get(LIST).content.decode()
    assert 'title="belum diverifikasi"' in text
    assert 'title="belum dilaporkan"' not in text


def test_a_closed_plan_is_in_no_stage(as_user, lia, dinkop):
    plan_of(dinkop, "Tutup", finished=True, fiscal_year=2025)
    client = as_user(lia)
    assert found(client, stage="1-persiapan") == []
    assert rows_of(client)[1][6] == "Selesai"


def test_text_never_becomes_a_formula(as_user, lia, dinkop):
    wicked = ['=HYPERLINK("http://x.test")', "+1+1", "-2+3", "@SUM(A1)", "http://x.test"]
    for name in wicked:
        plan_of(dinkop, name, milestones=1)
    answer = as_user(lia).get(WORKBOOK)
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert sorted(cell.value for cell in cells) == sorted(wicked)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_the_head_is_frozen_and_printed_on_every_page(as_user, lia, dinkop):
    plan_of(dinkop)
    answer = as_user(lia).get(WORKBOOK)
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert 'filename="rencana-aksi-2026-11-24.xlsx"' in answer["Content-Disposition"]


def test_an_empty_list_is_a_workbook_with_its_head(as_user, lia):
    assert len(rows_of(as_user(lia))) == 1


# -- growth -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?q=kegiatan+uji",
        "?stage=1-persiapan&overdue=ya&region=19.05&sort=-overdue",
        "?sort=-verified",
    ],
)
@pytest.mark.parametrize("address", [LIST, WORKBOOK])
def test_more_plans_ask_no_more(as_user, lia, bangka_barat, queries, address, query):
    client = as_user(lia)

    def grow(number):
        for _ in range(number):
            agency = factories.AgencyFactory(region=bangka_barat)
            plan = plan_of(agency, "Inovasi uji", milestones=2)
            plan.milestones.update(start=None, due=date(2026, 6, 1))

    grow(1)
    few = queries(client, address + query)
    grow(5)
    assert queries(client, address + query) == few
