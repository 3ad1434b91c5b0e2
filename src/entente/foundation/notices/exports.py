"""One's own notices: one list for the page, the exports and the command."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.foundation.people.roles import Marking
from entente.kit.days import PartialDate
from entente.kit.table import Ask, Column, Filter, Register

from . import queries
from .models import Notice

STATES = {"unread": gettext_lazy("unread"), "read": gettext_lazy("read")}


def state(one: Notice) -> Any:
    """Whether it was read."""
    return STATES["read" if one.read_at else "unread"]


def told_on(one: Notice) -> PartialDate:
    """The local day on which it was told."""
    return PartialDate(timezone.localdate(one.at).isoformat())


def due(one: Notice) -> str:
    """By when, with the zone; nothing where nothing is to be done."""
    return one.deadline.spoken() if one.deadline else ""


def page(one: Notice) -> str:
    return reverse("notices:notice", args=[one.pk])


def subject(one: Notice) -> SafeString:
    """What is said, stronger while it is unread."""
    return format_html("{}" if one.read_at else "<strong>{}</strong>", one.subject)


def marked(one: Notice) -> SafeString:
    """The state, and while it is unread a button of the form under the list."""
    if one.read_at:
        return conditional_escape(state(one))
    said = _("Mark as read: %(subject)s") % {"subject": one.subject}
    button = '{} <button class="link no-print" name="read" value="{}" form="marks" aria-label="{}">{}</button>'
    return format_html(button, state(one), one.pk, said, _("Mark as read"))


def of_state(rows: QuerySet[Notice], value: str, ask: Ask) -> QuerySet[Notice]:
    return rows.filter(read_at__isnull=value == "unread")


NOTICES = Register(
    name="notices",
    title=gettext_lazy("Notices"),
    question=queries.notices,
    order="state",
    dated=False,
    columns=(
        Column("subject", gettext_lazy("Notice"), lambda one: one.subject, url=page, html=subject),
        Column("due", gettext_lazy("Due"), due),
        Column("told_on", gettext_lazy("Told on"), told_on, sort="at"),
        Column("state", gettext_lazy("State"), state, sort="queue", html=marked),
        Column("text", gettext_lazy("Text"), lambda one: one.said[1], shown=False),
        Column("marking", gettext_lazy("Marking"), lambda one: one.get_marking_display(), shown=False),
    ),
    filters=(
        Filter("state", gettext_lazy("State"), of_state, lambda ask: STATES.items()),
        Filter(
            "marking",
            gettext_lazy("Marking"),
            lambda rows, marking, ask: rows.filter(marking=marking),
            lambda ask: Marking.choices,
        ),
    ),
    empty=gettext_lazy("Nothing here. What concerns you is told as soon as it happens."),
)

REGISTERS = (NOTICES,)
