"""A start on a server that lacks what it needs is refused, and says what to do."""

import os
import subprocess
import sys

import pytest

from tests.workshop import sources

COMPLETE = {
    "SECRET_KEY": "k3" * 30,
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "sqlite:///:memory:",
}


def start(tmp_path, **environment):
    """Runs `manage.py check` in a process of its own, with this environment and no other."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=sources.ROOT,
        env={**kept, "REPLIKASI_VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("missing", COMPLETE)
def test_a_half_configured_server_is_refused_by_name(missing, tmp_path):
    given = {**COMPLETE, "DEBUG": "0", missing: ""}

    done = start(tmp_path, **given)

    assert done.returncode != 0
    assert f"{missing} belum diisi." in done.stderr
    assert ".env.example" in done.stderr


@pytest.mark.skipif((sources.ROOT / ".env").exists(), reason="the .env here may set DEBUG")
def test_debug_is_off_where_nobody_speaks_of_it(tmp_path):
    done = start(tmp_path)

    assert done.returncode != 0
    assert "SECRET_KEY belum diisi." in done.stderr


def test_a_complete_server_starts(tmp_path):
    done = start(tmp_path, **COMPLETE, DEBUG="0")

    assert (done.returncode, done.stderr) == (0, "")


def test_development_starts_with_nothing_given(tmp_path):
    done = start(tmp_path, DEBUG="1")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "development-key").stat().st_mode & 0o777 == 0o600
