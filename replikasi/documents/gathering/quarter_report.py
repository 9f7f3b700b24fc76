"""Laporan triwulan: a report as it was sent, behind the letter that it goes with."""

from dataclasses import replace
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import timezone

from actionplans import arithmetic, report_checks
from actionplans.curve import plan_curve
from actionplans.services import promises
from innovations.models import Agency
from replikasi.common import formats
from replikasi.dashboard.queries import standings_of
from replikasi.documents import paper as parts
from replikasi.documents.paper import (
    Break,
    Chart,
    Column,
    Fact,
    Facts,
    Heading,
    Items,
    Letter,
    Paper,
    Paragraph,
    Row,
    Signatures,
    Table,
    Title,
)

from .heads import foot_of, office_of

ABSENT = "belum dilaporkan"
CONFIDENTIAL = "berkas rahasia"
INDICATORS = (
    Column("No", parts.WHOLE, 1),
    Column("Kegiatan", width=7),
    Column("Indikator", width=6),
    Column("Satuan", width=3),
    Column("Target", parts.NUMBER, 3),
    Column("Realisasi (sementara)", parts.NUMBER, 4),
)
REALISATION = (
    Column("No", parts.WHOLE, 2),
    Column("Kegiatan", width=10),
    Column("Bobot, %", parts.PERCENT, 3),
    Column("Rencana, %", parts.PERCENT, 4),
    Column("Realisasi (sementara), %", parts.PERCENT, 5),
    Column("Sumbangan, poin", parts.NUMBER, 5),
    Column("Pagu, Rp", parts.MONEY, 6),
    Column("Uang dipakai, Rp", parts.MONEY, 6),
    Column("Serapan, %", parts.PERCENT, 4),
)
OBSTACLES = (
    Column("No", parts.WHOLE, 1),
    Column("Permasalahan", width=9),
    Column("Sebab", width=4),
    Column("Yang akan membukanya", width=6),
    Column("Giliran", width=4),
    Column("Sejak", parts.DATE, 3),
)
EVIDENCE = (
    Column("No", parts.WHOLE, 2),
    Column("Tonggak", parts.WHOLE, 4),
    Column("Bukti dukung", width=16),
    Column("Tanggal", parts.DATE, 5),
    Column("sha256", width=12),
)


def gathered(report):
    """The Paper of a sent report: twelve queries, whatever its lines."""
    plan, period = report.plan, report.period
    replication, year = plan.replication, plan.fiscal_year
    office = office_of(replication.agency, year)
    lines = list(report.lines.select_related("milestone", "update").order_by("milestone__number"))
    sent = timezone.localdate(report.sent_at)
    signature = office.signature(sent)
    title = f"Laporan {period.label.replace('TW', 'Triwulan')} Tahun {year}"
    return Paper(
        title=f"{title}, {replication.title}",
        name=f"laporan-tw{period.quarter}-{year}-{report.pk}",
        blocks=(
            *_letter(report, office, title, signature),
            Break(),
            Title(title, f"{replication.title}, {office.name}"),
            Heading("Data umum", 1),
            _facts(report, lines, office),
            Heading("Indikator", 2),
            _indicators(lines),
            Heading("Realisasi fisik dan keuangan", 3),
            Paragraph(
                "Angka realisasi di laporan ini sementara: klaim OPD sampai akhir triwulan, "
                "sebelum diverifikasi. Sumbangan = bobot × realisasi ÷ 100.",
                is_note=True,
            ),
            _realisation(lines),
            *_curve(plan, sent),
            Heading("Permasalahan dan tindak lanjut", 4),
            *_words(report),
            _obstacles(plan, sent),
            Heading("Rencana triwulan berikutnya", 5),
            *_steps(report),
            Heading("Bukti dukung", 6),
            _evidence(plan, period),
            Signatures((signature,)),
        ),
        at=report.sent_at,
        letterhead=office.letterhead,
        foot=foot_of(f"Dikirim {formats.long_date(sent)}. Angka sementara.", report.sent_by),
    )


def totals(paper):
    table = next(one for one in paper.tables() if one.columns == REALISATION)
    total = table.rows[-1].cells
    return [
        ["Realisasi fisik (sementara)", formats.percent(total[5])],
        ["Rencana", formats.percent(total[3])],
        ["Uang dipakai", formats.rupiah(total[7])],
        ["Pagu", formats.rupiah(total[6])],
    ]


def _letter(report, office, title, signature):
    region = report.plan.replication.agency.region
    reviewers = Agency.objects.filter(region=region, kind=Agency.Kind.BAPPELITBANG)
    reviewer = reviewers.with_names().order_by("pk").first()
    year = report.plan.fiscal_year
    to = [f"Kepala {reviewer.name_in(year)}" if reviewer else "Kepala Bappelitbang"]
    replication = report.plan.replication
    return (
        Letter(
            facts=(
                Fact("Nomor", "…………………………"),
                Fact("Lampiran", "1 (satu) berkas"),
                Fact("Hal", title),
            ),
            to=(*to, f"{region.full_name}", f"di {office.place}" if office.place else "di tempat"),
            place_date=signature.above,
        ),
        Paragraph(
            f"Bersama ini kami sampaikan {title[0].lower()}{title[1:]} atas rencana aksi "
            f"replikasi inovasi {replication.title} untuk diverifikasi dan diteruskan kepada "
            "pimpinan daerah."
        ),
        Paragraph("Demikian disampaikan, atas perhatiannya diucapkan terima kasih."),
        # The letter bears its date at the top.
        Signatures((replace(signature, above=""),)),
    )


