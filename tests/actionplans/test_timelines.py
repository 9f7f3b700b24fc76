"""Timelines: complete, newest first, filtered, in pages, and only what each person may see."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans import timelines
from actionplans.models import (
    Comment,
    DueMove,
    DueReminder,
    Evidence,
    PlanEdit,
    Reminder,
    ReportingPeriod,
    ReportLine,
)
from actionplans.services import evidence, matrix, obstacles, plans, progress, verification
from replikasi.common import formats
from tests import factories
from tests.factories import WIB, accepted
from tests.rig.acting import acting

pytestmark = pytest.mark.django_db


def plain(text):
    """`text` with every space, also those that do not break, as one plain space."""
    return re.sub(r"\s+", " ", text)


def text_of(response):
    return plain(response.content.decode())


def plan_address(plan):
    return reverse("plan_history", args=[plan.pk])


@pytest.fixture
def told(as_user):
    """`told(user, address)`: the titles of the entries, newest first."""

    def titles(user, address, query=""):
        response = as_user(user).get(address + query)
        assert response.status_code == 200
        return [plain(entry.title) for entry in response.context["entries"]]

    return titles


def percents(*values):
    return " → ".join(plain(formats.percent(Decimal(value), 0)) for value in values)


# -- everything is there ------------------------------------------------------------------------


def test_the_decisions_on_a_plan_are_told_with_who_and_why(
    told, as_user, plan, rini, lia, pak_kadis
):
    with acting(pak_kadis):
        plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Menunggu lelang.")
        plans.submit_plan(plan=plan, by=pak_kadis)
    with acting(lia):
        plans.reject_revision(plan=plan, by=lia, reason="Jadwal lama masih bisa.")
    titles = told(lia, plan_address(plan), "?kind=keputusan")
    assert titles[:3] == [
        "Revisi ditolak Litbang",
        "Revisi rencana diajukan",
        "Revisi dibuka: jadwal bergeser",
    ]
    assert "Rencana disetujui, versi 1" in titles
    assert titles[-1] == "Rencana aksi 2026 dibuat"
    page = text_of(as_user(lia).get(plan_address(plan)))
    assert "Jadwal lama masih bisa." in page
    assert "24 Nov 2026, 09.00 WIB, Lia Kartika" in page


def test_a_changed_cell_is_told_old_and_new(told, as_user, draft_plan, rini, lia):
    milestone = draft_plan.milestones.get(number=1)
    before = formats.number(milestone.weight)
    milestone.weight = Decimal("12.5")
    with acting(rini):
        matrix.save_milestone(milestone=milestone, by=rini)
    assert told(lia, plan_address(draft_plan))[0] == "Tonggak 1 diubah"
    assert f"Bobot {before} → 12,5" in text_of(as_user(lia).get(plan_address(draft_plan)))


def test_a_step_on_several_rows_is_one_entry_beside_the_step(told, as_user, draft_plan, rini, lia):
    for milestone in draft_plan.milestones.all():
        milestone.weight = None
        milestone.save()
    with acting(rini):
        matrix.spread_weights(plan=draft_plan, by=rini)
    edit = PlanEdit.objects.get()
    titles = told(lia, plan_address(draft_plan), "?kind=perubahan")
    assert "Bobot dibagi rata" in titles
    changed = [title for title in titles if "tonggak diubah" in title]
    assert changed[0] == f"{len(edit.after)} tonggak diubah"


def test_progress_is_told_when_recorded_changed_and_taken_back(told, milestone, rini, lia):
    factories.ProgressUpdateFactory(milestone=milestone, percent=20)
    update = factories.ProgressUpdateFactory(
        milestone=milestone, percent=40, happened_on=date(2026, 3, 4)
    )
    update.percent = Decimal(45)
    with acting(rini):
        progress.edit_progress(update=update, by=rini, seen=0)
        progress.withdraw_progress(update=update, by=rini)
    address = reverse("milestone_history", args=[milestone.pk])
    assert told(lia, address, "?kind=perubahan")[:4] == [
        f"Catatan progres {percents(45)} diurungkan",
        "Catatan progres 4 Mar diubah",
        f"Progres {percents(20, 40)}",
        f"Progres {percents(20)}",
    ]


def test_files_are_told_when_added_judged_and_removed(told, plan, milestone, rini, lia):
    piece = factories.EvidenceFactory(
        update=factories.ProgressUpdateFactory(milestone=milestone), name="daftar-hadir.png"
    )
    gone = factories.EvidenceFactory(update=piece.update, name="salah.png")
    with acting(rini):
        evidence.remove(evidence=gone, by=rini)
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    with acting(lia):
        verification.judge(
            evidence=Evidence.objects.get(pk=piece.pk),
            report=report,
            by=lia,
            verdict="kurang",
            note="Tanpa tanda tangan.",
            page=2,
        )
    for place in (plan, milestone, report):
        name = {plan: "plan", milestone: "milestone", report: "report"}[place]
        titles = told(rini, reverse(f"{name}_history", args=[place.pk]), "?kind=berkas")
        named = "" if place is milestone else "Tonggak 1: "
        first = named + "berkas " if named else "Berkas "
        assert titles[:2] == [
            f"{first}{piece.name} dinilai kurang, halaman 2",
            f"{first}{gone.name} dihapus",
        ], name
        assert titles[2] == f"{named}2 bukti ditambahkan"


def test_the_whole_life_of_a_report_is_told(told, as_user, plan, milestone, lia, rini):
    factories.ProgressUpdateFactory(milestone=milestone, percent=60)
    report = factories.ReportFactory(plan=plan, quarter=1, returned=True)
    address = reverse("report_history", args=[report.pk])
    titles = told(lia, address, "?kind=keputusan")
    assert titles[:2] == ["Laporan TW I dikembalikan", "Laporan TW I dikirim"]


def test_a_verified_value_is_told_with_its_later_correction(told, as_user, plan, milestone, lia):
    factories.ProgressUpdateFactory(milestone=milestone, percent=60)
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    verification.verify_report(report=report, by=lia, judgements=accepted(report))
    line = ReportLine.objects.get(report=report, milestone=milestone)
    verification.correct_line(line=line, by=lia, percent=Decimal(55), reason="Salah baca.")
    address = reverse("milestone_history", args=[milestone.pk])
    titles = told(lia, address, "?kind=keputusan")
    assert titles[0].endswith(f"dikoreksi: {percents(60, 55)}")
    assert titles[1] == f"Terverifikasi {percents(60)} untuk TW I"
    assert "Salah baca." in text_of(as_user(lia).get(address))


def test_a_moved_due_date_is_told_to_those_whom_it_concerns(told, plan, distan, lia, rini):
    period = ReportingPeriod.objects.get(year=2026, quarter=3)
    dates = {"before": date(2026, 10, 7), "due": date(2026, 10, 12)}
    DueMove.objects.create(period=period, reason="Banjir.", by=lia, **dates)
    DueMove.objects.create(period=period, agency=distan, reason="Lain.", by=lia, **dates)
    titles = told(rini, plan_address(plan), "?kind=keputusan")
    moved = [title for title in titles if title.startswith("Tenggat")]
    assert moved == ["Tenggat laporan TW III untuk semua OPD: 7 Okt 2026 → 12 Okt 2026"]


def test_talk_and_obstacles_are_told(told, milestone, plan, rini, dr_budi):
    factories.CommentFactory(milestone=milestone, closed=True, answered=True)
    opened = factories.ObstacleFactory(plan=plan, milestone=milestone)
    with acting(rini):
        obstacles.close_obstacle(obstacle=opened, by=rini, note="Cair.")
        obstacles.reopen_obstacle(obstacle=opened, by=rini, reason="Ditarik lagi.")
    titles = told(rini, reverse("milestone_history", args=[milestone.pk]), "?kind=catatan")
    assert titles == [
        "Permasalahan dibuka lagi: Anggaran belum cair.",
        "Permasalahan ditutup: Anggaran belum cair.",
        "Permasalahan dicatat: Anggaran belum cair.",
        "Saran dari Budi Santoso ditutup",
        *[title for title in titles if title.startswith("Jawaban dari")],
        "Saran dari Budi Santoso",
    ]
    assert len(titles) == 6


def test_reminders_are_told_once_for_all_whom_they_reached(told, plan, rini, pak_kadis):
    period = ReportingPeriod.objects.get(year=2026, quarter=3)
    for person, why in ((rini, "pelaksana"), (pak_kadis, "kepala")):
        DueReminder.objects.create(
            duty="laporan",
            subject=f"laporan:{plan.pk}:{period.pk}",
            plan=plan,
            due=date(2026, 10, 7),
            step=-1,
            recipient=person,
            why=why,
        )
    (title,) = told(rini, plan_address(plan), "?kind=pengingat")
    assert title.startswith("2 orang diingatkan mengirim laporan")


# -- what one may not see -----------------------------------------------------------------------


def test_the_advisers_channel_stays_theirs(told, as_user, plan, milestone, rini, lia, ibu_sekda):
    factories.CommentFactory(milestone=milestone, advisers_only=True, body="Kata sandi rahasia.")
    gone = factories.CommentFactory(milestone=milestone, advisers_only=True)
    gone.delete()
    for address in (plan_address(plan), reverse("milestone_history", args=[milestone.pk])):
        assert "Kata sandi rahasia." in text_of(as_user(lia).get(address))
        for person in (rini, ibu_sekda):
            assert "Kata sandi rahasia." not in text_of(as_user(person).get(address))
            assert told(person, address, "?kind=catatan") == []


def test_the_words_of_a_withdrawn_comment_are_gone(as_user, plan, milestone, rini, lia, dr_budi):
    comment = factories.CommentFactory(milestone=milestone, by=dr_budi, body="Keliru sekali.")
    Comment.objects.filter(pk=comment.pk).update(withdrawn_at=datetime(2026, 11, 24, 8, tzinfo=WIB))
    for person in (rini, lia):
        page = text_of(as_user(person).get(plan_address(plan)))
        assert "Keliru sekali." not in page
        assert "Komentar ditarik Budi Santoso" in page


def test_a_file_that_was_ever_confidential_is_not_named_to_outsiders(
    as_user, plan, milestone, rini, dr_budi, lia
):
    update = factories.ProgressUpdateFactory(milestone=milestone)
    piece = factories.EvidenceFactory(update=update, name="gaji-pegawai.png")
    piece.confidential = True
    piece.save()
    gone = factories.EvidenceFactory(update=update, name="ktp.png", confidential=True)
    with acting(rini):
        evidence.remove(evidence=gone, by=rini)
    for name in (piece.name, gone.name):
        assert name in text_of(as_user(lia).get(plan_address(plan)))
        assert name not in text_of(as_user(dr_budi).get(plan_address(plan)))


def test_a_draft_report_is_the_agencys_own(told, plan, rini, lia):
    factories.ReportFactory(plan=plan, quarter=3)
    assert "Laporan TW III mulai disusun" in told(rini, plan_address(plan))
    assert not [title for title in told(lia, plan_address(plan)) if "TW III" in title]


def test_contacts_are_for_those_who_may_see_them(as_user, plan, milestone, rini, dr_budi):
    Reminder.objects.create(
        milestone=milestone, email="pj@contoh.test", note="Mohon segera.", by=rini
    )
    seen = text_of(as_user(rini).get(plan_address(plan)))
    assert "pj@contoh.test" in seen
    hidden = text_of(as_user(dr_budi).get(plan_address(plan)))
    assert "Penanggung jawab tonggak 1 diberi tahu" in hidden
    assert "pj@contoh.test" not in hidden
    assert "Mohon segera." not in hidden


# -- filter and pages ---------------------------------------------------------------------------


def test_a_person_is_chosen_among_those_who_did_something(
    told, as_user, plan, milestone, lia, rini
):
    factories.CommentFactory(milestone=milestone, by=lia)
    factories.ProgressUpdateFactory(milestone=milestone)
    factories.UserFactory(name="Tidak Pernah", agency=rini.agency)
    response = as_user(rini).get(plan_address(plan), {"person": lia.pk})
    offered = [label for _, label in response.context["form"].fields["person"].choices]
    assert "Lia Kartika" in offered
    assert "Tidak Pernah" not in offered
    assert {entry.note.split("WIB, ")[1] for entry in response.context["entries"]} == {
        "Lia Kartika"
    }


def test_nonsense_in_the_address_shows_the_whole(told, plan, lia):
    whole = told(lia, plan_address(plan))
    for query in ("?kind=x", "?person=x", "?before=x", "?before=9-9-9-9", "?before=" + "9" * 40):
        assert told(lia, plan_address(plan), query) == whole, query


def test_pages_hold_everything_once_in_order(plan, milestone, lia, rini):
    """However the page ends: among rows of one moment, and among lines with nothing to say."""
    moment = datetime(2026, 5, 4, 9, tzinfo=WIB)
    made = []
    for number in range(7):
        comment = factories.CommentFactory(milestone=milestone, body=f"Kata {number}")
        Comment.objects.filter(pk=comment.pk).update(created_at=moment)
        opened = factories.ObstacleFactory(plan=plan, description=f"Hal {number}")
        opened.history.update(history_date=moment - timedelta(days=number // 3))
        opened.save()  # a line of history that says nothing
        made += [f"Kata {number}", f"Permasalahan dicatat: Hal {number}"]
    place, found, before, times = timelines.Place(plan=plan), [], None, []
    for _ in range(30):
        page = timelines.page_of(place, lia, kind="catatan", before=before, rows=3)
        assert len(page.entries) <= 3
        found += [entry.text if entry.text in made else entry.title for entry in page.entries]
        times += [entry.at for entry in page.entries]
        if not page.older:
            break
        before = timelines.read(page.older)
    assert sorted(found) == sorted(made)
    assert times == sorted(times, reverse=True)


def test_the_next_page_keeps_the_filter(as_user, plan, lia, rini):
    for number in range(35):
        factories.ObstacleFactory(plan=plan, description=f"Hal {number}")
    first = as_user(lia).get(plan_address(plan), {"kind": "catatan"})
    older = re.search(r'href="(\?[^"]*before=[^"]*)"', first.content.decode())[1]
    assert "kind=catatan" in older
    second = as_user(lia).get(plan_address(plan) + older.replace("&amp;", "&"))
    titles = [entry.title for page in (first, second) for entry in page.context["entries"]]
    assert sorted(titles) == sorted(f"Permasalahan dicatat: Hal {n}" for n in range(35))


def test_a_timeline_asks_no_more_for_more_events(as_user, plan, milestone, lia, rini, queries):
    def more(day):
        update = factories.ProgressUpdateFactory(milestone=milestone, happened_on=day)
        factories.EvidenceFactory(update=update)
        factories.CommentFactory(milestone=milestone, suggestion=True)
        opened = factories.ObstacleFactory(plan=plan, milestone=milestone)
        obstacles.close_obstacle(obstacle=opened, by=rini, note="Cair.")

    more(date(2026, 2, 1))
    client = as_user(lia)
    addresses = [plan_address(plan), reverse("milestone_history", args=[milestone.pk])]
    few = [queries(client, address) for address in addresses]
    for day in range(2, 6):
        more(date(2026, 2, day))
    assert [queries(client, address) for address in addresses] == few


def test_the_pages_lead_to_their_timelines(as_user, plan, milestone, lia):
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    for name, thing in (("plan", plan), ("milestone", milestone), ("report", report)):
        page = as_user(lia).get(reverse(name, args=[thing.pk]))
        assert reverse(f"{name}_history", args=[thing.pk]) in text_of(page), name
