"""From the catalogue to a replication: all of it at once, once, and by Litbang alone."""

import itertools
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actionplans.models import ActionPlan, Milestone, MilestoneTrace, PlanTemplate, Stage
from actionplans.services import adoption, matrix, plans
from actionplans.tasks import tasks_of
from innovations.models import (
    Dimension,
    ElementAdaptation,
    InnovationElement,
    Replication,
    SuitabilityQuestion,
)
from innovations.services import suitability as suitabilities
from replikasi.notifications.models import Notification
from tests import factories

pytestmark = pytest.mark.django_db
ADAPTABLE = InnovationElement.Kind.ADAPTABLE
given_weights = st.lists(
    st.one_of(st.none(), st.decimals("0.01", "100", places=2)), min_size=1, max_size=30
)


@pytest.fixture
def innovation(db):
    innovation = factories.InnovationFactory(name="Sip Banget")
    for number, (name, kind) in enumerate(
        [("Satu pintu data", "inti"), ("Warna aplikasi", ADAPTABLE), ("Kurasi bulanan", "inti")], 1
    ):
        factories.InnovationElementFactory(
            innovation=innovation, number=number, name=name, kind=kind
        )
    return innovation


@pytest.fixture
def template(db):
    return PlanTemplate.objects.get()


def adopt(innovation, agency, by, **changes):
    values = {
        "programme_year": 2027,
        "key": uuid4(),
        "template": PlanTemplate.objects.get(),
        **changes,
    }
    return adoption.adopt(innovation=innovation, agency=agency, by=by, **values)


# -- the plan that is proposed ------------------------------------------------------------------


@given(given_weights)
def test_proposed_weights_add_up_to_100_and_keep_proportions(weights):
    proposed = adoption.proposed_weights(weights)
    assert sum(proposed) == Decimal(100)
    assert len(proposed) == len(weights)
    assert all(weight >= 0 and weight == round(weight, 2) for weight in proposed)
    empty = [new for old, new in zip(weights, proposed, strict=True) if old is None]
    if empty:
        assert max(empty) - min(empty) <= Decimal("0.01")
        share = Decimal(100) * len(empty) / len(weights)
        assert abs(sum(empty) - share) <= Decimal("0.01")
    known = sorted((old, new) for old, new in zip(weights, proposed, strict=True) if old)
    for (low, small), (high, large) in itertools.pairwise(known):
        assert low <= high
        assert small <= large + Decimal("0.01")


def test_weights_that_are_complete_already_stay():
    assert adoption.proposed_weights([Decimal(60), Decimal("39.5"), Decimal("0.5")]) == [
        Decimal(60),
        Decimal("39.5"),
        Decimal("0.5"),
    ]
    assert adoption.proposed_weights([]) == []


def test_each_core_element_gets_a_milestone_in_implementation(innovation, template):
    proposed = adoption.proposed_plan(innovation, template, 2027)
    assert len(proposed) == template.rows.count() + 2
    stages = [one.row["stage"] for one in proposed]
    assert stages == sorted(stages)
    core = [one for one in proposed if one.element]
    assert [one.row["activity"] for one in core] == [
        "Menerapkan unsur inti: Satu pintu data",
        "Menerapkan unsur inti: Kurasi bulanan",
    ]
    assert {one.row["stage"] for one in core} == {Stage.IMPLEMENTATION}
    # as long as the template's implementation
    assert {one.days for one in core} == {(date(2027, 4, 1), date(2027, 11, 30))}
    assert sum(one.row["weight"] for one in proposed) == 100


def test_without_a_template_there_are_the_core_elements_alone(innovation):
    proposed = adoption.proposed_plan(innovation, None, 2027)
    assert [one.row["weight"] for one in proposed] == [50, 50]
    assert adoption.proposed_plan(factories.InnovationFactory(), None, 2027) == []


# -- the verb -----------------------------------------------------------------------------------


