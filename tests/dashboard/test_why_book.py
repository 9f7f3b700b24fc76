"""The workbook of an explanation: its formulas give what the page shows."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from replikasi.dashboard import shares
from tests import factories
from tests.dashboard.whole_programme import KINDS, build

from .spreadsheet import Book

PLAN_FIGURES = {
    "terverifikasi": ("Kontribusi", "contribution"),
    "sementara": ("Kontribusi", "contribution"),
    "deviasi": ("Selisih", "difference"),
    "rencana": ("Kontribusi", "plan"),
    "serapan": ("Serapan", "absorbed"),
}


def content_of(response):
    return b"".join(response) if response.streaming else response.content


def book_of(response):
    assert response.status_code == 200
    return Book(content_of(response))


def assert_calculated(book):
    """Every formula gives the value that the file carries beside it."""
    places = book.formula_places()
    assert places
    for place in places:
        told, found = book.told[place].value, book.calculated(place)
        if isinstance(found, str):
            assert told in (None, found), place
        else:
            assert found == pytest.approx(told, rel=1e-12, abs=1e-9), place


@pytest.fixture
def money_plan(plan):
    """Three milestones with a third of the weight each, money of odd sums, one line lowered."""
    for index, milestone in enumerate(plan.milestones.order_by("number")):
        factories.ProgressUpdateFactory(
            milestone=milestone,
            happened_on=date(2026, 3, 20),
            percent=Decimal("33.33") * index + Decimal("11.11"),
            spent=Decimal("1234567.89") * index,
        )
    factories.ReportFactory(plan=plan, quarter=1, verified=True, lowered=5)
    return plan


@pytest.mark.parametrize("figure", PLAN_FIGURES)
def test_the_workbook_of_a_plan_calculates_what_the_page_shows(
    october, money_plan, as_user, lia, figure
):
    client, address = as_user(lia), f"/rencana/{money_plan.pk}/penjelasan"
    found = client.get(f"{address}/?tw=1&angka={figure}").context["explanation"]
    book = book_of(client.get(f"{address}.xlsx?tw=1&angka={figure}"))
    label, column = PLAN_FIGURES[figure]
    exact = "Serapan, poin" if figure == "serapan" else label
    shown = book.column(f"{label} di halaman")
    total = book.told.max_row

    assert_calculated(book)
    assert shares.rounded(Decimal(str(book.column(exact)[total]))) == getattr(found.sums, column)
    assert Decimal(str(shown[total])).quantize(Decimal("0.1")) == getattr(found.sums, column)
    numbers = book.column("No")
    lines = [shown[row] for row in numbers if numbers[row] is not None]
    assert [Decimal(str(value)) for value in lines] == [
        getattr(line, column) for line in found.lines
    ]


def test_the_date_of_a_report_is_a_table_too(october, money_plan, as_user, lia):
    book = book_of(
        as_user(lia).get(f"/rencana/{money_plan.pk}/penjelasan.xlsx?tw=1&angka=tepat-waktu")
    )

    assert_calculated(book)
    assert book.column("Tepat waktu")[2] == 1


def test_the_workbook_of_a_programme_calculates_what_the_page_shows(october, admin, ubb, as_user):
    build(9, 3, ubb)
    client = as_user(admin)
    for figure in ("rencana", "terverifikasi", "sementara", "deviasi", "serapan", "tepat-waktu"):
        for kind in KINDS[1:]:
            query = f"quarter=1&angka={figure}&kelompok={kind}"
            found = client.get(f"/dasbor/penjelasan/?{query}").context["breakdown"]
            book = book_of(client.get(f"/dasbor/penjelasan.xlsx?{query}"))
            assert_calculated(book)
            total = book.told.max_row
            assert total == len(found.all_parts) + 2
            if figure == "tepat-waktu":
                shown = book.column("Tepat waktu")
            else:
                shown = book.column("Kontribusi di halaman")
                exact = book.column("Kontribusi, poin" if figure == "serapan" else "Kontribusi")
                assert exact[total] == pytest.approx(float(found.whole.total), abs=1e-9)
            if figure == "deviasi":
                gap = book.column("Deviasi, poin")
                claimed, planned = book.column("Sementara, %"), book.column("Rencana, %")
                assert gap[total] == pytest.approx(float(found.whole.total), abs=1e-9)
                assert claimed[total] - planned[total] == pytest.approx(gap[total], abs=1e-9)
            assert shown[total] == pytest.approx(float(found.shown_total))
            for part, row in zip(found.all_parts, range(2, total), strict=True):
                assert shown[row] == (
                    None if part.shown is None else pytest.approx(float(part.shown))
                )


def test_a_name_never_becomes_a_formula(october, verified_plan, as_user, lia):
    replication = verified_plan.replication
    replication.local_name = "=1+1"
    replication.save()
    verified_plan.milestones.filter(number=1).update(activity="=HYPERLINK(1)")
    client = as_user(lia)
    for address in (
        "/dasbor/penjelasan.xlsx?quarter=1",
        f"/rencana/{verified_plan.pk}/penjelasan.xlsx?tw=1",
    ):
        book = book_of(client.get(address))
        assert not [
            place
            for place in book.formula_places()
            if book.formulas[place].value in ("=1+1", "=HYPERLINK(1)")
        ]
    text = content_of(client.get("/dasbor/penjelasan.csv?quarter=1")).decode("utf-8-sig")
    assert "'=1+1" in text


def test_csv_and_json_carry_the_bare_rows(october, money_plan, as_user, lia):
    client, address = as_user(lia), f"/rencana/{money_plan.pk}/penjelasan"
    found = client.get(f"{address}/?tw=1").context["explanation"]
    text = content_of(client.get(f"{address}.csv?tw=1")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    told = json.loads(content_of(client.get(f"{address}.json?tw=1")))

    assert [row["Tonggak"] for row in rows] == [line.activity for line in found.lines]
    assert [Decimal(row["Kontribusi"]) for row in rows] == [
        line.exact_contribution for line in found.lines
    ]
    assert [row["Kontribusi di halaman"] for row in told["baris"]] == [
        float(line.contribution) for line in found.lines
    ]


def test_a_figure_that_is_not_there_is_an_empty_table(october, money_plan, as_user, lia):
    text = content_of(
        as_user(lia).get(f"/rencana/{money_plan.pk}/penjelasan.csv?tw=3&angka=sementara")
    ).decode("utf-8-sig")

    assert len(text.splitlines()) == 1


def test_the_copied_table_has_the_formulas_of_the_workbook(october, money_plan, as_user, lia):
    client, address = as_user(lia), f"/rencana/{money_plan.pk}/penjelasan"
    money_plan.milestones.filter(number=2).update(activity="=1+1\tjebakan")
    copied = client.get(f"{address}/?tw=1").context["copied"]
    rows = [line.split("\t") for line in copied.splitlines()]
    book = book_of(client.get(f"{address}.xlsx?tw=1"))

    assert len(rows) == book.told.max_row
    for place in book.formula_places():
        cell = book.formulas[place]
        assert rows[cell.row - 1][cell.column - 1] == cell.value.replace(",", ";")
    formulas = [cell for row in rows for cell in row if cell.startswith("=")]
    assert len(formulas) == len(book.formula_places())
    weight = money_plan.milestones.get(number=1).weight
    assert rows[2][3] == str(weight).replace(".", ",")
