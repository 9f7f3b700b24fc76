"""Why a figure is what it is: parts that add up, and words where there is no figure."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplans import arithmetic
from actionplans.models import Milestone, ReportingPeriod, Stage
from replikasi.common import formats
from replikasi.dashboard.explanation import explained
from tests import factories


def text_of(response):
    return response.content.decode()


@dataclass
class FakeLine:
    """A line as the pure arithmetic reads it."""

    milestone: Milestone
    milestone_id: int
    weight: Decimal
    planned: Decimal
    percent: Decimal
    verified_percent: Decimal
    verdict_note: str = ""


percents = st.decimals(0, 100, places=2)


@st.composite
def reports(draw):
    number = draw(st.integers(1, 30))
    weights = arithmetic.spread(arithmetic.HUNDRED, number)
    stages = sorted(draw(st.lists(st.sampled_from(Stage.values), min_size=number, max_size=number)))
    return [
        FakeLine(
            milestone=Milestone(
                pk=index, number=index, stage=stage, activity="X", start=date(2026, 1, 5)
            ),
            milestone_id=index,
            weight=weight,
            planned=draw(percents),
            percent=draw(percents),
            verified_percent=draw(percents),
        )
        for index, (weight, stage) in enumerate(zip(weights, stages, strict=True), start=1)
    ]


@given(reports(), st.booleans())
def test_shown_parts_add_up_to_the_shown_total(lines, verified):
    period = ReportingPeriod(year=2026, quarter=2)
    found = explained(lines, {}, verified=verified, period=period)

    exact = sum(
        line.weight * (line.verified_percent if verified else line.percent) for line in lines
    )
    total = (exact / 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert found.contribution == total == sum(line.contribution for line in found.lines)
    for column in ("weight", "contribution", "planned", "difference"):
        assert getattr(found, column) == sum(getattr(group, column) for group in found.groups)
    assert found.weight == 100


def test_the_figure_of_a_verified_report_is_explained_line_by_line(
    october, verified_plan, as_user, lia
):
    response = as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=1")

    line = verified_plan.reports.get(period__quarter=1).lines.get(milestone__number=1)
    total = formats.percent(line.weight * 50 / 100)
    page = text_of(response)
    assert f"Mengapa {total}?" in page
    assert "Bukti mendukung sebagian." in page
    assert f"/laporan/{line.report_id}/" in page
    assert f"/tonggak/{line.milestone_id}/" in page


def test_the_claim_of_a_verified_report_can_be_asked_for(october, verified_plan, as_user, lia):
    response = as_user(lia).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=1&angka=sementara")

    assert response.context["explanation"].lines[0].percent == 60
    assert not response.context["verified"]


def test_an_unverified_report_is_explained_by_its_claim(october, verified_plan, as_user, rini):
    response = as_user(rini).get(f"/rencana/{verified_plan.pk}/penjelasan/?tw=2")

    assert not response.context["verified"]
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
        return response.context["explanation"].evidence

    assert count(lia) == 2
    assert count(ibu_sekda) == 1


@pytest.mark.parametrize("who", ["tono", "joko", "dr_wati"])
@pytest.mark.parametrize("ending", ["penjelasan/", "kurva-s.svg"])
def test_other_peoples_plans_do_not_exist(october, verified_plan, as_user, request, who, ending):
    client = as_user(request.getfixturevalue(who))

    assert client.get(f"/rencana/{verified_plan.pk}/{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["penjelasan/", "kurva-s.svg"])
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
    assert {part.title for part in response.context["programme"].parts} == {
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
    for address in addresses:
        full = address if address.startswith("/") else f"/dasbor/{address}"
        assert client.get(full).status_code == 200, full


def test_the_curve_is_a_picture_without_styles(october, verified_plan, as_user, lia):
    response = as_user(lia).get(f"/rencana/{verified_plan.pk}/kurva-s.svg")

    assert response["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.content)  # noqa: S314 our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "style" not in text_of(response)
    assert "var(" not in text_of(response)
