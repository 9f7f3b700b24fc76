"""Obstacles: where they come from, who changes them, the register and what it counts."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from actionplans import obstacle_lists
from actionplans.models import Comment, Obstacle
from tests import factories
from tests.factories import at

pytestmark = pytest.mark.django_db
REGISTER = "/hambatan/"


def typed(**changes):
    return {
        "key": str(uuid4()),
        "cause": "regulasi",
        "description": "Izin belum keluar.",
        "unblocked_by": "Surat persetujuan",
        "turn": "Bagian Hukum",
        "level": "bupati",
    } | changes


def made(plan, day=None, **values):
    """An obstacle of the agency, opened on `day`."""
    with at(day or date(2026, 11, 24)):
        return factories.ObstacleFactory(plan=plan, **values)


def text_of(response):
    return response.content.decode()


@pytest.fixture
def obstacle(plan, milestone):
    return made(plan, milestone=milestone)


# -- where it comes from ------------------------------------------------------------------------


def test_an_update_gives_its_note_as_the_first_words(as_user, rini, milestone):
    update = factories.ProgressUpdateFactory(milestone=milestone, note="Server rusak.")
    client, address = as_user(rini), reverse("progress_obstacle", args=[update.pk])
    assert "Server rusak." in text_of(client.get(address))
    client.post(address, typed())
    assert milestone.obstacles.get().description == "Izin belum keluar."


def test_a_report_stays_its_origin_and_the_milestone_is_asked_for(as_user, lia, plan):
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    address = reverse("report_obstacle", args=[report.pk])
    chosen = plan.milestones.get(number=2)
    answer = as_user(lia).post(address, typed(milestone=chosen.pk), follow=True)
    opened = Obstacle.objects.get()
    assert (opened.report, opened.milestone) == (report, chosen)
    assert f"Laporan {report.period}" in text_of(answer)


def test_another_plans_milestone_cannot_be_chosen(as_user, lia, plan, distan):
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=1)
    address = reverse("report_obstacle", args=[report.pk])
    page = as_user(lia).post(address, typed(milestone=other.milestones.get().pk))
    assert page.status_code == 422
    assert not Obstacle.objects.exists()


def test_a_comment_stays_its_origin(as_user, rini, milestone):
    comment = factories.CommentFactory(milestone=milestone, body="Alatnya kurang.")
    client, address = as_user(rini), reverse("advice_obstacle", args=[comment.pk])
    assert "Alatnya kurang." in text_of(client.get(address))
    client.post(address, typed())
    assert (Obstacle.objects.get().comment, Obstacle.objects.get().milestone) == (
        comment,
        milestone,
    )


def test_what_is_said_among_advisers_becomes_no_obstacle(as_user, lia, milestone):
    comment = factories.CommentFactory(milestone=milestone, advisers_only=True, body="Rahasia.")
    client, address = as_user(lia), reverse("advice_obstacle", args=[comment.pk])
    assert client.get(address).status_code == 302
    client.post(address, typed())
    assert not Obstacle.objects.exists()
    assert address not in text_of(client.get(reverse("milestone", args=[milestone.pk])))


def test_the_link_to_a_comment_goes_when_the_comment_goes_among_advisers(
    as_user, rini, lia, plan, milestone
):
    comment = factories.CommentFactory(milestone=milestone)
    opened = made(plan, milestone=milestone, comment=comment)
    address = opened.get_absolute_url()
    assert f"#catatan-{comment.pk}" in text_of(as_user(rini).get(address))
    Comment.objects.filter(pk=comment.pk).update(advisers_only=True)
    assert f"#catatan-{comment.pk}" not in text_of(as_user(rini).get(address))


def test_a_draft_report_is_not_told_of_as_an_origin(as_user, rini, lia, plan):
    draft = factories.ReportFactory(plan=plan, quarter=3)
    address = made(plan, report=draft).get_absolute_url()
    assert f"Laporan {draft.period}" in text_of(as_user(rini).get(address))
    assert f"Laporan {draft.period}" not in text_of(as_user(lia).get(address))


def test_the_same_form_sent_twice_opens_one(as_user, rini, milestone):
    client, address = as_user(rini), reverse("obstacle_open", args=[milestone.pk])
    same = typed()
    client.post(address, same)
    client.post(address, same)
    assert Obstacle.objects.count() == 1


def test_what_is_still_open_there_is_shown_beside_a_new_one(as_user, rini, milestone, obstacle):
    page = as_user(rini).get(reverse("obstacle_open", args=[milestone.pk]))
    assert obstacle.get_absolute_url() in text_of(page)


# -- changed, closed, opened again --------------------------------------------------------------


def test_the_agency_changes_what_the_facilitator_opened(as_user, rini, dr_budi, plan, milestone):
    opened = made(plan, milestone=milestone, by=dr_budi)
    answer = as_user(rini).post(
        reverse("obstacle_edit", args=[opened.pk]), typed(seen=opened.revision), follow=True
    )
    opened.refresh_from_db()
    assert (opened.cause, opened.turn, opened.opened_by) == ("regulasi", "Bagian Hukum", dr_budi)
    assert "Sebab Anggaran → Regulasi dan izin" in text_of(answer)


def test_other_advisers_do_not_change_it(as_user, lia, dr_budi, plan):
    address = reverse("obstacle_edit", args=[made(plan, by=dr_budi).pk])
    assert as_user(lia).post(address, typed(seen=0)).status_code == 403
    assert as_user(dr_budi).post(address, typed(seen=0)).status_code == 302


def test_a_stale_form_is_told_what_changed_and_keeps_what_was_typed(as_user, rini, obstacle):
    client, address = as_user(rini), reverse("obstacle_edit", args=[obstacle.pk])
    client.post(address, typed(seen=0, turn="Setda"))
    page = client.post(address, typed(seen=0, turn="Dinas"))
    assert page.status_code == 422
    assert "sudah menyimpan perubahan" in text_of(page)
    assert 'value="Dinas"' in text_of(page)
    obstacle.refresh_from_db()
    assert obstacle.turn == "Setda"


def test_who_comes_second_to_close_it_is_told_who_was_first(as_user, rini, lia, obstacle):
    address = reverse("obstacle_close", args=[obstacle.pk])
    as_user(rini).post(address, {"note": "Anggaran cair."})
    page = as_user(lia).post(address, {"note": "Sudah saya urus."})
    assert page.status_code == 422
    assert "sudah ditutup Rini Astuti" in text_of(page)
    obstacle.refresh_from_db()
    assert (obstacle.closed_by, obstacle.closing_note) == (rini, "Anggaran cair.")


def test_a_closed_one_is_not_changed(as_user, rini, obstacle):
    client = as_user(rini)
    client.post(reverse("obstacle_close", args=[obstacle.pk]), {"note": "Cair."})
    page = client.post(reverse("obstacle_edit", args=[obstacle.pk]), typed(seen=1))
    assert page.status_code == 422
    obstacle.refresh_from_db()
    assert obstacle.cause == "anggaran"


def test_it_is_opened_again_with_a_reason_and_remembers_what_had_helped(as_user, rini, obstacle):
    client, address = as_user(rini), reverse("obstacle_reopen", args=[obstacle.pk])
    client.post(reverse("obstacle_close", args=[obstacle.pk]), {"note": "Pakai dana lain."})
    assert "Tulis mengapa dibuka lagi." in text_of(client.post(address, {"reason": " "}))
    page = text_of(client.post(address, {"reason": "Dananya ditarik."}, follow=True))
    obstacle.refresh_from_db()
    assert (obstacle.closed_on, obstacle.closed_by, obstacle.closing_note) == (None, None, "")
    assert "Dananya ditarik." in page
    assert "Pakai dana lain." in page


# -- the register -------------------------------------------------------------------------------


@pytest.fixture
def other_plan(distan):
    return factories.ActionPlanFactory(
        replication__agency=distan, fiscal_year=2026, milestones=1, approved=True
    )


def listed(client, query=""):
    return [row.description for row in client.get(REGISTER + query).context["table"].data]


def test_the_oldest_open_one_comes_first_and_closed_ones_are_asked_for(as_user, lia, rini, plan):
    made(plan, date(2026, 11, 20), description="Baru")
    made(plan, date(2026, 3, 2), description="Lama")
    closed = made(plan, date(2026, 1, 5), description="Beres")
    as_user(rini).post(reverse("obstacle_close", args=[closed.pk]), {"note": "Cair."})
    client = as_user(lia)
    assert listed(client) == ["Lama", "Baru"]
    assert listed(client, "?state=ditutup") == ["Beres"]
    assert listed(client, "?state=semua") == ["Beres", "Lama", "Baru"]
    assert listed(client, "?state=semua&sort=age") == ["Baru", "Lama", "Beres"]


def test_each_filter_narrows(as_user, lia, plan, other_plan, distan):
    made(plan, date(2026, 3, 2), description="Dana")
    made(other_plan, description="Izin", cause="regulasi", level="bupati", turn="Setda")
    client = as_user(lia)
    innovation = other_plan.replication.innovation_id
    for query in (
        *("cause=regulasi", "level=bupati", f"agency={distan.pk}"),
        *(f"innovation={innovation}", "q=setda"),
    ):
        assert listed(client, f"?{query}") == ["Izin"], query
    assert listed(client, "?older=90") == ["Dana"]
    assert listed(client, "?year=2026&older=14") == ["Dana"]


def test_everybody_sees_those_of_their_scope(
    as_user, rini, tono, joko, ibu_sekda, plan, other_plan
):
    made(plan, description="Dana")
    made(other_plan, description="Izin")
    assert listed(as_user(rini)) == ["Dana"]
    assert listed(as_user(tono)) == ["Izin"]
    assert listed(as_user(joko)) == []
    assert sorted(listed(as_user(ibu_sekda))) == ["Dana", "Izin"]


def test_the_statistics_count_open_and_closed_and_say_when_they_are_few(as_user, lia, rini, plan):
    for month in (1, 2, 3):
        made(plan, date(2026, month, 1))
    with at(date(2026, 1, 11)):
        as_user(rini).post(
            reverse("obstacle_close", args=[Obstacle.objects.earliest("opened_on").pk]),
            {"note": "Cair."},
        )
    response = as_user(lia).get(REGISTER)
    (group,) = response.context["statistics"]["cause"]
    # 10 days until it was closed; 296 and 268 days and still open on 24 November.
    assert (group.open, group.closed, group.days) == (2, 1, 268)
    assert "baru 3, belum mewakili" in text_of(response)
    for _ in range(obstacle_lists.FEW - 3):
        made(plan)
    assert "belum mewakili" not in text_of(as_user(lia).get(REGISTER))


def test_the_workbook_holds_what_the_filter_shows(as_user, lia, plan, other_plan):
    made(plan, date(2026, 3, 2), description="=1+1")
    made(other_plan, cause="regulasi")
    answer = as_user(lia).get(f"{REGISTER}daftar.xlsx?cause=anggaran")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet.max_row == 2
    cells = {head.value: cell.value for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert cells["Permasalahan"] == "=1+1"
    assert cells["Lama terbuka, hari"] == 267
    assert sheet["A2"].data_type == "s"


def test_the_register_asks_no_more_for_more_rows(as_user, lia, plan, queries):
    def add():
        made(plan, milestone=plan.milestones.get(number=1))

    add()
    client = as_user(lia)
    few = queries(client, REGISTER)
    for _ in range(6):
        add()
    assert queries(client, REGISTER) == few


@pytest.mark.parametrize(
    ("who", "may"), [("dr_budi", True), ("lia", True), ("rini", False), ("ibu_sekda", False)]
)
def test_who_may_advise_is_led_from_an_obstacle_to_the_form(
    obstacle, plan, as_user, request, who, may
):
    client = as_user(request.getfixturevalue(who))
    page = client.get(f"/hambatan/{obstacle.pk}/").content.decode()
    address = f"/tonggak/{obstacle.milestone_id}/catatan/"

    assert ("Tulis saran" in page and f'href="{address}"' in page) is may
    whole = made(plan)
    text = client.get(f"/hambatan/{whole.pk}/").content.decode()
    assert (f'href="/rencana/{plan.pk}/catatan/"' in text) is may
