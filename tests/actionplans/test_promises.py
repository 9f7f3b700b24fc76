"""Promises: a report's next steps are answered in the report after it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from actionplans.models import NextStep
from actionplans.services import promises, reports, verification
from tests import factories
from tests.factories import period

WORDS = {"problem": "", "solution": "", "next_steps": "", "idle_reason": "Menunggu."}


def sent(plan, quarter, steps, by, **answers):
    with factories.at(period(quarter).opens):
        report, _ = reports.open_report(plan=plan, period=period(quarter), by=by)
    words = {**WORDS, "next_steps": steps}
    return reports.send_report(report=report, by=by, **words, **answers)


@pytest.fixture
def first(plan, pak_kadis):
    return sent(plan, 1, "1. Uji coba\n\n- 12 desa didata\n2 pelatihan", pak_kadis)


def texts(report):
    return [step.text for step in report.steps.order_by("number")]


def test_every_line_of_the_next_steps_is_a_promise(first):
    assert texts(first) == ["Uji coba", "12 desa didata", "2 pelatihan"]


def test_the_next_report_answers_what_the_one_before_promised(plan, first, pak_kadis, rini):
    second = factories.ReportFactory(plan=plan, quarter=2)
    steps = promises.due_in(second, promises.earlier_report(second))
    assert steps == list(first.steps.order_by("number"))

    answers = {steps[0].pk: ("ditepati", ""), steps[1].pk: ("tidak", "Banjir.")}
    second = reports.save_report(report=second, by=rini, **WORDS, answers=answers)

    steps = promises.due_in(second, promises.earlier_report(second))
    assert [(step.kept, step.kept_note, step.kept_in) for step in steps] == [
        ("ditepati", "", second),
        ("tidak", "Banjir.", second),
        ("", "", None),
    ]


def test_a_broken_promise_needs_a_word(plan, first, rini):
    second = factories.ReportFactory(plan=plan, quarter=2)
    step = first.steps.get(number=1)
    with pytest.raises(ValidationError) as refusal:
        reports.save_report(report=second, by=rini, **WORDS, answers={step.pk: ("tidak", " ")})
    assert list(refusal.value.message_dict) == [f"note-{step.pk}"]
    assert not NextStep.objects.exclude(kept="").exists()


def test_steps_of_another_agency_are_not_answered(plan, first, distan, rini, bu_kadis_tani):
    other = factories.ActionPlanFactory(replication__agency=distan, milestones=1, approved=True)
    foreign = sent(other, 1, "Panen raya", bu_kadis_tani).steps.get()
    second = factories.ReportFactory(plan=plan, quarter=2)
    reports.save_report(report=second, by=rini, **WORDS, answers={foreign.pk: ("ditepati", "")})
    foreign.refresh_from_db()
    assert foreign.kept == ""


def test_an_answer_in_a_draft_is_the_agencys_own(plan, first, rini, lia, pak_kadis):
    second = factories.ReportFactory(plan=plan, quarter=2)
    answers = {first.steps.get(number=1).pk: ("ditepati", "")}
    second = reports.save_report(report=second, by=rini, **WORDS, answers=answers)

    def answered(user):
        return next((step.kept, step.answered_in) for step in promises.made_by(first, user))

    assert answered(rini) == ("ditepati", second)
    assert answered(lia) == ("", None)
    reports.send_report(report=second, by=pak_kadis, **WORDS)
    assert answered(lia) == ("ditepati", second)


def test_a_report_sent_again_keeps_the_answers_to_what_it_still_promises(
    plan, first, pak_kadis, rini, lia
):
    second = factories.ReportFactory(plan=plan, quarter=2)
    answers = {step.pk: ("ditepati", "") for step in first.steps.all()}
    reports.save_report(report=second, by=rini, **WORDS, answers=answers)
    first = verification.return_report(report=first, by=lia, reason="Perjelas langkahnya.")
    words = {**WORDS, "next_steps": "Pelatihan ketiga\nUji coba"}

    first = reports.send_report(report=first, by=pak_kadis, **words)

    assert [(step.text, step.kept) for step in first.steps.order_by("number")] == [
        ("Pelatihan ketiga", ""),
        ("Uji coba", "ditepati"),
    ]


def test_a_promise_of_the_year_before_is_answered_an_older_one_is_not(sibakul, pak_kadis, lia):
    made = {}
    for year in (2024, 2025, 2026):
        plan = factories.ActionPlanFactory(
            replication=sibakul, milestones=1, approved=True, fiscal_year=year
        )
        made[year] = factories.ReportFactory(
            plan=plan, quarter=4 if year < 2026 else 1, sent=year < 2026
        )
    assert promises.earlier_report(made[2026]) == made[2025]
    made[2025].plan.reports.all().delete()
    assert promises.earlier_report(made[2026]) is None


def test_no_more_promises_than_a_report_can_hold(plan, pak_kadis):
    report = sent(plan, 1, "\n".join(f"Langkah {n}" for n in range(30)), pak_kadis)
    assert report.steps.count() == promises.MOST


def test_a_report_without_next_steps_promises_nothing(plan, pak_kadis):
    assert texts(sent(plan, 1, " \n ", pak_kadis)) == []


def test_the_date_of_a_step_is_no_number_of_it():
    assert promises.steps_of(f"{date(2026, 4, 1):%d-%m} rapat") == ["01-04 rapat"]
