"""Berita acara verifikasi: who verified what, the claim and what was taken of it, and each file."""

from django.utils import timezone

from actionplans import arithmetic
from replikasi.common import formats
from replikasi.documents import paper as parts
from replikasi.documents.paper import (
    Column,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Row,
    Signature,
    Signatures,
    Table,
    Title,
)

from .heads import foot_of, office_of
from .quarter_report import listed_pieces

LINES = (
    Column("No", parts.WHOLE, 2),
    Column("Kegiatan", width=14),
    Column("Bobot, %", parts.PERCENT, 5),
    Column("Klaim, %", parts.PERCENT, 5),
    Column("Terverifikasi, %", parts.PERCENT, 7),
    Column("Sumbangan, poin", parts.NUMBER, 6),
    Column("Alasan", width=11),
)
FILES = (
    Column("No", parts.WHOLE, 2),
    Column("Tonggak", parts.WHOLE, 4),
    Column("Berkas", width=9),
    Column("Penilaian", width=6),
    Column("Catatan", width=7),
    Column("sha256", width=12),
)


def gathered(verification):
    """The Paper of the decision that verified a report; eleven queries, whatever its lines."""
    report = verification.report
    plan, period, replication = report.plan, report.period, report.plan.replication
    office = office_of(replication.agency, plan.fiscal_year)
    reviewer = office_of(verification.by.agency, plan.fiscal_year)
    lines = list(report.lines.select_related("milestone").order_by("milestone__number"))
    day = timezone.localdate(verification.at)
    title = f"Berita Acara Verifikasi Laporan {period.label} {plan.fiscal_year}"
    officer = verification.by
    return Paper(
        title=f"{title}, {replication.title}",
        name=f"berita-acara-tw{period.quarter}-{plan.fiscal_year}-{report.pk}",
        blocks=(
            Title(title, f"{replication.title}, {office.name}"),
            Paragraph(
                f"Pada {formats.long_date(day)} pukul {formats.clock(verification.at)}, "
                f"{officer.name} dari {reviewer.name} memverifikasi laporan {period.label} "
                f"{plan.fiscal_year} yang dikirim {office.name} pada "
                f"{formats.long_date(report.sent_at)}, dengan hasil sebagai berikut."
            ),
            Facts(
                (
                    Fact("Replikasi", replication.title),
                    Fact("Inovasi", replication.innovation.name),
                    Fact("Instansi", office.name),
                    Fact("Posisi per", formats.long_date(period.ends)),
                    Fact("Dikirim oleh", report.sent_by.name),
                    Fact("Diverifikasi oleh", officer.name),
                )
            ),
            Heading("Nilai tiap tonggak", 1),
            _lines(lines),
            Heading("Penilaian berkas", 2),
            _files(plan, period),
            Signatures(
                (
                    Signature("Yang melaporkan", report.sent_by.name, nip=report.sent_by.nip),
                    Signature(
                        officer.position or "Verifikator",
                        officer.name,
                        nip=officer.nip,
                        above=_place_and_day(reviewer, day),
                    ),
                )
            ),
        ),
        at=verification.at,
        letterhead=reviewer.letterhead,
        foot=foot_of(f"Diverifikasi {formats.long_date(day)}.", officer),
    )


def totals(paper):
    total = next(one for one in paper.tables() if one.columns == LINES).rows[-1].cells
    return [
        ["Klaim (sementara)", formats.percent(total[3])],
        ["Terverifikasi", formats.percent(total[4])],
    ]


def _place_and_day(office, day):
    return ", ".join(part for part in (office.place, formats.long_date(day)) if part)


def _lines(lines):
    rows = [
        Row(
            (
                line.milestone.number,
                line.milestone.activity,
                line.weight,
                line.percent,
                line.verified_percent,
                arithmetic.contribution(line.weight, line.verified_percent),
                line.verdict_note,
            )
        )
        for line in lines
    ]
    verified = arithmetic.realised((line.weight, line.verified_percent) for line in lines)
    rows.append(
        Row(
            (
                None,
                "Jumlah tertimbang",
                sum(line.weight for line in lines),
                arithmetic.realised((line.weight, line.percent) for line in lines),
                verified,
                verified,
                "",
            ),
            "total",
        )
    )
    return Table("Nilai", LINES, tuple(rows))


def _files(plan, period):
    rows = [
        Row(
            (
                number,
                milestone,
                name,
                piece.get_verdict_display() if piece.verdict else "tidak dinilai",
                "" if piece.confidential else piece.verdict_note,
                sha256,
            )
        )
        for number, milestone, piece, name, sha256 in listed_pieces(plan, period)
    ]
    return Table("Berkas", FILES, tuple(rows), "Laporan ini tidak disertai berkas.")
