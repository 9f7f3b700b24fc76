"""The deadline day measured: each act alone, and every agency sending within the same minute."""

import random
import threading
import time
from statistics import median, quantiles
from uuid import uuid4

from .visitor import Visitor

AGENCIES = 100
SEEDED = 185  # some plans are drafts, some reports were returned; not a multiple of four
MINUTE = 60
ALONE = 5
DOUBLED = 5  # one agency in so many presses twice
WORDS = {
    "problem": "Hujan.",
    "solution": "Jadwal diganti.",
    "next_steps": "Uji coba.",
    "pasti": "1",
}
MOST_LOAD = 5  # p95 under load to the median of one alone


def ready_to_send(port, agency):
    """The head with the report's page open; calling what comes back presses the button."""
    head, path = Visitor(port, agency["head"]), f"/laporan/{agency['report']}/"
    _, form = head.form(path, f"{path}kirim/")
    return lambda: head.post(form.action, form.fields | WORDS)


def within(presses, seconds):
    """The answers to `presses`, each made at a moment of its own within `seconds`.

    One in DOUBLED is made twice at that moment, as by an impatient finger.
    """
    chance, answers = random.Random(7), []  # noqa: S311 - nothing secret
    moments = [(press, chance.uniform(0, seconds)) for press in presses]
    moments += moments[::DOUBLED]

    def later(press, moment):
        time.sleep(moment)
        answers.append(press())

    threads = [threading.Thread(target=later, args=pair) for pair in moments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def p95(answers):
    return quantiles([answer.seconds for answer in answers], n=20, method="inclusive")[18]


def measured(server, cast):
    """[{step, median_ms, p95_ms, count}] of each act; the deadline minute comes last.

    `cast` is what `bench --deadline` told of the database behind `server`.
    """
    agencies, officer = cast["agencies"], Visitor(server.port, cast["officers"][0])
    steps = [("laporan/id, " + lines + " baris", reading(officer, pk))
             for lines, pk in cast["reports"].items()]  # fmt: skip
    steps.append(("verifikasi (antrean)", [officer.get("/verifikasi/") for _ in range(ALONE * 4)]))
    steps.append(("catat progres", [recorded(server.port, one) for one in agencies[:ALONE]]))
    alone = [ready_to_send(server.port, one)() for one in agencies[:ALONE]]
    steps.append(("kirim laporan", alone))
    steps.append(
        ("verifikasi laporan", [verified(officer, one["report"]) for one in agencies[:ALONE]])
    )
    rest = [ready_to_send(server.port, one) for one in agencies[ALONE : ALONE + AGENCIES]]
    steps.append(("kirim, 100 OPD dalam semenit", within(rest, MINUTE)))
    return [
        {
            "step": name,
            "median_ms": round(median(answer.seconds for answer in answers) * 1000, 1),
            "p95_ms": round(p95(answers) * 1000, 1),
            "count": len(answers),
            "statuses": sorted({answer.status for answer in answers}),
        }
        for name, answers in steps
    ]


def reading(officer, report):
    return [officer.get(f"/laporan/{report}/") for _ in range(ALONE * 4)]


def recorded(port, agency):
    staff = Visitor(port, agency["staff"])
    path = f"/tonggak/{agency['milestone']}/progres/"
    _, form = staff.form(path, "/progres/")
    return staff.post(path, form.fields | {"percent": "60", "key": str(uuid4())})


def verified(officer, report):
    """The officer takes every claim of the report."""
    path = f"/laporan/{report}/"
    page, form = officer.form(path, f"{path}verifikasi/")
    return officer.post(form.action, form.fields | claims_on(page) | {"aksi": "verifikasi"})


def claims_on(page):
    """{field: claim} of the judging form: what the key A would type."""
    return {
        name: attributes["data-claim"]
        for name, attributes in page.inputs().items()
        if "data-claim" in attributes
    }
