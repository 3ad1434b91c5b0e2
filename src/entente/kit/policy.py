"""Who may do what: one row per act, read top to bottom.

A *grant* is a small question about a person and a thing. A row passes when any grant says yes.
What is not in the table is refused.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied

Grant = Callable[[Any, Any], bool]


class Policy:
    """The table of one room: ``{act: (grant, …)}``."""

    def __init__(self, table: Mapping[str, tuple[Grant, ...]]):
        self.table = dict(table)

    def allows(self, person: Any, act: str, thing: Any = None) -> bool:
        """Whether some grant in the row says yes; an unknown act is refused."""
        return any(grant(person, thing) for grant in self.table.get(act, ()))

    def allowed(self, person: Any, acts: Iterable[str], thing: Any = None) -> dict[str, bool]:
        """Which of several acts are allowed, for a page that offers them all. No grant is asked twice."""
        said: dict[Grant, bool] = {}

        def says(grant: Grant) -> bool:
            if grant not in said:
                said[grant] = grant(person, thing)
            return said[grant]

        return {act: any(says(grant) for grant in self.table.get(act, ())) for act in acts}

    def require(self, person: Any, act: str, thing: Any = None) -> None:
        """Raises ``PermissionDenied`` unless some grant in the row says yes."""
        if not self.allows(person, act, thing):
            raise PermissionDenied(act)


def holds(*roles: str) -> Grant:
    """Grant to people who hold any of these roles."""

    def grant(person: Any, thing: Any) -> bool:
        return person.role in roles

    grant.__doc__ = "Any " + " or ".join(role.replace("_", " ") for role in roles) + "."
    return grant
