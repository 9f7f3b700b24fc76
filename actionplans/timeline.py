"""The journey of a milestone: updates, reports, decisions, advice and versions as sentences."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from replikasi.common import formats

from .models import ActionPlan, Comment, Evidence, ReportLine, Verification

SHOWN = 60


@dataclass
class Entry:
    """One event, as common/_timeline_entry.html wants it."""

    at: datetime
    name: str
    tone: str
    title: str
    note: str
    text: str = ""
    files: list = field(default_factory=list)
    acts: list = field(default_factory=list)


def card(piece):
    """A piece of evidence as common/_evidence_card.html wants it."""
    kind = "dokumen"
    if piece.url:
        kind = "tautan"
    elif piece.is_image:
        kind = "foto"
    elif piece.mime.startswith("video/"):
        kind = "video"
    note = piece.get_verdict_display() if piece.verdict else formats.file_size(piece.size)
    if piece.url and not piece.verdict:
        note = "tautan"
    if piece.confidential:
        note = f"rahasia, {note}"
    address = reverse("evidence", args=[piece.pk])
    return {
        "pk": piece.pk,
        "url": address,
        "name": piece.name,
        "note": note,
        "picture": f"{address}?kecil=1" if kind == "foto" else "",
        "kind": kind,
        "pdf": piece.is_pdf,
        "verdict": piece.verdict,
    }


def stamp(at, by=None):
    """28 Sep 2026, 14.05 WIB, name of the person."""
    at = timezone.localtime(at)
    parts = [formats.short_date(at), formats.clock(at)]
    return ", ".join([*parts, by.name] if by else parts)


def _acts(update):
    """[(address, words)] of what may be done with an update that no sent report holds."""
    if update.is_locked:
        return []
    return [
        (reverse("progress_edit", args=[update.pk]), "Ubah"),
        (reverse("progress_withdraw", args=[update.pk]), "Urungkan"),
    ]


def _reminders(milestone, user):
    """Mails to the person in charge; address and words for those who may see contacts alone."""
    known = user.has_perm("actionplans.see_contacts", milestone)
    return [
        Entry(
            at=reminder.at,
            name="envelope",
            tone="muted",
            title="Penanggung jawab diberi tahu lewat surel",
            note=stamp(reminder.at, reminder.by) + (f", ke {reminder.email}" if known else ""),
            text=reminder.note if known else "",
        )
        for reminder in milestone.reminders.select_related("by").order_by("-at", "-id")[:SHOWN]
    ]


def of_milestone(milestone, user):
    """(entries of a milestone that `user` may see, newest first and bounded; its updates)."""
    entries = []
    may_change = user.has_perm("actionplans.record_progress", milestone)
    evidence = Prefetch(
        "evidence", Evidence.objects.visible_to(user).order_by("pk"), to_attr="visible_evidence"
    )
    updates = list(
        milestone.updates.order_by("happened_on", "id")
        .select_related("by")
        .prefetch_related(evidence)
    )
    before = None
    for update in updates:
        title = f"Progres {formats.percent(update.percent, 0)}"
        if before is not None:
            title = f"Progres {formats.percent(before, 0)} → {formats.percent(update.percent, 0)}"
        before = update.percent
        figures = []
        if update.quantity is not None:
            figures.append(f"{formats.number(update.quantity)} {milestone.unit}".strip())
        if update.spent is not None:
            figures.append(formats.rupiah(update.spent))
        entries.append(
            Entry(
                at=update.created_at,
                name="pencil-square",
                tone="acc",
                title=title,
                note=", ".join(
                    [
                        f"Keadaan {formats.short_date(update.happened_on)}",
                        *figures,
                        f"dicatat {update.by.name}",
                    ]
                ),
                text=update.note,
                files=[card(piece) for piece in update.visible_evidence],
                acts=_acts(update) if may_change else [],
            )
        )
    lines = (
        ReportLine.objects.filter(milestone=milestone)
        .exclude(report__state="draf")
        .select_related("report__period", "report__sent_by", "report__plan")
        .prefetch_related(
            Prefetch(
                "report__verifications",
                Verification.objects.select_related("by").order_by("at", "id"),
            )
        )
    )
    for line in lines:
        report = line.report
        entries.append(
            Entry(
                at=report.sent_at,
                name="paper-airplane",
                tone="wait",
                title=f"Laporan {report.period.label} dikirim, "
                f"klaim {formats.percent(line.percent, 0)}",
                note=stamp(report.sent_at, report.sent_by),
            )
        )
        for decision in report.verifications.all():
            entries.append(_decision(decision, line, report))
    for comment in Comment.objects.visible_to(user).filter(milestone=milestone).threads()[:SHOWN]:
        entries.append(
            Entry(
                at=comment.created_at,
                name="chat-bubble-bottom-center-text",
                tone="wait" if comment.is_open_suggestion or comment.is_open_remark else "muted",
                title=f"{comment.get_kind_display()} dari {comment.by.name}",
                note=f"{stamp(comment.created_at)}. Lihat Pendampingan.",
            )
        )
    entries += _reminders(milestone, user)
    for version in milestone.plan.versions.select_related("approved_by"):
        note = f" {version.get_reason_display()}: {version.note}" if version.reason else ""
        entries.append(
            Entry(
                at=version.approved_at,
                name="document-check",
                tone="muted",
                title=f"Rencana disetujui, versi {version.number}",
                note=f"{stamp(version.approved_at, version.approved_by)}.{note}",
            )
        )
    for line in milestone.plan.dropped_revisions()[:SHOWN]:
        entries.append(
            Entry(
                at=line.history_date,
                name="x-circle",
                tone="muted",
                title=ActionPlan.Dropped(line.history_change_reason).label,
                note=stamp(line.history_date, line.history_user),
                text=line.return_reason,
            )
        )
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:SHOWN], updates


def _decision(decision, line, report):
    label = report.period.label
    if decision.decision == Verification.Decision.VERIFIED and line.verified_percent is not None:
        title = f"Terverifikasi {formats.percent(line.verified_percent, 0)} untuk {label}"
        text = line.verdict_note
        return Entry(decision.at, "check-badge", "ok", title, stamp(decision.at, decision.by), text)
    if decision.decision == Verification.Decision.RETURNED:
        title = f"Laporan {label} dikembalikan"
    else:
        title = f"Verifikasi laporan {label} dibatalkan"
    return Entry(
        decision.at,
        "arrow-uturn-left",
        "bad",
        title,
        stamp(decision.at, decision.by),
        decision.reason,
    )
