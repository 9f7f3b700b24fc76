""".env.example explains every variable that the settings read, and no other."""

import re

from tests.workshop import sources

READ = re.compile(r"""\b(?:env\.\w+|required)\(\s*["']([A-Z][A-Z0-9_]*)["']""")
SHOWN = re.compile(r"^(?:# ?)?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


def example():
    return sources.text(sources.ROOT / ".env.example")


def read_by_settings():
    return set(READ.findall(sources.text(sources.ROOT / "replikasi" / "settings.py")))


def test_every_variable_of_the_settings_is_shown_once():
    assert sorted(SHOWN.findall(example())) == sorted(read_by_settings())


def test_every_variable_is_explained():
    # A blank line ends a group; a group is its explanation and then its variables.
    groups = [group for group in example().split("\n\n") if SHOWN.search(group)]

    assert [group for group in groups if SHOWN.match(group)] == []


# Questions that are no settings of the portal: Django's autoreloader tells its child, and bench
# may be given a database to measure on.
MAY_ASK_THE_ENVIRONMENT = {
    "replikasi/common/management/commands/run_portal.py",
    "replikasi/dashboard/management/commands/bench.py",
    "replikasi/documents/management/commands/bench_documents.py",
}


def test_only_the_settings_read_the_environment_for_their_values():
    asking = {
        sources.name(path)
        for path in sources.code()
        if path.name != "settings.py"
        and re.search(r"os\.environ\.get\(|os\.getenv", sources.text(path))
    }

    assert asking - MAY_ASK_THE_ENVIRONMENT == set()
