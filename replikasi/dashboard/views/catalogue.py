"""The catalogue of innovations, open to everybody who is logged in: cards or a table."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from actionplans.views.lists import all_rows, kept_query
from innovations import survival
from innovations.filters import InnovationFilter
from innovations.models import Innovation
from innovations.places import place_names
from innovations.queries import with_adopter_count, with_replication_count
from innovations.views.innovations import may_add
from replikasi.common.listbook import DATE, FIGURE, WHOLE, ListColumn
from replikasi.common.lists import page_records, paged
from replikasi.dashboard import catalogue, feeds, fresh
from replikasi.dashboard.catalogue_table import InnovationTable

TABLE = "tabel"
SORTS = (
    ("name", "Nama"),
    ("-replication_count", "Paling banyak direplikasi"),
    ("-started_year", "Mulai terbaru"),
)
# Excel in and out, with a dry run, is the admin site's.
SHEETS = (
    ("innovation", "inovasi"),
    ("innovationelement", "unsur"),
    ("innovationsource", "sumber"),
    ("origincontact", "narahubung"),
)
UNKNOWN = "belum diketahui"


def filtered(request):
    rows = with_replication_count(Innovation.objects.for_list(), request.user, "innovation")
    return InnovationFilter(request.GET, queryset=with_adopter_count(rows))


@require_safe
@fresh.conditional
def innovation_list(request):
    body = fresh.kept(request, "dashboard/_catalogue.html", lambda: _body(request))
    keeps = may_add(request.user)
    return render(
        request,
        "dashboard/catalogue.html",
        {
            "body": body,
            "survival": fresh.kept(
                request, "innovations/_survival.html", lambda: survival.part(request.user)
            ),
            "add_url": reverse("innovation_create") if keeps else "",
            "sheets": _sheets() if keeps and request.user.is_staff else [],
        },
    )


def _sheets():
    """(label, address of the import, address of the export) of what Excel may bring in and out."""
    return [
        (
            label,
            reverse(f"admin:innovations_{model}_import"),
            reverse(f"admin:innovations_{model}_export"),
        )
        for model, label in SHEETS
    ]


def _body(request):
    filterset = filtered(request)
    table = paged(request, InnovationTable(filterset.qs))
    shown = page_records(table)
    _fill(request.user, shown, [row.pk for row in shown])
    return {
        "filter": filterset,
        "table": table,
        "total": table.paginator.count,
        "is_table": request.GET.get("tampil") == TABLE,
        "sorts": SORTS,
        "sort": request.GET.get("sort") or SORTS[0][0],
        "kept": kept_query(request),
        "may_add": may_add(request.user),
    }


def _fill(user, innovations, keys, **options):
    """Hang on `innovations` their `place` in words and their `adoption`."""
    places = place_names(innovation.origin_region for innovation in innovations)
    everywhere = {innovation.pk: innovation.everywhere for innovation in innovations}
    today = timezone.localdate()
    found = catalogue.adoptions_of(user, keys, today, everywhere=everywhere, **options)
    for innovation in innovations:
        innovation.place = places.get(innovation.origin_region_id, "")
        innovation.adoption = found[innovation.pk]


COLUMNS = (
    ListColumn("Inovasi", width=32),
    ListColumn("Tentang", width=48),
    ListColumn("Masalah yang dijawab", width=48),
    ListColumn("Bidang", width=20),
    ListColumn("Daerah asal", width=28),
    ListColumn("Instansi asal", width=32),
    ListColumn("Tahun mulai", WHOLE, 12),
    ListColumn("Penghargaan", width=24),
    ListColumn("Status di daerah asal", width=18),
    ListColumn("Status diperiksa", DATE, 14),
    ListColumn("Status diketahui dari", width=28),
    ListColumn("Replikasi di lingkup Anda", WHOLE, 12),
    ListColumn("Berjalan", WHOLE, 10),
    ListColumn("Tuntas", WHOLE, 10),
    ListColumn("Berhenti", WHOLE, 10),
    ListColumn("Realisasi fisik, rata-rata terverifikasi (%)", FIGURE, 16),
    ListColumn("Rata-rata dari berapa replikasi", WHOLE, 12),
    ListColumn("OPD pengadopsi, semua daerah", WHOLE, 14),
)


@require_safe
@fresh.conditional
def feed(request, form):
    """All rows of the catalogue as it is filtered and ordered, not one page of them."""
    filterset = filtered(request)
    rows = list(all_rows(request, InnovationTable, filterset))
    keys = filterset.qs.order_by().values("pk")
    _fill(request.user, rows, keys, with_adopters=False)
    columns = feeds.Table("Katalog inovasi", "katalog-inovasi", COLUMNS, list(map(_row, rows)))
    return feeds.download(columns, form)


def _row(innovation):
    adoption = innovation.adoption
    if adoption.verifying:
        verified = round(float(adoption.verified), 4)
    else:
        verified = adoption.silence if adoption.number else None
    return [
        innovation.name,
        innovation.tagline or UNKNOWN,
        innovation.problem or UNKNOWN,
        innovation.field or UNKNOWN,
        innovation.place or UNKNOWN,
        innovation.origin_agency.name if innovation.origin_agency else UNKNOWN,
        innovation.started_year or UNKNOWN,
        innovation.award or UNKNOWN,
        innovation.get_status_display() if innovation.status else UNKNOWN,
        innovation.status_on,
        innovation.status_source or None,
        adoption.number,
        adoption.running,
        adoption.complete,
        adoption.stopped,
        verified,
        adoption.verifying,
        adoption.everywhere,
    ]
