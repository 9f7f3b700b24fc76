"""Figures of thirteen replications and what they are made of, against the raw lines."""

from datetime import date

import pytest

from replikasi.common import formats
from replikasi.dashboard import shares
from tests import factories
from tests.dashboard.whole_programme import FIGURES, KINDS, PAGE, build, raw, text_of
from tests.rig.shared import shared

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    def make():
        return build(13, 7, factories.AgencyFactory(university=True, region__code="19.01"))

    with shared(django_db_blocker, make, day=date(2026, 10, 13)) as plans:
        yield plans


@pytest.fixture
def many(made, october):
    return made


def test_every_total_is_that_of_the_raw_lines_and_its_parts_add_up(many, as_user, admin):
    client = as_user(admin)
    for quarter in (1, 2):
        parts, over = raw(many, quarter)
        for figure in FIGURES:
            total = sum(parts[figure]) / over[figure]
            for kind in KINDS:
                address = f"{PAGE}?quarter={quarter}&angka={figure}&kelompok={kind}"
                found = client.get(address).context["breakdown"]
                assert found.whole.total == total, address
                assert (
                    sum(part.share for part in found.all_parts if part.share is not None) == total
                )
                shown = sum(part.shown for part in found.all_parts if part.shown is not None)
                assert shown == found.shown_total == shares.rounded(total, found.places)
                assert shares.rounded(shown) == shares.rounded(total)
                assert sum(part.plans for part in found.all_parts) == len(many)
                assert sum(part.counted for part in found.all_parts) == len(parts[figure])


def test_each_row_leads_to_a_page_with_its_own_figure(many, as_user, admin):
    client = as_user(admin)
    for figure in FIGURES:
        for kind in KINDS[1:]:
            page = client.get(f"{PAGE}?quarter=1&angka={figure}&kelompok={kind}")
            for part in page.context["breakdown"].parts:
                deeper = client.get(part.url)
                assert deeper.status_code == 200, part.url
                if part.value is None or figure == "tepat-waktu":
                    continue
                shown = part.own_absorption if figure == "serapan" else part.shown_value
                if shown is None:
                    continue
                written = formats.points(shown) if figure == "deviasi" else formats.percent(shown)
                assert f"Mengapa {written}?" in text_of(deeper), part.url


def test_paged_parts_add_up_page_by_page(many, as_user, admin, monkeypatch):
    monkeypatch.setattr("replikasi.dashboard.programme_parts.ROWS", 5)
    client = as_user(admin)
    pages = [
        client.get(f"{PAGE}?quarter=1&angka=rencana&kelompok=replikasi&page={number}")
        for number in (1, 2, 3)
    ]
    found = [page.context["breakdown"] for page in pages]

    assert [len(page.parts) for page in found] == [5, 5, 3]
    assert sum(page.shown_on_page for page in found) == found[0].shown_total
    for page in pages:
        assert "Jumlah halaman ini" in text_of(page)
        assert formats.number(page.context["breakdown"].shown_total, 2) in text_of(page)


def test_many_replications_stand_in_groups(many, as_user, admin, monkeypatch):
    monkeypatch.setattr("replikasi.dashboard.programme_parts.ROWS", 5)
    client = as_user(admin)
    found = client.get(f"{PAGE}?quarter=1&angka=rencana").context["breakdown"]
    assert found.kind == "wilayah"
    assert {part.title for part in found.all_parts} == {"Wilayah 19", "35.79"} or all(
        part.plans > 1 for part in found.all_parts
    )

    province = next(part for part in found.all_parts if "region=19&" in part.url)
    deeper = client.get(province.url).context["breakdown"]
    assert deeper.whole.plans == province.plans
    assert deeper.kind == "wilayah"
    here = next(part for part in deeper.all_parts if "persis=1" in part.url)
    assert client.get(here.url).context["breakdown"].whole.plans == here.plans


@pytest.mark.parametrize("kind", KINDS[1:])
def test_the_plan_of_a_difference_is_of_those_that_reported(many, as_user, admin, kind):
    page = as_user(admin).get(f"{PAGE}?quarter=1&angka=deviasi&kelompok={kind}")
    found = page.context["breakdown"]
    of_all = as_user(admin).get(f"{PAGE}?quarter=1&angka=rencana").context["breakdown"]
    parts, _ = raw(many, 1)
    claimed, planned = found.whole.terms

    assert claimed == sum(parts["sementara"]) / len(parts["sementara"])
    assert claimed - planned == found.whole.total
    assert found.whole.all_planned == of_all.whole.total
    assert found.whole.counted < found.whole.plans
    assert (
        f"Rencana {formats.percent(shares.rounded(planned))} adalah rata-rata "
        f"{found.whole.counted} replikasi yang sudah melapor, bukan "
        f"{formats.percent(of_all.whole.shown)} dari semua {found.whole.plans} replikasi."
    ) in text_of(page)
    for part in found.all_parts:
        assert part.terms is None or part.terms[0] - part.terms[1] == part.value
