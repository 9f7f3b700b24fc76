"""One agency's whole cycle, and a person of every kind who knocks at its addresses."""

from datetime import date, timedelta
from functools import cache
from uuid import uuid4

from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from actionplans.models import OffDay, PlanEdit, PlanTemplate
from actionplans.services import calendar, imports, queue, remarks
from actionplans.workbooks.writing import matrix_workbook
from innovations.models import (
    Closing,
    Dimension,
    ElementAdaptation,
    Lesson,
    Recognition,
    Replication,
    Stationery,
    Suitability,
    SuitabilityQuestion,
    SustainCheck,
)
from innovations.services import documents
from replikasi.accounts import services as accounts
from replikasi.accounts.models import User
from replikasi.documents.models import Order, ReportTemplate
from replikasi.documents.models.order import scope_of
from replikasi.documents.services import keeping as printing
from replikasi.notifications.models import Notification
from tests import factories


class World:
    """`people` by the columns of the table; `address(name)` reverses a route for its objects."""

    def __init__(self):
        region = factories.RegionFactory(code="19.05")
        agency = factories.AgencyFactory(region=region)
        another = factories.AgencyFactory(region=region)
        university = factories.AgencyFactory(university=True)
        make = factories.UserFactory
        self.people = {
            "anonim": None,
            "staf": make(agency=agency),
            "kepala": make(agency=agency, kepala=True),
            "litbang": make(litbang=True, region=region),
            "fasilitator": make(agency=university, fasilitator=True),
            "pimpinan": make(pimpinan=True, region=region),
            "admin": make(admin=True),
            "staf-lain": make(agency=another),
            "kepala-lain": make(agency=another, kepala=True),
            "litbang-lain": make(litbang=True, region__code="19.03"),
            "fasilitator-lain": make(fasilitator=True),
        }
        # The others have a cycle of their own, so that they meet no empty portal either.
        factories.ActionPlanFactory(replication__agency=another, milestones=1, approved=True)
        factories.ActionPlanFactory(
            replication__agency=factories.AgencyFactory(region__code="19.03"),
            replication__facilitator=self.people["fasilitator-lain"].agency,
            milestones=1,
            approved=True,
        )
        self.template = PlanTemplate.objects.get()
        self.replication = factories.ReplicationFactory(agency=agency, facilitator=university)
        self.commitment = factories.CommitmentFactory()
        self.clause = factories.ClauseFactory(commitment=self.commitment)
        self.replication.commitment = self.commitment
        self.replication.save()
        innovation = self.replication.innovation
        self.element = factories.InnovationElementFactory(innovation=innovation)
        self.source = innovation.sources.create(title="Berita")
        self.contact = innovation.contacts.create(name="Sri", phone="0812")
        self.outcome = factories.OutcomeFactory(replication=self.replication)
        self.value = factories.OutcomeValueFactory(
            outcome=self.outcome, recorded_by=self.people["staf"]
        )
        self.plan = factories.ActionPlanFactory(
            replication=self.replication, milestones=2, approved=True
        )
        self.draft = factories.ActionPlanFactory(
            replication=self.replication, milestones=2, fiscal_year=2027
        )
        self.adaptation = ElementAdaptation.objects.create(
            replication=self.replication,
            element=factories.InnovationElementFactory(innovation=innovation),
            choice="diadopsi",
        )
        self.document = documents.add_document(
            owner=self.adaptation,
            by=self.people["staf"],
            file=ContentFile(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF", "sk.pdf"),
            perm="innovations.record_adaptation",
        )
        self.preview = imports.upload(
            by=self.people["staf"],
            plan=self.draft,
            file=ContentFile(matrix_workbook(self.draft), "rencana.xlsx"),
        )
        self.edit = PlanEdit.objects.create(
            plan=self.draft, kind=PlanEdit.Kind.SPREAD, by=self.people["staf"]
        )
        self.milestone = self.plan.milestones.get(number=1)
        self.waiting = factories.ActionPlanFactory(
            replication=self.replication, milestones=1, fiscal_year=2025, submitted=True
        )
        self.remark = remarks.remark(
            milestone=self.waiting.milestones.get(),
            body="Target terlalu rendah.",
            by=self.people["litbang"],
            key=uuid4(),
        )
        record = factories.ProgressUpdateFactory
        reported = record(milestone=self.milestone)
        self.reported_piece = factories.EvidenceFactory(update=reported)
        self.report = factories.ReportFactory(plan=self.plan, quarter=1, sent=True)
        self.update = record(milestone=self.milestone, happened_on=date(2026, 5, 4))
        self.piece = factories.EvidenceFactory(update=self.update)
        self.suggestion = factories.CommentFactory(milestone=self.milestone, suggestion=True)
        self.visit = factories.CommentFactory(milestone=self.milestone, visit=True, photos=["png"])
        self.obstacle = factories.ObstacleFactory(plan=self.plan, milestone=self.milestone)
        self.verified = factories.ReportFactory(
            plan=factories.ActionPlanFactory(
                replication=self.replication, milestones=1, fiscal_year=2024, approved=True
            ),
            quarter=1,
            verified=True,
        )
        self.question = SuitabilityQuestion.objects.create(
            dimension=Dimension.NEED, text="Masalahnya ada di sini."
        )
        self.suitability = Suitability.objects.create(
            innovation=innovation,
            agency=agency,
            replication=self.replication,
            created_by=self.people["staf"],
        )
        self.end_one(agency, university)
        officer = self.people["litbang"]
        self.substitution = queue.substitute(
            person=officer,
            substitute=make(litbang=True, region=region),
            starts=date(2026, 11, 24),
            ends=date(2026, 11, 27),
            by=officer,
        )
        self.notification = Notification.objects.filter(recipient=self.people["staf"])[0]
        self.feed = calendar.renew(by=self.people["staf"])
        self.off_day = OffDay.objects.create(day=date(2026, 12, 28), name="Cuti bersama")
        self.invitation = accounts.invite(
            by=self.people["kepala"],
            email="baru@contoh.test",
            name="Orang Baru",
            role=User.Role.STAF,
            agency=agency,
            link_to=self.keep_token,
        )

    def end_one(self, agency, university):
        """A replication that was closed, is to be checked and has its certificate."""
        self.ended = factories.ReplicationFactory(
            agency=agency,
            facilitator=university,
            status=Replication.Status.FINISHED,
            completed_on=date(2025, 8, 31),
        )
        head, officer = self.people["kepala"], self.people["litbang"]
        Closing.objects.create(
            replication=self.ended,
            completed_on=self.ended.completed_on,
            state=Closing.State.AGREED,
            proposed_by=head,
            proposed_at=timezone.now(),
            decided_by=officer,
            decided_at=timezone.now(),
        )
        self.check = SustainCheck.objects.create(
            replication=self.ended, months=12, due=date(2026, 8, 31)
        )
        self.lesson = Lesson.objects.create(
            replication=self.ended, kind="saran", text="Mulai kecil.", by=head
        )
        self.recognition = Recognition.objects.create(
            replication=self.ended, number="1", reason="nyata", chosen_by=officer
        )

        version = self.plan.versions.latest("number")
        self.printed = printing.keep_plan(version)
        staff = self.people["staf"]
        self.order = Order(
            by=staff,
            scope=scope_of(staff),
            document="rekapitulasi",
            form="xlsx",
            state=Order.State.READY,
            expires_at=timezone.now() + timedelta(hours=1),
            name="rekap.xlsx",
        )
        self.order.file.save("rekap.xlsx", ContentFile(b"PK"))
        self.keep_stationery(agency, head)

    def keep_stationery(self, agency, head):
        self.stationery = Stationery.objects.create(
            agency=agency, from_year=2021, place="Mentok", position="Kepala", name="Hasan"
        )
        self.report_template = ReportTemplate(
            agency=agency, by=head, name="templat.docx", sha256="0" * 64, size=1
        )
        self.report_template.file.save("templat.docx", ContentFile(b"PK"))

    def keep_token(self, token):
        self.token = token
        return f"http://testserver/undangan/{token}/"

    def arguments(self, name):
        """What stands in the address of the route `name`."""
        draft_row = self.draft.milestones.get(number=1)
        staff = self.people["staf"]
        known = {
            "accept_invitation": [self.token],
            "adopters": [self.replication.innovation_id],
            "adopters_feed": [self.replication.innovation_id, "csv"],
            "comparison_feed": ["csv"],
            "attention_feed": ["json"],
            "recap_feed": ["csv"],
            "ranking_feed": ["json"],
            "deviation_feed": ["xlsx"],
            "comment_file": [self.visit.files.get().pk],
            "agency": [self.replication.agency_id],
            "certificate": [self.ended.pk],
            "checks": [self.ended.pk],
            "lesson_add": [self.ended.pk],
            "recognise": [self.ended.pk],
            "replication": [self.replication.pk],
            "replication_curve": [self.replication.pk],
            "innovation": [self.replication.innovation_id],
            "innovation_list_feed": ["csv"],
            "innovation_edit": [self.replication.innovation_id],
            "innovation_history": [self.replication.innovation_id],
            "element_list": [self.replication.innovation_id],
            "element_create": [self.replication.innovation_id],
            "source_create": [self.replication.innovation_id],
            "contact_create": [self.replication.innovation_id],
            "milestone_create": [self.draft.pk],
            "plan_propose": [self.draft.pk],
            "plan_spread": [self.draft.pk],
            "plan_preview": [self.draft.pk],
            "plan_undo": [self.edit.pk],
            "plan_submit": [self.draft.pk],
            "plan_delete": [self.draft.pk],
            "milestone_remark": [self.remark.milestone_id],
            "revision_reject": [self.plan.pk],
            "revision_give_up": [self.plan.pk],
            "milestone_edit": [draft_row.pk],
            "milestone_waits": [draft_row.pk],
            "calendar_feed": [self.feed.token],
            "import_progress": [uuid4()],
            "milestone_delete": [draft_row.pk],
            "milestone_move": [draft_row.pk],
            "milestone_duplicate": [draft_row.pk],
            "report_open": [self.plan.pk, 2],
            "report_correct": [self.verified.pk, self.verified.lines.get().pk],
            "substitute_end": [self.substitution.pk],
            "evidence_judge": [self.report.pk, self.reported_piece.pk],
            "notification_open": [self.notification.pk],
            "notification_mark": [self.notification.pk],
            "change_may_send": [staff.pk],
            "change_active": [staff.pk],
            "resend_invitation": [self.invitation.pk],
            "withdraw_invitation": [self.invitation.pk],
            "compiled_document": ["rekapitulasi", "xlsx"],
            "report_evidence": [self.report.pk],
            "plan_evidence": [self.plan.pk],
            "plan_document": [self.plan.pk, "xlsx"],
            "report_document": [self.report.pk, "xlsx"],
            "minutes_document": [self.verified.pk, "pdf"],
            "check_number": [self.printed.number],
            "stationery": [self.replication.agency_id],
            "stationery_create": [self.replication.agency_id],
            "stationery_edit": [self.replication.agency_id, self.stationery.pk],
            "report_template_standard": [self.replication.agency_id],
            "report_template_file": [self.replication.agency_id, self.report_template.pk],
            "report_template_upload": [self.replication.agency_id],
            "report_template_reset": [self.replication.agency_id],
            "report_template_restore": [self.replication.agency_id, self.report_template.pk],
            "why": [self.plan.pk],
            "why_feed": [self.plan.pk, "csv"],
            "programme_why_feed": ["csv"],
            "due_move": [self.report.period_id],
            "due_restore": [self.report.period_id],
            "due_restore_agency": [self.report.period_id, self.replication.agency_id],
            "off_day_edit": [self.off_day.pk],
            "off_day_delete": [self.off_day.pk],
            "adaptation": [self.adaptation.pk],
            "adaptation_reopen": [self.adaptation.pk],
            "adaptation_edit": [self.replication.pk, self.adaptation.element_id],
            "adaptation_advise": [self.replication.pk, self.adaptation.element_id],
            "adaptation_matrix": [self.replication.innovation_id],
            "adaptation_matrix_feed": [self.replication.innovation_id, "csv"],
            "document_add": ["adaptation", self.adaptation.pk],
            "outcomes": [self.replication.pk],
            "outcomes_xlsx": [self.replication.pk],
            "outcome_create": [self.replication.pk],
            "benefits_feed": ["csv"],
            "clause": [self.clause.pk],
            "region": ["19.05"],
            "region_map_feed": ["csv"],
            "clause_trace": [self.clause.pk, self.plan.pk],
            "innovation_adopt": [self.replication.innovation_id],
            "question_edit": [self.question.pk],
            "replication_suitability": [self.replication.pk],
            "template_edit": [self.template.pk],
            "template_delete": [self.template.pk],
        }
        if name in known:
            return known[name]
        by_prefix = {
            "plan": self.plan,
            "closing": self.ended,
            "suitability": self.suitability,
            "check": self.check,
            "lesson": self.lesson,
            "recognition": self.recognition,
            "milestone": self.milestone,
            "record_progress": self.milestone,
            "obstacle_open": self.milestone,
            "obstacle": self.obstacle,
            "progress": self.update,
            "evidence": self.piece,
            "report": self.report,
            "adaptation": self.replication,
            "document": self.document,
            "element": self.element,
            "source": self.source,
            "contact": self.contact,
            "advice": self.suggestion,
            "remark": self.remark,
            "commitment": self.commitment,
            "outcome": self.outcome,
            "outcome_value": self.value,
            "order": self.order,
            "import": self.preview,
        }
        for prefix in sorted(by_prefix, key=len, reverse=True):
            if name == prefix or name.startswith(f"{prefix}_"):
                return [by_prefix[prefix].pk]
        return []

    @cache  # noqa: B019 - as long as a module's tests
    def address(self, name):
        try:
            return reverse(name)
        except NoReverseMatch:
            return reverse(name, args=self.arguments(name))