def test_one_step_makes_everything(innovation, dinkop, ubb, lia, rini, dr_budi):
    commitment = factories.CommitmentFactory()
    made = adopt(
        innovation, dinkop, lia, local_name=" Sip Babel ", facilitator=ubb, commitment=commitment
    )
    assert (made.local_name, made.facilitator, made.commitment) == ("Sip Babel", ubb, commitment)
    rows = made.adaptations.order_by("element__number")
    assert [(row.element.number, row.choice, row.state) for row in rows] == [
        (1, "", "draf"),
        (2, "", "draf"),
        (3, "", "draf"),
    ]
    assert all(row.history.get().history_user == lia for row in rows)
    plan = made.plans.get()
    assert (plan.fiscal_year, plan.state) == (2027, ActionPlan.State.DRAFT)
    numbers = list(plan.milestones.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 11))
    assert sum(row.weight for row in plan.milestones.all()) == 100
    traces = MilestoneTrace.objects.order_by("element__number")
    assert [(trace.element.name, trace.milestone.activity) for trace in traces] == [
        ("Satu pintu data", "Menerapkan unsur inti: Satu pintu data"),
        ("Kurasi bulanan", "Menerapkan unsur inti: Kurasi bulanan"),
    ]
    told = {row.recipient: row.kind for row in Notification.objects.all()}
    assert told == {rini: "replication_begun", dr_budi: "replication_entrusted"}


def test_the_notice_says_what_waits(innovation, dinkop, lia, rini, as_user):
    made = adopt(innovation, dinkop, lia)
    page = as_user(rini).get("/notifikasi/").content.decode()
    assert (
        "Litbang memulai replikasi Sip Banget untuk OPD Anda; rencana usulan 2027 menunggu Anda."
        in page
    )
    assert Notification.objects.get().url == f"/rencana/{made.plans.get().pk}/"


def test_the_agencys_task_says_who_proposed_the_plan(innovation, dinkop, lia, rini, as_user):
    adopt(innovation, dinkop, lia)

    page = as_user(rini).get("/tugas/").content.decode()
    assert "sesuaikan, lalu ajukan." in page


def test_the_same_attempt_twice_makes_one(innovation, dinkop, lia, rini):
    key = uuid4()
    first = adopt(innovation, dinkop, lia, key=key)
    assert adopt(innovation, dinkop, lia, key=key) == first
    assert (Replication.objects.count(), ActionPlan.objects.count()) == (1, 1)
    assert ElementAdaptation.objects.count() == 3
    assert Notification.objects.count() == 1


def test_another_attempt_for_the_same_year_is_a_plain_sentence(innovation, dinkop, lia):
    adopt(innovation, dinkop, lia)
    with pytest.raises(ValidationError) as caught:
        adopt(innovation, dinkop, lia)
    assert caught.value.messages == [
        "Dinas Koperasi, UKM dan Perindustrian sudah mereplikasi Sip Banget pada tahun 2027."
    ]
    assert adopt(innovation, dinkop, lia, programme_year=2026)


def test_nothing_stays_of_what_failed_half_way(innovation, dinkop, lia, monkeypatch):
    def fail(*args, **kwargs):
        raise ValidationError("Gagal.")

    monkeypatch.setattr(plans, "write_plan", fail)
    with pytest.raises(ValidationError):
        adopt(innovation, dinkop, lia)
    assert not Replication.objects.exists()
    assert not ElementAdaptation.objects.exists()


@pytest.mark.parametrize(
    "who", ["rini", "pak_kadis", "joko", "dr_budi", "ibu_sekda", "admin", "tono"]
)
def test_nobody_but_the_regions_litbang_adopts(who, innovation, dinkop, request):
    with pytest.raises(PermissionDenied):
        adopt(innovation, dinkop, request.getfixturevalue(who))


def test_who_adopts_must_be_an_opd_and_who_advises_a_university(
    innovation, dinkop, bappelitbang, distan, lia
):
    with pytest.raises(ValidationError) as caught:
        adopt(innovation, bappelitbang, lia)
    assert "agency" in caught.value.message_dict
    with pytest.raises(ValidationError) as caught:
        adopt(innovation, dinkop, lia, facilitator=distan)
    assert "facilitator" in caught.value.message_dict


# -- whose plan it is ---------------------------------------------------------------------------


