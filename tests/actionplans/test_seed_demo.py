"""`seed_demo`: whatever today's date is, each of the four replications stands where the demo needs
it, all of it in the past and consistent."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from actionplans import checks, commitments
from actionplans.demo import history
from actionplans.models import (
    ActionPlan,
    Comment,
    Evidence,
    Milestone,
    Obstacle,
    PeriodStanding,
    ProgressUpdate,
    Report,
    ReportingPeriod,
)
from actionplans.services import consistency
from innovations import facts
from innovations.models import (
    Clause,
    Closing,
    Commitment,
    Lesson,
    Recognition,
    Replication,
    SustainCheck,
)
from replikasi.accounts.models import User
from replikasi.common.demo import DEMO_PASSWORD
from replikasi.notifications.models import Notification
from tests import factories

pytestmark = pytest.mark.django_db
State = Report.State


def seed(**options):
    call_command("seed_facts", stdout=StringIO())
    return history.seed(**options)


def slim():
    """The demo without the files and the plans of 2022: what depends on today's date."""
    return seed(with_evidence=False, with_first_year=False)


def current_states():
    """{user name of the staff: (plan, report state)} of the current period."""
    period = ReportingPeriod.objects.current(timezone.localdate())
    states = {}
    for standing in PeriodStanding.objects.filter(period=period).select_related(
        "plan__replication"
    ):
        staff = User.objects.get(agency=standing.plan.replication.agency_id, role=User.Role.STAF)
        states[staff.username] = (standing.plan, standing.report_state)
    return states


@pytest.mark.parametrize(
    ("day", "hour"),
    [
        ("2027-01-01", 9),  # a holiday: TW III is still the latest that opened
        ("2027-04-01", 0),  # the very moment at which TW I opens
        ("2027-08-05", 9),
        ("2028-02-29", 9),  # TW IV, and the year has begun
    ],
)
def test_whatever_the_date_four_states_are_there_and_all_is_past(on_day, day, hour):
    on_day(day, hour)
    slim()
    four_states_are_there_and_all_is_past()


def four_states_are_there_and_all_is_past():
    states = current_states()
    assert {name: state for name, (_, state) in states.items()} == {
        "pertanian": State.VERIFIED,
        "koperasi": State.SENT,
        "pariwisata": State.RETURNED,
        "pendidikan": "",
    }
    period = ReportingPeriod.objects.current(timezone.localdate())
    near = PeriodStanding.objects.get(plan=states["pertanian"][0], period=period)
    assert abs(near.verified - near.planned) < 3
    behind = PeriodStanding.objects.get(plan=states["pariwisata"][0], period=period)
    assert behind.claimed - behind.planned < -10
    earlier = Report.objects.filter(period__year=period.year, period__quarter__lt=period.quarter)
    assert earlier.count() == 4 * (period.quarter - 1)
    assert not earlier.exclude(state=State.VERIFIED).exists()

    next_year = timezone.localdate().year + 1
    assert sorted(
        ActionPlan.objects.filter(fiscal_year=next_year).values_list("state", flat=True)
    ) == ["diajukan", "draf"]
    if timezone.localdate().year > period.year:
        begun = ActionPlan.objects.filter(fiscal_year=timezone.localdate().year)
        assert set(begun.values_list("state", flat=True)) == {"disetujui"}
        assert begun.count() == 4

    assert list(consistency.differences(ActionPlan.objects.all())) == []
    all_is_past(timezone.now())


def all_is_past(now):
    for rows, field in (
        (ActionPlan, "created_at"),
        (ProgressUpdate, "created_at"),
        (Report, "sent_at"),
        (Comment, "created_at"),
        (Notification, "created_at"),
        (Milestone.history, "history_date"),
        (Report.history, "history_date"),
        (ProgressUpdate.history, "history_date"),
    ):
        rows = getattr(rows, "objects", rows)
        assert not rows.filter(**{f"{field}__gte": now}).exists(), field
    for report in Report.objects.exclude(state=State.DRAFT).select_related("period"):
        assert timezone.localdate(report.sent_at) >= report.period.opens
        assert report.decided_at is None or report.decided_at > report.sent_at
    assert not ProgressUpdate.objects.filter(happened_on__gt=timezone.localdate()).exists()


