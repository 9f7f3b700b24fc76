"""What was sent to make people act: mails to persons in charge, and reminders of what is due."""

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


class DueReminder(models.Model):
    """One line of the ledger: who was reminded of which obligation, when and why.

    An obligation is named by `subject` ("laporan:PLAN:PERIOD", "verifikasi:REPORT", …) and its
    due date; `step` is the working day, counted from the due date, for which it was sent. The
    constraint makes a second run, or one after a crash, send nothing twice.
    """

    class Duty(models.TextChoices):
        REPORT = "laporan", "Mengirim laporan"
        REVIEW = "verifikasi", "Memverifikasi laporan"
        MENDING = "perbaikan", "Memperbaiki laporan"
        ANSWER = "saran", "Menjawab saran"
        MILESTONE = "tonggak", "Menyelesaikan tonggak"
        CHECK = "periksa", "Memeriksa keberlanjutan"

    class Why(models.TextChoices):
        ACTOR = "pelaksana", "yang harus mengerjakan"
        HEAD = "kepala", "kepala OPD"
        LITBANG = "litbang", "Litbang, karena sudah lewat tenggat"

    duty = models.CharField("kewajiban", max_length=10, choices=Duty)
    subject = models.CharField("hal", max_length=60)
    plan = models.ForeignKey(
        "actionplans.ActionPlan",
        models.CASCADE,
        related_name="due_reminders",
        verbose_name="rencana aksi",
    )
    due = models.DateField("tenggat")
    step = models.SmallIntegerField("hari kerja dari tenggat")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="penerima"
    )
    why = models.CharField("sebagai", max_length=9, choices=Why)
    at = models.DateTimeField("dikirim", auto_now_add=True)

    class Meta:
        verbose_name = "pengingat tenggat"
        verbose_name_plural = "pengingat tenggat"
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject", "due"], name="due_reminder_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "due", "step", "recipient"],
                name="due_reminder_once",
                violation_error_message="Pengingat ini sudah dikirim.",
            )
        ]

    def __str__(self):
        return f"{self.get_duty_display()}, {self.recipient}"
