"""What waits in a session between a form and its confirmation is done once, however often the button is pressed."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

T = TypeVar("T")


def enter(request: HttpRequest, name: str, write: Callable[[], T]) -> T | None:
    """Write what waits under a name, and let it wait no more, both or neither.

    A second press, or a second window, waits for the first and finds nothing to write. What refuses is told as a
    message, and the sheet still waits: the page that checks it says which cell. Sessions live in the database.

    Returns:
        What was written; ``None`` where nothing was.
    """
    try:
        with transaction.atomic():
            held = Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
            if held is None or name not in held.get_decoded():
                request.session.pop(name, None)  # as this request still remembers it
                messages.info(request, _("No sheet waits to be entered: it was entered already, or none was sent."))
                return None
            made = write()
            del request.session[name]
            request.session.save()
            return made
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None
