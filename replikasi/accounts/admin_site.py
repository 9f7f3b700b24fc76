"""The admin site of the portal: people and reference data for admins, reference data for Litbang."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin


class PortalAdminSite(admin.AdminSite):
    site_header = "Administrasi Replikasi Inovasi"
    site_title = "Administrasi"
    index_title = "Data rujukan dan orang"
    site_url = "/tugas/"

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_active and request.user.is_staff

    def __init__(self, name="admin"):
        super().__init__(name)
        # Without this a person with a second step would get in by password alone.
        self.login = secure_admin_login(self.login)
