"""Files and their rows: what a cut-off upload leaves is cleaned, and a full disk is a sentence."""

import errno
import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from actionplans.models import Evidence, ProgressUpdate
from actionplans.services import evidence
from innovations.models import ElementAdaptation
from innovations.services import documents
from replikasi.common.disk import is_disk_full
from tests import factories
from tests.common import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(milestone, rini):
    return factories.ProgressUpdateFactory(milestone=milestone)


@pytest.fixture
def full_disk(monkeypatch):
    def refuse(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", refuse)


def cleaned(*arguments):
    out = StringIO()
    call_command("clean_files", *arguments, stdout=out)
    return out.getvalue()


def grow_old(name):
    written = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(default_storage.path(name), (written, written))


def test_what_no_row_names_goes_after_a_day_and_the_rest_stays(update, rini):
    piece = evidence.add_file(update=update, by=rini, file=samples.file_of_kind("jpeg"))
    orphan = default_storage.save("ab/abandoned", ContentFile(b"cut off"))
    assert cleaned() == "0 berkas tanpa catatan dihapus.\n"

    for name in (orphan, piece.file.name, piece.preview.name):
        grow_old(name)
    assert cleaned() == "1 berkas tanpa catatan dihapus.\n"
    assert not default_storage.exists(orphan)
    for kept in (piece.file, piece.preview):
        assert default_storage.exists(kept.name)
    assert cleaned() == "0 berkas tanpa catatan dihapus.\n"


def test_files_of_a_replication_stay_as_well(sibakul, rini):
    adapted = ElementAdaptation.objects.create(
        replication=sibakul,
        element=factories.InnovationElementFactory(innovation=sibakul.innovation),
        choice="diadopsi",
    )
    document = documents.add_document(
        owner=adapted,
        by=rini,
        file=samples.file_of_kind("pdf"),
        perm="innovations.record_adaptation",
    )
    grow_old(document.file.name)
    assert cleaned() == "0 berkas tanpa catatan dihapus.\n"
    assert default_storage.exists(document.file.name)


def test_a_row_without_its_file_is_named(update, rini, capsys):
    piece = evidence.add_file(update=update, by=rini, file=samples.file_of_kind("pdf"))
    call_command("check_consistency", "--files")
    default_storage.delete(piece.file.name)
    with pytest.raises(SystemExit):
        call_command("check_consistency", "--files")
    assert piece.file.name in capsys.readouterr().err


def test_a_full_disk_at_upload_is_a_sentence_and_leaves_nothing(update, rini, full_disk):
    with pytest.raises(ValidationError, match="Ruang penyimpanan portal penuh"):
        evidence.add_file(update=update, by=rini, file=samples.file_of_kind("pdf"))
    assert not Evidence.objects.exists()


def test_a_full_disk_keeps_what_was_typed_in_the_form(milestone, rini, as_user, full_disk):
    client, address = as_user(rini), reverse("record_progress", args=[milestone.pk])
    form = client.get(address).context["form"]
    answer = client.post(
        address,
        {
            "key": form["key"].value(),
            "percent": "35",
            "happened_on": form["happened_on"].value(),
            "note": "Sosialisasi di Mentok.",
            "files": samples.file_of_kind("pdf"),
        },
    )
    assert answer.status_code == 422
    assert "Ruang penyimpanan portal penuh" in answer.content.decode()
    assert "Sosialisasi di Mentok." in answer.content.decode()
    assert not ProgressUpdate.objects.exists()


def test_a_full_disk_elsewhere_has_a_page_of_its_own(rini, as_user, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    client = as_user(rini)
    client.raise_request_exception = False
    monkeypatch.setattr("actionplans.views.tasks.render", refuse)
    answer = client.get(reverse("tasks"))
    assert answer.status_code == 507
    assert "Ruang penyimpanan portal penuh" in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "x"), True),
        (OSError(errno.EACCES, "x"), False),
        (OperationalError("database or disk is full"), True),
        (OperationalError("database is locked"), False),
        (None, False),
    ],
)
def test_a_full_disk_is_told_from_other_faults(error, full):
    assert is_disk_full(error) is full