def test_litbang_has_no_hand_in_the_plan_afterwards(innovation, dinkop, lia):
    plan = adopt(innovation, dinkop, lia).plans.get()
    milestone = plan.milestones.first()
    assert not lia.has_perm("actionplans.edit_plan", plan)
    with pytest.raises(PermissionDenied):
        matrix.save_milestone(milestone=milestone, by=lia)
    with pytest.raises(PermissionDenied):
        plans.submit_plan(plan=plan, by=lia)
    with pytest.raises(PermissionDenied):
        plans.delete_plan(plan=plan, by=lia)
    with pytest.raises(PermissionDenied):
        plans.create_plan(replication=plan.replication, fiscal_year=2028, by=lia)


def test_the_agency_edits_and_submits_it_and_the_same_officer_decides(
    innovation, dinkop, lia, pak_kadis
):
    plan = adopt(innovation, dinkop, lia).plans.get()
    for milestone in plan.milestones.all():
        milestone.indicator = milestone.indicator or "Terlaksana"
        milestone.target = milestone.target or 1
        milestone.unit = milestone.unit or "dokumen"
        milestone.person_in_charge = "Kabid UKM"
        milestone.evidence_expected = "Dokumen"
        matrix.save_milestone(milestone=milestone, by=pak_kadis)
    plan = plans.submit_plan(plan=ActionPlan.objects.get(pk=plan.pk), by=pak_kadis)
    assert plans.approve_plan(plan=plan, by=lia).state == ActionPlan.State.APPROVED


# -- the suitability of the pair ----------------------------------------------------------------


def test_the_pairs_suitability_goes_with_it(innovation, dinkop, lia, rini):
    SuitabilityQuestion.objects.create(dimension=Dimension.NEED, text="Masalahnya ada.")
    suitability = suitabilities.start(innovation=innovation, agency=dinkop, by=rini)
    made = adopt(innovation, dinkop, lia)
    assert made.suitability == suitability
    # the next adoption, of another year, has one of its own
    assert suitabilities.start(innovation=innovation, agency=dinkop, by=rini) != suitability


def test_what_is_adopted_is_no_longer_asked(innovation, dinkop, lia, rini, as_user):
    SuitabilityQuestion.objects.create(dimension=Dimension.NEED, text="Masalahnya ada.")
    suitabilities.start(innovation=innovation, agency=dinkop, by=rini)
    assert "Jawab uji kesesuaian" in as_user(rini).get("/tugas/").content.decode()

    adopt(innovation, dinkop, lia)

    assert "Jawab uji kesesuaian" not in as_user(rini).get("/tugas/").content.decode()


# -- whose turn it is ---------------------------------------------------------------------------


def test_the_task_says_who_proposed_the_plan_until_the_agency_saves_it(
    innovation, dinkop, lia, pak_kadis, on_day
):
    on_day("2026-11-30")
    plan = adopt(innovation, dinkop, lia).plans.get()
    note = [task.note for task in tasks_of(pak_kadis)]
    assert note == ["Diusulkan Litbang 30\xa0Nov: sesuaikan, lalu ajukan."]

    on_day("2026-12-02")
    matrix.save_milestone(milestone=plan.milestones.first(), by=pak_kadis)
    assert [task.note for task in tasks_of(pak_kadis)] == ["Terakhir disimpan 2\xa0Des\xa02026."]


def test_the_replication_says_whose_turn_it_is_until_the_plan_is_approved(
    innovation, dinkop, lia, pak_kadis, as_user
):
    made = adopt(innovation, dinkop, lia)

    def turn():
        return as_user(lia).get(f"/replikasi/{made.pk}/").content.decode()

    assert 'Giliran: <b class="ink">OPD melengkapi dan mengajukan rencana aksi 2027' in turn()
    ActionPlan.objects.update(
        state=ActionPlan.State.SUBMITTED, submitted_by=pak_kadis, submitted_at=timezone.now()
    )
    assert "Litbang memutuskan rencana aksi 2027" in turn()
    plans.approve_plan(plan=ActionPlan.objects.get(), by=lia)
    assert "Giliran: " not in turn()


# -- the page -----------------------------------------------------------------------------------


