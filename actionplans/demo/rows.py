"""The shape of the demo's plain data: a milestone with what was claimed and lowered, a story."""

from dataclasses import dataclass, field

from actionplans.models import Stage

PREPARATION, IMPLEMENTATION, MONITORING = Stage


@dataclass(frozen=True)
class Row:
    """A milestone of the demo.

    `start` and `due` are (month, day) of the plan's year; `targets` the cumulative targets of
    TW I–IV in percent (None: in proportion to the days); `claims` what was claimed at the end of
    TW I–IV; `lowered` maps a quarter to (verified percent, reason); `notes` a quarter to the note
    of its last update. `caption` is that of the row's photos, with {year}; the same caption twice
    gives the same picture twice. `waits` are the numbers of the rows that it waits for.
    """

    stage: str
    activity: str
    output: str
    indicator: str
    target: tuple  # number, unit
    weight: float | None
    start: tuple
    due: tuple
    targets: tuple | None
    person: str
    ceiling: int = 0
    budget_line: str = ""
    parties: str = ""
    evidence: str = ""
    claims: tuple = ()
    lowered: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    caption: str = ""
    email: str = ""
    waits: tuple = ()


def planned(
    stage, activity, output, target, weight, start, due, ceiling, person, *, line, parties, evidence
):
    """A Row of a plan to come: nothing is claimed yet, and the targets follow the days."""
    return Row(
        stage,
        activity,
        output,
        f"{output} tercapai",
        target,
        weight,
        start,
        due,
        None,
        person,
        ceiling,
        line,
        parties,
        evidence,
    )


@dataclass(frozen=True)
class Words:
    """The words of a quarter's report."""

    problem: str
    solution: str
    next_steps: str


@dataclass(frozen=True)
class Story:
    """What the demo tells of one replication.

    `innovation` is its name in the facts, `account` the user name of its staff, `rows` are of the
    reporting year and `next_rows` of later plans, `words` and `first_year` (percentage points by
    which the plan of 2022 lagged) go by quarter, `money` is how far spending runs ahead of the
    work (above 1) or behind it, `drawing` what its photos show, `ending` how the current quarter
    ends (verified, waiting, returned, silent), `completed` maps a number of `next_rows` to what
    the draft lacks, `late` maps a quarter to working
    days of delay, `baseline` a row number to the (due, targets) of the first approved version.
    `elements` are (kind, name, choice or "" for nothing said, reason).
    """

    innovation: str
    account: str
    rows: tuple
    next_rows: tuple
    words: tuple
    first_year: tuple
    money: float
    drawing: str
    ending: str
    late: dict = field(default_factory=dict)
    baseline: dict = field(default_factory=dict)
    completed: dict = field(default_factory=dict)
    elements: tuple = ()
