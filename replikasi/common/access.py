"""The one door to an object: 404 outside what a person may see, 403 inside it without the right."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404


def door(queryset, user, pk, perm=None):
    """The object `pk` of `queryset` (already narrowed to what `user` may see).

    Http404 when it is not in there, PermissionDenied when `perm` is given and `user` lacks it.
    """
    try:
        found = queryset.filter(pk=pk).first()
    except (ValueError, TypeError, OverflowError, ValidationError):  # a pk of another shape
        found = None
    if found is None:
        raise Http404("Tidak ditemukan.")
    if perm and not user.has_perm(perm, found):
        raise PermissionDenied
    return found
