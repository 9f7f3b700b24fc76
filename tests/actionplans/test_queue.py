"""The queue: who handles what, who looks at it, leave and handing over, and what comes next."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from actionplans.models import Looking, Report
from actionplans.services import queue, verification
from replikasi.accounts.models import Substitution
from replikasi.notifications.models import Notification
from tests import factories

TODAY = "2026-04-09"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(TODAY)


@pytest.fixture
def nia(lia):
    """Lia's colleague."""
    return factories.UserFactory(name="Nia Ramadani", litbang=True, region=lia.region)


@pytest.fixture
def make(bangka_barat):
    """`make()`: a waiting report of a new agency of the region."""

    def made(**values):
        plan = factories.ActionPlanFactory(
            approved=True, milestones=1, replication__agency__region=bangka_barat
        )
        return factories.ReportFactory(plan=plan, sent=True, **values)

    return made


def verified_by(report, by):
    verification.verify_report(report=report, by=by, judgements=factories.accepted(report))


def report_url(report):
    return reverse("report", args=[report.pk])


def told(person, kind):
    return Notification.objects.filter(recipient=person, kind=kind).count()


def holder(report):
    return Report.objects.get(pk=report.pk).assigned_to


def rows(client, **query):
    """Titles of the queue in order."""
    page = client.get(reverse("queue"), query)
    return [row.record.pk for row in page.context["table"].page.object_list]


# -- who handles it ------------------------------------------------------------------------------


def test_an_officer_takes_a_report_and_gives_it_back(as_user, lia, make):
    report, client = make(), as_user(lia)
    client.post(reverse("report_take", args=[report.pk]), {"dari": ""})
    assert holder(report) == lia
    assert "Anda menangani laporan ini" in client.get(report_url(report)).content.decode()
    client.post(reverse("report_release", args=[report.pk]))
    assert holder(report) is None


def test_taking_over_is_asked_first_and_told(as_user, lia, nia, make):
    report = make()
    queue.take(report=report, by=nia)
    client, address = as_user(lia), reverse("report_take", args=[report.pk])
    assert client.post(address, {"dari": nia.pk})["Location"] == address
    assert holder(report) == nia
    assert "ditangani Nia Ramadani" in client.get(address).content.decode()
    client.post(address, {"dari": nia.pk, "pasti": "1"})
    assert holder(report) == lia
    assert told(nia, "report_taken") == 1


def test_who_took_it_meanwhile_keeps_it(lia, nia, make):
    report = make()
    queue.take(report=report, by=nia, holder=None)
    with pytest.raises(ValidationError, match="Nia Ramadani"):
        queue.take(report=report, by=lia, holder=None)
    assert holder(report) == nia


def test_only_who_handles_it_gives_it_back(lia, nia, make):
    report = make()
    queue.take(report=report, by=nia)
    with pytest.raises(ValidationError, match="tidak sedang Anda tangani"):
        queue.release(report=report, by=lia)


def test_what_was_decided_is_not_taken(lia, plan):
    report = factories.ReportFactory(plan=plan, verified=True)
    with pytest.raises(ValidationError, match="tidak sedang menunggu"):
        queue.take(report=report, by=lia)


# -- who looks at it -----------------------------------------------------------------------------


def test_two_officers_see_each_other_at_a_report(as_user, lia, nia, make, on_day):
    report = make()
    look = reverse("report_look", args=[report.pk])
    assert as_user(nia).post(look).content.decode().strip() == ""
    answer = as_user(lia).post(look).content.decode()
    assert "Nia Ramadani" in answer
    assert "sejak 09.00" in answer
    assert "Lia Kartika" in as_user(nia).get(report_url(report)).content.decode()
    assert "Nia Ramadani sedang memeriksa" in as_user(lia).get(reverse("queue")).content.decode()


def test_the_mark_is_renewed_and_grows_stale(lia, nia, make):
    report = make()
    queue.look(report=report, by=nia)
    began = Looking.objects.get().since
    Looking.objects.update(at=timezone.now() - timedelta(seconds=80))
    queue.look(report=report, by=nia)
    assert Looking.objects.get().since == began
    assert queue.looking([report], but=lia)
    Looking.objects.update(at=timezone.now() - timedelta(seconds=91))
    assert not queue.looking([report], but=lia)
    queue.look(report=report, by=nia)
    assert Looking.objects.get().since > began


