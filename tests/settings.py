"""The product's settings, less what only costs a test time."""

import tempfile
from pathlib import Path

from entente.config.settings import *  # noqa: F403

DEBUG = False
SECRET_KEY = "for tests only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATA = Path(tempfile.gettempdir()) / "entente-tests"  # a place no test may count on
WHITENOISE_AUTOREFRESH = True  # find static files where they are: nothing was collected

ENTENTE_INVENTED_MEMORY = 10**9  # one spell for a whole run: a count of queries must not hang on the clock
