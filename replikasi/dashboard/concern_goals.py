"""Which goals need attention: outcomes that move away, clauses of a commitment late or unserved."""

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, Substr

from actionplans import waiting
from actionplans.commitments import serving, with_service
from actionplans.models import Milestone
from innovations.models import Clause, Outcome, Replication
from innovations.models.replication import replication_scope
from replikasi.accounts.models import User

from .benefits import with_previous, worse_than
from .chosen import narrowed
from .concern_strands import (
    LITBANG,
    OF_COMMITMENT,
    OF_REPLICATION,
    OPD,
    Strand,
    of_replication,
    under_commitments,
)

WORDS_MAX = 200
# Those whose sight ends before the region's: what serves a clause may lie beyond it.
NARROW = (*User.AGENCY_ROLES, User.Role.FASILITATOR)


def more(**values):
    """What is told of a row besides the common columns, as JSON in one text column."""
    return Cast(JSONObject(**values), TextField())


def away(user, selection):
    """Indicators short of their target whose latest verified value is worse than the baseline or
    than the verified value before it; measured up to the day of the tab Manfaat."""
    rows = Outcome.objects.filter(replication_scope(user, "replication__"))
    rows = narrowed(rows, selection, "replication__")
    rows = with_previous(rows.exclude(replication__status=Replication.Status.STOPPED), selection)
    rows = rows.filter(worse_than("target"), worse_than("baseline") | worse_than("previous_value"))
    return Strand(
        "away",
        OPD,
        rows,
        {
            **of_replication(),
            "plan": waiting.latest_plan_of("replication"),
            "since": F("latest_on"),
            "ref": F("pk"),
            "at": F("replication"),
            "words": F("indicator"),
            "number": Case(
                When(worse_than("baseline"), then=1), default=0, output_field=IntegerField()
            ),
            "more": more(
                kind=F("kind"),
                unit=F("unit"),
                baseline=F("baseline"),
                target=F("target"),
                latest=F("latest_value"),
                previous=F("previous_value"),
                previous_on=F("previous_on"),
                noted=Case(
                    When(attribution_note="", then=0), default=1, output_field=IntegerField()
                ),
            ),
        },
        OF_REPLICATION,
    )


def clauses(user, selection):
    """Clauses of commitments behind replications that are under way: late, the agencies' move;
    in force and served by no milestone, Litbang's."""
    today = selection.today
    under_way = under_commitments(user, selection).order_by().values(OF_COMMITMENT)
    rows = Clause.objects.filter(commitment__in=under_way, commitment__renewed_by=None)
    rows = with_service(rows, user, today)
    undone = serving(user).filter(
        Q(reached=None) | Q(reached__lt=100), traces__clause=OuterRef("pk")
    )
    first = undone.order_by("due", "plan", "number")
    of = of_replication("plan__replication__")
    agencies = undone.order_by().values("traces__clause")
    agencies = agencies.annotate(n=Count("plan__replication__agency", distinct=True)).values("n")
    common = {
        "ref": F("pk"),
        "at": F("commitment"),
        "number": F("number"),
        "words": Substr("text", 1, WORDS_MAX),
    }
    yield Strand(
        "clause",
        OPD,
        rows.filter(is_served=True, late_since__isnull=False),
        {
            **common,
            "since": F("late_since"),
            "plan": Subquery(first.values("plan")[:1]),
            **{
                name: Subquery(first.annotate(one=column).values("one")[:1])
                for name, column in of.items()
            },
            "quarter": Subquery(agencies),
            "more": more(commitment=F("commitment__title"), due=F("due")),
        },
        (OF_COMMITMENT, "commitment"),
    )
    unserved = rows.filter(
        Q(commitment__valid_until=None) | Q(commitment__valid_until__gte=today), is_served=False
    )
    if user.role in NARROW:
        anybody = Milestone.objects.exclude(weight=0).filter(traces__clause=OuterRef("pk"))
        unserved = unserved.filter(~Exists(anybody))
    first_plan = under_way.filter(**{OF_COMMITMENT: OuterRef("commitment")})
    first_plan = first_plan.annotate(one=Min("plan"))
    recorded = Clause.history.filter(id=OuterRef("pk")).order_by("history_date")
    yield Strand(
        "clause",
        LITBANG,
        unserved,
        {
            **common,
            "since": Coalesce("late_since", "commitment__signed_on", Value(today)),
            "moment": Case(
                When(late_since=None, then=Subquery(recorded.values("history_date")[:1])),
                output_field=DateTimeField(),
            ),
            "plan": Subquery(first_plan.values("one")),
            "more": more(commitment=F("commitment__title"), due=F("due")),
        },
        (OF_COMMITMENT, "commitment"),
    )
