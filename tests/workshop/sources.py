"""The repository as data, for the tests beside it: its files, their text, their syntax trees."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("replikasi", "innovations", "actionplans")
# What other people wrote or a command built is not ours to judge.
FOREIGN = {".git", ".venv", "node_modules", "build", "var", "__pycache__"}


@cache
def files(pattern, *folders):
    """Sorted paths below `folders` (default: the whole repository) that match the glob."""
    found = []
    for folder in folders or (".",):
        for path in (ROOT / folder).rglob(pattern):
            if path.is_file() and not FOREIGN.intersection(path.relative_to(ROOT).parts):
                found.append(path)
    return sorted(found)


def code():
    """The portal's own modules, without migrations."""
    return [path for path in files("*.py", *PACKAGES) if "migrations" not in path.parts]


def name(path):
    """`path` as it is written in a failure: from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(path):
    return path.read_text(encoding="utf-8")


@cache
def tree(path):
    return ast.parse(text(path), filename=str(path))


def dotted(path):
    """The module that `path` holds: replikasi/common/formats.py -> replikasi.common.formats."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path):
    """(line, dotted name) of everything that the module imports, relative names resolved."""
    package = dotted(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            for alias in node.names:
                yield node.lineno, ".".join(filter(None, [*base, node.module, alias.name]))
