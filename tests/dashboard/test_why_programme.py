"""What a figure of several replications is made of, against the raw lines of their reports."""

import random
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actionplans import arithmetic, snapshots
from actionplans.models import ReportLine
from replikasi.common import formats
from replikasi.dashboard import shares
from tests import factories
from tests.factories.days import at

FIGURES = ["rencana", "terverifikasi", "sementara", "deviasi", "serapan", "tepat-waktu"]
PAGE = "/dasbor/penjelasan/"


def text_of(response):
    return response.content.decode()


def build(number, seed, ubb):
    """`number` plans in regions of two provinces, of three innovations: silent, sent, late,
    returned or verified, with progress of all kinds."""
    chance = random.Random(seed)
    regions = [
        factories.RegionFactory(code=code, name=f"Wilayah {code}")
        for code in ("19", "19.05", "19.71", "35.79")
    ]
    plans = []
    for index in range(number):
        agency = (
            factories.AgencyFactory(
                name=f"Dinas {seed} {index // 2}", region=regions[index // 2 % 4]
            )
            if index % 2 == 0
            else plans[-1].replication.agency
        )
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(
                innovation__name=f"Inovasi {index % 3}", agency=agency, facilitator=ubb
            ),
            milestones=chance.choice([1, 3, 7]),
            approved=True,
        )
        plans.append(plan)
        for quarter in (1, 2):
            fates = ["silent", "sent", "returned", "verified", "verified"]
            if quarter == 1:
                fates.remove("returned")  # a returned report must be mended before the next
            fate = chance.choice(fates)
            if fate == "silent":
                continue
            for milestone in plan.milestones.order_by("number"):
                done = milestone.updates.order_by("-pk").first()
                low = int(done.percent * 100) if done else 0
                factories.ProgressUpdateFactory(
                    milestone=milestone,
                    happened_on=date(2026, 3 * quarter, 10),
                    percent=Decimal(chance.randint(low, 10_000)) / 100,
                    spent=Decimal(chance.randint(0, 10**9)) / 100,
                )
            claim = plan.milestones.order_by("number").first().updates.order_by("-pk").first()
            lowered = {"lowered": claim.percent / 2} if fate == "verified" else {}
            factories.ReportFactory(
                plan=plan, quarter=quarter, late=chance.choice([0, 0, 2]), **{fate: True}, **lowered
            )
    return plans


def raw(plans, quarter):
    """{figure: [exact part of each plan that counts]}, {figure: divisor}: from raw rows alone."""
    parts = {figure: [] for figure in FIGURES}
    ceiling = Fraction(0)
    for plan in plans:
        reports = {
            report.period.quarter: report
            for report in plan.reports.exclude(state="draf").order_by("pk")
        }
        own = reports.get(quarter)
        lines = list(ReportLine.objects.filter(report=own).order_by("pk")) if own else []
        if own:
            planned = sum(Fraction(line.weight) * Fraction(line.planned) / 100 for line in lines)
            claimed = sum(Fraction(line.weight) * Fraction(line.percent) / 100 for line in lines)
            parts["sementara"].append(claimed)
            parts["deviasi"].append(claimed - planned)
            parts["serapan"].append(sum(Fraction(line.spent) for line in lines) * 100)
            ceiling += sum(Fraction(line.ceiling) for line in lines)
        else:
            version = plan.versions.order_by("-number").first()
            period = factories.period(quarter)
            planned = sum(
                Fraction(row.shape.weight)
                * Fraction(arithmetic.planned_percent(row.shape, 2026, period.ends))
                / 100
                for row in snapshots.approved(version)
            )
        parts["rencana"].append(planned)
        parts["tepat-waktu"].append(Fraction(bool(own and own.days_late == 0)))
        verified = [
            report
            for number, report in sorted(reports.items())
            if number <= quarter and report.state == "diverifikasi"
        ]
        if verified:
            parts["terverifikasi"].append(
                sum(
                    Fraction(line.weight) * Fraction(line.verified_percent) / 100
                    for line in verified[-1].lines.order_by("pk")
                )
            )
    over = {figure: Fraction(len(found) or 1) for figure, found in parts.items()}
    over["serapan"], over["tepat-waktu"] = ceiling, Fraction(1)
    return parts, over


@pytest.fixture
def many(october, admin, ubb):
    return build(13, 7, ubb)


KINDS = ["", "wilayah", "inovasi", "opd", "replikasi"]


def test_every_total_is_that_of_the_raw_lines_and_its_parts_add_up(many, as_user, admin):
    client = as_user(admin)
    for quarter in (1, 2):
        parts, over = raw(many, quarter)
        for figure in FIGURES:
            total = sum(parts[figure]) / over[figure]
            for kind in KINDS:
                address = f"{PAGE}?quarter={quarter}&angka={figure}&kelompok={kind}"
                found = client.get(address).context["breakdown"]
                assert found.whole.total == total, address
                assert (
                    sum(part.share for part in found.all_parts if part.share is not None) == total
                )
                shown = sum(part.shown for part in found.all_parts if part.shown is not None)
                assert shown == found.shown_total == shares.rounded(total, found.places)
                assert shares.rounded(shown) == shares.rounded(total)
                assert sum(part.plans for part in found.all_parts) == len(many)
                assert sum(part.counted for part in found.all_parts) == len(parts[figure])


