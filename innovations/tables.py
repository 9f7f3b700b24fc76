"""Lists of innovations, agencies and replications, as django-tables2 tables."""

import django_tables2 as tables

from replikasi.common.lists import PartColumn, PortalTable

from .models import Agency

NUM = {"td": {"class": "num"}, "th": {"class": "num"}}


class AgencyTable(PortalTable):
    """Rows carry `replication_count`."""

    name = PartColumn("innovations/_cell_agency.html", "Instansi", order_by=("name", "pk"))
    kind = tables.Column("Jenis", order_by=("kind", "name", "pk"))
    region = tables.Column(
        "Wilayah", accessor="region__full_name", order_by=("region__name", "name", "pk")
    )
    replication_count = tables.Column(
        "Replikasi", attrs=NUM, order_by=("replication_count", "name", "pk")
    )

    class Meta:
        model = Agency
        fields = ("name", "kind", "region", "replication_count")
        attrs = {"class": "tbl cards"}
        order_by = "name"
        empty_text = "Tidak ada instansi yang cocok dengan saringan ini."
