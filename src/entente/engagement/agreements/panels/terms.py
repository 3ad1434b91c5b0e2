"""What an instrument permits, in its dossier and on its own page: the sentence, and the table by kind."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.kit.days import spoken
from entente.kit.panel import Panel
from entente.kit.table import Ask

from .. import exports, queries
from ..models import Agreement, Clause, ClauseKind, Link, Permission
from ..policy import AGREEMENTS
from ..queries import Standing
from .own import record_page


def term_panels(ask: Ask, agreement: Agreement, notes: Notes) -> list[Panel]:
    """What the instrument permits and obliges on the day asked about. Two queries."""
    clauses = queries.of_instrument(ask, agreement)
    return [
        Panel(
            key="permits",
            title=_("What it permits"),
            template="agreements/panels/permits.html" if clauses else "",
            context=told(ask, agreement, clauses, notes) if clauses else {},
            count=len(clauses),
            empty="" if clauses else _nothing(ask, agreement),
            action=_act(ask, agreement),
        )
    ]


def _nothing(ask: Ask, agreement: Agreement) -> str:
    said = _("No clause is entered yet: nothing can be released under it for a purpose.")
    return " ".join([said, *resting(ask, agreement)])


def _act(ask: Ask, agreement: Agreement) -> tuple[str, str] | None:
    if AGREEMENTS.allows(ask.person, "add_clause", agreement) and not ask.past:
        return _("Add a clause"), reverse("agreements:add_clause", args=[agreement.key])
    return None


def told(ask: Ask, agreement: Agreement, clauses: list[Clause], notes: Notes) -> dict[str, Any]:
    """The words and the table about an instrument's clauses on a day. One query."""
    rests = any(one.kind == Link.RESTS_ON for one in queries.whole(ask, agreement).links_out)
    standing = queries.standing_on(agreement, clauses, date.fromisoformat(ask.on), rests=rests)
    counting = {one.pk for one in standing.counting}
    may = AGREEMENTS.allows(ask.person, "end_clause", agreement) and not ask.past
    return {
        "sentence": " ".join([sentence(standing, ask.on), *resting(ask, agreement)]),
        "in_force": standing.in_force,
        "groups": [
            {
                "kind": ClauseKind(kind).label,
                "rows": [_row(one, counting, notes, ask.person, may=may) for one in members],
            }
            for kind, members in groupby(clauses, key=lambda one: one.kind)
        ],
        "may": may,
    }


def _row(one: Clause, counting: set[int], notes: Notes, person: Any, *, may: bool) -> dict[str, Any]:
    return {
        "clause": one,
        "what": one.get_code_display(),
        "answer": exports.answer_badge(one),
        "length": exports.length(one),
        "counts": one.pk in counting,
        "from_on": exports.day(one.from_on),
        "to_on": exports.day(one.to_on),
        "citation": notes.cite(one),
        "record": record_page(person, one) if may else "",
        "end": reverse("agreements:end_clause", args=[one.agreement.key, one.pk]) if may and not one.to_on else "",
    }


def sentence(standing: Standing, on: str) -> str:
    """What an instrument permits on a day, in one or two sentences."""
    day = {"day": spoken(on)}
    if not standing.in_force:
        return _("On %(day)s it is not in force: nothing rests on it.") % day
    told = [
        _("On %(day)s it is in force, by the word of its source alone.") % day
        if standing.vouched
        else _("On %(day)s it is in force.") % day
    ]
    for kind, said in (
        (ClauseKind.PURPOSE, _("Purposes: %(list)s.")),
        (ClauseKind.ELEMENT, _("Data: %(list)s.")),
        (ClauseKind.DIRECTION, _("Direction: %(list)s.")),
    ):
        listed = [
            exports.term_words(one)
            for one in standing.counting
            if one.kind == kind and one.answer != Permission.FORBIDDEN
        ]
        if listed:
            told.append(said % {"list": ", ".join(dict.fromkeys(listed))})
    if standing.until:
        told.append(_("It stops on %(until)s.") % {"until": spoken(standing.until.date())})
    return " ".join(told)


def resting(ask: Ask, agreement: Agreement) -> list[str]:
    """For each instrument it rests on that is not in force on the day: which one, and since when where that is known.

    One query, none where it rests on nothing a reader may see.
    """
    at = queries.midnight(date.fromisoformat(ask.on) + timedelta(days=1)) - timedelta(microseconds=1)
    found = []
    for one in queries.fallen(queries.whole(ask, agreement).links, agreement, at):
        until = queries.stops(one)
        told = {"title": one.title, "day": spoken(until.date()) if until else ""}
        ended = _("It rests on “%(title)s”, which ended on %(day)s.") % told
        found.append(ended if until and until <= at else _("It rests on “%(title)s”, which is not in force.") % told)
    return found


def stopping(found: queries.Stopping) -> dict[str, Any]:
    """What the page says when an instrument would end: what stops, for whom, and what still carries it."""
    day = {"day": spoken(found.day)}
    if found.basis is None:
        return {"found": found, "sentence": _("It is not in force just before %(day)s: nothing would stop.") % day}
    lost = ", ".join(exports.term_words(one) for one in found.lost)
    if lost:
        said = _("From %(day)s on, nothing would carry: %(list)s.") % (day | {"list": lost})
    elif found.left:
        said = _("From %(day)s on, every purpose it names would still be carried by another instrument.") % day
    else:
        said = _("No purpose is entered for it: what would stop cannot be told by purpose.")
    return {
        "found": found,
        "sentence": said,
        "lost": [(one.article, capfirst(exports.term_words(one))) for one in found.lost],
        "left": [
            (one.article, capfirst(exports.term_words(one)), [(exports.titled(b), b.key) for b in serving])
            for one, serving in found.left
        ],
        "terms": exports.stopping(found.basis.terms),
    }  # fmt: skip
