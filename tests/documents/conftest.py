import pytest

from actionplans.services import keeping
from replikasi.documents import tasks
from replikasi.documents.services import keeping as printing


@pytest.fixture(autouse=True)
def decisions_are_kept(monkeypatch):
    """As on a server; the rest of the tests go without."""
    monkeypatch.setattr(keeping, "_keepers", {occasion: [] for occasion in keeping._keepers})
    printing.listen(tasks.draw.enqueue)
