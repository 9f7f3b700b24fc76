"""What a strand of the attention list is: the concerns of one kind that are one's move."""

from dataclasses import dataclass, field

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

from innovations.models import Replication

from .chosen import standings

# Whose move it is.
OPD, LITBANG, ADVISERS, LEADERS = "opd", "litbang", "pendamping", "pimpinan"
OF_COMMITMENT = "plan__replication__commitment"
OF_REPLICATION = ("plan__replication", "replication")


@dataclass(frozen=True)
class Strand:
    """`rows`: one for each concern; `columns`: what of a row tells it, by the names of
    concern_rows.Found.

    `touches`: (path from a standing, field of a row) that meet where a row concerns the standing.
    """

    kind: str
    turn: str
    rows: object
    columns: dict = field(default_factory=dict)
    touches: tuple = ("plan", "plan")


def of_replication(path="replication__"):
    """Columns of a row from which `path` leads to its replication."""
    return {
        "title": Coalesce(NullIf(f"{path}local_name", Value("")), f"{path}innovation__name"),
        "agency": F(f"{path}agency"),
        "short": F(f"{path}agency__short_name"),
    }


def of_plan(path="plan__", **columns):
    """Columns of a row from which `path` leads to its plan."""
    return {"plan": F(f"{path}pk"), **of_replication(f"{path}replication__"), **columns}


def under_commitments(user, selection):
    """Standings of the chosen quarter of replications under way that rest on a commitment."""
    return standings(user, selection).filter(
        period=selection.period,
        plan__replication__status=Replication.Status.ACTIVE,
        plan__replication__commitment__isnull=False,
    )
