"""The number by which a printed copy is checked against the portal."""

import re

from django.conf import settings
from django.urls import reverse

from .models import Printed
from .models.printed import HALF, LETTERS
from .paper import Check

Document = Printed.Document
WRITTEN = re.compile(rf"[{LETTERS}]{{{2 * HALF}}}")


def check_of(printed):
    path = reverse("check_number", args=[printed.number])
    return Check(printed.number, f"{settings.PORTAL_URL.rstrip('/')}{path}")


def number_of(text):
    """The number that somebody typed, in whatever case and with whatever between; "" for none."""
    found = re.sub(r"[^0-9A-Z]", "", text.upper())
    return f"{found[:HALF]}-{found[HALF:]}" if WRITTEN.fullmatch(found) else ""


def is_superseded(printed):
    """Whether something newer of the same kind stands in its place, or its verification was taken
    back. One query."""
    if printed.document == Document.MINUTES:
        later = printed.report.verifications.filter(at__gt=printed.at)
    elif printed.document == Document.REPORT:
        later = printed.report.printed.filter(document=printed.document, at__gt=printed.at)
    else:
        later = printed.plan.versions.filter(approved_at__gt=printed.at)
    return later.exists()
