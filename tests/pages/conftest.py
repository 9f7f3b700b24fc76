"""It is 24 November 2026 unless a test says otherwise; `queries` counts those of one page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")


@pytest.fixture
def queries():
    """`queries(client, address)`: how many a page asks, once what is cached is cached."""

    def count(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count
