"""The milestone's page: expected evidence ticked off, its own curve, what it waits for."""

import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from actionplans.models import Milestone
from actionplans.services import evidence
from tests import factories
from tests.common import samples

pytestmark = pytest.mark.django_db


def text_of(client, milestone, name="milestone"):
    return client.get(reverse(name, args=[milestone.pk])).content.decode()


def part(text, identity):
    """The section whose heading has the id `identity`, without tags and with plain spaces."""
    section = text.split(f'aria-labelledby="{identity}"')[1].split("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section))


def assign(client, piece, line):
    return client.post(reverse("evidence_fulfils", args=[piece.pk]), {"untuk": line}, follow=True)


# -- expected evidence --------------------------------------------------------------------------


@pytest.fixture
def piece(milestone):
    update = factories.ProgressUpdateFactory(milestone=milestone)
    return factories.EvidenceFactory(update=update, name="Rapat-Mei.png")


def test_a_file_is_assigned_ticks_its_line_and_is_let_go(as_user, rini, milestone, piece):
    client = as_user(rini)
    before = part(text_of(client, milestone), "diharapkan")
    assert "0 dari 2 ada" in before
    assert before.index("Foto kegiatan (belum ada)") < before.index("Daftar hadir (belum ada)")

    after = part(assign(client, piece, "Foto kegiatan").content.decode(), "diharapkan")
    assert "1 dari 2 ada" in after
    assert "Foto kegiatan (belum ada)" not in after
    assert after.index("Daftar hadir (belum ada)") < after.index("Rapat-Mei.png")  # open ones first

    assert "0 dari 2 ada" in part(assign(client, piece, "").content.decode(), "diharapkan")


def test_only_lines_of_this_milestone_can_be_chosen(as_user, rini, milestone, piece):
    answer = assign(as_user(rini), piece, "Kuitansi").content.decode()
    assert "Baris bukti itu tidak ada pada tonggak ini" in answer
    piece.refresh_from_db()
    assert piece.fulfils == ""


def test_a_sent_report_does_not_hold_the_label_but_a_closed_plan_does(rini, plan, milestone, piece):
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    evidence.assign(evidence=piece, fulfils="Daftar hadir", by=rini)
    piece.refresh_from_db()
    assert piece.fulfils == "Daftar hadir"
    type(plan).objects.filter(pk=plan.pk).update(state="selesai")
    with pytest.raises(ValidationError, match="sudah ditutup"):
        evidence.assign(evidence=piece, fulfils="", by=rini)


def test_others_see_the_ticks_but_no_way_to_change_them(as_user, lia, rini, milestone, piece):
    evidence.assign(evidence=piece, fulfils="Foto kegiatan", by=rini)
    text = text_of(as_user(lia), milestone)
    assert "1 dari 2 ada" in part(text, "diharapkan")
    assert "Tetapkan" not in text
    assert as_user(lia).post(reverse("evidence_fulfils", args=[piece.pk])).status_code == 403


def test_a_confidential_file_is_not_even_counted_for_those_who_may_not_see_it(
    as_user, rini, lia, ibu_sekda, milestone
):
    update = factories.ProgressUpdateFactory(milestone=milestone)
    factories.EvidenceFactory(
        update=update, name="KTP.png", confidential=True, fulfils="Foto kegiatan"
    )
    for person in (rini, lia):
        shown = part(text_of(as_user(person), milestone), "diharapkan")
        assert "KTP.png" in shown
        assert "1 dari 2 ada, 1 bukti terunggah" in shown
    hidden = part(text_of(as_user(ibu_sekda), milestone), "diharapkan")
    assert "KTP.png" not in hidden
    assert "0 dari 2 ada, 0 bukti terunggah" in hidden


def test_a_line_that_was_rewritten_lets_its_files_go(as_user, rini, milestone, piece):
    evidence.assign(evidence=piece, fulfils="Foto kegiatan", by=rini)
    Milestone.objects.filter(pk=milestone.pk).update(evidence_expected="Foto tiap kecamatan")
    shown = part(text_of(as_user(rini), milestone), "diharapkan")
    assert "Foto tiap kecamatan (belum ada)" in shown
    assert "1 berkas belum ditentukan untuk apa" in shown


def progress(**values):
    return {
        "key": uuid4(),
        "percent": "40",
        "happened_on": "20-11-2026",
        "files": [samples.file_of_kind("png")],
    } | values


def test_the_form_of_progress_says_what_its_files_are_for(as_user, rini, milestone):
    address = reverse("record_progress", args=[milestone.pk])
    client = as_user(rini)
    assert "Bukti ini untuk" in client.get(address).content.decode()
    client.post(address, progress(fulfils="Daftar hadir"))
    assert milestone.updates.get().evidence.get().fulfils == "Daftar hadir"


def test_the_one_line_that_is_lacking_is_proposed(as_user, rini, milestone, piece):
    address = reverse("record_progress", args=[milestone.pk])
    selected = '<option value="Daftar hadir" selected>Daftar hadir</option>'
    assert selected not in as_user(rini).get(address).content.decode()
    evidence.assign(evidence=piece, fulfils="Foto kegiatan", by=rini)
    assert selected in as_user(rini).get(address).content.decode()


def test_a_made_up_line_is_refused_and_nothing_is_recorded(as_user, rini, milestone):
    answer = as_user(rini).post(
        reverse("record_progress", args=[milestone.pk]), progress(fulfils="Kuitansi")
    )
    assert answer.status_code == 422
    assert not milestone.updates.exists()


# -- its curve ----------------------------------------------------------------------------------


def test_the_curve_says_what_was_recorded_and_verified(as_user, rini, plan, milestone):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(20))
    factories.ReportFactory(plan=plan, quarter=1, verified=True)
    factories.ProgressUpdateFactory(
        milestone=milestone, happened_on=date(2026, 5, 4), percent=Decimal(60)
    )
    shown = part(text_of(as_user(rini), milestone), "kurva-tonggak")
    assert "sementara, 4 Mei" in shown
    assert "terverifikasi, TW I" in shown
    assert "belum diverifikasi" in shown
    assert (
        "Kurva tonggak 1, 2026: sementara 60\u00a0% pada 4\u00a0Mei, "
        "terverifikasi 20\u00a0% pada TW\u00a0I." in text_of(as_user(rini), milestone)
    )


