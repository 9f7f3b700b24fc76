"""Where the facts of an innovation come from, and whom to ask at its origin."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords


class InnovationSource(models.Model):
    """A page or document; `facts` are keys of FACTS that it vouches for."""

    FACTS = {
        "tagline": "tentang",
        "problem": "masalah yang dijawab",
        "origin": "asal",
        "field": "bidang",
        "started_year": "tahun mulai",
        "award": "penghargaan",
        "status": "status",
        "needs": "yang diperlukan",
        "elements": "unsur",
    }

    innovation = models.ForeignKey(
        "innovations.Innovation", models.CASCADE, related_name="sources", verbose_name="inovasi"
    )
    title = models.CharField("judul", max_length=200)
    url = models.URLField("tautan", max_length=500, blank=True)
    published_on = models.DateField("tanggal terbit", null=True, blank=True)
    note = models.CharField("keterangan", max_length=300, blank=True)
    facts = models.JSONField("menjadi sumber bagi", default=list, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "sumber inovasi"
        verbose_name_plural = "sumber inovasi"
        ordering = ["innovation", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "title"],
                name="source_title_unique",
                violation_error_message="Sumber dengan judul ini sudah ada pada inovasi itu.",
            ),
        ]

    def __str__(self):
        return self.title


class OriginContact(models.Model):
    """A person at the origin; personal data, for those who work on a replication alone."""

    innovation = models.ForeignKey(
        "innovations.Innovation", models.CASCADE, related_name="contacts", verbose_name="inovasi"
    )
    name = models.CharField("nama", max_length=120)
    position = models.CharField("jabatan", max_length=150, blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    email = models.EmailField("surel", blank=True)
    note = models.CharField("keterangan", max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "narahubung di daerah asal"
        verbose_name_plural = "narahubung di daerah asal"
        ordering = ["innovation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["innovation", "name"],
                name="contact_name_unique",
                violation_error_message="Narahubung dengan nama ini sudah dicatat.",
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="contact_can_be_reached",
                violation_error_message="Isi telepon atau surelnya.",
            ),
        ]

    def __str__(self):
        return self.name
