"""What is refused, for machines: a code, words in the language that was asked for, and the field it is about."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled
from ninja.errors import ValidationError as Misshapen

from .access import NotKnown, ReadOnly
from .shapes import DecisionOut

Told = tuple[int, list[dict[str, Any]]]
CONFLICTS = {"wrong_state", "decided", "answered", "in_the_ledger"}
"""Codes that say: not in the state in which it is now."""
SHAPES: dict[str, Any] = {
    "missing": _("This is needed."),
    "enum": _("This word is not known here. Known are: %(expected)s."),
    "literal_error": _("This word is not known here. Known are: %(expected)s."),
    "extra_forbidden": _("Nothing is asked under this name."),
    "timezone_aware": _("Write the moment with its zone, for example 2026-11-27T02:40:00-05:00."),
    "datetime": _("Write the moment with its zone, for example 2026-11-27T02:40:00-05:00."),
    "no_such_time": _("This year cannot be meant."),
    "int": _("Write a whole number."),
    "string_too_long": _("At most %(max_length)s characters."),
    "greater_than_equal": _("At least %(ge)s."),
    "less_than_equal": _("At most %(le)s."),
    "too_short": _("Name at least one."),
    "string_pattern_mismatch": _("This holds a sign that cannot be kept."),
}
"""What is said of a value that has not the form asked for, by the kind of its defect."""


class Refused(Exception):
    """An action that refused, with what may go now and why, article by article."""

    def __init__(self, refusal: ValidationError, decision: DecisionOut):
        super().__init__(str(refusal))
        self.refusal, self.decision = refusal, decision


def problem(code: str, message: Any, field: str | None = None) -> dict[str, Any]:
    """One thing that stands in the way."""
    return {"code": code, "message": str(message), "field": field}


def not_found() -> dict[str, Any]:
    """What is said of everything that is not there, or may not be seen."""
    return problem("not_found", _("There is no such thing, or you may not see it."))


def unknown_key(field: str) -> ValidationError:
    """A key that leads to nothing this person may see."""
    return ValidationError({field: ValidationError(_("Nothing has this key."), code="unknown_key")})


def problems_of(refusal: ValidationError) -> list[dict[str, Any]]:
    """Everything an action refused for, each with its field."""
    if not hasattr(refusal, "error_dict"):
        return [problem(one.code or "invalid", " ".join(one.messages)) for one in refusal.error_list]
    return [
        problem(one.code or "invalid", " ".join(one.messages), None if name == NON_FIELD_ERRORS else name)
        for name, found in refusal.error_dict.items()
        for one in found
    ]


def status_of(problems: Iterable[dict[str, Any]]) -> int:
    """409 where the state is in the way, 422 where what was said is."""
    return 409 if any(one["code"] in CONFLICTS for one in problems) else 422


def attach(api: NinjaAPI) -> None:
    """Answer every refusal in the same form."""
    for kind, told in TOLD.items():
        api.add_exception_handler(kind, partial(_answer, api=api, told=told))


def _answer(request: HttpRequest, refusal: Any, *, api: NinjaAPI, told: Callable[[Any], Told]) -> HttpResponse:
    status, problems = told(refusal)
    said: dict[str, Any] = {"errors": problems}
    if isinstance(refusal, Refused):
        said["decision"] = refusal.decision
    response = api.create_response(request, said, status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _one(status: int, code: str, message: Any) -> Callable[[Any], Told]:
    """The same answer whatever was the matter in detail."""
    return lambda refusal: (status, [problem(code, message)])


def _by_action(refusal: ValidationError) -> Told:
    problems = problems_of(refusal)
    return status_of(problems), problems


def _misshapen(one: dict[str, Any]) -> dict[str, Any]:
    kind = str(one.get("type", ""))
    said = next((words for start, words in SHAPES.items() if kind.startswith(start)), _("This cannot be read."))
    where = [str(part) for part in one.get("loc", ())]
    # The first word says where it was looked for; of a body the second is our own name for it.
    field = ".".join(where[2:] if where[:1] == ["body"] else where[1:])
    return problem(kind or "invalid", str(said) % one.get("ctx", {}), field or None)


TOLD: dict[type[Exception], Callable[[Any], Told]] = {
    AuthenticationError: _one(401, "token_missing", _("Send a token: Authorization: Bearer …")),
    NotKnown: lambda refusal: (401, [problem(refusal.code, refusal.message)]),
    ReadOnly: _one(403, "read_only", _("This token only reads. Open one that also writes.")),
    PermissionDenied: _one(403, "not_allowed", _("You may not do this.")),
    Http404: lambda refusal: (404, [not_found()]),
    Throttled: _one(429, "too_many", _("Too many requests. Wait for the next minute.")),
    HttpError: _one(422, "unreadable", _("The body is no JSON that can be read.")),
    Misshapen: lambda refusal: (422, [_misshapen(one) for one in refusal.errors]),
    ValidationError: _by_action,
    Refused: lambda refusal: _by_action(refusal.refusal),
}
"""What is answered to each kind of refusal."""
