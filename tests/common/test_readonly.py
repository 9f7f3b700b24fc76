"""A safe request cannot write to the portal's records."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from replikasi.common.readonly import ReadOnlyGetMiddleware

GUARDED = ("innovations_contoh", "actionplans_contoh")
FREE = ("django_session_contoh", "cache_contoh", "mfa_contoh", "post_office_contoh",
        "usersessions_contoh", "account_contoh", "accounts_user_devices")  # fmt: skip
WRITES = (
    'INSERT INTO "{}" ("value") VALUES (1)',
    'UPDATE "{}" SET "value" = 2',
    'DELETE FROM "{}"',
    "delete  from {}",
)


@pytest.fixture
def tables(db):
    with connection.cursor() as cursor:
        for table in (*GUARDED, *FREE):
            cursor.execute(f'CREATE TABLE "{table}" ("value" integer)')


def ask(rf, method, *statements):
    def view(request):
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        return HttpResponse("baik")

    return ReadOnlyGetMiddleware(view)(getattr(rf, method)("/"))


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("table", GUARDED)
@pytest.mark.parametrize("write", WRITES)
def test_a_safe_request_that_writes_stops_and_names_the_table(rf, tables, method, table, write):
    with pytest.raises(RuntimeError, match=table):
        ask(rf, method, write.format(table))


def test_a_batch_of_writes_stops_as_well(rf, tables):
    def view(request):
        with connection.cursor() as cursor:
            cursor.executemany(f'INSERT INTO "{GUARDED[0]}" ("value") VALUES (%s)', [(1,), (2,)])  # noqa: S608

    with pytest.raises(RuntimeError, match=GUARDED[0]):
        ReadOnlyGetMiddleware(view)(rf.get("/"))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_requests_may_write(rf, tables, method):
    assert ask(rf, method, *(write.format(GUARDED[0]) for write in WRITES)).status_code == 200


@pytest.mark.parametrize("table", FREE)
def test_session_cache_and_log_in_may_be_written_by_a_safe_request(rf, tables, table):
    assert ask(rf, "get", *(write.format(table) for write in WRITES)).status_code == 200


def test_reading_is_free(rf, tables):
    assert ask(rf, "get", f"SELECT * FROM {GUARDED[0]}").status_code == 200  # noqa: S608


def test_the_guard_ends_with_the_request(rf, tables):
    ask(rf, "get", "SELECT 1")

    with connection.cursor() as cursor:
        cursor.execute(WRITES[0].format(GUARDED[0]))


def change_person(rf, people, **change):
    def view(request):
        people.objects.filter(pk=0).update(**change)

    ReadOnlyGetMiddleware(view)(rf.get("/"))


@pytest.mark.django_db
def test_a_safe_request_may_not_change_a_person(rf, django_user_model):
    with pytest.raises(RuntimeError, match="accounts_user"):
        change_person(rf, django_user_model, is_active=False)


@pytest.mark.django_db
def test_a_safe_request_may_note_the_time_of_log_in_and_nothing_else(rf, django_user_model):
    change_person(rf, django_user_model, last_login=timezone.now())

    with pytest.raises(RuntimeError, match="accounts_user"):
        change_person(rf, django_user_model, last_login=timezone.now(), is_active=False)
