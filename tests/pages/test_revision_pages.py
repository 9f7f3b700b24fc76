"""A revision through the browser's eyes: decided, rejected, given up; and a draft deleted."""

from decimal import Decimal

import pytest
from django.urls import reverse

from actionplans.models import ActionPlan
from actionplans.services import matrix, plans
from tests import factories
from tests.pages.test_plan_pages import milestone_data

pytestmark = pytest.mark.django_db


def text_of(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def revised(sibakul, rini, pak_kadis, lia):
    """In a revision that changed one ceiling of three rows."""
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=3, revising=True)
    row = plan.milestones.get(number=2)
    row.ceiling = Decimal(12_500_000)
    matrix.save_milestone(milestone=row, by=rini)
    return plan


@pytest.fixture
def asked(revised, pak_kadis):
    return plans.submit_plan(plan=revised, by=pak_kadis)


def test_a_revision_is_opened_with_a_code_and_a_sentence(as_user, pak_kadis, plan):
    address = reverse("plan_revise", args=[plan.pk])
    refused = as_user(pak_kadis).post(address, {"reason": "", "note": "Narasumber mundur."})
    assert refused.status_code == 422
    assert "Pilih alasan revisi." in refused.content.decode()
    assert 'value="Narasumber mundur."' in refused.content.decode()
    as_user(pak_kadis).post(address, {"reason": "jadwal", "note": "Narasumber mundur."})
    text = text_of(as_user(pak_kadis), "plan", plan.pk)
    assert "Sedang direvisi." in text
    assert "Jadwal bergeser: Narasumber mundur." in text
    assert "Laporan tetap diukur dengan versi 1." in text


def test_the_officer_sees_what_the_revision_changes_and_three_ways_out(as_user, lia, asked):
    text = text_of(as_user(lia), "plan", asked.pk)
    assert "Revisi menunggu keputusan Litbang." in text
    assert f'{reverse("plan_versions", args=[asked.pk])}?dari=1&amp;ke=kini">1 sel pada 1' in text
    for name in ("revision_reject", "plan_return", "plan_approve"):
        assert reverse(name, args=[asked.pk]) in text
    returning = text_of(as_user(lia), "plan_return", asked.pk)
    assert reverse("revision_reject", args=[asked.pk]) in returning


def test_a_first_plan_offers_no_rejection(as_user, lia, rini, pak_kadis, sibakul):
    plan = factories.ActionPlanFactory(replication=sibakul, milestones=2, submitted=True)
    assert "Tolak revisi" not in text_of(as_user(lia), "plan", plan.pk)
    refused = as_user(lia).post(reverse("revision_reject", args=[plan.pk]), {"reason": "Tidak."})
    assert refused.status_code == 422
    assert "Tidak ada revisi yang sedang berjalan." in refused.content.decode()


def test_a_rejection_wants_a_reason_and_takes_the_plan_back(as_user, lia, pak_kadis, asked):
    address = reverse("revision_reject", args=[asked.pk])
    page = text_of(as_user(lia), "revision_reject", asked.pk)
    assert "kembali persis ke versi 1" in page
    assert "1 sel pada 1 tonggak" in page
    assert "pilih Kembalikan" in page
    refused = as_user(lia).post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "Tulis mengapa revisi ini ditolak." in refused.content.decode()

    as_user(lia).post(address, {"reason": "Belum ada dasar anggarannya."})

    plan = ActionPlan.objects.get()
    assert plan.state == "disetujui"
    assert plan.milestones.get(number=2).ceiling == 10_000_000
    text = text_of(as_user(pak_kadis), "plan", plan.pk)
    assert "Revisi ditolak Litbang." in text
    assert "Belum ada dasar anggarannya." in text
    assert "Revisi ditolak Litbang" in text_of(as_user(pak_kadis), "plan_versions", plan.pk)
    milestone = plan.milestones.get(number=1)
    assert "Revisi ditolak Litbang" in text_of(as_user(pak_kadis), "milestone", milestone.pk)
    # A second press does nothing more and says why.
    again = as_user(lia).post(address, {"reason": "Lagi."})
    assert again.status_code == 422
    assert "tidak sedang menunggu keputusan" in again.content.decode()


def test_the_agency_gives_its_revision_up_knowing_what_is_lost(as_user, pak_kadis, rini, revised):
    assert reverse("revision_give_up", args=[revised.pk]) in text_of(
        as_user(pak_kadis), "plan", revised.pk
    )
    assert "Batalkan revisi" not in text_of(as_user(rini), "plan", revised.pk)
    page = text_of(as_user(pak_kadis), "revision_give_up", revised.pk)
    assert "1 sel pada 1 tonggak" in page
    assert "tidak dapat diurungkan" in page
    # A colleague saves while the question stands on the screen.
    seen = ActionPlan.objects.get().revision
    row = revised.milestones.get(number=1)
    matrix.save_milestone(milestone=row, by=rini)
    address = reverse("revision_give_up", args=[revised.pk])
    stale = as_user(pak_kadis).post(address, {"seen": seen})
    assert stale.status_code == 422
    assert ActionPlan.objects.get().state == "direvisi"

    as_user(pak_kadis).post(address, {"seen": ActionPlan.objects.get().revision})

    plan = ActionPlan.objects.get()
    assert plan.state == "disetujui"
    assert plan.milestones.get(number=2).ceiling == 10_000_000
    versions = text_of(as_user(pak_kadis), "plan_versions", plan.pk)
    assert "Revisi dibatalkan OPD" in versions
    assert "Narasumber mundur sebulan." in versions


