"""Promises: a report's next steps, and what the next report says became of them."""

import re

from django.core.exceptions import ValidationError
from django.db.models import Q

from actionplans.models import NextStep, Report

MOST = 20
LONGEST = NextStep._meta.get_field("text").max_length
# "1. Uji coba", "- Uji coba": how people number and mark what they list.
MARK = re.compile(r"^(?:[-–•*]|\d{1,2}[.)])\s+")
BROKEN_NEEDS_NOTE = "Tulis mengapa langkah ini tidak ditepati."


def steps_of(text):
    """The steps that the words `next_steps` promise: one a line, without its number or mark."""
    lines = (MARK.sub("", line.strip()).strip() for line in text.splitlines())
    return [line for line in lines if line]


def earlier_report(report):
    """The latest sent report of the same replication before this one's quarter, or None.

    The plan of the year before counts; what was promised longer ago is no promise any more.
    """
    year, quarter = report.period.year, report.period.quarter
    return (
        Report.objects.sent()
        .filter(plan__replication=report.plan.replication_id)
        .filter(Q(period__year=year - 1) | Q(period__year=year, period__quarter__lt=quarter))
        .select_related("period")
        .order_by("-period__year", "-period__quarter")
        .first()
    )


def due_in(report, earlier):
    """The steps that `report` answers: what `earlier` promised and no other report answered."""
    if earlier is None:
        return []
    open_here = Q(kept_in=None) | Q(kept_in=report.pk)
    return list(earlier.steps.filter(open_here).order_by("number"))


def made_by(report, user):
    """The steps that `report` promised; an answer in a draft is the agency's own until it is sent.

    Each has `answered_in`, the report that tells of it, or None.
    """
    steps = list(report.steps.select_related("kept_in__period").order_by("number"))
    for step in steps:
        step.answered_in = step.kept_in
        is_draft = step.kept_in is not None and step.kept_in.state == Report.State.DRAFT
        if is_draft and user.role not in user.AGENCY_ROLES:
            step.kept = step.kept_note = ""
            step.answered_in = None
    return steps


def write_answers(report, answers):
    """Keep what `report`, which the caller has locked, says of the steps promised before it.

    `answers` maps step.pk to (kept or "", note); a step that is not in it stays as it is.
    """
    steps = due_in(report, earlier_report(report)) if answers else []
    errors, changed = {}, []
    for step in steps:
        if step.pk not in answers:
            continue
        kept, note = answers[step.pk]
        note = note.strip()
        if kept and kept not in NextStep.Kept.values:
            errors[f"step-{step.pk}"] = "Pilih salah satu jawaban."
        if kept == NextStep.Kept.BROKEN and not note:
            errors[f"note-{step.pk}"] = BROKEN_NEEDS_NOTE
        step.kept, step.kept_note = kept, note if kept else ""
        step.kept_in = report if kept else None
        changed.append(step)
    if errors:
        raise ValidationError(errors)
    NextStep.objects.bulk_update(changed, ["kept", "kept_note", "kept_in"])


def write_steps(report):
    """Make the rows of what a report that is being sent promises.

    Sent again with other words, a step that is still promised keeps its answer.
    """
    texts = [text[:LONGEST] for text in steps_of(report.next_steps)[:MOST]]
    before = list(report.steps.order_by("number"))
    if [step.text for step in before] == texts:
        return
    answers = {step.text: step for step in before if step.kept}
    report.steps.all().delete()
    rows = []
    for number, text in enumerate(texts, start=1):
        row = NextStep(report=report, number=number, text=text)
        if answered := answers.pop(text, None):
            row.kept, row.kept_note = answered.kept, answered.kept_note
            row.kept_in_id = answered.kept_in_id
        rows.append(row)
    NextStep.objects.bulk_create(rows)
