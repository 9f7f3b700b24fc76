"""What the portal keeps of a file that somebody uploaded: an abstract model for the apps above."""

import secrets
import uuid

from django.conf import settings
from django.core.files.base import File
from django.db import models

from replikasi.common import photos


def random_path(instance, filename):
    """A path that nobody can guess and that says nothing about its content."""
    token = secrets.token_hex(16)
    return f"{token[:2]}/{token}"


class StoredFile(models.Model):
    """What the portal keeps of a file that somebody uploaded."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField("berkas", upload_to=random_path, blank=True)
    preview = models.FileField(
        "pratinjau", upload_to=random_path, blank=True, help_text="Foto kecil untuk daftar."
    )
    name = models.CharField("nama", max_length=200)
    mime = models.CharField("jenis", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("ukuran", default=0)
    sha256 = models.CharField("sha256", max_length=64, blank=True, db_index=True)
    taken_on = models.DateField("tanggal foto", null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diunggah oleh"
    )
    uploaded_at = models.DateTimeField("diunggah", auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @classmethod
    def of(cls, content, upload, taken_on, **values):
        """An unsaved row of what `uploads.accept` gave."""
        return cls(
            name=content.name[-200:],
            mime=upload.mime,
            size=upload.size,
            sha256=upload.sha256,
            taken_on=taken_on,
            **values,
        )

    def keep(self, content):
        """Store the content, with a small picture of a photo, and save the row.

        When the row does not come to be, `delete_files` is the caller's to call.
        """
        self.file.save(self.name, File(content), save=False)
        if self.is_image:
            self.preview.save("kecil.jpg", photos.preview(content), save=False)
        self.full_clean()
        self.save()

    def delete_files(self):
        """Delete the stored file and preview; only once the row is certain to be gone."""
        for kept in (self.file, self.preview):
            if kept:
                kept.storage.delete(kept.name)

    @property
    def is_image(self):
        return self.mime.startswith("image/")

    @property
    def is_pdf(self):
        return self.mime == "application/pdf"
