"""What the agency sees of a report that is not sent: its lines, what is odd, what is to mend."""

from dataclasses import dataclass, field

from django.urls import reverse

from actionplans import arithmetic, mending, report_checks
from actionplans.models import Evidence, Report
from actionplans.services import promises, reports
from replikasi.common import formats

REFUSED = [value for value in Evidence.Verdict.values if value != Evidence.Verdict.ACCEPTED]
LABELS = {
    report_checks.NOT_MENDED: "Diminta diperbaiki, belum berubah",
    report_checks.NO_UPDATE: "Tanpa catatan progres pada triwulan ini",
    report_checks.NO_EVIDENCE: "Belum ada bukti pada triwulan ini",
    report_checks.INCOMPLETE: "Sudah 100 %, bukti belum lengkap",
    report_checks.FALL: "Turun tanpa alasan",
    report_checks.OVER_CEILING: "Uang dipakai melebihi pagu",
    report_checks.SAME_TEXT: "Catatan sama dengan triwulan lalu",
}


@dataclass
class Check:
    """What is missing or odd, and links [(address, words)] to where it is mended."""

    label: str
    links: list


@dataclass
class ToMend:
    """A line that Litbang wants changed: its remark, its refused files, what changed since."""

    line: object
    remark: str
    changed: list
    files: list = field(default_factory=list)  # (name, verdict, note, is mended)

    @property
    def is_done(self):
        return (bool(self.changed) or not self.remark) and all(file[-1] for file in self.files)


def draft_context(user, plan, period, report=None):
    """The lines as they would be frozen now and what is to be said of each; `report` once there
    is one. The number of queries does not grow with the lines."""
    lines = reports.compiled(plan, period)
    before = report_checks.lines_before(plan, period)
    pieces = report_checks.pieces_of(plan, period, user=user)
    frozen = _frozen(report)
    changed = mending.changes(report, frozen, lines, pieces)
    to_mend = _to_mend(lines, frozen, pieces, changed)
    warnings = report_checks.of_lines(
        plan,
        period,
        lines,
        before=before,
        pieces=pieces,
        fulfilled=report_checks.fulfilled_of(plan, period),
        unmended={item.line.milestone.pk for item in to_mend if not item.is_done},
    )
    obstacles = {}
    for obstacle in plan.obstacles.open().order_by("opened_on", "pk"):
        obstacles.setdefault(obstacle.milestone_id, []).append(obstacle)
    for line in lines:
        key = line.milestone.pk
        line.before = before.get(key)
        line.is_silent = report_checks.is_silent(line, period)
        line.pieces = pieces.get(key, [])
        line.sent = frozen.get(key)
        line.obstacles = obstacles.get(key, [])
        line.warnings = warnings.get(key, [])
        line.lacks_evidence = any(
            warning.code == report_checks.NO_EVIDENCE for warning in line.warnings
        )
        line.changed = changed.get(key, [])
        line.url = _where(line, period)
    return {
        "lines": lines,
        "quarter": period.quarter,
        "next_label": formats.quarter_name(period.quarter + 1) if period.quarter < 4 else "",
        "claimed": arithmetic.realised((line.weight, line.percent) for line in lines),
        "planned": arithmetic.realised((line.weight, line.planned) for line in lines),
        "spent": sum(line.spent for line in lines),
        "ceiling": sum(line.ceiling for line in lines),
        "silent": [line for line in lines if line.update is None],
        "idle": bool(lines) and report_checks.nothing_recorded(lines, period),
        "to_mend": to_mend,
        "mended_count": sum(item.is_done for item in to_mend),
        "obstacles": [row for rows in obstacles.values() for row in rows],
        "checks": _line_checks(lines),
        "holder": _holder(plan, period),
    }


def _where(line, period):
    """Where the line's figures, note and evidence are mended."""
    if line.update is not None and not line.is_silent and not line.update.is_locked:
        return f"{reverse('progress_edit', args=[line.update.pk])}?tw={period.quarter}"
    return f"{reverse('record_progress', args=[line.milestone.pk])}?tw={period.quarter}"


def _holder(plan, period):
    """The latest sent report of a later quarter: it holds this quarter's figures; or None."""
    return (
        plan.reports.filter(
            state__in=[Report.State.SENT, Report.State.VERIFIED],
            period__quarter__gt=period.quarter,
        )
        .select_related("period")
        .order_by("-period__quarter")
        .first()
    )


def _line_checks(lines):
    found = {}
    for line in lines:
        for warning in line.warnings:
            found.setdefault(warning.code, []).append(
                (line.url, f"tonggak {line.milestone.number}")
            )
    return [Check(label, found[code]) for code, label in LABELS.items() if code in found]


def word_checks(report, form, obstacles, earlier):
    """Checks of the report's own words: `form` has what was typed, or what is kept so far."""
    checks = []
    reason = form.fields.get("idle_reason") and form["idle_reason"].value()
    if "idle_reason" in form.fields and not (reason or "").strip():
        checks.append(
            Check("Alasan tidak ada kemajuan belum ditulis", [("#id_idle_reason", "tulis alasan")])
        )
    silent = [step for step, answer, _ in form.promised if not answer.value()]
    if silent:
        links = [(f"#id_step-{step.pk}", f"langkah {step.number}") for step in silent]
        checks.append(Check("Janji triwulan lalu belum dijawab", links))
    if obstacles and not (form["problem"].value() or "").strip():
        checks.append(
            Check(
                f"{len(obstacles)} hambatan masih terbuka, permasalahan belum ditulis",
                [("#id_problem", "tulis permasalahan")],
            )
        )
    for name, warning in report_checks.of_words(report, earlier).items():
        checks.append(Check(warning.sentence.rstrip("."), [(f"#id_{name}", "perbarui")]))
    return checks


# -- a returned report ---------------------------------------------------------------------------


def _frozen(report):
    """{milestone_id: line} of a returned report as it was sent; {} of a draft."""
    if report is None or report.state != Report.State.RETURNED:
        return {}
    return mending.frozen_lines(report)


def _to_mend(lines, frozen, pieces, changed):
    removed = _refused_and_removed(frozen, pieces)
    found = []
    for line in lines:
        key = line.milestone.pk
        before = frozen.get(key)
        if before is None:
            continue
        here = pieces.get(key, [])
        is_new = any(piece.pk not in before.pieces for piece in here)
        files = [
            (piece.name, piece.get_verdict_display(), _note_of(piece), is_new)
            for piece in here
            if piece.verdict in REFUSED
        ]
        files += [
            (piece.name, piece.get_verdict_display(), _note_of(piece), True)
            for pk, piece in removed.items()
            if pk in before.pieces
        ]
        remark = before.remark or before.verdict_note
        if remark or files:
            found.append(ToMend(line, remark, changed.get(key, []), files))
    return found


def _note_of(piece):
    page = f"halaman {piece.verdict_page}" if piece.verdict_page else ""
    return ", ".join(part for part in (page, piece.verdict_note.rstrip(".")) if part)


def _refused_and_removed(frozen, pieces):
    """{pk: its last record} of frozen files that were refused and have been removed since."""
    here = {piece.pk for found in pieces.values() for piece in found}
    gone = {pk for line in frozen.values() for pk in line.pieces} - here
    if not gone:
        return {}
    records = Evidence.history.filter(id__in=gone, verdict__in=REFUSED)
    return {record.id: record for record in records.order_by("history_date", "history_id")}


def steps_for(report):
    """(steps that the report answers, the report that promised them or None)."""
    earlier = promises.earlier_report(report)
    return promises.due_in(report, earlier), earlier
