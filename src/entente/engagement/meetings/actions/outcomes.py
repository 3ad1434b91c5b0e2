"""What is written down of a meeting: minutes, what is shared of them, decisions, promises made there."""

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from entente.engagement.commitments import actions as commitments
from entente.foundation.index import actions as index
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking
from entente.foundation.trail import actions as trail
from entente.kit.days import spoken

from .. import rules, search
from ..models import Born, Decision, Item, Meeting, Minutes, Share
from ..policy import MEETINGS
from ..queries import outcomes as asked
from .meetings import _locked, _obey

LANGUAGES = {"en": ("en",), "fr": ("fr",), "both": ("en", "fr")}


@transaction.atomic
def write_minutes(meeting: Meeting, *, by: Any, seen: int | None = None, **given: Any) -> Minutes:
    """Write the next version of the minutes: ``text_en text_fr restricted_en restricted_fr restricted_marking``.

    ``seen`` is the version the writer started from, 0 for none. What is not given stays as it was; who is not cleared
    for the restricted part leaves it as it is, unseen.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: MTG-9, MTG-13 or MTG-40 to MTG-43 refuses; every obstacle at once.
    """
    meeting = _locked(meeting)
    MEETINGS.require(by, "write_minutes", meeting)
    last = asked.last_version(meeting)
    before = {name: getattr(last, name) for name in _PARTS} if last else {}
    if last is not None and last.restricted_marking not in markings_for(by):
        given = {name: text for name, text in given.items() if not name.startswith("restricted")}
    elif given.get("restricted_marking") == "":
        given.pop("restricted_marking")
    version = last.version + 1 if last else 1
    minutes = Minutes(meeting=meeting, version=version, by=str(by), at=timezone.now(), **before | given)
    keeps_hidden = last is not None and last.restricted_marking not in markings_for(by)
    _obey(
        rules.not_cancelled(meeting),
        rules.outcome_after_the_beginning(meeting, timezone.localdate()),
        rules.minutes_say_something(minutes),
        None if keeps_hidden else rules.restricted_within_clearance(minutes.restricted_marking, by),
        rules.nobody_wrote_minutes_meanwhile(last, seen),
        rules.something_changes(last is None or {name: getattr(minutes, name) for name in _PARTS} != before),
        thing=minutes,
    )
    minutes.save()
    trail.record(by=by, verb="write_minutes", subject=meeting, version=[last.version if last else None, version])
    if last is not None:
        index.drop(last)
    index.put([search.minutes_entry(minutes)])
    return minutes


_PARTS = ("text_en", "text_fr", "restricted_en", "restricted_fr", "restricted_marking")


@transaction.atomic
def share_minutes(  # noqa: PLR0913 - who is given what, in which language, on whose word
    meeting: Meeting,
    *,
    by: Any,
    version: int,
    language: str,
    to: str,
    checked: bool,
    decided: bool = True,
    note: str = "",
) -> Share:
    """Freeze the open part of the last version, in the languages chosen, as what the other side is given.

    ``decided`` adds the unclassified decisions that stand. The restricted part is never in it.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: MTG-44 to MTG-47 refuse; every obstacle at once.
    """
    meeting = _locked(meeting)
    MEETINGS.require(by, "share_minutes", meeting)
    last = asked.last_version(meeting)
    wanted = (
        Minutes.objects.filter(meeting=meeting, version=version).first() or last or Minutes(meeting=meeting, version=0)
    )
    _obey(rules.minutes_say_something(wanted))
    share = Share(minutes=wanted, language=language, to=to, note=note, by=str(by), at=timezone.now())
    _obey(
        rules.last_version_is_shared(wanted, last.version if last else 0),
        rules.shared_language_is_written(wanted, language, _shared(meeting) if decided else ()),
        rules.shared_after_a_check(checked),
        rules.shared_once(share, asked.shares_like(share).first()),
    )
    share.paper = _paper(wanted, meeting, language, decided=decided)
    share.digest = _digest(share.paper)
    _obey(thing=share)
    share.save()
    wanted.shared_at, wanted.shared_by = share.at, share.by
    wanted.save(update_fields=["shared_at", "shared_by"])
    said = {"version": wanted.version, "language": language, "to": to, "sha256": share.digest}
    trail.record(by=by, verb="share_minutes", subject=meeting, reason=note, **said)
    return share


@transaction.atomic
def add_decision(
    meeting: Meeting, *, by: Any, item: Item | None = None, text_en: str = "", text_fr: str = "", marking: str = ""
) -> Decision:
    """Write down what the meeting decided, under the next number.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: it says nothing, or MTG-4, MTG-13, MTG-40 or MTG-49 refuses.
    """
    meeting = _locked(meeting)
    MEETINGS.require(by, "add_decision", meeting)
    decision = _decided(meeting, asked.next_number(meeting), item, text_en, text_fr, marking, by=by)
    _obey(rules.outcome_after_the_beginning(meeting, timezone.localdate()), *_against(decision, by), thing=decision)
    decision.save()
    trail.record(by=by, verb="add_decision", subject=meeting, decision=decision.position)
    index.put([search.decision_entry(decision)])
    return decision


