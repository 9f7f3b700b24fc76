from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AccountsConfig(AppConfig):
    name = "replikasi.accounts"
    label = "accounts"
    verbose_name = "Orang"


class PortalAdminConfig(AdminConfig):
    default = False
    default_site = "replikasi.accounts.admin_site.PortalAdminSite"
