"""The reference page of what programs may ask, drawn from the addresses themselves."""

from typing import Any

from entente.kit import draw

from .urls import document

HEADING = """# For programs

Drawn from `releases/api`. Do not edit. How to begin: [in English](../how-to/read-the-ledger-by-machine.md),
[en français](../how-to/lire-le-registre-par-machine.md). Each address also answers 401, 403, 404, 409, 422 and 429 with
`errors`. What must be sent bears a star. The whole as an OpenAPI document: `/api/v1/openapi.json`.
"""


def page() -> str:
    """One row an address."""
    drawn = document()
    rows = [
        (f"`{method.upper()} {address}`", " ".join(one.get("description", "").split()), _asked(one, drawn))
        for address, methods in drawn["paths"].items()
        for method, one in methods.items()
    ]
    return f"{HEADING}\n{draw.markdown(('address', 'what it does', 'what is sent'), rows)}\n"


def _asked(one: dict[str, Any], drawn: dict[str, Any]) -> str:
    """The names that may be sent; those that must be, marked."""
    found = [(each["name"], each.get("required", False)) for each in one.get("parameters", ()) if each["in"] == "query"]
    if body := one.get("requestBody"):
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        shape = drawn["components"]["schemas"][name]
        found += [(each, each in shape.get("required", ())) for each in shape["properties"]]
    return ", ".join(f"`{name}`{'*' if needed else ''}" for name, needed in found)
