"""The same questions and verbs as the pages, for programs: nothing here decides or writes by itself."""

from ninja import NinjaAPI

from . import asking, errors, exchanging, reviewing
from .access import Bearer, Rate

VERSION = "1.0.0"
PREFIX = "api/v1/"

api = NinjaAPI(
    title="Entente",
    version=VERSION,
    description=(
        "The switch and the ledger of exchanges. Words come in English or French, as Accept-Language asks, else in "
        "the language of the token's person. Les mots viennent en français ou en anglais, selon Accept-Language."
    ),
    auth=Bearer(),
    throttle=[Rate()],
    docs_url=None,  # the page that the library brings loads its scripts from elsewhere
    openapi_url=None,
    urls_namespace="api",
)
errors.attach(api)
for part in (asking, exchanging, reviewing):
    api.add_router("", part.router)
