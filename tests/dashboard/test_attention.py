"""What the dashboard calls attention to: in which order, in which words, and how many."""

from decimal import Decimal

import pytest

from actionplans.models import ReportingRules
from tests import factories
from tests.dashboard.conftest import progress


def attention(client, query=""):
    return client.get(f"/dasbor/{query}").context["dashboard"].attention


def kinds(found):
    return [item.kind for item in found.items]


def test_an_unreported_quarter_is_first_and_is_the_heads_move(october, verified_plan, as_user, lia):
    first = attention(as_user(lia)).items[0]

    assert first.title == "Laporan TW\u00a0III belum dilaporkan"
    assert first.turn == "Kepala Dinkop UKM"
    assert first.note == "Rajutan SiBakul Jogja. Lewat 4 hari kerja, tenggat 7\u00a0Okt"
    assert first.url == f"/rencana/{verified_plan.pk}/"


def test_before_the_deadline_nobody_is_late(on_day, plan, as_user, lia):
    on_day("2026-10-07")

    assert "unsent" not in kinds(attention(as_user(lia)))


def test_a_returned_report_is_the_agencys_move(october, other_plan, as_user, lia):
    returned = next(
        item for item in attention(as_user(lia), "?quarter=1").items if item.kind == "returned"
    )

    report = other_plan.reports.get()
    assert returned.turn == "DPP"
    assert returned.url == f"/laporan/{report.pk}/"


def test_a_report_that_waits_past_its_deadline_is_litbangs_move(
    october, verified_plan, as_user, lia
):
    waiting = next(
        item for item in attention(as_user(lia), "?quarter=2").items if item.kind == "waiting"
    )

    assert (waiting.turn, waiting.tone) == ("Litbang", "bad")


def test_a_report_that_has_time_left_is_no_concern(on_day, verified_plan, as_user, lia):
    on_day("2026-07-08")

    assert "waiting" not in kinds(attention(as_user(lia), "?quarter=2"))


@pytest.mark.parametrize(("threshold", "listed"), [(10, True), (90, False)])
def test_a_deviation_counts_beyond_the_threshold(
    october, verified_plan, as_user, lia, threshold, listed
):
    ReportingRules.objects.update(deviation_points=threshold)

    assert ("deviation" in kinds(attention(as_user(lia), "?quarter=2"))) is listed


def test_money_far_ahead_of_work_is_questioned(october, plan, as_user, lia):
    progress(plan, [0, 0, 0], 1)
    update = plan.milestones.get(number=1).updates.get()
    update.spent = Decimal(9_000_000)
    update.save()
    factories.ReportFactory(plan=plan, quarter=1, sent=True)

    found = attention(as_user(lia), "?quarter=1")

    question = next(item for item in found.items if item.kind == "absorption")
    assert question.title == "Serapan 36,7\u00a0% jauh di depan fisik 0,0\u00a0%"


def test_a_suggestion_counts_once_its_answer_is_overdue(october, verified_plan, as_user, lia):
    factories.CommentFactory(plan=verified_plan, suggestion=True, answer_by="2026-10-13")
    assert "suggestion" not in kinds(attention(as_user(lia)))

    factories.CommentFactory(plan=verified_plan, suggestion=True, answer_by="2026-10-12")
    assert "suggestion" in kinds(attention(as_user(lia)))


def test_the_advisers_channel_is_no_concern_of_others(october, verified_plan, as_user, rini, lia):
    factories.CommentFactory(
        plan=verified_plan, suggestion=True, advisers_only=True, answer_by="2026-10-01"
    )

    assert "suggestion" in kinds(attention(as_user(lia)))
    assert "suggestion" not in kinds(attention(as_user(rini)))


def test_overdue_milestones_are_told_once_a_plan(october, verified_plan, as_user, lia):
    # The second of three ended in August; the first is at 90 %.
    overdue = [item for item in attention(as_user(lia)).items if item.kind == "overdue"]

    assert [item.title for item in overdue] == ["2 tonggak lewat tenggat"]
    assert "Kegiatan 1" in overdue[0].note


def test_each_kind_leads_to_the_list_of_its_plans(october, verified_plan, other_plan, as_user, lia):
    client = as_user(lia)
    found = attention(client)

    assert found.total == sum(number for _, number, _ in found.kinds)
    for kind, number, _ in found.kinds:
        dashboard = client.get(f"/dasbor/?concern={kind}").context["dashboard"]
        assert dashboard.page.paginator.count == number


def test_at_most_eight_are_listed_and_all_are_counted(october, as_user, lia, ubb):
    for _ in range(9):
        factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(facilitator=ubb), milestones=1, approved=True
        )

    found = attention(as_user(lia))

    assert kinds(found) == ["unsent"] * 8
    assert found.kinds[0][:2] == ("unsent", 9)


def test_the_order_does_not_depend_on_the_sorting_of_the_table(
    october, verified_plan, other_plan, as_user, lia
):
    client = as_user(lia)

    assert attention(client).items == attention(client, "?sort=name").items


def test_a_closed_plan_has_no_next_milestone_and_nothing_overdue(october, as_user, lia, sibakul):
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025, milestones=2, finished=True)

    dashboard = as_user(lia).get("/dasbor/?year=2025").context["dashboard"]

    assert dashboard.rows[0].next_absent == "rencana ditutup"
    assert dashboard.rows[0].next_title == ""
    assert "overdue" not in kinds(dashboard.attention)
