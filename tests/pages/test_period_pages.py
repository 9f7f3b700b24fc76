"""Periods, days off and rules through the browser's eyes."""

from datetime import date

import pytest
import tablib
from django.urls import reverse

from actionplans.models import DueMove, OffDay, ReportingPeriod, ReportingRules
from actionplans.resources import OffDaySheet, PeriodSheet
from actionplans.services import due_moves
from tests import factories
from tests.factories import period

pytestmark = pytest.mark.django_db
PERIODS, DAYS, NEW_DAY, RULES = (
    "/periode/",
    "/periode/hari-libur/",
    "/periode/hari-libur/baru/",
    "/periode/aturan/",
)
REASON = "Jaringan putus"


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")


@pytest.fixture
def fourth(plan):
    return period(4)


@pytest.fixture
def place(fourth):
    return reverse("due_move", args=[fourth.pk])


def text_of(answer):
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def moved(fourth, lia, agency=None, due=date(2027, 1, 13)):
    return due_moves.move_due(period=fourth, by=lia, due=due, reason=REASON, agency=agency)


def test_everybody_reads_the_dates_and_only_litbang_gets_the_acts(
    as_user, fourth, place, rini, dr_budi, ibu_sekda, lia
):
    for person in (rini, dr_budi, ibu_sekda):
        text = text_of(as_user(person).get(PERIODS))
        assert "11 Jan 2027" in text
        assert place not in text
        assert RULES not in text
    text = text_of(as_user(lia).get(PERIODS))
    assert place in text
    assert RULES in text


def test_the_page_is_reached_from_the_menu_and_from_the_reports(as_user, plan, rini):
    for address in ("/lainnya/", "/laporan/"):
        assert f'href="{PERIODS}"' in as_user(rini).get(address).content.decode()


def test_a_look_at_what_it_would_do_writes_nothing_and_the_button_does_it(
    as_user, lia, plan, fourth, place
):
    client = as_user(lia)
    typed = {"agency": "", "due": "13-01-2027", "reason": REASON, "seen": "0"}
    text = text_of(client.get(place, typed))
    assert "1 rencana aksi dari 1 OPD" in text
    assert "Tenggat verifikasi ikut menjadi 20 Jan 2027" in text
    assert not DueMove.objects.exists()

    answer = client.post(place, typed)
    assert answer.url == f"{PERIODS}?year=2026"
    text = text_of(client.get(answer.url))
    assert "13 Jan 2027" in text
    assert f"semula 11 Jan 2027: {REASON}" in text


def test_a_day_that_is_no_working_day_is_pointed_out(as_user, lia, place):
    text = text_of(as_user(lia).get(place, {"due": "2027-01-16", "reason": REASON}))
    assert "bukan hari kerja" in text


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(as_user, lia, place):
    answer = as_user(lia).post(place, {"due": "11-01-2027", "reason": "Mati listrik"})
    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["due"]
    assert error.replace("\xa0", " ") == "Tenggatnya sudah 11 Jan 2027. Isi tanggal lain."
    assert "Mati listrik" in text_of(answer)
    answer = as_user(lia).post(place, {"due": "besok", "reason": ""})
    assert set(answer.context["form"].errors) == {"due", "reason"}


def test_a_stale_form_is_told_and_goes_through_the_second_time(as_user, lia, admin, fourth, place):
    moved(fourth, admin)
    client, typed = as_user(lia), {"due": "2027-01-20", "reason": "Lain", "seen": "0"}
    answer = client.post(place, typed)
    assert answer.status_code == 422
    assert "sudah menggeser tenggat semua OPD" in text_of(answer)
    typed["seen"] = answer.context["form"]["seen"].value()
    assert client.post(place, typed).status_code == 302


