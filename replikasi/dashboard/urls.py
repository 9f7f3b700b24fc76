"""Addresses of the dashboard and of the explanations behind its figures."""

from django.urls import path, register_converter

from .feeds import FormConverter
from .views import (
    adaptation_matrix,
    adopters,
    attention,
    benefits,
    catalogue,
    comparison,
    curves,
    objects,
    plan_why,
    presentation,
    programme,
    programme_why,
    ranking,
    recap,
    regions,
    since,
)

register_converter(FormConverter, "form")

urlpatterns = [
    path("dasbor/", programme.dashboard, name="dashboard"),
    path("dasbor/paparan/", presentation.presentation, name="presentation"),
    path("dasbor/sejak/", since.since_last_visit, name="since"),
    path("dasbor/penjelasan/", programme_why.programme_why, name="programme_why"),
    path(
        "dasbor/penjelasan.<form:form>",
        programme_why.programme_why_feed,
        name="programme_why_feed",
    ),
    path("dasbor/perbandingan/", comparison.comparison, name="comparison"),
    path("dasbor/perbandingan.<form:form>", comparison.comparison_feed, name="comparison_feed"),
    path("replikasi/<int:pk>/", objects.replication_page, name="replication"),
    path("opd/<int:pk>/", objects.agency_page, name="agency"),
    path("inovasi/", catalogue.innovation_list, name="innovation_list"),
    path("inovasi.<form:form>", catalogue.feed, name="innovation_list_feed"),
    path("inovasi/<int:pk>/", objects.innovation_page, name="innovation"),
    path("inovasi/<int:pk>/pengadopsi/", adopters.adopters, name="adopters"),
    path("inovasi/<int:pk>/pengadopsi.<form:form>", adopters.adopters_feed, name="adopters_feed"),
    path("inovasi/<int:pk>/adaptasi/", adaptation_matrix.matrix, name="adaptation_matrix"),
    path(
        "inovasi/<int:pk>/adaptasi.<form:form>",
        adaptation_matrix.matrix_feed,
        name="adaptation_matrix_feed",
    ),
    path("rencana/<int:pk>/penjelasan/", plan_why.why, name="why"),
    path("rencana/<int:pk>/penjelasan.<form:form>", plan_why.why_feed, name="why_feed"),
    path("rencana/<int:pk>/kurva-s.svg", curves.plan_curve_svg, name="plan_curve"),
    path("replikasi/<int:pk>/kurva-s.svg", curves.replication_curve_svg, name="replication_curve"),
    path("dasbor/perhatian/", attention.page, name="attention"),
    path("dasbor/perhatian/ambang/", attention.thresholds_effect, name="thresholds_effect"),
    path("dasbor/perhatian.<form:form>", attention.feed, name="attention_feed"),
    path("dasbor/rekap/", recap.page, name="recap"),
    path("dasbor/rekap.<form:form>", recap.feed, name="recap_feed"),
    path("dasbor/peringkat/", ranking.ranking, name="ranking"),
    path("dasbor/peringkat.<form:form>", ranking.ranking_feed, name="ranking_feed"),
    path("dasbor/deviasi/", ranking.deviation_report, name="deviation_report"),
    path("dasbor/deviasi.<form:form>", ranking.deviation_feed, name="deviation_feed"),
    path("dasbor/manfaat/", benefits.benefits, name="benefits"),
    path("dasbor/manfaat.<form:form>", benefits.benefits_feed, name="benefits_feed"),
    path("dasbor/kurva-s.svg", curves.selection_curve_svg, name="selection_curve"),
    path("wilayah/", regions.region_map, name="region_map"),
    path("wilayah.<form:form>", regions.region_map_feed, name="region_map_feed"),
    path("wilayah/<str:code>/", regions.region_page, name="region"),
]
