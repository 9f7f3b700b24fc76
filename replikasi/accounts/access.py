"""The doors to people and invitations: 404 outside the scope, 403 inside it without the right."""

from replikasi.common.access import door

from .models import Invitation, User


def person_to_manage(user, pk):
    return door(User.objects.visible_to(user).for_list(), user, pk, "accounts.manage_person")


def invitation_to_manage(user, pk):
    queryset = Invitation.objects.visible_to(user).waiting().select_related("agency", "invited_by")
    return door(queryset, user, pk, "accounts.manage_people")
