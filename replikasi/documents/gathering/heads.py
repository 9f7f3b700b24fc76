"""What every printed document says of its agency: letterhead, place, signatory."""

from dataclasses import dataclass

from django.conf import settings

from innovations.models import Stationery
from replikasi.accounts.models import User
from replikasi.common import formats
from replikasi.documents.paper import Letterhead, Signature

DEMO = "Data contoh untuk peragaan, bukan dokumen resmi."


@dataclass(frozen=True)
class Office:
    """An agency as it writes in a year; `stationery` is None where nobody gave any."""

    name: str
    letterhead: Letterhead
    stationery: Stationery | None
    head: User | None

    def signature(self, day):
        """Who signs for it on `day`; without stationery its head, as far as known."""
        given = self.stationery
        if given:
            return Signature(
                position=given.position,
                name=given.name,
                rank=given.rank,
                nip=given.nip,
                above=f"{given.place}, {formats.long_date(day)}",
            )
        return Signature(
            position=f"Kepala {self.name}",
            name=self.head.name if self.head else "…………………………",
            nip=self.head.nip if self.head else "",
            above=formats.long_date(day),
        )

    @property
    def place(self):
        return self.stationery.place if self.stationery else ""


def office_of(agency, year):
    """The Office of `agency` in `year`; three queries at most."""
    given = agency.stationery.filter(from_year__lte=year).order_by("-from_year").first()
    head = None
    if given is None:
        heads = User.objects.active().filter(agency=agency, role=User.Role.KEPALA)
        head = heads.order_by("name", "pk").first()
    name = agency.name_in(year)
    owner = agency.region.full_name
    return Office(name, Letterhead(owner, name, given.lines if given else ()), given, head)


def foot_of(sentence, by):
    """What stands below every page; a document of the demo says that it is one."""
    demo = f" {DEMO}" if by is not None and by.is_demo else ""
    return f"{settings.PORTAL_NAME}. {sentence}{demo}"
