"""A replication's page: what was adopted and adapted, what it achieves, where its plans stand."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from innovations.models import AgencyName, Clause, ElementAdaptation
from tests import factories
from tests.factories import endings


@pytest.fixture
def address(sibakul):
    return reverse("replication", args=[sibakul.pk])


def page(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("rini", 200),
        ("pak_kadis", 200),
        ("lia", 200),
        ("dr_budi", 200),
        ("ibu_sekda", 200),
        ("admin", 200),
        ("tono", 404),
        ("bu_kadis_tani", 404),
        ("joko", 404),
        ("dr_wati", 404),
    ],
)
def test_it_is_found_within_the_scope_alone(person, status, address, request, as_user):
    assert as_user(request.getfixturevalue(person)).get(address).status_code == status


# -- the one thing to do --------------------------------------------------------------------------


def main_action(client, address):
    return client.get(address).context["main_action"]


def test_the_plan_of_this_year_is_opened(address, plan, sibakul, rini, as_user):
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025)

    assert main_action(as_user(rini), address) == {
        "label": "Buka rencana aksi 2026",
        "url": f"/rencana/{plan.pk}/",
    }


def test_the_agency_writes_one_where_there_is_none_for_this_year(
    address, sibakul, rini, lia, ibu_sekda, as_user
):
    last = factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025)

    assert main_action(as_user(rini), address) == {
        "label": "Susun rencana aksi 2026",
        "url": f"/rencana/baru/?replikasi={sibakul.pk}&tahun=2026",
    }
    for reader in (lia, ibu_sekda):
        assert main_action(as_user(reader), address) == {
            "label": "Buka rencana aksi 2025",
            "url": f"/rencana/{last.pk}/",
        }


def test_nothing_is_to_be_written_for_one_that_has_stopped(address, sibakul, rini, as_user):
    sibakul.status = sibakul.Status.STOPPED
    sibakul.save()

    assert main_action(as_user(rini), address) is None


def test_the_agency_closes_one_whose_plans_are_all_done_with(address, sibakul, rini, lia, as_user):
    endings.finished(sibakul)
    closes = {"label": "Tutup replikasi", "url": f"/replikasi/{sibakul.pk}/penutupan/"}

    assert main_action(as_user(rini), address) == closes
    assert main_action(as_user(lia), address) != closes
    endings.closing_proposed(sibakul)
    assert main_action(as_user(rini), address) != closes


def test_none_is_closed_while_a_plan_still_runs(address, sibakul, plan, rini, as_user):
    endings.finished(sibakul)

    assert main_action(as_user(rini), address)["label"] == "Buka rencana aksi 2026"


def test_readers_have_nothing_to_open_while_there_is_no_plan(address, lia, as_user):
    client = as_user(lia)

    assert main_action(client, address) is None
    assert "Belum ada rencana aksi" in page(client, address)


# -- where it stands ------------------------------------------------------------------------------


def position(client, address):
    (found,) = client.get(address).context["positions"]
    return found


def test_silence_is_a_word_and_no_figure(address, plan, rini, as_user):
    client = as_user(rini)

    found = position(client, address)

    assert (found.provenance, found.deviation) == ("belum", None)
    html = page(client, address)
    assert "Belum dilaporkan" in html
    assert "TW\u00a0III 2026" in html
    assert not re.search(r"(?<![0-9])0,0\u00a0%", html)


def test_a_claim_and_a_verified_figure_are_told_apart(address, plan, milestone, rini, as_user):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(90))
    factories.ReportFactory(plan=plan, quarter=1, verified=True, lowered=60)
    factories.ReportFactory(plan=plan, quarter=3, sent=True)

    found = position(as_user(rini), address)

    weight = milestone.weight
    assert found.provenance == "sementara"
    assert found.standing.verified == weight * 60 / 100
    assert found.deviation == weight * 90 / 100 - found.standing.planned
    html = page(as_user(rini), address)
    assert "Menunggu verifikasi" in html
    assert re.search(r'class="fig">20,0\u00a0%</span>\s+TW\u00a0I</span>', html)
    assert re.search(r'class="fig fig-s">30,0\u00a0%</span>', html)


def test_a_verified_quarter_counts_as_verified(address, plan, milestone, rini, as_user):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(90))
    factories.ReportFactory(plan=plan, quarter=3, verified=True, lowered=60)

    found = position(as_user(rini), address)

    assert found.provenance == "terverifikasi"
    assert found.deviation == milestone.weight * 60 / 100 - found.standing.planned


def test_a_draft_stands_nowhere(address, draft_plan, rini, as_user):
    found = position(as_user(rini), address)

    assert found.standing is None
    assert "belum ada triwulan berjalan" in page(as_user(rini), address)


def test_plans_stand_latest_first(address, plan, sibakul, rini, as_user):
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2022)

    positions = as_user(rini).get(address).context["positions"]

    assert [found.plan.fiscal_year for found in positions] == [2026, 2022]


# -- what was adopted -----------------------------------------------------------------------------


def test_the_agency_bears_the_name_of_the_year_shown(address, dinkop, sibakul, plan, rini, as_user):
    AgencyName.objects.create(agency=dinkop, name="Dinas Koperasi Lama", from_year=2019)
    AgencyName.objects.create(agency=dinkop, name=dinkop.name, from_year=2024)
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2022, milestones=1, approved=True)
    client = as_user(rini)

    present, earlier = client.get(address), client.get(f"{address}?year=2022")

    assert present.context["agency_name"] == dinkop.name
    assert earlier.context["agency_name"] == "Dinas Koperasi Lama"
    assert f"nama pada 2022; sekarang {dinkop.name}, sejak 2024" in earlier.content.decode()
    html = present.content.decode()
    assert "nama pada" not in html
    assert "Waktu mengadopsi: Dinas Koperasi Lama" in html


# -- the parts of the dashboard -------------------------------------------------------------------


def parts(client, address):
    """The Parts that the page drew."""
    return client.get(address).context["parts"]


def test_its_figures_are_those_of_its_own_plan_alone(
    address, plan, milestone, dinkop, rini, as_user
):
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(90))
    factories.ReportFactory(plan=plan, quarter=3, sent=True)
    # The agency replicates something else as well, and the same once more.
    other = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(agency=dinkop), milestones=1, approved=True
    )
    again = factories.ActionPlanFactory(
        replication=factories.ReplicationFactory(
            agency=dinkop, innovation=plan.replication.innovation, programme_year=2025
        ),
        milestones=1,
        approved=True,
    )

    found = parts(as_user(rini), f"{address}?quarter=3")

    heads = [head.value for head in found.dashboard.heads]
    assert heads[2] == "30,0\u00a0%"
    assert [row.plan_url for row in found.dashboard.rows] == [f"/rencana/{plan.pk}/"]
    assert all(
        f"/rencana/{one.pk}/" not in page(as_user(rini), f"{address}?quarter=3")
        for one in (other, again)
    )


def test_year_and_quarter_are_chosen_in_the_address(address, plan, sibakul, rini, as_user):
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2022, milestones=1, approved=True)
    client = as_user(rini)

    html = page(client, f"{address}?year=2022&quarter=2")

    assert "Angka utama TW\u00a0II 2022" in html
    assert "Kurva S 2022" in html
    assert f'href="/dasbor/?year=2022&amp;quarter=2&amp;innovation={sibakul.innovation_id}' in html


def test_without_a_plan_of_this_year_the_latest_that_has_one_is_shown(
    address, sibakul, rini, as_user
):
    factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025, milestones=1, approved=True)
    factories.period(1, 2026)

    assert "Kurva S 2025" in page(as_user(rini), address)


def test_without_an_approved_plan_it_says_when_there_will_be_figures(
    address, draft_plan, rini, as_user
):
    assert "Belum ada angka untuk tahun ini" in page(as_user(rini), address)


def test_unchanged_it_answers_304(address, plan, milestone, rini, as_user):
    client = as_user(rini)
    tag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    factories.ProgressUpdateFactory(milestone=milestone, percent=Decimal(90))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_htmx_gets_its_figures_alone(address, plan, rini, as_user):
    part = as_user(rini).get(address, headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<div id="dasbor">')


def test_each_element_says_what_became_of_it(address, sibakul, rini, as_user):
    kept, dropped, silent = factories.InnovationElementFactory.create_batch(
        3, innovation=sibakul.innovation
    )
    ElementAdaptation.objects.create(replication=sibakul, element=kept, choice="diadopsi")
    ElementAdaptation.objects.create(
        replication=sibakul, element=dropped, choice="ditinggalkan", reason="Anggaran tidak ada."
    )

    adaptations = as_user(rini).get(address).context["adaptations"]

    assert [(found.element, found.row and found.row.choice) for found in adaptations] == [
        (kept, "diadopsi"),
        (dropped, "ditinggalkan"),
        (silent, None),
    ]
    html = page(as_user(rini), address)
    assert "Anggaran tidak ada." in html
    assert "belum diputuskan" in html


def test_outcomes_go_from_baseline_to_target(address, sibakul, rini, as_user):
    outcome = factories.OutcomeFactory(replication=sibakul, indicator="UKM terdata", unit="UKM")
    factories.OutcomeValueFactory(
        outcome=outcome, measured_on=date(2026, 9, 30), value=Decimal(1040), source="Rekap"
    )
    factories.OutcomeValueFactory(outcome=outcome, value=Decimal(55), verified=True)

    html = page(as_user(rini), address)

    assert "UKM terdata" in html
    assert "Menempuh 50,0\u00a0% dari jarak ke target" in html
    assert "1.040" in html


def test_the_commitment_stands_with_its_clauses(address, sibakul, rini, as_user):
    sibakul.commitment = factories.CommitmentFactory(
        title="Komitmen bersama", signatories="Deputi\nGubernur", signed_period="2021"
    )
    sibakul.save()
    Clause.objects.create(commitment=sibakul.commitment, number=1, text="Menyusun rencana aksi.")

    html = page(as_user(rini), address)

    assert "Deputi<br>Gubernur" in html
    assert "Menyusun rencana aksi." in html
    assert "belum dikonfirmasi" in html  # valid until


def test_people_in_charge_are_those_who_are_active(
    address, plan, rini, pak_kadis, dr_budi, as_user
):
    gone = factories.UserFactory(name="Sudah Pindah", agency=rini.agency, is_active=False)

    html = page(as_user(rini), address)

    assert all(person.name in html for person in (rini, pak_kadis, dr_budi))
    assert gone.name not in html
    assert "Kepala Bidang UKM" in html


def test_the_advisers_channel_is_theirs_alone(
    address, plan, rini, ibu_sekda, lia, dr_budi, as_user
):
    factories.CommentFactory(plan=plan, body="Untuk pendamping saja.", advisers_only=True)
    factories.CommentFactory(plan=plan, body="Untuk semua.", answered=True)

    for person in (lia, dr_budi):
        assert "Untuk pendamping saja." in page(as_user(person), address)
    for person in (rini, ibu_sekda):
        html = page(as_user(person), address)
        assert "Untuk pendamping saja." not in html
        assert "Untuk semua." in html
        assert "1 jawaban" in html


def test_advice_leads_to_where_it_was_given(address, plan, milestone, rini, as_user):
    comment = factories.CommentFactory(milestone=milestone)
    report = factories.ReportFactory(plan=plan, quarter=1, sent=True)
    on_report = factories.CommentFactory(report=report)

    html = page(as_user(rini), address)

    assert f'href="/tonggak/{milestone.pk}/#catatan-{comment.pk}"' in html
    assert f'href="/laporan/{report.pk}/#catatan-{on_report.pk}"' in html


def test_open_obstacles_name_whose_move_it_is(address, plan, milestone, rini, as_user):
    factories.ObstacleFactory(plan=plan, milestone=milestone, turn="Diskominfo")

    html = page(as_user(rini), address)

    assert "Anggaran belum cair." in html
    assert "Diskominfo" in html
    assert f'href="/tonggak/{milestone.pk}/"' in html


def test_only_keepers_of_reference_data_may_change_it(address, sibakul, rini, lia, admin, as_user):
    change = reverse("admin:innovations_replication_change", args=[sibakul.pk])

    assert change in page(as_user(lia), address)
    assert change in page(as_user(admin), address)
    assert change not in page(as_user(rini), address)


def test_it_does_not_ask_more_as_it_grows(
    address, plan, milestone, sibakul, rini, as_user, queries
):
    client = as_user(rini)

    def grow(number):
        factories.CommentFactory(milestone=milestone)
        factories.ObstacleFactory(plan=plan)
        element = factories.InnovationElementFactory(innovation=sibakul.innovation)
        ElementAdaptation.objects.create(replication=sibakul, element=element, choice="diadopsi")
        outcome = factories.OutcomeFactory(replication=sibakul)
        factories.OutcomeValueFactory(outcome=outcome)
        factories.ActionPlanFactory(
            replication=sibakul, fiscal_year=2010 + number, milestones=1, approved=True
        )

    grow(0)
    few = queries(client, address)
    for number in range(1, 6):
        grow(number)

    assert queries(client, address) == few
