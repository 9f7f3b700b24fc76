"""A mail to the person in charge of a milestone, kept so that everybody knows it was sent."""

import uuid

from django.conf import settings
from django.db import models


class Reminder(models.Model):
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    milestone = models.ForeignKey(
        "actionplans.Milestone",
        models.CASCADE,
        related_name="reminders",
        verbose_name="tonggak",
    )
    email = models.EmailField("surel")
    note = models.TextField("pesan", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("dikirim", auto_now_add=True)

    class Meta:
        verbose_name = "pemberitahuan ke penanggung jawab"
        verbose_name_plural = "pemberitahuan ke penanggung jawab"
        ordering = ["milestone", "-id"]

    def __str__(self):
        return f"Surel tentang {self.milestone}"
