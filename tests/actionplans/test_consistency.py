"""`check_consistency`: whatever is stored wrongly is named, and standings can be mended."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplans.models import (
    ActionPlan,
    PeriodStanding,
    ProgressUpdate,
    Report,
    ReportLine,
    Verification,
)
from actionplans.services import consistency
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(plan):
    """Dinkop's verified report of TW I 2026, with progress on its first milestone."""
    factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1))
    return factories.ReportFactory(plan=plan, quarter=1, verified=True)


def differences():
    return list(consistency.differences(ActionPlan.objects.all()))


def check(capsys, *options):
    """(exit code, output, named differences) of the command."""
    code = 0
    try:
        call_command("check_consistency", *options)
    except SystemExit as stop:
        code = stop.code
    said = capsys.readouterr()
    return code, said.out, said.err.splitlines()


def test_what_the_services_wrote_agrees(report, capsys):
    factories.ReportFactory(plan=report.plan, quarter=2, sent=True)
    factories.ActionPlanFactory(milestones=2)
    assert check(capsys) == (0, "2 rencana diperiksa, 0 perbedaan\n", [])


def test_a_standing_altered_by_hand_is_named_and_repaired(report, capsys):
    standing = PeriodStanding.objects.get(plan=report.plan, period__quarter=1)
    right = standing.claimed
    PeriodStanding.objects.filter(pk=standing.pk).update(claimed=99)

    code, out, named = check(capsys)
    assert (code, out) == (1, "1 rencana diperiksa, 1 perbedaan\n")
    assert named == [
        f"Rencana {report.plan_id}, TW\u00a0I 2026, claimed: "
        f"tersimpan 99.00000000, seharusnya {right}"
    ]

    code, out, named = check(capsys, "--repair")
    assert (code, named) == (0, [])
    assert out.startswith("1 rencana: posisi ditulis ulang\n")
    standing.refresh_from_db()
    assert standing.claimed == right
    assert check(capsys)[0] == 0


def test_a_missing_and_an_extra_standing_are_named_and_repaired(report, capsys):
    plan = report.plan
    PeriodStanding.objects.filter(plan=plan, period__quarter=3).delete()
    PeriodStanding.objects.create(
        plan=plan, period=factories.period(2, 2025), ceiling=0, due=date(2025, 7, 8)
    )
    named = check(capsys)[2]
    assert [line.split(": ")[1].split(" (")[0] for line in named] == [
        "posisi berlebih",
        "posisi tidak ada",
    ]
    assert check(capsys, "--repair")[0] == 0


def test_a_standing_of_a_plan_never_approved_is_named_and_repaired(draft_plan, capsys):
    PeriodStanding.objects.create(
        plan=draft_plan, period=factories.period(1), ceiling=0, due=date(2026, 4, 8)
    )
    assert "belum pernah disetujui" in check(capsys)[2][0]
    assert check(capsys, "--repair")[0] == 0
    assert not PeriodStanding.objects.exists()


def test_a_fault_outside_the_standings_is_named_and_stays(report, capsys):
    line = report.lines.order_by("milestone__number").first()
    ReportLine.objects.filter(pk=line.pk).update(weight=line.weight - 1)
    assert any("jumlah bobot" in sentence for sentence in differences())
    code, _, named = check(capsys, "--repair")
    assert code == 1
    assert [line.split(": ")[1] for line in named] == ["jumlah bobot 99.00, seharusnya 100"]


def test_a_sent_report_without_lines_is_named(report):
    ReportLine.objects.filter(report=report).delete()
    assert any("terkirim tanpa baris" in sentence for sentence in differences())


def test_an_update_held_by_a_report_that_is_not_sent_is_named(plan):
    update = factories.ProgressUpdateFactory(milestone=plan.milestones.get(number=1))
    report = factories.ReportFactory(plan=plan, quarter=1, returned=True)
    ProgressUpdate.objects.filter(pk=update.pk).update(held_by=report)
    assert [
        sentence
        for sentence in differences()
        if f"catatan progres {update.pk}: dipegang" in sentence
    ]


def test_a_line_that_differs_from_the_update_it_froze_is_named(report):
    line = report.lines.get(update__isnull=False)
    ProgressUpdate.objects.filter(pk=line.update_id).update(percent=line.percent / 2)
    assert any("percent: baris" in sentence for sentence in differences())


def test_a_state_without_its_decision_is_named(report):
    Verification.objects.filter(report=report).delete()
    assert any("keputusan terakhir tidak ada" in sentence for sentence in differences())


def test_a_verified_line_without_a_value_is_named(report):
    ReportLine.objects.filter(report=report).update(verified_percent=None)
    assert any("verified_percent: kosong" in sentence for sentence in differences())


def test_a_report_of_another_year_is_named(report):
    Report.objects.filter(pk=report.pk).update(period=factories.period(1, 2025))
    assert any("di luar tahun anggaran 2026" in sentence for sentence in differences())


def test_queries_do_not_grow_within_a_batch(report):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            differences()
        return len(queries)

    one = count()
    other = factories.ActionPlanFactory(milestones=2, approved=True)
    factories.ReportFactory(plan=other, quarter=1, sent=True)
    assert count() == one


def test_every_batch_is_looked_at(report, monkeypatch):
    monkeypatch.setattr(consistency.batches, "__defaults__", (1,))
    factories.ActionPlanFactory(milestones=2, approved=True)
    PeriodStanding.objects.update(ceiling=1)
    assert len({sentence.split(",")[0] for sentence in differences()}) == 2
