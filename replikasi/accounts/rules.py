"""Who may do what with people. Rights are code; only the role is data."""

import rules

from .models import User

Role = User.Role


def has_role(*roles):
    """Predicate: the person is active and holds one of `roles`."""

    @rules.predicate(name=f"has_role:{','.join(roles)}")
    def predicate(user, obj=None):
        return user.is_authenticated and user.is_active and user.role in roles

    return predicate


is_admin = has_role(Role.ADMIN)
is_head = has_role(Role.KEPALA)


@rules.predicate
def is_own_staff(user, person=None):
    """A head over the staff of the own agency; as a model-level question nobody is meant."""
    return person is None or (
        person.agency_id == user.agency_id and person.role == Role.STAF and person.pk != user.pk
    )


rules.add_perm("accounts.manage_people", is_admin | is_head)
rules.add_perm("accounts.manage_person", is_admin | (is_head & is_own_staff))

for action in ("view", "add", "change"):
    rules.add_perm(f"accounts.{action}_user", is_admin)
