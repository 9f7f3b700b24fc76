"""Survival on the catalogue and on an innovation's page: counts for all, no percent of a few."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import endings


@pytest.fixture
def ended(sibakul, rini, pak_kadis, lia, on_day):
    on_day("2026-11-24")
    endings.finished(sibakul)
    closed = endings.closed(sibakul)
    endings.answered(closed.checks.get(months=6))
    return closed


def test_everybody_sees_the_counts(ended, joko, tono, as_user):
    """Also of regions that are not theirs: it is what the next one learns from."""
    for reader in (joko, tono):
        for address in ("/inovasi/", reverse("innovation", args=[ended.innovation_id])):
            page = as_user(reader).get(address).content.decode()
            assert "Bertahan setelah tuntas" in page
            assert "1 dari 1" in page
            assert "100" not in page[page.index('id="bertahan"') : page.index("Bertahan: masih")]


def test_the_counted_ones_are_named_to_who_may_open_them(ended, ibu_sekda, joko, as_user):
    link = f'<a href="/replikasi/{ended.pk}/keberlanjutan/">'
    for address in ("/inovasi/", reverse("innovation", args=[ended.innovation_id])):
        page = as_user(ibu_sekda).get(address).content.decode()
        assert link in page
        assert "6 bulan masih berjalan, 12 bulan belum dilaporkan</li>" in page
        assert link not in as_user(joko).get(address).content.decode()


def test_another_innovation_says_nothing_of_it(ended, rini, as_user):
    other = factories.InnovationFactory()

    page = as_user(rini).get(reverse("innovation", args=[other.pk])).content.decode()

    assert "Bertahan setelah tuntas" not in page


def test_it_is_drawn_anew_after_an_answer(ended, rini, as_user):
    reader = as_user(rini)
    before = reader.get("/inovasi/").content.decode()
    endings.answered(ended.checks.get(months=12), **endings.STOPPED)
    after = reader.get("/inovasi/").content.decode()

    assert "0 dari 1" not in before
    assert "0 dari 1" in after
