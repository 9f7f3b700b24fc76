"""A template of ours that prints a variable nobody gave it fails, and says which and where.

`{% if x %}` and `{% for %}` may ask for what is not there, and so may `{{ x|default:… }}`; other
people's templates (and those that stand in for crispy's) are left alone.
"""

from pathlib import Path

from django.conf import settings
from django.template import base
from django.template.base import FilterExpression

FORGIVING = {"default", "default_if_none"}
# They replace crispy's own, whose contexts leave much out.
FOREIGN_CONTEXT = {"bootstrap5"}


class UndefinedVariable(AssertionError):
    pass


class Missing:
    """Stands as `string_if_invalid` while an expression of ours is resolved."""

    def __init__(self, expression):
        self.expression = expression

    def __bool__(self):
        place = Path(self.expression.origin.name)
        raise UndefinedVariable(f"{{{{ {self.expression.token} }}}} in {place} is not defined")


class Strict(FilterExpression):
    """An expression that knows from which template it comes."""

    def __init__(self, token, parser):
        super().__init__(token, parser)
        self.origin = parser.origin
        forgives = bool(self.filters) and _name(self.filters[0]) in FORGIVING
        self.is_watched = _is_ours(parser.origin) and not forgives

    def resolve(self, context, ignore_failures=False):
        engine = getattr(getattr(context, "template", None), "engine", None)
        if engine is None:
            return super().resolve(context, ignore_failures)
        before = engine.string_if_invalid
        engine.string_if_invalid = Missing(self) if self.is_watched else ""
        try:
            return super().resolve(context, ignore_failures)
        finally:
            engine.string_if_invalid = before


def fail_on_undefined_variables(patch):
    """Have templates compiled with `Strict` through `patch` (a pytest.MonkeyPatch)."""
    patch.setattr(base, "FilterExpression", Strict)


def _name(entry):
    function = entry[0]
    return getattr(function, "_filter_name", getattr(function, "__name__", ""))


def _is_ours(origin):
    if origin is None or not origin.name:
        return False
    folder = settings.BASE_DIR / "templates"
    path = Path(origin.name)
    return path.is_relative_to(folder) and path.relative_to(folder).parts[0] not in FOREIGN_CONTEXT
