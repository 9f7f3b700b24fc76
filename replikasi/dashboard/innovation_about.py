"""What is known of an innovation, each fact with the sources that vouch for it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from innovations.access import SEE_CONTACTS
from innovations.models import InnovationElement, InnovationSource, Lesson, Stage
from innovations.places import place_names
from replikasi.common import formats

LESSONS_SHOWN = 5
NEEDS = (
    ("needs_rules", "Aturan"),
    ("needs_people", "Orang"),
    ("needs_systems", "Sistem dan sarana"),
    ("needs_money", "Biaya"),
)
ELEMENT_KINDS = (
    (InnovationElement.Kind.CORE, "Unsur inti", "Tanpa ini bukan lagi inovasi yang sama."),
    (
        InnovationElement.Kind.ADAPTABLE,
        "Boleh disesuaikan",
        "Diatur menurut keadaan setempat.",
    ),
)


@dataclass(frozen=True)
class Fact:
    """`value` "" where it is not known; `note` beside it; `sources` vouch for it."""

    label: str
    value: str
    sources: list
    note: str = ""


@dataclass(frozen=True)
class Lessons:
    """Published lessons of one kind: some of them, and how many there are."""

    label: str
    rows: list
    total: int


def about(user, innovation):
    """What `_innovation_about.html` shows. Of `user` the role, agency and region alone matter:
    the part is kept for all who share them."""
    sources = list(innovation.sources.prefetch_related("documents").order_by("pk"))
    for source in sources:
        source.host = urlsplit(source.url).hostname or ""
        source.vouches = [
            InnovationSource.FACTS[key] for key in InnovationSource.FACTS if key in source.facts
        ]
    told = {
        key: [source for source in sources if key in source.facts] for key in InnovationSource.FACTS
    }
    sees = user.has_perm(SEE_CONTACTS, innovation)
    return {
        "innovation": innovation,
        "facts": list(_facts(innovation, told)),
        "tagline_sources": told["tagline"],
        "problem_sources": told["problem"],
        "needs": list(_needs(innovation, told["needs"])),
        "element_groups": _element_groups(innovation),
        "element_sources": told["elements"],
        "sources": sources,
        "link": innovation.source_url,
        "link_host": urlsplit(innovation.source_url).hostname or "",
        "sees_contacts": sees,
        "contacts": list(innovation.contacts.order_by("name", "pk")) if sees else [],
        "lessons": lessons_of(innovation),
        "may_edit": user.has_perm("innovations.change_innovation", innovation),
    }


def _facts(innovation, told):
    place = place_names([innovation.origin_region]).get(innovation.origin_region_id, "")
    agency = innovation.origin_agency.name if innovation.origin_agency else ""
    year = str(innovation.started_year or "")
    status = innovation.get_status_display() if innovation.status else ""
    for label, value, key in (
        ("Daerah asal", place, "origin"),
        ("Instansi asal", agency, "origin"),
        ("Bidang", innovation.field, "field"),
        ("Tahun mulai", year, "started_year"),
        ("Penghargaan", innovation.award, "award"),
    ):
        yield Fact(label, value, told[key] if value else [])
    yield Fact(
        "Status di daerah asal", status, told["status"] if status else [], _checked(innovation)
    )


def _needs(innovation, sources):
    for name, label in NEEDS:
        value = getattr(innovation, name)
        yield Fact(label, value, sources if value else [])


def _checked(innovation):
    """Since when and from where its status is known, or ""."""
    on, source = innovation.status_on, innovation.status_source
    parts = [
        f"diperiksa {formats.short_date(on)}" if on else "",
        f"diketahui dari {source}" if source else "",
    ]
    return ", ".join(part for part in parts if part)


def _element_groups(innovation):
    """[(label, note, elements)] by kind; [] where none is recorded."""
    elements = list(innovation.elements.order_by("number"))
    if not elements:
        return []
    return [
        (label, note, [row for row in elements if row.kind == kind])
        for kind, label, note in ELEMENT_KINDS
    ]


def lessons_of(innovation):
    """Lessons of each kind, by stage; three queries at most."""
    rows = Lesson.objects.published().filter(replication__innovation=innovation)
    totals = dict(rows.order_by().values_list("kind").annotate(number=Count("pk")))
    if not totals:
        return []
    order = [F("stage").asc(), F("pk").desc()]
    shown = (
        rows.select_related("replication__agency__region")
        .prefetch_related("replication__agency__names")
        .annotate(place=Window(RowNumber(), partition_by="kind", order_by=order))
        .filter(place__lte=LESSONS_SHOWN)
        .order_by("kind", "place")
    )
    found = {}
    for row in shown:
        replication = row.replication
        row.agency_name = replication.agency.name_in(replication.programme_year)
        row.stage_name = Stage(row.stage).label if row.stage else ""
        found.setdefault(row.kind, []).append(row)
    return [
        Lessons(label, found[kind], totals[kind])
        for kind, label in Lesson.Kind.choices
        if kind in found
    ]
