from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created


class AccountsConfig(AppConfig):
    name = "replikasi.accounts"
    label = "accounts"
    verbose_name = "Orang"

    def ready(self):
        from . import pulse

        connection_created.connect(pulse.watch, dispatch_uid="accounts.pulse")


class PortalAdminConfig(AdminConfig):
    default = False
    default_site = "replikasi.accounts.admin_site.PortalAdminSite"
