"""Paparan: what the leaders' meeting is told of a quarter, by the dashboard's own functions."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from actionplans import workdays
from actionplans.models import PeriodStanding, Report
from innovations.models import Agency, Innovation, Region
from replikasi.common import formats
from replikasi.dashboard import (
    curves,
    deviations,
    groups,
    heads,
    presentation,
    queries,
    recap,
    recap_cells,
    turns,
)
from replikasi.documents.briefing import (
    CLAIMED,
    VERIFIED,
    Briefing,
    Figure,
    Group,
    Replication,
    Row,
    Series,
    Topic,
)

from . import meeting

# One slide a replication, up to the number that the dashboard lists one by one.
MOST_SLIDES = groups.USED_ABOVE
# So many more, next in need, stand in tables; the others are in the recapitulation.
MOST_ROWS = MOST_SLIDES + 150
QUARTER_DAYS = 91
REPORT_TURNS = {
    Report.State.SENT: "Litbang (verifikasi)",
    Report.State.RETURNED: "{} (perbaiki laporan)",
}


def gathered(user, selection, since=None, tell=None):
    """The Briefing of what `user` sees of `selection`, or None where nothing was ever approved.

    `since`: the day of the meeting before, see last_meeting. `tell(done, total)` is called for
    each slide of a replication, and may raise to give up.
    """
    selection = replace(selection, sort="urgent", concern="", page="1", group="")
    if selection.period is None:
        return None
    sums, before = queries.totals_and_before(user, selection)
    if selection.quarter not in sums:
        return None
    now, total = sums[selection.quarter], sums[selection.quarter]["plans"]
    since = min(since or last_meeting(selection), selection.today)
    found = list(queries.in_order(user, selection)[:MOST_ROWS])
    shown = presentation.slides(user, selection, found[:MOST_SLIDES], with_drafts=False)
    by_groups = groups.groups_of(user, selection, total) if total > MOST_SLIDES else None
    moment = timezone.localtime()
    return Briefing(
        name=f"paparan-tw{selection.quarter}-{selection.year}",
        title=f"Paparan Replikasi Inovasi {selection.period.label} {selection.year}",
        programme=settings.PROGRAMME_NAME,
        scope=_scope(user, selection),
        quarter=selection.quarter,
        year=selection.year,
        period=selection.period.label,
        at=moment,
        since=since,
        by=user.name,
        is_demo=user.is_demo,
        headline=_headline(now, selection),
        position=f"Posisi per {formats.long_date(selection.period.ends)}",
        figures=tuple(_head(one) for one in heads.heads(sums, before, selection)),
        curve=series_of(curves.of_selection(user, selection, sums=sums)),
        reports=_reports(recap.sums(user, selection)[selection.quarter]),
        money=_money(now),
        total=total,
        replications=tuple(_told(shown, selection, tell)),
        rows=_rows(user, selection, found),
        groups=tuple(_group(row) for row in by_groups.rows) if by_groups else (),
        group_label=by_groups.label if by_groups else "",
        group_total=by_groups.page.paginator.count if by_groups and by_groups.page else 0,
        decisions=meeting.decisions(user, selection),
        promises=meeting.promises(user, selection),
        changes=meeting.changes(user, selection, since),
    )


def last_meeting(selection):
    """The day from which a meeting is told what changed, where nobody says it: no meeting is
    recorded, but leaders meet over a quarter when Litbang is through with it."""
    before = selection.before
    if before and before.review_due < selection.today:
        return before.review_due
    return selection.today - timedelta(days=QUARTER_DAYS)


# -- the whole ----------------------------------------------------------------------------------


def _scope(user, selection):
    """Whose replications these are: "Kabupaten Bangka Barat", narrowed by what was chosen."""
    parts = []
    if selection.innovation:
        parts.append(Innovation.objects.get(pk=selection.innovation).name)
    agency = selection.agency or (user.agency_id if user.role in user.AGENCY_ROLES else None)
    if agency:
        named = Agency.objects.filter(pk=agency).with_names().get()
        parts.append(named.name_in(selection.year))
    region = selection.region or user.region_id or (user.agency and user.agency.region_id)
    is_everywhere = user.role == user.Role.ADMIN and not selection.region
    parts.append(
        Region.objects.get(pk=region).full_name
        if region and not is_everywhere
        else "Seluruh wilayah"
    )
    if user.role == user.Role.FASILITATOR:
        parts[-1:] = [f"Pendampingan {user.agency.name_in(selection.year)}"]
    if selection.words:
        parts.append(f"“{selection.words}”")
    return ", ".join(parts)


def _headline(now, selection):
    """The state of the whole in one sentence."""
    label = selection.period.label
    if now["claimed"] is None:
        return f"Belum ada angka realisasi {label}"
    band = deviations.group_of(now["deviation"], deviations.bands(workdays.rules()))
    words = deviations.LABELS[band].lower()
    figure = f"Realisasi sementara {formats.percent(now['claimed'])}"
    return f"{figure}, {words}: deviasi {formats.points(now['deviation'])}"


def _head(one):
    return Figure(
        label=one.label,
        value=one.value,
        unit=one.unit,
        kind=one.provenance if one.provenance in (VERIFIED, CLAIMED) else "",
        note=", ".join(part for part in (one.place, one.note) if part),
        change=one.change,
        absent=one.absent,
        is_beyond=one.is_beyond,
    )


def _reports(sums):
    """((number, words), …) of the chosen quarter's reports; a draft is not reported yet."""
    sent = [(sums[state], words) for state, words in SENT_WORDS.items()]
    silent = sums["asked"] - sum(number for number, _ in sent)
    free = sums["plans"] - sums["asked"]
    found = [*sent, (silent, "belum dilaporkan"), (free, "tidak diminta")]
    return tuple((number, words) for number, words in found if number)


