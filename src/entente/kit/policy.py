"""Who may do what: one row per act, read top to bottom.

A *grant* is a small question about a person and a thing. A row passes when any grant says yes.
What is not in the table is refused.
"""

from collections.abc import Callable, Mapping
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
