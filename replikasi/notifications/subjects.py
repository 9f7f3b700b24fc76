"""What notifications are about, and who may still see it; the apps above register their kinds."""

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Exists,
    OuterRef,
    Value,
    When,
)
from django.db.models.functions import Cast, Substr

SUBJECTS = {}


def register_subject(name, visible_to):
    """Rows about "name:PK" are shown as long as PK is among `visible_to(user)`, a queryset."""
    if name in SUBJECTS:
        raise ValueError(f"subject {name!r} is registered twice")
    SUBJECTS[name] = visible_to


def require_known(about):
    """ValueError unless `about` is empty or names a registered kind: nobody could see the row."""
    if about and about.partition(":")[0] not in SUBJECTS:
        raise ValueError(f"nothing is registered for notifications about {about!r}")


def may_be_seen(user):
    """Condition of a notification whose subject `user` may see now; of an unknown kind, never."""
    cases = [
        When(
            about__startswith=f"{name}:",
            then=Exists(
                visible_to(user).filter(
                    pk=Cast(Substr(OuterRef("about"), len(name) + 2), BigIntegerField())
                )
            ),
        )
        for name, visible_to in SUBJECTS.items()
    ]
    return Case(
        When(about="", then=Value(True)),
        *cases,
        default=Value(False),
        output_field=BooleanField(),
    )
