"""Rows made once for all tests of a module; each test takes back what it changes."""

from contextlib import contextmanager

from django.db import transaction

from tests.factories import at


@contextmanager
def shared(blocker, make, *, day):
    """`make()` on `day`, inside a transaction that ends with the module.

    For a module-scoped fixture that also asks for `django_db_setup` and `django_db_blocker`
    (`blocker`); the tests themselves are marked `django_db` and run in savepoints.
    """
    with blocker.unblock(), transaction.atomic():
        with at(day):
            made = make()
        yield made
        transaction.set_rollback(True)