SENT_WORDS = {
    state: recap_cells.STATES[state][1].lower()
    for state in (recap_cells.VERIFIED, recap_cells.SENT, recap_cells.RETURNED)
}


def _money(now):
    if not now["ceiling"]:
        return ""
    return f"{formats.rupiah(now['spent'])} dari pagu {formats.rupiah(now['ceiling'])}"


def _group(row):
    sums = row.sums
    return Group(
        name=row.name,
        plans=sums["plans"],
        planned=sums["planned"],
        verified=sums["verified"],
        claimed=sums["claimed"],
        deviation=sums["deviation"],
        is_beyond=row.is_beyond,
        sent=sums["sent"],
        asked=sums["asked"],
        urgent=row.urgent,
    )


# -- one by one ---------------------------------------------------------------------------------


def _rows(user, selection, found):
    obstacles = turns.open_obstacles(user, [row.plan_id for row in found])
    rules, is_open = workdays.rules(), selection.period.is_open(selection.today)
    return tuple(
        _row(row, obstacles.get(row.plan_id, []), selection, rules, is_open) for row in found
    )


def _row(standing, obstacles, selection, rules, is_open):
    replication = standing.plan.replication
    agency, state = replication.agency.short_name, standing.report_state
    is_own = standing.verified_quarter == selection.quarter
    if deviations.is_behind(standing.deviation, rules):
        turn = turns.turn_of_deviation(agency, obstacles)
    elif not state and is_open:
        turn = f"{agency} (kirim laporan)"
    else:
        turn = REPORT_TURNS.get(state, "").format(agency)
    words = {"": "Belum dilaporkan", PeriodStanding.NOT_ASKED: "Tidak diminta"}
    return Row(
        title=replication.title,
        agency=agency,
        planned=standing.planned,
        actual=standing.verified if is_own else standing.claimed,
        kind=VERIFIED if is_own else CLAIMED,
        deviation=standing.deviation,
        is_beyond=heads.is_beyond(standing.deviation),
        state=(words | dict(Report.State.choices))[state] if state or is_open else "Belum dibuka",
        turn=turn,
    )


