"""The catalogue as a table of django-tables2."""

from django.db.models import F

from innovations.models import Innovation
from replikasi.common.lists import PartColumn, PortalTable


class InnovationTable(PortalTable):
    """Rows carry `place` (the origin in words), `adoption` (dashboard.catalogue) and
    `replication_count`."""

    name = PartColumn("innovations/_cell_innovation.html", "Inovasi")
    problem = PartColumn("innovations/_cell_problem.html", "Masalah", orderable=False)
    origin = PartColumn(
        "innovations/_cell_origin.html", "Asal", order_by=("origin_region__name", "name")
    )
    started_year = PartColumn("innovations/_cell_year.html", "Mulai")
    award = PartColumn("innovations/_cell_award.html", "Penghargaan", order_by=("award", "name"))
    status = PartColumn("innovations/_cell_status.html", "Status", order_by=("status", "name"))
    replication_count = PartColumn(
        "dashboard/_adoption_cell.html", "Direplikasi", order_by=("replication_count", "name")
    )

    class Meta:
        model = Innovation
        fields = (
            *("name", "problem", "origin", "started_year", "award", "status"),
            "replication_count",
        )
        attrs = {"class": "tbl cards"}
        order_by = "name"
        empty_text = "Tidak ada inovasi yang cocok dengan saringan ini."

    def order_started_year(self, rows, is_descending):
        """Unknown years last, whichever way."""
        year = F("started_year")
        order = year.desc(nulls_last=True) if is_descending else year.asc(nulls_last=True)
        return rows.order_by(order, "name"), True
