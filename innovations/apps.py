from django.apps import AppConfig


class InnovationsConfig(AppConfig):
    name = "innovations"
    label = "innovations"
    verbose_name = "Inovasi dan replikasi"
