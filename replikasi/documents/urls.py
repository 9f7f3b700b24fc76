"""Addresses of printed documents."""

from django.urls import path

from .views import certificate

urlpatterns = [
    path("replikasi/<int:pk>/piagam.pdf", certificate.certificate, name="certificate"),
]
