"""Addresses of the portal."""

from django.contrib import admin
from django.urls import path

from replikasi.common import views as common

urlpatterns = [
    path("sehat/", common.health, name="health"),
    path("admin/", admin.site.urls),
]

handler400 = "replikasi.common.views.bad_request"
handler403 = "replikasi.common.views.permission_denied"
handler404 = "replikasi.common.views.not_found"
handler500 = "replikasi.common.views.server_error"
