"""Reference data in the admin site: regions, agencies, innovations, commitments, replications."""

from django.contrib import admin

from innovations import resources
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
from innovations.models.replication import replication_scope
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


@admin.register(Agency)
class AgencyAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [resources.AgencySheet]
    list_display = ["name", "short_name", "region", "kind"]
    list_filter = ["kind", ("region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["region"]
    search_fields = ["name", "short_name", "names__name", "region__name"]
    autocomplete_fields = ["region", "predecessor"]
    inlines = [AgencyNameInline]

    def get_queryset(self, request):
        # Choosing an innovation's origin or a facilitator looks beyond one's own region.
        queryset = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return queryset.select_related("region")
        return queryset & Agency.objects.visible_to(request.user)


class ElementInline(admin.TabularInline):
    model = InnovationElement
    extra = 0


@admin.register(Innovation)
class InnovationAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [resources.InnovationSheet]
    list_display = ["name", "origin_region", "award", "started_year", "status"]
    list_filter = ["status", ("origin_region", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["origin_region"]
    search_fields = ["name", "tagline", "origin_region__name", "origin_agency__name"]
    autocomplete_fields = ["origin_region", "origin_agency"]
    inlines = [ElementInline]


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
    model = Outcome
    extra = 0


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


@admin.register(OutcomeValue)
class OutcomeValueAdmin(ExcelAdmin, SafeHistoryAdmin, ScopedAdmin):
    resource_classes = [resources.OutcomeValueSheet]
    list_display = ["outcome", "measured_on", "value", "source"]
    list_filter = ["measured_on"]
    list_select_related = ["outcome__replication__innovation", "outcome__replication__agency"]
    search_fields = ["outcome__indicator", "outcome__replication__agency__name", "source"]
    date_hierarchy = "measured_on"

    def scope(self, queryset, user):
        return queryset.filter(replication_scope(user, "outcome__replication__"))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "outcome":
            kwargs["queryset"] = Outcome.objects.filter(
                replication_scope(request.user, "replication__")
            ).select_related("replication__innovation", "replication__agency")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
