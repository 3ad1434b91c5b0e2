"""What a record's dossier shows of its documents."""

from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.foundation.trail.actions import subject_of
from entente.kit.panel import Panel
from entente.kit.table import Ask

from . import queries
from .policy import FILES


def panels_about(ask: Ask, thing: Any, notes: Any) -> list[Panel]:
    """The documents of a record and, for those who may, the way to attach one. Two queries."""
    subject = subject_of(thing)
    documents = list(queries.attached_to(subject, person=ask.person))
    may = FILES.allows(ask.person, "attach")
    action = (
        (_("Attach a document"), f"{reverse('files:attach')}?to={signing.dumps(subject, salt=queries.SALT)}")
        if may
        else None
    )
    if not documents and not may:
        return []
    return [
        Panel(
            "documents",
            _("Documents"),
            "files/documents.html",
            {"documents": documents, "may_add": may},
            count=len(documents) or None,
            empty="" if documents else _("No text or annex is attached yet."),
            action=action,
        )
    ]
