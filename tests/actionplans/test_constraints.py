"""Facts that must always hold are refused by the database, and told in Indonesian before that."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from actionplans.models import (
    ActionPlan,
    Comment,
    DueReminder,
    Evidence,
    Looking,
    Milestone,
    MonthStanding,
    NextStep,
    Obstacle,
    PeriodStanding,
    PlanEdit,
    PlanImport,
    PlanTemplate,
    PlanVersion,
    ProgressUpdate,
    Report,
    ReportingPeriod,
    ReportingRules,
    ReportLine,
    TemplateRow,
    Verification,
    Visit,
)
from innovations.models import (
    Agency,
    AgencyName,
    Clause,
    Commitment,
    ElementAdaptation,
    Innovation,
    InnovationElement,
    Outcome,
    OutcomeValue,
    Region,
    Replication,
)
from replikasi.accounts.models import Substitution, User
from replikasi.notifications.models import Preference
from tests import factories
from tests.actionplans import broken_innovations
from tests.documents import broken
from tests.rig.shared import shared

pytestmark = pytest.mark.django_db
OURS = ("accounts", "notifications", "innovations", "actionplans", "documents")


class World:
    """Rows that a broken one may refer to."""

    def __init__(self):
        self.report = factories.ReportFactory(sent=True)
        self.plan = self.report.plan
        self.milestone = self.plan.milestones.get(number=1)
        self.line = self.report.lines.get(milestone=self.milestone)
        self.update = factories.ProgressUpdateFactory(
            milestone=self.milestone, happened_on=date(2026, 5, 2)
        )
        self.person = User.objects.get(role="kepala")
        self.replication = self.plan.replication
        self.agency = self.replication.agency
        self.period = self.report.period
        self.element = factories.InnovationElementFactory(innovation=self.replication.innovation)
        self.template = PlanTemplate.objects.create(name="Contoh")
        self.outcome = factories.OutcomeFactory(replication=self.replication)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with shared(django_db_blocker, World, day=date(2026, 11, 24)) as made:
        yield made


def milestone(**values):
    return lambda w: Milestone(
        plan=w.plan, **{"number": 90, "stage": "3-monev", "activity": "A", **values}
    )


def plan(**values):
    return lambda w: ActionPlan(**{"replication": w.replication, "fiscal_year": 2030, **values})


def template_row(**values):
    return lambda w: TemplateRow(
        template=w.template, **{"stage": "3-monev", "activity": "A", **values}
    )


def update(**values):
    return lambda w: ProgressUpdate(
        milestone=w.milestone,
        by=w.person,
        **{"happened_on": date(2026, 6, 1), "percent": Decimal(10), **values},
    )


def line(**values):
    def broken(w):
        row = ReportLine.objects.get(pk=w.line.pk)
        for name, value in values.items():
            setattr(row, name, value)
        return row

    return broken


def report(**values):
    return lambda w: Report(
        plan=w.plan,
        created_by=w.person,
        **{"period": factories.period(2), **values},
    )


def comment(**values):
    return lambda w: Comment(
        plan=w.plan,
        by=w.person,
        **{"kind": "komentar", "body": "A", **{k: v(w) for k, v in values.items()}},
    )


def piece(**values):
    return lambda w: Evidence(update=w.update, uploaded_by=w.person, name="a", **values)


def person(**values):
    return lambda w: User(**{"username": "baru", "name": "Baru", "password": "x", **values})


def given(value):
    return lambda w: value


BROKEN = {
    "milestone_number_unique": milestone(number=1),
    "milestone_weight_0_100": milestone(weight=Decimal("100.01")),
    "milestone_due_after_start": milestone(start=date(2026, 2, 2), due=date(2026, 2, 1)),
    "milestone_ceiling_not_negative": milestone(ceiling=Decimal(-1)),
    "milestone_target_q1_0_100": milestone(target_q1=Decimal(-1)),
    "milestone_target_q2_0_100": milestone(target_q2=Decimal(101)),
    "milestone_target_q3_0_100": milestone(target_q3=Decimal(101)),
    "milestone_target_q4_0_100": milestone(target_q4=Decimal(101)),
    "milestone_target_q2_not_falling": milestone(target_q1=Decimal(2), target_q2=Decimal(1)),
    "milestone_target_q3_not_falling": milestone(target_q2=Decimal(2), target_q3=Decimal(1)),
    "milestone_target_q4_not_falling": milestone(target_q3=Decimal(2), target_q4=Decimal(1)),
    "plan_one_a_year": plan(fiscal_year=2026),
    "plan_fiscal_year_plausible": plan(fiscal_year=1999),
    "plan_state_known": plan(state="hilang"),
    "plan_returned_with_reason": plan(state="dikembalikan"),
    "plan_submitted_by_somebody": plan(state="diajukan"),
    "plan_version_number_unique": lambda w: PlanVersion(
        plan=w.plan, number=1, snapshot=[{}], approved_by=w.person, approved_at=timezone.now()
    ),
    "plan_edit_undone_by_somebody": lambda w: PlanEdit(
        plan=w.plan, kind="hapus", by=w.person, undone_at=timezone.now()
    ),
    "plan_import_state_known": lambda w: PlanImport(
        plan=w.plan, name="matriks.xlsx", by=w.person, state="hilang"
    ),
    "template_row_due_after_start": template_row(start_month=5, due_month=4),
    "template_row_weight_0_100": template_row(weight=Decimal(101)),
    "update_percent_0_100": update(percent=Decimal(101)),
    "update_quantity_not_negative": update(quantity=Decimal(-1)),
    "update_spent_not_negative": update(spent=Decimal(-1)),
    "evidence_file_or_link": piece(),
    "evidence_file_not_empty": piece(file="ab/cd", size=0),
    "period_unique": lambda w: ReportingPeriod(
        year=2026, quarter=1, opens=w.period.opens, due=w.period.due, review_due=w.period.due
    ),
    "period_quarter_1_4": lambda w: ReportingPeriod(
        year=2026, quarter=5, opens=w.period.opens, due=w.period.due, review_due=w.period.due
    ),
    "period_dates_in_order": lambda w: ReportingPeriod(
        year=2031, quarter=1, opens=w.period.due, due=w.period.opens, review_due=w.period.due
    ),
    "report_one_a_period": lambda w: report(period=w.period)(w),
    "report_state_known": lambda w: report(
        state="hilang", sent_by=w.person, sent_at=timezone.now(), days_late=0
    )(w),
    "report_sent_by_somebody": report(state="dikirim"),
    "line_one_a_milestone": lambda w: ReportLine(
        report=w.report, milestone=w.milestone, weight=1, planned=1, percent=1
    ),
    "line_percent_0_100": line(percent=Decimal(101)),
    "line_verified_not_above_claim": line(percent=Decimal(50), verified_percent=Decimal(51)),
    "line_lower_with_reason": line(percent=Decimal(50), verified_percent=Decimal(49)),
    "verification_with_reason": lambda w: Verification(
        report=w.report, decision="kembalikan", by=w.person, at=timezone.now()
    ),
    "comment_on_one_thing": comment(milestone=lambda w: w.milestone, report=lambda w: w.report),
    "comment_answer_has_parent": comment(kind=given("jawaban")),
    "comment_closed_by_somebody": comment(closed_at=lambda w: timezone.now()),
    "obstacle_closed_after_opened": lambda w: Obstacle(
        plan=w.plan,
        opened_by=w.person,
        cause="sdm",
        level="opd",
        description="A",
        opened_on=date(2026, 3, 2),
        closed_on=date(2026, 3, 1),
    ),
    "month_standing_unique": lambda w: month_of(w, month=12),
    "month_standing_month_1_12": lambda w: month_of(w, month=13),
    "rules_bands_ascend": lambda w: ReportingRules(band_near=95, band_reached=95),
    "standing_unique": lambda w: PeriodStanding(
        plan=w.plan, period=w.period, ceiling=0, due=w.period.due
    ),
    "region_code_is_dotted": lambda w: Region(code="1905", name="BPS", level="kabupaten"),
    "agency_name_unique_in_region": lambda w: Agency(
        name=w.agency.name, short_name="X", region=w.agency.region, kind="opd"
    ),
    "agency_name_one_a_year": lambda w: AgencyName(
        agency=AgencyName.objects.create(agency=w.agency, name="A", from_year=2020).agency,
        name="B",
        from_year=2020,
    ),
    "commitment_title_unique": lambda w: Commitment(title=factories.CommitmentFactory().title),
    "commitment_valid_after_signing": lambda w: Commitment(
        title="Baru", signed_on=date(2021, 10, 1), valid_until=date(2021, 9, 1)
    ),
    "clause_number_unique": lambda w: Clause(
        commitment=Clause.objects.create(
            commitment=factories.CommitmentFactory(), number=1, text="A"
        ).commitment,
        number=1,
        text="B",
    ),
    "innovation_started_year_plausible": lambda w: Innovation(name="Baru", started_year=1),
    "element_number_unique": lambda w: InnovationElement(
        innovation=w.element.innovation, number=w.element.number, name="B", kind="inti"
    ),
    "replication_unique": lambda w: Replication(
        innovation=w.replication.innovation,
        agency=w.agency,
        programme_year=w.replication.programme_year,
    ),
    "replication_programme_year_plausible": lambda w: Replication(
        innovation=w.replication.innovation, agency=w.agency, programme_year=1900
    ),
    "adaptation_once_an_element": lambda w: ElementAdaptation(
        replication=ElementAdaptation.objects.create(
            replication=w.replication, element=w.element, choice="diadopsi"
        ).replication,
        element=w.element,
        choice="diadopsi",
    ),
    "adaptation_has_reason": lambda w: ElementAdaptation(
        replication=w.replication, element=w.element, choice="ditinggalkan"
    ),
    "outcome_indicator_unique": lambda w: Outcome(
        replication=w.replication, indicator=w.outcome.indicator, unit="orang"
    ),
    "outcome_value_once_a_day": lambda w: OutcomeValue(
        outcome=w.outcome,
        measured_on=factories.OutcomeValueFactory(outcome=w.outcome).measured_on,
        value=1,
    ),
    "line_corrected_with_reason": lambda w: line(corrected_at=timezone.now())(w),
    "looking_one_a_report": lambda w: Looking(
        report=Looking.objects.create(
            report=w.report, user=w.person, at=timezone.now(), since=timezone.now()
        ).report,
        user=w.person,
        at=timezone.now(),
        since=timezone.now(),
    ),
    "step_number_unique": lambda w: NextStep(
        report=NextStep.objects.create(report=w.report, number=9, text="Uji coba").report,
        number=9,
        text="Lain",
    ),
    "step_answered_in_a_report": lambda w: NextStep(
        report=w.report, number=2, text="Uji coba", kept="ditepati"
    ),
    "visit_one_a_plan": lambda w: Visit(
        plan=Visit.objects.create(plan=w.plan, user=w.person, at=timezone.now()).plan,
        user=w.person,
        at=timezone.now(),
    ),
    "due_reminder_once": lambda w: reminded(w, again=True),
    "rules_review_after_report": lambda w: ReportingRules(report_due_days=9, review_due_days=3),
    "preference_one_a_kind": lambda w: Preference(
        user=Preference.objects.create(user=w.person, kind="report_sent", mode="mati").user,
        kind="report_sent",
        mode="harian",
    ),
    "substitution_dates_in_order": lambda w: Substitution(
        person=w.person,
        substitute=factories.UserFactory(admin=True),
        starts=date(2026, 4, 2),
        ends=date(2026, 4, 1),
        by=w.person,
    ),
    "substitution_is_another": lambda w: Substitution(
        person=w.person,
        substitute=w.person,
        starts=date(2026, 4, 1),
        ends=date(2026, 4, 1),
        by=w.person,
    ),
    "user_email_unique": lambda w: person(
        role="admin", email=w.person.email.upper().replace("CONTOH.TEST", "contoh.test")
    )(w),
    "user_role_has_agency": person(role="staf"),
    "user_role_has_region": person(role="pimpinan"),
    "user_may_send_is_for_staff": person(role="admin", may_send=True),
    **broken_innovations.BROKEN,
    **broken.BROKEN,
}


def month_of(w, month):
    """The plan has a row for December already."""
    return MonthStanding(plan=w.plan, month=month, planned=1, ceiling=0, recorded=False)


def reminded(w, again=False):
    if again:
        reminded(w).save()
    return DueReminder(
        duty="laporan",
        subject=f"laporan:{w.plan.pk}:1",
        plan=w.plan,
        due=date(2026, 4, 8),
        step=-3,
        recipient=w.person,
        why="pelaksana",
    )


def constraints():
    return {
        constraint.name: (model, constraint)
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_a_broken_row_here():
    assert set(BROKEN) == set(constraints())


def test_every_constraint_speaks_indonesian():
    default = ValidationError("").message
    for name, (_, constraint) in constraints().items():
        sentence = constraint.violation_error_message
        assert sentence.endswith("."), name
        assert sentence != default
        assert "onstraint" not in sentence, name


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(world, name):
    row = BROKEN[name](world)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        # Without the checks that full_clean would make, as a hand in the database would.
        row.save_base(force_insert=row._state.adding, force_update=not row._state.adding)
    message = str(refusal.value)
    # SQLite names the columns of a unique constraint instead of the constraint.
    assert name in message or "UNIQUE constraint failed" in message


@pytest.mark.parametrize("name", BROKEN)
def test_a_person_is_told_in_a_sentence(world, name):
    row = BROKEN[name](world)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    _, constraint = constraints()[name]
    sentences = refusal.value.messages
    assert all(sentence.endswith(".") for sentence in sentences)
    # A validator beside the field may have spoken first, in its own words.
    spoken_by_field = set(refusal.value.message_dict) - {"__all__"}
    assert constraint.violation_error_message in sentences or spoken_by_field


def test_a_form_key_is_used_once(world):
    key = uuid4()
    update(key=key)(world).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        update(key=key)(world).save()
