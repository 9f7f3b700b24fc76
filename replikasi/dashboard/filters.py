"""What a reader of the dashboard chose: year, quarter, region, innovation, agency, words, order.

Anything in the address that is not a choice falls back to the default, silently: a dashboard
answers an old or mistyped link with what it has.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils import timezone

from actionplans.models import ReportingPeriod
from innovations.models import Region

SORTS = {
    "urgent": "Paling mendesak",
    "deviation": "Deviasi terbesar",
    "name": "Nama",
    "state": "Status laporan",
}
GROUPS = ("region", "innovation", "agency", "none")
# With more than this in scope a list to choose from helps nobody: words do.
LISTED = 60
WORDS_MAX = 80


@dataclass(frozen=True)
class Selection:
    """The choices as read; `period` is None while no period was ever made.

    `before` is the quarter before it, that of TW I being TW IV of the year before, or None.
    `group`: what the rows of the summary are gathered by; "" leaves it to the page, "none" asks
    for one replication a row.
    """

    year: int
    period: ReportingPeriod | None
    periods: tuple
    years: tuple
    region: str
    innovation: int | None
    agency: int | None
    words: str
    sort: str
    concern: str
    page: str
    before: ReportingPeriod | None = None
    group: str = ""
    today: object = field(default_factory=timezone.localdate)
    # One replication alone, for its own page; no address asks for it.
    replication: int | None = None

    @property
    def quarter(self):
        return self.period.quarter if self.period else None

    @property
    def is_past(self):
        """Whether the quarter after the chosen one has ended as well: what is as of today is then
        of another time than the figures."""
        months = self.period.year * 12 + self.period.quarter * 3 if self.period else None
        return months is not None and self.today.year * 12 + self.today.month > months + 3

    @property
    def is_narrowed(self):
        return bool(self.region or self.innovation or self.agency or self.words)

    def query(self, **more):
        """The choices as parameters of an address, `more` added or (None) left out."""
        chosen = {
            "year": self.year,
            "quarter": self.quarter,
            "region": self.region,
            "innovation": self.innovation,
            "agency": self.agency,
            "q": self.words,
            **more,
        }
        return urlencode({name: value for name, value in chosen.items() if value})

    @property
    def previous(self):
        """The quarter before the chosen one within the year, or None."""
        return next((row for row in self.periods if row.quarter == self.quarter - 1), None)


def _region(text):
    """A region's code as written, or "" for what is none."""
    try:
        Region._meta.get_field("code").run_validators(text or "")
    except ValidationError:
        return ""
    return text or ""


def whole_number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _just_before(period, earlier):
    """`earlier` when it is the very quarter before `period`, else None."""
    apart = (period.year - earlier.year) * 4 + period.quarter - earlier.quarter
    return earlier if apart == 1 else None


def read(query, concerns):
    """The Selection of `query` (request.GET); `concerns` are the keys of the attention list.

    One query. Without a year or quarter it is the latest opened period, as everywhere.
    """
    today = timezone.localdate()
    periods = list(ReportingPeriod.objects.order_by("year", "quarter"))
    years = tuple(sorted({row.year for row in periods}, reverse=True))
    opened = [row for row in periods if row.is_open(today)]
    year = whole_number(query.get("year"))
    if year not in years:
        year = (opened or periods)[-1].year if periods else today.year
    of_year = tuple(row for row in periods if row.year == year)
    quarter = whole_number(query.get("quarter"))
    chosen = next((row for row in of_year if row.quarter == quarter), None)
    if chosen is None:
        chosen = ([row for row in of_year if row.is_open(today)] or of_year or (None,))[-1]
        if chosen and not chosen.is_open(today):
            chosen = of_year[0]
    sort, concern, group = query.get("sort"), query.get("concern"), query.get("group")
    at = periods.index(chosen) if chosen else 0
    return Selection(
        year=year,
        period=chosen,
        periods=of_year,
        years=years,
        region=_region(query.get("region")),
        innovation=whole_number(query.get("innovation")),
        agency=whole_number(query.get("agency")),
        words=" ".join(query.get("q", "").split())[:WORDS_MAX].replace("\0", ""),
        sort=sort if sort in SORTS else "urgent",
        concern=concern if concern in concerns else "",
        page=query.get("page", "1"),
        before=_just_before(chosen, periods[at - 1]) if at else None,
        group=group if group in GROUPS else "",
        today=today,
    )
