"""Closing a replication: what must hold, who asks and who decides, and what follows."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplans import closing_checks
from actionplans.services import closing as services
from innovations.models import Closing, InnovationElement, Judged, Lesson, Outcome, OutcomeValue
from innovations.services import checks, lessons
from innovations.services.lessons import Said
from replikasi.common.locking import Conflict
from replikasi.notifications.models import Notification
from tests import factories
from tests.factories import endings

State, Kind = Judged.State, Lesson.Kind
DAY = date(2025, 12, 16)


@pytest.fixture
def done(sibakul, rini, pak_kadis, lia, dr_budi):
    """SiBakul after its one plan was finished."""
    endings.finished(sibakul)
    return sibakul


def propose(replication, by, said=endings.SAID, day=DAY, **more):
    return services.propose_closing(
        replication=replication, by=by, completed_on=day, said=list(said), **more
    )


# -- what must hold -------------------------------------------------------------------------------


def faults(replication):
    return {
        check.label.split()[0]: [sentence for sentence, _ in check.items]
        for check in closing_checks.before_closing(replication)
    }


def test_without_a_plan_nothing_is_closed(sibakul, pak_kadis):
    assert faults(sibakul)["Semua"] == ["belum ada rencana aksi"]
    with pytest.raises(ValidationError, match="belum ada rencana aksi"):
        propose(sibakul, pak_kadis)
    assert not Closing.objects.exists()


@pytest.mark.parametrize(
    ("steps", "report", "told"),
    [
        ({}, None, "statusnya draf"),
        ({"submitted": True}, None, "statusnya menunggu persetujuan"),
        ({"approved": True}, None, "belum punya laporan"),
        ({"approved": True}, (1, "sent"), "laporan TW\xa0I belum terverifikasi"),
        ({"approved": True}, (1, "verified"), "baru 0,0\xa0% terverifikasi sampai TW\xa0I"),
        ({"approved": True}, (4, "sent"), "laporan TW\xa0IV belum terverifikasi"),
        ({"approved": True}, (4, "verified"), ""),
        ({"finished": True}, None, ""),
    ],
)
def test_every_plan_is_finished_or_its_last_report_verified(
    steps, report, told, sibakul, rini, pak_kadis, lia
):
    plan = factories.ActionPlanFactory(replication=sibakul, fiscal_year=2025, milestones=1, **steps)
    if report:
        factories.ReportFactory(plan=plan, quarter=report[0], **{report[1]: True})

    found = faults(sibakul)["Semua"]

    assert [told in sentence for sentence in found] == ([True] if told else [])


def test_a_plan_that_is_verified_whole_needs_no_later_report(plan, sibakul):
    factories.ReportFactory(plan=plan, quarter=1, verified=True)
    plan.standings.filter(period__quarter=1).update(verified=100)

    assert faults(sibakul)["Semua"] == []


def test_elements_and_outcomes_only_warn(done, pak_kadis):
    factories.InnovationElementFactory(innovation=done.innovation, name="Kurasi", number=1)
    factories.InnovationElementFactory(
        innovation=done.innovation, number=2, kind=InnovationElement.Kind.ADAPTABLE
    )

    assert faults(done)["Penyesuaian"] == ["unsur “Kurasi” belum disepakati"]
    assert faults(done)["Ada"] == ["belum ada indikator hasil"]
    assert propose(done, pak_kadis).state == State.PROPOSED


def test_a_verified_benefit_meets_the_warning_and_a_product_does_not(done, lia):
    product = factories.OutcomeFactory(replication=done, kind=Outcome.Kind.OUTPUT)
    benefit = factories.OutcomeFactory(replication=done)
    verified = {"verified_value": 40, "verified_by": lia, "verified_at": "2026-01-02T00:00Z"}
    state = OutcomeValue.State.VERIFIED
    factories.OutcomeValueFactory(outcome=product, state=state, **verified)
    value = factories.OutcomeValueFactory(outcome=benefit)

    assert faults(done)["Ada"] == ["belum ada nilai hasil yang terverifikasi"]
    OutcomeValue.objects.filter(pk=value.pk).update(state=state, **verified)
    assert faults(done)["Ada"] == []


def test_a_later_draft_only_warns(done, pak_kadis):
    factories.ActionPlanFactory(replication=done, fiscal_year=2026, milestones=1)

    assert faults(done)["Semua"] == []
    assert "rencana aksi 2026 masih draf" in faults(done)["Tidak"][0]
    assert propose(done, pak_kadis).state == State.PROPOSED


def test_a_draft_before_the_last_plan_is_unfinished_work(done):
    factories.ActionPlanFactory(replication=done, fiscal_year=2024, milestones=1)

    assert "rencana aksi 2024: statusnya draf" in faults(done)["Semua"]


# -- the agency asks ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Kind))
def test_one_lesson_of_each_kind_is_asked(kind, done, pak_kadis):
    said = [one for one in endings.SAID if one.kind != kind]

    with pytest.raises(ValidationError) as refused:
        propose(done, pak_kadis, said)

    assert list(refused.value.message_dict) == [kind.value]
    assert not Lesson.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2021, 12, 31)])
def test_the_day_lies_in_the_programme_and_not_to_come(day, done, pak_kadis):
    with pytest.raises(ValidationError) as refused:
        propose(done, pak_kadis, day=day)

    assert list(refused.value.message_dict) == ["completed_on"]


def test_the_day_is_not_before_the_last_progress(sibakul, rini):
    plan = factories.ActionPlanFactory(
        replication=sibakul, fiscal_year=2025, milestones=1, approved=True
    )
    factories.ProgressUpdateFactory(milestone=plan.milestones.get(), happened_on=DAY)
    kept = {"replication": sibakul, "by": rini, "said": []}

    with pytest.raises(ValidationError) as refused:
        services.save_draft(completed_on=date(2025, 12, 15), **kept)

    assert "16\xa0Desember\xa02025" in refused.value.message_dict["completed_on"][0]
    assert services.save_draft(completed_on=DAY, **kept).completed_on == DAY


@pytest.mark.parametrize(
    "person", ["rini", "bu_kadis_tani", "lia", "dr_budi", "ibu_sekda", "admin"]
)
def test_only_the_head_of_the_agency_asks(person, done, request):
    with pytest.raises(PermissionDenied):
        propose(done, request.getfixturevalue(person))


def test_staff_keep_a_draft_that_the_head_sends(done, rini, pak_kadis):
    draft = services.save_draft(
        replication=done, by=rini, completed_on=DAY, said=list(endings.SAID[:2])
    )
    kept = {row.text: row for row in Lesson.objects.all()}
    assert (draft.state, len(kept)) == (State.DRAFT, 2)

    said = [Said(row.kind, row.stage, row.text, row.pk) for row in kept.values()] + [
        endings.SAID[2]
    ]
    row = propose(done, pak_kadis, said, seen=draft.revision)

    assert (row.state, row.proposed_by) == (State.PROPOSED, pak_kadis)
    authors = {lesson.text: lesson.by for lesson in Lesson.objects.all()}
    assert list(authors.values()).count(rini) == 2
    assert authors[endings.SAID[2].text] == pak_kadis


def test_a_row_that_is_left_out_is_gone(done, rini):
    first = services.save_draft(
        replication=done, by=rini, completed_on=DAY, said=list(endings.SAID)
    )
    services.save_draft(
        replication=done, by=rini, completed_on=DAY, said=[endings.SAID[0]], seen=first.revision
    )

    assert Lesson.objects.count() == 1


def test_the_lessons_of_advisers_stay_when_the_agency_saves(done, rini, lia):
    lessons.write_lesson(replication=done, by=lia, kind=Kind.ADVICE, text="Bentuk tim kecil.")
    services.save_draft(replication=done, by=rini, completed_on=DAY, said=[endings.SAID[0]])

    assert set(Lesson.objects.values_list("by__username", flat=True)) == {"lia", "rini"}


def test_asking_twice_asks_once(done, pak_kadis, lia):
    propose(done, pak_kadis)
    again = propose(done, pak_kadis)

    assert (again.revision, Lesson.objects.count()) == (1, 3)
    assert Notification.objects.filter(kind="closing_proposed", recipient=lia).count() == 1


def test_a_form_that_is_stale_is_told_so(done, rini, pak_kadis):
    services.save_draft(replication=done, by=rini, completed_on=DAY, said=[endings.SAID[0]])

    with pytest.raises(Conflict):
        propose(done, pak_kadis)
    assert Lesson.objects.count() == 1


def test_what_is_asked_is_not_changed_meanwhile(done, rini, pak_kadis):
    row = propose(done, pak_kadis)

    with pytest.raises(ValidationError, match="tidak dapat diubah"):
        services.save_draft(replication=done, by=rini, completed_on=DAY, said=[], seen=row.revision)
    assert Lesson.objects.count() == 3


# -- Litbang decides ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "dues"),
    [
        (date(2025, 8, 31), [date(2026, 2, 28), date(2026, 8, 31), date(2027, 8, 31)]),
        (date(2024, 2, 29), [date(2024, 8, 29), date(2025, 2, 28), date(2026, 2, 28)]),
        (date(2025, 12, 16), [date(2026, 6, 16), date(2026, 12, 16), date(2027, 12, 16)]),
    ],
)
def test_agreeing_makes_it_complete_and_plans_the_checks(day, dues, done, lia):
    replication = endings.closed(done, day)

    assert (replication.status, replication.completed_on) == ("selesai", day)
    assert [row.due for row in replication.checks.order_by("months")] == dues
    assert Lesson.objects.published().count() == 3


@pytest.mark.parametrize("person", ["rini", "pak_kadis", "joko", "dr_budi", "ibu_sekda", "admin"])
def test_only_an_officer_of_the_region_decides(person, done, pak_kadis, request):
    row = propose(done, pak_kadis)
    by = request.getfixturevalue(person)

    for verb, more in (
        (services.agree_closing, {}),
        (services.return_closing, {"reason": "Kurang."}),
        (services.reopen_closing, {"reason": "Kurang."}),
    ):
        with pytest.raises(PermissionDenied):
            verb(closing=row, by=by, **more)


def test_progress_that_came_meanwhile_hinders_agreeing(plan, sibakul, pak_kadis, lia):
    factories.ReportFactory(plan=plan, quarter=1, verified=True)
    plan.standings.filter(period__quarter=1).update(verified=100)
    row = propose(sibakul, pak_kadis, day=date(2026, 6, 30))
    factories.ProgressUpdateFactory(
        milestone=plan.milestones.first(), happened_on=date(2026, 7, 2), percent=100
    )

    with pytest.raises(ValidationError, match="Progres terakhirnya dicatat"):
        services.agree_closing(closing=row, by=lia, seen=row.revision)

    sibakul.refresh_from_db()
    assert sibakul.status == "berjalan"


def test_agreeing_twice_agrees_once(done, pak_kadis, lia, dr_budi):
    row = propose(done, pak_kadis)
    for _ in range(2):
        services.agree_closing(closing=row, by=lia, seen=row.revision)

    assert done.checks.count() == 3
    assert Notification.objects.filter(kind="closing_agreed", recipient=dr_budi).count() == 1


def test_what_is_returned_is_mended_and_asked_again(done, pak_kadis, lia):
    row = propose(done, pak_kadis)
    row = services.return_closing(closing=row, by=lia, reason="Sarannya terlalu umum.")
    assert (row.state, Lesson.objects.published().count()) == (State.RETURNED, 0)

    again = propose(done, pak_kadis, seen=row.revision)

    assert again.state == State.PROPOSED


def test_opening_again_takes_everything_back(done, lia):
    closed = endings.closed(done)
    row = services.reopen_closing(closing=closed.closing, by=lia, reason="Salah tanggal.")

    done.refresh_from_db()
    assert (done.status, done.completed_on, done.checks.count()) == ("berjalan", None, 0)
    assert (row.state, Lesson.objects.published().count()) == (State.RETURNED, 0)


def test_once_a_check_is_answered_it_stays_closed(done, rini, lia):
    closed = endings.closed(done)
    check = closed.checks.get(months=6)
    checks.save_answer(check=check, by=rini, condition="hidup", seen=0)

    with pytest.raises(ValidationError, match="sudah dijawab"):
        services.reopen_closing(closing=closed.closing, by=lia, reason="Salah tanggal.")

    done.refresh_from_db()
    assert (done.status, done.checks.count()) == ("selesai", 3)
