"""The registry of notices: each kind's code, sentence and icon; the apps above register theirs."""

from dataclasses import dataclass

NOTICES = {}
RETIRED = "Pemberitahuan lama, jenisnya tidak dipakai lagi."


@dataclass(frozen=True)
class Notice:
    """A kind of message. `sentence` is a format string over the facts stored with each row."""

    code: str
    sentence: str
    icon: str

    def __call__(self, facts):
        return self.sentence.format_map(facts)


def register(code, sentence, icon):
    """Add a kind; a code is registered once."""
    if code in NOTICES:
        raise ValueError(f"notice {code!r} is registered twice")
    NOTICES[code] = Notice(code, sentence, icon)
    return NOTICES[code]


def notice_of(code):
    """The kind `code`; rows outlive their kind, so one that is gone is shown as what it was."""
    return NOTICES.get(code) or Notice(code, RETIRED, "bell")
