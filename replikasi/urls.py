"""Addresses of the portal."""

from django.contrib import admin
from django.urls import include, path

from replikasi.common import views as common
from replikasi.common.gallery import gallery

urlpatterns = [
    path("sehat/", common.health, name="health"),
    path("komponen/", gallery, name="gallery"),
    path("admin/", admin.site.urls),
    path("", include("replikasi.accounts.urls")),
    path("", include("actionplans.urls")),
    path("", include("replikasi.dashboard.urls")),
    path("", include("replikasi.documents.urls")),
    path("", include("replikasi.notifications.urls")),
    path("", include("innovations.urls")),
]

handler400 = "replikasi.common.views.bad_request"
handler403 = "replikasi.common.views.permission_denied"
handler404 = "replikasi.common.views.not_found"
handler500 = "replikasi.common.views.server_error"
