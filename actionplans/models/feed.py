"""The private address at which a person's calendar program fetches due dates."""

import secrets

from django.conf import settings
from django.db import models


def new_token():
    """43 letters that nobody can guess."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """One a person; whoever has the address reads what the person may read, until it is revoked."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feed",
        verbose_name="pemilik",
    )
    token = models.CharField("alamat", max_length=64, unique=True, default=new_token)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = "langganan kalender"
        verbose_name_plural = "langganan kalender"
        ordering = ["id"]

    def __str__(self):
        return f"Kalender {self.user}"
