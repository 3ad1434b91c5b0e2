"""Roles and languages: what a role may see does not hang on the language, so each role need not come in both."""

from itertools import cycle, product

from entente.foundation.people.roles import Role

LANGUAGES = ("en", "fr")


def turns(*both: Role) -> list[tuple[Role, str]]:
    """Every role with one of the languages, taking turns; those of ``both`` in either."""
    return sorted({*zip(Role, cycle(LANGUAGES), strict=False), *product(both, LANGUAGES)})
