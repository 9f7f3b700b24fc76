"""Catatan pendampingan: what facilitators wrote in a quarter, and what the agencies answered.

What is for advisers alone is not in it, whoever prints it: paper goes from hand to hand.
"""

from datetime import datetime, time, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from actionplans.models import Comment
from innovations.models import Agency
from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.dashboard.chosen import narrowed
from replikasi.documents import paper as parts
from replikasi.documents.paper import (
    Column,
    Fact,
    Facts,
    Heading,
    Paper,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)

from .heads import foot_of, office_of

NONE = "Tidak ada catatan pendampingan pada triwulan ini."
COLUMNS = (
    Column("Tanggal", parts.DATE, 5),
    Column("Replikasi", width=8),
    Column("Tentang", width=8),
    Column("Jenis", width=5),
    Column("Catatan", width=18),
    Column("Jawaban OPD", width=14),
    Column("Keadaan", width=6),
)


def gathered(user, selection):
    """The Paper of the advice that `user` may read of the chosen quarter; None before the first."""
    if selection.period is None:
        return None
    threads = list(_threads(user, selection))
    period, year = selection.period, selection.year
    now = timezone.localtime()
    universities = sorted({one.by.agency.name_in(year) for one in threads if one.by.agency})
    title = f"Catatan Pendampingan {period.label} {year}"
    own = user.agency if user.role == User.Role.FASILITATOR else None
    suggestions = [one for one in threads if one.kind == Comment.Kind.SUGGESTION]
    return Paper(
        title=title,
        name=f"pendampingan-tw{period.quarter}-{year}",
        blocks=(
            Title(title, ", ".join(universities)),
            Facts(
                (
                    Fact(
                        "Ditulis antara",
                        f"{formats.long_date(period.starts)} dan {formats.long_date(period.ends)}",
                    ),
                    Fact("Catatan", len(threads), parts.WHOLE),
                    Fact("Kunjungan", sum(_is_visit(one) for one in threads), parts.WHOLE),
                    Fact("Saran", len(suggestions), parts.WHOLE),
                    Fact(
                        "Saran yang ditutup",
                        sum(one.closed_at is not None for one in suggestions),
                        parts.WHOLE,
                    ),
                )
            ),
            Heading("Catatan"),
            Table("Catatan", COLUMNS, tuple(Row(_cells(one)) for one in threads), NONE),
            Signatures((_signature(user, own, year, now),)),
        ),
        at=now,
        letterhead=office_of(own, year).letterhead if own else None,
        is_wide=True,
        foot=foot_of(f"Dicetak {formats.long_date(now)} oleh {user.name}.", user),
    )


def notes_in(user, selection):
    """How many notes the Paper would hold; one query."""
    return _threads(user, selection).count() if selection.period else 0


def _threads(user, selection):
    zone = timezone.get_current_timezone()
    since = datetime.combine(selection.period.starts, time(), zone)
    until = datetime.combine(selection.period.ends + timedelta(days=1), time(), zone)
    shown = Comment.objects.visible_to(user).filter(advisers_only=False, withdrawn_at=None)
    rows = narrowed(shown.filter(parent=None), selection, "plan__replication__")
    answers = shown.select_related("by").order_by("created_at", "pk")
    return (
        rows.filter(by__role=User.Role.FASILITATOR, created_at__gte=since, created_at__lt=until)
        .select_related(
            "by__agency",
            "plan__replication__innovation",
            "milestone",
            "report__period",
            "adaptation__element",
        )
        .prefetch_related(
            Prefetch("answers", answers, to_attr="shown_answers"),
            Prefetch("by__agency", Agency.objects.with_names()),
        )
        .order_by("created_at", "pk")
    )


def _is_visit(comment):
    return comment.kind == Comment.Kind.VISIT


def _cells(comment):
    told = [comment.body]
    if _is_visit(comment):
        visited = [comment.visited_place, comment.attendees and f"hadir: {comment.attendees}"]
        told.append("; ".join(part for part in visited if part))
    return (
        timezone.localdate(comment.created_at),
        comment.plan.replication.title,
        _about(comment),
        comment.get_kind_display(),
        "\n".join(part for part in told if part),
        "\n".join(f"{one.by.name}: {one.body}" for one in comment.shown_answers),
        _state(comment),
    )


def _about(comment):
    if comment.milestone:
        return f"Tonggak {comment.milestone.number}. {comment.milestone.activity}"
    if comment.report:
        return f"Laporan {comment.report.period}"
    if comment.adaptation:
        return f"Unsur {comment.adaptation.element.name}"
    return f"Rencana aksi {comment.plan.fiscal_year}"


def _state(comment):
    if comment.closed_at:
        return f"ditutup {formats.short_date(comment.closed_at)}"
    if comment.shown_answers:
        return "dijawab"
    return "menunggu jawaban" if comment.wants_answer else ""


def _signature(user, own, year, now):
    if own:
        return Signature(
            position=user.position or "Fasilitator",
            name=user.name,
            nip=user.nip,
            above=formats.long_date(now),
        )
    return Signature("Mengetahui", "…………………………", above=formats.long_date(now))
