"""The catalogue's verbs: innovations, their elements, sources and contacts, kept by Litbang."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from innovations.models import Innovation, InnovationElement, InnovationSource, OriginContact
from innovations.models.judged import Judged
from replikasi.common import formats
from replikasi.common.locking import Conflict, change_told, locked, require

FIELDS = (
    *("name", "tagline", "problem", "field", "origin_region", "origin_agency", "started_year"),
    *("award", "status", "status_on", "status_source"),
    *("needs_rules", "needs_people", "needs_systems", "needs_money"),
)
PART_FIELDS = {
    InnovationElement: ("name", "kind", "note"),
    InnovationSource: ("title", "url", "published_on", "note", "facts"),
    OriginContact: ("name", "position", "phone", "email", "note"),
}
# What tells a part of an innovation from the others: sent twice, it is the same one.
PART_NAME = {InnovationElement: "name", InnovationSource: "title", OriginContact: "name"}


# -- the innovation itself ----------------------------------------------------------------------


@transaction.atomic
def create_innovation(*, by, **values):
    """A new innovation; the same form sent twice makes one. `values`: any of FIELDS."""
    innovation = _with(Innovation(), values, FIELDS)
    require(by, "innovations.add_innovation", innovation)
    if same := _made_before(innovation):
        return same
    innovation.full_clean()
    try:
        with transaction.atomic():
            innovation.save()
    except IntegrityError:  # the same name came while this one was being checked
        if same := _made_before(innovation):
            return same
        innovation.full_clean()
        raise
    return innovation


def _made_before(innovation):
    """The innovation that the same form, sent before, has made; None for none."""
    same = Innovation.objects.filter(name=innovation.name, revision=0).first()
    return same if same is not None and _alike(same, innovation, FIELDS) else None


@transaction.atomic
def change_innovation(*, innovation, by, seen, **values):
    """Write what Litbang changed; Conflict when `seen` is stale. `values`: any of FIELDS."""
    require(by, "innovations.change_innovation", innovation)
    fresh = _with(locked(innovation, seen=seen), values, FIELDS)
    fresh.revision += 1
    fresh.full_clean()
    fresh.save()
    return fresh


# -- elements, sources, contacts ----------------------------------------------------------------


def version_of(part):
    """Which state of an element, source or contact somebody saw: its last line of history."""
    return part.history.aggregate(last=Max("history_id"))["last"] or 0


@transaction.atomic
def add_part(*, part, by, **values):
    """Write a new element, source or contact of `part.innovation`; the same form twice adds one."""
    model = type(part)
    require(by, _perm("add", model), part)
    locked(part.innovation)
    _with(part, values, PART_FIELDS[model])
    name = PART_NAME[model]
    same = model.objects.filter(innovation=part.innovation, **{name: getattr(part, name)})
    for found in same.order_by("pk"):
        if _alike(found, part, PART_FIELDS[model]):
            return found
    if model is InnovationElement:
        _refuse_namesake(part)
        last = part.innovation.elements.aggregate(last=Max("number"))["last"] or 0
        part.number = last + 1
    part.full_clean()
    part.save()
    return part


@transaction.atomic
def change_part(*, part, by, seen, **values):
    """Write a changed element, source or contact; Conflict when `seen` (version_of) is stale."""
    model = type(part)
    require(by, _perm("change", model), part)
    fresh = _locked_part(part)
    now = version_of(fresh)
    if seen is not None and int(seen) != now:
        records = fresh.history.order_by("-history_id")
        before = records.filter(history_id__lte=seen).first()
        raise Conflict(change_told(fresh, before, records.first()), revision=now)
    _with(fresh, values, PART_FIELDS[model])
    if model is InnovationElement:
        _refuse_namesake(fresh)
    fresh.full_clean()
    fresh.save()
    return fresh


@transaction.atomic
def delete_part(*, part, by):
    """Take an element, source or contact away; an element that replications stand on stays.

    The files of a source go once that is certain.
    """
    model = type(part)
    require(by, _perm("delete", model), part)
    fresh = _locked_part(part)
    if model is InnovationElement:
        refuse_recorded(fresh)
    files = list(fresh.documents.all()) if model is InnovationSource else []
    fresh.delete()
    for file in files:
        transaction.on_commit(file.delete_files)


def refuse_recorded(element):
    """ValidationError when replications recorded what they made of `element`, or plan by it."""
    recorded = element.adaptations.exclude(choice="", state=Judged.State.DRAFT).count()
    if recorded:
        raise ValidationError(
            f"{formats.number(recorded)} replikasi sudah mencatat perlakuannya atas unsur ini, "
            "jadi unsur ini tidak dapat dihapus. Ubah nama atau keterangannya bila keliru."
        )
    if element.traces.exists():
        raise ValidationError(
            "Ada tonggak rencana aksi yang melayani unsur ini, jadi unsur ini tidak dapat dihapus."
        )


@transaction.atomic
def move_element(*, element, by, to):
    """Put an element at place `to` (from 1) among those of its innovation; twice does it once."""
    require(by, "innovations.change_innovationelement", element)
    locked(element.innovation)
    rows = list(element.innovation.elements.select_for_update(of=("self",)).order_by("number"))
    order = [row for row in rows if row.pk != element.pk]
    order.insert(max(to, 1) - 1, next(row for row in rows if row.pk == element.pk))
    numbers = [row.number for row in rows]
    moved = [
        (row, number) for row, number in zip(order, numbers, strict=True) if row.number != number
    ]
    # Out of the way first: no two may bear the same number at any moment.
    free = max(numbers) + 1
    for place, (row, _) in enumerate(moved):
        InnovationElement.objects.filter(pk=row.pk).update(number=free + place)
    for row, number in moved:
        row.number = number
        row.save()


# -- below --------------------------------------------------------------------------------------


def _perm(action, model):
    return f"innovations.{action}_{model._meta.model_name}"


def _with(row, values, fields):
    for name, value in values.items():
        if name not in fields:
            raise TypeError(f"{name} is not changed by hand")
        setattr(row, name, value)
    return row


def _alike(one, other, fields):
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def _locked_part(part):
    """The part read anew; whoever changes parts of one innovation waits for the other."""
    locked(part.innovation)
    return locked(part)


def _refuse_namesake(element):
    """Two elements of one name could not be told apart by those who record them."""
    others = InnovationElement.objects.filter(
        innovation=element.innovation_id, name__iexact=element.name
    )
    if others.exclude(pk=element.pk).exists():
        raise ValidationError({"name": "Unsur dengan nama ini sudah ada pada inovasi itu."})
