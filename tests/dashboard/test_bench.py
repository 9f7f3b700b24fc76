"""`make bench`: what it asks of the portal, and how it judges what it measured."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from actionplans.demo import scale, scale_catalogue
from actionplans.models import PlanImport
from innovations.models import Innovation
from replikasi.accounts.models import User
from replikasi.dashboard import bench_dashboard, bench_findings, bench_plans, measure


def row(page="tugas", role="staf", plans=4, **values):
    figures = {"median_ms": 20.0, "p95_ms": 25.0, "queries": 9, "bytes": 5000, "bare_ratio": 2.0}
    return {"page": page, "role": role, "plans": plans, **figures, **values}


def judged(*rows):
    """{name: (value, where)} of the findings over `rows` of the sizes 4 and 400."""
    servers = [measure.Server(plans, "nowhere") for plans in (4, 400)]
    return {
        finding["name"]: (finding["value"], finding["where"])
        for finding in bench_findings.of_pages(list(rows), servers)
    }


@pytest.fixture
def no_port(monkeypatch):
    monkeypatch.setattr(measure, "_free_port", lambda: 0)


@pytest.mark.django_db
def test_every_role_has_a_session_and_the_pages_of_one_waiting_report(on_day):
    on_day("2026-11-24")
    scale.seed(agencies=2, innovations=4, milestones=3, quarters=4)
    out = StringIO()
    call_command("bench", "--targets", stdout=out)
    targets = json.loads(out.getvalue())

    assert set(targets) == set(User.Role.values)
    assert len({str(target["pages"]) for target in targets.values()}) == 1
    pages = targets["litbang"]["pages"]
    assert set(pages) == {
        *("bare", "tugas", "dasbor", "rencana", "rencana/id", "tonggak/id"),
        *("laporan", "laporan/id", "verifikasi"),
    }
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = targets["litbang"]["cookie"]
    assert client.get(pages["verifikasi"]).status_code == 200


@pytest.mark.django_db
def test_the_catalogue_and_the_pages_of_an_innovation_with_all_adopters_are_measured(on_day):
    on_day("2026-11-24")
    scale.seed(agencies=3, innovations=2, milestones=3, quarters=4)
    scale_catalogue.seed(30)
    pages = bench_dashboard.addresses(User.objects.get(username="skala.litbang"))

    innovation = Innovation.objects.get(name="Inovasi Skala 1")
    assert innovation.replications.count() == 3
    assert [pages[page] for page in ("katalog", "inovasi/id", "pengadopsi", "adaptasi")] == [
        "/inovasi/",
        f"/inovasi/{innovation.pk}/",
        f"/inovasi/{innovation.pk}/pengadopsi/",
        f"/inovasi/{innovation.pk}/adaptasi/",
    ]


@pytest.mark.parametrize(("plans", "innovations"), [(4, 5), (400, 583), (2056, 3000)])
def test_the_catalogue_grows_with_the_plans(no_port, monkeypatch, tmp_path, plans, innovations):
    asked = []
    monkeypatch.setattr(measure.Server, "manage", lambda self, *words: asked.append(words))
    measure.Server(plans, tmp_path).prepare()

    assert f"--catalogue={innovations}" in asked[-1]


def test_a_query_count_that_grows_is_named(no_port):
    found = judged(row(), row(plans=400, queries=10), row("dasbor"), row("dasbor", plans=400))
    assert found["pages whose query count grows"] == (1, "tugas as staf: 9 to 10")


def test_the_slowest_growth_and_the_heaviest_page_are_named(no_port):
    found = judged(
        row(),
        row(plans=400, median_ms=22.0),
        row("dasbor", bytes=40_000, bare_ratio=5.0),
        row("dasbor", plans=400, median_ms=30.0),
    )
    assert found["largest median at 400 to median at 4 plans"] == (
        1.5,
        "dasbor as staf at 400 plans",
    )
    assert found["largest median to that of the bare page"] == (5.0, "dasbor as staf at 4 plans")
    assert found["largest page over the wire"] == (40_000, "dasbor as staf at 4 plans")


def test_pages_of_an_innovation_are_held_to_the_bounds_of_the_dashboard():
    rows = [row("bare", state=bench_dashboard.KEPT, plans=plans) for plans in (4, 400)] + [
        row("pengadopsi", state=state, plans=plans, median_ms=median, queries=queries, bytes=size)
        for state, plans, median, queries, size in (
            (bench_dashboard.KEPT, 4, 20.0, 6, 5000),
            (bench_dashboard.KEPT, 400, 22.0, 6, 7000),
            (bench_dashboard.ANEW, 4, 40.0, 10, 5000),
            (bench_dashboard.ANEW, 400, 60.0, 13, 31_000),
        )
    ]

    found = {
        one["name"]: (one["value"], one["wanted"])
        for one in bench_findings.of_dashboard(rows, (50.0, 50.0))
    }

    assert found["queries of a page, kept"] == (6, 12)
    assert found["queries of a page, drawn anew"] == (13, 12)
    assert found["median at 400 to 4, kept"] == (1.1, 1.3)
    assert found["median at 400 to 4, drawn anew"] == (1.5, 1.3)
    assert found["largest page of these over the wire"] == (31_000, 30_000)


def steps(**seconds):
    took = {"export": 1.0, "preview": 3.0, "apply": 2.0, "undo": 3.0, **seconds}
    return [
        {"step": name, "rows": 5000, "seconds": value, "peak_mb": 190.0, "grown_mb": 80.0 + value}
        for name, value in took.items()
    ]


def test_a_long_plan_and_its_workbook_are_judged():
    lengths = [
        row("matriks", plans=12, median_ms=40.0),
        row("matriks", plans=100, median_ms=120.0),
        row("matriks", plans=1000, median_ms=200.0, queries=11),
    ]
    found = {
        one["name"]: (one["value"], one["wanted"])
        for one in bench_findings.of_plans(lengths, steps(preview=11.5))
    }
    assert found["median of a plan of 1000 milestones to one of 12"] == (5.0, 8)
    assert found["queries of a plan of 1000 milestones beyond one of 12"] == (2, 0)
    assert found["preview of a workbook of 5000 rows"] == (11.5, 10)
    assert found["memory that a step of it needs"] == (91.5, 200)


@pytest.mark.django_db
def test_the_plans_to_measure_are_drafts_of_the_agency(on_day, monkeypatch):
    on_day("2026-11-24")
    scale.seed(agencies=1, innovations=1, milestones=3, quarters=4)
    monkeypatch.setattr(bench_plans, "LENGTHS", (3, 7))
    for _ in range(2):  # the second time they are there
        out = StringIO()
        call_command("bench", "--matrices", stdout=out)
    told = json.loads(out.getvalue())

    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = told["cookie"]
    for length, address in told["pages"].items():
        page = client.get(address)
        assert page.status_code == 200
        assert page.context["overview"].count == int(length)
        assert page.context["editing"]


@pytest.mark.django_db
def test_each_step_of_a_workbook_is_measured(on_day, tmp_path):
    on_day("2026-11-24")
    scale.seed(agencies=1, innovations=1, milestones=3, quarters=4)
    for step in measure.WORKBOOK_STEPS:
        out = StringIO()
        path = str(tmp_path / "matriks.xlsx")
        call_command("bench", "--workbook", step, "9", path, stdout=out)
        told = json.loads(out.getvalue())
        assert (told["step"], told["rows"]) == (step, 9)
        assert 0 < told["seconds"] < 60
    undone = PlanImport.objects.get()
    assert undone.plan.milestones.count() == 0
    assert len(undone.edit.after) == 9


def test_the_bare_page_itself_is_not_judged(no_port):
    found = judged(row("bare", bytes=90_000), row(), row(plans=400))
    assert found["largest page over the wire"][0] == 5000


def test_median_and_95th_percentile_of_thirty_requests():
    sample = measure.Sample("tugas", "staf", 4, times=[n / 1000 for n in range(1, 31)])
    assert sample.median_ms == pytest.approx(15.5)
    assert sample.p95_ms == pytest.approx(28.55)


def test_a_request_that_renews_the_cache_does_not_count():
    assert measure.Sample("tugas", "staf", 4, statements=[16, 23, 16, 16, 16]).queries == 16


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("postgres://me@127.0.0.1:5432/bench", "postgres://me@127.0.0.1:5432/bench_400"),
        (
            "postgres://me@host/bench?sslmode=require",
            "postgres://me@host/bench_400?sslmode=require",
        ),
    ],
)
def test_each_size_has_a_database_of_its_own(no_port, given, made):
    assert measure.Server(400, "nowhere", given).url == made
    assert measure.Server(400, "nowhere").url.endswith("nowhere/400/db.sqlite3")
