"""Perlu perhatian, reports, figures and advice: each kind exactly when its rule holds, and how."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from actionplans import workdays
from actionplans.models import (
    Comment,
    Report,
)
from tests import factories
from tests.dashboard.attention_list import kinds, listed, one, stand
from tests.dashboard.conftest import progress
from tests.factories import WIB

# -- no report after the due date -----------------------------------------------------------------


def test_an_unreported_quarter_is_first_and_is_the_heads_move(october, verified_plan, as_user, lia):
    first = listed(as_user(lia)).page.object_list[0]

    assert first.title == "Laporan TW\u00a0III belum dilaporkan"
    assert first.turn == "Kepala Dinkop UKM"
    assert first.note == (
        "Rajutan SiBakul Jogja, Dinkop UKM. Lewat 4 hari kerja, tenggat 7\u00a0Okt"
    )
    assert first.url == f"/rencana/{verified_plan.pk}/pengingat/?triwulan=3"


def test_litbang_finds_there_whom_to_call(october, verified_plan, as_user, rini, lia, dr_budi):
    def page(user):
        return as_user(user).get(f"/rencana/{verified_plan.pk}/pengingat/?triwulan=3")

    text = page(lia).content.decode()
    assert "Yang dapat dihubungi" in text
    assert rini.name in text
    assert f"mailto:{rini.email}" in text or "Email belum dicatat." in text
    assert f'href="/rencana/{verified_plan.pk}/"' in text
    assert "mailto:" not in page(dr_budi).content.decode()
    assert "Yang dapat dihubungi" not in page(rini).content.decode()
    plan = as_user(lia).get(f"/rencana/{verified_plan.pk}/").content.decode()
    assert f"/rencana/{verified_plan.pk}/pengingat/?triwulan=3" in plan
    assert f"/rencana/{verified_plan.pk}/pengingat/?triwulan=1" not in plan


@pytest.mark.parametrize(("quarter", "is_past"), [(1, True), (2, True), (3, False)])
def test_of_a_past_quarter_it_says_what_is_as_of_today(
    october, verified_plan, as_user, lia, quarter, is_past
):
    for page in ("/dasbor/", "/dasbor/perhatian/"):
        text = as_user(lia).get(f"{page}?quarter={quarter}").content.decode()
        assert ("hal, keadaan hari ini" in text) is is_past, page


@pytest.mark.parametrize(("day", "late"), [("2026-10-07", False), ("2026-10-08", True)])
def test_nobody_is_silent_up_to_the_deadline(on_day, plan, as_user, lia, day, late):
    stand(plan, quarter=1, report_state=Report.State.VERIFIED)
    stand(plan, quarter=2, report_state=Report.State.VERIFIED)
    on_day(day)

    assert ("unsent" in kinds(as_user(lia), "?quarter=3")) is late


def test_silence_is_told_once_for_the_latest_quarter_that_was_due(october, plan, as_user, lia):
    assert one(as_user(lia), "unsent").title == "Laporan TW\u00a0III belum dilaporkan"


def test_an_older_silence_stays_until_the_next_quarter_is_due(on_day, plan, as_user, lia):
    on_day("2026-10-05")

    assert one(as_user(lia), "unsent", "?quarter=3").title == (
        "Laporan TW\u00a0II belum dilaporkan"
    )


def test_a_later_report_ends_the_silence(october, verified_plan, as_user, lia):
    stand(verified_plan, quarter=1, report_state="")
    stand(verified_plan, quarter=3, report_state=Report.State.SENT)

    assert "unsent" not in kinds(as_user(lia))


def test_the_head_is_led_to_the_report_that_is_to_be_sent(october, plan, as_user, pak_kadis, rini):
    for person, act in ((pak_kadis, "kirim laporan"), (rini, "susun laporan")):
        silent = one(as_user(person), "unsent")
        assert silent.url == f"/laporan/susun/{plan.pk}/3/"
        assert silent.told_turn == f"Kepala Dinkop UKM (Anda: {act})"


# -- returned, waiting ----------------------------------------------------------------------------


def test_a_returned_report_is_the_agencys_move_whatever_quarter_is_shown(
    october, other_plan, as_user, lia
):
    returned = one(as_user(lia), "returned")

    report = other_plan.reports.get()
    assert returned.title == "Laporan TW\u00a0I dikembalikan"
    assert "Sejak " in returned.note
    assert returned.turn == "DPP"
    assert returned.url == f"/laporan/{report.pk}/"


def test_a_report_that_is_returned_later_than_the_quarter_shown_is_not_told(
    october, plan, as_user, lia
):
    factories.ReportFactory(plan=plan, quarter=2, returned=True)

    assert "returned" not in kinds(as_user(lia), "?quarter=1")
    assert "returned" in kinds(as_user(lia), "?quarter=2")


def test_a_report_that_waits_past_its_deadline_is_litbangs_move(
    october, verified_plan, as_user, lia
):
    waiting = one(as_user(lia), "waiting")

    assert (waiting.turn, waiting.tone) == ("Litbang", "bad")
    assert "Dikirim 7\u00a0Jul" in waiting.note
    assert waiting.told_turn == "Litbang (Anda: verifikasi laporan)"


@pytest.mark.parametrize("late", [0, 6])
def test_a_report_is_told_from_two_working_days_before_its_own_deadline(
    on_day, plan, as_user, lia, late
):
    report = factories.ReportFactory(plan=plan, quarter=2, sent=True, late=late)
    on_day(workdays.back(report.review_due, 2))
    assert "waiting" in kinds(as_user(lia), "?quarter=2")

    on_day(workdays.back(report.review_due, 3))
    assert "waiting" not in kinds(as_user(lia), "?quarter=2")


# -- the figures of the quarter -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("claimed", "beyond"), [("50.20000000", False), ("50.19999999", True), ("50.1", True)]
)
def test_a_deviation_counts_below_the_threshold_and_not_on_it(
    october, plan, as_user, lia, claimed, beyond
):
    stand(plan, planned=Decimal("60.2"), claimed=Decimal(claimed), report_state="dikirim")

    assert ("deviation" in kinds(as_user(lia))) is beyond


def test_a_deviation_tells_since_when_and_whether_it_is_verified(october, plan, as_user, lia):
    for quarter in (2, 3):
        stand(plan, quarter, planned=60, claimed=40, report_state="dikirim")
    stand(plan, 3, verified=30, verified_quarter=3)

    told = one(as_user(lia), "deviation")

    assert told.title == "Deviasi −30,0\u00a0poin, ambang −10"
    assert told.note == (
        "Rajutan SiBakul Jogja, Dinkop UKM. Di bawah ambang sejak TW\u00a0II, "
        "2 triwulan berturut-turut; terverifikasi"
    )
    assert told.turn == "Dinkop UKM"
    assert told.url == f"/rencana/{plan.pk}/penjelasan/?tw=3&angka=deviasi"


@pytest.mark.parametrize(
    ("spent", "kind"),
    [
        ("700000", None),  # 70 %, on the threshold
        ("700001", "absorption"),
        ("300000", None),  # 30 %, on the threshold of what is behind
        ("299999", "behind"),
        ("600000", None),
    ],
)
def test_money_counts_beyond_its_thresholds_and_not_on_them(
    october, plan, as_user, lia, spent, kind
):
    values = {"planned": 60, "claimed": 60, "report_state": "dikirim"}
    stand(plan, spent=Decimal(spent), ceiling=Decimal(1_000_000), **values)

    found = {"absorption", "behind"} & set(kinds(as_user(lia)))
    assert found == ({kind} if kind else set())


def test_money_says_how_far_it_is_from_work(october, plan, as_user, lia):
    stand(plan, planned=60, claimed=60, report_state="dikirim", spent=200, ceiling=1000)

    told = one(as_user(lia), "behind")

    assert told.title == "Serapan 20,0\u00a0% jauh di belakang fisik 60,0\u00a0%"
    assert "Selisih 40,0 poin, ambang 30, sejak TW\u00a0III; sementara" in told.note
    assert told.turn == "Dinkop UKM"


def test_money_far_ahead_of_work_is_questioned(october, plan, as_user, lia):
    progress(plan, [0, 0, 0], 1)
    update = plan.milestones.get(number=1).updates.get()
    update.spent = Decimal(9_000_000)
    update.save()
    factories.ReportFactory(plan=plan, quarter=1, sent=True)

    told = one(as_user(lia), "absorption", "?quarter=1")

    assert told.title == "Serapan 36,7\u00a0% jauh di depan fisik 0,0\u00a0%"


# -- advice ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answer_by", "late"), [("2026-10-13", False), ("2026-10-12", True)])
def test_a_suggestion_counts_from_the_day_after_its_answer_was_due(
    october, verified_plan, as_user, lia, answer_by, late
):
    factories.CommentFactory(plan=verified_plan, suggestion=True, answer_by=answer_by)

    assert ("suggestion" in kinds(as_user(lia))) is late


def test_an_answered_closed_or_withdrawn_suggestion_waits_no_more(
    october, verified_plan, as_user, lia
):
    values = {"plan": verified_plan, "suggestion": True, "answer_by": "2026-10-01"}
    factories.CommentFactory(**values, answered=True)
    factories.CommentFactory(**values, closed=True)
    open_one = factories.CommentFactory(**values)
    assert listed(as_user(lia), "?concern=suggestion").page.paginator.count == 1

    open_one.withdrawn_at = datetime(2026, 10, 2, tzinfo=WIB)
    open_one.save()
    assert "suggestion" not in kinds(as_user(lia))


def test_a_suggestion_leads_to_where_it_is_answered(october, milestone, as_user, rini, pak_kadis):
    comment = factories.CommentFactory(milestone=milestone, suggestion=True, answer_by="2026-10-01")

    told = one(as_user(rini), "suggestion")

    assert told.url == f"/tonggak/{milestone.pk}/#catatan-{comment.pk}"
    assert told.told_turn == "Dinkop UKM (Anda: jawab saran)"
    assert "Tonggak 1, jawaban diminta sebelum 1\u00a0Okt, lewat 8 hari kerja" in told.note


def test_the_advisers_channel_is_no_concern_of_others(
    october, verified_plan, as_user, rini, pak_kadis, ibu_sekda, admin, dr_budi, lia
):
    factories.CommentFactory(
        plan=verified_plan, suggestion=True, advisers_only=True, answer_by="2026-10-01"
    )

    for person in (lia, dr_budi):
        found = one(as_user(person), "suggestion", "?turn=pendamping")
        assert found.turn == "pendamping"
    for person in (rini, pak_kadis, ibu_sekda, admin):
        page = listed(as_user(person))
        assert "suggestion" not in [choice.key for choice in page.kinds]
        assert "pendamping" not in [choice.key for choice in page.turns]
        assert listed(as_user(person), "?concern=suggestion").page.paginator.count == 0


def test_another_advisers_word_answers_in_the_advisers_channel(
    october, verified_plan, as_user, dr_budi, lia
):
    comment = factories.CommentFactory(
        plan=verified_plan, suggestion=True, advisers_only=True, answer_by="2026-10-01", by=dr_budi
    )
    answer = {
        "plan": verified_plan,
        "parent": comment,
        "kind": "jawaban",
        "body": "Ya.",
        "advisers_only": True,
    }
    Comment.objects.create(by=dr_budi, **answer)
    assert "suggestion" in kinds(as_user(lia))

    Comment.objects.create(by=lia, **answer)
    assert "suggestion" not in kinds(as_user(lia))


@pytest.mark.parametrize(("days", "told"), [(60, False), (61, True)])
def test_a_replication_counts_when_the_last_advice_is_longer_ago(
    october, plan, as_user, lia, dr_budi, days, told
):
    factories.CommentFactory(plan=plan, by=dr_budi)
    at = datetime(2026, 10, 13, 23, 30, tzinfo=WIB) - timedelta(days=days)
    Comment.objects.update(created_at=at)

    assert ("unadvised" in kinds(as_user(lia))) is told


def test_who_was_never_advised_counts_from_the_approval(
    october, plan, as_user, lia, dr_budi, rini, ibu_sekda, admin
):
    for person in (lia, dr_budi):
        found = one(as_user(person), "unadvised")
        assert found.title == "Belum didampingi 279 hari kalender"
        assert "Belum pernah sejak disetujui 7\u00a0Jan\u00a02026" in found.note
        assert found.told_turn == "pendamping (Anda: tulis catatan pendampingan)"
    for person in (rini, ibu_sekda, admin):
        assert "unadvised" not in kinds(as_user(person))