@transaction.atomic
def word_anew(  # noqa: PLR0913 - a decision and the reason
    decision: Decision,
    *,
    by: Any,
    reason: str,
    item: Item | None = None,
    text_en: str = "",
    text_fr: str = "",
    marking: str = "",
) -> Decision:
    """Give a decision a new wording under its number, with the reason; the old wording is kept. Returns the new one.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes, no reason, or MTG-4, MTG-48 or MTG-49 refuses.
    """
    meeting = _locked(decision.meeting)
    decision = _locked(decision, "meeting__body", "meeting__partner", "item")
    MEETINGS.require(by, "word_anew", decision)
    new = _decided(meeting, decision.position, item, text_en, text_fr, marking, by=by)
    new.reason = reason
    kept = ("item", "text_en", "text_fr", "marking")
    _obey(
        rules.stands_as_decided(decision),
        rules.reason_given(reason),
        rules.something_changes([name for name in kept if getattr(new, name) != getattr(decision, name)]),
        *_against(new, by),
    )
    new.full_clean(validate_constraints=False)
    _take_the_number(decision, new)
    index.drop(decision)
    trail.record(by=by, verb="word_anew", subject=meeting, reason=reason, decision=new.position)
    index.put([search.decision_entry(new)])
    return new


@transaction.atomic
def strike_out(decision: Decision, *, by: Any, reason: str) -> Decision:
    """Strike a decision out, with the reason: it keeps its number and its words.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: no reason, or MTG-48 refuses.
    """
    meeting = _locked(decision.meeting)
    decision = _locked(decision, "meeting__body", "meeting__partner", "item")
    MEETINGS.require(by, "strike_out", decision)
    _obey(rules.stands_as_decided(decision), rules.reason_given(reason))
    decision.struck_because = reason
    decision.save(update_fields=["struck_because"])
    trail.record(by=by, verb="strike_out", subject=meeting, reason=reason, decision=decision.position)
    index.drop(decision)
    return decision


@transaction.atomic
def bear_promise(meeting: Meeting, *, by: Any, item: Item | None = None, **given: Any) -> Born:
    """Write down a promise that was made in a meeting, ours or theirs; ``given`` as ``commitments.actions.promise``.

    Raises:
        PermissionDenied: ``by`` may not, here or in commitments.
        ValidationError: MTG-13, MTG-40 or MTG-49 refuses, or what commitments has against it.
    """
    meeting = _locked(meeting)
    MEETINGS.require(by, "bear_promise", meeting)
    _obey(
        rules.not_cancelled(meeting),
        rules.outcome_after_the_beginning(meeting, timezone.localdate()),
        rules.item_of_the_meeting(item, meeting),
    )
    commitment = commitments.promise(by=by, witnessed=True, **given)
    born = Born(meeting=meeting, item=item, commitment=commitment)
    _obey(thing=born)
    born.save()
    trail.record(by=by, verb="bear_promise", subject=meeting, commitment=commitment.key)
    return born


# ── What is given away ────────────────────────────────────────────────────────────────────────────


def _paper(minutes: Minutes, meeting: Meeting, language: str, *, decided: bool) -> dict[str, Any]:
    """The text as the other side is given it, by language; nothing restricted and nothing marked is in it."""
    stands = list(_shared(meeting)) if decided else []
    found = {}
    for lang in LANGUAGES[language]:
        with override(lang):
            found[lang] = {
                "title": str(meeting.title),
                "when": _when(meeting.starts_on, meeting.ends_on),
                "where": str(meeting.city),
                "text": getattr(minutes, f"text_{lang}"),
                "decisions": [[one.position, str(one.text)] for one in stands],
            }
    return found


def _shared(meeting: Meeting) -> QuerySet[Decision]:
    """The decisions that a paper may tell the other side: those that stand and are not marked, in their order."""
    found = Decision.objects.filter(meeting=meeting, marking=Marking.UNCLASSIFIED).standing()
    return found.order_by("position", "id")


def _when(first: date, last: date) -> str:
    days = spoken(first.isoformat())
    return days if first == last else f"{days} – {spoken(last.isoformat())}"


def _digest(paper: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(paper, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


# ── Kept to this file ─────────────────────────────────────────────────────────────────────────────


def _decided(  # noqa: PLR0913 - the columns of a decision
    meeting: Meeting, number: int, item: Item | None, text_en: str, text_fr: str, marking: str, *, by: Any
) -> Decision:
    return Decision(
        meeting=meeting,
        position=number,
        item=item,
        text_en=text_en,
        text_fr=text_fr,
        marking=marking or Marking.UNCLASSIFIED,
        by=str(by),
        at=timezone.now(),
    )


def _against(decision: Decision, by: Any) -> list[Any]:
    return [
        rules.not_cancelled(decision.meeting),
        rules.item_of_the_meeting(decision.item, decision.meeting),
        rules.within_own_clearance(decision, by),
    ]


def _take_the_number(old: Decision, new: Decision) -> None:
    """Save the new wording and let the old one point at it: one decision a number stands at any time."""
    number = new.position
    new.position = 0  # a number nobody has, for the moment between the two
    new.save()
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    new.position = number
    new.save(update_fields=["position"])
