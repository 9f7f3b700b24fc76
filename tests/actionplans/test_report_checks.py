"""What is said of a line before a report is sent."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from actionplans import report_checks
from actionplans.models import ActionPlan, ReportingPeriod

PERIOD = ReportingPeriod(year=2026, quarter=2)
FOTO = SimpleNamespace(pk=1)


def update(pk=1, day=date(2026, 5, 4), note="Dikerjakan."):
    return SimpleNamespace(pk=pk, happened_on=day, note=note)


def line(**values):
    """A line about which there is nothing to say, but for `values`."""
    row = {
        "milestone": SimpleNamespace(pk=7, expected_evidence=["Foto"]),
        "update": update(),
        "planned": Decimal(50),
        "percent": Decimal(40),
        "quantity": Decimal(4),
        "spent": Decimal(10),
        "ceiling": Decimal(100),
    }
    return SimpleNamespace(**row | values)


def said(now, before=None, pieces=(FOTO,), **more):
    """{code: sentence} of one line."""
    found = report_checks.of_lines(
        ActionPlan(),
        PERIOD,
        [now],
        before={7: before} if before else {},
        pieces={7: list(pieces)},
        **more,
    )
    return {warning.code: warning.sentence for warning in found.get(7, [])}


BEFORE = line(update=update(pk=0, day=date(2026, 2, 3), note="Dimulai."), percent=Decimal(20))


def test_nothing_is_said_of_a_line_in_order():
    assert said(line(), BEFORE) == {}


@pytest.mark.parametrize(
    ("now", "pieces", "code"),
    [
        (line(update=None, percent=Decimal(20), quantity=None), [FOTO], report_checks.NO_UPDATE),
        (line(update=update(day=date(2026, 3, 31))), [FOTO], report_checks.NO_UPDATE),
        (line(), [], report_checks.NO_EVIDENCE),
        (line(spent=Decimal(101)), [FOTO], report_checks.OVER_CEILING),
        (line(ceiling=Decimal(0)), [FOTO], report_checks.OVER_CEILING),
        (line(update=update(note=" dimulai. ")), [FOTO], report_checks.SAME_TEXT),
        (line(update=update(note=""), percent=Decimal(19)), [FOTO], report_checks.FALL),
        (line(update=update(note=""), quantity=Decimal(3)), [FOTO], report_checks.FALL),
        (line(update=update(note=""), spent=Decimal(9)), [FOTO], report_checks.FALL),
    ],
)
def test_what_is_missing_or_odd_is_said(now, pieces, code):
    assert list(said(now, BEFORE, pieces)) == [code]


def test_a_fall_with_a_reason_is_none():
    assert said(line(percent=Decimal(19)), BEFORE) == {}


@pytest.mark.parametrize(
    "now",
    [
        line(update=None, planned=Decimal(0), percent=Decimal(0), spent=Decimal(0), quantity=None),
        line(update=update(day=date(2026, 3, 31)), percent=Decimal(100)),
    ],
)
def test_silence_is_no_fault_before_the_start_and_after_the_end(now):
    assert report_checks.NO_UPDATE not in said(now)


def test_the_ceiling_itself_may_be_spent():
    assert said(line(spent=Decimal(100)), BEFORE) == {}


def test_a_line_that_was_returned_and_has_not_changed_is_said_first():
    assert next(iter(said(line(), BEFORE, [], unmended={7}))) == report_checks.NOT_MENDED


def test_at_100_what_no_file_fulfils_is_named(plan):
    now = line(milestone=plan.milestones.get(number=1), percent=Decimal(100))
    key = now.milestone.pk
    found = report_checks.of_lines(
        plan, PERIOD, [now], before={}, pieces={key: [FOTO]}, fulfilled={key: {"Foto kegiatan"}}
    )
    assert [(warning.code, warning.sentence) for warning in found[key]] == [
        (report_checks.INCOMPLETE, "Sudah 100 %, bukti belum ada: Daftar hadir.")
    ]