def address(innovation, **query):
    text = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/inovasi/{innovation.pk}/adopsi/{'?' if text else ''}{text}"


def test_the_page_proposes_and_one_post_makes_it(
    innovation, dinkop, ubb, lia, as_user, template, distan
):
    factories.ReplicationFactory(agency=distan, facilitator=ubb)
    factories.CommitmentFactory(title="Lama", valid_until=date(2026, 1, 1))
    current = factories.CommitmentFactory(title="Berlaku", valid_until=date(2027, 12, 31))
    client = as_user(lia)
    page = client.get(address(innovation, opd=dinkop.pk)).content.decode()
    assert "Menerapkan unsur inti: Satu pintu data" in page
    assert "Belum ada uji kesesuaian untuk OPD ini" in page
    assert f'<option value="{ubb.pk}" selected>' in page
    assert f'<option value="{current.pk}" selected>' in page
    assert "Lama</option>" not in page
    typed = {
        "key": str(uuid4()),
        "agency": dinkop.pk,
        "programme_year": 2027,
        "local_name": "Sip Babel",
        "facilitator": ubb.pk,
        "commitment": current.pk,
        "template": template.pk,
    }
    answer = client.post(address(innovation), typed)
    made = Replication.objects.get(innovation=innovation)
    assert answer.url == f"/replikasi/{made.pk}/"
    assert client.post(address(innovation), typed).url == answer.url
    again = client.post(address(innovation), {**typed, "key": str(uuid4())})
    assert again.status_code == 422
    assert "sudah mereplikasi Sip Banget pada tahun 2027." in again.content.decode()
    assert Milestone.objects.filter(plan__replication=made).count() == 10


def test_an_unsuitable_result_is_said_and_hinders_nothing(innovation, dinkop, lia, rini, as_user):
    question = SuitabilityQuestion.objects.create(dimension=Dimension.NEED, text="Ada.")
    suitability = suitabilities.start(innovation=innovation, agency=dinkop, by=rini)
    suitabilities.answer(suitability=suitability, by=rini, seen=0, answers={question.pk: (0, "")})
    suitabilities.finish(suitability=suitability, by=lia)
    client = as_user(lia)
    page = client.get(address(innovation, opd=dinkop.pk)).content.decode()
    assert "Hasilnya belum layak. Replikasi tetap dapat dimulai" in page
    client.post(address(innovation), {"agency": dinkop.pk, "programme_year": 2027})
    made = Replication.objects.get(innovation=innovation)
    shown = client.get(f"/replikasi/{made.pk}/kesesuaian/").content.decode()
    assert "Belum layak" in shown


def test_an_opd_of_another_region_cannot_be_chosen(innovation, lia, as_user):
    other = factories.AgencyFactory(region__code="19.03")
    answer = as_user(lia).post(address(innovation), {"agency": other.pk, "programme_year": 2027})
    assert answer.status_code == 422
    assert not Replication.objects.exists()


def test_the_innovations_page_leads_here(innovation, lia, rini, as_user):
    assert address(innovation) in as_user(lia).get(f"/inovasi/{innovation.pk}/").content.decode()
    page = as_user(rini).get(f"/inovasi/{innovation.pk}/").content.decode()
    assert "adopsi/" not in page


def test_a_replication_of_next_year_is_not_asked_for_a_plan_of_this(
    innovation, dinkop, lia, rini, as_user
):
    made = adopt(innovation, dinkop, lia)  # it is November 2026, the programme year 2027
    client = as_user(rini)
    tasks = client.get("/tugas/").content.decode()
    assert "Belum ada rencana 2026" not in tasks
    assert "rencana aksi 2027" in tasks
    page = client.get(f"/replikasi/{made.pk}/").content.decode()
    assert "Buka rencana aksi 2027" in page
    assert "Susun rencana aksi 2026" not in page


def test_that_the_innovation_stopped_at_its_origin_is_said(innovation, lia, as_user):
    said = "tercatat berhenti di daerah asalnya"
    assert said not in as_user(lia).get(address(innovation)).content.decode()
    innovation.status = innovation.Status.STOPPED
    innovation.save()
    assert said in as_user(lia).get(address(innovation)).content.decode()
