"""Whether a commitment is in force, as a word; pure."""

from django.db.models import TextChoices


class Force(TextChoices):
    IN_FORCE = "berlaku", "Berlaku"
    ENDING = "segera", "Akan berakhir"
    ENDED = "berakhir", "Berakhir"
    RENEWED = "diperbarui", "Sudah diperbarui"
    UNKNOWN = "tanpa", "Masa berlaku belum diketahui"


# Which badge of common/_state.html each has.
BADGES = {
    Force.IN_FORCE: "ok",
    Force.ENDING: "wait",
    Force.ENDED: "bad",
    Force.RENEWED: "draft",
    Force.UNKNOWN: "none",
}


def force_of(commitment, today, near_days, *, renewed=False):
    """The Force of `commitment` on `today`; `near_days` before its end it is ending.

    The last day is still in force. One that another renews is not asked for any more.
    """
    if renewed:
        return Force.RENEWED
    if commitment.valid_until is None:
        return Force.UNKNOWN
    left = (commitment.valid_until - today).days
    if left < 0:
        return Force.ENDED
    return Force.ENDING if left <= near_days else Force.IN_FORCE
