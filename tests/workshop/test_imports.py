"""Imports point one way: a part knows those below it, never those above or beside it."""

import pytest

from tests.workshop import sources

# From the ground up; parts on one step do not know each other.
STEPS = (
    ("replikasi.common",),
    ("replikasi.accounts",),
    ("replikasi.notifications",),
    ("innovations",),
    ("actionplans",),
    ("replikasi.dashboard",),
    ("replikasi.documents",),
)
STEP = {part: number for number, step in enumerate(STEPS) for part in step}
# The portal's frame ties all parts together and stands outside the steps.
FRAME = {"replikasi", "replikasi.settings", "replikasi.urls", "replikasi.wsgi"}


def part_of(module):
    """The part that a dotted name belongs to, or None for other people's modules."""
    return next((part for part in STEP if module == part or module.startswith(f"{part}.")), None)


def faults(path):
    mine = part_of(sources.dotted(path))
    for line, module in sources.imports(path):
        theirs = part_of(module)
        if theirs and theirs != mine and STEP[theirs] >= STEP[mine]:
            yield f"{sources.name(path)}:{line} imports {module}"
        elif theirs is None and module.split(".")[0] == "replikasi":
            yield f"{sources.name(path)}:{line} imports the frame: {module}"


def test_imports_run_one_way():
    modules = [path for path in sources.code() if sources.dotted(path) not in FRAME]

    assert [fault for path in modules for fault in faults(path)] == []


def test_every_module_belongs_to_a_part_or_to_the_frame():
    modules = {sources.dotted(path) for path in sources.code()}

    assert {name for name in modules if part_of(name) is None} <= FRAME


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("replikasi/common/dates.py", "from replikasi.accounts.models import User"),
        ("replikasi/accounts/models/user.py", "import innovations.models"),
        ("innovations/admin.py", "from actionplans import services"),
        ("replikasi/dashboard/views.py", "from ..documents import excel"),
        ("actionplans/views/plans.py", "from replikasi import settings"),
    ],
)
def test_an_import_that_runs_up_is_found(place, line, tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    module = tmp_path / place
    module.parent.mkdir(parents=True)
    module.write_text(line + "\n")

    assert len(list(faults(module))) == 1


# A new connection gets its wrapper there: nothing of the domain flows through it.
MAY_HEAR = {("replikasi/accounts/apps.py", "django.db.backends.signals.connection_created")}


def test_no_signals_so_that_a_reader_sees_what_happens():
    found = [
        f"{sources.name(path)}:{line} imports {module}"
        for path in sources.code()
        for line, module in sources.imports(path)
        if {"signals", "dispatch"} & set(module.split("."))
        and (sources.name(path), module) not in MAY_HEAR
    ]

    assert found == []
