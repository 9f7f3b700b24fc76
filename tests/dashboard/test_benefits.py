"""Manfaat: the indicators of the programme, what moves away first, beside progress."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests import factories
from tests.factories import endings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(on_day):
    on_day("2026-11-24")


def indicator(replication, name, value=None, **facts):
    outcome = factories.OutcomeFactory(replication=replication, indicator=name, **facts)
    if value is not None:
        factories.OutcomeValueFactory(outcome=outcome, value=Decimal(value), verified=True)
    return outcome


def order(client, **asked):
    html = client.get(reverse("benefits"), asked).content.decode()
    body = html.split('id="dasbor"')[1]
    return html, [name for name in sorted(NAMES, key=body.find) if name in body]


NAMES = ("Ajek", "Buruk", "Cukup", "Diam", "Empat", "Fatal")


def test_what_moves_away_comes_first_and_silence_last(sibakul, lia, as_user):
    indicator(sibakul, "Ajek", 55)
    indicator(sibakul, "Buruk", 5)
    indicator(sibakul, "Cukup", 100)
    indicator(sibakul, "Diam", 10)
    indicator(sibakul, "Empat")
    indicator(sibakul, "Fatal", 40, baseline=Decimal(30), target=Decimal(3))

    html, found = order(as_user(lia))

    assert found == ["Buruk", "Fatal", "Diam", "Ajek", "Cukup", "Empat"]
    assert "6 indikator hasil, 5 punya nilai terverifikasi, 2 menjauh dari target" in html
    assert "belum diukur" in html


def test_products_are_listed_apart(sibakul, lia, as_user):
    indicator(sibakul, "Ajek", 55)
    indicator(sibakul, "Buruk", 55, kind="keluaran")

    assert order(as_user(lia))[1] == ["Ajek"]
    assert order(as_user(lia), jenis="keluaran")[1] == ["Buruk"]
    assert order(as_user(lia), jenis="semua")[1] == ["Ajek"]


def test_the_choices_of_the_dashboard_narrow_it(sibakul, distan, lia, as_user):
    other = factories.ReplicationFactory(agency=distan)
    indicator(sibakul, "Ajek", 55)
    indicator(other, "Buruk", 55)
    client = as_user(lia)

    assert order(client, agency=distan.pk)[1] == ["Buruk"]
    assert order(client, innovation=sibakul.innovation_id)[1] == ["Ajek"]
    assert "Tidak ada indikator yang cocok" in order(client, q="tidakada")[0]


def test_the_note_on_the_cause_stands_beside_the_benefit(sibakul, plan, lia, as_user):
    indicator(sibakul, "Ajek", 55, attribution_note="Harga naik di mana-mana.")
    client = as_user(lia)

    assert "Catatan sebab: Harga naik di mana-mana." in order(client)[0]
    page = client.get(reverse("replication", args=[sibakul.pk])).content.decode()
    assert "Catatan sebab: Harga naik di mana-mana." in page
    assert "1 dengan catatan sebab" in client.get(reverse("dashboard")).content.decode()


def test_the_programme_tells_benefit_beside_progress(sibakul, plan, lia, ibu_sekda, as_user):
    indicator(sibakul, "Ajek", 55)
    indicator(sibakul, "Buruk", 5)
    claimed = indicator(sibakul, "Cukup")
    factories.OutcomeValueFactory(outcome=claimed, value=Decimal(99))
    indicator(sibakul, "Diam", 90, kind="keluaran")

    for user in (lia, ibu_sekda):
        html = as_user(user).get(reverse("dashboard")).content.decode()
        words = "Manfaat: 1 dari 3 indikator bergerak menuju target (terverifikasi)"
        assert words in html
        assert "1 menjauh" in html


def test_silence_beside_progress_is_told_as_such(sibakul, plan, lia, as_user):
    client = as_user(lia)
    assert "Manfaat: belum ada indikator" in client.get(reverse("dashboard")).content.decode()

    indicator(sibakul, "Ajek")
    html = client.get(reverse("dashboard")).content.decode()
    assert "Manfaat: 1 indikator, belum ada nilai terverifikasi" in html


def test_it_says_whether_the_replication_still_lives(sibakul, lia, as_user):
    endings.finished(sibakul)
    check = endings.closed(sibakul).checks.get(months=6)
    indicator(sibakul, "Ajek", 55)
    told = "Masih berjalan, diperiksa 28\xa0Feb\xa02026"
    pages = reverse("benefits"), reverse("replication", args=[sibakul.pk])
    assert not any(told in as_user(lia).get(page).content.decode() for page in pages)

    endings.answered(check)

    assert all(told in as_user(lia).get(page).content.decode() for page in pages)


def test_it_is_paged_and_asks_no_more_as_it_grows(sibakul, lia, as_user, queries):
    client, address = as_user(lia), reverse("benefits")
    indicator(sibakul, "Ajek", 55)
    few = queries(client, f"{address}?q=a")
    for number in range(24):
        other = factories.ReplicationFactory(agency=sibakul.agency)
        indicator(other, f"Indikator {number:02}", 55)

    html = client.get(address).content.decode()
    assert html.count('data-label="Keadaan"') == 20
    assert client.get(address, {"page": 2}).content.decode().count('data-label="Keadaan"') == 5
    caches["pages"].clear()
    assert queries(client, f"{address}?q=i") <= few + 1


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_the_table_can_be_taken_along(form, sibakul, lia, as_user):
    indicator(sibakul, "Ajek", 55, target_on=date(2026, 12, 31))

    answer = as_user(lia).get(reverse("benefits_feed", args=[form]))

    assert answer.status_code == 200
    assert f"hasil-2026-11-24.{form}" in answer["Content-Disposition"]
    if form != "xlsx":
        assert "Ajek" in answer.content.decode()
