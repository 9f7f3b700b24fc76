"""The registry of notices: each kind's code, sentence and icon; the apps above register theirs."""

from dataclasses import dataclass

from .models import Mode

NOTICES = {}
RETIRED = "Pemberitahuan lama, jenisnya tidak dipakai lagi."


@dataclass(frozen=True)
class Notice:
    """A kind of message. `sentence` is a format string over the facts stored with each row.

    `label` names the kind where people choose how to be told of it; `roles` are those who can
    get it; `mail` is how they are told by mail unless they choose otherwise. What a row is about
    says which right its reader needs (see subjects.py); the link is the row's own.
    """

    code: str
    sentence: str
    icon: str
    label: str = ""
    roles: tuple = ()
    mail: str = Mode.DAILY

    def __call__(self, facts):
        return self.sentence.format_map(facts)

    def is_for(self, user):
        """Whether the person's role can get this kind; without roles, everybody's."""
        return not self.roles or user.role in self.roles


def register(code, sentence, icon, **more):
    """Add a kind (the rest as in Notice); a code is registered once."""
    if code in NOTICES:
        raise ValueError(f"notice {code!r} is registered twice")
    NOTICES[code] = Notice(code, sentence, icon, **more)
    return NOTICES[code]


def notice_of(code):
    """The kind `code`; rows outlive their kind, so one that is gone is shown as what it was."""
    return NOTICES.get(code) or Notice(code, RETIRED, "bell")


def sentence_of(notification):
    return notice_of(notification.kind)(notification.facts)


def kinds_of(user):
    """The kinds that the person can get, in the order in which they are registered."""
    return [notice for notice in NOTICES.values() if notice.label and notice.is_for(user)]
