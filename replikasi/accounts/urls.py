"""Addresses of people and of logging in.

allauth's views have addresses of ours, each under allauth's own name, so that what is not listed
here (sign-up, its e-mail pages) does not exist. Single sign-on comes with its settings.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as openid_connect
from allauth.usersessions import views as usersessions
from django.conf import settings
from django.urls import include, path, re_path

from .views import invitation, people, profile

second_step = [
    path("", mfa.index, name="mfa_index"),
    path("ulang/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("aplikasi/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("kode/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("kode/baru/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("kode/unduh/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("kunci/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("kunci/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("kunci/ulang/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("kunci/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("kunci/<int:pk>/hapus/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]

password = [
    path("", account.password_change, name="account_change_password"),
    path("buat/", account.password_set, name="account_set_password"),
    path("lupa/", account.password_reset, name="account_reset_password"),
    path("lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "lupa/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/langkah-kedua/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/kunci-sandi/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("masuk/nonaktif/", account.account_inactive, name="account_inactive"),
    path("keluar/", account.logout, name="account_logout"),
    path("undangan/<str:token>/", invitation.accept_invitation, name="accept_invitation"),
    path("akun/", profile.profile, name="profile"),
    path("akun/pastikan/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/sandi/", include(password)),
    path("akun/langkah-kedua/", include(second_step)),
    path("akun/sesi/", usersessions.list_usersessions, name="usersessions_list"),
    path("orang/", people.people, name="people"),
    path("orang/undang/", people.invite, name="invite"),
    path("orang/<int:pk>/izin-kirim/", people.change_may_send, name="change_may_send"),
    path("orang/<int:pk>/aktif/", people.change_active, name="change_active"),
    path("orang/undangan/<int:pk>/kirim/", people.resend_invitation, name="resend_invitation"),
    path("orang/undangan/<int:pk>/tarik/", people.withdraw_invitation, name="withdraw_invitation"),
]

if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    urlpatterns += [
        path("akun/sso/", social.connections, name="socialaccount_connections"),
        path("masuk/sso/batal/", social.login_cancelled, name="socialaccount_login_cancelled"),
        path("masuk/sso/gagal/", social.login_error, name="socialaccount_login_error"),
        path("masuk/", include(openid_connect)),
    ]
