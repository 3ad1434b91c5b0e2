"""What need not be tried twice takes turns: roles with languages, and the two databases with each other.

What a role may do does not hang on the language, nor on the database; and a random walk that is repeated on the other
database tells less than a new one. So where all is checked, each database takes its turn: half of such things, and the
other half on the other. Whoever runs tests on one database alone runs all of them.
"""

import os
from collections.abc import Iterable
from itertools import cycle, islice, product
from typing import Any

from entente.foundation.people.roles import Role

LANGUAGES = ("en", "fr")
TURN = int(os.environ.get("ENTENTE_TURN") or 0)
"""Which half is this run's: 1, 2, or 0 for all."""


def turns(*both: Role) -> list[tuple[Role, str]]:
    """Every role with one of the languages, taking turns; those of ``both`` in either. The second turn swaps."""
    languages = islice(cycle(LANGUAGES), TURN == 2, None)
    return sorted({*zip(Role, languages, strict=False), *product(both, LANGUAGES)})


def shared(things: Iterable[Any]) -> list[Any]:
    """Every other one of them: this run's half."""
    found = list(things)
    return found[TURN - 1 :: 2] if TURN else found


def examples(many: int) -> int:
    """How many random walks this run takes, of so many in all."""
    return -(-many // 2) if TURN else many
