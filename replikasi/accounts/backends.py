"""Log-in by user name or e-mail and password; rights are the rules' business."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class PasswordBackend(AuthenticationBackend):
    def authenticate(self, request, **credentials):
        """Demo accounts, whose password is printed in the README, are refused on a server."""
        user = super().authenticate(request, **credentials)
        return None if user and user.is_demo and not settings.DEMO_ACCOUNTS else user

    def _get_permissions(self, user_obj, obj, from_name):
        return set()
