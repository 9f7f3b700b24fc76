"""Tugas saya: for each role exactly what waits for that person."""

import pytest
from django.urls import reverse

from actionplans import tasks, waiting
from tests import factories

pytestmark = pytest.mark.django_db


def page(as_user, person):
    return as_user(person).get(reverse("tasks")).content.decode().replace("\xa0", " ")


def test_staff_see_what_is_unsent_overdue_returned_and_asked(as_user, rini, plan, dr_budi):
    factories.CommentFactory(
        milestone=plan.milestones.get(number=1), suggestion=True, by=dr_budi, wants_answer=True
    )
    factories.ReportFactory(plan=plan, quarter=1, returned=True)
    text = page(as_user, rini)
    assert "Perbaiki laporan TW I, Rajutan SiBakul Jogja" in text
    assert "Siapkan laporan TW II 2026, Rajutan SiBakul Jogja" in text
    assert "Jawab saran Budi Santoso" in text
    assert "Catat progres: Kegiatan 1" in text
    assert "Kirim laporan" not in text


def test_the_head_is_asked_to_send(as_user, pak_kadis, plan):
    assert "Kirim laporan TW I 2026, Rajutan SiBakul Jogja" in page(as_user, pak_kadis)


def test_the_officer_sees_what_waits_and_what_others_owe(as_user, lia, plan):
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    text = page(as_user, lia)
    assert "Verifikasi laporan TW I 2026, Rajutan SiBakul Jogja" in text
    assert "belum melaporkan TW II 2026" in text


def test_the_facilitator_is_told_of_answers(as_user, dr_budi, plan):
    factories.CommentFactory(plan=plan, suggestion=True, by=dr_budi, answered=True)
    assert "Tinjau jawaban atas saran Anda" in page(as_user, dr_budi)


def test_a_leader_is_led_to_the_dashboard(as_user, ibu_sekda, plan):
    assert "Peran Anda membaca" in page(as_user, ibu_sekda)


def test_the_badge_counts_what_the_page_lists(as_user, rini, pak_kadis, lia, dr_budi, plan):
    factories.ReportFactory(plan=plan, quarter=1, returned=True)
    for person in (rini, pak_kadis, lia, dr_budi):
        assert sum(waiting.counts(person).values()) == len(tasks.tasks_of(person))


def test_another_agencys_work_is_nowhere(as_user, tono, plan):
    assert "SiBakul" not in page(as_user, tono)
