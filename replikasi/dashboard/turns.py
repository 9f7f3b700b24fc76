"""Whose move a deviation is, in the same words everywhere: the agency's, and theirs of whom an
open obstacle on the plan says that it waits for another level."""

from django.utils.text import Truncator

from actionplans.models import Obstacle

ACT = "kejar tonggak"
TOLD_CHARS = 60


def open_obstacles(user, plans):
    """{plan id: its open obstacles, the oldest first}; one query."""
    rows = Obstacle.objects.visible_to(user).open().filter(plan__in=plans)
    found = {}
    for row in rows.order_by("opened_on", "pk"):
        found.setdefault(row.plan_id, []).append(row)
    return found


def turn_of_deviation(agency, obstacles):
    """`agency` (short name) alone, or "Disparbud (kejar tonggak), Bappelitbang (permasalahan: …)".

    `obstacles`: open ones of the plan, the oldest first.
    """
    others = {}
    for row in obstacles:
        if row.level != Obstacle.Level.AGENCY:
            others.setdefault(_who(row, agency), []).append(row)
    if not others:
        return agency
    return ", ".join(
        [f"{agency} ({ACT})", *(f"{who} ({_what(rows, who)})" for who, rows in others.items())]
    )


def addressed(turn, act):
    """`turn` as it is told to those who have to `act`."""
    mark = f"({ACT})"
    return turn.replace(mark, f"(Anda: {act})", 1) if mark in turn else f"{turn} (Anda: {act})"


def _who(row, agency):
    return row.get_level_display() if row.turn in ("", agency) else row.turn


def _what(rows, who):
    first = rows[0]
    what = f"{len(rows)} permasalahan"
    if len(rows) == 1:
        told = Truncator(" ".join(first.description.split()).rstrip(".")).chars(TOLD_CHARS)
        what = f"permasalahan: {told}"
    level = first.get_level_display()
    return what if who == level else f"{what}; keputusan {level}"
