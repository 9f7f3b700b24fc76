"""The certificate of a recognised replication: its data, and the PDF made of them."""

import re

from django.conf import settings
from django.utils import timezone

from innovations.places import place_names
from replikasi.common import formats

from .typesetting import pdf

LAYOUT = "piagam.typ"


def data_of(replication, recognition):
    """What the layout prints: plain texts, every one of them a fact of the records."""
    innovation = replication.innovation
    place = place_names([innovation.origin_region]).get(innovation.origin_region_id, "")
    given = timezone.localdate(recognition.chosen_at)
    return {
        "owner": settings.PORTAL_OWNER,
        "portal": settings.PORTAL_NAME,
        "number": recognition.number,
        "agency": replication.agency.name_in(replication.programme_year),
        "region": replication.agency.region.full_name,
        "title": replication.title,
        "innovation": innovation.name if replication.local_name else "",
        "origin": place,
        "reason": recognition.reason.rstrip("."),
        "year": str(replication.programme_year),
        "completed_on": formats.long_date(replication.completed_on),
        "given_on": formats.long_date(given),
        "chosen_by": recognition.chosen_by.name,
        "position": recognition.chosen_by.position,
        "is_demo": recognition.chosen_by.is_demo,
        "at": recognition.chosen_at,
    }


def certificate_pdf(data):
    """Bytes of the PDF; the same data give the same bytes."""
    at = timezone.localtime(data["at"])
    return pdf(LAYOUT, {name: value for name, value in data.items() if name != "at"}, at=at)


def file_name(recognition):
    number = re.sub(r"[^A-Za-z0-9]+", "-", recognition.number).strip("-")
    return f"piagam-{number or recognition.pk}.pdf"
