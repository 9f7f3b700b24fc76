from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "replikasi.common"
    label = "common"
    verbose_name = "Umum"
