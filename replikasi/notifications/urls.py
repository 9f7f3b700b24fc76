"""Addresses of notifications."""

from django.urls import path

from . import views

urlpatterns = [
    path("notifikasi/", views.notification_list, name="notification_list"),
    path("notifikasi/terbaru/", views.latest, name="notification_latest"),
    path("notifikasi/dibaca/", views.mark_all_read, name="notification_read_all"),
    path("notifikasi/pengaturan/", views.notification_settings, name="notification_settings"),
    path("notifikasi/pengaturan/bawaan/", views.notification_reset, name="notification_reset"),
    path("notifikasi/<int:pk>/", views.notification_open, name="notification_open"),
    path("notifikasi/<int:pk>/tanda/", views.notification_mark, name="notification_mark"),
]
