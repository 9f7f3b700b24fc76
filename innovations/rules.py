"""Who may do what with innovations, agencies and replications."""

import rules

from replikasi.accounts.models import User
from replikasi.accounts.rules import has_role, is_admin

Role = User.Role
is_reference_keeper = has_role(Role.ADMIN, Role.LITBANG)

# Regions, agencies and people are the admin's; Litbang keeps what is replicated and by whom.
for model in ("region", "agency", "agencyname"):
    rules.add_perm(f"innovations.view_{model}", is_reference_keeper)
    for action in ("add", "change", "delete"):
        rules.add_perm(f"innovations.{action}_{model}", is_admin)

for model in (
    "innovation",
    "innovationelement",
    "commitment",
    "clause",
    "replication",
    "elementadaptation",
    "outcome",
    "outcomevalue",
):
    for action in ("view", "add", "change", "delete"):
        rules.add_perm(f"innovations.{action}_{model}", is_reference_keeper)
