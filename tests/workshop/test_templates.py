"""Templates: each is used, none carries code or looks of its own, text is always escaped."""

import re
from pathlib import Path

import django
import pytest
from django.template.utils import get_app_template_dirs

from tests.workshop import sources

TEMPLATES = sources.ROOT / "templates"
# Asked for by Django and allauth themselves when something goes wrong.
READ_BY_NAME = {"400.html", "403.html", "404.html", "429.html", "500.html", "507.html"}
# What a mail reader shows has no stylesheet but the one inside it.
MAIL_FOLDERS = {"mail", "email"}
# Files that may declare text safe, each with its reason.
MAY_MARK_SAFE = {
    "templates/bootstrap5/layout/help_text.html": "help texts are written in the code",
}
# Comments alone may stand before the one that names the variables.
OPENS_WITH_VARIABLES = re.compile(r"(?:\s*\{#.*#\})*?\s*\{#.*\bvariables: .*#\}")

STRICT_CSP_REFUSES = {
    "an inline handler": re.compile(
        r"""<[^>]*\s(?:on[a-z]+|(?:data-)?hx-on[\w:.-]*)\s*=""", re.IGNORECASE
    ),
    "a style attribute": re.compile(r"""<[^>]*\sstyle\s*=""", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(
        r"""<script\b(?![^>]*\ssrc=)(?![^>]*type="application/json")""", re.IGNORECASE
    ),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "code in hx-vals": re.compile(r"""hx-(?:vals|headers)=["']js:""", re.IGNORECASE),
}


def templates():
    return [
        path for path in sources.files("*", "templates") if path.suffix in (".html", ".svg", ".txt")
    ]


def pages():
    return [path for path in templates() if not MAIL_FOLDERS & set(path.parts)]


def faults(markup):
    """Names of what a strict content security policy would refuse in `markup`."""
    markup = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", markup, flags=re.DOTALL)
    # An expression may hold a > of its own, which is not the end of the tag.
    markup = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", markup, flags=re.DOTALL)
    return [fault for fault, pattern in STRICT_CSP_REFUSES.items() if pattern.search(markup)]


def test_no_template_carries_script_or_style():
    found = {sources.name(path): faults(sources.text(path)) for path in pages()}

    assert {name: list_ for name, list_ in found.items() if list_} == {}


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/" onclick="go()">',
        '<p class="{% if a > b %}x{% endif %}" style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<script type="module">go()</script>',
        '<a href="javascript:go()">',
        '<button hx-on:click="go()">',
        '<button data-hx-on:click="go()">',
    ],
)
def test_inline_code_and_looks_are_found(markup):
    assert len(faults(markup)) == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="module" src="/static/js/x.js"></script>',
        '<script type="application/json" id="x">{}</script>',
        '<svg stroke-width="2"><path class="on"/></svg>',
        '{# variables: style="…" #}<p data-only="1">',
    ],
)
def test_markup_without_code_passes(markup):
    assert faults(markup) == []


def test_every_template_is_used():
    asking = [*sources.code(), *templates()]
    foreign = [Path(folder) for folder in get_app_template_dirs("templates")]
    foreign.append(Path(django.__file__).parent / "forms" / "templates")

    def is_used(name):
        return (
            name in READ_BY_NAME
            or any((folder / name).exists() for folder in foreign)
            or any(f'"{name}"' in sources.text(path) for path in asking)
            or is_a_cell(*name.split("/"))
        )

    def is_a_cell(app, part="", *deeper):
        # Tables name the cells of their own app by the file alone.
        tables = [path for path in sources.code() if path.parts[-2:] == (app, "tables.py")]
        return any(f'"{part}"' in sources.text(path) for path in tables)

    names = [path.relative_to(TEMPLATES).as_posix() for path in templates()]

    assert [name for name in names if not is_used(name)] == []


def test_every_part_opens_with_its_variables():
    parts = [path for path in pages() if path.name.startswith("_")]

    assert [
        sources.name(path) for path in parts if not OPENS_WITH_VARIABLES.match(sources.text(path))
    ] == []


def test_text_is_always_escaped():
    in_code = [
        f"{sources.name(path)}:{line} imports {module}"
        for path in sources.code()
        if sources.name(path) not in MAY_MARK_SAFE
        for line, module in sources.imports(path)
        if module.rsplit(".", 1)[-1] in ("mark_safe", "SafeString", "html_safe")
    ]
    in_templates = [
        sources.name(path)
        for path in templates()
        if sources.name(path) not in MAY_MARK_SAFE
        and re.search(r"\|\s*safe(?:seq)?\b|autoescape off", sources.text(path))
        and path.suffix != ".txt"
    ]

    assert in_code + in_templates == []
