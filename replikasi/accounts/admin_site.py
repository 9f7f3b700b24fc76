"""The admin site: people and reference data for admins, what is replicated for Litbang."""

from allauth.account.decorators import secure_admin_login
from allauth.account.views import logout as account_logout
from django.contrib import admin
from django.db.models.base import ModelBase
from django.shortcuts import redirect

OUR_APPS = {"accounts", "innovations", "actionplans"}


class PortalAdminSite(admin.AdminSite):
    site_header = "Administrasi Replikasi Inovasi"
    site_title = "Administrasi"
    index_title = "Data rujukan dan orang"
    site_url = "/tugas/"

    def __init__(self, name="admin"):
        super().__init__(name)
        # Without this a person with a second step would get in by password alone.
        self.login = secure_admin_login(self.login)

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_active and request.user.is_staff

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only models of the portal; what libraries register (mails, tokens) stays out."""
        one = isinstance(model_or_iterable, ModelBase)
        models = [model_or_iterable] if one else model_or_iterable
        ours = [model for model in models if model._meta.app_label in OUR_APPS]
        super().register(ours, admin_class, **options)

    def logout(self, request, extra_context=None):
        return account_logout(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
