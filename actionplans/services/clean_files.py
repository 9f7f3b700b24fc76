"""Files in the store that no row names: left by an upload that was cut off before its row."""

from datetime import timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

# Longer than any upload can take, so that no file is deleted whose row is still to come.
DELAY_HOURS = 24
BATCH = 500


def clean_files(*, hours=DELAY_HOURS):
    """Delete stored files older than `hours` that no row names; returns their names.

    Safe beside uploads and beside another run: what is younger is left alone.
    """
    before = timezone.now() - timedelta(hours=hours)
    deleted = []
    for names in _batches(stored()):
        for name in sorted(set(names) - _named(names)):
            try:
                if default_storage.get_modified_time(name) >= before:
                    continue
                default_storage.delete(name)
            except FileNotFoundError:  # another run was quicker
                continue
            deleted.append(name)
    return deleted


def missing_files():
    """Rows whose file is not in the store, as "bukti 12: berkas ab/cd…"; for check_consistency."""
    for model, names in _holders():
        for row in model._base_manager.order_by("pk").only(*names).iterator(chunk_size=BATCH):
            for kept in (getattr(row, name) for name in names):
                if kept and not kept.storage.exists(kept.name):
                    yield f"{model._meta.verbose_name} {row.pk}: berkas {kept.name} tidak ada"


def _named(names):
    """Those of `names` that a row holds."""
    found = set()
    for model, fields in _holders():
        for field in fields:
            rows = model._base_manager.filter(**{f"{field}__in": names}).order_by()
            found.update(rows.values_list(field, flat=True))
    return found


def _holders():
    """[(model, [names of its file fields])] of every app: no file of any of them is an orphan."""
    found = []
    for model in apps.get_models():
        names = [field.name for field in model._meta.fields if isinstance(field, FileField)]
        if names:
            found.append((model, names))
    return found


def stored(folder=""):
    """Names of the files below `folder` of the store, folder by folder."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}" if folder else name
    for name in folders:
        yield from stored(f"{folder}/{name}" if folder else name)


def _batches(names):
    batch = []
    for name in names:
        batch.append(name)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
