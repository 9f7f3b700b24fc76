"""The head figures against the lines of the reports, and how they moved."""

from decimal import ROUND_HALF_UP, Decimal

from actionplans.models import Report
from replikasi.common import formats
from tests import factories

from .test_dashboard import claimed, heads_of, planned, shown, stand, text_of


def test_head_figures_agree_with_the_lines_of_the_reports(
    october, verified_plan, other_plan, as_user, lia
):
    reports = list(Report.objects.filter(period__quarter=1).prefetch_related("lines"))
    lowered = next(row for row in reports if row.plan_id == verified_plan.pk)

    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=1"))

    assert heads["Realisasi sementara", "sementara"].value == shown(
        sum(claimed(row) for row in reports) / len(reports)
    )
    assert heads["Realisasi terverifikasi", "terverifikasi"].value == shown(
        sum(line.weight * line.verified_percent for line in lowered.lines.all()) / 100
    )
    assert heads["Rencana", "rencana"].value == shown(
        sum(planned(row) for row in reports) / len(reports)
    )
    deviation = sum(claimed(row) - planned(row) for row in reports) / len(reports)
    assert heads["Deviasi", "sementara"].value == formats.signed(
        deviation.quantize(Decimal("0.1"), ROUND_HALF_UP)
    )
    spent = sum(line.spent for row in reports for line in row.lines.all())
    ceiling = sum(line.ceiling for row in reports for line in row.lines.all())
    assert heads["Serapan anggaran", "sementara"].value == shown(spent / ceiling * 100)
    on_time = heads["Laporan tepat waktu", ""]
    assert (on_time.value, on_time.unit) == ("1", "dari 2")


def test_every_head_says_over_how_many(october, verified_plan, other_plan, as_user, lia):
    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=2"))

    assert "1 dari 2 replikasi" in heads["Realisasi sementara", "sementara"].note
    assert (
        heads["Realisasi terverifikasi", "terverifikasi"].note
        == "1 replikasi sampai TW\u00a0I, 1 belum ada"
    )
    assert "2 replikasi" in heads["Rencana", "rencana"].note


def test_the_verified_head_says_which_quarters_it_stands_on(
    october, verified_plan, other_plan, as_user, lia
):
    stand(other_plan, 3, verified=30, verified_quarter=2)

    page = as_user(lia).get("/dasbor/?year=2026&quarter=3")

    note = heads_of(page)["Realisasi terverifikasi", "terverifikasi"].note
    assert note == "1 replikasi sampai TW\u00a0II, 1 baru sampai TW\u00a0I"


def test_every_head_moves_against_the_quarter_before(october, plan, as_user, lia):
    stand(plan, 1, planned=20, claimed=18, verified=18, verified_quarter=1, spent=10, ceiling=100)
    stand(plan, 2, planned=50, claimed=42, verified=40, verified_quarter=2, spent=35, ceiling=100)

    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=2"))

    before = "poin dari TW\u00a0I"
    assert heads["Rencana", "rencana"].change == f"+30,0\u00a0{before}"
    assert heads["Realisasi terverifikasi", "terverifikasi"].change == f"+22,0\u00a0{before}"
    assert heads["Realisasi sementara", "sementara"].change == f"+24,0\u00a0{before}"
    assert heads["Deviasi", "sementara"].change == f"\u22126,0\u00a0{before}"
    assert heads["Serapan anggaran", "sementara"].change == f"+25,0\u00a0{before}"


def test_a_change_is_that_of_the_replications_which_have_both_figures(
    october, plan, other_plan, as_user, lia
):
    """A replication that fell silent does not make the others' figures rise."""
    stand(plan, 1, planned=20, claimed=30, verified=30, verified_quarter=1, spent=20, ceiling=100)
    stand(plan, 2, planned=50, claimed=45, verified=30, verified_quarter=1, spent=35, ceiling=100)
    stand(other_plan, 1, planned=20, claimed=2, verified=None, spent=0, ceiling=300)
    stand(other_plan, 2, planned=40, claimed=None, verified=None, spent=None, ceiling=300)

    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=2"))

    same = "poin dari TW\u00a0I, 1 replikasi yang sama"
    assert heads["Rencana", "rencana"].change == "+25,0\u00a0poin dari TW\u00a0I"
    assert heads["Realisasi sementara", "sementara"].change == f"+15,0\u00a0{same}"
    assert heads["Realisasi sementara", "sementara"].note == "1 dari 2 replikasi"
    assert heads["Deviasi", "sementara"].change == f"\u221215,0\u00a0{same}"
    assert heads["Serapan anggaran", "sementara"].change == f"+15,0\u00a0{same}"
    verified = heads["Realisasi terverifikasi", "terverifikasi"].change
    assert verified == "sama seperti TW\u00a0I, 1 replikasi yang sama"


def test_the_difference_is_said_to_be_of_exact_figures_once(october, verified_plan, as_user, lia):
    page = text_of(as_user(lia).get("/dasbor/"))

    assert page.count("Selisih dihitung sebelum dibulatkan.") == 1


def test_across_the_years_edge_a_cumulative_figure_is_not_called_a_fall(
    october, plan, as_user, lia
):
    last = factories.ActionPlanFactory(
        replication=plan.replication, fiscal_year=2025, milestones=1, approved=True
    )
    stand(last, 4, planned=100, claimed=97, days_late=0, report_state="dikirim")
    stand(plan, 1, planned=20, claimed=15)

    heads = heads_of(as_user(lia).get("/dasbor/?year=2026&quarter=1"))

    assert heads["Rencana", "rencana"].change == "TW\u00a0IV 2025 berakhir 100,0\u00a0%"
    assert (
        heads["Realisasi sementara", "sementara"].change == "TW\u00a0IV 2025 berakhir 97,0\u00a0%"
    )
    assert heads["Deviasi", "sementara"].change == "\u22122,0\u00a0poin dari TW\u00a0IV 2025"
    assert heads["Laporan tepat waktu", ""].change == "TW\u00a0IV 2025: 1 dari 1"


def test_the_year_before_is_narrowed_as_the_year_shown(
    october, plan, other_plan, as_user, lia, distan
):
    for one, figure in ((plan, 90), (other_plan, 50)):
        last = factories.ActionPlanFactory(
            replication=one.replication, fiscal_year=2025, milestones=1, approved=True
        )
        stand(last, 4, claimed=figure)
    stand(other_plan, 1, claimed=10)

    heads = heads_of(as_user(lia).get(f"/dasbor/?year=2026&quarter=1&agency={distan.pk}"))

    assert (
        heads["Realisasi sementara", "sementara"].change == "TW\u00a0IV 2025 berakhir 50,0\u00a0%"
    )
