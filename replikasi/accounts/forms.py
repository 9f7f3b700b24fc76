"""Forms about people: inviting them, taking up an invitation, one's own details, logging in."""

import re

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from .models import Invitation, User

USERNAME_RULE = re.compile(r"[\w.-]+")


def password_rule():
    """What a password must be, in one sentence; the validators of the settings say how long."""
    validators = password_validation.get_default_password_validators()
    length = next(one.min_length for one in validators if hasattr(one, "min_length"))
    return (
        f"Sedikitnya {length} karakter, bukan kata sandi yang umum, bukan angka saja, "
        "dan tidak mirip nama Anda."
    )


class OurWords:
    """allauth's forms under our names: one word for a password, no placeholder, no second hint."""

    WORDS = {
        "password": "Kata sandi",
        "oldpassword": "Kata sandi yang sekarang",
        "password1": "Kata sandi baru",
        "password2": "Kata sandi baru, sekali lagi",
        "email": "Alamat email",
        "remember": "Tetap masuk di perangkat ini",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.WORDS.get(name, field.label)
            field.help_text = password_rule() if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


class ReauthenticateForm(OurWords, allauth_forms.ReauthenticateForm):
    pass


class ChangePasswordForm(OurWords, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(OurWords, allauth_forms.SetPasswordForm):
    pass


class ResetPasswordForm(OurWords, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(OurWords, allauth_forms.ResetPasswordKeyForm):
    pass


class LoginForm(OurWords, allauth_forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = "Nama pengguna atau email"
        login.widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}


class InvitationForm(forms.ModelForm):
    """An admin chooses the role; the role decides whether agency or region matter."""

    class Meta:
        model = Invitation
        fields = ["name", "email", "position", "role", "agency", "region"]
        help_texts = {
            "email": "Tautan undangan dikirim ke alamat ini.",
            "agency": "Untuk staf dan kepala OPD, verifikator dan fasilitator.",
            "region": "Untuk verifikator dan pimpinan: sejauh mana mereka melihat.",
        }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False
        if by.role == User.Role.KEPALA:
            for name in ("role", "agency", "region"):
                del self.fields[name]
            return
        agency = self.fields["agency"]
        agency.queryset = agency.queryset.select_related("region")
        agency.label_from_instance = lambda row: f"{row.name}, {row.region.full_name}"

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class AcceptForm(forms.Form):
    """User name and password of a new account. `invitation` is whose it will be."""

    username = forms.CharField(
        label="Nama pengguna",
        max_length=150,
        help_text="Huruf, angka, titik, garis bawah atau tanda hubung. Dipakai untuk masuk.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="Kata sandi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="Kata sandi, sekali lagi",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_rule()
        self.invitation = invitation

    def clean_username(self):
        username = self.cleaned_data["username"]
        # No @: an address as user name would stand in the way of the person whose address it is.
        if not USERNAME_RULE.fullmatch(username):
            raise ValidationError("Pakai huruf, angka, titik, garis bawah atau tanda hubung saja.")
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError("Nama pengguna ini sudah dipakai. Pilih yang lain.")
        return username

    def clean(self):
        cleaned = super().clean()
        password, again = cleaned.get("password"), cleaned.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", "Kedua kata sandi tidak sama.")
        elif password:
            person = User(
                username=cleaned.get("username", ""),
                email=self.invitation.email,
                name=self.invitation.name,
            )
            try:
                password_validation.validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ProfileForm(forms.ModelForm):
    # Wider than the model's 18, because people type it in groups, as it is printed.
    nip = forms.CharField(
        label="NIP",
        max_length=24,
        required=False,
        help_text="18 angka. Dicetak pada laporan.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    class Meta:
        model = User
        fields = ["name", "position", "nip", "email"]
        help_texts = {
            "email": "Untuk masuk, memulihkan kata sandi dan menerima pemberitahuan.",
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "position": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Without an address a password cannot be recovered; who has one keeps one.
        self.fields["email"].required = bool(self.instance.email)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_nip(self):
        return "".join(self.cleaned_data["nip"].split())
