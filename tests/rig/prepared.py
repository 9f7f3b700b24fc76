"""What takes long to make and is the same for many: made once, copied for the others.

The migrated SQLite database is kept under var from one run to the next, for as long as no migration
changes; `migrate` still runs on the copy, and applies what is new. On PostgreSQL the tests copy the
migrated database that MIGRATED_DATABASE names, where it names one.

`python -m tests.rig.prepared` makes the migrated SQLite database ahead of the tests.
"""

import fcntl
import hashlib
import os
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections


@contextmanager
def alone(path):
    """Of the processes that name the same `path` one at a time is inside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrations_digest():
    """Changes with every migration, ours or another's, and with what carries them out."""
    digest = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label} {path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def migrated_path():
    """Where the migrated database lies, or will lie."""
    return settings.VAR_DIR / "migrated" / f"{migrations_digest()}.sqlite3"


def copy_named():
    """Have PostgreSQL's test databases begin as copies of MIGRATED_DATABASE."""
    database = settings.DATABASES["default"]
    if (named := os.environ.get("MIGRATED_DATABASE")) and "postgresql" in database["ENGINE"]:
        database["TEST"] = {**database.get("TEST", {}), "TEMPLATE": named}


@contextmanager
def migrated_once():
    """Inside, `migrate` begins with the kept copy where a SQLite database is empty."""
    handle = migrate.Command.handle

    def begun_with_a_copy(self, *args, **options):
        connection = connections[options["database"]]
        if connection.vendor != "sqlite" or connection.introspection.table_names():
            return handle(self, *args, **options)
        kept = migrated_path()
        with alone(kept.with_name("lock")):
            if kept.exists():
                with closing(sqlite3.connect(kept)) as source:
                    source.backup(connection.connection)
                return handle(self, *args, **options)
            told = handle(self, *args, **options)
            for outdated in kept.parent.glob("*.sqlite3*"):
                outdated.unlink()
            half = kept.with_suffix(".half")
            with closing(sqlite3.connect(half)) as target:
                connection.connection.backup(target)
            half.replace(kept)
            return told

    with patch.object(migrate.Command, "handle", begun_with_a_copy):
        yield


if __name__ == "__main__":
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "replikasi.settings")
    django.setup()
    with migrated_once():
        call_command("migrate", interactive=False, verbosity=0)