def test_each_row_leads_to_a_page_with_its_own_figure(many, as_user, admin):
    client = as_user(admin)
    for figure in FIGURES:
        for kind in KINDS[1:]:
            page = client.get(f"{PAGE}?quarter=1&angka={figure}&kelompok={kind}")
            for part in page.context["breakdown"].parts:
                deeper = client.get(part.url)
                assert deeper.status_code == 200, part.url
                if part.value is None or figure == "tepat-waktu":
                    continue
                shown = part.own_absorption if figure == "serapan" else part.shown_value
                if shown is None:
                    continue
                written = formats.points(shown) if figure == "deviasi" else formats.percent(shown)
                assert f"Mengapa {written}?" in text_of(deeper), part.url


def test_the_chain_reaches_the_evidence_from_the_dashboard(october, plan, as_user, lia):
    update = factories.ProgressUpdateFactory(
        milestone=plan.milestones.get(number=1), happened_on=date(2026, 3, 1), percent=Decimal(50)
    )
    piece = factories.EvidenceFactory(update=update)
    factories.ReportFactory(plan=plan, quarter=1, verified=True)
    client = as_user(lia)
    programme = client.get(f"{PAGE}?quarter=1&angka=terverifikasi").context["breakdown"]
    of_plan = text_of(client.get(programme.parts[0].url))
    report, line = re.search(r'href="(/laporan/\d+/)#(baris-\d+)"', of_plan).groups()
    milestone = re.search(r'href="(/tonggak/\d+/)#bukti"', of_plan)[1]

    assert f'id="{line}"' in text_of(client.get(report))
    page = text_of(client.get(milestone))
    assert 'id="bukti"' in page
    assert reverse("evidence", args=[piece.pk]) in page


def test_paged_parts_add_up_page_by_page(many, as_user, admin, monkeypatch):
    monkeypatch.setattr("replikasi.dashboard.programme_parts.ROWS", 5)
    client = as_user(admin)
    pages = [
        client.get(f"{PAGE}?quarter=1&angka=rencana&kelompok=replikasi&page={number}")
        for number in (1, 2, 3)
    ]
    found = [page.context["breakdown"] for page in pages]

    assert [len(page.parts) for page in found] == [5, 5, 3]
    assert sum(page.shown_on_page for page in found) == found[0].shown_total
    for page in pages:
        assert "Jumlah halaman ini" in text_of(page)
        assert formats.number(page.context["breakdown"].shown_total, 2) in text_of(page)


def test_many_replications_stand_in_groups(many, as_user, admin, monkeypatch):
    monkeypatch.setattr("replikasi.dashboard.programme_parts.ROWS", 5)
    client = as_user(admin)
    found = client.get(f"{PAGE}?quarter=1&angka=rencana").context["breakdown"]
    assert found.kind == "wilayah"
    assert {part.title for part in found.all_parts} == {"Wilayah 19", "35.79"} or all(
        part.plans > 1 for part in found.all_parts
    )

    province = next(part for part in found.all_parts if "region=19&" in part.url)
    deeper = client.get(province.url).context["breakdown"]
    assert deeper.whole.plans == province.plans
    assert deeper.kind == "wilayah"
    here = next(part for part in deeper.all_parts if "persis=1" in part.url)
    assert client.get(here.url).context["breakdown"].whole.plans == here.plans


def test_who_is_left_out_is_named_with_the_reason(october, verified_plan, other_plan, as_user, lia):
    page = as_user(lia).get(f"{PAGE}?quarter=1&angka=terverifikasi")
    parts = {part.title: part for part in page.context["breakdown"].all_parts}

    assert parts["Aksi Tali Intan"].shown is None
    assert parts["Aksi Tali Intan"].reason == "dikembalikan"
    assert "Tidak ikut dihitung: 1 dikembalikan." in text_of(page)
    silent = as_user(lia).get(f"{PAGE}?quarter=3&angka=sementara")
    assert "Belum ada yang melapor" in text_of(silent)
    assert "belum dilaporkan, tenggat" in text_of(silent)
    unopened = text_of(as_user(lia).get(f"{PAGE}?quarter=4&angka=tepat-waktu"))
    assert "belum dibuka" in unopened.partition("<h1>")[2].partition("</h1>")[0]


