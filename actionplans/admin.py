"""Periods and templates can be edited; plans, progress, reports, decisions only looked at.

Comments (the advisers' channel is among them) and evidence (private files) are not here at all.
"""

from django.contrib import admin

from actionplans.models import (
    ActionPlan,
    DueMove,
    Milestone,
    Obstacle,
    OffDay,
    PeriodStanding,
    PlanTemplate,
    PlanVersion,
    ProgressUpdate,
    Report,
    ReportingPeriod,
    ReportingRules,
    ReportLine,
    TemplateRow,
    Verification,
)
from actionplans.resources import OffDaySheet, PeriodSheet, TemplateSheet
from actionplans.services import days_off
from replikasi.common.admin import ExcelAdmin, SafeHistoryAdmin, ScopedAdmin, ViewOnlyAdmin

# Said in the history of a period, so that nothing proposes its dates anew.
BY_HAND = "situs admin"


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [PeriodSheet]
    list_display = ["__str__", "opens", "due", "first_due", "review_due"]
    list_filter = ["year"]
    search_fields = ["year"]

    def get_readonly_fields(self, request, obj=None):
        # Reports hang on the quarter. The due date is moved on the portal's page (/periode/),
        # with a reason and with all that hangs on it.
        return ["year", "quarter", "due", "first_due"] if obj else ["first_due"]

    def save_model(self, request, obj, form, change):
        obj._change_reason = BY_HAND
        super().save_model(request, obj, form, change)


@admin.register(OffDay)
class OffDayAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    """Saved and deleted by the services, which count deadlines to come anew."""

    resource_classes = [OffDaySheet]
    actions = None
    list_display = ["day", "name", "is_off"]
    list_filter = ["is_off"]
    search_fields = ["name"]
    date_hierarchy = "day"

    def save_model(self, request, obj, form, change):
        days_off.save_off_day(off_day=obj, by=request.user)

    def delete_model(self, request, obj):
        days_off.delete_off_day(off_day=obj, by=request.user)


@admin.register(ReportingRules)
class ReportingRulesAdmin(SafeHistoryAdmin, ScopedAdmin):
    list_display = ["__str__", "report_due_days", "review_due_days"]

    def save_model(self, request, obj, form, change):
        days_off.save_rules(rules=obj, by=request.user)


@admin.register(DueMove)
class DueMoveAdmin(ViewOnlyAdmin):
    list_display = ["period", "agency", "before", "due", "reason", "by", "at"]
    list_filter = ["period__year"]
    list_select_related = ["period", "agency", "by"]
    search_fields = ["agency__name", "reason"]


class TemplateRowInline(admin.TabularInline):
    model = TemplateRow
    fields = [
        *("position", "stage", "activity", "output", "indicator", "unit", "target", "weight"),
        *("start_month", "due_month", "evidence_expected"),
    ]
    extra = 0


@admin.register(PlanTemplate)
class PlanTemplateAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    """The portal's own page (/templat/) is handier; both count the revision on."""

    resource_classes = [TemplateSheet]
    inlines = [TemplateRowInline]
    actions = None
    list_display = ["name", "is_active", "updated_at"]
    list_filter = ["is_active"]
    search_fields = ["name", "description", "rows__activity"]

    def get_readonly_fields(self, request, obj=None):
        # The last one that is offered is not withdrawn; the portal's page says so.
        return ["is_active"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.revision += 1 if change else 0
        super().save_model(request, obj, form, change)


@admin.register(ActionPlan)
class ActionPlanAdmin(SafeHistoryAdmin, ViewOnlyAdmin):
    list_display = ["replication", "fiscal_year", "state", "submitted_at", "updated_at"]
    list_filter = ["fiscal_year", "state"]
    list_select_related = ["replication__innovation", "replication__agency"]
    search_fields = ["replication__innovation__name", "replication__agency__name"]


@admin.register(PlanVersion)
class PlanVersionAdmin(ViewOnlyAdmin):
    list_display = ["plan", "number", "reason", "approved_by", "approved_at"]
    list_filter = ["reason"]
    list_select_related = ["plan__replication__innovation", "approved_by"]
    search_fields = ["plan__replication__innovation__name", "plan__replication__agency__name"]


@admin.register(Milestone)
class MilestoneAdmin(SafeHistoryAdmin, ViewOnlyAdmin):
    list_display = ["number", "activity", "plan", "stage", "weight", "start", "due"]
    list_filter = ["stage", "plan__fiscal_year"]
    list_select_related = ["plan__replication__innovation"]
    search_fields = ["activity", "indicator", "plan__replication__agency__name"]


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(SafeHistoryAdmin, ViewOnlyAdmin):
    list_display = ["milestone", "happened_on", "percent", "quantity", "spent", "by"]
    list_select_related = ["milestone", "by"]
    search_fields = ["milestone__activity", "by__name", "note"]
    date_hierarchy = "happened_on"


@admin.register(Report)
class ReportAdmin(SafeHistoryAdmin, ViewOnlyAdmin):
    list_display = ["plan", "period", "state", "sent_by", "sent_at", "days_late"]
    list_filter = ["state", "period__year", "period__quarter"]
    list_select_related = ["plan__replication__innovation", "period", "sent_by"]
    search_fields = ["plan__replication__innovation__name", "plan__replication__agency__name"]


@admin.register(ReportLine)
class ReportLineAdmin(ViewOnlyAdmin):
    list_display = ["milestone", "report", "weight", "percent", "verified_percent"]
    list_select_related = ["milestone", "report__plan__replication__innovation", "report__period"]
    search_fields = ["milestone__activity", "report__plan__replication__agency__name"]


@admin.register(Verification)
class VerificationAdmin(ViewOnlyAdmin):
    list_display = ["report", "decision", "by", "at", "reason"]
    list_filter = ["decision"]
    list_select_related = ["report__plan__replication__innovation", "report__period", "by"]
    search_fields = ["report__plan__replication__agency__name", "by__name", "reason"]


@admin.register(Obstacle)
class ObstacleAdmin(SafeHistoryAdmin, ViewOnlyAdmin):
    list_display = ["description", "plan", "cause", "level", "opened_on", "closed_on"]
    list_filter = ["cause", "level"]
    list_select_related = ["plan__replication__innovation"]
    search_fields = ["description", "plan__replication__agency__name"]


@admin.register(PeriodStanding)
class PeriodStandingAdmin(ViewOnlyAdmin):
    list_display = ["plan", "period", "planned", "claimed", "verified", "report_state"]
    list_filter = ["period__year", "period__quarter", "report_state"]
    list_select_related = ["plan__replication__innovation", "period"]
    search_fields = ["plan__replication__innovation__name", "plan__replication__agency__name"]
