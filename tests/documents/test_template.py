"""A template of an agency's own: what is refused and why, what it cannot do, and when it holds."""

import io
import json
import subprocess

import docx
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from replikasi.common.locking import Conflict
from replikasi.documents import as_docx, filling, package
from replikasi.documents.as_docx import docx_of
from replikasi.documents.gathering import quarter_report
from replikasi.documents.models import Printed, ReportTemplate
from replikasi.documents.services import keeping
from replikasi.documents.services import templates as services
from replikasi.documents.standard_template import standard
from tests import factories
from tests.documents.templates import changed, linked, template, upload, with_field

OWN = template("Laporan {{ judul }} dari {{ kop.instansi }}")


@pytest.fixture
def put(dinkop, pak_kadis):
    """`put(content)`: the head of Dinkop uploads it, whatever held before."""

    def do(content, name="templat.docx", by=pak_kadis):
        return services.replace_template(
            agency=dinkop,
            by=by,
            file=upload(content, name),
            seen=services.seen_of(services.newest(dinkop)),
        )

    return do


@pytest.fixture
def here(monkeypatch):
    """Filled in this process, which is sooner; never for what only its limits stop."""
    monkeypatch.setattr(as_docx, "_apart", lambda given: filling.done(json.loads(given)))


def why(put, content, name="templat.docx"):
    with pytest.raises(ValidationError) as refused:
        put(content, name)
    assert not ReportTemplate.objects.exists()
    return refused.value.message_dict["file"][0]


# -- what is refused, and how it is told ----------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["Jumlah: {{ jumlahh }}"], "Baris “Jumlah: {{ jumlahh }}” memakai jumlahh, yang tidak"),
        (["Jumlah: {{ jumlahh }}"], "Maksud Anda jumlah?"),
        (["{% if judul == 'x' %}{{ tidak_ada }}{% endif %}"], "memakai tidak_ada, yang tidak"),
        (["{% for b in bukti %}{{ b.namaa }}{% endfor %}"], "Maksud Anda nama?"),
        (["{{ bukti[0].nama }}"], "Bila daftarnya kosong"),
        (["{{ ''.__class__ }}"], "tidak diizinkan"),
        (["{{ ''.__class__.__mro__[1].__subclasses__() }}"], "tidak diizinkan"),
        (["{{ '{0.__class__}'.format(judul) }}"], "tidak diizinkan"),
        (["{{ judul|attr('__class__') }}"], "memakai saringan attr"),
        (["{{ judul|safe }}"], "memakai saringan safe"),
        (["{{ lipsum() }}"], "memakai lipsum"),
        (["{{ self }}"], "mencetak daftar atau kelompok"),
        (["{{ indikator }}"], "mencetak daftar atau kelompok"),
        (["{% include '/etc/passwd' %}"], "memanggil berkas lain"),
        (["{% for i in range(10**9) %}x{% endfor %}"], "mengulang terlalu banyak"),
        (["{% for b in bukti %}{{ b.nama }}"], "membuka for yang belum ditutup"),
        (["{{ judul }"], "Periksa kurung kurawalnya"),
        (["{% hapus %}"], "memakai perintah hapus"),
        (["{%tr for b in bukti %}"], "memakai perintah tr"),
        (["{{ judul() }}"], "tidak dapat dihitung"),
    ],
)
def test_a_faulty_template_is_told_by_its_line(here, put, lines, sentence):
    assert sentence in why(put, template("Baik: {{ judul }}", *lines))


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "templat.docx", "kosong"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF", "templat.docx", "Templat harus"),
        (OWN, "templat.doc", "Templat harus dokumen Word"),
        (OWN[:400], "templat.docx", "rusak"),
        (b"PK\x03\x04" + b"0" * 3 * 1024 * 1024, "templat.docx", "lebih besar dari batas"),
        (changed(add=[("word/vbaProject.bin", b"x")]), "templat.docx", "makro"),
        (
            changed(types=("wordprocessingml.document.main", "wordprocessingml.template.main")),
            "templat.docx",
            "Templat harus dokumen Word",
        ),
        (changed(add=[("word/embeddings/a.bin", b"x")]), "templat.docx", "objek tertanam"),
        (linked("attachedTemplate", "https://jahat.example/t.dotm"), "templat.docx", "lain"),
        (linked("image", "https://jahat.example/a.png"), "templat.docx", "tertaut dari tempat"),
        (linked("hyperlink", "file://jahat/a"), "templat.docx", "bukan alamat web"),
        (with_field("DDEAUTO c:\\\\windows\\\\cmd.exe"), "templat.docx", "bidang (field) DDEAUTO"),
        (with_field("INCLUDEPICTURE https://x.example"), "templat.docx", "INCLUDEPICTURE"),
        (
            changed(document=("<w:document ", '<!DOCTYPE a [<!ENTITY b "c">]><w:document ')),
            "templat.docx",
            "bukan dokumen Word yang utuh",
        ),
    ],
)
def test_what_is_no_harmless_document_is_refused(here, put, content, name, sentence):
    assert sentence in why(put, content, name)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{{ 'a' * 10**10 }}", "terlalu panjang"),
        ("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "berat"),
        ("{{ ''.__class__ }}", "tidak diizinkan"),
    ],
)
def test_a_template_has_little_time_and_memory(put, monkeypatch, line, sentence):
    monkeypatch.setattr(as_docx, "PATIENCE", 5)
    assert sentence in why(put, template(line))


