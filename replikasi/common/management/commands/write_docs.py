"""Writes docs/data-model.md and docs/states.md from the models, so that they cannot grow stale.

Everything is asked of Django's registry: this package knows none of the apps by name.
"""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django_fsm import FSMFieldMixin

PREFACE = "Written from the code by `make docs`; change the code, not this page.\n"


class Command(BaseCommand):
    help = "Write the data model and the state diagrams; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="fail when a page is stale")
        parser.add_argument("--to", default=settings.BASE_DIR / "docs")

    def handle(self, *, check, to, **options):
        pages = {"data-model.md": data_model(), "states.md": states()}
        paths = {Path(to) / name: text for name, text in pages.items()}
        stale = [p for p, text in paths.items() if not p.exists() or p.read_text("utf-8") != text]
        if check and stale:
            names = ", ".join(path.name for path in stale)
            raise CommandError(f"{names} not as the code has it. To write it anew: make docs")
        for path in stale:
            path.write_text(paths[path], "utf-8")
            self.stdout.write(f"Wrote {path}")


def own_apps():
    """Configurations of the portal's own apps that have tables, in the order of the settings."""
    home = Path(settings.BASE_DIR)
    for config in apps.get_app_configs():
        place = Path(config.path)
        if place.is_relative_to(home) and ".venv" not in place.parts and own_models(config):
            yield config


def own_models(config):
    """The app's models by name; the tables that simple-history adds are told with their model."""
    found = [model for model in config.get_models() if not hasattr(model, "instance_type")]
    return sorted(found, key=lambda model: model.__name__)


# -- the data model -----------------------------------------------------------------------------


def data_model():
    parts = ["# Data model\n", PREFACE]
    for config in own_apps():
        parts.append(f"## {config.label}: {config.verbose_name}\n")
        parts.append(relations(config))
        parts += [describe(model) for model in own_models(config)]
    return "\n".join(parts)


def relations(config):
    """A mermaid diagram of the app's models and of what they point at."""
    lines = []
    for model in own_models(config):
        links = [field for field in stored_fields(model) if field.is_relation]
        for field in links:
            many = "}o--o{" if field.many_to_many else "|o--o|" if field.one_to_one else "}o--"
            if many == "}o--":
                many += "o|" if field.null else "||"
            target = field.related_model.__name__
            lines.append(f"    {model.__name__} {many} {target} : {field.name}")
        if not links:
            lines.append(f"    {model.__name__}")
    return "\n".join(["```mermaid", "erDiagram", *lines, "```\n"])


def describe(model):
    meta = model._meta
    lines = [f"### {model.__name__}: {meta.verbose_name}\n"]
    if model.__doc__ and not model.__doc__.startswith(f"{model.__name__}("):
        lines.append(" ".join(model.__doc__.split()) + "\n")
    lines += ["| field | type | meaning |", "| --- | --- | --- |"]
    lines += [
        f"| `{field.name}` | {cell(kind(field))} | {cell(meaning(field))} |"
        for field in stored_fields(model)
    ]
    lines.append("")
    if hasattr(meta, "simple_history_manager_attribute"):
        lines.append("Every change is kept, with who made it and when.\n")
    rules = [constraint(rule) for rule in meta.constraints]
    rules += [f"index `{index.name}`: {', '.join(index.fields)}" for index in meta.indexes]
    if rules:
        lines += [*(f"- {rule}" for rule in rules), ""]
    return "\n".join(lines)


def stored_fields(model):
    return [*model._meta.concrete_fields, *model._meta.many_to_many]


def kind(field):
    """What the column holds: type, size, and what it points at."""
    if field.is_relation:
        text = f"→ {field.related_model.__name__}"
        if field.many_to_many:
            return f"{text}, many"
        rule = field.remote_field.on_delete.__name__
        text += f", {rule}"
    elif isinstance(field, models.DecimalField):
        text = f"decimal {field.max_digits},{field.decimal_places}"
    else:
        text = field.get_internal_type().removesuffix("Field").lower()
        if field.max_length:
            text += f" {field.max_length}"
    if field.primary_key:
        text += ", key"
    elif field.unique:
        text += ", unique"
    return f"{text}, may be null" if field.null else text


def meaning(field):
    """The field's Indonesian name, its help text, and the values it may have."""
    text = str(field.verbose_name)
    if field.help_text:
        text += f". {field.help_text}"
    if field.choices:
        values = ", ".join(f"`{value}` {label}" for value, label in field.flatchoices)
        text += f": {values}"
    return text


def constraint(rule):
    """What must hold: the columns where it is about uniqueness, and the sentence people read."""
    text = f"`{rule.name}`"
    if getattr(rule, "fields", ()):
        text += f", unique {' + '.join(rule.fields)}"
    return f"{text}: {rule.get_violation_error_message()}"


def cell(text):
    return " ".join(text.split()).replace("|", "\\|")


# -- the states ---------------------------------------------------------------------------------


def states():
    parts = [
        "# States\n",
        PREFACE,
        "Services alone make these transitions; who may is said in each app's `rules.py`. "
        "A transition that is not here is refused.\n",
    ]
    for config in own_apps():
        for model in own_models(config):
            for field in model._meta.concrete_fields:
                if isinstance(field, FSMFieldMixin):
                    parts.append(state_diagram(model, field))
    return "\n".join(parts)


def state_diagram(model, field):
    order = [value for value, _ in field.flatchoices]
    moves = sorted(
        field.get_all_transitions(model),
        key=lambda move: (order.index(move.source), order.index(move.target)),
    )
    lines = [f"## {model.__name__}: {model._meta.verbose_name}\n", "```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{label}" as {value}' for value, label in field.flatchoices]
    lines.append(f"    [*] --> {field.get_default()}")
    lines += [f"    {move.source} --> {move.target} : {move.name}" for move in moves]
    lines += ["```\n", "| transition | from | to | what it is |", "| --- | --- | --- | --- |"]
    labels = dict(field.flatchoices)
    for move in moves:
        said = " ".join((getattr(model, move.name).__doc__ or "").split())
        lines.append(
            f"| `{move.name}` | {labels[move.source]} | {labels[move.target]} | {cell(said)} |"
        )
    return "\n".join([*lines, ""])
