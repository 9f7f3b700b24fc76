"""Whom the portal made act: mails to persons in charge, and reminders of what is due."""

from actionplans.models import Comment, DueReminder, Reminder
from replikasi.common import formats

from .entries import TOLD
from .sources import Source

Duty = DueReminder.Duty


class Mails(Source):
    """Mails to the person in charge; address and words for those who may see contacts alone."""

    kind, name = TOLD, "envelope"

    def rows(self, place, user):
        if place.report or place.obstacle:
            return None
        rows = Reminder.objects.select_related("milestone")
        if place.milestone:
            return rows.filter(milestone=place.milestone.pk)
        return rows.filter(milestone__plan=place.plan.pk)

    def entries(self, rows, place, user):
        self.known = user.has_perm("actionplans.see_contacts", place.milestone or place.plan)
        return super().entries(rows, place, user)

    def entry(self, row, place, user):
        where = "" if place.milestone else f" tonggak {row.milestone.number}"
        title = f"Penanggung jawab{where} diberi tahu lewat surel"
        entry = self.told(row, title, row.note if self.known else "")
        if self.known:
            entry.note += f", ke {row.email}"
        return entry


class DueReminders(Source):
    """What send_reminders sent; who may open the ledger sees it here as well."""

    kind, actor, name = TOLD, "recipient", "bell-alert"

    def rows(self, place, user):
        if place.obstacle or user.role in (user.Role.FASILITATOR, user.Role.PIMPINAN):
            return None
        rows = DueReminder.objects.filter(plan=place.plan.pk)
        if user.role not in Comment.ADVISERS:
            hidden = Comment.objects.filter(plan=place.plan.pk, advisers_only=True).order_by()
            subjects = [f"{Duty.ANSWER}:{key}" for key in hidden.values_list("pk", flat=True)]
            rows = rows.exclude(subject__in=subjects)
        if place.milestone:
            return rows.filter(subject=f"{Duty.MILESTONE}:{place.milestone.pk}")
        if place.report:
            report = place.report
            subjects = [
                f"{Duty.REPORT}:{report.plan_id}:{report.period_id}",
                f"{Duty.REVIEW}:{report.pk}",
                f"{Duty.MENDING}:{report.pk}",
            ]
            return rows.filter(subject__in=subjects)
        return rows

    def entry(self, row, place, user):
        duty = row.get_duty_display().lower()
        title = f"Diingatkan {duty}, tenggat {formats.short_date(row.due)}"
        entry = self.told(
            row,
            title,
            group=("pengingat", row.subject, row.due, row.step),
            several=f"{{}} orang diingatkan {duty}, tenggat {formats.short_date(row.due)}",
            lines=[f"{row.recipient.name}, {row.get_why_display()}"],
        )
        entry.text = entry.lines[0]
        return entry
