"""Editions that wait for somebody."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import queries
from ..policy import FRAMEWORK


def waiting(person: Any) -> list[dict[str, Any]]:
    """What of the framework waits for a person, oldest first: ``title``, ``url``, ``why``, ``since``.

    An executive has editions to decide on; a desk officer has drafts that were sent back. One query, and one for each
    edition that is not decided.
    """
    found = []
    for edition in (one for one in queries.in_order(person) if not one.is_decided):
        line = queries.history(edition).filter(verb__in=("submit", "send_back")).first()
        if line is None:
            continue
        if edition.state == edition.State.IN_REVIEW and FRAMEWORK.allows(person, "bring_into_effect", edition):
            why = _("It was submitted for decision.")
        elif edition.is_draft and line.verb == "send_back" and FRAMEWORK.allows(person, "submit", edition):
            why = _("It was sent back: %(reason)s") % {"reason": line.reason}
        else:
            continue
        url = reverse("framework:edition", args=[edition.key])
        found.append({"title": edition.title, "url": url, "why": why, "since": timezone.localdate(line.at)})
    return sorted(found, key=lambda one: one["since"])
