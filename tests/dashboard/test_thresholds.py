"""The thresholds: set by Litbang on one page, in force at once, with bands that leave no gap."""

import pytest

from actionplans import arithmetic
from actionplans.models import PeriodStanding, ReportingRules

PAGE = "/periode/ambang/"
VALUES = {
    "deviation_points": 15,
    "absorption_ahead": 20,
    "absorption_behind": 40,
    "obstacle_days": 45,
    "commitment_days": 120,
    "advice_days": 30,
    "band_watch": 50,
    "band_near": 70,
    "band_reached": 90,
    "band_beyond": 110,
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-10-13")


def seen_by(client):
    return client.get(PAGE).context["form"]["seen"].value()


def text_of(answer):
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_litbang_sets_them_and_the_list_tells_the_new_ones(plan, as_user, lia):
    client = as_user(lia)

    answer = client.post(PAGE, {**VALUES, "seen": seen_by(client)}, follow=True)

    assert answer.redirect_chain[-1][0] == "/dasbor/perhatian/"
    assert "Ambang tersimpan" in text_of(answer)
    rules = ReportingRules.objects.get()
    assert {name: getattr(rules, name) for name in VALUES} == VALUES
    assert rules.report_due_days == 5
    foot = text_of(client.get("/dasbor/perhatian/"))
    for words in (
        "deviasi di bawah −15,0 poin",
        "lebih dari 20 poin di depan atau 40 di belakang fisik",
        "terbuka lebih dari 45 hari",
        "berakhir dalam 120 hari",
        "tanpa catatan pendampingan lebih dari 30 hari",
    ):
        assert words in foot


def test_the_way_there_is_shown_to_those_who_may(
    plan, as_user, lia, rini, dr_budi, ibu_sekda, admin
):
    for person, may in ((lia, True), (admin, True), (rini, False), (dr_budi, False)):
        found = PAGE in as_user(person).get("/dasbor/perhatian/").content.decode()
        assert found is may
    assert PAGE in as_user(lia).get("/periode/aturan/").content.decode()
    assert as_user(ibu_sekda).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("deviation_points", "", "Isi angkanya."),
        ("deviation_points", "0", "Isi angka 1 atau lebih."),
        ("deviation_points", "101", "Paling besar 100."),
        ("obstacle_days", "banyak", "Isi dengan bilangan bulat."),
        ("commitment_days", "731", "Paling besar 730."),
        ("band_near", "50", "Harus lebih besar daripada batas sebelumnya, yaitu 50 %."),
        ("band_beyond", "90", "Harus lebih besar daripada batas sebelumnya, yaitu 90 %."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(as_user, lia, name, value, words):
    before = ReportingRules.objects.get()

    answer = as_user(lia).post(PAGE, {**VALUES, name: value})

    assert answer.status_code == 422
    assert [str(error).replace("\xa0", " ") for error in answer.context["form"].errors[name]] == [
        words
    ]
    assert not value or f'value="{value}"' in answer.content.decode()
    assert ReportingRules.objects.get().deviation_points == before.deviation_points


def test_a_form_that_is_older_than_the_last_change_says_whose_it_was(as_user, lia, admin):
    first, second = as_user(lia), as_user(admin)
    seen = seen_by(first)
    second.post(PAGE, {**VALUES, "obstacle_days": 60, "seen": seen_by(second)})

    answer = first.post(PAGE, {**VALUES, "seen": seen})

    assert answer.status_code == 422
    assert "Admin Portal sudah menyimpan perubahan pukul 09.00" in text_of(answer)
    assert ReportingRules.objects.get().obstacle_days == 60


def test_each_change_stays_in_the_history(as_user, lia):
    client = as_user(lia)
    client.post(PAGE, {**VALUES, "seen": seen_by(client)})

    last = ReportingRules.objects.get().history.latest()
    assert (last.history_user, last.deviation_points) == (lia, 15)


def test_the_bands_are_told_from_their_lower_bounds_without_a_gap(as_user, lia):
    words = text_of(as_user(lia).get(PAGE))

    for told in (
        "<b>kritis</b> 0 sampai di bawah 60 %",
        "<b>perlu perhatian</b> 60 sampai di bawah 80 %",
        "<b>mendekati target</b> 80 sampai di bawah 95 %",
        "<b>tercapai</b> 95 sampai di bawah 105 %",
        "<b>melampaui</b> 105 % ke atas",
    ):
        assert told in words


def test_every_achievement_lies_in_one_band(as_user, lia):
    client = as_user(lia)
    client.post(PAGE, {**VALUES, "seen": seen_by(client)})
    bands = ReportingRules.objects.get().bands

    names = [arithmetic.band(percent, bands) for percent in range(131)]

    assert None not in names
    assert list(dict.fromkeys(names)) == [name for _, name in bands]
    assert [names[at] for at in (49, 50, 69, 70, 89, 90, 109, 110)] == [
        *("kritis", "perlu perhatian", "perlu perhatian", "mendekati target"),
        *("mendekati target", "tercapai", "tercapai", "melampaui"),
    ]


def test_the_other_rules_leave_the_thresholds_alone(as_user, lia):
    ReportingRules.objects.update(advice_days=33, deviation_points=17)
    client = as_user(lia)
    page = client.get("/periode/aturan/").context["form"]
    values = {name: page[name].value() for name in page.fields}

    assert client.post("/periode/aturan/", {**values, "jump_points": 30}).status_code == 302

    rules = ReportingRules.objects.get()
    assert (rules.jump_points, rules.advice_days, rules.deviation_points) == (30, 33, 17)


def test_before_saving_it_is_told_what_the_values_would_do(plan, as_user, lia, rini):
    PeriodStanding.objects.filter(period__quarter=3).update(
        planned=60, claimed=48, report_state="dikirim"
    )
    client = as_user(lia)
    effect = "/dasbor/perhatian/ambang/"

    told = text_of(client.get(effect, VALUES))
    assert "<b>1 keluar</b>: deviasi di bawah ambang, dari 1 menjadi 0" in told
    assert "kritis 0 sampai di bawah 50 %, perlu perhatian 50 sampai" in told
    same = {**VALUES, "deviation_points": 10, "advice_days": 60}
    assert "tidak berubah" in text_of(client.get(effect, same))
    assert "setelah angkanya benar" in text_of(client.get(effect, {**VALUES, "band_near": 1}))
    assert ReportingRules.objects.get().deviation_points == 10
    assert as_user(rini).get(effect, VALUES).status_code == 403


def test_one_comes_back_to_the_list_as_it_was_filtered(plan, as_user, lia):
    client, came = as_user(lia), "/dasbor/perhatian/?year=2026&quarter=1&concern=overdue"
    assert f"{PAGE}?next=/dasbor/perhatian/%3Fquarter%3D1" in text_of(
        client.get("/dasbor/perhatian/?quarter=1")
    ) or f"{PAGE}?next=%2Fdasbor%2Fperhatian%2F%3Fquarter%3D1" in text_of(
        client.get("/dasbor/perhatian/?quarter=1")
    )
    page = client.get(PAGE, {"next": came})

    assert text_of(page).count(came.replace("&", "&amp;")) >= 2
    saved = client.post(PAGE, {**VALUES, "seen": seen_by(client), "next": came})
    assert (saved.status_code, saved["Location"]) == (302, came)


@pytest.mark.parametrize("outside", ["https://jahat.example/", "//jahat.example", "javascript:1"])
def test_nobody_is_led_out_of_the_portal(plan, as_user, lia, outside):
    client = as_user(lia)

    assert "jahat" not in text_of(client.get(PAGE, {"next": outside}))
    saved = client.post(PAGE, {**VALUES, "seen": seen_by(client), "next": outside})
    assert saved["Location"] == "/dasbor/perhatian/"


@pytest.mark.parametrize("field", list(VALUES))
@pytest.mark.parametrize("value", ["0", "-3"])
def test_what_is_too_small_is_told_in_one_way(plan, as_user, lia, field, value):
    client = as_user(lia)
    answer = client.post(PAGE, {**VALUES, "seen": seen_by(client), field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == ["Isi angka 1 atau lebih."]
