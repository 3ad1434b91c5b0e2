"""What stands in the way, as pages show it: a sentence, and where it is cured."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def item(text: Any, label: str = "", url: str = "") -> dict[str, Any]:
    """One line of what is open, with what may be done about it."""
    return {"text": text, "action": (label, url) if url else None}


def items(problems: Iterable[ValidationError]) -> list[dict[str, Any]]:
    """Problems as lines: the sentence says what would cure it, the link leads there."""
    return [item(one.messages[0], label_of(one), url_of(one)) for one in problems]


def url_of(problem: ValidationError) -> str:
    """Where a problem is cured, as far as its rule knows."""
    return str((problem.params or {}).get("url", ""))


def label_of(problem: ValidationError) -> str:
    """What the link to that place says."""
    code = problem.code or ""
    if code.startswith("worksheet"):
        return _("Open the worksheet")
    return {
        "report_owed": _("Open the report"),
        "estimate_missing": _("Give the estimate"),
        "past_the_ceiling": _("Change the estimate"),
        "past_the_quarter": _("See the money of the quarter"),
        "overlap": _("Change the dates"),
        "absence": _("Change the dates"),
        "after_the_fact": _("Change the dates"),
        "misses_the_meeting": _("Change the dates"),
        "meeting_cancelled": _("Cancel the trip"),
        "meeting_skipped": _("Cancel the trip"),
        "nobody_answers": _("See the office"),
        "being_decided": _("Call it back"),
        "is_over": _("Open it again"),
    }.get(code, _("Open the proposal"))


def pairs(problems: Iterable[ValidationError]) -> list[tuple[str, str]]:
    """Problems as the summary above a form takes them: text and address."""
    return [(one.messages[0], url_of(one)) for one in problems]
