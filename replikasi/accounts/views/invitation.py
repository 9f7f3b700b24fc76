"""The page behind an invitation's link: public, works once, then leads to the portal."""

from functools import partial

from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from replikasi.accounts import services
from replikasi.accounts.forms import AcceptForm

RATES = {"accept_invitation": "30/m/ip"}

limited = ratelimit.decorator(
    app="replikasi.accounts", action="accept_invitation", config=RATES, limit_get=True
)


@login_not_required
@never_cache
@limited
@sensitive_post_parameters("password", "password_again")
def accept_invitation(request, token):
    if request.user.is_authenticated:
        return render(request, "accounts/invitation_logged_in.html")
    dead = partial(render, request, "accounts/invitation_dead.html", status=410)
    try:
        invitation = services.invitation_of(token)
    except ValidationError as error:
        return dead({"reason": error.message, "code": error.code})
    form = AcceptForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid():
        try:
            user = services.accept_invitation(
                token=token,
                username=form.cleaned_data["username"],
                password=form.cleaned_data["password"],
            )
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                _show(error, form)
            else:
                return dead({"reason": error.message, "code": error.code})
        else:
            return perform_login(request, user, redirect_url=reverse("tasks"))
    return render(request, "accounts/accept.html", {"form": form, "invitation": invitation})


def _show(error, form):
    """Errors of the account beside the form's fields; of others, above the form."""
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