def test_a_decision_is_told_to_who_still_looks(as_user, lia, nia, make):
    report = make()
    queue.look(report=report, by=lia)
    verified_by(report, nia)
    answer = as_user(lia).post(reverse("report_look", args=[report.pk])).content.decode()
    assert "terverifikasi, oleh Nia Ramadani" in answer
    assert not Looking.objects.exists()


# -- the list ------------------------------------------------------------------------------------


def test_the_queue_is_narrowed_to_mine_nobodys_others_and_late_ones(as_user, lia, nia, make):
    mine, free, others = make(), make(), make()
    queue.take(report=mine, by=lia)
    queue.take(report=others, by=nia)
    client = as_user(lia)
    assert rows(client, holder="saya") == [mine.pk]
    assert rows(client, holder="bebas") == [free.pk]
    assert rows(client, holder="lain") == [others.pk]
    assert rows(client) == [mine.pk, free.pk, others.pk]
    assert rows(client, late="ya") == []


@pytest.mark.parametrize("days_late", [0, 3, 7])
def test_late_in_the_list_is_late_on_the_report(as_user, lia, make, on_day, days_late):
    report = make(late=days_late)
    day = report.review_due
    for passed in (day - timedelta(days=1), day, day + timedelta(days=1)):
        on_day(passed)
        assert rows(as_user(lia), late="ya") == ([report.pk] if passed > day else []), passed


# -- leave, and moving on ------------------------------------------------------------------------


def test_a_substitute_sees_the_reports_of_who_is_on_leave(as_user, lia, nia, make, on_day):
    report = make()
    queue.take(report=report, by=lia)
    page = as_user(lia).post(
        reverse("substitutes"),
        {"person": lia.pk, "substitute": nia.pk, "starts": "10-04-2026", "ends": "13-04-2026"},
    )
    assert page.status_code == 302
    assert told(nia, "substitution_made") == 1
    for day, mine in (("2026-04-09", 0), ("2026-04-10", 1), ("2026-04-13", 1), ("2026-04-14", 0)):
        on_day(day)
        assert len(rows(as_user(nia), holder="saya")) == mine, day
    on_day("2026-04-10")
    queue.release(report=report, by=nia)
    assert holder(report) is None


def test_a_substitution_that_cannot_be_is_refused(as_user, lia, nia):
    made = {"person": lia, "substitute": nia, "starts": date(2026, 4, 10), "by": lia}
    queue.substitute(ends=date(2026, 4, 13), **made)
    client, address = as_user(lia), reverse("substitutes")
    for starts, ends, other, sentence in (
        ("13-04-2026", "20-04-2026", nia, "sudah menggantikan"),
        ("20-04-2026", "18-04-2026", nia, "tidak boleh sebelum"),
        ("01-04-2026", "02-04-2026", nia, "sudah lewat"),
        ("20-04-2026", "21-04-2026", lia, "Pilih orang lain"),
    ):
        form = {"person": lia.pk, "substitute": other.pk, "starts": starts, "ends": ends}
        page = client.post(address, form)
        assert page.status_code == 422
        assert sentence in page.content.decode()
        assert f'value="{starts}"' in page.content.decode()
    assert Substitution.objects.count() == 1


def test_a_substitution_ends_early_or_is_taken_back(lia, nia, on_day):
    made = {"person": lia, "substitute": nia, "by": lia}
    row = queue.substitute(starts=date(2026, 4, 8), ends=date(2026, 4, 20), **made)
    queue.end_substitution(substitution=row, by=nia)
    row.refresh_from_db()
    assert row.ends == date(2026, 4, 8)
    later = queue.substitute(starts=date(2026, 5, 4), ends=date(2026, 5, 8), **made)
    queue.end_substitution(substitution=later, by=nia)
    assert list(Substitution.objects.all()) == [row]


def test_strangers_stand_in_for_nobody(lia, nia, rini, joko, ibu_sekda):
    days = {"starts": date(2026, 4, 10), "ends": date(2026, 4, 13)}
    for by, person, other in ((rini, lia, nia), (ibu_sekda, lia, nia), (joko, lia, nia)):
        with pytest.raises(PermissionDenied):
            queue.substitute(person=person, substitute=other, by=by, **days)
    with pytest.raises(PermissionDenied):
        queue.substitute(person=lia, substitute=joko, by=lia, **days)


