"""Django settings. Read from the environment and from the data folder only; nothing here is edited to deploy.

`entente serve --help` lists the variables for the person who installs Entente.
"""

import os
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from entente.config import database
from entente.config.places import ROOT, data, secret_key


def yes(name: str) -> bool:
    """True when a variable is set to "yes" (or 1, true, on): the only ways to say so."""
    return os.environ.get(name, "").strip().lower() in {"yes", "1", "true", "on"}


def words(name: str, default: str = "") -> list[str]:
    """The values of a variable, separated by commas or spaces."""
    return os.environ.get(name, default).replace(",", " ").split()


DATA = data()
"""Everything that must be kept: database, files, secret key."""

# --- Who answers, and how carefully ------------------------------------------------------------------------

DEBUG = yes("ENTENTE_DEBUG")  # `demo` and `serve` refuse it

# `demo` and `serve` make this file before they start. Without it (one-off commands, tests) a key that lives
# as long as the process is safer than one that is written somewhere.
SECRET_KEY = os.environ.get("ENTENTE_SECRET_KEY") or secret_key(DATA) or get_random_secret_key()
SECRET_KEY_FALLBACKS = words("ENTENTE_SECRET_KEY_FALLBACKS")

ALLOWED_HOSTS = words("ENTENTE_HOSTS", "localhost 127.0.0.1 [::1]")
HTTPS = yes("ENTENTE_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0  # a year, what the HSTS preload list asks for
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [f"https://{'*' * host.startswith('.')}{host}" for host in ALLOWED_HOSTS if HTTPS]
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a working day, and no longer
SESSION_COOKIE_NAME = "entente_session"
CSRF_COOKIE_NAME = "entente_csrf"
LANGUAGE_COOKIE_NAME = "entente_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Bytes of text that one form may send, as much as a file: too long a text is answered on its own page, with all that
# was typed, and only beyond this by a page that says so (`home.views.bad_request`).
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

# --- Sign-in -----------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "entente.config.accounts.ByPassword",
    "entente.config.accounts.ByAddress",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "entente.config.accounts.ClosedHouse"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by an administrator, who knows the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ENTENTE_PROXIES", "0"))
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Entente"

OIDC_ISSUER = os.environ.get("ENTENTE_OIDC_ISSUER", "").rstrip("/")
OIDC_ORIGIN = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_ISSUER))] if OIDC_ISSUER else []
SOCIALACCOUNT_ADAPTER = "entente.config.accounts.KnownPeopleOnly"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            # The provider vouches for the address; it opens the account that an administrator made for it.
            "EMAIL_AUTHENTICATION": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": os.environ.get("ENTENTE_OIDC_NAME") or "OpenID Connect",
                    "client_id": os.environ.get("ENTENTE_OIDC_CLIENT_ID", ""),
                    "secret": os.environ.get("ENTENTE_OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
    if OIDC_ISSUER
    else {}
)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# --- What a page may load: itself only ---------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the picture one scans to set up two-step sign-in
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        # Browsers apply form-action to redirects too, and signing in elsewhere starts with a form.
        "form-action": [SELF, *OIDC_ORIGIN],
    }
}

# --- Rooms -------------------------------------------------------------------------------------------------

ROOMS = [
    "entente.home",
    "entente.dossiers",
    "entente.releases",
    "entente.reports",
    "entente.engagement.exchanges",
    "entente.engagement.removals",
    "entente.engagement.visits",
    "entente.engagement.travel",
    "entente.engagement.meetings",
    "entente.engagement.commitments",
    "entente.engagement.forums",
    "entente.engagement.agreements",
    "entente.engagement.partners",
    "entente.engagement.framework",
    "entente.engagement.facts",
    "entente.foundation.notices",
    "entente.foundation.files",
    "entente.foundation.index",
    "entente.foundation.sources",
    "entente.foundation.reference",
    "entente.foundation.people",
    "entente.foundation.numbers",
    "entente.foundation.trail",
]


AUTH_USER_MODEL = "people.Person"
INSTALLED_APPS = [
    *ROOMS,  # first, so that their templates win over the libraries'
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "entente.config.urls"
WSGI_APPLICATION = "entente.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "entente.home.context.navigation",
            ]
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What is kept ------------------------------------------------------------------------------------------

