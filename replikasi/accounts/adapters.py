"""How the portal departs from django-allauth: sign-up is closed, people are invited."""

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError

MISMATCH = "Nama pengguna atau kata sandi tidak cocok."
TOO_MANY = "Terlalu banyak permintaan. Tunggu beberapa menit, lalu coba lagi."
WRONG_CODE = (
    "Kode tidak cocok. Pakai kode yang sedang tampil di aplikasi, atau satu kode pemulihan."
)


def display_name(user):
    return user.name or user.username


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Akun ini dinonaktifkan. Hubungi kepala OPD atau admin portal.",
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "incorrect_password": "Kata sandi salah.",
        "enter_current_password": "Kata sandi yang sekarang tidak cocok.",
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": (
            "Tautan ini sudah dipakai atau kedaluwarsa. Minta tautan baru lewat Lupa kata sandi."
        ),
        "too_many_login_attempts": (
            "Terlalu banyak percobaan yang gagal. Tunggu 5 menit, lalu coba lagi, "
            "atau buat kata sandi baru lewat Lupa kata sandi."
        ),
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request):
        return False

    def format_email_subject(self, subject):
        return f"{subject}, portal {settings.PORTAL_NAME}"

    def authentication_failed(self, request, **credentials):
        """Remember how many attempts are left, for the sentence beside the form.

        The count is of what was typed, whether or not there is such an account.
        """
        rates = ratelimit.parse_rates(app_settings.RATE_LIMITS["login_failed"])
        used = self._login_failed_rl_usage.usage
        self.attempts_left, self.pause = min(
            (rate.amount - len(cache.get(one.cache_key, [])), round(rate.duration / 60))
            for rate, one in zip(rates, used, strict=True)
        )

    def validation_error(self, code, *args):
        if code.endswith("_password_mismatch") and hasattr(self, "attempts_left"):
            left = self.attempts_left
            if left > 0:
                rest = f"Masih ada {left} kali percobaan sebelum jeda {self.pause} menit."
            else:
                rest = f"Tunggu {self.pause} menit sebelum mencoba lagi."
            return ValidationError(f"{MISMATCH} {rest}", code=code)
        return super().validation_error(code, *args)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "rate_limited": TOO_MANY,
    }


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An identity from single sign-on finds an account that was invited; it never makes one."""

    def is_open_for_signup(self, request, sociallogin):
        return False
