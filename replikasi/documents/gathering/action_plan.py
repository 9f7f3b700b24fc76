"""Rencana aksi: the matrix of a plan as it was approved last, or as it stands now as a draft."""

from decimal import Decimal

from django.utils import timezone

from actionplans import snapshots
from actionplans.models import ActionPlan, Stage
from replikasi.common import formats
from replikasi.documents import paper as parts
from replikasi.documents.paper import Column, Fact, Facts, Paper, Row, Signatures, Table, Title

from .heads import foot_of, office_of

TARGETS = ("target_q1", "target_q2", "target_q3", "target_q4")
COLUMNS = (
    Column("No", parts.WHOLE, 2),
    Column("Kegiatan", width=9),
    Column("Keluaran", width=6),
    Column("Indikator", width=7),
    Column("Target", width=4),
    Column("Bobot, %", parts.PERCENT, 3),
    *(Column(f"TW {formats.QUARTERS[quarter]}, %", parts.NUMBER, 3) for quarter in (1, 2, 3, 4)),
    Column("Waktu", width=5),
    Column("Penanggung jawab", width=6),
    Column("Pihak terkait", width=5),
    Column("Subkegiatan", width=6),
    Column("Pagu, Rp", parts.MONEY, 5),
    Column("Bukti dukung", width=6),
    Column("Keterangan", width=5),
)
MONTHS_WIDTH = 2


def gathered(subject):
    """The Paper of a PlanVersion, or of an ActionPlan as its rows are now: a draft.

    Queries: five at most, whatever the number of milestones.
    """
    is_draft = isinstance(subject, ActionPlan)
    plan, version = (subject, None) if is_draft else (subject.plan, subject)
    plain = snapshots.present(plan) if is_draft else version.snapshot
    rows = [snapshots.values(row) for row in plain]
    replication = plan.replication
    office = office_of(replication.agency, plan.fiscal_year)
    at = timezone.now() if is_draft else version.approved_at
    day = timezone.localdate(at)
    state = plan.get_state_display().lower()
    status = (
        f"Draf per {formats.long_date(day)}, status: {state}"
        if is_draft
        else f"Versi {version.number}, disetujui {formats.long_date(day)} "
        f"oleh {version.approved_by.name}"
    )
    blocks = [
        Title("Rencana Aksi Replikasi Inovasi", f"Tahun {plan.fiscal_year}"),
        Facts(
            (
                Fact("Replikasi", replication.title),
                Fact("Inovasi", replication.innovation.name),
                Fact("Instansi", office.name),
                Fact("Status", status),
            )
        ),
        _matrix(rows),
        parts.Heading("Jadwal"),
        _timeline(rows, plan.fiscal_year),
        Signatures((office.signature(day),)),
    ]
    return Paper(
        title=f"Rencana aksi {plan.fiscal_year}, {replication.title}",
        name=f"rencana-aksi-{plan.fiscal_year}-{plan.pk}",
        blocks=tuple(blocks),
        at=at,
        letterhead=office.letterhead,
        size=parts.F4,
        is_wide=True,
        mark="DRAF" if is_draft else "",
        foot=foot_of(f"{status}.", plan.created_by if is_draft else version.approved_by),
    )


def totals(paper):
    """[(what, how much)] that a printed copy is compared by."""
    table = paper.tables()[0]
    total = table.rows[-1].cells
    number = sum(1 for row in table.rows if not row.kind)
    return [
        ["Tonggak capaian", formats.number(number)],
        ["Jumlah bobot", formats.percent(total[5])],
        ["Jumlah pagu", formats.rupiah(total[14])],
    ]


def _matrix(rows):
    found, number = [], 0
    for stage in Stage:
        of_stage = [row for row in rows if row["stage"] == stage]
        if not of_stage:
            continue
        found.append(Row((stage.label,), "section"))
        for row in of_stage:
            number += 1
            found.append(Row(_cells(number, row)))
        found.append(_total(f"Jumlah {stage.label.lower()}", of_stage))
    if found:
        found.append(_total("Jumlah seluruhnya", rows))
    return Table("Matriks", COLUMNS, tuple(found), "Belum ada tonggak capaian.")


def _cells(number, row):
    return (
        number,
        row["activity"],
        row["output"],
        row["indicator"],
        _amount(row),
        row["weight"],
        *(row[name] for name in TARGETS),
        formats.date_range(row["start"], row["due"]),
        row["person_in_charge"],
        row["related_parties"],
        row["budget_line"],
        row["ceiling"],
        row["evidence_expected"],
        row["remark"],
    )


def _amount(row):
    """ "4 dokumen"."""
    if row["target"] is None:
        return row["unit"]
    return f"{formats.number(row['target'])} {row['unit']}".strip()


def _total(label, rows):
    weight = sum((row["weight"] or Decimal(0) for row in rows), Decimal(0))
    ceiling = sum((row["ceiling"] or Decimal(0) for row in rows), Decimal(0))
    cells = [None] * len(COLUMNS)
    cells[1], cells[5], cells[14] = label, weight, ceiling
    return Row(tuple(cells), "total")


def _timeline(rows, year):
    """A row a milestone, a column a month: "■" where work is planned in it."""
    columns = (
        Column("No", parts.WHOLE, 2),
        Column("Kegiatan", width=12),
        *(Column(name, width=MONTHS_WIDTH) for name in formats.SHORT_MONTHS),
    )
    ordered = [row for stage in Stage for row in rows if row["stage"] == stage]
    return Table(
        "Jadwal",
        columns,
        tuple(
            Row((number, row["activity"], *(_in_month(row, year, month) for month in range(1, 13))))
            for number, row in enumerate(ordered, start=1)
        ),
        "Belum ada tonggak capaian.",
    )


def _in_month(row, year, month):
    if row["start"] is None or row["due"] is None:
        return ""
    first, last = (row["start"].year, row["start"].month), (row["due"].year, row["due"].month)
    return "■" if first <= (year, month) <= last else ""


STANDING = (ActionPlan.State.APPROVED, ActionPlan.State.FINISHED)


def version_to_print(plan):
    """The PlanVersion that stands: that approved last while nothing newer is being written."""
    if plan.state in STANDING:
        return plan.versions.select_related("approved_by").order_by("-number").first()
    return None
