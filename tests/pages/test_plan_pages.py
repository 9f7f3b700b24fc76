"""Plans through the browser's eyes: making, editing, submitting, deciding."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def milestone_data(milestone, **changes):
    row = {
        "seen": milestone.revision,
        "stage": milestone.stage,
        "activity": milestone.activity,
        "output": milestone.output,
        "indicator": milestone.indicator,
        "unit": milestone.unit,
        "target": "4",
        "weight": "33,34",
        "start": "06-01-2026",
        "due": "30 April 2026",
        "target_q1": "70",
        "target_q2": "100",
        "target_q3": "100",
        "target_q4": "100",
        "person_in_charge": milestone.person_in_charge,
        "related_parties": "",
        "budget_line": milestone.budget_line,
        "ceiling": "Rp10.000.000",
        "evidence_expected": milestone.evidence_expected,
        "remark": "",
    }
    return row | changes


def test_indonesian_dates_decimals_and_rupiah_are_read(as_user, rini, draft_plan):
    milestone = draft_plan.milestones.get(number=1)
    as_user(rini).post(reverse("milestone_edit", args=[milestone.pk]), milestone_data(milestone))
    milestone.refresh_from_db()
    assert milestone.weight == Decimal("33.34")
    assert f"{milestone.due}" == "2026-04-30"
    assert milestone.ceiling == Decimal(10_000_000)


def test_a_due_date_before_the_start_is_refused_beside_the_field(as_user, rini, draft_plan):
    milestone = draft_plan.milestones.get(number=1)
    page = as_user(rini).post(
        reverse("milestone_edit", args=[milestone.pk]),
        milestone_data(milestone, start="06-06-2026", due="01-06-2026", activity="Kegiatan lain"),
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "Tanggal selesai tidak boleh sebelum tanggal mulai." in text
    assert 'value="Kegiatan lain"' in text
    milestone.refresh_from_db()
    assert milestone.activity != "Kegiatan lain"


def test_the_second_of_two_savers_is_told_what_changed(as_user, rini, pak_kadis, draft_plan):
    milestone = draft_plan.milestones.get(number=1)
    address = reverse("milestone_edit", args=[milestone.pk])
    opened_by_both = milestone_data(milestone)
    as_user(pak_kadis).post(address, opened_by_both | {"activity": "Diubah kepala"})
    page = as_user(rini).post(address, opened_by_both | {"activity": "Diubah staf"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Hasan Basri mengubah Kegiatan Kegiatan 1 → Diubah kepala" in text
    assert "Diubah kepala" in text
    assert 'value="Diubah staf"' in text
    milestone.refresh_from_db()
    assert milestone.activity == "Diubah kepala"


def test_a_weight_sum_of_99_99_is_not_submitted(as_user, pak_kadis, draft_plan):
    milestone = draft_plan.milestones.get(number=1)
    milestone.weight -= Decimal("0.01")
    milestone.save()
    page = as_user(pak_kadis).post(reverse("plan_submit", args=[draft_plan.pk]), follow=True)
    assert "kurang 0,01" in page.content.decode()
    draft_plan.refresh_from_db()
    assert draft_plan.state == "draf"


def test_the_checks_shrink_and_link_to_their_cells(as_user, rini, draft_plan):
    milestone = draft_plan.milestones.get(number=2)
    address = reverse("plan", args=[draft_plan.pk])
    assert "8 dari 8 beres" in as_user(rini).get(address).content.decode()
    milestone.indicator = ""
    milestone.save()
    text = as_user(rini).get(address).content.decode()
    assert "7 dari 8 beres" in text
    assert f"{reverse('milestone_edit', args=[milestone.pk])}#id_indicator" in text


def test_the_weights_that_are_missing_are_shared_out(as_user, rini, sibakul):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=3)
    plan.milestones.filter(number__gt=1).update(weight=None)
    as_user(rini).post(reverse("plan_spread", args=[plan.pk]))
    assert sum(plan.milestones.values_list("weight", flat=True)) == 100


def test_a_plan_goes_from_the_head_to_litbang_and_is_approved(as_user, pak_kadis, lia, draft_plan):
    as_user(pak_kadis).post(reverse("plan_submit", args=[draft_plan.pk]))
    page = as_user(lia).get(reverse("plan", args=[draft_plan.pk])).content.decode()
    assert "Setujui rencana" in page
    as_user(lia).post(reverse("plan_approve", args=[draft_plan.pk]))
    draft_plan.refresh_from_db()
    assert draft_plan.state == "disetujui"
    assert draft_plan.versions.count() == 1


def test_returning_a_plan_wants_a_reason_and_keeps_what_was_typed(as_user, lia, sibakul, pak_kadis):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, submitted=True)
    address = reverse("plan_return", args=[plan.pk])
    page = as_user(lia).post(address, {"reason": " "})
    assert "Tulis alasannya" in page.content.decode()
    as_user(lia).post(address, {"reason": "Bobot uji coba terlalu kecil."})
    page = as_user(pak_kadis).get(reverse("plan", args=[plan.pk])).content.decode()
    assert "Bobot uji coba terlalu kecil." in page


def test_a_decision_made_twice_is_made_once_and_says_so(as_user, lia, sibakul, pak_kadis):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, submitted=True)
    address = reverse("plan_approve", args=[plan.pk])
    client = as_user(lia)
    client.post(address)
    page = client.post(address, follow=True)
    assert "Statusnya sekarang: disetujui" in page.content.decode()
    assert plan.versions.count() == 1


def test_a_milestone_moves_up_within_its_stage(as_user, rini, sibakul):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=6)
    second = plan.milestones.get(number=2)
    as_user(rini).post(reverse("milestone_move", args=[second.pk]), {"arah": "naik"})
    second.refresh_from_db()
    assert second.number == 1
    numbers = list(plan.milestones.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_an_approved_plan_is_not_edited(as_user, rini, plan):
    milestone = plan.milestones.get(number=1)
    page = as_user(rini).post(
        reverse("milestone_edit", args=[milestone.pk]), milestone_data(milestone, weight="1")
    )
    assert page.status_code == 422
    assert "tidak sedang disusun" in page.content.decode()
