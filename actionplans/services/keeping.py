"""What parts above keep of a decision in its own transaction: they say so when the portal starts.

Three decisions are kept: a plan's version approved, a report sent, a report verified. A keeper that
fails undoes the decision, as nothing may be decided and not be kept.
"""

from contextlib import contextmanager
from contextvars import ContextVar

APPROVED, SENT, VERIFIED = "approved", "sent", "verified"
_keepers = {APPROVED: [], SENT: [], VERIFIED: []}
_paused = ContextVar("keeping_paused", default=False)
_without_files = ContextVar("keeping_without_files", default=False)


def kept_by(occasion, keeper):
    """From now on `keeper(subject)` is called when it happens: with the PlanVersion approved, the
    Report sent, the Verification that verified one."""
    if keeper not in _keepers[occasion]:
        _keepers[occasion].append(keeper)


def keep(occasion, subject):
    for keeper in () if _paused.get() else _keepers[occasion]:
        keeper(subject)


@contextmanager
def paused():
    """Inside, nothing is kept: for who writes decisions of another day, and keeps them after."""
    before = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(before)


@contextmanager
def without_files():
    """Inside, what is decided is kept, and files of it are left for later: for who writes many
    decisions at once."""
    before = _without_files.set(True)
    try:
        yield
    finally:
        _without_files.reset(before)


def makes_files():
    """Whether a keeper makes the files of what it keeps."""
    return not _without_files.get()