def test_both_dates_stand_wherever_the_agency_meets_its_due_date(
    as_user, plan, dinkop, rini, lia, on_day
):
    third = period(3)
    moved(third, lia, dinkop, date(2026, 11, 20))
    client = as_user(rini)
    sentence = f"Tenggat 20 Nov 2026 (semula 7 Okt 2026: {REASON})."
    opening = reverse("report_open", args=[plan.pk, 3])
    assert sentence in text_of(client.get(opening))
    report = factories.ReportFactory(plan=plan, quarter=2)
    moved(period(2), lia, None, date(2026, 7, 10))
    text = text_of(client.get(reverse("report", args=[report.pk])))
    assert f"Tenggat 10 Jul 2026 (semula 7 Jul 2026: {REASON})." in text
    assert f"semula 7 Okt 2026: {REASON}" in text_of(client.get(reverse("plan", args=[plan.pk])))
    assert "(semula 7 Okt 2026)" in text_of(client.get("/laporan/"))
    assert "(tenggat semula 7 Okt 2026)" in text_of(client.get("/tugas/"))
    assert f"20 Nov 2026 semula 7 Okt 2026: {REASON}" in text_of(client.get(PERIODS)).replace(
        '</span> <span class="note d-block">', " "
    )


def test_an_agency_does_not_see_the_dates_of_others(
    as_user, fourth, dinkop, distan, rini, tono, lia, ibu_sekda, joko
):
    factories.ActionPlanFactory(replication__agency=distan, milestones=1, approved=True)
    moved(fourth, lia, distan, date(2027, 1, 14))
    for person, sees in (
        (rini, False),
        (tono, True),
        (lia, True),
        (ibu_sekda, True),
        (joko, False),
    ):
        assert (REASON in text_of(as_user(person).get(PERIODS))) == sees, person


def test_a_date_is_taken_back_with_a_reason(as_user, lia, fourth, dinkop):
    moved(fourth, lia, dinkop)
    client = as_user(lia)
    back = reverse("due_restore_agency", args=[fourth.pk, dinkop.pk])
    assert back in client.get(PERIODS).content.decode()
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "Pulih"}).status_code == 302
    page = text_of(client.get(PERIODS))
    assert back not in page
    assert "tidak lagi" in page


def test_the_list_of_moves_asks_no_more_for_more_of_them(
    as_user, lia, fourth, queries, bangka_barat
):
    client = as_user(lia)

    def grow(number):
        for _ in range(number):
            agency = factories.AgencyFactory(region=bangka_barat)
            DueMove.objects.create(
                period=fourth,
                agency=agency,
                before=fourth.due,
                due="2027-01-20",
                reason="x",
                by=lia,
            )

    grow(2)
    few = queries(client, PERIODS)
    grow(8)
    assert queries(client, PERIODS) == few


# -- days off and rules -------------------------------------------------------------------------


def test_a_day_is_added_changed_and_deleted_and_the_deadline_follows(as_user, lia, fourth):
    client = as_user(lia)
    data = {"day": "06-01-2027", "name": "Cuti bersama", "is_off": "ya"}
    answer = client.post(NEW_DAY, data, follow=True)
    assert "TW IV 2026 11 Jan 2027 → 12 Jan 2027" in text_of(answer)
    day = OffDay.objects.get()
    edit = reverse("off_day_edit", args=[day.pk])
    page = client.get(edit)
    data = {name: page.context["form"][name].value() for name in ("name", "is_off", "seen")}
    data["day"] = "2027-01-07"
    assert client.post(edit, data).url == f"{DAYS}?year=2027"
    assert OffDay.objects.get().day == date(2027, 1, 7)
    client.post(reverse("off_day_delete", args=[day.pk]))
    assert not OffDay.objects.exists()
    assert ReportingPeriod.objects.get(pk=fourth.pk).due == date(2027, 1, 11)


