"""Questions about documents."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from . import policy
from .models import Document, Version

SALT = "files.attach"  # what the label of a record is signed with when a dossier offers to attach to it


def attached_to(subject: str, *, person: Any) -> QuerySet[Document]:
    """The documents of a record that this person may read, newest first, with their versions. Two queries."""
    versions = Prefetch("versions", Version.objects.order_by("-number"))
    documents = policy.visible_to(person).filter(subject=subject, withdrawn_at__isnull=True)
    return documents.prefetch_related(versions).order_by("-id")


def readable(person: Any) -> QuerySet[Version]:
    """Every version this person may read, withdrawn documents left out."""
    return Version.objects.filter(
        document__in=policy.visible_to(person).filter(withdrawn_at__isnull=True)
    ).select_related("document")


def place_of(sha256: str) -> Path:
    """Where a content lies in the data folder."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256
