"""Log-in by user name or e-mail and password; rights are the rules' business."""

from allauth.account.auth_backends import AuthenticationBackend


class PasswordBackend(AuthenticationBackend):
    def _get_permissions(self, user_obj, obj, from_name):
        return set()
