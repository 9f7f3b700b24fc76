"""The commands behind `make`: front-end files, the start, the pages written from the code."""

import socket

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

PACKAGE_FILES = (
    "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2",
    "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-italic.woff2",
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/css/tabler.min.css.map",
    "@tabler/core/dist/js/tabler.min.js",
    "sortablejs/modular/sortable.esm.js",
    "sortablejs/Sortable.min.js",
)


@pytest.fixture
def node_modules(tmp_path):
    folder = tmp_path / "node_modules"
    for name in PACKAGE_FILES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return folder


def test_only_what_the_pages_need_is_copied(node_modules, tmp_path, capsys):
    old = tmp_path / "out" / "vendor" / "old.css"
    old.parent.mkdir(parents=True)
    old.write_text("of an earlier version")

    call_command("vendor_assets", f"--from={node_modules}", f"--to={tmp_path / 'out'}")

    assert {path.name for path in (tmp_path / "out" / "vendor").iterdir()} == {
        "plus-jakarta-sans-latin-wght-normal.woff2",
        "sortable.esm.js",
        "tabler.min.css",
        "tabler.min.css.map",
    }
    assert "Copied 4 vendor files" in capsys.readouterr().out


def test_a_missing_package_is_named_and_nothing_is_taken_away(node_modules, tmp_path):
    call_command("vendor_assets", f"--from={node_modules}", f"--to={tmp_path}")
    (node_modules / "@tabler/core/dist/css/tabler.min.css").unlink()

    with pytest.raises(CommandError, match=r"tabler.min.css is missing. First: npm ci"):
        call_command("vendor_assets", f"--from={node_modules}", f"--to={tmp_path}")

    assert (tmp_path / "vendor" / "tabler.min.css").exists()


@pytest.mark.enable_socket
def test_a_port_in_use_gets_a_sentence(settings):
    settings.DEBUG = True
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=rf"Port {port} cannot be used .* make run PORT="):
            call_command("run_portal", f"--port={port}")


@pytest.mark.enable_socket
def test_a_port_that_cannot_be_gets_a_sentence(settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match=r"Port 99999 cannot be used"):
        call_command("run_portal", "--port=99999")


def test_make_run_is_refused_on_a_server():
    assert settings.DEBUG is False

    with pytest.raises(CommandError, match=r"docs/operations.md"):
        call_command("run_portal", "--port=0")


def test_the_generated_pages_are_up_to_date():
    call_command("write_docs", "--check")


def test_a_stale_page_is_named(tmp_path):
    call_command("write_docs", f"--to={tmp_path}")
    (tmp_path / "states.md").write_text("yesterday's")

    with pytest.raises(CommandError, match=r"states\.md .*make docs"):
        call_command("write_docs", "--check", f"--to={tmp_path}")
