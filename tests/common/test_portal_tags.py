"""The template words that every template knows without loading them."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, RequestContext, engines
from heroicons import IconDoesNotExist


def render(source, **variables):
    return engines["django"].engine.from_string(source).render(Context(variables))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ v|percent }}", "62,4\u00a0%"),
        ("{{ v|percent:2 }}", "62,40\u00a0%"),
        ("{{ v|number }}", "62,4"),
        ("{{ v|signed }}", "+62,4"),
        ("{{ v|points }}", "+62,4\u00a0poin"),
        ("{{ v|rupiah }}", "Rp62,40"),
        ("{{ 3|quarter_name }}", "TW\u00a0III"),
        ("{{ 2048|file_size }}", "2\u00a0kB"),
        ("{{ d|short_date }}", "4\u00a0Jan\u00a02026"),
        ("{{ d|day_month }}", "4\u00a0Jan"),
        ("{{ d|long_date }}", "4\u00a0Januari\u00a02026"),
        ("{{ d|date_range:e }}", "4\u00a0Jan–29\u00a0Jan\u00a02026"),
        ("{{ none|percent }}", ""),
    ],
)
def test_filters_bear_the_names_of_the_formats(source, text):
    values = {"v": Decimal("62.4"), "d": date(2026, 1, 4), "e": date(2026, 1, 29), "none": None}

    assert render(source, **values) == text


def test_an_icon_is_hidden_from_screen_readers():
    outline, solid = render('{% icon "check-badge" %}'), render('{% icon "check-badge" "solid" %}')

    for svg in (outline, solid):
        assert svg.startswith("<svg ")
        assert 'class="i"' in svg
        assert 'aria-hidden="true"' in svg
    assert 'width="24"' in outline
    assert 'width="20"' in solid


def test_an_unknown_icon_is_a_fault():
    with pytest.raises(IconDoesNotExist):
        render('{% icon "tidak-ada" %}')


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/?year=2025&page=3&q=a%26b", "?year=2026&amp;q=a%26b"),
        ("/", "?year=2026"),
    ],
)
def test_a_query_keeps_the_filters_of_the_page(rf, address, text):
    template = engines["django"].engine.from_string("{% query year=2026 page=None %}")

    assert template.render(RequestContext(rf.get(address))) == text


def test_a_query_without_anything_leads_back_to_the_bare_page(rf):
    template = engines["django"].engine.from_string("{% query page=None %}")

    assert template.render(RequestContext(rf.get("/"))) == "?"
    assert template.render(RequestContext(rf.get("/?page=2"))) == "?"
