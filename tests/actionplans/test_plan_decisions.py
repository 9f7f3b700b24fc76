"""Plans that wait are approved or returned; approved ones are revised and closed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from actionplans.models import ActionPlan, PlanVersion
from actionplans.services import matrix, plans
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories import milestone_of


def told(person):
    return list(Notification.objects.filter(recipient=person).values_list("kind", flat=True))


@pytest.fixture
def waiting(sibakul, rini, pak_kadis, lia):
    return factories.ActionPlanFactory(replication=sibakul, milestones=3, submitted=True)


def test_approval_writes_the_baseline_and_the_standings(waiting, lia, rini, pak_kadis, dr_budi):
    plans.approve_plan(plan=waiting, by=lia)

    version = PlanVersion.objects.get(plan=waiting)
    assert (version.number, version.approved_by) == (1, lia)
    assert [row["number"] for row in version.snapshot] == [1, 2, 3]
    assert waiting.standings.count() == 4
    assert told(rini) == told(pak_kadis) == told(dr_budi) == ["plan_approved"]


def test_a_baseline_does_not_change_with_the_milestones(plan, rini, pak_kadis):
    before = plan.versions.get().snapshot
    plans.revise_plan(plan=plan, by=pak_kadis, reason="jadwal", note="Mundur.")
    row = plan.milestones.get(number=1)
    row.activity = "Diganti"
    matrix.save_milestone(milestone=row, by=rini)
    assert plan.versions.get().snapshot == before


def test_an_approval_by_the_author_is_refused(waiting, pak_kadis, rini, bappelitbang):
    for author in (pak_kadis, rini):
        with pytest.raises(PermissionDenied):
            plans.approve_plan(plan=waiting, by=author)
    # Even one who has since become an officer of the region, in another agency.
    pak_kadis.role, pak_kadis.agency = "litbang", bappelitbang
    pak_kadis.region = bappelitbang.region
    pak_kadis.save()
    with pytest.raises(PermissionDenied):
        plans.approve_plan(plan=waiting, by=pak_kadis)
    assert ActionPlan.objects.get().state == "diajukan"


def test_an_officer_of_the_same_agency_does_not_decide(waiting, dinkop):
    colleague = factories.UserFactory(litbang=True, agency=dinkop, region=dinkop.region)
    for verb, more in ((plans.approve_plan, {}), (plans.return_plan, {"reason": "Ya."})):
        with pytest.raises(PermissionDenied):
            verb(plan=waiting, by=colleague, **more)


def test_nobody_else_decides(waiting, joko, dr_budi, ibu_sekda, admin, tono):
    for person in (joko, dr_budi, ibu_sekda, admin, tono):
        with pytest.raises(PermissionDenied):
            plans.approve_plan(plan=waiting, by=person)


def test_an_officer_of_the_province_decides_in_its_regencies(waiting):
    officer = factories.UserFactory(litbang=True, region__code="19")
    assert plans.approve_plan(plan=waiting, by=officer).state == "disetujui"


def test_an_officer_of_a_region_whose_code_merely_begins_alike_does_not(waiting):
    officer = factories.UserFactory(litbang=True, region__code="19.05.01")
    with pytest.raises(PermissionDenied):
        plans.approve_plan(plan=waiting, by=officer)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_return_without_a_reason_is_refused(waiting, lia, reason):
    with pytest.raises(ValidationError, match="Tulis apa yang perlu diperbaiki"):
        plans.return_plan(plan=waiting, by=lia, reason=reason)
    assert ActionPlan.objects.get().state == "diajukan"


def test_a_returned_plan_is_repaired_and_submitted_again(waiting, lia, rini, pak_kadis):
    plan = plans.return_plan(plan=waiting, by=lia, reason="Target TW I terlalu rendah.")
    assert told(rini) == ["plan_returned"]
    row = plan.milestones.get(number=1)
    row.remark = "Sudah diperbaiki"
    matrix.save_milestone(milestone=row, by=rini)

    plan = plans.submit_plan(plan=plan, by=pak_kadis)

    assert (plan.state, plan.return_reason) == ("diajukan", "")


def test_two_officers_cannot_both_decide(waiting, lia):
    seen = waiting.revision
    other = factories.UserFactory(litbang=True, region=lia.region)
    plans.approve_plan(plan=waiting, by=lia, seen=seen)
    with pytest.raises(ValidationError):
        plans.return_plan(plan=waiting, by=other, reason="Belum lengkap.", seen=seen)
    assert ActionPlan.objects.get().state == "disetujui"


# -- revising and closing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "note", "words"),
    [("", "Sebab.", "Pilih alasan"), ("bosan", "Sebab.", "Pilih alasan"), ("jadwal", " ", "Tulis")],
)
def test_a_revision_says_why(plan, pak_kadis, reason, note, words):
    with pytest.raises(ValidationError, match=words):
        plans.revise_plan(plan=plan, by=pak_kadis, reason=reason, note=note)


def test_a_revision_makes_a_second_version_with_its_reason(plan, rini, pak_kadis, lia):
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="anggaran", note="Dipotong.")
    row = plan.milestones.get(number=1)
    row.ceiling = Decimal(1)
    matrix.save_milestone(milestone=row, by=rini)
    assert plan.standings.get(period__quarter=4).ceiling == 30_000_000

    plans.submit_plan(plan=plan, by=pak_kadis)
    plan = plans.approve_plan(plan=plan, by=lia)

    second = plan.versions.get(number=2)
    assert (second.reason, second.note) == ("anggaran", "Dipotong.")
    assert (plan.revision_reason, plan.revision_note) == ("", "")
    assert plan.standings.get(period__quarter=4).ceiling == 20_000_001


def test_a_milestone_once_approved_is_not_deleted(plan, rini, pak_kadis):
    plan = plans.revise_plan(plan=plan, by=pak_kadis, reason="lingkup", note="Dikurangi.")
    with pytest.raises(ValidationError, match="Beri bobot 0"):
        matrix.delete_milestone(milestone=plan.milestones.get(number=1), by=rini)
    new = matrix.save_milestone(milestone=milestone_of(plan, weight=Decimal(0)), by=rini)
    matrix.delete_milestone(milestone=new, by=rini)
    assert plan.milestones.count() == 3


def test_a_plan_is_closed_only_once_its_last_report_is_verified(plan, lia, on_day):
    on_day("2027-02-01")
    with pytest.raises(ValidationError, match="TW IV belum diverifikasi"):
        plans.finish_plan(plan=plan, by=lia)
    factories.ReportFactory(plan=plan, quarter=4, verified=True)
    assert plans.finish_plan(plan=plan, by=lia).state == "selesai"


def test_every_state_of_a_plan_is_in_its_history(plan):
    states = plan.history.order_by("history_id").values_list("state", flat=True)
    assert list(dict.fromkeys(states)) == ["draf", "diajukan", "disetujui"]
    assert timezone.localdate(plan.submitted_at) == date(2026, 1, 5)
