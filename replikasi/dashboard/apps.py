from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "replikasi.dashboard"
    label = "dashboard"
    verbose_name = "Dasbor"
