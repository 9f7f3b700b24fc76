"""Addresses of notifications."""

from django.urls import path

from . import views

urlpatterns = [
    path("notifikasi/", views.notification_list, name="notification_list"),
    path("notifikasi/dibaca/", views.mark_all_read, name="notification_read_all"),
    path("notifikasi/<int:pk>/", views.notification_open, name="notification_open"),
]
