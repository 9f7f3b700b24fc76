"""Timelines of a plan, a milestone, a report or an obstacle: everything that happened, newest
first, as sentences."""

from .entries import KINDS, Entry, Place, card, stamp
from .paging import journey_of, page_of, people_of, read
from .progress import updates_of

__all__ = [
    "KINDS",
    "Entry",
    "Place",
    "card",
    "journey_of",
    "page_of",
    "people_of",
    "read",
    "stamp",
    "updates_of",
]
