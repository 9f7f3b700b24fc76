"""By which template an agency's quarterly reports become Word documents."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from innovations.models import Agency
from replikasi.common.stored import random_path


class ReportTemplateQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-at", "-pk")


class ReportTemplate(models.Model):
    """A choice of an agency, never changed: the newest one holds.

    Without a file it is the return to the standard template. A template that is taken up again is
    a new row with the same file, so that rows never lose theirs.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="report_templates", verbose_name="instansi"
    )
    file = models.FileField("berkas", upload_to=random_path, blank=True)
    name = models.CharField("nama berkas", max_length=200, blank=True)
    sha256 = models.CharField("sha256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("ukuran", default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh"
    )
    at = models.DateTimeField("dipilih", default=timezone.now)

    objects = ReportTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "templat laporan"
        verbose_name_plural = "templat laporan"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file="", sha256="", size=0, name="")
                | (~models.Q(file="") & ~models.Q(sha256="") & ~models.Q(name="")),
                name="report_template_whole",
                violation_error_message="Templat disimpan utuh: berkas, nama, dan sidiknya.",
            ),
        ]

    def __str__(self):
        return self.name or "templat standar"

    @property
    def is_standard(self):
        return not self.file

    def read(self):
        """Bytes of the template, None for the standard one."""
        if not self.file:
            return None
        with self.file.open("rb") as content:
            return content.read()
