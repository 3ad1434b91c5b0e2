"""The mail itself: plain text in the reader's language. What is protected stays in the house."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from entente.foundation.people.models import Person
from entente.foundation.people.roles import Marking

from ..models import Digest, Letter, Notice

RULE = "—" * 3


def of_notice(notice: Notice) -> EmailMessage:
    """One notice as a mail: the thing, what to do, the deadline with its zone, the link."""
    with override(notice.person.language):
        subject, lines = _told(notice)
        return _letter(notice, notice.person, subject, [subject, "", *lines])


def of_digest(digest: Digest, notices: Sequence[Notice]) -> EmailMessage:
    """What one person is told of one day in one mail, the oldest debt first."""
    with override(digest.person.language):
        count = len(notices)
        subject = ngettext("%(count)s notice in Entente", "%(count)s notices in Entente", count) % {"count": count}
        lines: list[str] = [subject]
        for one in notices:
            title, said = _told(one)
            lines += ["", RULE, "", title, "", *said]
        return _letter(digest, digest.person, subject, lines)


def message_id(letter: Letter) -> str:
    """The identity of a mail. It stays the same however often it is sent: a reader's program shows it once."""
    return f"<{letter.message_id}@{urlsplit(settings.ENTENTE_URL).hostname or 'localhost'}>"


def _told(notice: Notice) -> tuple[str, list[str]]:
    """Title and lines of one notice. One that is protected says that it waits, and nothing else."""
    if notice.marking != Marking.UNCLASSIFIED:
        waits = _("It is marked %(marking)s. What is protected is not put into mail: read it in Entente.")
        return _("A notice waits for you in Entente"), [
            waits % {"marking": notice.get_marking_display()},
            "",
            _link(reverse("notices:notice", args=[notice.pk])),
        ]
    subject, text = notice.said
    lines = [text, ""] if text else []
    if notice.deadline:
        lines += [_("Due: %(deadline)s") % {"deadline": notice.deadline}, ""]
    return subject, [*lines, _link(notice.page or reverse("notices:notice", args=[notice.pk]))]


def _letter(letter: Letter, person: Person, subject: str, lines: list[str]) -> EmailMessage:
    foot = _("You get this mail because you have an account in Entente. How much mail you get is your choice:")
    body = "\n".join([*lines, "", RULE, foot, _link(reverse("people:me"))])
    headers: dict[str, Any] = {
        "Message-ID": message_id(letter),
        "Content-Language": person.language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return EmailMessage(" ".join(subject.split()), body + "\n", to=[person.email], headers=headers)


def _link(path: str) -> str:
    return f"{settings.ENTENTE_URL}{path}"
