"""One's own account: details, and the way to password, second step, passkeys and sessions."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from replikasi.accounts import services
from replikasi.accounts.forms import ProfileForm
from replikasi.accounts.models import User


def changes_email(request):
    """Whoever holds the address can recover the account, so the password is asked again."""
    email = request.POST.get("email", "").strip().lower()
    return request.method == "POST" and email != request.user.email.lower()


@reauthentication_required(enabled=changes_email)
def profile(request):
    # The form writes into its instance; the person of the request stays as stored.
    instance = User.objects.for_list().get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_profile(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Akun Anda tersimpan.")
            return redirect("profile")
    factors = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "form": form,
        "person": request.user,
        "has_totp": Authenticator.Type.TOTP in factors,
        "has_passkey": Authenticator.Type.WEBAUTHN in factors,
        "session_note": f"{UserSession.objects.filter(user=request.user).count()} perangkat",
    }
    return render(request, "accounts/profile.html", context)
