"""Who is told of what, how, and what is never told."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from post_office.models import Email

from actionplans.models import Report
from actionplans.services import reports, verification
from replikasi.notifications import services
from replikasi.notifications.models import Mode, Notification, Preference
from replikasi.notifications.registry import NOTICES
from replikasi.notifications.subjects import SUBJECTS
from tests import factories

LIST = "/notifikasi/"


@pytest.fixture
def quiet(plan):
    """What the plan's approval told is put away."""
    Notification.objects.all().delete()
    Email.objects.all().delete()
    return plan


@pytest.fixture
def sent(quiet, lia, dr_budi):
    return factories.ReportFactory(plan=quiet, sent=True)


def send_back(report, by):
    verification.return_report(report=report, by=by, reason="Foto {{ 1 }} <b>belum</b> ada.")


def choose(person, kind, mode):
    Preference.objects.create(user=person, kind=kind, mode=mode)


def mailed():
    """Addresses that the outbox holds a mail for."""
    return sorted(address for one in Email.objects.order_by("pk") for address in one.to)


def test_every_kind_can_be_chosen_by_name():
    nameless = [notice.code for notice in NOTICES.values() if not notice.label]

    assert nameless == []


def test_every_kind_says_whose_it_is():
    assert [notice.code for notice in NOTICES.values() if not notice.roles] == []


def test_what_one_must_act_on_goes_into_the_outbox_at_once(sent, lia, rini, pak_kadis):
    send_back(sent, lia)

    assert mailed() == sorted([rini.email, pak_kadis.email])


def test_what_people_wrote_is_text_in_the_mail(sent, lia, rini, pak_kadis):
    send_back(sent, lia)

    letter = Email.objects.filter(to=rini.email).get()
    assert "dikembalikan Lia Kartika: Foto {{ 1 }} <b>belum</b> ada." in letter.message
    assert "Rajutan SiBakul Jogja, dikembalikan" in letter.subject
    assert "\n" not in letter.subject


def test_the_mail_leads_to_the_notification(sent, lia, rini, pak_kadis, as_user):
    send_back(sent, lia)

    row = Notification.objects.get(recipient=rini)
    assert f"http://127.0.0.1:8000/notifikasi/{row.pk}/" in (
        Email.objects.get(to=rini.email).message
    )
    assert as_user(rini).get(f"/notifikasi/{row.pk}/").headers["Location"] == (
        reverse("report", args=[sent.pk])
    )


def test_the_mail_goes_only_if_the_decision_stands(sent, lia, rini):
    with transaction.atomic():
        send_back(sent, lia)
        transaction.set_rollback(True)

    assert (mailed(), Notification.objects.filter(recipient=rini).count()) == ([], 0)


def test_a_person_without_an_address_is_told_in_the_portal_alone(sent, lia, rini, pak_kadis):
    rini.email = ""
    rini.save()

    send_back(sent, lia)

    assert mailed() == [pak_kadis.email]
    assert Notification.objects.get(recipient=rini).mail == Mode.OFF


def test_demo_accounts_get_no_mail(sent, lia, rini, pak_kadis):
    rini.is_demo = True
    rini.save()

    send_back(sent, lia)

    assert mailed() == [pak_kadis.email]


@pytest.mark.parametrize(
    ("mode", "at_once"),
    [(Mode.AT_ONCE, 1), (Mode.DAILY, 0), (Mode.WEEKLY, 0), (Mode.OFF, 0)],
)
def test_each_chooses_how_to_be_told(mode, at_once, sent, lia, rini, pak_kadis):
    choose(rini, "report_returned", mode)

    send_back(sent, lia)

    assert mailed().count(rini.email) == at_once
    row = Notification.objects.get(recipient=rini)
    assert (row.mail, row.mailed_at is not None) == (mode, bool(at_once))


def test_a_choice_of_one_is_no_choice_of_another(sent, lia, rini, pak_kadis):
    choose(rini, "report_returned", Mode.OFF)

    send_back(sent, lia)

    assert mailed() == [pak_kadis.email]


