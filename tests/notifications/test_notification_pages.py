"""The list of notifications, opening one, and marking all as read."""

import pytest
from django.utils import timezone

from replikasi.notifications.models import Notification
from tests import factories

LIST = "/notifikasi/"
FACTS = {
    "agency": "Dinas Koperasi",
    "year": 2026,
    "title": "Rajutan SiBakul Jogja",
    "by": "Lia Kartika",
    "reason": "Lengkapi bukti.",
}


def told(person, kind="plan_returned", read=False, url="/rencana/1/", **facts):
    return Notification.objects.create(
        recipient=person,
        kind=kind,
        facts={**FACTS, **facts},
        url=url,
        read_at=timezone.now() if read else None,
    )


def unread(person):
    return Notification.objects.visible_to(person).unread().count()


def test_a_row_is_the_sentence_of_its_kind(rini, as_user):
    told(rini)

    page = as_user(rini).get(LIST).content.decode()

    assert (
        "Rencana aksi 2026, Rajutan SiBakul Jogja, dikembalikan Lia Kartika: Lengkapi bukti."
        in page
    )


def test_a_retired_kind_is_still_a_row(rini, as_user):
    told(rini, kind="dari-versi-lama")

    assert "Pemberitahuan lama" in as_user(rini).get(LIST).content.decode()


def test_what_people_typed_stays_text(rini, as_user):
    told(rini, reason="<b>tebal</b>")

    page = as_user(rini).get(LIST).content.decode()

    assert "&lt;b&gt;tebal&lt;/b&gt;" in page


def test_looking_at_the_list_marks_nothing(rini, as_user):
    told(rini)

    as_user(rini).get(LIST)

    assert unread(rini) == 1


def test_opening_one_leads_to_it_and_marks_it_alone(rini, as_user):
    one, other = told(rini, url="/rencana/7/#catatan-3"), told(rini)

    response = as_user(rini).post(f"{LIST}{one.pk}/")

    assert response.headers["Location"] == "/rencana/7/#catatan-3"
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.read_at is not None, other.read_at) == (True, None)


def test_opening_it_twice_keeps_when_it_was_first_read(rini, as_user):
    one = told(rini)
    client = as_user(rini)
    client.post(f"{LIST}{one.pk}/")
    first = Notification.objects.get(pk=one.pk).read_at

    client.post(f"{LIST}{one.pk}/")

    assert Notification.objects.get(pk=one.pk).read_at == first


def test_a_get_leads_to_it_and_marks_nothing(rini, as_user):
    one = told(rini, url="/laporan/3/")

    response = as_user(rini).get(f"{LIST}{one.pk}/")

    assert response.headers["Location"] == "/laporan/3/"
    assert unread(rini) == 1


def test_another_persons_is_not_found(rini, pak_kadis, as_user):
    one = told(pak_kadis)

    assert as_user(rini).post(f"{LIST}{one.pk}/").status_code == 404
    assert unread(pak_kadis) == 1


def test_all_are_marked_at_once_and_only_ones_own(rini, pak_kadis, as_user):
    told(rini)
    told(rini)
    told(pak_kadis)

    response = as_user(rini).post(f"{LIST}dibaca/", follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert (unread(rini), unread(pak_kadis)) == (0, 1)
    assert "Semua sudah dibaca." in response.content.decode()


def test_a_get_does_not_mark_all(rini, as_user):
    told(rini)

    assert as_user(rini).get(f"{LIST}dibaca/").status_code == 405
    assert unread(rini) == 1


def test_the_address_can_ask_for_the_unread_alone(rini, as_user):
    told(rini, title="Yang lama", read=True)
    told(rini, title="Yang baru")

    page = as_user(rini).get(f"{LIST}?tampil=belum").content.decode()

    assert "Yang baru" in page
    assert "Yang lama" not in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("", "Belum ada notifikasi"), ("?tampil=belum", "Tidak ada yang belum dibaca")],
)
def test_an_empty_list_says_what_will_come(query, sentence, rini, as_user):
    assert sentence in as_user(rini).get(f"{LIST}{query}").content.decode()


def test_a_page_holds_15_newest_first(rini, as_user):
    for number in range(17):
        told(rini, title=f"Kabar {number:02}", read=number % 2)
    client = as_user(rini)

    first = [row.facts["title"] for row in client.get(LIST).context["page"]]
    second = [row.facts["title"] for row in client.get(f"{LIST}?page=2").context["page"]]

    assert first == [f"Kabar {number:02}" for number in range(16, 1, -1)]
    assert second == ["Kabar 01", "Kabar 00"]


@pytest.mark.parametrize("query", ["page=999", "page=x", "tampil=aneh"])
def test_a_senseless_address_is_no_failure(query, rini, as_user):
    told(rini)

    assert as_user(rini).get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize(("number", "shown"), [(0, ""), (3, "3"), (99, "99"), (120, "99+")])
def test_the_bell_says_how_many_are_unread(number, shown, rini, as_user):
    told(rini, read=True)
    Notification.objects.bulk_create(
        Notification(recipient=rini, kind="plan_returned", facts=FACTS, url="/rencana/1/")
        for _ in range(number)
    )

    assert as_user(rini).get(LIST).context["unread"] == shown


def test_the_list_does_not_ask_more_as_it_grows(rini, as_user, queries):
    client = as_user(rini)
    told(rini)
    few = queries(client, LIST)

    for number in range(30):
        told(rini, read=number % 3 == 0)
    factories.UserFactory.create_batch(3)

    assert queries(client, LIST) == few
