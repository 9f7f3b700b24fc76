"""Tables of recognised replications, and of those that may be recognised."""

import django_tables2 as tables

from innovations.models import Recognition, Replication
from replikasi.common.lists import PartColumn, PortalTable


class RecognitionTable(PortalTable):
    """Rows carry `agency_name`, of the programme year."""

    number = PartColumn("actionplans/_cell_award_number.html", "Nomor piagam", order_by="number")
    replication = PartColumn(
        "actionplans/_cell_award_replication.html",
        "Replikasi",
        order_by=("replication__innovation__name", "pk"),
    )
    reason = tables.Column("Karena", orderable=False)
    front = PartColumn(
        "actionplans/_cell_award_front.html", "Halaman depan", order_by=("on_front_page", "pk")
    )

    class Meta:
        model = Recognition
        fields = ()
        sequence = ("number", "replication", "reason", "front")
        attrs = {"class": "tbl cards"}
        order_by = "-number"


class CandidateTable(PortalTable):
    """Rows carry `agency_name`, and `faults`: what keeps it from being recognised, in words."""

    title = PartColumn(
        "actionplans/_cell_candidate.html", "Replikasi", order_by=("innovation__name", "pk")
    )
    completed = PartColumn(
        "actionplans/_cell_candidate_completed.html", "Tuntas", order_by=("completed_on", "pk")
    )
    act = PartColumn("actionplans/_cell_candidate_act.html", "Penghargaan", orderable=False)

    class Meta:
        model = Replication
        fields = ()
        sequence = ("title", "completed", "act")
        attrs = {"class": "tbl cards"}
        order_by = "-completed"
