"""One task as people read it in Tugas."""

from dataclasses import dataclass
from datetime import date

SHOWN = 25  # of each kind
NEVER = date.max


@dataclass(frozen=True)
class Task:
    """One thing to do. `due` orders within a tone; `since` is when it began to wait.

    What `another` person handles already comes after everything else.
    """

    title: str
    note: str
    url: str
    icon: str
    tone: str
    verb: str
    when: str = ""
    agency: str = ""
    since: date | None = None
    age: int | None = None
    due: date = NEVER
    another: bool = False

    @property
    def urgency(self):
        return (self.another, {"bad": 0, "wait": 1, "acc": 2, "muted": 3}[self.tone], self.due)
