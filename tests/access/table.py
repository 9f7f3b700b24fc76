"""Who gets what at every address: reads table.csv, and writes it as docs/access.md.

`python -m tests.access.table` writes the page anew.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("table.csv")
PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "access.md"

MAY = "boleh"
LOG_IN = "masuk"
ROLES = {
    "anonim": "not logged in",
    "staf": "staff of the agency",
    "kepala": "head of the agency",
    "litbang": "Litbang officer of the region",
    "fasilitator": "facilitator of the replication",
    "pimpinan": "leader of the region",
    "admin": "admin",
    "staf-lain": "staff of another agency",
    "kepala-lain": "head of another agency",
    "litbang-lain": "Litbang officer of another region",
    "fasilitator-lain": "facilitator of another university",
}
# Pages of django-allauth under addresses of the portal: everybody's own account.
ACCOUNT_PREFIXES = ("account_", "mfa_", "usersessions_", "socialaccount_", "openid_connect_")
ADMIN_PREFIX = "admin:"
# What is open without logging in; everything else asks for it.
PUBLIC = {
    "front",
    "health",
    "accept_invitation",
    "calendar_feed",
    "check",
    "check_number",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "admin:login",
}

INTRODUCTION = """# Who gets what at every address

Written by `python -m tests.access.table` from `tests/access/table.csv`, which the tests walk; do \
not change this page by hand.

- A number is the status of the answer; *boleh*: the form is accepted for this person (what it \
says may still be wrong); *masuk*: sent to the log-in page.
- 404 outside what a person may see, 403 inside it without the right, 405 for an address that only \
takes the other method.
- The object asked for belongs to one agency, with one facilitator, in one region; *-lain* are \
people of another agency, region or university.
- An address without a POST row refuses POST (405).
"""


@dataclass(frozen=True)
class Row:
    """One address and method; `expected` maps each key of ROLES to a cell."""

    name: str
    method: str
    expected: dict


def rows():
    with TABLE.open(newline="", encoding="utf-8") as lines:
        return [
            Row(line.pop("alamat"), line.pop("cara"), dict(line)) for line in csv.DictReader(lines)
        ]


def page():
    """The text of docs/access.md."""
    parts = [INTRODUCTION, "| address | method | " + " | ".join(ROLES) + " |"]
    parts.append("|" + " --- |" * (len(ROLES) + 2))
    for row in rows():
        cells = " | ".join(row.expected[role] for role in ROLES)
        parts.append(f"| `{row.name}` | {row.method} | {cells} |")
    parts += [
        "",
        "## The columns",
        "",
        *(f"- *{role}*: {words}" for role, words in ROLES.items()),
        "",
        "## Open without logging in",
        "",
        *(f"- `{name}`" for name in sorted(PUBLIC)),
        "",
        "Every other address whose name begins with "
        + ", ".join(f"`{prefix}`" for prefix in ACCOUNT_PREFIXES)
        + " is the person's own account and asks for log-in. The admin site (`admin:`) lets in "
        "admins and Litbang officers; each of its models asks the rules again.",
        "",
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
