"""What must hold before an instrument may move on, and what a complete record would still have to say.

Codes AGR-1 to AGR-11 stand in the way of a step; AGR-21 and up only wait to be filled in. “needs study M3” is
the study of how agreements live (research/needs study, module M3).
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from entente.engagement.framework.models import Edition
from entente.foundation.people.roles import Marking, up_to
from entente.kit.days import UNKNOWN, PartialDate, spoken

from ..models import (
    NOT_YET_SIGNED,
    Act,
    Agreement,
    Candidate,
    Chapter,
    ChapterDepartment,
    Clause,
    Kind,
    Link,
    Obligation,
    Party,
    PartyAction,
    Status,
    abroad,
)
from ..queries import Whole

NOTES = ("note_en", "note_fr")
CORRECTABLE: dict[type[Model], tuple[str, ...]] = {
    Agreement: (
        "title_en", "title_fr", "kind", "binding", "subjects", "status", "requested_on", "signed_on",
        "in_force_on", "expires_on", "ended_on", "treaty_id", "authority_en", "authority_fr", "administered_for",
        "owner", "marking", "summary_en", "summary_fr",
    ),
    Party: ("partner", "role"),
    Link: ("kind", *NOTES),
    PartyAction: ("partner", "action", "on", *NOTES),
    Act: ("title_en", "title_fr", "department", "role_en", "role_fr"),
    Clause: ("article", "kind", "code", "answer", "number", "unit", "text_en", "text_fr", "from_on", "to_on"),
    Chapter: ("number", "title_en", "title_fr", "role", "owner", "talks", "from_on", "to_on", *NOTES),
    ChapterDepartment: ("role_en", "role_fr"),
    Obligation: (
        "article", "title_fr", "planned", "bound", "trigger_en", "trigger_fr", "due_on", "every", "unit", "owner",
    ),
    Candidate: ("position", "sought", "reasons", "requested_on", "agreement", "details_en", "details_fr"),
}  # fmt: skip
"""What may be corrected in each kind of record: neither what identifies it nor where it comes from."""

# Two rounds of the yearly ranking of candidates: what two rankings did not move has stalled.
PATIENCE = 2 * 365  # days

MESSAGES = {
    "AGR-1": _("Give the title in both languages."),
    "AGR-2": _("Give the date of signature."),
    "AGR-3": _("Name at least one foreign party."),
    "AGR-4": _("Say whether the instrument is binding in international law."),
    "AGR-5": _("Give the date of entry into force; it cannot come before the signature."),
    "AGR-6": _("Give the treaty identifier, or say in the legal authority why there is none."),
    "AGR-7": _("Give the date on which it ended; it cannot come before the signature or the entry into force."),
    "AGR-8": _("%(field)s: this day has not come yet."),
    "AGR-9": _("You may not mark a record “%(marking)s”: your clearance is lower."),
    "AGR-10": _("This edition was superseded; it takes no new candidate."),
    "AGR-11": _("Entry into force cannot come before the signature."),
    "AGR-21": _("Under negotiation for more than two years without a signature."),
    "AGR-22": _("No date of signature is known."),
    "AGR-23": _("No date of entry into force is known."),
    "AGR-24": _("The title is missing in one language."),
    "AGR-25": _("%(partner)s: %(action)s; no answer yet."),
    "AGR-26": _("No foreign party is named."),
    "AGR-27": _("No office of primary interest is named."),
    "AGR-28": _("Nothing says whether it is binding in international law."),
    "AGR-29": _("No legal authority is recorded."),
    "AGR-30": _("Parties signed it (%(days)s), but the instrument itself has no date of signature."),
    "AGR-31": _("The source leaves open where it stands."),
    "AGR-32": _("Parties put it into effect (%(days)s), but the instrument itself has no date of entry into force."),
    "AGR-33": _("The status is that of an older source: a later one says that parties signed or applied it."),
    "AGR-66": _("It expired on %(day)s by its own terms, but the record still shows it as standing."),
}


NOTICED = _(
    "%(field)s: this day has not come yet. Where notice was given and it takes effect later, change the record: enter "
    "the day it takes effect as “Expires on”, and in the summary the day of the notice."
)
"""AGR-8 of what may be known beforehand: where it is recorded until its day has come."""


def _problem(code: str, **said: Any) -> ValidationError:
    return ValidationError(MESSAGES[code], code=code, params=said or None)


def is_day(text: str) -> bool:
    """Whether a date column holds a date: neither nothing nor a mark."""
    return text not in UNKNOWN


FIELDS = {
    "AGR-1": "title_fr",
    "AGR-2": "signed_on",
    "AGR-3": "parties",
    "AGR-4": "binding",
    "AGR-5": "in_force_on",
    "AGR-6": "treaty_id",
    "AGR-7": "ended_on",
    "AGR-9": "marking",
    "AGR-11": "in_force_on",
    "AGR-120": "reason",
}
"""Where what a code asks for is filled in."""

# ── What stands in the way ────────────────────────────────────────────────────────────────────────


def titles_in_both_languages(agreement: Agreement) -> ValidationError | None:
    """AGR-1. Nothing is signed without a title in both official languages.

    Source: Official Languages Act, s. 10(1), for treaties; house rule for every other instrument.
    """
    return None if agreement.title_en.strip() and agreement.title_fr.strip() else _problem("AGR-1")


def signature_dated(agreement: Agreement) -> ValidationError | None:
    """AGR-2. A signed instrument has a date of signature, as far as it is known: a year is enough.

    Source: needs study M3, fields (dates of signing and of entry into force are kept apart).
    """
    return None if is_day(agreement.signed_on) else _problem("AGR-2")


def foreign_party_named(agreement: Agreement, *, named: bool | None = None) -> ValidationError | None:
    """AGR-3. A signed instrument names at least one party of the foreign side, at agency level where known.

    ``named`` answers for an instrument that is not kept yet; otherwise one query. Source: needs study M3,
    fields.
    """
    there = agreement.parties.filter(abroad()).exists() if named is None else named
    return None if there else _problem("AGR-3")


def binding_said(agreement: Agreement) -> ValidationError | None:
    """AGR-4. Before signature somebody has decided whether the instrument binds in international law.

    Source: Policy on Tabling of Treaties in Parliament (it holds for what binds); needs study M3 and U4.
    """
    return None if agreement.binding is not None else _problem("AGR-4")


def entry_into_force_dated(agreement: Agreement) -> ValidationError | None:
    """AGR-5. What is in force was signed and entered into force on known days, in this order.

    The two days differ as a rule, and may be the same. Source: needs study M3, states and fields.
    """
    if not is_day(agreement.in_force_on):
        return _problem("AGR-5")
    if is_day(agreement.signed_on) and before(agreement.in_force_on, agreement.signed_on):
        return _problem("AGR-5")
    return None


def treaty_identified(agreement: Agreement) -> ValidationError | None:
    """AGR-6. What binds in international law has its identifier in the treaty register, or a note why not.

    Source: Policy on Tabling of Treaties in Parliament; needs study M3, treaty steps. The note is the legal
    authority.
    """
    if not agreement.binding:
        return None
    noted = agreement.treaty_id.strip() or agreement.authority_en.strip() or agreement.authority_fr.strip()
    return None if noted else _problem("AGR-6")


def end_dated(agreement: Agreement) -> ValidationError | None:
    """AGR-7. What ended has a date, and did not end before it was signed or in force. Source: house rule."""
    if not is_day(agreement.ended_on):
        return _problem("AGR-7")
    begun = [day for day in (agreement.signed_on, agreement.in_force_on) if is_day(day)]
    return _problem("AGR-7") if any(before(agreement.ended_on, day) for day in begun) else None


def days_have_come(thing: Model, fields: Iterable[str], *, today: date) -> list[ValidationError]:
    """AGR-8. What is recorded as done was done by today; a month or year counts from its first day.

    Source: house rule. Plans belong in the summary, not in a date.
    """
    ahead = [name for name in fields if is_day(day := getattr(thing, name)) and PartialDate(day).first > today]
    return [
        ValidationError(NOTICED if ends_by(thing, name) else MESSAGES["AGR-8"], code="AGR-8", params={"field": field})
        for name in ahead
        if (field := getattr(thing._meta.get_field(name), "verbose_name", name))
    ]


def ends_by(thing: Model, name: str) -> bool:
    """Whether a day is an end or a withdrawal, of which notice may be given before it takes effect."""
    return name == "ended_on" or getattr(thing, "action", "") == "withdrew"


def marking_within_clearance(agreement: Agreement, *, by: Any) -> ValidationError | None:
    """AGR-9. Nobody marks a record above what they may read themselves. Source: house rule (visibility)."""
    if agreement.marking in up_to(by.clearance):
        return None
    return _problem("AGR-9", marking=Marking(agreement.marking).label)


def edition_open(edition: Edition) -> ValidationError | None:
    """AGR-10. A superseded edition stays as it was decided. Source: house rule (an edition is a paper)."""
    return _problem("AGR-10") if edition.state == Edition.State.SUPERSEDED else None


def before(one: str, other: str) -> bool:
    """Whether a partial date is certainly before another: no day it may mean reaches the other."""
    return PartialDate(one).last < PartialDate(other).first


def days_in_order(agreement: Agreement) -> ValidationError | None:
    """AGR-11. An instrument never enters into force before it is signed, whatever its status.

    Source: needs.md M3, fields. AGR-5 asks for the days themselves; this one only for the order of those known.
    """
    known = is_day(agreement.in_force_on) and is_day(agreement.signed_on)
    return _problem("AGR-11") if known and before(agreement.in_force_on, agreement.signed_on) else None


SIGNATURE = (titles_in_both_languages, signature_dated, foreign_party_named, binding_said)
FORCE = (*SIGNATURE, entry_into_force_dated, treaty_identified)

Rule = Callable[..., ValidationError | None]
Obstacles = list[ValidationError]
REQUIRED: dict[str, tuple[Rule, ...]] = {
    Status.SIGNED: SIGNATURE,
    Status.IN_FORCE: FORCE,
    Status.SUSPENDED: FORCE,
    Status.ENDED: (end_dated,),
}
"""What must hold of an instrument that is said to have a status, however it got there."""


def required(agreement: Agreement) -> Obstacles:
    """Everything the stored status still asks for; empty means the record may stand as it is."""
    asked = REQUIRED.get(agreement.status, ())
    rules = asked if entry_into_force_dated in asked else (*asked, days_in_order)
    return [found for rule in rules if (found := rule(agreement))]


# ── What is open ──────────────────────────────────────────────────────────────────────────────────

DONE = (Status.SIGNED, Status.IN_FORCE, Status.SUSPENDED)


def gaps(whole: Whole, *, on: date) -> Obstacles:
    """What a complete record would still have to say on a day, most pressing first. Source: needs study M3 and
    U4.
    """
    agreement = whole.agreement
    done = whole.status in DONE
    signatures = [] if is_day(agreement.signed_on) else days_of(whole, "signed")
    applied = [] if is_day(agreement.in_force_on) else days_of(whole, "implemented")
    outdated = told_further_on(whole)
    checks = (
        ("AGR-31", whole.status == Status.UNKNOWN and not outdated),
        ("AGR-33", outdated),
        ("AGR-21", negotiated_too_long(whole, on=on) and not outdated),
        ("AGR-22", done and not is_day(agreement.signed_on) and not signatures),
        ("AGR-23", whole.status in (Status.IN_FORCE, Status.SUSPENDED) and not is_day(agreement.in_force_on)),
        ("AGR-24", not (agreement.title_en.strip() and agreement.title_fr.strip())),
        ("AGR-26", not whole.foreign_parties and agreement.kind != Kind.CONVENTION),
        ("AGR-27", agreement.owner_id is None),
        ("AGR-28", agreement.binding is None),
        ("AGR-29", done and not (agreement.authority_en or agreement.authority_fr or agreement.treaty_id)),
    )
    waiting = [
        _problem("AGR-25", partner=one.partner.name, action=one.get_action_display()) for one in whole.unanswered
    ]
    if lapsed := expired_but_standing(whole, on=on):
        waiting.append(lapsed)
    for code, days in (("AGR-30", signatures), ("AGR-32", applied)):
        if days:
            waiting.append(_problem(code, days=", ".join(spoken(day) for day in days)))
    return waiting + [_problem(code) for code, missing in checks if missing]


def expired_but_standing(whole: Whole, *, on: date) -> ValidationError | None:
    """AGR-66. What has expired by its own terms is recorded as ended, or its new date is. Source: house rule.

    Nothing is released under it meanwhile: whether it is in force follows from its dates, not from its status.
    """
    day = whole.agreement.expires_on
    lapsed = is_day(day) and PartialDate(day).first <= on and whole.agreement.status in DONE
    return _problem("AGR-66", day=spoken(day)) if lapsed else None


def days_of(whole: Whole, action: str) -> list[str]:
    """The days on which single parties did this, each once, earliest first."""
    return sorted({one.on for one in whole.party_actions if one.action == action and is_day(one.on)})


def told_further_on(whole: Whole) -> bool:
    """AGR-33. The status keeps up with what later sources say the parties did; a person brings it up to date.

    Each source stays with what it said: a package never rewrites what another brought. Source: design of the record,
    “conflicting values kept”; needs study §5.4.
    """
    if whole.status not in (*NOT_YET_SIGNED, Status.UNKNOWN):
        return False
    done = [one for one in whole.party_actions if one.action in ("signed", "implemented")]
    return any(is_day(one.as_of) and one.as_of > whole.agreement.as_of for one in done)


def negotiated_too_long(whole: Whole, *, on: date) -> bool:
    """AGR-21. In negotiation for longer than two yearly rankings. Source: needs study M3, yearly prioritisation.

    Counted from the day it was asked for, or else from the day a source first spoke of it.
    """
    if whole.status != Status.NEGOTIATING:
        return False
    known = [day for day in (whole.agreement.requested_on, whole.agreement.as_of) if is_day(day)]
    return bool(known) and (on - min(PartialDate(day).last for day in known)).days > PATIENCE
