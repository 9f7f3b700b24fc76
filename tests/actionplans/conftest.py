"""It is 24 November 2026 in every test here: TW I–III of 2026 are open, TW IV is not."""

import pytest


@pytest.fixture(autouse=True)
def today(on_day):
    return on_day("2026-11-24")
