"""Addresses of the dashboard and of the explanations behind its figures."""

from django.urls import path

from . import views

urlpatterns = [
    path("dasbor/", views.dashboard, name="dashboard"),
    path("dasbor/penjelasan/", views.programme_why, name="programme_why"),
    path("rencana/<int:pk>/penjelasan/", views.why, name="why"),
    path("rencana/<int:pk>/kurva-s.svg", views.plan_curve_svg, name="plan_curve"),
]
