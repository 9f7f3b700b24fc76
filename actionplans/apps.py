from django.apps import AppConfig


class ActionplansConfig(AppConfig):
    name = "actionplans"
    label = "actionplans"
    verbose_name = "Rencana aksi"
