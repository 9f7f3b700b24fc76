"""What a filter bar makes of its form: which fields fold away on the phone, and what is set."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms

# As many choices as these stand in one row of the phone, beside the words sought.
MOST_IN_SIGHT = 2


class PageChoice(forms.HiddenInput):
    """Carries along what the page shows (a view, a year): it narrows no list, so it is no filter
    that is set, and it outlasts clearing the filter."""


@dataclass(frozen=True)
class FilterBar:
    """`words` (boxes to search in) always stay in sight, `choices` do not where they fold.

    `kept`: the choices of the page as a query, "" without any.
    """

    words: list
    choices: list
    hidden: list
    kept: str

    @property
    def folds(self):
        return len(self.choices) > MOST_IN_SIGHT

    @property
    def number(self):
        """How many of the choices are set."""
        return sum(map(_is_set, self.choices))

    @property
    def is_set(self):
        return any(map(_is_set, [*self.words, *self.choices, *self.hidden]))


def filter_bar(form):
    fields = form.visible_fields()
    words = [field for field in fields if _seeks(field)]
    page = [field for field in form.hidden_fields() if isinstance(field.field.widget, PageChoice)]
    return FilterBar(
        words=words,
        choices=[field for field in fields if field not in words],
        hidden=[field for field in form.hidden_fields() if field not in page],
        kept=urlencode({field.html_name: field.value() for field in page if field.value()}),
    )


def _seeks(field):
    return getattr(field.field.widget, "input_type", "") in ("text", "search")


def _is_set(field):
    """Whether it narrows: what it would be without being asked for does not."""
    value = field.value()
    return bool(value) and str(value) != str(field.initial or "")
