"""Rekapitulasi: what Litbang tells the regent of a quarter across the agencies.

Its tables are those of the dashboard's own pages, with the columns that a sheet of paper holds.
"""

from django.utils import timezone

from actionplans.models import Obstacle
from innovations.models import Agency
from replikasi.common import formats, listbook
from replikasi.dashboard import deviations, ranking, recap
from replikasi.dashboard.chosen import narrowed
from replikasi.dashboard.plan_figures import VERIFIED
from replikasi.documents import paper as parts
from replikasi.documents.paper import (
    Column,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Row,
    Signatures,
    Table,
    Title,
)

from .heads import foot_of, office_of

NARROWEST = 14
# A column of a list in a document.
KINDS = {
    listbook.TEXT: parts.TEXT,
    listbook.WHOLE: parts.WHOLE,
    listbook.FIGURE: parts.PERCENT,
    listbook.MONEY: parts.MONEY,
    listbook.DATE: parts.DATE,
}
RANKED = (
    *("Peringkat", "Replikasi", "OPD", "Realisasi terverifikasi, %", "Rencana, %"),
    *("Deviasi, poin", "Capaian, %", "Pita capaian", "Serapan, %", "Keterangan"),
)
BEHIND = (
    *("Kelompok", "Replikasi", "OPD", "Rencana, %", "Realisasi, %", "Jenis angka"),
    *("Deviasi, poin", "Tonggak paling menahan", "Keterangan", "Giliran"),
)
OBSTACLES = (
    Column("No", parts.WHOLE, 2),
    Column("Replikasi", width=7),
    Column("OPD", width=4),
    Column("Permasalahan", width=14),
    Column("Sebab", width=5),
    Column("Giliran", width=6),
    Column("Tingkat", width=4),
    Column("Sejak", parts.DATE, 4),
)


def gathered(user, selection):
    """The Paper of what `user` sees of `selection`, or None where nothing was ever approved."""
    reports = recap.table(user, selection, "", "agency") if selection.period else None
    if reports is None or not reports.rows:
        return None
    quarter, year = selection.period.label, selection.year
    now = timezone.localtime()
    reviewer = _reviewer(user)
    office = office_of(reviewer, year) if reviewer else None
    title = f"Rekapitulasi Replikasi Inovasi {quarter} {year}"
    return Paper(
        title=title,
        name=f"rekapitulasi-tw{selection.quarter}-{year}",
        blocks=(
            Title(title, f"Keadaan per {formats.long_date(now)}, {formats.clock(now)}"),
            Facts(
                (
                    Fact("Posisi per", formats.long_date(selection.period.ends)),
                    Fact("Tenggat OPD", formats.long_date(selection.period.due)),
                    Fact("Rencana aksi", len(reports.rows), parts.WHOLE),
                )
            ),
            Heading("Pengiriman laporan", 1),
            _reports(reports, selection),
            Heading("Peringkat realisasi terverifikasi", 2),
            *_ranked(user, selection),
            Heading("Deviasi", 3),
            Paragraph(
                "Angka terverifikasi bila laporan triwulannya sudah diverifikasi, selain itu "
                "sementara; kolom Jenis angka menyebutkannya.",
                is_note=True,
            ),
            _of(deviations.table(user, selection, ""), BEHIND, "Deviasi"),
            Heading("Permasalahan yang terbuka", 4),
            _obstacles(user, selection),
            *([Signatures((office.signature(now.date()),))] if office else []),
        ),
        at=now,
        letterhead=office.letterhead if office else None,
        size=parts.F4,
        is_wide=True,
        foot=foot_of(f"Dicetak {formats.long_date(now)} oleh {user.name}.", user),
    )


def _reviewer(user):
    """Whose letterhead it bears: Litbang's of the reader's region."""
    region = user.region or (user.agency and user.agency.region)
    if region is None:
        return None
    rows = Agency.objects.filter(region=region, kind=Agency.Kind.BAPPELITBANG)
    return rows.with_names().select_related("region").order_by("pk").first()


def _of(table, labels, name):
    """The columns `labels` of a Table of the dashboard, as far as it has them."""
    at = [
        (place, column)
        for label in labels
        for place, column in enumerate(table.columns)
        if column.label == label
    ]
    return Table(
        name,
        tuple(
            Column(column.label, KINDS[column.kind], max(NARROWEST, column.width))
            for _, column in at
        ),
        tuple(Row(tuple(row[place] for place, _ in at)) for row in table.rows),
    )


def _ranked(user, selection):
    """The ranking by verified figures; why nobody has a rank, where fewer than two have one."""
    found = _of(ranking.table(user, selection, VERIFIED, ranking.REPLICATION), RANKED, "Peringkat")
    place = next(at for at, column in enumerate(found.columns) if column.label == RANKED[0])
    if any(row.cells[place] is not None for row in found.rows):
        return (found,)
    told = (
        f"Belum ada peringkat: angka {selection.period.label} yang terverifikasi belum ada pada "
        "dua replikasi atau lebih."
    )
    return (Paragraph(told, is_note=True), found)


def _reports(table, selection):
    """A row a plan; of each quarter its state, and how late."""
    places = {column.label: place for place, column in enumerate(table.columns)}
    quarters = [period.label.replace(formats.NBSP, " ") for period in selection.periods]
    columns = (
        Column("Replikasi", width=8),
        Column("OPD", width=8),
        *(Column(quarter, width=6) for quarter in quarters),
    )
    rows = [
        Row(
            (
                row[places["Replikasi"]],
                row[places["OPD"]],
                *(
                    _state(
                        row[places[f"{quarter}, status"]],
                        row[places[f"{quarter}, terlambat (hari kerja)"]],
                    )
                    for quarter in quarters
                ),
            )
        )
        for row in table.rows
    ]
    return Table("Pengiriman laporan", columns, tuple(rows))


def _state(label, late):
    return f"{label}, terlambat {late} hari kerja" if late else label


def _obstacles(user, selection):
    found = narrowed(Obstacle.objects.visible_to(user), selection, "plan__replication__").open()
    rows = [
        Row(
            (
                number,
                row.plan.replication.title,
                row.plan.replication.agency.short_name,
                row.description,
                row.get_cause_display(),
                row.turn or row.get_level_display(),
                row.get_level_display(),
                row.opened_on,
            )
        )
        for number, row in enumerate(found.for_list().order_by("opened_on", "pk"), start=1)
    ]
    return Table("Permasalahan", OBSTACLES, tuple(rows), "Tidak ada permasalahan yang terbuka.")