def _told(shown, selection, tell):
    for done, slide in enumerate(shown, start=1):
        yield _replication(slide, selection)
        if tell:
            tell(done, len(shown))


def _replication(slide, selection):
    is_open = selection.period.is_open(selection.today)
    standing = slide.standing
    badge = slide.badge
    return Replication(
        title=slide.title,
        agency=slide.agency,
        state=badge.label or "Belum dibuka",
        state_note=badge.note,
        tone=badge.kind,
        figures=(
            Figure(
                label="Realisasi terverifikasi",
                value=formats.percent(standing.verified),
                kind=VERIFIED,
                note=f"posisi {slide.verified_quarter}" if slide.verified_quarter else "",
                absent="belum ada",
            ),
            Figure(
                label="Realisasi sementara",
                value=formats.percent(standing.claimed),
                kind=CLAIMED,
                absent=_silence(standing, is_open),
            ),
            Figure(
                label="Rencana",
                value=formats.percent(standing.planned),
                note=f"posisi {formats.day_month(selection.period.ends)}",
                absent="tidak ada",
            ),
            Figure(
                label="Deviasi",
                value=formats.signed(standing.deviation),
                unit="poin",
                kind=slide.deviation_of if standing.deviation is not None else "",
                absent="tidak ada",
                is_beyond=slide.is_beyond,
            ),
        ),
        curve=series_of(slide.curve),
        topics=(_obstacle(slide), _milestone(slide), _promise(slide)),
    )


def _silence(standing, is_open):
    if standing.report_state == PeriodStanding.NOT_ASKED:
        return "tidak diminta"
    return "belum dilaporkan" if is_open else "belum dibuka"


def _obstacle(slide):
    label = "Perlu keputusan" if slide.needs_decision else "Permasalahan"
    turn = f"Giliran: {slide.turn}" if slide.turn else ""
    if slide.obstacle is None:
        lines = (turn,) if turn else ()
        return Topic(label, lines=lines, absent="Tidak ada yang terbuka.")
    more = slide.more_obstacles
    more = f"{formats.number(more)} permasalahan lain terbuka" if more else ""
    lines = (slide.obstacle.note, more, turn)
    return Topic(
        label,
        slide.obstacle.title,
        tuple(line for line in lines if line),
        is_grave=slide.needs_decision,
    )


def _milestone(slide):
    if slide.late:
        lines = [slide.late.note]
        if slide.next:
            lines.append(f"Berikut: {slide.next.title}, {slide.next.note}")
        return Topic("Tonggak terlambat", slide.late.title, tuple(lines), is_grave=True)
    if slide.next:
        return Topic("Tonggak berikut", slide.next.title, (slide.next.note,))
    return Topic("Tonggak", absent=f"{slide.milestone_absent.capitalize()}.")


def _promise(slide):
    if slide.promise is None:
        return Topic("Dijanjikan", absent="Belum ada janji.")
    return Topic("Dijanjikan", slide.promise.title, (slide.promise.note,))


def series_of(curve):
    """The Series of a curve.Curve, or None: the numbers of its table, and the year's beginning,
    to which what TW I reported is tied as on the page."""
    if curve is None:
        return None
    rows = curve.rows

    def column(name):
        found = [getattr(row, name) for row in rows]
        return (0 if found[0] is not None else None, *found)

    return Series(
        title=curve.title,
        sentence=curve.sentence,
        labels=("Awal", *(_label(row) for row in rows)),
        planned=column("planned"),
        verified=column("verified"),
        claimed=column("claimed"),
        baseline=column("baseline") if curve.has_baseline else (),
        baseline_name=curve.baseline_name,
        notes=tuple(note for note in (curve.note, curve.verified_note) if note),
    )


def _label(row):
    """With the reason below the name of a quarter of which there is no figure."""
    is_silent = row.claimed is None and row.verified is None
    return f"{row.label}\n{row.word}" if is_silent and row.word else row.label
