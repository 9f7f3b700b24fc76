"""What is new since a person's last visit, and who was not advised for long."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplans import workdays
from actionplans.models import Visit
from actionplans.services import advice
from tests import factories

pytestmark = pytest.mark.django_db

MARK = '<span class="new-mark">baru</span>'


@pytest.fixture
def look(as_user):
    """`look(dr_budi, plan)`: what the open page of the plan tells the portal by itself."""

    def post(person, plan):
        answer = as_user(person).post(reverse("plan_seen", args=[plan.pk]))
        assert answer.status_code == 204

    return post


def page(as_user, person, name, pk):
    return as_user(person).get(reverse(name, args=[pk])).content.decode()


def marks(as_user, person, milestone):
    """How many there are among what was said on the milestone."""
    _, _, said = page(as_user, person, "milestone", milestone.pk).partition('id="pendampingan"')
    return said.count(MARK)


def test_pages_of_a_plan_tell_by_themselves_that_they_were_seen(as_user, dr_budi, milestone):
    address = reverse("plan_seen", args=[milestone.plan_id])
    report = factories.ReportFactory(plan=milestone.plan, sent=True)
    for name, pk in (
        ("plan", milestone.plan_id),
        ("milestone", milestone.pk),
        ("report", report.pk),
    ):
        text = page(as_user, dr_budi, name, pk)
        assert text.count(f'data-hx-post="{address}"') == 1, name
    assert not Visit.objects.exists()


def test_on_the_first_visit_nothing_is_marked(as_user, look, dr_budi, milestone):
    factories.CommentFactory(milestone=milestone)
    assert marks(as_user, dr_budi, milestone) == 0
    look(dr_budi, milestone.plan)
    assert marks(as_user, dr_budi, milestone) == 0


def test_what_others_said_since_is_marked_for_that_person_alone(
    as_user, look, dr_budi, rini, lia, milestone, on_day
):
    on_day("2026-11-10")
    old = factories.CommentFactory(milestone=milestone)
    for person in (dr_budi, lia):
        look(person, milestone.plan)
    on_day("2026-11-12")
    advice.answer(parent=old, body="Sudah.", by=rini, key=uuid4())
    factories.CommentFactory(milestone=milestone, by=dr_budi)
    on_day("2026-11-16")
    assert marks(as_user, dr_budi, milestone) == 1  # the answer; the own comment is not new
    assert marks(as_user, lia, milestone) == 2
    assert marks(as_user, rini, milestone) == 0  # was never here before


def test_a_mark_stays_while_the_visit_lasts_and_goes_with_the_next(
    as_user, look, lia, milestone, on_day
):
    on_day("2026-11-10")
    look(lia, milestone.plan)
    on_day("2026-11-12")
    factories.CommentFactory(milestone=milestone)
    on_day("2026-11-16", hour=9)
    look(lia, milestone.plan)
    look(lia, milestone.plan)
    assert marks(as_user, lia, milestone) == 1
    on_day("2026-11-16", hour=11)
    assert marks(as_user, lia, milestone) == 0


def test_the_journey_marks_what_others_did_since(as_user, look, dr_budi, rini, milestone, on_day):
    on_day("2026-11-02")
    for person in (dr_budi, rini):
        look(person, milestone.plan)
    on_day("2026-11-04")
    typed = {"key": uuid4(), "percent": "30", "happened_on": "04-11-2026", "note": "Selesai."}
    answer = as_user(rini).post(reverse("record_progress", args=[milestone.pk]), typed)
    assert answer.status_code == 302
    on_day("2026-11-24")
    for name in ("milestone", "milestone_history", "plan_history"):
        pk = milestone.plan_id if name == "plan_history" else milestone.pk
        assert page(as_user, dr_budi, name, pk).count(MARK) == 1, name
        assert page(as_user, rini, name, pk).count(MARK) == 0, name


def test_advisers_see_on_tugas_how_much_is_new_on_which_plan(
    as_user, look, dr_budi, rini, plan, milestone, on_day
):
    on_day("2026-11-02")
    look(dr_budi, plan)
    on_day("2026-11-04")
    factories.ProgressUpdateFactory(milestone=milestone, happened_on=timezone.localdate())
    factories.CommentFactory(
        milestone=milestone, by=factories.officer_of(plan.replication.agency.region)
    )
    factories.CommentFactory(milestone=milestone, by=dr_budi)
    on_day("2026-11-24")
    text = as_user(dr_budi).get(reverse("tasks")).content.decode()
    assert "2 hal baru pada Rajutan SiBakul Jogja" in text
    assert "Sejak 2\xa0Nov: 1 catatan, 1 progres." in text


def test_withdrawn_words_are_not_new(as_user, look, dr_budi, lia, plan, on_day):
    on_day("2026-11-02")
    look(dr_budi, plan)
    on_day("2026-11-04")
    advice.withdraw(comment=factories.CommentFactory(plan=plan, by=lia), by=lia)
    on_day("2026-11-24")
    assert "hal baru" not in as_user(dr_budi).get(reverse("tasks")).content.decode()


def test_news_of_more_plans_ask_no_more(
    as_user, queries, look, dr_budi, lia, ubb, bangka_barat, on_day
):
    def another():
        on_day("2026-11-02")
        agency = factories.AgencyFactory(region=bangka_barat)
        plan = factories.ActionPlanFactory(
            replication__agency=agency, replication__facilitator=ubb, milestones=1, approved=True
        )
        look(dr_budi, plan)
        on_day("2026-11-04")
        factories.CommentFactory(plan=plan, by=lia)
        on_day("2026-11-24")

    another()
    client = as_user(dr_budi)
    few = queries(client, reverse("tasks"))
    for _ in range(4):
        another()
    text = client.get(reverse("tasks")).content.decode()
    assert text.count("1 hal baru pada") == 5
    assert queries(client, reverse("tasks")) == few


# -- not advised for long -----------------------------------------------------------------------


def shown(as_user, person, kind="belum", **more):
    answer = as_user(person).get(reverse("advising"), {"tampil": kind, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def is_listed(as_user, person):
    return "Rajutan SiBakul Jogja" in shown(as_user, person)


def test_a_plan_without_advice_for_long_is_listed_for_its_advisers(
    as_user, plan, dr_budi, lia, dr_wati, joko
):
    assert is_listed(as_user, dr_budi)
    assert is_listed(as_user, lia)
    assert not is_listed(as_user, dr_wati)
    assert not is_listed(as_user, joko)
    assert "belum pernah" in shown(as_user, lia)
    tasks = as_user(dr_budi).get(reverse("tasks")).content.decode()
    assert "1 replikasi belum didampingi" in tasks


@pytest.mark.parametrize(
    ("said", "advised"),
    [
        ({}, True),
        ({"visit": True}, True),
        ({"advisers_only": True}, False),
    ],
)
def test_advice_that_the_agency_can_read_takes_it_off_the_list(
    as_user, plan, dr_budi, said, advised
):
    factories.CommentFactory(plan=plan, **said)
    assert is_listed(as_user, dr_budi) is not advised


def test_withdrawn_and_old_advice_do_not(as_user, plan, dr_budi, on_day):
    advice.withdraw(comment=factories.CommentFactory(plan=plan), by=dr_budi)
    assert is_listed(as_user, dr_budi)
    on_day("2026-06-01")
    factories.CommentFactory(plan=plan)
    on_day("2026-11-24")
    assert is_listed(as_user, dr_budi)
    assert "176 hari lalu" in shown(as_user, dr_budi)


def test_how_long_is_settable(as_user, plan, dr_budi, on_day):
    on_day("2026-11-01")
    factories.CommentFactory(plan=plan)
    on_day("2026-11-24")
    assert not is_listed(as_user, dr_budi)
    rules = workdays.rules()
    rules.advice_days = 20
    rules.save()
    workdays.forget()
    assert is_listed(as_user, dr_budi)


def test_a_plan_just_approved_is_not_late_yet(as_user, plan, dr_budi, on_day):
    on_day("2026-02-10")
    assert not is_listed(as_user, dr_budi)


# -- suggestions by what they wait for ------------------------------------------------------------


def suggest(milestone, body, **more):
    return factories.CommentFactory(milestone=milestone, suggestion=True, body=body, **more)


def test_suggestions_are_listed_by_what_they_wait_for(as_user, milestone, dr_budi, lia, rini):
    today = timezone.localdate()
    suggest(milestone, "Sudah dijawab", answered=True)
    suggest(milestone, "Terlambat dijawab", answer_by=today - timedelta(days=1))
    suggest(milestone, "Belum waktunya", answer_by=today + timedelta(days=1))
    suggest(milestone, "Sudah selesai", closed=True)
    advice.withdraw(comment=suggest(milestone, "Salah tulis"), by=dr_budi)

    found = {
        kind: {
            words
            for words in (
                *("Sudah dijawab", "Terlambat dijawab", "Belum waktunya"),
                *("Sudah selesai", "Salah tulis"),
            )
            if words in shown(as_user, dr_budi, kind)
        }
        for kind in ("terbuka", "dijawab", "lewat")
    }
    assert found == {
        "terbuka": {"Sudah dijawab", "Terlambat dijawab", "Belum waktunya"},
        "dijawab": {"Sudah dijawab"},
        "lewat": {"Terlambat dijawab"},
    }
    assert "Sudah dijawab" not in shown(as_user, lia, "dijawab")  # not Lia's to review


def test_suggestions_are_found_by_words_in_pages(as_user, queries, milestone, dr_budi):
    for number in range(3):
        suggest(milestone, f"Saran {number}")
    client, address = as_user(dr_budi), reverse("advising") + "?tampil=terbuka"
    few = queries(client, address)
    for number in range(3, 20):
        suggest(milestone, f"Saran {number}")
    assert queries(client, address) == few
    assert shown(as_user, dr_budi, "terbuka").count("Saran 1") < 11
    found = shown(as_user, dr_budi, "terbuka", q="17")
    assert "Saran 17" in found
    assert "Saran 16" not in found


def test_plans_without_advice_ask_no_more_however_many(as_user, queries, plan, lia, bangka_barat):
    client, address = as_user(lia), reverse("advising")
    few = queries(client, address)
    for _ in range(4):
        factories.ActionPlanFactory(
            replication__agency=factories.AgencyFactory(region=bangka_barat),
            milestones=1,
            approved=True,
        )
    assert queries(client, address) == few


def test_nobody_but_advisers_opens_the_page(as_user, plan, rini, pak_kadis, ibu_sekda, admin):
    for person in (rini, pak_kadis, ibu_sekda, admin):
        assert as_user(person).get(reverse("advising")).status_code == 403
