"""What is printed on everything that is released: what it may be used for, who may see it, how long it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import ClauseKind, Permission, Purpose, TimeUnit
from entente.engagement.agreements.queries import Basis, Term
from entente.foundation.people.roles import Marking
from entente.kit.days import days_later, months_later, spoken

from ..models import Flow
from .release import Said

LIMITS = (ClauseKind.SECONDARY_USE, ClauseKind.ONWARD_TRANSFER, ClauseKind.SECURITY)
"""Kinds of clauses that are printed with what they limit."""


@dataclass(frozen=True, slots=True)
class Going:
    """What is released, as its caveat speaks of it.

    ``agency`` are we, ``partner`` is the other side, ``key`` our reference.
    """

    purpose: str
    elements: tuple[str, ...]
    marking: str
    kept_until: date | None
    key: str
    agency: Said
    partner: Said
    flow: str = Flow.FROM_US


def caveat_of(basis: Basis, going: Going) -> Said:
    """The caveat in both languages, one sentence a line; clauses in our words with their article. On what came to us
    it says what binds us: whose it is, and what the clauses ask; our own caveat is for what goes out.

    Source: what the Office of the Privacy Commissioner asked of written exchanges in 2006: purpose, no onward
    transfer without the originator's consent, safekeeping, return or destruction.
    """
    inward = going.flow == Flow.TO_US
    lines = [
        _headed(basis, going, inward),
        Said.of(_("Marking: %(marking)s."), marking=Marking(going.marking).label),
        Said.of(_("To be used for this purpose only: %(purpose)s."), purpose=Purpose(going.purpose).label),
        _bound(going, inward),
    ]
    if going.kept_until:
        until = Said(spoken(going.kept_until, "en"), spoken(going.kept_until, "fr"))
        by = _("To be returned or destroyed by %(day)s, and we are told so.")
        lines.append(
            Said.of(_("To be returned or destroyed by %(day)s, and they are told so.") if inward else by, day=until)
        )
    if not inward:
        lines.append(Said.of(_("Confirm receipt, and report what it was used for when asked.")))
    wanted = set(going.elements)
    for one in basis.terms:
        limits = one.kind in LIMITS and one.answer != Permission.PERMITTED
        if (limits or one.kind == ClauseKind.CAVEAT) and (not one.code or one.code in wanted):
            lines.append(_clause(one))
    return Said("\n".join(one.en for one in lines if one.en), "\n".join(one.fr for one in lines if one.fr))


def _headed(basis: Basis, going: Going, inward: bool) -> Said:
    """Who told whom, under what."""
    title = Said(basis.title_en or basis.title_fr, basis.title_fr or basis.title_en)
    words = _("Released by %(agency)s under: %(title)s. Reference: %(key)s.")
    if inward:
        words = _("Received from %(partner)s by %(agency)s under: %(title)s. Reference: %(key)s.")
    return Said.of(words, agency=going.agency, partner=going.partner, title=title, key=going.key)


def _bound(going: Going, inward: bool) -> Said:
    """Whose consent passing it on needs: that of whom it came from (EXC-9)."""
    if inward:
        return Said.of(
            _("Not to be passed on to anybody else without the consent of %(partner)s."), partner=going.partner
        )
    return Said.of(_("Not to be passed on to anybody else, nor used as evidence, without our written consent."))


def _clause(term: Term) -> Said:
    texts = (term.text_en or term.text_fr, term.text_fr or term.text_en)
    return Said(*(f"{text} ({term.article})" if term.article and text else text for text in texts))


def kept_until(basis: Basis, elements: Iterable[str], on: date) -> date | None:
    """The day by which what is released on a day is returned or destroyed; the shortest retention counts."""
    wanted = set(elements)
    spoken_of = [
        one
        for one in basis.terms
        if one.kind == ClauseKind.RETENTION and one.number and (not one.code or one.code in wanted)
    ]
    return min((later(on, one.number or 0, one.unit) for one in spoken_of), default=None)


def later(on: date, number: int, unit: str) -> date:
    """A day so many days, months or years later; the last day of a month that is too short.

    Never after the last day that can be meant: a length may stand in the record from before lengths were bounded.
    """
    if unit == TimeUnit.DAYS:
        return days_later(on, number)
    return months_later(on, number if unit == TimeUnit.MONTHS else number * 12)
