"""What is said of outcomes that move away, and of clauses that are late or served by nothing."""

from datetime import date

from django.urls import reverse
from django.utils.text import Truncator

from actionplans import workdays
from innovations.models import Outcome
from replikasi.common import formats

from .concern_strands import LITBANG
from .lateness import day_of, for_days

TITLE_CHARS = 90


def away(row, user, year, selection):
    """An indicator; `number`: 1 where it is worse than its baseline, not only than before."""
    told, today = row.more, selection.today
    noun = Outcome.Kind(told["kind"]).label
    values = []
    if told["baseline"] is not None:
        values.append(f"nilai awal {formats.number(told['baseline'])}")
    if told["previous"] is not None:
        shown = day_of(date.fromisoformat(told["previous_on"]), today)
        values.append(f"sebelumnya {formats.number(told['previous'])} ({shown})")
    values.append(f"kini {formats.number(told['latest'])} ({day_of(row.since, today)})")
    values = ", ".join(values)
    return {
        "title": f"{noun} {'menjauh dari target' if row.number else 'mundur'}: {row.words}",
        "note": f"{row.of}. {values[0].upper()}{values[1:]}, target "
        f"{formats.number(told['target'])} {told['unit']}; terverifikasi"
        + ("" if told["noted"] else ". Sebabnya belum dicatat"),
        "turn": row.short,
        "url": f"{reverse('outcomes', args=[row.at])}#indikator-{row.ref}",
        "icon": "flag",
        "tone": "bad" if row.number else "wait",
    }


def clause(row, user, year, selection):
    """A clause of the commitment `at`; `quarter`: how many agencies have yet to do their part."""
    named = Truncator(" ".join(row.words.split()).rstrip(".")).chars(TITLE_CHARS)
    due = row.more["due"] and date.fromisoformat(row.more["due"])
    days = for_days(workdays.between(row.since, selection.today))
    when = f"Tenggat {day_of(due, selection.today)}" if due else "Tanpa tenggat"
    late = due is not None and due < selection.today
    words = {"icon": "clipboard-document-list", "tone": "bad" if late else "wait"}
    if row.turn == LITBANG:
        if late:
            when += f", lewat {days}"
        else:
            when = f"Dicatat {day_of(row.since, selection.today)}, {when[0].lower()}{when[1:]}"
        return words | {
            "title": f"Butir {row.number} komitmen belum dilayani tonggak: {named}",
            "note": f"{row.more['commitment']}. {when}",
            "turn": "Litbang",
            "url": reverse("clause", args=[row.ref]),
        }
    if late:
        when += f", lewat {days}; sementara"
    else:
        when += f"; semua tonggaknya yang belum tuntas lewat {days}, sementara"
    words |= {} if row.quarter == 1 else {"replication": "", "agency": 0}
    return words | {
        "title": f"Butir {row.number} komitmen lewat tenggat: {named}",
        "note": f"{row.more['commitment']}. {when}",
        "turn": row.short if row.quarter == 1 else f"{row.quarter} OPD",
        "url": f"{reverse('commitment', args=[row.at])}#butir-{row.number}",
        "tone": "bad",
    }
