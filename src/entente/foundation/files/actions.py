"""Attaching documents, adding versions, withdrawing."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Marking
from entente.foundation.trail import actions as trail

from .models import Document, Version
from .policy import FILES
from .queries import place_of

MOST = 25 * 1024 * 1024  # bytes a version may have: a long treaty with scanned annexes


@transaction.atomic
def attach(*, by: Any, subject: str, upload: UploadedFile[Any], marking: str, title_en: str, title_fr: str) -> Document:
    """Attach a document to a record, given by its label.

    Raises:
        PermissionDenied: ``by`` keeps no records, or is not cleared for the marking.
        ValidationError: no title, an empty or too large file.
    """
    document = Document(subject=subject, title_en=title_en.strip(), title_fr=title_fr.strip(), marking=marking)
    FILES.require(by, "attach", document)
    document.full_clean()
    document.save()
    version = _store(document, upload, by=by)
    trail.record(by=by, verb="attach", subject=document, to=subject, file=version.name, sha256=version.sha256)
    return document


@transaction.atomic
def add(document: Document, *, by: Any, upload: UploadedFile[Any]) -> Version:
    """Add a newer version; the earlier ones stay."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    FILES.require(by, "add", document)
    version = _store(document, upload, by=by)
    trail.record(by=by, verb="add_version", subject=document, file=version.name, sha256=version.sha256)
    return version


@transaction.atomic
def withdraw(document: Document, *, by: Any, reason: str) -> Document:
    """Take a document off its record. Its versions stay on disk and in the trail. Needs a reason."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    FILES.require(by, "withdraw", document)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason for this step.")}, code="reason_missing")
    document.withdrawn_at = timezone.now()
    document.save()
    trail.record(by=by, verb="withdraw_document", subject=document, reason=reason)
    return document


def note_reading(version: Version, *, by: Any) -> None:
    """Note in the trail that somebody read a Protected B document; other readings leave no line."""
    if version.document.marking == Marking.PROTECTED_B:
        trail.record(by=by, verb="read", subject=version.document, file=version.name)


def _store(document: Document, upload: UploadedFile[Any], *, by: Any) -> Version:
    """Put the content where its checksum says, written aside first so that nobody reads half a file."""
    size = upload.size or 0
    if not size:
        raise ValidationError({"upload": ValidationError(_("The file is empty."), code="empty")})
    if size > MOST:
        message = _("The file has %(size)s MB; at most 25 MB can be kept. Nothing else you typed is lost.")
        raise ValidationError({"upload": ValidationError(message, params={"size": size // 1024 // 1024}, code="large")})
    digest = hashlib.sha256()
    root = place_of("00").parents[1]
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as aside:
        for part in upload.chunks():
            digest.update(part)
            aside.write(part)
    place = place_of(digest.hexdigest())
    place.parent.mkdir(parents=True, exist_ok=True)
    Path(aside.name).replace(place)
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return Version.objects.create(
        document=document,
        number=last + 1,
        name=Path(upload.name or "document").name[:200],
        content_type=(upload.content_type or "application/octet-stream")[:100],
        size=size,
        sha256=digest.hexdigest(),
        by=getattr(by, "username", str(by)),
        at=timezone.now(),
    )
