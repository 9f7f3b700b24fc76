"""Who may do what with documents; what is in them, `visible_to` says."""

import rules

from replikasi.accounts.models import User
from replikasi.accounts.rules import has_role

rules.add_perm("documents.get_briefs", has_role(User.Role.PIMPINAN))
