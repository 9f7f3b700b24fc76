"""Reference data in the admin site: regions, agencies, innovations, commitments, replications."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from innovations import resources
from innovations.models import (
    Agency,
    AgencyName,
    Clause,
    Commitment,
    ElementAdaptation,
    Innovation,
    InnovationElement,
    InnovationSource,
    OriginContact,
    Outcome,
    OutcomeValue,
    Region,
    Replication,
    Stationery,
)
from innovations.models.replication import replication_scope
from innovations.services.outcomes import check_entered, enter_value
from replikasi.common.admin import ExcelAdmin, SafeHistoryAdmin, ScopedAdmin


@admin.register(Region)
class RegionAdmin(ExcelAdmin, ScopedAdmin):
    resource_classes = [resources.RegionSheet]
    list_display = ["code", "name", "level"]
    list_filter = ["level"]
    search_fields = ["code", "name"]

    def get_readonly_fields(self, request, obj=None):
        # A changed key would make a second region and leave the first behind.
        return ["code"] if obj else []


class AgencyNameInline(admin.TabularInline):
    model = AgencyName
    extra = 0


class StationeryInline(admin.StackedInline):
    model = Stationery
    extra = 0


@admin.register(Agency)
class AgencyAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [resources.AgencySheet]
    list_display = ["name", "short_name", "region", "kind"]
    list_filter = ["kind", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["region"]
    search_fields = ["name", "short_name", "names__name", "region__name"]
    autocomplete_fields = ["region", "predecessor"]
    inlines = [AgencyNameInline, StationeryInline]

    def get_queryset(self, request):
        # Choosing an innovation's origin or a facilitator looks beyond one's own region.
        queryset = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return queryset.select_related("region")
        return queryset & Agency.objects.visible_to(request.user)


class ElementInline(admin.TabularInline):
    model = InnovationElement
    extra = 0
    # Replications may have recorded what they made of it: the portal's own page asks that first.
    can_delete = False


@admin.register(Innovation)
class InnovationAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [resources.InnovationSheet]
    list_display = ["name", "field", "origin_region", "award", "started_year", "status"]
    list_filter = ["status", ("origin_region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["origin_region"]
    search_fields = ["name", "tagline", "field", "origin_region__name", "origin_agency__name"]
    autocomplete_fields = ["origin_region", "origin_agency"]
    inlines = [ElementInline]

    def save_model(self, request, obj, form, change):
        """A form of the portal that was opened before is told of it."""
        obj.revision += bool(change)
        super().save_model(request, obj, form, change)


class PartAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    """An element, source or contact of an innovation: for Excel; taken away on the portal's own
    pages, which ask first what stands on it."""

    list_select_related = ["innovation"]
    autocomplete_fields = ["innovation"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(InnovationElement)
class ElementAdmin(PartAdmin):
    resource_classes = [resources.ElementSheet]
    list_display = ["name", "kind", "number", "innovation"]
    list_filter = ["kind"]
    search_fields = ["name", "innovation__name"]


@admin.register(InnovationSource)
class SourceAdmin(PartAdmin):
    resource_classes = [resources.SourceSheet]
    list_display = ["title", "url", "published_on", "innovation"]
    search_fields = ["title", "innovation__name"]
    fields = ["innovation", "title", "url", "published_on", "note"]


@admin.register(OriginContact)
class ContactAdmin(PartAdmin):
    """Those who keep reference data may see them (innovations.see_origin_contacts)."""

    resource_classes = [resources.ContactSheet]
    list_display = ["name", "position", "phone", "email", "innovation"]
    search_fields = ["name", "innovation__name"]


class ClauseInline(admin.TabularInline):
    model = Clause
    extra = 0


@admin.register(Commitment)
class CommitmentAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [resources.CommitmentSheet]
    list_display = ["title", "signed_on", "signed_period", "place", "valid_until"]
    search_fields = ["title", "place", "signatories"]
    inlines = [ClauseInline]


class AdaptationInline(admin.TabularInline):
    """Only elements of the replication's own innovation can be chosen."""

    model = ElementAdaptation
    extra = 0

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "element":
            replication = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = InnovationElement.objects.filter(
                innovation__replications=replication
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class OutcomeInline(admin.TabularInline):
    """To be looked at: on their own page a change of what verified values stand on gives its
    reason."""

    model = Outcome
    extra = 0
    can_delete = False
    fields = ["kind", "indicator", "unit", "baseline", "target"]

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Replication)
class ReplicationAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [resources.ReplicationSheet]
    list_display = ["innovation", "agency", "programme_year", "facilitator", "status"]
    list_filter = ["programme_year", "status", ("innovation", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["innovation", "agency", "facilitator"]
    search_fields = ["innovation__name", "local_name", "agency__name", "agency__short_name"]
    autocomplete_fields = ["innovation", "commitment"]
    fields = [
        "innovation",
        "agency",
        "programme_year",
        "local_name",
        "facilitator",
        "commitment",
        "origin_contact",
        "note",
        "status",
    ]
    inlines = [AdaptationInline, OutcomeInline]

    def scope(self, queryset, user):
        return queryset & Replication.objects.visible_to(user)

    def get_readonly_fields(self, request, obj=None):
        # Plans and reports stand on these; another agency or year is another replication.
        if obj and obj.plans.exists():
            return ["innovation", "agency", "programme_year"]
        return []

    def get_inlines(self, request, obj):
        # The elements to adapt are known once the innovation is.
        return self.inlines if obj else [OutcomeInline]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "agency":
            kwargs["queryset"] = Agency.objects.visible_to(request.user).filter(
                kind=Agency.Kind.OPD
            )
        elif db_field.name == "facilitator":
            kwargs["queryset"] = Agency.objects.filter(kind=Agency.Kind.UNIVERSITY)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _is_verified(value):
    return value is not None and value.state == OutcomeValue.State.VERIFIED


class OutcomeValueForm(forms.ModelForm):
    def _post_clean(self):
        super()._post_clean()
        if not self.errors:
            try:
                check_entered(self.instance)
            except ValidationError as error:
                self.add_error(None, error)


@admin.register(OutcomeValue)
class OutcomeValueAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [resources.OutcomeValueSheet]
    list_display = ["outcome", "measured_on", "group", "value", "state", "verified_value", "source"]
    list_filter = ["state", "measured_on"]
    form = OutcomeValueForm
    # Nothing of what Litbang made of it: that is told on the value's own page, with its right.
    fields = ["outcome", "measured_on", "group", "value", "source"]
    list_select_related = ["outcome__replication__innovation", "outcome__replication__agency"]
    search_fields = ["outcome__indicator", "outcome__replication__agency__name", "source"]
    date_hierarchy = "measured_on"

    def scope(self, queryset, user):
        return queryset & OutcomeValue.objects.visible_to(user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not _is_verified(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not _is_verified(obj)

    def get_actions(self, request):
        # One at a time: deleting many would take verified ones along.
        return {}

    def get_readonly_fields(self, request, obj=None):
        return ["outcome", "group"] if obj else []

    def save_model(self, request, obj, form, change):
        enter_value(obj, by=request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "outcome":
            kwargs["queryset"] = Outcome.objects.filter(
                replication_scope(request.user, "replication__")
            ).select_related("replication__innovation", "replication__agency")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
