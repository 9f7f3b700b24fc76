"""What the filter of the dashboard offers: the regions, innovations and agencies in scope."""

from django.db.models import CharField, Exists, F, Value
from django.db.models.functions import Cast, Left

from innovations.models import Agency, Innovation, Region, Replication
from innovations.models.region import within

PROVINCE_LENGTH = 2  # digits of a province's code
TEXT = CharField()


def choices(user, selection, limit):
    """{"agencies": [(id, short name)], "innovations": [(id, name)], "regions": [(code, name)]} of
    the replications in scope, in one query.

    Of a list longer than `limit` only what is chosen is offered; of regions their provinces.
    `has_many` says that the agencies are more than can be listed.
    """
    seen = Replication.objects.visible_to(user).order_by()
    provinces = seen.annotate(province=Left("agency__region", PROVINCE_LENGTH))
    arms = [
        _arm("agencies", Agency, seen.values("agency"), "short_name", limit),
        _arm("innovations", Innovation, seen.values("innovation"), "name", limit),
        _arm("regions", Region, seen.values("agency__region"), "name", limit),
        _arm("provinces", Region, provinces.values("province"), "name", limit),
    ]
    if selection.agency:
        agency = Agency.objects.filter(pk=selection.agency, pk__in=seen.values("agency"))
        arms.append(_written("agency", agency, "short_name"))
    if selection.region:
        inside = seen.filter(within(selection.region, "agency__region__code"))
        region = Region.objects.filter(Exists(inside), pk=selection.region)
        arms.append(_written("region", region, "name"))
    found = {}
    for kind, key, name, level in arms[0].union(*arms[1:], all=True):
        found.setdefault(kind, []).append((key, name, level))
    regions = _few(found, "regions", limit) or _few(found, "provinces", limit)
    regions = sorted({*regions, *found.get("region", [])})
    return {
        "agencies": _named(_few(found, "agencies", limit) or found.get("agency", [])),
        "innovations": _named(_few(found, "innovations", limit)),
        "regions": [
            (code, Region(code=code, name=name, level=level).full_name)
            for code, name, level in regions
        ],
        "has_many": len(found.get("agencies", [])) > limit,
    }


def _arm(kind, model, keys, name, limit):
    """(kind, key, name, level) of `limit` + 1 rows of `model` at most, as texts."""
    return _written(kind, model.objects.filter(pk__in=keys.distinct()[: limit + 1]), name)


def _written(kind, rows, name):
    level = Cast("level", TEXT) if rows.model is Region else Value("", output_field=TEXT)
    rows = rows.order_by().annotate(
        arm=Value(kind, output_field=TEXT),
        arm_key=Cast("pk", TEXT),
        arm_name=Cast(F(name), TEXT),
        arm_level=level,
    )
    return rows.values_list("arm", "arm_key", "arm_name", "arm_level")


def _few(found, kind, limit):
    rows = found.get(kind, [])
    return rows if len(rows) <= limit else []


def _named(rows):
    rows = sorted((name.casefold(), int(key), name) for key, name, _ in rows)
    return [(key, name) for _, key, name in rows]
