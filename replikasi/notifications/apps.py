from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "replikasi.notifications"
    label = "notifications"
    verbose_name = "Pemberitahuan"

    def ready(self):
        # Also a command that asks for no page knows every kind of notice.
        autodiscover_modules("notices")
