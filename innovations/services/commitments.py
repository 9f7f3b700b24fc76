"""Commitments and their clauses, kept by Litbang."""

from django.core.exceptions import ValidationError
from django.db import transaction

from innovations.models import Clause, Commitment
from replikasi.common.locking import locked, require

FIELDS = (
    *("title", "signed_on", "signed_period", "place", "signatories", "document_url"),
    "valid_until",
)


@transaction.atomic
def create_commitment(*, by, values, clauses=(), renews=None):
    """A new commitment; `renews` is the one that it takes the place of.

    `values`: of FIELDS; `clauses`: as in `save_commitment`, none with a pk. Sent twice it is made
    once: one of the same title by the same words is that one.
    """
    commitment = Commitment(**_known(values), renews=renews)
    require(by, "innovations.add_commitment", commitment)
    same = Commitment.objects.filter(title=commitment.title).first()
    if same is not None and same.revision == 0 and _known(vars(same)) == _known(values):
        return same
    if renews is not None:
        locked(renews)
    commitment.full_clean()
    commitment.save()
    _write_clauses(commitment, clauses)
    return commitment


@transaction.atomic
def save_commitment(*, commitment, by, seen, values, clauses):
    """Write what Litbang changed; Conflict when `seen` is stale.

    `clauses`: dicts of pk (None for a new one), text and due, in their order; those that are not
    among them go away, with the traces of milestones to them.
    """
    require(by, "innovations.change_commitment", commitment)
    fresh = locked(commitment, seen=seen)
    for name, value in _known(values).items():
        setattr(fresh, name, value)
    fresh.revision += 1
    fresh.full_clean()
    fresh.save()
    _write_clauses(fresh, clauses)
    return fresh


@transaction.atomic
def delete_commitment(*, commitment, by):
    """Take away one that no replication stands on."""
    require(by, "innovations.delete_commitment", commitment)
    fresh = locked(commitment)
    if fresh.replications.exists():
        raise ValidationError(
            "Komitmen ini menjadi dasar replikasi, jadi tidak dapat dihapus.", code="used"
        )
    if Commitment.objects.filter(renews=fresh).exists():
        raise ValidationError(
            "Komitmen ini sudah diperbarui oleh komitmen lain, jadi tidak dapat dihapus.",
            code="used",
        )
    files = list(fresh.documents.all())
    fresh.delete()
    for document in files:
        transaction.on_commit(document.delete_files)


def _known(values):
    return {name: values[name] for name in FIELDS if name in values}


def _write_clauses(commitment, clauses):
    own = {clause.pk: clause for clause in commitment.clauses.all()}
    kept = [own[row["pk"]] for row in clauses if row.get("pk") in own]
    for clause in own.values():
        if clause not in kept:
            clause.delete()
    # Out of the way of one another's numbers first.
    for place, clause in enumerate(kept, start=1):
        if clause.number != 1000 + place:
            Clause.objects.filter(pk=clause.pk).update(number=1000 + place)
    for number, row in enumerate(clauses, start=1):
        clause = own.get(row.get("pk")) or Clause(commitment=commitment)
        changed = (clause.number, clause.text, clause.due) != (number, row["text"], row["due"])
        clause.number, clause.text, clause.due = number, row["text"], row["due"]
        if changed:
            clause.full_clean(exclude=["commitment"])
            clause.save()
        else:
            Clause.objects.filter(pk=clause.pk).update(number=number)
