"""What agencies proposed and Litbang has to decide on beside plans and reports, and what came back.

One Kind for each table; whoever adds a kind here has it on /persetujuan/ and in Tugas.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, F, Min, Q, Value
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse

from .models import Closing, ElementAdaptation, Judged, OutcomeValue, Replication, SustainCheck

State = Judged.State


@dataclass(frozen=True)
class Kind:
    """`noun` follows a number. `since`: when a row began to wait; `back`: when it came back.

    `path` leads from a row to its replication; `page` is the address where both sides act.
    """

    noun: str
    icon: str
    page: str
    rows: Callable
    waiting: Q
    returned: Q
    since: str = "proposed_at"
    back: str = "decided_at"
    path: str = ""


PROPOSED, RETURNED = Q(state=State.PROPOSED), Q(state=State.RETURNED)
KINDS = {
    "unsur": Kind(
        "penyesuaian unsur",
        "puzzle-piece",
        "adaptation_record",
        ElementAdaptation.objects.visible_to,
        PROPOSED,
        RETURNED,
    ),
    "hasil": Kind(
        "nilai hasil",
        "chart-bar",
        "outcomes",
        OutcomeValue.objects.visible_to,
        Q(state=OutcomeValue.State.SENT),
        Q(state=OutcomeValue.State.RETURNED),
        since="recorded_at",
        back="verified_at",
        path="outcome__",
    ),
    "penutupan": Kind(
        "penutupan replikasi",
        "flag",
        "closing",
        Closing.objects.visible_to,
        PROPOSED,
        RETURNED,
    ),
    "keberlanjutan": Kind(
        "pemeriksaan keberlanjutan",
        "heart",
        "checks",
        SustainCheck.objects.visible_to,
        PROPOSED,
        RETURNED,
    ),
}


@dataclass
class Row:
    """All of one kind that waits, or came back, of one replication."""

    key: str
    replication: Replication
    since: datetime | None
    number: int

    @property
    def kind(self):
        return KINDS[self.key]

    @property
    def agency(self):
        return self.replication.agency.name_in(self.replication.programme_year)

    @property
    def what(self):
        """ "3 nilai hasil"."""
        return f"{self.number} {self.kind.noun}"

    @property
    def url(self):
        try:
            return reverse(self.kind.page, args=[self.replication.pk])
        except NoReverseMatch:
            return reverse("replication", args=[self.replication.pk])


def waiting(user):
    """{key: rows that wait for Litbang's decision, among what `user` may see}."""
    return {key: kind.rows(user).filter(kind.waiting) for key, kind in KINDS.items()}


def returned(user):
    """{key: rows that Litbang returned and the agency has to mend}."""
    return {key: kind.rows(user).filter(kind.returned) for key, kind in KINDS.items()}


def grouped(key, rows, *, back=False):
    """(key, replication, since, number) of `rows` of one kind; no order yet."""
    kind = KINDS[key]
    began = Coalesce(kind.back, kind.since) if back and kind.path else F(kind.back)
    return (
        rows.order_by()
        .values(of=F(f"{kind.path}replication_id"))
        .annotate(
            since=Min(began if back else F(kind.since)),
            number=Count("pk"),
            key=Value(key, CharField()),
        )
        .values_list("key", "of", "since", "number")
    )


def together(found, *, back=False):
    """The rows of `found`, {key: rows}, as one queryset of what `grouped` gives, oldest first."""
    parts = [grouped(key, rows, back=back) for key, rows in found.items()]
    whole = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return whole.order_by("since", "key", "of")


def rows_of(found):
    """[Row] of a page of `together`; two queries."""
    found = list(found)
    replications = Replication.objects.for_list().in_bulk({of for _, of, _, _ in found})
    return [Row(key, replications[of], since, number) for key, of, since, number in found]


def narrowed(found, words):
    """`found` whose replication has every word in its name, innovation or agency."""
    for word in words.split()[:8]:
        found = {key: rows.filter(_matches(word, KINDS[key].path)) for key, rows in found.items()}
    return found


def _matches(word, path):
    anywhere = Q()
    for name in ("local_name", "innovation__name", "agency__name", "agency__short_name"):
        anywhere |= Q(**{f"{path}replication__{name}__icontains": word})
    return anywhere
