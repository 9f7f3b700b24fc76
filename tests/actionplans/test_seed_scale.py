"""`seed_scale`: as many rows as asked, consistent, and seen whole by each role's account."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionplans.demo import scale, scale_catalogue
from actionplans.models import (
    ActionPlan,
    Comment,
    Milestone,
    Obstacle,
    PeriodStanding,
    ProgressUpdate,
    Report,
    ReportingPeriod,
    ReportLine,
)
from actionplans.services import consistency
from innovations.models import Innovation
from replikasi.accounts.models import User
from replikasi.common.demo import DEMO_PASSWORD

pytestmark = pytest.mark.django_db


def seed(**options):
    out = StringIO()
    call_command("seed_scale", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def small(on_day, settings):
    """Ten agencies with four plans each, of 2025: the latest year whose TW IV has opened."""
    on_day("2026-11-24")
    settings.DEBUG = True
    return seed(agencies=10, innovations=4, milestones=5, quarters=4)


def test_as_many_rows_as_asked_and_all_agree(small):
    assert small.startswith("40 rencana 2025 ditulis")
    assert ActionPlan.objects.filter(fiscal_year=2025).count() == 40
    assert Milestone.objects.count() == 200
    approved = ActionPlan.objects.filter(versions__isnull=False)
    assert PeriodStanding.objects.count() == 4 * approved.count()
    assert set(Report.objects.values_list("state", flat=True)) == {
        "diverifikasi",
        "dikirim",
        "dikembalikan",
    }
    assert PeriodStanding.objects.filter(period__quarter=4, report_state="").count() >= 9
    assert ReportLine.objects.count() == 5 * Report.objects.count()
    assert ProgressUpdate.objects.filter(held_by=None).exists()
    assert Comment.objects.exists()
    assert Obstacle.objects.exists()
    assert list(consistency.differences(ActionPlan.objects.all())) == []
    current = ReportingPeriod.objects.current(timezone.localdate())
    assert (current.year, current.quarter) == (2025, 4)


def test_the_account_of_each_wide_role_sees_every_plan(small):
    for role in ("litbang", "fasilitator", "pimpinan", "admin"):
        user = User.objects.get(username=f"skala.{role}")
        assert user.check_password(DEMO_PASSWORD)
        assert ActionPlan.objects.visible_to(user).count() == 40, role
    for role in ("staf", "kepala"):
        user = User.objects.get(username=f"skala.{role}")
        assert ActionPlan.objects.visible_to(user).count() == 4, role


def test_what_was_written_satisfies_the_models(small):
    for model in (ActionPlan, Milestone, ProgressUpdate, Report, ReportLine, Comment, Obstacle):
        row = model.objects.order_by("pk").last()
        row.full_clean()


def test_a_second_run_changes_nothing(small):
    assert seed(agencies=2) == "Data skala sudah ada, tidak ada yang diubah.\n"
    assert ActionPlan.objects.count() == 40


def test_one_milestone_and_one_quarter_are_enough(on_day, settings):
    on_day("2026-11-24")
    settings.DEBUG = True
    assert seed(agencies=2, innovations=1, milestones=1, quarters=1).startswith("2 rencana 2026")
    assert list(consistency.differences(ActionPlan.objects.all())) == []


def test_a_catalogue_of_innovations_beside_them(on_day, settings):
    on_day("2026-11-24")
    settings.DEBUG = True
    seed(agencies=2, innovations=1, milestones=1, quarters=1, catalogue=7)
    found = Innovation.objects.filter(name__startswith="Inovasi Katalog")
    assert found.count() == 7
    assert {row.elements.count() for row in found} == {scale_catalogue.ELEMENTS}
    assert {row.sources.count() for row in found} == {scale_catalogue.SOURCES}
    assert set(found.values_list("status", flat=True)) == set(Innovation.Status.values)
    for row in (*found, *found[0].elements.all(), *found[0].sources.all()):
        row.full_clean()


def test_statements_grow_with_batches_and_not_with_plans(on_day):
    on_day("2026-11-24")
    size = {"innovations": 1, "milestones": 2, "quarters": 2}
    with CaptureQueriesContext(connection) as queries:
        scale.seed(agencies=scale.PLANS_A_BATCH, **size)
    assert len(queries) < 80


@pytest.mark.parametrize("wrong", [{"agencies": 0}, {"milestones": -1}, {"quarters": 5}])
def test_sizes_that_cannot_be_get_a_sentence(settings, wrong):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="Isi sedikitnya 1"):
        seed(**wrong)


def test_it_is_refused_on_a_server(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG mati"):
        seed()
