"""The hidden key of a row, by which a workbook that comes back is matched with the plan.

A key is "plan.milestone.fingerprint": the fingerprint tells whether the row has changed since.
"""

import re
from dataclasses import dataclass

from actionplans import columns

KEY_LABEL = "Kunci (jangan diubah)"
# A sheet that Excel does not offer to show: {"plan": key, "keys": [keys of its milestones]} in A1.
META_SHEET = "_portal"

_KEY = re.compile(r"([0-9]{1,18})\.([0-9]{1,18})\.([0-9a-f]{12})")


@dataclass(frozen=True)
class Key:
    plan: int
    milestone: int
    fingerprint: str

    def __str__(self):
        return f"{self.plan}.{self.milestone}.{self.fingerprint}"


def key_of(plan_id, row):
    """The Key of a plain row (see snapshots.taken) of the plan."""
    return Key(plan_id, row["id"], columns.fingerprint(row))


def parse(text):
    """The Key that a cell holds, or None."""
    match = _KEY.fullmatch(str(text or "").strip())
    return Key(int(match[1]), int(match[2]), match[3]) if match else None
