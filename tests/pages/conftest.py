"""It is 24 November 2026 unless a test says otherwise."""

import pytest


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")