def test_silence_is_a_word_in_the_curve_and_no_line(as_user, rini, milestone):
    text = text_of(as_user(rini), milestone)
    section = text.split('aria-labelledby="kurva-tonggak"')[1].split("</section>")[0]
    assert '<polyline class="c-sem"' not in section
    assert '<polyline class="c-ver"' not in section
    assert "belum ada catatan" in section
    assert "belum ada angka sementara, belum ada angka terverifikasi" in section


def test_before_approval_the_curve_is_the_one_being_drawn_up(as_user, rini, draft_plan):
    row = draft_plan.milestones.get(number=1)
    text = text_of(as_user(rini), row)
    assert "rencana belum disetujui" in text
    Milestone.objects.filter(pk=row.pk).update(start=None)
    assert "Kurva tampil setelah tanggal mulai dan selesai diisi." in text_of(as_user(rini), row)


# -- what it waits for --------------------------------------------------------------------------


def test_a_late_predecessor_is_told_on_the_one_that_waits(as_user, rini, plan, milestone):
    second = plan.milestones.get(number=2)
    second.waits_for.add(milestone)
    Milestone.objects.filter(pk=milestone.pk).update(due=date(2026, 11, 12), reached=Decimal(40))
    text = text_of(as_user(rini), second)
    assert "Tonggak ini menunggu yang lain." in text
    assert "(terlambat 12 hari, 40\u00a0%)" in text
    assert "Ditunggu oleh 2. Kegiatan 2" in part(
        text_of(as_user(rini), milestone), "judul-menunggu"
    )


def test_what_a_milestone_waits_for_is_ticked_on_a_page_of_its_own(as_user, rini, draft_plan):
    first, second, third = draft_plan.milestones.order_by("number")
    client, address = as_user(rini), reverse("milestone_waits", args=[third.pk])
    text = client.get(address).content.decode()
    assert f'value="{first.pk}"' in text
    assert f'id="tunggu-{third.pk}"' not in text
    data = {"seen": third.revision, "waits": [first.pk, second.pk]}
    answer = client.post(address, data, follow=True).content.decode()
    assert "Ketergantungan tonggak 3 tersimpan." in answer
    assert "1. Kegiatan 1" in part(answer, "judul-menunggu")
    assert client.get(address).content.decode().count(" checked") == 2


def test_a_circle_is_refused_on_the_page_with_the_ticks_kept(as_user, rini, draft_plan):
    first, second, _ = draft_plan.milestones.order_by("number")
    second.waits_for.add(first)
    answer = as_user(rini).post(
        reverse("milestone_waits", args=[first.pk]), {"seen": first.revision, "waits": second.pk}
    )
    assert answer.status_code == 422
    assert "saling menunggu: 1 → 2 → 1" in answer.content.decode()
    assert f'id="tunggu-{second.pk}" checked' in answer.content.decode()


def test_a_stale_form_is_told_and_the_next_try_goes_through(as_user, rini, draft_plan):
    first, second, _ = draft_plan.milestones.order_by("number")
    address = reverse("milestone_waits", args=[second.pk])
    Milestone.objects.filter(pk=second.pk).update(revision=second.revision + 1)
    data = {"seen": second.revision, "waits": first.pk}
    answer = as_user(rini).post(address, data)
    assert answer.status_code == 422
    assert not second.waits_for.exists()
    data["seen"] = re.search(r'name="seen" value="(\d+)"', answer.content.decode())[1]
    assert as_user(rini).post(address, data).status_code == 302
    assert second.waits_for.get() == first


