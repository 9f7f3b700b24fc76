"""A full disk, told from other faults: people hear a sentence, and nothing is half-written."""

import errno
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import Error

# How SQLite and PostgreSQL say it.
NO_ROOM = ("database or disk is full", "No space left on device")
SENTENCE = (
    "Ruang penyimpanan portal penuh, jadi berkas ini belum tersimpan. Coba lagi nanti; admin "
    "portal perlu menambah ruang lebih dulu."
)


def is_disk_full(error):
    """Whether `error`, or what it came from, says that there is no room to write."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if isinstance(error, Error) and any(words in str(error) for words in NO_ROOM):
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def disk_full_is_told():
    """Turns a full disk into a ValidationError (code "disk"); other errors pass."""
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise ValidationError(SENTENCE, code="disk") from error
        raise
