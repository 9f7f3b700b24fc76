"""What an officer should look at twice: the agency's own checks, and what only Litbang may know.

One query each for a whole report, whatever the number of its lines.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from replikasi.common import formats
from replikasi.common.periods import quarter_of

from . import report_checks, workdays
from .models import Evidence
from .rules import is_in_region

JUMP = "melonjak"
OUTSIDE = "luar-triwulan"
SAME_FILE = "berkas-sama"

# A file that every agency uploads (a decree, say) would else be looked up a thousand times.
MOST_TWINS = 200
NAMED = 3


@dataclass(frozen=True)
class Notice:
    """A warning as the page shows it: `url` leads to what it names, `piece` is the file's key."""

    code: str
    sentence: str
    url: str = ""
    label: str = ""
    piece: int | None = None


def basic(report, lines, before, pieces):
    """{milestone_id: [Notice]}: what the agency is told as well."""
    found = report_checks.of_lines(
        report,
        report.period,
        lines,
        before=before,
        pieces=pieces,
        fulfilled=report_checks.fulfilled_of(report.plan, report.period),
    )
    return {
        key: [Notice(warning.code, warning.sentence) for warning in warnings]
        for key, warnings in found.items()
    }


def for_officer(user, report, lines, before, pieces):
    """{milestone_id: [Notice]}: jumps, photos of another time, files that are used elsewhere."""
    found = {}
    for line in lines:
        notices = _jump(line, before.get(line.milestone_id))
        if notices:
            found.setdefault(line.milestone_id, []).extend(notices)
    for key, own in pieces.items():
        for piece in own:
            if notice := _outside(piece, report.period):
                found.setdefault(key, []).append(notice)
    for key, notice in _twins(user, report, pieces):
        found.setdefault(key, []).append(notice)
    return found


def _jump(line, before):
    points = workdays.rules().jump_points
    earlier = before.percent if before is not None else 0
    if line.percent - earlier < points or (before is None and line.planned >= line.percent):
        return []
    rise = f"{formats.number(line.percent - earlier, 0)} poin"
    since = "sejak triwulan lalu" if before is not None else "pada laporan pertama"
    return [Notice(JUMP, f"Naik {rise} {since}.")]


def _outside(piece, period):
    if piece.taken_on is None or period.starts <= piece.taken_on <= period.ends:
        return None
    day = formats.short_date(piece.taken_on)
    return Notice(OUTSIDE, f"{piece.name} diambil {day}, di luar {period.label}.", piece=piece.pk)


def _twins(user, report, pieces):
    """(milestone_id, Notice) of each piece whose content or address is evidence elsewhere too."""
    own = [piece for row in pieces.values() for piece in row]
    prints = {piece.sha256 for piece in own if piece.sha256}
    links = {piece.url for piece in own if piece.url}
    if not own:
        return
    alike = {}
    for twin in (
        Evidence.objects.filter(Q(sha256__in=prints) | Q(url__in=links))
        .select_related(
            "update__milestone__plan__replication__agency",
            "update__milestone__plan__replication__innovation",
        )
        .order_by("pk")[:MOST_TWINS]
    ):
        alike.setdefault(twin.sha256 or twin.url, []).append(twin)
    for key, row in pieces.items():
        for piece in row:
            twins = [
                twin for twin in alike.get(piece.sha256 or piece.url, []) if twin.pk != piece.pk
            ]
            if twins:
                yield key, _of_twins(user, report, piece, twins)


def _of_twins(user, report, piece, twins):
    """One notice for a piece; the nearest of its twins is the one that it leads to."""
    seen = [twin for twin in twins if is_in_region(user, twin)]
    hidden = len(twins) - len(seen)
    places = list(dict.fromkeys(_place(report, piece, twin) for twin in seen))
    words = places[:NAMED]
    if len(places) > NAMED:
        words.append(f"{len(places) - NAMED} tempat lain")
    if hidden:
        words.append("OPD lain di luar wilayah Anda")
    sentence = f"{piece.name} juga dipakai di {', '.join(words)}."
    if not seen:
        return Notice(SAME_FILE, sentence, piece=piece.pk)
    url = reverse("milestone", args=[seen[0].update.milestone_id])
    return Notice(SAME_FILE, sentence, url, "Lihat", piece.pk)


def _place(report, piece, twin):
    """Where a twin is used, as far as it differs from where the piece itself is."""
    milestone, quarter = twin.update.milestone, quarter_of(twin.update.happened_on)
    if milestone.plan_id != report.plan_id:
        replication = milestone.plan.replication
        title = f"{replication.title} {milestone.plan.fiscal_year}, tonggak {milestone.number}"
        if replication.agency_id == report.plan.replication.agency_id:
            return title
        return f"{title} ({replication.agency.short_name})"
    when = "" if quarter == report.period.quarter else f" {formats.quarter_name(quarter)}"
    if milestone.pk == piece.update.milestone_id:
        return f"tonggak ini{when}" if when else "tonggak ini dua kali"
    return f"tonggak {milestone.number}{when}"
