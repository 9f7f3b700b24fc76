"""An invitation: a link that makes one account, once, for a limited time."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from .user import User


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def waiting(self):
        """Neither used nor withdrawn; an expired one can be sent again."""
        return self.filter(used_at=None, withdrawn_at=None)

    def visible_to(self, user):
        if user.role == User.Role.ADMIN:
            return self
        if user.role == User.Role.KEPALA:
            return self.filter(agency=user.agency, role=User.Role.STAF)
        return self.none()


class Invitation(models.Model):
    """Only the token's hash is kept: who reads the table cannot use the link."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField("email")
    name = models.CharField("nama", max_length=150)
    role = models.CharField("peran", max_length=12, choices=User.Role)
    position = models.CharField("jabatan", max_length=150, blank=True)
    agency = models.ForeignKey(
        "innovations.Agency", models.CASCADE, null=True, blank=True, verbose_name="instansi"
    )
    region = models.ForeignKey(
        "innovations.Region", models.CASCADE, null=True, blank=True, verbose_name="wilayah kerja"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations", verbose_name="oleh"
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    expires_at = models.DateTimeField("berlaku sampai")
    used_at = models.DateTimeField("dipakai", null=True, blank=True)
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "undangan"
        verbose_name_plural = "undangan"
        ordering = ["-created_at", "-id"]

    def __str__(self):
        return f"{self.name} <{self.email}>"

    @staticmethod
    def hash(token):
        return hashlib.sha256(token.encode()).hexdigest()

    def renew(self):
        """Give the invitation a new token and a new term; returns the token, kept nowhere else."""
        token = secrets.token_urlsafe(32)
        self.token_hash = self.hash(token)
        self.expires_at = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
        return token

    @property
    def is_open(self):
        return (
            self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
        )