def test_everything_is_handed_over_when_an_officer_moves(as_user, lia, nia, make, dinkop):
    reports = [make(), make()]
    for report in reports:
        queue.take(report=report, by=lia)
    own = factories.ActionPlanFactory(replication__agency=nia.agency, milestones=1, approved=True)
    kept = factories.ReportFactory(plan=own, sent=True)
    Report.objects.filter(pk=kept.pk).update(assigned_to=lia)
    lia.is_active = False
    lia.save()

    client, address = as_user(nia), reverse("hand_over")
    form = {"giver": lia.pk, "to": nia.pk}
    assert "Serahkan 3 laporan?" in client.post(address, form).content.decode()
    assert holder(reports[0]) == lia
    page = client.post(address, form | {"pasti": "1"}, follow=True)
    assert "2 laporan sekarang ditangani Nia" in page.content.decode()
    assert "1 tetap" in page.content.decode()
    assert {holder(report) for report in reports} == {nia}
    assert holder(kept) == lia


# -- what comes next -----------------------------------------------------------------------------


def verify(client, report, **more):
    line = report.lines.get()
    form = {"seen": report.revision, f"percent-{line.pk}": "0", f"reason-{line.pk}": ""}
    address = reverse("report_decide", args=[report.pk])
    return client.post(address, form | {"aksi": "verifikasi"} | more)


def test_after_a_decision_the_next_report_opens_with_the_filter_kept(as_user, lia, nia, make):
    first, second, third, fourth = (make() for _ in range(4))
    queue.take(report=second, by=nia)
    queue.look(report=third, by=nia)
    client = as_user(lia)
    answer = verify(client, first, antrean="quarter=1")
    assert answer["Location"] == f"{report_url(fourth)}?antrean=quarter%3D1"
    text = client.get(answer["Location"]).content.decode()
    assert f'OPD sudah diberi tahu. <a href="{report_url(first)}">Buka lagi</a>' in text
    assert 'name="antrean" value="quarter=1"' in text
    # Nothing is left that nobody else handles: back to the queue as it was.
    assert verify(client, fourth, antrean="quarter=1")["Location"] == "/verifikasi/?quarter=1"


def test_a_filter_that_is_no_filter_leads_nowhere_else(as_user, lia, make):
    first, second = make(), make()
    answer = verify(as_user(lia), first, antrean="//jahat.test/?quarter=abc&page=9")
    assert answer["Location"].startswith(report_url(second))


def test_what_was_typed_is_shown_when_somebody_else_decided(as_user, lia, nia, make):
    report = make()
    line = report.lines.get()
    verified_by(report, nia)
    page = verify(
        as_user(lia),
        report,
        aksi="kembalikan",
        reason="Foto kegiatan buram.",
        **{f"remark-{line.pk}": "Unggah ulang fotonya."},
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "terverifikasi, oleh Nia Ramadani" in text
    assert "Unggah ulang fotonya." in text
    assert "Foto kegiatan buram." in text


def test_an_empty_reason_is_proposed_from_remarks_and_refused_files(as_user, lia, make):
    plan = make().plan
    report = plan.reports.get()
    line = report.lines.get()
    page = verify(
        as_user(lia), report, aksi="kembalikan", **{f"remark-{line.pk}": "Daftar hadir kurang."}
    )
    assert page.status_code == 422
    assert "Tulis apa yang perlu diperbaiki." in page.content.decode()
    assert "Daftar hadir kurang.</textarea>" in page.content.decode()


def test_the_queue_asks_no_more_for_more_reports_and_lookers(as_user, lia, nia, make, queries):
    def grow(number):
        for _ in range(number):
            report = make()
            queue.take(report=report, by=nia)
            queue.look(report=report, by=nia)

    client, address = as_user(lia), reverse("queue")
    grow(1)
    few = queries(client, address)
    grow(3)
    assert queries(client, address) == few


def test_what_another_officer_handles_comes_last_among_the_tasks(as_user, lia, nia, make):
    others, own = make(), make()
    queue.take(report=others, by=nia)
    text = as_user(lia).get(reverse("tasks")).content.decode()
    assert text.index(report_url(own)) < text.index(report_url(others))
    assert "Ditangani Nia Ramadani." in text