def _facts(report, lines, office):
    plan, period, replication = report.plan, report.period, report.plan.replication
    facilitator = replication.facilitator
    rows = [
        Fact("Replikasi", replication.title),
        Fact("Inovasi", replication.innovation.name),
        Fact("Instansi", office.name),
        Fact("Fasilitator", facilitator.name_in(plan.fiscal_year) if facilitator else "belum ada"),
        Fact("Posisi per", formats.long_date(period.ends)),
        Fact("Dikirim", f"{formats.long_date(report.sent_at)}, {formats.clock(report.sent_at)}"),
        Fact("Oleh", report.sent_by.name),
        Fact("Ketepatan", _punctuality(report)),
    ]
    return Facts(tuple(rows))


def _punctuality(report):
    """Counted from the day on which it was sent first, which is named where there was another."""
    late = report.days_late
    told = f"terlambat {late} hari kerja" if late else "tepat waktu"
    if report.resent_on is None:
        return told
    return f"{told}, pertama dikirim {formats.long_date(report.first_sent_on)}"


def _indicators(lines):
    rows = [
        Row(
            (
                line.milestone.number,
                line.milestone.activity,
                line.milestone.indicator,
                line.milestone.unit,
                line.milestone.target,
                ABSENT if line.quantity is None else line.quantity,
            )
        )
        for line in lines
    ]
    return Table("Indikator", INDICATORS, tuple(rows))


def _realisation(lines):
    rows = []
    for line in lines:
        absorbed = arithmetic.absorption(line.spent, line.ceiling)
        rows.append(
            Row(
                (
                    line.milestone.number,
                    line.milestone.activity,
                    line.weight,
                    line.planned,
                    line.percent if line.update_id else ABSENT,
                    arithmetic.contribution(line.weight, line.percent),
                    line.ceiling,
                    line.spent,
                    "tanpa pagu" if absorbed is None else absorbed,
                )
            )
        )
    spent = sum((line.spent for line in lines), Decimal(0))
    ceiling = sum((line.ceiling for line in lines), Decimal(0))
    absorbed = arithmetic.absorption(spent, ceiling)
    claimed = arithmetic.realised((line.weight, line.percent) for line in lines)
    rows.append(
        Row(
            (
                None,
                "Jumlah tertimbang",
                sum((line.weight for line in lines), Decimal(0)),
                arithmetic.realised((line.weight, line.planned) for line in lines),
                claimed,
                claimed,
                ceiling,
                spent,
                "tanpa pagu" if absorbed is None else absorbed,
            ),
            "total",
        )
    )
    return Table("Realisasi", REALISATION, tuple(rows))


def _curve(plan, day):
    curve = plan_curve(plan, standings_of(plan), day)
    if curve is None:
        return ()
    bottom = 38 + curve.wide.height + 20
    context = {"curve": curve, "bottom": bottom, "height": bottom + 40}
    svg = render_to_string("dashboard/curve.svg", context).strip()
    return (Heading("Kurva S"), Chart(svg, curve.sentence))


def _words(report):
    found = []
    if report.idle_reason:
        found.append(Paragraph(f"Tidak ada kemajuan pada triwulan ini: {report.idle_reason}"))
    for name in ("problem", "solution"):
        text = getattr(report, name).strip()
        label = report_checks.WORDS[name]
        found.append(Paragraph(f"{label}: {text}" if text else f"{label}: tidak ada."))
    return found


def _obstacles(plan, day):
    open_then = plan.obstacles.filter(opened_on__lte=day).exclude(closed_on__lte=day)
    rows = [
        Row(
            (
                number,
                row.description,
                row.get_cause_display(),
                row.unblocked_by,
                row.turn or row.get_level_display(),
                row.opened_on,
            )
        )
        for number, row in enumerate(open_then.order_by("opened_on", "pk"), start=1)
    ]
    return Table(
        "Permasalahan",
        OBSTACLES,
        tuple(rows),
        f"Tidak ada yang terbuka per {formats.long_date(day)}.",
    )


def _steps(report):
    steps = promises.steps_of(report.next_steps)
    return (Items(tuple(steps), is_numbered=True),) if steps else (Paragraph("Tidak ditulis."),)


def _evidence(plan, period):
    rows = [
        Row((number, milestone, name, piece.update.happened_on, sha256))
        for number, milestone, piece, name, sha256 in listed_pieces(plan, period)
    ]
    return Table("Bukti dukung", EVIDENCE, tuple(rows), "Tidak ada bukti dukung.")


def listed_pieces(plan, period):
    """[(number, number of the milestone, piece, its name, sha256)] of the quarter's evidence as a
    kept document lists it: a confidential file without its name, a link without checksum."""
    found = report_checks.pieces_of(plan, period)
    numbers = dict(plan.milestones.values_list("pk", "number"))
    pieces = [
        (numbers[key], piece) for key in sorted(found, key=numbers.get) for piece in found[key]
    ]
    return [
        (
            number,
            milestone,
            piece,
            CONFIDENTIAL if piece.confidential else piece.url or piece.name,
            "" if piece.url else piece.sha256,
        )
        for number, (milestone, piece) in enumerate(pieces, start=1)
    ]
