"""The versions of a plan through the browser's eyes: who, when, why, and what differs."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplans.models import PlanVersion
from actionplans.services import matrix, plans
from actionplans.services.matrix_rows import create_rows
from tests import factories
from tests.factories import milestone_of

pytestmark = pytest.mark.django_db


def compare(client, plan, **chosen):
    response = client.get(reverse("plan_versions", args=[plan.pk]), chosen)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def revised(sibakul, rini, pak_kadis, lia):
    """Version 2 has another ceiling and one more row; a third is being drawn up."""
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=3, revising=True)
    row = plan.milestones.get(number=2)
    row.ceiling = Decimal(12_500_000)
    matrix.save_milestone(milestone=row, by=rini)
    new = milestone_of(plan, stage="3-monev", activity="Evaluasi akhir", weight=Decimal(0))
    matrix.save_milestone(milestone=new, by=rini)
    plans.submit_plan(plan=plan, by=pak_kadis)
    plan = plans.approve_plan(plan=plan, by=lia)
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="lingkup", note="Sentra <ditambah>.")
    row = plan.milestones.get(number=1)
    row.activity = "Kegiatan satu"
    matrix.save_milestone(milestone=row, by=rini)
    return plan


def test_the_list_says_who_when_why_and_how_much(as_user, ibu_sekda, revised, lia):
    text = compare(as_user(ibu_sekda), revised)
    assert f"Disetujui {lia.name}" in text
    assert "Persetujuan pertama, 3 tonggak." in text
    assert "mundur sebulan.." not in text
    assert "Jadwal bergeser: Narasumber mundur sebulan." in text
    assert "1 sel pada 1 tonggak, 1 tonggak baru." in text
    assert "Sentra &lt;ditambah&gt;." in text


def test_a_revision_is_first_shown_against_what_was_last_approved(as_user, rini, revised):
    text = compare(as_user(rini), revised)
    assert '<option value="2" selected>Versi 2</option>' in text
    assert '<option value="kini" selected>Sekarang</option>' in text
    assert "<del>Kegiatan 1</del>" in text
    assert "<ins>Kegiatan satu</ins>" in text
    assert "Evaluasi akhir" not in text.split("Riwayat")[0].split("judul-perbedaan")[1]


def test_any_two_are_laid_side_by_side_by_their_address(as_user, lia, revised):
    text = compare(as_user(lia), revised, dari="1", ke="2")
    assert "<del>Rp10.000.000</del>" in text
    assert "<ins>Rp12.500.000</ins>" in text
    assert "Evaluasi akhir" in text
    backwards = compare(as_user(lia), revised, dari="2", ke="1")
    assert "<ins>Rp10.000.000</ins>" in backwards
    assert "Tidak ada perbedaan" in compare(as_user(lia), revised, dari="2", ke="2")


@pytest.mark.parametrize("chosen", [{"dari": "9", "ke": "1"}, {"dari": "", "ke": "x' OR 1"}])
def test_a_version_that_is_not_there_is_said(as_user, lia, revised, chosen):
    text = compare(as_user(lia), revised, **chosen)
    assert "Versi itu tidak ada" in text or "wajib" in text.lower()
    # And what would have been shown without a choice is shown.
    assert "<ins>Kegiatan satu</ins>" in text


def test_a_settled_plan_has_no_present_state_beside_its_versions(as_user, lia, plan):
    text = compare(as_user(lia), plan)
    assert "judul-perbedaan" not in text
    assert "Persetujuan pertama, 3 tonggak." in text
    assert "kini" not in text


def test_a_draft_has_none_yet(as_user, rini, draft_plan):
    assert "Belum ada versi" in compare(as_user(rini), draft_plan)


def test_the_plan_page_says_it_in_short(as_user, rini, revised):
    text = as_user(rini).get(reverse("plan", args=[revised.pk])).content.decode()
    assert "Semua 2 versi dan perbedaannya" in text
    assert "1 sel pada 1 tonggak" in text


def test_the_curve_draws_the_first_baseline_dotted_and_tells_it_in_the_table(
    as_user, lia, rini, pak_kadis, revised, on_day
):
    on_day("2026-11-24")
    first, last = revised.milestones.get(number=1), revised.milestones.get(number=3)
    first.weight, last.weight = first.weight - Decimal(30), last.weight + Decimal(30)
    for row in (first, last):
        matrix.save_milestone(milestone=row, by=rini)
    plans.submit_plan(plan=revised, by=pak_kadis)
    plans.approve_plan(plan=revised, by=lia)

    text = as_user(lia).get(reverse("plan", args=[revised.pk])).content.decode()

    assert text.count('class="c-base"') >= 3  # the wide and the narrow drawing, and the key
    assert "Ren&shy;cana awal</th>" in text
    assert "rencana awal (" in text


def test_thirty_versions_of_a_hundred_rows_ask_no_more_than_two(
    as_user, lia, rini, pak_kadis, sibakul, queries
):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=100, approved=True)
    snapshot = plan.versions.get().snapshot
    client, address = as_user(lia), reverse("plan_versions", args=[plan.pk])

    def grow(numbers):
        for number in numbers:
            rows = [{**row, "ceiling": f"{number + row['number']}.00"} for row in snapshot]
            PlanVersion.objects.create(
                plan=plan,
                number=number,
                snapshot=rows,
                reason="jadwal",
                note="Mundur.",
                approved_by=factories.UserFactory(litbang=True),
                approved_at=timezone.now(),
            )

    grow([2])
    few = queries(client, address)
    grow(range(3, 31))
    assert queries(client, address) == few
    text = client.get(address).content.decode()
    assert "100 sel pada 100 tonggak" in text


def test_a_long_difference_is_paged(as_user, lia, plan):
    snapshot = plan.versions.get().snapshot
    rows = [{**snapshot[0], "id": 10_000 + n, "number": n} for n in range(1, 251)]
    PlanVersion.objects.create(
        plan=plan, number=2, snapshot=rows, approved_by=lia, approved_at=timezone.now()
    )
    text = compare(as_user(lia), plan)
    assert text.count('scope="rowgroup"') == 100
    assert "page=3" in text
    assert compare(as_user(lia), plan, page="3").count('scope="rowgroup"') == 53


@pytest.fixture
def again(sibakul, rini, pak_kadis, lia):
    """Returned and submitted again: a ceiling changed, one row gone, one new."""
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=3, submitted=True)
    plan = plans.return_plan(plan=plan, by=lia, reason="Pagu nomor 2 kurang.")
    new = milestone_of(plan, stage="1-persiapan", activity="Rapat", weight=Decimal(0))
    matrix.save_milestone(milestone=new, by=rini)
    row = plan.milestones.get(activity="Kegiatan 2")
    row.ceiling = Decimal(12_500_000)
    matrix.save_milestone(milestone=row, by=rini)
    last = plan.milestones.order_by("-number").first()
    new.refresh_from_db()
    new.weight = last.weight
    matrix.delete_milestone(milestone=last, by=rini)
    matrix.save_milestone(milestone=new, by=rini)
    return plans.submit_plan(plan=plan, by=pak_kadis)


def test_what_changed_since_the_return_is_seen_without_a_version(as_user, lia, again):
    officer = as_user(lia)
    page = officer.get(reverse("plan", args=[again.pk])).content.decode()
    assert "Pagu nomor 2 kurang." in page
    assert "Perubahan sejak dikembalikan" in page
    assert "?dari=kembali&amp;ke=kini" in page
    text = compare(officer, again, dari="kembali", ke="kini")
    assert "1 sel pada 1 tonggak, 1 tonggak baru, 1 tonggak dihapus" in text.lower()
    history = text.split('id="daftar-versi"')[1]
    assert "Dikembalikan" in history
    assert lia.name in history
    assert "Pagu nomor 2 kurang." in history


def test_without_a_return_nothing_is_offered(as_user, lia, rini, pak_kadis, sibakul):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, submitted=True)
    text = compare(as_user(lia), plan)
    assert "Belum ada versi" in text
    assert "kembali&amp;" not in text


def test_a_return_before_the_last_version_is_only_history(as_user, lia, again):
    plans.approve_plan(plan=again, by=lia)
    text = compare(as_user(lia), again)
    assert "Pagu nomor 2 kurang." in text
    assert 'value="kembali"' not in text


def test_the_state_at_a_return_costs_no_more_for_more_rows(as_user, lia, rini, again, queries):
    client, address = as_user(lia), reverse("plan_versions", args=[again.pk])
    few = queries(client, address)
    rows = [
        {"stage": "1-persiapan", "activity": f"Tambahan {n}", "weight": Decimal(0)}
        for n in range(30)
    ]
    create_rows(again, rows, by=rini)
    assert queries(client, address) == few
