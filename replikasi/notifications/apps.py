from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "replikasi.notifications"
    label = "notifications"
    verbose_name = "Pemberitahuan"
