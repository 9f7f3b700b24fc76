"""The certificate: who may have it, what it says, and that no name can break it."""

import re
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from actionplans.services.recognition import recognise
from replikasi.documents import certificate
from tests.factories import endings

NASTY = '#panic("x") $a$ *b* _c_ \\ " ] [ {{ <script> @ref // /* ` ~ \x00\u202e 大😀'
AT = timezone.make_aware(datetime(2026, 11, 24, 9))
DATA = {
    "owner": "Kabupaten Bangka Barat",
    "portal": "Replikasi Inovasi",
    "number": "001/INOVASI/2026",
    "agency": "Dinas Koperasi",
    "region": "Kabupaten Bangka Barat",
    "title": "Rajutan SiBakul Jogja",
    "innovation": "",
    "origin": "DI Yogyakarta",
    "reason": "hasilnya nyata",
    "year": "2022",
    "completed_on": "16 Desember 2025",
    "given_on": "24 November 2026",
    "chosen_by": "Lia Kartika",
    "position": "",
    "is_demo": False,
    "at": AT,
}


def pages(content):
    return len(re.findall(rb"/Type\s*/Page\b", content))


def test_it_is_one_tagged_page_of_its_language_with_its_fonts():
    content = certificate.certificate_pdf(DATA)

    assert content.startswith(b"%PDF-")
    assert pages(content) == 1
    assert b"/StructTreeRoot" in content
    assert re.search(rb"/Lang\s*\(id", content)
    assert b"/FontFile3" in content or b"/FontFile2" in content


def test_the_same_data_give_the_same_bytes():
    assert certificate.certificate_pdf(DATA) == certificate.certificate_pdf(dict(DATA))
    assert certificate.certificate_pdf(DATA) != certificate.certificate_pdf(
        {**DATA, "year": "2023"}
    )


@pytest.mark.parametrize(
    "text", [NASTY, "A" * 300, "panjang sekali " * 20, "", "\n\n= Judul\n", "#" * 40]
)
def test_no_words_break_it(text):
    names = ("agency", "region", "title", "innovation", "origin", "reason", "chosen_by", "position")
    content = certificate.certificate_pdf({**DATA, **dict.fromkeys(names, text)})

    assert pages(content) == 1


@pytest.fixture
def recognised(sibakul, rini, pak_kadis, lia, on_day):
    on_day("2026-11-24")
    endings.finished(sibakul)
    closed = endings.closed(sibakul)
    recognise(replication=closed, by=lia, number="007/INOVASI/2026", reason="hasilnya nyata.")
    return closed


def test_it_bears_the_name_of_the_programme_year(recognised):
    recognised.agency.names.create(name="Dinas Koperasi Lama", from_year=2020)

    data = certificate.data_of(recognised, recognised.recognition)

    assert data["agency"] == recognised.agency.name_in(2022)
    assert (data["year"], data["reason"]) == ("2022", "hasilnya nyata")
    assert data["completed_on"] == "31\xa0Agustus\xa02025"


@pytest.mark.parametrize(
    ("person", "status"),
    [
        *(("rini", 200), ("lia", 200), ("dr_budi", 200), ("ibu_sekda", 200), ("admin", 200)),
        *(("tono", 404), ("joko", 404), ("dr_wati", 404)),
    ],
)
def test_who_may_see_the_replication_has_it(person, status, recognised, request, as_user):
    reader = as_user(request.getfixturevalue(person))
    answer = reader.get(reverse("certificate", args=[recognised.pk]))

    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Type"] == "application/pdf"
        assert "piagam-007-INOVASI-2026.pdf" in answer["Content-Disposition"]


def test_without_a_recognition_there_is_none(sibakul, rini, as_user):
    assert as_user(rini).get(reverse("certificate", args=[sibakul.pk])).status_code == 404
