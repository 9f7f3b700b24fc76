"""Addresses of the front page, the catalogue of innovations and the list of agencies."""

from django.urls import path

from .views import agencies, documents, front, innovations

urlpatterns = [
    path("", front.front, name="front"),
    path("inovasi/", innovations.innovation_list, name="innovation_list"),
    path("naskah/<int:pk>/", documents.document, name="document"),
    path("opd/", agencies.agency_list, name="agency_list"),
]