@pytest.mark.parametrize("typed", ["abc", "99999999999999999999", "-1", "٣"])
def test_nonsense_is_refused_with_a_sentence(as_user, rini, draft_plan, typed):
    first = draft_plan.milestones.get(number=1)
    answer = as_user(rini).post(reverse("milestone_waits", args=[first.pk]), {"waits": typed})
    assert answer.status_code == 422
    assert not first.waits_for.exists()


def test_an_approved_plan_sends_back_with_what_to_do(as_user, rini, milestone):
    address = reverse("milestone_waits", args=[milestone.pk])
    for answer in (
        as_user(rini).get(address, follow=True),
        as_user(rini).post(address, follow=True),
    ):
        assert "Buka revisi lebih dahulu" in answer.content.decode()


def test_a_long_list_is_searched_and_what_is_ticked_stays(as_user, rini, draft_plan, monkeypatch):
    monkeypatch.setattr("actionplans.views.dependencies.MOST_SHOWN", 1)
    first, second, third = draft_plan.milestones.order_by("number")
    client, address = as_user(rini), reverse("milestone_waits", args=[third.pk])
    assert "1 tonggak lain tidak ditampilkan" in client.get(address).content.decode()
    data = {"waits": first.pk, "cari": "Kegiatan 2", "tampilkan": "1"}
    text = client.post(address, data, follow=True).content.decode()
    assert f'id="tunggu-{first.pk}" checked' in text
    assert f'id="tunggu-{second.pk}">' in text
    assert not third.waits_for.exists()


# -- growth -------------------------------------------------------------------------------------


def test_the_page_asks_no_more_when_there_is_more_on_it(as_user, rini, plan, milestone, queries):
    client, address = as_user(rini), reverse("milestone", args=[milestone.pk])
    second, third = plan.milestones.filter(number__gt=1).order_by("number")

    def one_more(day):
        update = factories.ProgressUpdateFactory(milestone=milestone, happened_on=day)
        factories.EvidenceFactory(update=update, fulfils="Foto kegiatan")
        factories.EvidenceFactory(update=update, kind="pdf")

    one_more(date(2026, 2, 3))
    milestone.waits_for.add(second)
    few = queries(client, address)
    for month in (3, 4, 5):
        one_more(date(2026, month, 3))
    milestone.waits_for.add(third)
    assert queries(client, address) == few


# -- the plan's timeline ------------------------------------------------------------------------


def test_the_timeline_is_on_the_plans_page_and_a_page_of_its_own(as_user, rini, plan, milestone):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(20))
    Milestone.objects.filter(pk=milestone.pk).update(due=date(2026, 11, 12))
    on_plan = as_user(rini).get(reverse("plan", args=[plan.pk])).content.decode()
    assert "Garis waktu 2026" in on_plan
    assert "Berlangganan kalender" in on_plan
    own = text_of(as_user(rini), plan, "plan_timeline")
    for words in ("Hari ini, 24\u00a0Nov", "terlambat 12 hari", "belum ada catatan", "20\u00a0%"):
        assert words in own
    assert own.count('class="g-row"') == 3


def test_a_long_timeline_is_cut_on_the_plans_page_and_whole_on_its_own(
    as_user, rini, plan, monkeypatch
):
    monkeypatch.setattr("actionplans.views.gantt.ON_PLAN_PAGE", 2)
    text = as_user(rini).get(reverse("plan", args=[plan.pk])).content.decode()
    assert "1 tonggak lagi di halaman garis waktu" in text
    assert text.count('class="g-row"') == 2
    assert text_of(as_user(rini), plan, "plan_timeline").count('class="g-row"') == 3


def test_rows_without_dates_are_said_in_the_timeline(as_user, rini, draft_plan):
    draft_plan.milestones.filter(number=2).update(start=None, due=None)
    text = text_of(as_user(rini), draft_plan, "plan_timeline")
    assert "1 belum bertanggal lengkap" in text
    assert "tanggal belum diisi" in text


def test_the_timeline_asks_no_more_for_more_rows(as_user, rini, draft_plan, queries):
    client, address = as_user(rini), reverse("plan_timeline", args=[draft_plan.pk])
    first, second, third = draft_plan.milestones.order_by("number")
    second.waits_for.add(first)
    few = queries(client, address)
    for _ in range(4):
        factories.MilestoneFactory(plan=draft_plan, by=rini)
    third.waits_for.add(first, second)
    assert queries(client, address) == few
