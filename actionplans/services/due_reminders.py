"""Reminding of what is due: a line of the ledger and a notification, together or not at all."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from actionplans import duties, notices, workdays
from actionplans.models import ActionPlan, DueReminder

Why = DueReminder.Why
TOLD_WHY = {
    Why.ACTOR: "",
    Why.HEAD: " Anda menerimanya sebagai kepala OPD.",
    Why.LITBANG: " Anda menerimanya karena tenggat sudah lewat.",
}


def send_due_reminders(*, today=None):
    """Send what is due on `today`, a working day; returns how many people were reminded.

    Safe to run again, also at once from two places: each plan is locked, what the ledger holds
    is not sent again, and a plan's reminders are written in one transaction.
    """
    today = today or timezone.localdate()
    if not workdays.is_working(today):
        return 0
    plans = sorted({duty.plan.pk for duty, *_ in _unsent(ActionPlan.objects.all(), today)})
    return sum(_remind_of(plan, today) for plan in plans)


@transaction.atomic
def _remind_of(plan_pk, today):
    ActionPlan.objects.select_for_update().get(pk=plan_pk)
    # Read anew under the lock: a report may have been sent, or another run been quicker.
    rows, told = [], defaultdict(list)
    for duty, step, person, why in _unsent(ActionPlan.objects.filter(pk=plan_pk), today):
        told[duty, why].append(person)
        rows.append(
            DueReminder(
                duty=duty.kind,
                subject=duty.subject,
                plan_id=plan_pk,
                due=duty.due,
                step=step,
                recipient=person,
                why=why,
            )
        )
    DueReminder.objects.bulk_create(rows)
    for (duty, why), people in told.items():
        notices.about_duty(
            duty,
            when=duties.told_when(duty.due, today),
            why=TOLD_WHY[why],
            recipients=people,
        )
    return len(rows)


def _unsent(plans, today):
    """[(duty, step, person, why)] that the ledger does not hold yet."""
    found = [
        (duty, step)
        for duty in duties.open_duties(plans, today, duties.furthest(today))
        if (step := duties.step_on(duty.due, today)) is not None
    ]
    if not found:
        return []
    people = duties.People([duty for duty, _ in found], today)
    sent = set(
        DueReminder.objects.filter(plan__in=plans).values_list(
            "subject", "due", "step", "recipient"
        )
    )
    return [
        (duty, step, person, why)
        for duty, step in found
        for person, why in people.reached(duty, step)
        if (duty.subject, duty.due, step, person.pk) not in sent
    ]
