"""The documents' part of `make bench`: what it makes, and how it judges what it measured."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from actionplans.demo import scale
from actionplans.models import Report
from replikasi.documents import bench_documents
from replikasi.documents.gathering import advice
from replikasi.documents.management.commands import bench_documents as command


def measured(name, form, size, **values):
    figures = {"of": "", "first_s": 1.0, "warm_s": 0.1, "grown_mb": 20.0, "bytes": 1000}
    return {"document": name, "form": form, "size": size, **figures, **values}


@pytest.mark.django_db
def test_every_document_is_made_in_each_of_its_forms(on_day, monkeypatch):
    on_day("2026-11-24")
    scale.seed(agencies=1, innovations=2, milestones=3, quarters=4)
    monkeypatch.setattr(bench_documents, "WARM_SECONDS", 0)
    sizes = {bench_documents.PLAN: (3, 5), bench_documents.SELECTION: (2,), "MB bukti": (1,)}
    monkeypatch.setattr(bench_documents, "SIZES", sizes)
    monkeypatch.setattr(bench_documents, "MILESTONES", sizes[bench_documents.PLAN])
    call_command("bench_documents", "--plans")
    call_command("bench_documents", "--plans")  # the second time they are there
    assert Report.objects.filter(plan__milestones__number=5).get().lines.count() == 5

    call_command("bench_documents", "--advice")
    user, selection = bench_documents._selection(None)
    assert advice.gathered(user, selection).tables()[0].rows

    told = []
    for line in bench_documents.lines():
        for form in line.forms:
            for size in line.sizes:
                out = StringIO()
                call_command("bench_documents", "--one", line.name, form, str(size), stdout=out)
                told.append(json.loads(out.getvalue()))

    assert {(row["document"], row["form"]) for row in told} == {
        *((name, form) for name in ("rencana aksi", "laporan") for form in ("pdf", "xlsx")),
        ("laporan", "docx"),
        ("berita acara", "pdf"),
        ("paparan", "pdf"),
        ("paparan", "pptx"),
        *((name, form) for name in ("rekapitulasi", "pendampingan") for form in ("pdf", "xlsx")),
        *(("data", form) for form in ("xlsx", "csv", "json")),
        ("bukti", "zip"),
    }
    assert all(row["bytes"] > 1000 and row["warm_s"] > 0 for row in told)
    assert next(row for row in told if row["document"] == "bukti")["bytes"] > 2**20


def test_what_is_wanted_is_held_against_what_was_measured():
    rows = [
        measured("laporan", "pdf", 12, warm_s=0.1512),
        measured("data", "xlsx", 2056, grown_mb=99.5),
        measured("bukti", "zip", 10, grown_mb=2.0),
        measured("bukti", "zip", 1024, grown_mb=9.5),
    ]
    found = {one["name"]: (one["value"], one["wanted"]) for one in bench_documents.findings(rows)}
    assert found == {
        "a report of 12 milestones as PDF, warm": (151, 150),
        "memory that data of 2056 plans as a workbook need": (99.5, 100),
        "memory that 1024 MB of evidence need beyond 10 MB": (7.5, 5),
    }


def test_a_later_run_takes_the_place_of_an_earlier_one(tmp_path):
    path = tmp_path / "bench.json"
    path.write_text(json.dumps([{"page": "dasbor"}]))
    command.keep(path, [{"document": "data", "bytes": 1}, {"document": "laporan", "bytes": 2}])
    command.keep(path, [{"document": "data", "bytes": 3}])
    assert json.loads(path.read_text()) == [
        {"page": "dasbor"},
        {"table": "Dokumen", "document": "data", "bytes": 3},
    ]
