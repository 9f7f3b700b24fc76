"""Why a figure is what it is: parts that add up, and words where there is no figure."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from actionplans import arithmetic
from actionplans.models import PeriodStanding, ReportingPeriod, Stage
from replikasi.common import formats
from replikasi.dashboard import shares
from replikasi.dashboard.explanation import SUMMED, Source, explained
from tests import factories


def text_of(response):
    return response.content.decode()


percents = st.decimals(0, 100, places=2)
money = st.decimals(0, 10**9, places=2)


@st.composite
def sources(draw):
    number = draw(st.integers(1, 30))
    weights = arithmetic.spread(arithmetic.HUNDRED, number)
    stages = sorted(draw(st.lists(st.sampled_from(Stage.values), min_size=number, max_size=number)))
    return [
        Source(
            pk=index,
            number=index,
            activity="X",
            stage=stage,
            start=date(2026, 1, 5),
            weight=weight,
            planned=draw(percents),
            percent=draw(percents),
            spent=draw(money),
            ceiling=draw(money),
        )
        for index, (weight, stage) in enumerate(zip(weights, stages, strict=True), start=1)
    ]


def once(exact):
    """Rounded to one decimal, as every total is shown."""
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@given(sources())
def test_shown_parts_add_up_to_the_shown_total(rows):
    found = explained(rows, {}, ReportingPeriod(year=2026, quarter=2))

    claimed = sum(row.weight * row.percent for row in rows) / 100
    planned = sum(row.weight * row.planned for row in rows) / 100
    assert found.sums.contribution == once(claimed)
    assert found.sums.plan == once(planned)
    assert found.sums.difference == once(claimed - planned)
    ceiling = sum(row.ceiling for row in rows)
    if ceiling:
        spent = sum(Fraction(row.spent) for row in rows)
        assert found.sums.absorbed == shares.rounded(spent * 100 / Fraction(ceiling))
    for column in SUMMED:
        parts = [getattr(line, column) for line in found.lines]
        assert getattr(found.sums, column) == sum(part for part in parts if part is not None)
        assert getattr(found.sums, column) == sum(
            getattr(group.sums, column) for group in found.groups
        )
    assert found.sums.weight == 100


@given(
    st.lists(st.fractions(-100, 100, max_denominator=10**6), min_size=1, max_size=60),
    st.integers(1, 60),
)
def test_shares_add_up_whatever_they_are_divided_by(parts, divisor):
    exact = [part / divisor for part in parts]
    total = sum(exact)
    places = shares.places_for(total, len(parts))
    shown = shares.displayed(exact, places)

    assert sum(shown) == shares.rounded(total, places)
    assert shares.rounded(sum(shown)) == shares.rounded(total)
    for part, value in zip(exact, shown, strict=True):
        assert abs(part - Fraction(value)) < Fraction(1, 10**places)


def test_nothing_stays_nothing_among_shares():
    assert shares.displayed([Fraction(1, 3), None, Fraction(1, 3)], 1) == [
        Decimal("0.4"),
        None,
        Decimal("0.3"),
    ]


def test_the_figure_of_a_verified_report_is_explained_line_by_line(
    october, verified_plan, as_user, lia
):
    response = as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=1")

    line = verified_plan.reports.get(period__quarter=1).lines.get(milestone__number=1)
    total = formats.percent(line.weight * 50 / 100)
    page = text_of(response)
    assert f"Mengapa {total}?" in page
    assert "Bukti mendukung sebagian." in page
    assert f"/laporan/{line.report_id}/#baris-{line.pk}" in page
    assert f"/tonggak/{line.milestone_id}/" in page


def test_the_claim_of_a_verified_report_can_be_asked_for(october, verified_plan, as_user, lia):
    response = as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=1&angka=sementara")

    assert response.context["explanation"].lines[0].percent == 60
    assert not response.context["answer"].verified


def test_an_unverified_report_is_explained_by_its_claim(october, verified_plan, as_user, rini):
    response = as_user(rini).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=2")

    assert not response.context["answer"].verified
    assert "sementara" in text_of(response)
    assert "Angka terverifikasi terakhir" in text_of(response)


def test_silence_is_explained_in_words(october, verified_plan, as_user, lia):
    page = text_of(as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=3"))

    assert "TW\u00a0III 2026 belum dilaporkan" in page
    assert "Kepala Dinkop UKM" in page
    assert "Mengapa" not in page


def test_a_draft_report_is_silence(october, verified_plan, as_user, rini):
    factories.ReportFactory(plan=verified_plan, quarter=3)

    page = text_of(as_user(rini).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=3"))

    assert "belum dilaporkan" in page


def test_evidence_is_counted_up_to_the_quarter_and_as_far_as_one_may_see(
    october, plan, as_user, lia, ibu_sekda
):
    milestone = plan.milestones.get(number=1)
    update = factories.ProgressUpdateFactory(milestone=milestone, happened_on=date(2026, 3, 1))
    factories.EvidenceFactory(update=update)
    factories.EvidenceFactory(update=update, confidential=True)
    factories.ReportFactory(plan=plan, quarter=1, sent=True)
    later = factories.ProgressUpdateFactory(milestone=milestone, happened_on=date(2026, 5, 1))
    factories.EvidenceFactory(update=later)

    def count(user):
        response = as_user(user).get(f"/rencana/{plan.pk}/penjelasan/?tw=1")
        return response.context["explanation"].sums.evidence

    assert count(lia) == 2
    assert count(ibu_sekda) == 1


FIGURES = ["rencana", "terverifikasi", "sementara", "deviasi", "serapan", "tepat-waktu"]


def test_every_figure_of_a_plan_is_its_standing(october, verified_plan, as_user, lia):
    client = as_user(lia)
    standing = PeriodStanding.objects.get(plan=verified_plan, period__quarter=1)
    shown = {
        "rencana": formats.percent(standing.planned),
        "terverifikasi": formats.percent(standing.verified),
        "sementara": formats.percent(standing.claimed),
        "deviasi": formats.points(standing.verified - standing.planned),
        "deviasi&dasar=sementara": formats.points(standing.claimed - standing.planned),
        "serapan": formats.percent(standing.spent / standing.ceiling * 100),
    }

    for figure, value in shown.items():
        response = client.get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=1&angka={figure}")
        assert f"Mengapa {value}?" in text_of(response), figure
    page = text_of(client.get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=1&angka=tepat-waktu"))
    assert "Mengapa tepat waktu?" in page


def test_a_plan_is_explained_before_anything_is_reported(october, verified_plan, as_user, lia):
    standing = PeriodStanding.objects.get(plan=verified_plan, period__quarter=3)
    response = as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=3&angka=rencana")

    assert f"Mengapa {formats.percent(standing.planned)}?" in text_of(response)


def test_a_milestone_that_is_gone_is_told_without_a_link(october, verified_plan, as_user, lia):
    version = verified_plan.versions.get()
    version.snapshot[0]["id"] = 999_999
    type(version).objects.filter(pk=version.pk).update(snapshot=version.snapshot)
    page = text_of(as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=3&angka=rencana"))

    assert "/tonggak/999999/" not in page
    assert "tidak ada lagi dalam rencana sekarang" in page


def test_a_claim_is_never_shown_as_verified(october, verified_plan, as_user, lia):
    page = text_of(
        as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=2&angka=terverifikasi")
    )

    assert "belum terverifikasi" in page
    assert "Mengapa" not in page.partition("<h1>")[2].partition("</h1>")[0]
    assert "Angka terverifikasi terakhir" in page


@pytest.mark.parametrize("figure", FIGURES)
def test_queries_of_an_explanation_do_not_grow(october, as_user, lia, ubb, dinkop, figure):
    def warm_and_cold(milestones, name):
        plan = factories.ActionPlanFactory(
            replication=factories.ReplicationFactory(
                innovation__name=name, agency=dinkop, facilitator=ubb
            ),
            milestones=milestones,
            approved=True,
        )
        factories.ReportFactory(plan=plan, quarter=1, verified=True)
        client = as_user(lia)
        with CaptureQueriesContext(connection) as cold:
            client.get(f"/rencana/{plan.pk}/penjelasan/?tw=1&angka={figure}")
        with CaptureQueriesContext(connection) as warm:
            client.get(f"/rencana/{plan.pk}/penjelasan/?tw=1&angka={figure}")
        return len(cold), len(warm)

    as_user(lia).get("/dasbor/")
    few = warm_and_cold(2, "A")
    assert warm_and_cold(30, "B") == few
    assert few[1] <= 12


@pytest.mark.parametrize("who", ["tono", "joko", "dr_wati"])
@pytest.mark.parametrize("ending", ["penjelasan/", "penjelasan.xlsx", "kurva-s.svg"])
def test_other_peoples_plans_do_not_exist(october, verified_plan, as_user, request, who, ending):
    client = as_user(request.getfixturevalue(who))

    assert client.get(f"/rencana/{verified_plan.pk}/{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["penjelasan/", "penjelasan.xlsx", "kurva-s.svg"])
def test_a_plan_that_was_never_approved_has_no_figures(october, draft_plan, as_user, lia, ending):
    assert as_user(lia).get(f"/rencana/{draft_plan.pk}/{ending}").status_code == 404


@pytest.mark.parametrize("query", ["?tw=9", "?tw=", "?tw=abc", ""])
def test_without_a_quarter_it_is_the_latest_opened(october, verified_plan, as_user, lia, query):
    response = as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/{query}")

    assert response.context["period"].quarter == 3


def test_the_programmes_figures_lead_to_the_replications(
    october, verified_plan, other_plan, as_user, lia
):
    client = as_user(lia)
    dashboard = client.get("/dasbor/?quarter=1").context["dashboard"]
    response = client.get(dashboard.heads[1].url)

    assert response.status_code == 200
    assert {part.title for part in response.context["breakdown"].parts} == {
        "Rajutan SiBakul Jogja",
        "Aksi Tali Intan",
    }
    assert dashboard.heads[1].value in text_of(response)


def test_every_address_on_the_dashboard_leads_somewhere(
    october, verified_plan, other_plan, as_user, lia
):
    client = as_user(lia)
    page = text_of(client.get("/dasbor/?quarter=1"))
    addresses = {
        link.replace("&amp;", "&").partition("#")[0]
        for link in re.findall(r'<a [^>]*href="([/?][^"]*)"', page.partition('id="dasbor"')[2])
    }

    assert addresses
    for address in addresses - {"/masuk/?next=/"}:  # offered to who was logged out meanwhile
        full = address if address.startswith("/") else f"/dasbor/{address}"
        assert client.get(full).status_code == 200, full


def test_the_curve_is_a_picture_without_styles(october, verified_plan, as_user, lia):
    response = as_user(lia).get(f"/rencana/{verified_plan.pk}/kurva-s.svg")

    assert response["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314 our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "style" not in text_of(response)
    assert "var(" not in text_of(response)