def test_the_librarys_days_stand_beside_and_can_be_made_working_days(as_user, lia, rini):
    text = text_of(as_user(lia).get(f"{DAYS}?year=2027"))
    assert "Hari Raya Waisak" in text
    link = f"{NEW_DAY}?tanggal=2027-05-20&amp;kerja"
    assert link in text
    form = as_user(lia).get(link.replace("&amp;", "&")).context["form"]
    assert (form["name"].value(), form["is_off"].value()) == ("Hari Raya Waisak", "tidak")
    assert link not in text_of(as_user(rini).get(f"{DAYS}?year=2027"))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("06-01-2027", "Tanggal ini sudah ada di daftar."), ("06-01-2072", "Periksa tahunnya.")],
)
def test_a_day_that_cannot_be_is_told_beside_the_field(as_user, lia, day, sentence):
    OffDay.objects.create(day="2027-01-06", name="Cuti")
    answer = as_user(lia).post(NEW_DAY, {"day": day, "name": "Lain", "is_off": "ya"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["day"] == [sentence]


def test_a_stale_day_is_told(as_user, lia):
    day = OffDay.objects.create(day="2027-01-06", name="Cuti")
    edit = reverse("off_day_edit", args=[day.pk])
    data = {"day": "06-01-2027", "name": "Cuti bersama", "is_off": "ya"}
    data["seen"] = as_user(lia).get(edit).context["form"]["seen"].value()
    day.name = "Cuti lain"
    day.save()
    answer = as_user(lia).post(edit, data)
    assert answer.status_code == 422
    assert "sudah menyimpan perubahan" in text_of(answer)


def test_the_rules_are_kept_and_judged_beside_the_field(as_user, lia, rini, fourth):
    client = as_user(lia)
    form = client.get(RULES).context["form"]
    data = {name: form[name].value() for name in form.fields}
    assert client.post(RULES, data | {"report_due_days": "6"}).status_code == 302
    assert ReportingRules.objects.get().report_due_days == 6
    assert ReportingPeriod.objects.get(pk=fourth.pk).due == date(2027, 1, 12)
    data["seen"] = client.get(RULES).context["form"]["seen"].value()
    for name, value in (
        ("review_due_days", "3"),
        ("remind_before", "tujuh"),
        ("jump_points", "0"),
        ("report_due_days", "500"),
    ):
        answer = client.post(RULES, data | {name: value})
        assert answer.status_code == 422
        assert name in answer.context["form"].errors
    assert as_user(rini).get(RULES).status_code == 403


# -- the admin site and Excel -------------------------------------------------------------------


def test_the_admin_site_saves_days_by_the_service_and_moves_no_due_date(as_user, admin, fourth):
    client = as_user(admin)
    add = reverse("admin:actionplans_offday_add")
    client.post(add, {"day": "06-01-2027", "name": "Cuti bersama", "is_off": "on"})
    assert ReportingPeriod.objects.get(pk=fourth.pk).due == date(2027, 1, 12)
    change = reverse("admin:actionplans_reportingperiod_change", args=[fourth.pk])
    client.post(change, {"opens": "04-01-2027", "due": "15-01-2027", "review_due": "28-01-2027"})
    row = ReportingPeriod.objects.get(pk=fourth.pk)
    assert (row.due, row.review_due) == (date(2027, 1, 12), date(2027, 1, 28))


def test_days_come_from_excel_and_the_deadline_follows(fourth, admin):
    rows = tablib.Dataset(
        ["06-01-2027", "Cuti bersama", "ya"], headers=["tanggal", "nama", "libur"]
    )
    result = OffDaySheet().import_data(rows, user=admin, raise_errors=True)
    assert result.totals["new"] == 1
    assert ReportingPeriod.objects.get(pk=fourth.pk).due == date(2027, 1, 12)
    names = ["tahun", "triwulan", "tenggat_opd"]
    rows = tablib.Dataset(["2026", "IV", "15-01-2027"], headers=names)
    result = PeriodSheet().import_data(rows, user=admin)
    assert "digeser di /periode/" in str(result.invalid_rows[0].error)
