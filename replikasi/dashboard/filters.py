"""What a reader of the dashboard chose: year, quarter, agency, words, order, page.

Anything in the address that is not a choice falls back to the default, silently: a dashboard
answers an old or mistyped link with what it has.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from actionplans.models import ReportingPeriod

SORTS = {
    "urgent": "Paling mendesak",
    "deviation": "Deviasi terbesar",
    "name": "Nama",
    "state": "Status laporan",
}
# With more agencies than this in scope a list to choose from helps nobody: words do.
AGENCIES_LISTED = 60
WORDS_MAX = 80


@dataclass(frozen=True)
class Selection:
    """The choices as read; `period` is None while no period was ever made."""

    year: int
    period: ReportingPeriod | None
    periods: tuple
    years: tuple
    agency: int | None
    words: str
    sort: str
    concern: str
    page: str
    today: object = field(default_factory=timezone.localdate)

    @property
    def quarter(self):
        return self.period.quarter if self.period else None

    @property
    def is_narrowed(self):
        return bool(self.agency or self.words)

    @property
    def previous(self):
        """The quarter before the chosen one within the year, or None."""
        return next((row for row in self.periods if row.quarter == self.quarter - 1), None)


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def read(query, concerns):
    """The Selection of `query` (request.GET); `concerns` are the keys of the attention list.

    One query. Without a year or quarter it is the latest opened period, as everywhere.
    """
    today = timezone.localdate()
    periods = list(ReportingPeriod.objects.order_by("year", "quarter"))
    years = tuple(sorted({row.year for row in periods}, reverse=True))
    opened = [row for row in periods if row.is_open(today)]
    year = _number(query.get("year"))
    if year not in years:
        year = (opened or periods)[-1].year if periods else today.year
    of_year = tuple(row for row in periods if row.year == year)
    quarter = _number(query.get("quarter"))
    chosen = next((row for row in of_year if row.quarter == quarter), None)
    if chosen is None:
        chosen = ([row for row in of_year if row.is_open(today)] or of_year or (None,))[-1]
        if chosen and not chosen.is_open(today):
            chosen = of_year[0]
    sort, concern = query.get("sort"), query.get("concern")
    return Selection(
        year=year,
        period=chosen,
        periods=of_year,
        years=years,
        agency=_number(query.get("agency")),
        words=" ".join(query.get("q", "").split())[:WORDS_MAX].replace("\0", ""),
        sort=sort if sort in SORTS else "urgent",
        concern=concern if concern in concerns else "",
        page=query.get("page", "1"),
        today=today,
    )
