"""Addresses of the dashboard and of the explanations behind its figures."""

from django.urls import path, register_converter

from .feeds import FormConverter
from .views import curves, plan_why, programme

register_converter(FormConverter, "form")

urlpatterns = [
    path("dasbor/", programme.dashboard, name="dashboard"),
    path("dasbor/penjelasan/", programme.programme_why, name="programme_why"),
    path("rencana/<int:pk>/penjelasan/", plan_why.why, name="why"),
    path("rencana/<int:pk>/kurva-s.svg", curves.plan_curve_svg, name="plan_curve"),
]
