"""Moves from state to state that may be refused."""

from django.core.exceptions import ValidationError
from django_fsm import TransitionNotAllowed


def move(row, transition, sentence):
    """Run a declared transition; one that the state does not allow is a sentence, not a crash."""
    try:
        getattr(row, transition)()
    except TransitionNotAllowed:
        raise ValidationError(refusal(row, sentence), code="state") from None


def refusal(row, sentence):
    return f"{sentence} Statusnya sekarang: {row.get_state_display().lower()}."
