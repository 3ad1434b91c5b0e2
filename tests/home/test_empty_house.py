"""Before anything is loaded, every page says what would fill it."""

from itertools import product

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from entente.foundation.people.roles import Role
from tests.house.test_addresses import BY_TOKEN, names_without_arguments
from tests.turns import LANGUAGES, shared


@pytest.mark.parametrize(
    ("role", "lang"), shared(product((Role.DESK_OFFICER, Role.READER, Role.ADMINISTRATOR), LANGUAGES))
)
def test_every_page_opens_when_nothing_is_loaded(client, open_account, role, lang):
    client.force_login(open_account(role))
    wrong = {}
    with translation.override(lang):
        for name in names_without_arguments():
            if (
                name.split("_")[0] in ("account", "mfa", "socialaccount", "openid")
                or name in {"live", "ready"} | BY_TOKEN
            ):
                continue
            try:
                address = reverse(name)
            except NoReverseMatch:
                continue
            status = client.get(address).status_code
            if status not in (200, 302, 403, 404, 405):
                wrong[address] = status

    assert wrong == {}
