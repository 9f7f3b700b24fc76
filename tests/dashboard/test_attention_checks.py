"""Later checks on Perlu perhatian: due or late with the agency, answered with Litbang."""

from datetime import date

import pytest

from innovations.services import checks
from tests import factories
from tests.dashboard.attention_list import kinds, one
from tests.factories import endings


@pytest.fixture
def check(october, sibakul, plan, rini, pak_kadis, lia, ibu_sekda, joko):
    """The 6-month check of a replication complete on 12 April 2026; today is 13 October."""
    with factories.at(date(2026, 4, 13)):
        type(plan).objects.filter(pk=plan.pk).update(state="selesai")
        closed = endings.closed(sibakul, date(2026, 4, 12))
    return closed.checks.get(months=6)


def test_it_is_late_with_the_agency(check, as_user, rini, lia, ibu_sekda, joko, tono):
    told = one(as_user(rini), "check")

    assert told.title == "Pemeriksaan keberlanjutan 6 bulan terlambat"
    assert told.since == check.due == date(2026, 10, 12)
    assert told.url == f"/replikasi/{check.replication_id}/keberlanjutan/"
    assert told.told_turn == "Dinkop UKM (Anda: jawab pemeriksaan)"
    assert one(as_user(lia), "check").told_turn == "Dinkop UKM"
    assert one(as_user(ibu_sekda), "check").act == ""
    for stranger in (joko, tono):
        assert "check" not in kinds(as_user(stranger))


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2026-10-09", None),
        ("2026-10-12", "Pemeriksaan keberlanjutan 6 bulan jatuh tempo"),
        ("2026-10-13", "Pemeriksaan keberlanjutan 6 bulan terlambat"),
    ],
)
def test_from_its_day_on(day, title, check, as_user, lia, on_day):
    on_day(day)

    found = one(as_user(lia), "check").title if title else kinds(as_user(lia))

    assert found == title if title else "check" not in found


def test_answered_it_is_litbangs_and_agreed_it_is_nobodys(check, as_user, rini, lia):
    row = endings.answered(check, agreed=False)
    told = one(as_user(lia), "check")
    assert told.title == "Pemeriksaan 6 bulan menunggu persetujuan"
    assert told.told_turn == "Litbang (Anda: setujui atau kembalikan)"

    checks.agree_check(check=row, by=lia)
    assert "check" not in kinds(as_user(rini))


def test_the_table_takes_it_along_and_the_filter_leaves_it(check, as_user, lia):
    rows = as_user(lia).get("/dasbor/perhatian.csv?concern=check").content.decode()

    assert "Pemeriksaan keberlanjutan 6 bulan terlambat" in rows
    assert kinds(as_user(lia), "?concern=check") == ["check"]
    assert "check" not in kinds(as_user(lia), "?concern=check&turn=litbang")
    assert as_user(lia).get("/dasbor/?concern=check").status_code == 200