DATABASES = {"default": database.settings(os.environ.get("ENTENTE_DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that all workers count the same attempts to sign in.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}}
MEDIA_ROOT = DATA / "files"
# Tasks wait in the database too: what was asked for survives a worker that is killed.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Two languages, one clock ------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("ENTENTE_ZONE", "America/Toronto")
# How days to a deadline are counted where its source does not say: calendar or working days.
ENTENTE_COUNTING = os.environ.get("ENTENTE_COUNTING", "calendar")
# Trip reports: days after the meeting's last day, and how these are counted (framework 2008, section 3B: 15 days).
ENTENTE_REPORT_DAYS = int(os.environ.get("ENTENTE_REPORT_DAYS", "15"))
ENTENTE_REPORT_COUNTING = os.environ.get("ENTENTE_REPORT_COUNTING", "calendar")

# What one trip may cost at most, in CAD, without the head of the agency, until International Affairs sets a ceiling.
ENTENTE_TRIP_CEILING = os.environ.get("ENTENTE_TRIP_CEILING", "10000")

# --- Exchanges of information --------------------------------------------------------------------------------

# Hours in which spoken words are confirmed in writing (the instruments say "as soon as possible"), and days in which
# a request is answered (TFA article 12: to the extent possible within 90 days), a receipt comes, a use is reported.
ENTENTE_CONFIRM_HOURS = int(os.environ.get("ENTENTE_CONFIRM_HOURS", "72"))
ENTENTE_REPLY_DAYS = int(os.environ.get("ENTENTE_REPLY_DAYS", "90"))
ENTENTE_RECEIPT_DAYS = int(os.environ.get("ENTENTE_RECEIPT_DAYS", "14"))
ENTENTE_USE_DAYS = int(os.environ.get("ENTENTE_USE_DAYS", "180"))
# How long what was exchanged automatically may lie before it is written down by a delegate of the head.
ENTENTE_ARREARS_DAYS = int(os.environ.get("ENTENTE_ARREARS_DAYS", "31"))
# Personal identifiers are kept only where a site says so, sealed with keys that are kept apart from the data; the
# first seals, all of them open, so that a key can be replaced.
ENTENTE_IDENTIFIERS = yes("ENTENTE_IDENTIFIERS")
ENTENTE_IDENTIFIER_KEYS = words("ENTENTE_IDENTIFIER_KEYS")

# --- Programs ----------------------------------------------------------------------------------------------

# Requests that one access token may make in a minute.
ENTENTE_API_RATE = int(os.environ.get("ENTENTE_API_RATE", "120"))

# --- Static files, mail, logs ------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Nothing leaves the house until a mail server is named.
EMAIL_HOST = os.environ.get("ENTENTE_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("ENTENTE_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("ENTENTE_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ENTENTE_MAIL_PASSWORD", "")
EMAIL_USE_TLS = yes("ENTENTE_MAIL_TLS")
EMAIL_FILE_PATH = os.environ.get("ENTENTE_MAIL_FOLDER", "")  # where a demonstration puts mail, to be read there
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased' if EMAIL_FILE_PATH else 'console'}.EmailBackend"
)
EMAIL_TIMEOUT = 20  # seconds for each word of a conversation with the mail server
ENTENTE_INVENTED_MEMORY = 60  # seconds for which a process remembers whether an invented year is here
# Seconds after which mail that was taken up and never confirmed counts as not sent: its worker was killed.
ENTENTE_MAIL_LEASE = int(os.environ.get("ENTENTE_MAIL_LEASE", "180"))
# The address under which people open Entente, for links in mail and feeds.
ENTENTE_URL = (
    os.environ.get("ENTENTE_URL") or f"http{'s' * HTTPS}://{(ALLOWED_HOSTS or ['localhost'])[0].lstrip('.')}"
).rstrip("/")
# The hour of the day from which on reminders are looked for and the daily digest goes out.
ENTENTE_MORNING = int(os.environ.get("ENTENTE_MORNING", "6"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("ENTENTE_MAIL_FROM", "entente@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "entente": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
