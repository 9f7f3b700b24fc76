"""Evidence is private: who may open it, and what the browser is told about it."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def opened(client, piece):
    """The answer to opening a piece of evidence, read to its end."""
    answer = client.get(reverse("evidence", args=[piece.pk]))
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


@pytest.fixture
def piece(milestone):
    update = factories.ProgressUpdateFactory(milestone=milestone)
    return factories.EvidenceFactory(update=update, kind="png", name="Parittiga 1.png")


def test_a_picture_is_shown_and_can_do_no_harm(as_user, rini, piece):
    answer = opened(as_user(rini), piece)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src 'none'" in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]


def test_a_document_is_downloaded(as_user, rini, milestone):
    piece = factories.EvidenceFactory(update=milestone_update(milestone), kind="docx")
    answer = opened(as_user(rini), piece)
    assert answer["Content-Disposition"].startswith("attachment")


def milestone_update(milestone):
    return factories.ProgressUpdateFactory(milestone=milestone)


def test_nobody_outside_the_scope_finds_it(client, as_user, tono, joko, dr_wati, piece):
    address = reverse("evidence", args=[piece.pk])
    assert client.get(address).status_code == 302
    for stranger in (tono, joko, dr_wati):
        assert as_user(stranger).get(address).status_code == 404


def test_a_confidential_piece_is_for_the_agency_and_litbang(
    as_user, rini, lia, dr_budi, ibu_sekda, milestone
):
    piece = factories.EvidenceFactory(
        update=milestone_update(milestone), name="Siswa.png", confidential=True
    )
    for reader in (rini, lia):
        assert opened(as_user(reader), piece).status_code == 200
    page = reverse("milestone", args=[milestone.pk])
    for reader in (dr_budi, ibu_sekda):
        assert opened(as_user(reader), piece).status_code == 404
        assert "Siswa.png" not in as_user(reader).get(page).content.decode()


def test_the_stored_name_says_nothing(piece):
    assert "Parittiga" not in piece.file.name


def test_a_file_is_removed_by_its_agency_until_a_report_holds_it(
    as_user, rini, lia, piece, plan, django_capture_on_commit_callbacks
):
    address = reverse("evidence_remove", args=[piece.pk])
    assert as_user(lia).post(address).status_code == 403
    storage, name = piece.file.storage, piece.file.name
    with django_capture_on_commit_callbacks(execute=True):
        as_user(rini).post(address)
    assert not storage.exists(name)


def test_a_photo_has_a_small_picture_for_lists(as_user, rini, piece):
    whole, small = (
        as_user(rini).get(reverse("evidence", args=[piece.pk]) + query)
        for query in ("", "?kecil=1")
    )
    assert small["Content-Type"] == "image/jpeg"
    assert "sandbox" in small["Content-Security-Policy"]
    assert b"".join(small.streaming_content)[:2] == b"\xff\xd8"
    assert b"".join(whole.streaming_content)
