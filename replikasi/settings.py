"""The one settings file: everything comes from the environment, explained in `.env.example`.

Secure by default (DEBUG is off); a start that lacks what production needs stops with a sentence.
"""

from email.utils import parseaddr
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("REPLIKASI_VAR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)


def required(name, how):
    """The value of `name`; without it a start with DEBUG off is refused with `how` to mend it."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} belum diisi. {how} Lihat .env.example.")
    return value


def development_key():
    """A random key kept under var/, so that a restart in development keeps people logged in."""
    path = VAR_DIR / "development-key"
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


if DEBUG:
    SECRET_KEY = env.str("SECRET_KEY", default="") or development_key()
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "testserver"])
    DATABASE = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
else:
    SECRET_KEY = required("SECRET_KEY", "Isi dengan teks acak sedikitnya 50 huruf.")
    ALLOWED_HOSTS = required("ALLOWED_HOSTS", "Isi dengan nama situs, dipisah koma.").split(",")
    required("DATABASE_URL", "Contoh: postgres://nama:sandi@127.0.0.1:5432/replikasi.")
    DATABASE = env.db_url("DATABASE_URL")

# -- apps ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "replikasi.common",
    "replikasi.accounts.apps.AccountsConfig",
    "replikasi.notifications",
    "innovations",
    "actionplans",
    "replikasi.dashboard",
    "replikasi.documents",
    "replikasi.accounts.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_fsm",
    "django_htmx",
    "django_tables2",
    "django_tasks",
    "django_tasks_db",
    "heroicons",
    "import_export",
    "post_office",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "replikasi.accounts.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "actionplans.middleware.FreshRulesMiddleware",
    "replikasi.common.readonly.ReadOnlyGetMiddleware",
]

ROOT_URLCONF = "replikasi.urls"
WSGI_APPLICATION = "replikasi.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "replikasi.common.context.portal",
                "actionplans.context.navigation",
            ],
            "builtins": ["replikasi.common.templatetags.portal"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "common/_table.html"

# -- database and cache -------------------------------------------------------------------------

DATABASES = {"default": DATABASE}
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and the TOTP replay guard live in the cache, so it must be shared by the workers.
CACHES = {
    "default": env.cache_url("CACHE_URL", default="dbcache://cache"),
    # Parts of pages as a worker drew them, each under the state of the records that it shows.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}

# -- people -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["replikasi.accounts.backends.PasswordBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 10}

DEMO_ACCOUNTS = DEBUG
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "tasks"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "replikasi.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "replikasi.accounts.forms.LoginForm",
    "reauthenticate": "replikasi.accounts.forms.ReauthenticateForm",
    "change_password": "replikasi.accounts.forms.ChangePasswordForm",
    "set_password": "replikasi.accounts.forms.SetPasswordForm",
    "reset_password": "replikasi.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "replikasi.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because a stranger typed their address
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = "replikasi.accounts.adapters.display_name"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
SOCIALACCOUNT_ADAPTER = "replikasi.accounts.adapters.SocialAccountAdapter"
# Single sign-on finds the invited account by the address that its server has verified.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.str("OIDC_NAME", default="SSO"),
                "client_id": env.str("OIDC_CLIENT_ID", default=""),
                "secret": env.str("OIDC_SECRET", default=""),
                "settings": {"server_url": env.str("OIDC_SERVER_URL", default="")},
            }
        ]
        if env.str("OIDC_SERVER_URL", default="")
        else []
    }
}
MFA_ADAPTER = "replikasi.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Replikasi Inovasi"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)

# -- language, time, words ----------------------------------------------------------------------

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_I18N = True
USE_TZ = True

PORTAL_NAME = "Replikasi Inovasi"
PORTAL_OWNER = env.str("PORTAL_OWNER", default="Kabupaten Bangka Barat")
# The address that mails lead to; commands that send them are asked by no browser.
PORTAL_URL = env.str("PORTAL_URL", default="") or (
    "http://127.0.0.1:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)
PROGRAMME_NAME = env.str("PROGRAMME_NAME", default="RIPP 2022")
PROGRAMME_LONG_NAME = env.str("PROGRAMME_LONG_NAME", default="")

# -- files --------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "vendor"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Evidence is private: MEDIA_URL stays empty, files leave only through the view that checks rights.
MEDIA_ROOT = VAR_DIR / "evidence"
EVIDENCE_MAX_MB = env.int("EVIDENCE_MAX_MB", default=20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
EVIDENCE_BUCKET = env.str("EVIDENCE_S3_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": EVIDENCE_BUCKET,
            "endpoint_url": env.str("EVIDENCE_S3_ENDPOINT", default="") or None,
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
    if EVIDENCE_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "replikasi.common.static.PortalStaticStorage",
    },
}

# -- mail ---------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
EMAIL_BACKEND = "post_office.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mails"
EMAIL_TIMEOUT = 30
POST_OFFICE = {
    "BACKENDS": {
        "default": "django.core.mail.backends.filebased.EmailBackend"
        if DEBUG and not env.str("EMAIL_URL", default="")
        else "django.core.mail.backends.smtp.EmailBackend"
    },
    "DEFAULT_PRIORITY": "now" if DEBUG else "medium",
    "LOCK_FILE_NAME": str(VAR_DIR / "post_office"),
    # With waits of 1, 2, 4 … minutes and at most 2 hours (outbox.py), for longer than a weekend.
    "MAX_RETRIES": 70,
    # The same mail keeps its name however often it is tried.
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": parseaddr(DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost",
}
if env.str("EMAIL_URL", default=""):
    MAIL = env.email_url("EMAIL_URL")
    EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_HOST"], MAIL["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"], MAIL["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS = MAIL.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = MAIL.get("EMAIL_USE_SSL", False)

# -- work behind --------------------------------------------------------------------------------

# Without a worker (run_worker) what somebody ordered is done while they wait.
TASKS_AT_ONCE = env.bool("TASKS_AT_ONCE", default=DEBUG)
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if TASKS_AT_ONCE
        else "django_tasks_db.DatabaseBackend"
    }
}

# -- history ------------------------------------------------------------------------------------

SIMPLE_HISTORY_REVERT_DISABLED = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False

# -- security -----------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "media-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = {
    name: []
    for name in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # a PDF of evidence is shown in a frame of the portal's own page
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # asks for DENY
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
CSRF_FAILURE_VIEW = "replikasi.common.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# -- logging ------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
