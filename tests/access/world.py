"""One agency's whole cycle, and a person of every kind who knocks at its addresses."""

from datetime import date
from functools import cache
from uuid import uuid4

from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse

from actionplans.models import OffDay, PlanEdit, PlanTemplate
from actionplans.services import calendar, imports, queue, remarks
from actionplans.workbooks.writing import matrix_workbook
from replikasi.accounts import services as accounts
from replikasi.accounts.models import User
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
        self.plan = factories.ActionPlanFactory(
            replication=self.replication, milestones=2, approved=True
        )
        self.draft = factories.ActionPlanFactory(
            replication=self.replication, milestones=2, fiscal_year=2027
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
            "replication": [self.replication.pk],
            "replication_curve": [self.replication.pk],
            "innovation": [self.replication.innovation_id],
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
            "why": [self.plan.pk],
            "why_feed": [self.plan.pk, "csv"],
            "programme_why_feed": ["csv"],
            "due_move": [self.report.period_id],
            "due_restore": [self.report.period_id],
            "due_restore_agency": [self.report.period_id, self.replication.agency_id],
            "off_day_edit": [self.off_day.pk],
            "off_day_delete": [self.off_day.pk],
            "template_edit": [self.template.pk],
            "template_delete": [self.template.pk],
        }
        if name in known:
            return known[name]
        by_prefix = {
            "plan": self.plan,
            "milestone": self.milestone,
            "record_progress": self.milestone,
            "obstacle_open": self.milestone,
            "obstacle": self.obstacle,
            "progress": self.update,
            "evidence": self.piece,
            "report": self.report,
            "advice": self.suggestion,
            "remark": self.remark,
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
