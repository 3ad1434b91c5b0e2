"""The one sentence that matters about an instrument, in both languages."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.bilingual import language
from entente.kit.days import PartialDate
from entente.kit.table import Ask

from ..models import Agreement, Status
from ..queries import Whole
from ..rules import is_day


def on(day: str) -> str:
    """A date as it stands in a sentence: “on May 4, 2022”, “in 2005”; « le 4 mai 2022 », « en 2005 »."""
    whole, said = len(day) == len("2005-06-14"), PartialDate(day).spoken()
    if language() == "fr":
        return f"{'le' if whole else 'en'} {said}"
    return f"{'on' if whole else 'in'} {said}"


def since(day: str) -> str:
    """Where something began: “since June 2022”; « depuis juin 2022 », « depuis le 4 mai 2022 »."""
    whole, said = len(day) == len("2005-06-14"), PartialDate(day).spoken()
    if language() == "fr":
        return f"depuis {'le ' if whole else ''}{said}"
    return f"since {said}"


def listed(names: Iterable[Any]) -> str:
    """Names as a sentence lists them: “Mexico, Peru and Chile”, « Mexique, Pérou et Chili »."""
    said = [str(name) for name in names]
    if len(said) < 2:
        return "".join(said)
    return _("%(first)s and %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


def sentence(whole: Whole, ask: Ask) -> str:
    """Where an instrument stood on the day asked about, since when, and with whom."""
    agreement = whole.agreement
    stands = _stands(agreement, whole.status, ask.on)
    names = [party.partner.name for party in whole.foreign_parties]
    if not names:
        return stands
    return _("%(stands)s With: %(partners)s.") % {"stands": stands, "partners": listed(names)}


def _stands(agreement: Agreement, status: str, day: str) -> str:
    signed, force = _by(agreement.signed_on, day), _by(agreement.in_force_on, day)
    if status == Status.IN_FORCE:
        return _in_force(signed, force)
    if status == Status.SIGNED:
        known = _("Signed %(on)s; entry into force is not recorded.") % {"on": on(signed)} if signed else ""
        return known or _("Signed, on a day that is not known; entry into force is not recorded.")
    if status == Status.SUSPENDED:
        return _("Suspended.")
    if status == Status.ENDED:
        return _ended(_by(agreement.ended_on, day), _by(agreement.expires_on, day))
    return _not_yet(agreement, status, day)


def _ended(ended: str, expired: str) -> str:
    if ended:
        return _("Ended %(on)s.") % {"on": on(ended)}
    if expired:
        return _("Expired %(on)s by its own terms.") % {"on": on(expired)}
    return _("Ended, on a day that is not known.")


def _in_force(signed: str, force: str) -> str:
    if signed and force:
        return _("In force %(since)s, signed %(on)s.") % {"since": since(force), "on": on(signed)}
    if force:
        return _("In force %(since)s; the day of signature is not known.") % {"since": since(force)}
    if signed:
        said = _("In force; signed %(on)s, but the day of entry into force is not known.")
        return said % {"on": on(signed)}
    return _("In force; neither the day of signature nor that of entry into force is known.")


def _not_yet(agreement: Agreement, status: str, day: str) -> str:
    asked = _by(agreement.requested_on, day)
    if status == Status.NEGOTIATING:
        said = _("Under negotiation, asked for %(on)s.") % {"on": on(asked)} if asked else ""
        return said or _("Under negotiation.")
    if status == Status.PROPOSED:
        said = _("Proposed, asked for %(on)s; no negotiations yet.") % {"on": on(asked)} if asked else ""
        return said or _("Proposed; no negotiations yet.")
    signed = _by(agreement.signed_on, day)
    said = _("Signed %(on)s; whether it is in force is not known.") % {"on": on(signed)} if signed else ""
    return said or _("Where it stands is not known.")


def _by(text: str, day: str) -> str:
    """A known date that had come by a day, else nothing."""
    return text if is_day(text) and text <= day else ""