def test_a_hundred_reports_are_no_hundred_mails(quiet, lia):
    factories.ReportFactory(plan=quiet, sent=True)

    assert Notification.objects.get(recipient=lia).mail == Mode.DAILY
    assert mailed() == []


def test_roles_that_cannot_get_a_kind_are_left_out(quiet, lia, rini):
    services.tell(
        NOTICES["report_sent"],
        recipients=[lia, rini],
        by=None,
        url="/laporan/",
        facts={"agency": "", "period": "", "title": ""},
    )

    assert [row.recipient for row in Notification.objects.all()] == [lia]


def test_an_unknown_subject_is_refused(quiet, lia):
    with pytest.raises(ValueError, match="about 'bulan:1'"):
        services.tell(
            NOTICES["report_sent"], recipients=[lia], by=None, url="/", facts={}, about="bulan:1"
        )


def test_drafts_are_never_told(quiet, rini, pak_kadis, lia, dr_budi):
    report = factories.ReportFactory(plan=quiet)
    with factories.at(report.period.opens):
        reports.save_report(
            report=report, by=rini, problem="Masalah", solution="", next_steps="", idle_reason=""
        )

    assert not Notification.objects.exists()


# -- what may no longer be seen --------------------------------------------------------------------


def move_away(person):
    """To a region where the report is not."""
    person.region = factories.RegionFactory(code="19.03")
    person.save()


def test_what_may_no_longer_be_seen_is_not_listed_nor_counted(sent, lia, as_user):
    assert "Rajutan SiBakul Jogja" in as_user(lia).get(LIST).content.decode()

    move_away(lia)

    page = as_user(lia).get(LIST)
    assert "Rajutan SiBakul Jogja" not in page.content.decode()
    assert page.context["unread"] == ""
    latest = as_user(lia).get("/notifikasi/terbaru/", headers={"HX-Request": "true"})
    assert "Rajutan SiBakul Jogja" not in latest.content.decode()


def test_what_may_no_longer_be_seen_cannot_be_opened(sent, lia, as_user):
    row = Notification.objects.get(recipient=lia)
    move_away(lia)

    assert as_user(lia).get(f"{LIST}{row.pk}/").status_code == 404
    assert as_user(lia).post(f"{LIST}{row.pk}/tanda/").status_code == 404


def test_what_may_no_longer_be_seen_is_in_no_digest(sent, lia):
    move_away(lia)

    call_command("send_digests")

    assert lia.email not in mailed()


def test_what_may_not_be_seen_leaves_in_no_mail(sent, joko):
    """A mistake about the recipients reveals nothing."""
    choose(joko, "report_sent", Mode.AT_ONCE)

    services.tell(
        NOTICES["report_sent"],
        recipients=[joko],
        by=None,
        url="/laporan/",
        facts={"agency": "", "period": "", "title": ""},
        about=f"report:{sent.pk}",
    )

    assert joko.email not in mailed()


def test_a_report_that_became_a_draft_again_is_not_told_of(sent, lia, as_user):
    Report.objects.filter(pk=sent.pk).update(state=Report.State.DRAFT)

    assert "Rajutan SiBakul Jogja" not in as_user(lia).get(LIST).content.decode()


def test_every_subject_is_narrowed_to_the_person(plan, tono):
    factories.CommentFactory(milestone=plan.milestones.get(number=1))
    factories.ReportFactory(plan=plan, sent=True)
    factories.ObstacleFactory(plan=plan)

    assert {name: list(visible(tono)) for name, visible in SUBJECTS.items()} == {
        name: [] for name in SUBJECTS
    }


# -- the outbox is delivered ---------------------------------------------------------------------


def test_it_is_sent_from_the_outbox(sent, lia, rini, pak_kadis):
    send_back(sent, lia)

    call_command("send_mail")

    assert sorted(address for one in mail.outbox for address in one.to) == sorted(
        [rini.email, pak_kadis.email]
    )