def test_the_whole_demo_once(on_day, settings, capsys):
    on_day("2026-11-24")
    settings.DEBUG = True
    call_command("seed_demo")
    said = capsys.readouterr().out
    assert f"12 akun contoh dengan sandi {DEMO_PASSWORD}: koperasi, koperasi.kepala" in said

    assert User.objects.filter(is_demo=True).count() == 12
    assert all(person.check_password(DEMO_PASSWORD) for person in User.objects.all())
    finished = ActionPlan.objects.filter(fiscal_year=2022)
    assert [
        (plan.state, plan.reports.filter(state=State.VERIFIED).count()) for plan in finished
    ] == [("selesai", 4)] * 4
    assert Evidence.objects.filter(mime="application/pdf").exists()
    assert all(piece.file.size == piece.size for piece in Evidence.objects.all()[:10])
    assert Comment.objects.open_suggestions().count() == 2
    assert Comment.objects.filter(advisers_only=True).exists()
    assert sorted((date(2026, 11, 24) - row.opened_on).days for row in Obstacle.objects.open()) == [
        9,
        12,
        21,
        34,
    ]
    endings_are_told()
    the_commitment_is_told()
    draft = ActionPlan.objects.get(fiscal_year=2027, state="draf")
    rows = list(draft.milestones.order_by("number"))
    assert checks.weight_total(rows) == Decimal("87.5")
    four_states_are_there_and_all_is_past()

    before = ActionPlan.history.count(), Notification.objects.count(), User.history.count()
    call_command("seed_demo")
    assert capsys.readouterr().out == "Data contoh sudah ada, tidak ada yang diubah.\n"
    assert (
        ActionPlan.history.count(),
        Notification.objects.count(),
        User.history.count(),
    ) == before


def endings_are_told():
    """Two replications of 2022 were closed and checked since, one has its certificate."""
    assert sorted(Replication.objects.values_list("status", flat=True)) == [
        *("berjalan", "berjalan", "berlanjut", "berlanjut")
    ]
    answers = SustainCheck.objects.values_list("months", "state")
    assert sorted(answers) == [
        *((6, "disepakati"), (6, "disepakati"), (12, "disepakati"), (12, "disepakati")),
        *((24, "diajukan"), (24, "disepakati")),
    ]
    assert Lesson.objects.published().count() == Lesson.objects.count() == 10
    award = Recognition.objects.get()
    assert award.number == f"001/INOVASI/{award.chosen_at.year}"
    assert Closing.objects.latest("decided_at").decided_at.year == 2023
    assert not Closing.history.filter(history_date__year__gt=2023).exists()


def the_commitment_is_told():
    """One made up, about to end, of which a clause is late and one is served by nothing."""
    people = {name: User.objects.get(username=name) for name in ("koperasi", "pertanian")}
    row, fact = commitments.listed(
        Commitment.objects.order_by("-signed_on"), people["koperasi"], date(2026, 11, 24)
    )
    assert row.commitment.title == "Contoh: Kesepakatan pendampingan SiBakul"
    assert (row.force.label, row.days_left) == ("Akan berakhir", 45)
    assert (row.replications, row.clauses, row.unserved, row.late) == (1, 5, 1, 1)
    states = commitments.clause_states(row.commitment, people["koperasi"], date(2026, 11, 24))
    assert [one.state.label for one in states] == [
        *("Tuntas (sementara)", "Lewat tenggat", "Berjalan", "Berjalan", "Belum dilayani tonggak")
    ]
    assert not any(
        one.milestones
        for one in commitments.clause_states(
            row.commitment, people["pertanian"], date(2026, 11, 24)
        )
    )
    assert (fact.commitment.title, fact.clauses) == (facts.COMMITMENT["title"], 0)
    for rows in (Commitment.history.filter(id=row.commitment.pk), Clause.history):
        assert {timezone.localdate(one.history_date) for one in rows.all()} == {date(2021, 12, 1)}


def test_it_is_refused_on_a_server(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG mati"):
        call_command("seed_demo")
    assert not User.objects.exists()


def test_an_account_of_that_name_gets_a_sentence(settings):
    settings.DEBUG = True
    factories.UserFactory(username="koperasi")
    with pytest.raises(CommandError, match="Akun koperasi sudah ada"):
        call_command("seed_demo", stdout=StringIO())


def test_a_plan_that_is_there_already_gets_a_sentence(on_day, settings):
    on_day("2026-11-24")
    settings.DEBUG = True
    call_command("seed_facts", stdout=StringIO())
    replication = Replication.objects.get(innovation__name="Aksi Tali Intan")
    factories.ActionPlanFactory(replication=replication, fiscal_year=2022)
    with pytest.raises(CommandError, match="sudah ada"):
        call_command("seed_demo", stdout=StringIO())
    assert not User.objects.filter(is_demo=True).exists()