def test_nothing_of_others_is_in_any_sum(
    october, verified_plan, other_plan, as_user, rini, tono, dr_wati, joko
):
    for figure in FIGURES:
        for who, plan in ((rini, verified_plan), (tono, other_plan)):
            for kind in KINDS:
                address = f"{PAGE}?quarter=1&angka={figure}&kelompok={kind}"
                page = as_user(who).get(address)
                found = page.context["breakdown"]
                assert found.whole.plans == 1
                other = other_plan if plan is verified_plan else verified_plan
                assert other.replication.title not in text_of(page)
                assert other.replication.agency.name not in text_of(page)
        agency = other_plan.replication.agency_id
        assert as_user(rini).get(f"{PAGE}?agency={agency}&angka={figure}").status_code == 404
        for form in ("xlsx", "csv", "json"):
            feed = f"/dasbor/penjelasan.{form}?agency={agency}&angka={figure}"
            assert as_user(rini).get(feed).status_code == 404
        for stranger in (dr_wati, joko):
            assert as_user(stranger).get(f"{PAGE}?angka={figure}").status_code == 404


@pytest.mark.parametrize(
    "query", ["angka=x", "kelompok=x", "urut=x", "persis=1", "page=x", "page=99"]
)
def test_an_address_that_says_nothing_known_still_answers(
    october, verified_plan, as_user, lia, query
):
    assert as_user(lia).get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize("kind", KINDS[1:])
def test_queries_do_not_grow_with_the_replications(october, as_user, admin, ubb, queries, kind):
    address = f"{PAGE}?quarter=1&angka=sementara&kelompok={kind}"
    client = as_user(admin)

    def cold():
        client.get(address)
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    build(5, 1, ubb)
    few = cold(), queries(client, address)
    build(9, 2, ubb)

    assert (cold(), queries(client, address)) == few
    assert few[1] <= 12


def test_a_figure_that_changes_is_explained_anew(october, verified_plan, as_user, lia):
    client = as_user(lia)
    address = f"{PAGE}?quarter=3&angka=sementara"
    before = text_of(client.get(address))
    with at(factories.period(3).due):
        factories.ReportFactory(plan=verified_plan, quarter=3, sent=True)

    assert "Belum ada yang melapor" in before
    assert "Belum ada yang melapor" not in text_of(client.get(address))


def test_a_difference_is_shown_with_both_of_its_terms(
    october, verified_plan, other_plan, as_user, lia
):
    page = as_user(lia).get(f"{PAGE}?quarter=1&angka=deviasi&kelompok=replikasi")
    found, text = page.context["breakdown"], text_of(page)
    told = [part for part in found.all_parts if part.terms]

    assert told
    for part in told:
        claimed, planned = part.terms
        assert claimed - planned == part.value
        assert f"({formats.percent(part.shown_terms[0])} − " in text
        assert formats.percent(part.shown_terms[1]) in text
    claimed, planned = found.whole.terms
    assert claimed - planned == found.whole.total
    assert planned == sum(part.terms[1] for part in told) / len(told)
    assert "Selisih dihitung sebelum dibulatkan." in text


@pytest.mark.parametrize("kind", KINDS[1:])
def test_the_plan_of_a_difference_is_of_those_that_reported(many, as_user, admin, kind):
    page = as_user(admin).get(f"{PAGE}?quarter=1&angka=deviasi&kelompok={kind}")
    found = page.context["breakdown"]
    of_all = as_user(admin).get(f"{PAGE}?quarter=1&angka=rencana").context["breakdown"]
    parts, _ = raw(many, 1)
    claimed, planned = found.whole.terms

    assert claimed == sum(parts["sementara"]) / len(parts["sementara"])
    assert claimed - planned == found.whole.total
    assert found.whole.all_planned == of_all.whole.total
    assert found.whole.counted < found.whole.plans
    assert (
        f"Rencana {formats.percent(shares.rounded(planned))} adalah rata-rata "
        f"{found.whole.counted} replikasi yang sudah melapor, bukan "
        f"{formats.percent(of_all.whole.shown)} dari semua {found.whole.plans} replikasi."
    ) in text_of(page)
    for part in found.all_parts:
        assert part.terms is None or part.terms[0] - part.terms[1] == part.value


@pytest.mark.parametrize("of_plan", [False, True], ids=["programme", "plan"])
def test_an_open_page_of_reasons_stays_as_new_as_the_records(
    october, verified_plan, as_user, lia, of_plan
):
    client = as_user(lia)
    address = f"{PAGE}?quarter=3&angka=sementara"
    if of_plan:
        address = f"/rencana/{verified_plan.pk}/penjelasan/?tw=3&angka=sementara"
    page = client.get(address)
    tag = re.search(r'data-live="(.+?)"', text_of(page))[1].replace("&quot;", '"')
    part = {"HX-Request": "true", "If-None-Match": tag}

    assert "Keadaan per" in text_of(page)
    assert client.get(address, headers=part).status_code == 304
    with at(factories.period(3).due):
        factories.ReportFactory(plan=verified_plan, quarter=3, sent=True)
    newer = client.get(address, headers=part)
    assert newer.status_code == 200
    body = text_of(newer).strip()
    assert "<html" not in body
    assert '<div id="dasbor">' in body
    assert newer["ETag"] != tag
