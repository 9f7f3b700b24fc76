"""Large documents are ordered: prepared behind, watched, given up, fetched, gone after a day."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from replikasi.documents import compiled, tasks
from replikasi.documents.models import Order
from replikasi.documents.services import orders, worker
from replikasi.notifications.models import Notification
from tests import factories

pytestmark = pytest.mark.django_db
State = Order.State
ADDRESS = "/dokumen/rekapitulasi.xlsx?year=2026&quarter=1"
BEHIND = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture(autouse=True)
def october(on_day):
    return on_day("2026-10-13")


@pytest.fixture(autouse=True)
def everything_is_large(monkeypatch):
    change("rekapitulasi", monkeypatch, most_at_once=0)


@pytest.fixture
def behind(settings, monkeypatch):
    """A worker is needed, as on a server. Between tasks it closes its connection, which here is
    that of the test."""
    settings.TASKS = BEHIND
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.fixture
def ordered(plan, as_user, lia, django_capture_on_commit_callbacks):
    """`ordered()`: Lia presses Siapkan."""

    def press(client=None, address=ADDRESS):
        with django_capture_on_commit_callbacks(execute=True):
            answer = (client or as_user(lia)).post(address)
        assert answer.status_code == 302
        return Order.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])

    return press


def change(key, monkeypatch, **values):
    monkeypatch.setitem(compiled.COMPILED, key, replace(compiled.COMPILED[key], **values))


def work(name="satu"):
    call_command("run_worker", "--once", f"--name={name}", verbosity=0)


def test_a_large_document_is_offered_not_made(plan, as_user, lia):
    page = as_user(lia).get(ADDRESS)
    assert "Dokumen ini besar" in page.content.decode()
    assert not Order.objects.exists()


def test_without_a_worker_it_is_there_at_once(ordered, as_user, lia):
    made = ordered()
    assert made.state == State.READY
    page = as_user(lia).get(f"/dokumen/pesanan/{made.pk}/").content.decode()
    assert f"/dokumen/pesanan/{made.pk}/unduh/" in page
    answer = as_user(lia).get(f"/dokumen/pesanan/{made.pk}/unduh/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert "rekapitulasi-tw1-2026.xlsx" in answer["Content-Disposition"]


def test_pressed_twice_it_is_made_once(behind, ordered):
    assert ordered() == ordered()
    work()
    assert ordered().state == State.READY
    assert Order.objects.count() == DBTaskResult.objects.count() == 1


def test_after_a_change_of_the_records_it_is_made_anew(ordered, plan):
    first = ordered()
    assert ordered() == first
    factories.ObstacleFactory(plan=plan)
    assert ordered() != first


def test_the_worker_prepares_it_and_who_went_away_is_told(behind, ordered, lia, as_user):
    made = ordered()
    assert made.state == State.WAITING
    page = as_user(lia).get(f"/dokumen/pesanan/{made.pk}/").content.decode()
    assert "Menunggu giliran" in page
    assert "Batalkan" in page
    Order.objects.update(ordered_at=timezone.now() - timedelta(minutes=5))
    work()
    made.refresh_from_db()
    assert made.state == State.READY
    note = Notification.objects.get(recipient=lia, kind="order_ready")
    assert note.facts == {"document": "Rekapitulasi TW\xa0I 2026, Excel"}
    assert note.url == f"/dokumen/pesanan/{made.pk}/"


def test_progress_is_told_on_the_way(behind, ordered, monkeypatch):
    made, seen = ordered(), []

    def write(user, selection, form, out, tell):
        monkeypatch.setattr(orders, "TOLD_EVERY", 0)
        for number in range(3):
            tell(number, 3)
            made.refresh_from_db()
            seen.append((made.state, made.done, made.whole))
        out.write(b"x")
        return "a.xlsx"

    change("rekapitulasi", monkeypatch, write=write)
    work()
    assert seen == [(State.RUNNING, number, 3) for number in range(3)]


def test_given_up_before_its_turn_nothing_is_made(behind, ordered, lia, as_user, monkeypatch):
    made = ordered()
    change("rekapitulasi", monkeypatch, write=lambda *_: pytest.fail("it was made"))
    assert as_user(lia).post(f"/dokumen/pesanan/{made.pk}/batal/").status_code == 302
    work()
    made.refresh_from_db()
    assert made.state == State.CANCELLED
    assert not made.file


def test_given_up_on_the_way_it_stops(behind, ordered, monkeypatch):
    made = ordered()

    def write(user, selection, form, out, tell):
        orders.cancel(order=made)
        monkeypatch.setattr(orders, "TOLD_EVERY", 0)
        tell(1, 2)
        pytest.fail("it went on")

    change("rekapitulasi", monkeypatch, write=write)
    work()
    made.refresh_from_db()
    assert made.state == State.CANCELLED


def test_a_failure_says_so_and_can_be_ordered_again(behind, ordered, lia, as_user, monkeypatch):
    made, right = ordered(), compiled.COMPILED["rekapitulasi"].write
    change("rekapitulasi", monkeypatch, write=lambda *_: 1 / 0)
    work()
    made.refresh_from_db()
    assert made.state == State.FAILED
    page = as_user(lia).get(f"/dokumen/pesanan/{made.pk}/").content.decode()
    assert orders.BROKE in page
    assert "Siapkan lagi" in page
    change("rekapitulasi", monkeypatch, write=right)
    again = ordered()
    work()
    again.refresh_from_db()
    assert again.state == State.READY


def test_nothing_to_print_is_told(behind, lia, as_user, ordered):
    made = ordered(address="/dokumen/rekapitulasi.xlsx?year=2026&quarter=1&q=tidakadayangbegini")
    work()
    made.refresh_from_db()
    assert (made.state, made.failure) == (State.FAILED, "Belum ada rencana aksi yang disetujui.")


def killed(name="satu"):
    """As if the worker `name` had been killed while it was at the only task."""
    task = DBTaskResult.objects.get()
    task.claim(name)
    made = Order.objects.get()
    Order.objects.update(state=State.RUNNING, tries=made.tries + 1)


def test_what_a_killed_worker_was_at_is_taken_up_when_it_starts_again(behind, ordered):
    made = ordered()
    killed()
    work("dua")
    made.refresh_from_db()
    assert made.state == State.RUNNING  # another worker does not know that the first one is gone
    work("satu")
    made.refresh_from_db()
    assert (made.state, made.tries) == (State.READY, 2)


def test_a_worker_that_never_comes_back_is_made_good_by_another(behind, ordered):
    made = ordered()
    killed()
    DBTaskResult.objects.update(started_at=timezone.now() - worker.LONGEST - timedelta(minutes=1))
    work("dua")
    made.refresh_from_db()
    assert made.state == State.READY


def test_what_kills_each_worker_fails_in_the_end(behind, ordered, lia):
    made = ordered()
    for _ in range(worker.MOST_TRIES):
        killed()
        worker.take_up("satu")
    made.refresh_from_db()
    assert (made.state, made.failure) == (State.FAILED, orders.DIED)
    assert Notification.objects.filter(recipient=lia, kind="order_failed").exists()


def test_the_one_who_lost_it_keeps_nothing(behind, ordered, monkeypatch):
    """A worker that was thought dead ends its work after another one took over."""
    made = ordered()

    def write(user, selection, form, out, tell):
        Order.objects.filter(pk=made.pk).update(tries=7)
        out.write(b"x")
        return "a.xlsx"

    change("rekapitulasi", monkeypatch, write=write)
    work()
    made.refresh_from_db()
    assert (made.state, made.file) == (State.RUNNING, "")
    assert list(default_storage.listdir("")[0]) == [] or not any(
        default_storage.listdir(folder)[1] for folder in default_storage.listdir("")[0]
    )


def test_when_nothing_is_heard_the_page_says_so_and_a_new_one_may_be_ordered(
    behind, ordered, lia, as_user
):
    made = ordered()
    killed()
    Order.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    page = as_user(lia).get(f"/dokumen/pesanan/{made.pk}/").content.decode()
    assert "Tidak ada kabar sejak" in page
    assert ordered() != made
    made.refresh_from_db()
    assert made.state == State.CANCELLED


def test_what_was_never_put_before_a_worker_is_put_by_the_next(behind, plan, as_user, lia):
    as_user(lia).post(ADDRESS)  # and the portal stops before its transaction is followed up
    assert not DBTaskResult.objects.exists()
    Order.objects.update(ordered_at=timezone.now() - timedelta(minutes=2))
    work()
    assert Order.objects.get().state == State.READY


def test_after_a_day_it_can_not_be_fetched_and_then_is_gone(ordered, as_user, lia, on_day):
    made = ordered()
    on_day("2026-10-14", hour=10)
    answer = as_user(lia).get(f"/dokumen/pesanan/{made.pk}/unduh/")
    assert answer.status_code == 410
    assert "Sudah lewat waktunya" in answer.content.decode()
    name = made.file.name
    worker.tidy()
    assert not default_storage.exists(name)
    on_day("2026-12-01")
    worker.tidy()
    assert not Order.objects.exists()


def test_nobody_else_has_it_nor_the_same_person_in_another_place(ordered, as_user, lia, admin):
    made = ordered()
    for address in (f"/dokumen/pesanan/{made.pk}/", f"/dokumen/pesanan/{made.pk}/unduh/"):
        assert as_user(admin).get(address).status_code == 404
    assert as_user(admin).post(f"/dokumen/pesanan/{made.pk}/batal/").status_code == 404
    lia.region = factories.RegionFactory(code="19.07", name="Belitung Timur")
    lia.save()
    assert as_user(lia).get(f"/dokumen/pesanan/{made.pk}/unduh/").status_code == 404


def test_rights_that_changed_meanwhile_stop_it(behind, ordered, lia):
    made = ordered()
    lia.region = factories.RegionFactory(code="19.07", name="Belitung Timur")
    lia.save()
    work()
    made.refresh_from_db()
    assert made.state == State.FAILED
    assert not made.file


def test_the_page_of_documents_lists_ones_own_orders(ordered, as_user, lia, admin):
    made = ordered()
    assert f"/dokumen/pesanan/{made.pk}/" in as_user(lia).get("/dokumen/").content.decode()
    assert f"/dokumen/pesanan/{made.pk}/" not in as_user(admin).get("/dokumen/").content.decode()


def test_it_tells_of_itself_at_most_so_often(ordered, django_assert_num_queries):
    tell = orders._Telling(ordered())
    tell.told = time.monotonic()
    with django_assert_num_queries(0):
        for number in range(100):
            tell(number, 100)


def test_tasks_are_known_by_the_path_that_is_stored(behind, ordered):
    ordered()
    assert DBTaskResult.objects.get().task_path == f"{tasks.__name__}.prepare"
