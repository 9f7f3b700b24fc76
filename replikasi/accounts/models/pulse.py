"""A mark left by every change of the portal's records, so that a page knows whether it is stale."""

from django.db import models


class Pulse(models.Model):
    """One row a writing statement, in its own transaction: committed and rolled back with it."""

    # At every so many of them, those older than the latest KEPT go.
    SLICE, KEPT = 500, 5_000

    class Meta:
        verbose_name = "denyut"
        verbose_name_plural = "denyut"

    def __str__(self):
        return str(self.pk)