def test_what_waits_cannot_be_given_up_by_its_address(as_user, pak_kadis, asked):
    refused = as_user(pak_kadis).post(reverse("revision_give_up", args=[asked.pk]), {"seen": ""})
    assert refused.status_code == 422
    assert "menunggu keputusan Litbang" in refused.content.decode()
    assert ActionPlan.objects.get().state == "diajukan"


def test_what_was_resubmitted_otherwise_is_not_approved_unseen(as_user, lia, pak_kadis, asked):
    seen = asked.revision
    plans.return_plan(plan=asked, by=lia, reason="Jelaskan.")
    plans.submit_plan(plan=asked, by=pak_kadis)
    stale = as_user(lia).post(reverse("plan_approve", args=[asked.pk]), {"seen": seen})
    assert stale.status_code == 422
    assert ActionPlan.objects.get().state == "diajukan"


# -- a draft made by mistake --------------------------------------------------------------------


def test_a_draft_is_deleted_after_a_question(as_user, rini, draft_plan):
    client, address = as_user(rini), reverse("plan_delete", args=[draft_plan.pk])
    assert address in text_of(client, "plan", draft_plan.pk)
    assert "3 tonggak" in text_of(client, "plan_delete", draft_plan.pk)
    assert client.post(address).url == reverse("plan_list")
    assert not ActionPlan.objects.exists()
    assert client.post(address).status_code == 404


def test_what_was_approved_offers_no_deletion(as_user, rini, plan):
    address = reverse("plan_delete", args=[plan.pk])
    assert address not in text_of(as_user(rini), "plan", plan.pk)
    assert as_user(rini).post(address).url == reverse("plan", args=[plan.pk])
    assert ActionPlan.objects.get() == plan


def test_a_row_saved_in_place_renews_what_the_revision_changes(as_user, rini, revised):
    row = revised.milestones.get(number=1)
    data = milestone_data(row, ceiling="7000000")
    address = reverse("milestone_edit", args=[row.pk])
    response = as_user(rini).post(address, data, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert response.status_code == 200
    assert 'data-hx-swap-oob="innerHTML:#mx-putusan"' in text
    said = text.split('<div data-hx-swap-oob="innerHTML:#versi-kini">')[1].split("</div>")[0]
    assert said.endswith("sel pada 2 tonggak")
    assert 'id="versi-kini"' in text_of(as_user(rini), "plan", revised.pk)


def test_a_revision_that_touches_a_verified_quarter_says_so(as_user, rini, pak_kadis, lia, revised):
    sentence = "Mengubah target atau bobot triwulan yang sudah diverifikasi (TW I)."
    factories.ReportFactory(plan=revised, quarter=1, verified=True)
    assert sentence not in text_of(as_user(pak_kadis), "plan", revised.pk)
    first, last = revised.milestones.get(number=1), revised.milestones.get(number=3)
    first.weight, last.weight = first.weight - Decimal(5), last.weight + Decimal(5)
    for row in (first, last):
        matrix.save_milestone(milestone=row, by=rini)
    assert text_of(as_user(pak_kadis), "plan", revised.pk).count(sentence) == 2
    assert sentence in text_of(as_user(pak_kadis), "plan_submit", revised.pk)
    plans.submit_plan(plan=revised, by=pak_kadis)
    assert sentence in text_of(as_user(lia), "plan_approve", revised.pk)


def test_giving_up_offers_to_go_on(as_user, pak_kadis, revised):
    assert "Tetap merevisi</a>" in text_of(as_user(pak_kadis), "revision_give_up", revised.pk)


def test_forms_of_a_plan_that_is_not_edited_lead_back(as_user, rini, asked):
    row = asked.milestones.get(number=1)
    for name, key in (
        ("milestone_edit", row.pk),
        ("milestone_delete", row.pk),
        ("milestone_create", asked.pk),
    ):
        staff = as_user(rini)
        response = staff.get(reverse(name, args=[key]), follow=True)
        assert response.redirect_chain[0][0].startswith(reverse("plan", args=[asked.pk]))
        assert "tidak sedang disusun" in response.content.decode()
        in_place = staff.get(reverse(name, args=[key]), headers={"HX-Request": "true"})
        assert in_place.headers["HX-Refresh"] == "true"
