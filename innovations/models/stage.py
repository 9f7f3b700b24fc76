"""The stages of replicating, which plans and lessons share."""

from django.db import models


class Stage(models.TextChoices):
    """The three stages of an action plan, in order."""

    PREPARATION = "1-persiapan", "Persiapan"
    IMPLEMENTATION = "2-pelaksanaan", "Pelaksanaan"
    MONITORING = "3-monev", "Monitoring dan evaluasi"
