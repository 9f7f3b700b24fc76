"""Due dates as an iCalendar text (RFC 5545): the same dates give the same letters. Pure."""

from datetime import UTC, timedelta

from icalendar import Calendar, Event, vDuration

REFRESH = timedelta(hours=6)
PRODUCT = "-//Replikasi Inovasi//Tenggat rencana aksi//ID"
NAME = "Tenggat rencana aksi"


def plain(text):
    """`text` on one line, without letters that a calendar cannot hold, and with usual spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text.replace("\xa0", " "))


def written(due_dates, *, address, host):
    """The bytes of the calendar. `address(path)` is the full address of a page; `host` makes the
    keys of the entries unlike those of any other portal."""
    calendar = Calendar.new(prodid=PRODUCT, name=NAME, uid=f"tenggat@{host}")
    # The standard's way of saying how often to look (RFC 7986), and the older one of Outlook.
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    for due in due_dates:
        event = Event.new(
            uid=f"{due.uid}@{host}",
            summary=plain(due.title),
            start=due.day,
            end=due.day + timedelta(days=1),
            description="\n".join(plain(line) for line in due.lines) or None,
            url=address(due.path),
            stamp=due.changed_at.astimezone(UTC),
            last_modified=due.changed_at.astimezone(UTC),
            sequence=due.sequence,
            status="CONFIRMED" if due.fixed else "TENTATIVE",
            transparency="TRANSPARENT",
        )
        calendar.add_component(event)
    return calendar.to_ical()