def test_its_process_knows_nothing_of_the_portal(monkeypatch, put):
    given = {}

    def run(*command, env, **options):
        given.update(env)
        raise subprocess.TimeoutExpired("python", 1)

    monkeypatch.setattr(subprocess, "run", run)
    assert "terlalu berat" in why(put, OWN)
    assert set(given) == {"PYTHONHASHSEED", "PYTHONIOENCODING"}


def test_a_bomb_is_not_unpacked(here, put):
    bomb = changed(add=[("word/media/a.bin", b"\0" * (package.LARGEST + 1))])
    assert len(bomb) < services.LARGEST
    assert "terlalu besar" in why(put, bomb)


def test_what_a_template_builds_is_examined_too(here, put):
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    hidden = (
        f"<w:p>{begin}<w:r><w:t>{{% if not judul %}}</w:t></w:r>"
        "<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>{% endif %}</w:t></w:r>"
        f"<w:r><w:instrText> DDE x </w:instrText></w:r>{end}</w:p>"
    )
    built = changed(document=("<w:body>", f"<w:body>{hidden}"))
    package.check(built)
    assert "bidang (field) DDE" in why(put, built)


def test_ordinary_links_and_fields_are_welcome(here, put):
    assert put(linked("hyperlink", "https://babar.example/")).pk
    assert put(with_field("DATE \\@ &quot;d MMMM yyyy&quot;")).pk
    assert put(standard(), "standar.docx").pk


# -- when it holds --------------------------------------------------------------------------------


def send(plan, quarter, capture):
    with capture(execute=True):
        report = factories.ReportFactory(plan=plan, quarter=quarter, sent=True)
    return Printed.objects.get(report=report)


def text_of(printed):
    content = docx.Document(io.BytesIO(keeping.content_of(printed, "docx")))
    return "\n".join(one.text for one in content.paragraphs)


def test_it_holds_for_reports_sent_from_then_on_alone(
    plan, put, pak_kadis, dinkop, as_user, django_capture_on_commit_callbacks
):
    before = send(plan, 1, django_capture_on_commit_callbacks)
    kept = keeping.content_of(before, "docx")
    put(OWN)
    after = send(plan, 2, django_capture_on_commit_callbacks)
    services.return_to_standard(agency=dinkop, by=pak_kadis)

    assert keeping.content_of(before, "docx") == kept
    assert "I. Data umum" in text_of(before)
    assert text_of(after).startswith("Laporan Laporan Triwulan II")
    after.files.all().delete()
    assert text_of(after).startswith("Laporan Laporan Triwulan II")
    assert services.template_of(dinkop) is None


def test_another_agency_keeps_the_standard_one(plan, put, distan):
    put(OWN)
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=1, approved=True)
    report = factories.ReportFactory(plan=other, quarter=1, sent=True)
    assert Printed.objects.get(report=report).template is None


def test_where_it_fails_the_standard_one_stands_in_and_the_page_says_so(
    plan, put, as_user, pak_kadis, dinkop, monkeypatch, django_capture_on_commit_callbacks
):
    row = put(OWN)
    row.file.storage.delete(row.file.name)
    row.file.storage.save(row.file.name, upload(template("{{ dulu_dikenal }}")))
    printed = send(plan, 1, django_capture_on_commit_callbacks)
    assert "I. Data umum" in text_of(printed)
    assert printed.files.get(form="docx").is_fallback
    assert not printed.files.get(form="pdf").is_fallback
    text = as_user(pak_kadis).get(f"/opd/{dinkop.pk}/surat/").content.decode()
    assert "dicetak dengan templat standar" in text


def test_words_of_a_report_are_not_read_as_a_template(plan, put):
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    type(report).objects.filter(pk=report.pk).update(problem="{{ judul }}<w:p/>")
    report.refresh_from_db()
    own = template("{%p for b in uraian %}", "{{ b }}", "{%p endfor %}")
    content = docx_of(quarter_report.gathered(report), own)
    assert any(
        one.text.endswith("{{ judul }}<w:p/>")
        for one in docx.Document(io.BytesIO(content)).paragraphs
    )


def test_the_same_file_twice_is_put_in_use_once_and_an_earlier_one_again(
    here, put, dinkop, pak_kadis
):
    first = put(OWN)
    assert put(OWN).pk == first.pk
    second = put(template("{{ judul }}"))
    again = services.restore_template(template=first, by=pak_kadis)
    assert services.restore_template(template=first, by=pak_kadis).pk == again.pk
    assert again.read() == OWN
    services.return_to_standard(agency=dinkop, by=pak_kadis)
    assert services.return_to_standard(agency=dinkop, by=pak_kadis).is_standard
    told = [str(row) for row in dinkop.report_templates.newest_first()]
    assert told == ["templat standar", "templat.docx", "templat.docx", "templat.docx"]
    assert second.read() != OWN


def test_who_comes_second_is_told_of_the_first(here, dinkop, pak_kadis, lia, put):
    put(OWN, by=lia)
    with pytest.raises(Conflict, match="Lia Kartika memilih templat"):
        services.replace_template(
            agency=dinkop, by=pak_kadis, file=upload(template("{{ judul }}")), seen=0
        )


def test_others_may_not(put, rini, tono, ibu_sekda, dr_budi, joko):
    for person in (rini, tono, ibu_sekda, dr_budi, joko):
        with pytest.raises(PermissionDenied):
            put(OWN, by=person)


def test_a_template_is_whole_or_the_standard_one(dinkop, pak_kadis):
    broken = ReportTemplate(agency=dinkop, by=pak_kadis, name="tanpa berkas.docx")
    with pytest.raises(ValidationError, match="disimpan utuh"):
        broken.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        broken.save()
