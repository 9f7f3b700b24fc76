"""How replications end: closed with lessons, and checked later."""

from datetime import date

from actionplans.services import closing
from innovations.models import Lesson, Stage, SustainCheck
from innovations.services import checks
from innovations.services.lessons import Said

from .days import at
from .people import head_of, officer_of, staff_of
from .plans import ActionPlanFactory

SAID = (
    Said(Lesson.Kind.HELPED, Stage.PREPARATION, "SK tim ditandatangani lebih dahulu."),
    Said(Lesson.Kind.HINDERED, Stage.IMPLEMENTATION, "Narasumber terlambat."),
    Said(Lesson.Kind.ADVICE, "", "Mulai dari desa yang siap."),
)
ALIVE = {
    "condition": SustainCheck.Condition.ALIVE,
    "why": "",
    "used_by": 40,
    "used_unit": "koperasi",
    "payer": "APBD",
}
STOPPED = {"condition": SustainCheck.Condition.STOPPED, "why": "Tidak ada anggaran."}


def finished(replication, year=2025):
    """A plan of `year` that ran to its end, so that the replication may be closed."""
    return ActionPlanFactory(replication=replication, fiscal_year=year, milestones=1, finished=True)


def closing_proposed(replication, on=date(2025, 8, 31), said=SAID):
    return closing.propose_closing(
        replication=replication,
        by=head_of(replication.agency),
        completed_on=on,
        said=list(said),
    )


def closed(replication, on=date(2025, 8, 31), said=SAID):
    """The replication after Litbang agreed to its closing."""
    row = closing_proposed(replication, on, said)
    closing.agree_closing(closing=row, by=officer_of(replication.agency.region))
    return type(replication).objects.get(pk=replication.pk)


def answered(check, *, agreed=True, **values):
    """The check as answered on its due date, agreed to unless told otherwise."""
    agency = check.replication.agency
    with at(check.due):
        check = checks.answer_check(check=check, by=staff_of(agency), **{**ALIVE, **values})
        if agreed:
            check = checks.agree_check(check=check, by=officer_of(agency.region))
    return check
