"""Evidence: what is accepted, where it lies, who removes and judges it."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from PIL import Image

from actionplans.models import Evidence, ProgressUpdate
from actionplans.services import evidence, progress, verification
from replikasi.common import uploads
from tests import factories
from tests.common import samples


@pytest.fixture
def update(milestone, rini):
    return factories.ProgressUpdateFactory(milestone=milestone)


def stored():
    """Names of all files that lie in the storage."""
    folders, found = [""], []
    while folders:
        folder = folders.pop()
        if not default_storage.exists(folder or "."):
            continue
        below, files = default_storage.listdir(folder)
        folders += [f"{folder}/{name}".lstrip("/") for name in below]
        found += [f"{folder}/{name}".lstrip("/") for name in files]
    return found


def files_of_rows():
    """Names of the files, previews among them, that the rows know."""
    kept = [name for piece in Evidence.objects.all() for name in (piece.file, piece.preview)]
    return sorted(file.name for file in kept if file)


@pytest.mark.parametrize("kind", uploads.KINDS)
def test_every_accepted_kind_is_stored_as_it_is_described(update, rini, kind):
    piece = evidence.add_file(update=update, by=rini, file=samples.file_of_kind(kind))

    with piece.file.open() as file:
        found = uploads.inspect(samples.upload(piece.name, file.read()))
    assert (piece.size, piece.sha256, piece.mime) == (found.size, found.sha256, found.mime)
    assert piece.uploaded_by == rini
    assert piece.file.name in stored()
    assert sorted(stored()) == files_of_rows()


def test_the_path_says_nothing_and_cannot_be_guessed(update, rini):
    file = samples.file_of_kind("pdf", stem="Daftar hadir Ibu Sumiati")
    pieces = [evidence.add_file(update=update, by=rini, file=file) for _ in range(2)]
    assert pieces[0].name == "Daftar hadir Ibu Sumiati.pdf"
    assert pieces[0].file.name != pieces[1].file.name
    for piece in pieces:
        assert "Sumiati" not in piece.file.name
        assert len(piece.file.name.split("/")[-1]) == 32


def test_a_photo_loses_its_place_unless_it_is_kept_on_purpose(update, rini):
    def photo():
        return samples.upload("foto.jpg", samples.photo(exif=samples.exif()))

    plain = evidence.add_file(update=update, by=rini, file=photo())
    kept = evidence.add_file(update=update, by=rini, file=photo(), keep_place=True)

    assert plain.taken_on == kept.taken_on == date(2026, 3, 4)
    with plain.file.open() as file:
        assert not Image.open(file).getexif()
    with kept.file.open() as file:
        assert Image.open(file).getexif().get_ifd(0x8825)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("laporan.pdf", b"MZ\x90\x00" + bytes(200), "Unggah bukti sebagai PDF"),
        ("kosong.pdf", b"", "kosong (0 byte)"),
        ("foto.jpg", samples.pdf(), "isinya PDF"),
        ("catatan.txt", b"halo", "tidak diterima"),
    ],
)
def test_what_is_no_evidence_is_refused_and_nothing_is_kept(update, rini, name, content, words):
    with pytest.raises(ValidationError) as refusal:
        evidence.add_file(update=update, by=rini, file=samples.upload(name, content))
    assert words in refusal.value.message
    assert not Evidence.objects.exists()
    assert stored() == []


def test_a_file_over_the_limit_is_refused(update, rini, settings):
    settings.EVIDENCE_MAX_MB = 1
    file = samples.upload("besar.pdf", samples.pdf() + bytes(1024 * 1024))
    with pytest.raises(ValidationError, match="lebih besar dari batas"):
        evidence.add_file(update=update, by=rini, file=file)


def test_the_same_upload_twice_is_one_piece(update, rini):
    key = uuid4()
    pieces = [
        evidence.add_file(update=update, by=rini, file=samples.file_of_kind("png"), key=key)
        for _ in range(2)
    ]
    assert pieces[0] == pieces[1]
    assert Evidence.objects.count() == 1
    assert sorted(stored()) == files_of_rows()


def test_the_same_upload_at_the_same_time_is_one_piece(update, rini, monkeypatch):
    """The second one comes while the first is still being read."""
    key, accept = uuid4(), uploads.accept

    def read_slowly(file, keep_place=False):
        monkeypatch.setattr(uploads, "accept", accept)
        evidence.add_file(update=update, by=rini, file=samples.file_of_kind("png"), key=key)
        return accept(file, keep_place=keep_place)

    monkeypatch.setattr(uploads, "accept", read_slowly)
    piece = evidence.add_file(update=update, by=rini, file=samples.file_of_kind("png"), key=key)

    assert piece == Evidence.objects.get()
    assert sorted(stored()) == files_of_rows()


def test_the_day_that_a_browser_read_counts_only_where_a_photo_says_nothing(update, rini):
    told = date(2026, 2, 8)

    def day_of(name, content):
        file = samples.upload(name, content)
        return evidence.add_file(update=update, by=rini, file=file, taken=told).taken_on

    assert day_of("polos.jpg", samples.photo()) == told
    assert day_of("foto.jpg", samples.photo(exif=samples.exif())) == date(2026, 3, 4)
    assert day_of("surat.pdf", samples.pdf()) is None


def test_a_piece_too_many_is_refused_and_its_file_removed(update, rini, monkeypatch):
    monkeypatch.setattr(evidence, "MAX_PIECES", 1)
    evidence.add_file(update=update, by=rini, file=samples.file_of_kind("png"))
    with pytest.raises(ValidationError, match="Paling banyak 1 bukti"):
        evidence.add_file(update=update, by=rini, file=samples.file_of_kind("png"))
    assert Evidence.objects.count() == 1
    assert sorted(stored()) == files_of_rows()


def test_a_row_that_cannot_be_leaves_no_file(update, rini, monkeypatch):
    def refuse(self):
        raise ValidationError("Tidak bisa.")

    monkeypatch.setattr(Evidence, "full_clean", refuse)
    with pytest.raises(ValidationError):
        evidence.add_file(update=update, by=rini, file=samples.file_of_kind("png"))
    assert stored() == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "bukan alamat", "ftp:/x"])
def test_a_link_that_is_no_address_is_refused(update, rini, url):
    with pytest.raises(ValidationError):
        evidence.add_link(update=update, by=rini, url=url)
    assert not Evidence.objects.exists()


def test_a_link_without_a_name_is_named_by_its_address(update, rini):
    piece = evidence.add_link(update=update, by=rini, url="https://contoh.test/berita")
    assert piece.name == "https://contoh.test/berita"


# -- together with progress ---------------------------------------------------------------------


def progress_with(milestone, rini, files, **values):
    update = ProgressUpdate(
        milestone=milestone, happened_on=date(2026, 11, 1), percent=10, **values
    )
    return evidence.record_with_evidence(update=update, by=rini, files=files)


def test_progress_and_its_files_are_recorded_together(milestone, rini):
    files = [samples.file_of_kind("jpeg"), samples.file_of_kind("pdf")]
    update = progress_with(milestone, rini, files)
    assert update.evidence.count() == 2
    assert sorted(stored()) == files_of_rows()


def test_one_bad_file_stops_the_progress_and_every_other_file(milestone, rini):
    files = [samples.file_of_kind("jpeg"), samples.upload("virus.pdf", b"MZ" + bytes(99))]
    with pytest.raises(ValidationError):
        progress_with(milestone, rini, files)
    assert not ProgressUpdate.objects.exists()
    assert not Evidence.objects.exists()
    assert stored() == []


def test_a_doubled_submit_keeps_one_update_and_one_file(milestone, rini):
    key = uuid4()
    for _ in range(2):
        progress_with(milestone, rini, [samples.file_of_kind("png")], key=key)
    assert ProgressUpdate.objects.count() == Evidence.objects.count() == 1
    assert sorted(stored()) == files_of_rows()


def test_a_change_sent_again_adds_its_link_once(milestone, rini):
    update = progress_with(milestone, rini, [])
    for _ in range(2):
        evidence.record_with_evidence(
            update=ProgressUpdate.objects.get(pk=update.pk), by=rini, link="https://contoh.test/"
        )
    assert update.evidence.count() == 1


# -- removing and judging -----------------------------------------------------------------------


def test_a_removed_piece_takes_its_file_along(update, rini, django_capture_on_commit_callbacks):
    piece = factories.EvidenceFactory(update=update)
    with django_capture_on_commit_callbacks(execute=True):
        evidence.remove(evidence=piece, by=rini)
    assert not Evidence.objects.exists()
    assert stored() == []


def test_a_withdrawn_update_takes_its_files_along(update, rini, django_capture_on_commit_callbacks):
    factories.EvidenceFactory(update=update)
    with django_capture_on_commit_callbacks(execute=True):
        progress.withdraw_progress(update=update, by=rini)
    assert stored() == []


def test_evidence_of_a_sent_report_is_neither_added_nor_removed(update, rini):
    piece = factories.EvidenceFactory(update=update)
    factories.ReportFactory(plan=update.milestone.plan, quarter=1, sent=True)
    update.refresh_from_db()
    with pytest.raises(ValidationError, match="dipegang laporan"):
        evidence.add_file(update=update, by=rini, file=samples.file_of_kind("png"))
    with pytest.raises(ValidationError, match="dipegang laporan"):
        evidence.add_link(update=update, by=rini, url="https://contoh.test/")
    with pytest.raises(ValidationError, match="dipegang laporan"):
        evidence.remove(evidence=piece, by=rini)
    assert Evidence.objects.count() == 1
    assert sorted(stored()) == files_of_rows()


def test_strangers_add_and_remove_nothing(update, tono, lia, dr_budi, ibu_sekda, admin):
    piece = factories.EvidenceFactory(update=update)
    for stranger in (tono, lia, dr_budi, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            evidence.add_file(update=update, by=stranger, file=samples.file_of_kind("png"))
        with pytest.raises(PermissionDenied):
            evidence.remove(evidence=piece, by=stranger)


@pytest.fixture
def sent(update):
    factories.EvidenceFactory(update=update)
    return factories.ReportFactory(plan=update.milestone.plan, quarter=1, sent=True)


def test_the_officer_judges_evidence_of_a_waiting_report(sent, lia):
    piece = verification.judge(
        evidence=Evidence.objects.get(), report=sent, by=lia, verdict="kurang", note=" Buram. "
    )
    piece.refresh_from_db()
    assert (piece.verdict, piece.verdict_note, piece.verdict_by) == ("kurang", "Buram.", lia)


def test_an_unknown_verdict_is_refused(sent, lia):
    with pytest.raises(ValidationError, match="Pilih salah satu"):
        verification.judge(evidence=Evidence.objects.get(), report=sent, by=lia, verdict="bagus")


def test_nobody_else_judges(sent, rini, pak_kadis, joko, dr_budi, ibu_sekda, admin):
    for person in (rini, pak_kadis, joko, dr_budi, ibu_sekda, admin):
        with pytest.raises(PermissionDenied):
            verification.judge(
                evidence=Evidence.objects.get(), report=sent, by=person, verdict="diterima"
            )


def test_evidence_of_another_plan_is_not_judged_by_way_of_this_report(sent, lia, distan):
    elsewhere = factories.ActionPlanFactory(replication__agency=distan, milestones=1, approved=True)
    other = factories.EvidenceFactory(
        update=factories.ProgressUpdateFactory(milestone=elsewhere.milestones.get())
    )
    with pytest.raises(ValidationError, match="bukan bagian dari laporan"):
        verification.judge(evidence=other, report=sent, by=lia, verdict="diterima")


def test_evidence_is_judged_only_while_the_report_waits(update, lia):
    factories.EvidenceFactory(update=update)
    report = factories.ReportFactory(plan=update.milestone.plan, quarter=1, verified=True)
    with pytest.raises(ValidationError, match="tidak sedang menunggu"):
        verification.judge(
            evidence=Evidence.objects.get(), report=report, by=lia, verdict="diterima"
        )


def test_confidential_evidence_is_seen_by_the_agency_and_litbang_alone(
    update, rini, pak_kadis, lia, tono, joko, dr_budi, ibu_sekda, admin
):
    factories.EvidenceFactory(update=update, confidential=True)
    people = (rini, pak_kadis, lia, tono, joko, dr_budi, ibu_sekda, admin)
    seeing = {person.username for person in people if Evidence.objects.visible_to(person).exists()}
    assert seeing == {"rini", "kadis", "lia"}
