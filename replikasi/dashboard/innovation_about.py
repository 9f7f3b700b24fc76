"""What is known of an innovation, each fact with the sources that vouch for it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from innovations.access import SEE_CONTACTS
from innovations.models import InnovationElement, InnovationSource, Lesson, Stage
from innovations.places import place_names
from innovations.queries import with_agency_name
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


class Known:
    """What is recorded of an innovation, each table read once whichever part of its page asks.

    Of `user` the role, agency and region alone matter: the parts are kept for all who share them.
    """

    def __init__(self, user, innovation):
        self.user = user
        self.innovation = innovation

    @cached_property
    def sources(self):
        rows = list(self.innovation.sources.prefetch_related("documents").order_by("pk"))
        for source in rows:
            source.host = urlsplit(source.url).hostname or ""
            source.vouches = [
                InnovationSource.FACTS[key] for key in InnovationSource.FACTS if key in source.facts
            ]
        return rows

    @cached_property
    def elements(self):
        return list(self.innovation.elements.order_by("number"))

    @cached_property
    def may_edit(self):
        return self.user.has_perm("innovations.change_innovation", self.innovation)

    def vouching(self, fact):
        return [source for source in self.sources if fact in source.facts]

    def about(self):
        """What `_innovation_about.html` shows."""
        return {
            "innovation": self.innovation,
            "facts": list(_facts(self.innovation, self.vouching)),
            "tagline_sources": self.vouching("tagline"),
            "problem_sources": self.vouching("problem"),
            "may_edit": self.may_edit,
        }

    def details(self):
        """What `_innovation_details.html` shows."""
        needs = list(_needs(self.innovation, self.vouching("needs")))
        lessons = lessons_of(self.innovation)
        sees = self.user.has_perm(SEE_CONTACTS, self.innovation)
        return {
            "innovation": self.innovation,
            "element_groups": _element_groups(self.elements),
            "element_sources": self.vouching("elements"),
            "needs": needs,
            "needs_known": sum(bool(need.value) for need in needs),
            "sources": self.sources,
            "sees_contacts": sees,
            "contacts": list(self.innovation.contacts.order_by("name", "pk")) if sees else [],
            "lessons": lessons,
            "lessons_total": sum(group.total for group in lessons),
            "may_edit": self.may_edit,
        }


def _facts(innovation, vouching):
    place = place_names([innovation.origin_region]).get(innovation.origin_region_id, "")
    agency = innovation.origin_agency.name if innovation.origin_agency else ""
    year = str(innovation.started_year or "")
    status = innovation.get_status_display() if innovation.status else ""
    yield Fact(
        "Status di daerah asal",
        status,
        vouching("status") if status else [],
        _checked(innovation),
    )
    for label, value, key in (
        ("Daerah asal", place, "origin"),
        ("Instansi asal", agency, "origin"),
        ("Bidang", innovation.field, "field"),
        ("Tahun mulai", year, "started_year"),
        ("Penghargaan", innovation.award, "award"),
    ):
        yield Fact(label, value, vouching(key) if value else [])


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


def _element_groups(elements):
    """[(label, note, elements)] by kind; [] where none is recorded."""
    if not elements:
        return []
    return [
        (label, note, [row for row in elements if row.kind == kind])
        for kind, label, note in ELEMENT_KINDS
    ]


def lessons_of(innovation):
    """Lessons of each kind, by stage, in one query."""
    rows = Lesson.objects.published().filter(replication__innovation=innovation)
    order = [F("stage").asc(), F("pk").desc()]
    shown = (
        with_agency_name(rows, "replication__")
        .select_related("replication__agency__region")
        .annotate(
            place=Window(RowNumber(), partition_by="kind", order_by=order),
            of_kind=Window(Count("pk"), partition_by="kind"),
        )
        .filter(place__lte=LESSONS_SHOWN)
        .order_by("kind", "place")
    )
    found = {}
    for row in shown:
        row.stage_name = Stage(row.stage).label if row.stage else ""
        found.setdefault(row.kind, []).append(row)
    return [
        Lessons(label, found[kind], found[kind][0].of_kind)
        for kind, label in Lesson.Kind.choices
        if kind in found
    ]
