"""The template words of the portal; built into every template, so nothing is loaded."""

from functools import lru_cache

from django import template
from django.template.defaulttags import querystring
from heroicons.templatetags import heroicons

from replikasi.common import formats
from replikasi.common.filterbar import filter_bar

register = template.Library()

for written in (
    formats.percent,
    formats.number,
    formats.signed,
    formats.points,
    formats.rupiah,
    formats.short_date,
    formats.day_month,
    formats.long_date,
    formats.clock,
    formats.date_range,
    formats.file_size,
    formats.nip,
    formats.quarter_name,
):
    register.filter(written.__name__, written)

register.simple_tag(filter_bar)


@register.simple_tag
def icon(name, style="outline"):
    """`{% icon "check-badge" %}`: a drawing for the eye alone; the words stand beside it.

    `style`: "outline" (24 px) or "solid" (20 px). An unknown name raises IconDoesNotExist.
    """
    return _drawn(str(name), str(style))


@lru_cache(maxsize=256)
def _drawn(name, style):
    draw = {"outline": heroicons.heroicon_outline, "solid": heroicons.heroicon_mini}[style]
    return draw(name, **{"class": "i", "aria_hidden": "true"})


@register.simple_tag(takes_context=True)
def query(context, **changes):
    """`{% query year=2026 page=None %}`: the page's query string with changes, "?" in front.

    None takes a key out. Never empty: a bare "?" leads back to the page without a filter.
    """
    return querystring(context, **changes) or "?"
