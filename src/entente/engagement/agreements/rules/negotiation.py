"""What a negotiation must have behind it before it may go on. Codes AGR-80 and up.

“needs study M3” is the study of how agreements live; “the policy” is the Policy on Tabling of Treaties in Parliament,
announced by the Minister of Foreign Affairs and in effect on January 25, 2008 (news release no. 20; section 1).
Section 6.2 has the House wait at least twenty-one sitting days; of a treaty that needs a law, before the bill comes in.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.foundation.reference import queries as reference
from entente.kit.days import PartialDate, spoken

from ..models import NOT_YET_SIGNED, Agreement, Bracket, Kind, Review, Status, Step, Tabling, abroad
from .register import Obstacles, before, is_day

POLICY_SINCE = date(2008, 1, 25)  # the day the policy was announced; it takes effect then (policy, section 1)
REPLY_DAYS = 90  # a request without a day of its own is answered within a quarter (house rule)
REVIEW_DAYS = 30  # a review without a day of its own is given within a month (house rule)

# Kinds whose purpose is that information about people or goods passes: their privacy is assessed even where they do
# not bind. Source: needs study M3 (PIA, information-sharing annex); OPC audit of 2006.
SHARING = frozenset(
    {
        Kind.CMAA, Kind.CUSTOMS_MOU, Kind.MOU, Kind.INFORMATION_SHARING, Kind.REMOVAL, Kind.API_PNR, Kind.MRA,
        Kind.PRECLEARANCE, Kind.SAFE_THIRD_COUNTRY, Kind.PERSONNEL_EXCHANGE, Kind.LEGAL_ASSISTANCE,
    }
)  # fmt: skip

BEFORE_FORCE = (*NOT_YET_SIGNED, Status.SIGNED)

MESSAGES: dict[str, Any] = {
    "AGR-80": _("Only what binds in international law is tabled, ratified and notified."),
    "AGR-81": _("What binds in international law enters into force after tabling, ratification and notification."),
    "AGR-82": "%(why)s",
    "AGR-83": "%(why)s",
    "AGR-84": _("Points are still between brackets: %(points)s. Settle them first."),
    "AGR-85": _("%(review)s: %(why)s"),
    "AGR-86": _(
        "%(side)s has not notified that its own procedures are complete. Record its notification as an action."
    ),
    "AGR-87": _("This step cannot come before the last one, which was taken on %(day)s."),
    "AGR-88": _("Give the reference: %(what)s."),
    "AGR-89": _("What follows cannot be due before the step itself."),
    "AGR-90": _("Give the reason for another day."),
    "AGR-91": _("Give the exact day: sitting days are counted from it."),
    "AGR-92": _("A point is agreed with its agreed text, and dropped with the reason."),
    "AGR-93": "%(what)s",
    "AGR-94": _("Where this instrument stands is not known. Correct its status first."),
    "AGR-95": _("This instrument is run by its stages. Take the step there."),
    "AGR-96": _("Give the text, or attach its file to a round."),
    "AGR-97": _("A settled point is opened again with the reason."),
    "AGR-98": _("This day has not come yet."),
    "AGR-116": _(
        "Whether it binds in international law was decided before it was signed, and stands until it is in force. If "
        "what was signed is of the other kind, abandon this one with the reason and register it anew."
    ),
    "AGR-99": _(
        "Somebody moved this point meanwhile. Your text is kept below: look at what changed, then send it again."
    ),
}
REFERENCES = {
    "mandate": _("who gave the mandate, and its number"),
    "table_treaty": _("the explanatory memorandum"),
    "implement": _("first use, contact points or joint committee"),
}
"""Moves that name what they rest on."""


def _problem(code: str, **said: Any) -> ValidationError:
    return ValidationError(MESSAGES[code], code=code, params=said or None)


# ── Which path ────────────────────────────────────────────────────────────────────────────────────


def treaty_path(agreement: Agreement) -> ValidationError | None:
    """AGR-80. Only a treaty is tabled, ratified and notified; an arrangement is never asked for it.

    Source: the policy, section 5.1 (instruments governed by public international law); needs study M3, treaty steps.
    """
    return None if agreement.binding else _problem("AGR-80")


def arrangement_path(agreement: Agreement) -> ValidationError | None:
    """AGR-81. Only what does not bind takes effect straight from its signature.

    Source: the policy, sections 4 and 6.2; needs study M3, treaty steps.
    """
    return _problem("AGR-81") if agreement.binding else None


def binding_stands(agreement: Agreement, was: bool | None) -> ValidationError | None:
    """AGR-116. Once it was signed through its stages, nobody changes the path by changing whether it binds.

    ``was`` is what the record said before. It is asked until the instrument is in force or over, one query. Source: the
    policy, sections 5.1 and 6.2 (what was signed as a treaty waits in the House); needs study M3, treaty steps.
    """
    if agreement.binding == was or agreement.status not in BEFORE_FORCE:
        return None
    return _problem("AGR-116") if agreement.steps.filter(move="conclude").exists() else None


def waited(agreement: Agreement, *, on: date) -> ValidationError | None:
    """AGR-82. Canada is bound by a treaty only after it lay tabled for twenty-one sitting days, or with an exception.

    The day after the wait is the first that will do; what the calendar of the House lacks is named. Treaties signed
    before the policy was announced are left out. At most five queries. Source: the policy, section 6.2 and exceptions.
    """
    if not agreement.binding or _older_than_the_policy(agreement):
        return None
    rows = list(Tabling.objects.filter(agreement=agreement).order_by("id"))
    if any(one.urgent and one.approved_on and one.approved_on <= on for one in rows):
        return None
    tabled = [one.tabled_on for one in rows if one.tabled_on]
    if not tabled:
        return _problem("AGR-82", why=_("It was not tabled in the House, and no urgency exception is recorded."))
    why = waiting_for(reference.sitting_day_after(tabled[-1]), on=on)
    return _problem("AGR-82", why=why) if why else None


def waiting_for(wait: reference.Wait, *, on: date) -> Any:
    """Why the wait of a tabled treaty is not over on a day, in words; nothing when it is."""
    if wait.day and on > wait.day:
        return ""
    if wait.day:
        return _("It waits twenty-one sitting days, until %(day)s included.") % {"day": spoken(wait.day)}
    since = spoken(wait.since) if wait.since else ""
    if wait.missing == "dissolved":
        return _("Parliament was dissolved on %(day)s before the wait was over: table it again.") % {"day": since}
    return _("The calendar of the House says nothing of %(day)s and after: take it in first.") % {"day": since}


def waited_before_force(agreement: Agreement) -> ValidationError | None:
    """AGR-82. The wait stands before the entry into force too, by whichever way it is recorded.

    Source: the policy, section 6.2.
    """
    day = agreement.in_force_on
    return waited(agreement, on=PartialDate(day).last) if is_day(day) else None


def no_force_beside_the_wait(agreement: Agreement) -> ValidationError | None:
    """AGR-82. A day of entry into force is not written down beside the wait either: the switch reads that day.

    What is registered as in force, or corrected to it, tells of the past and is left to its source. Source: the policy,
    section 6.2.
    """
    return waited_before_force(agreement) if agreement.status in BEFORE_FORCE else None


def _older_than_the_policy(agreement: Agreement) -> bool:
    return is_day(agreement.signed_on) and PartialDate(agreement.signed_on).last < POLICY_SINCE


# ── What must be behind it ────────────────────────────────────────────────────────────────────────


def rounds_held(agreement: Agreement) -> ValidationError | None:
    """AGR-83. A text is initialled in a round; one that was reopened, in a round that was not over before that day.

    Source: needs study M3, states (rounds come before initialling).
    """
    last = agreement.rounds.aggregate(last=Max("last_on"))["last"]
    if last is None:
        none = _("No round of negotiation is recorded. Record the round that agreed on the text.")
        return _problem("AGR-83", why=none)
    again = reopened(agreement)
    if again is None or last >= PartialDate(again.on).first:
        return None
    since = _("The text was reopened on %(day)s, and no round is recorded since. Record the round that agreed on it.")
    return _problem("AGR-83", why=since % {"day": spoken(again.on)})


def no_bracket_open(agreement: Agreement) -> ValidationError | None:
    """AGR-84. A text is initialled when nothing in it stands between brackets.

    Source: needs study M3, negotiation rounds (bracketed issues).
    """
    rows = agreement.brackets.filter(status=Bracket.OPEN).order_by("number")
    if not (still := list(rows.values_list("article", flat=True))):
        return None
    return _problem("AGR-84", points=", ".join(still))


def reviews_needed(agreement: Agreement) -> tuple[str, ...]:
    """The reviews a text needs before signature: both for treaties and for what shares information, else the legal."""
    both = agreement.binding or agreement.kind in SHARING
    return (Review.LEGAL, Review.PRIVACY) if both else (Review.LEGAL,)


def reviews_given(agreement: Agreement) -> ValidationError | None:
    """AGR-85. Nothing is signed while a review it needs is missing, unfavourable, or has conditions nobody has met.

    A review of the text before it was reopened is one of another text. Source: needs study M3, states (legal and
    privacy review with PIA); Directive on Privacy Impact Assessment.
    """
    rows = Review.objects.filter(agreement=agreement).order_by("id")
    latest = {one.kind: one for one in rows}
    names, again = dict(Review.KINDS), reopened(agreement)
    for kind in reviews_needed(agreement):
        if why := unsettled(latest.get(kind), again):
            return _problem("AGR-85", review=capfirst(str(names[kind])), why=why)
    return None


def reopened(agreement: Agreement) -> Step | None:
    """The last time the text was reopened, if it ever was. One query; none when the steps are at hand."""
    found = [one for one in agreement.steps.all() if one.move == "reopen_text"]
    return max(found, key=lambda one: one.pk, default=None)


def of_an_earlier_text(review: Review, again: Step | None) -> bool:
    """Whether a review was asked before the text was reopened, by the moments recorded; an old one by its day."""
    if again is None:
        return False
    if review.asked_at is None:
        return review.asked_on < timezone.localdate(again.at)
    return review.asked_at < again.at


def unsettled(review: Review | None, again: Step | None = None) -> Any:
    """Why a review does not let a text be signed, and what cures it; nothing when it does.

    ``again`` is the last time the text was reopened.
    """
    if review is None:
        return _("it was not asked for. Ask for it.")
    if again is not None and of_an_earlier_text(review, again):
        said = _("it was asked before the text was reopened on %(day)s. Ask for it again.")
        return said % {"day": spoken(again.on)}
    if not review.opinion:
        return _("%(office)s has not answered yet. Record its opinion.") % {"office": review.office}
    if review.opinion == Review.UNFAVOURABLE:
        return _("the opinion is unfavourable. Change the text and ask again.")
    if review.opinion == Review.CONDITIONAL and not review.met.strip():
        return _("conditions were set. Record how they are met.")
    return ""


def both_sides_notified(agreement: Agreement) -> ValidationError | None:
    """AGR-86. Each side has told the other that its procedures are complete. Source: needs study M3, treaty steps."""
    rows = agreement.party_actions.filter(action="notified")
    if not rows.exclude(abroad()).exists():
        return _problem("AGR-86", side=_("Our side"))
    if not rows.filter(abroad()).exists():
        return _problem("AGR-86", side=_("The other side"))
    return None


# ── Days, reasons, references ─────────────────────────────────────────────────────────────────────


def not_before_last(on: str, last: Step | None) -> ValidationError | None:
    """AGR-87. Steps follow each other in time. Source: house rule (dated history)."""
    if last is None or not is_day(last.on) or not is_day(on) or not before(on, last.on):
        return None
    return _problem("AGR-87", day=spoken(last.on))


def reference_given(move: str, text: str) -> ValidationError | None:
    """AGR-88. A mandate, a tabling and a first use name what they rest on. Source: needs study M3, treaty steps."""
    what = REFERENCES.get(move)
    return _problem("AGR-88", what=what) if what and not text.strip() else None


def due_after(on: str, due_on: date | None) -> ValidationError | None:
    """AGR-89. Nothing falls due before it was begun. Source: house rule."""
    late = due_on is not None and is_day(on) and due_on < PartialDate(on).first
    return _problem("AGR-89") if late else None


def slip_has_reason(reason: str) -> ValidationError | None:
    """AGR-90. Who moves a day says why. Source: house rule (slips of dates carry a reason)."""
    return None if reason.strip() else _problem("AGR-90")


def settled_in_words(status: str, agreed_text: str, note: str) -> ValidationError | None:
    """AGR-92. What was agreed is written down, and so is why a point was dropped. Source: needs study M3, rounds."""
    said = {Bracket.AGREED: agreed_text, Bracket.DROPPED: note}.get(status, "-")
    return None if said.strip() else _problem("AGR-92")


def opinion_complete(review: Review) -> ValidationError | None:
    """AGR-93. A privacy opinion names its assessment; conditions and a refusal are written down.

    Source: Directive on Privacy Impact Assessment; needs study M3 (PIA).
    """
    if review.kind == Review.PRIVACY and not review.reference.strip():
        return _problem("AGR-93", what=_("Give the reference of the privacy impact assessment."))
    if review.opinion != Review.FAVOURABLE and not review.conditions.strip():
        return _problem("AGR-93", what=_("Write down the conditions, or why the opinion is unfavourable."))
    return None


def stage_known(agreement: Agreement) -> ValidationError | None:
    """AGR-94. An instrument whose status no source tells stands at no stage, so nothing follows it by a day.

    Source: house rule. AGR-31 asks for the status.
    """
    return None if agreement.stage_now else _problem("AGR-94")


def run_by_stages(agreement: Agreement) -> ValidationError | None:
    """AGR-95. Once a negotiation is run here, its status follows its stage and is not moved beside it.

    Source: house rule (nothing is stored twice).
    """
    return _problem("AGR-95") if agreement.stage and agreement.stage == agreement.stage_now else None


def draft_says_something(body: str, note: str) -> ValidationError | None:
    """AGR-96. A version of the text has a text, or says which file holds it. Source: house rule."""
    return None if body.strip() or note.strip() else _problem("AGR-96")


def opened_again_with_reason(was: str, status: str, note: str) -> ValidationError | None:
    """AGR-97. What was settled is not reopened without a word. Source: house rule (negative steps carry a reason)."""
    again = was != Bracket.OPEN and status == Bracket.OPEN
    return _problem("AGR-97") if again and not note.strip() else None


def day_is_exact(move: str, on: str) -> ValidationError | None:
    """AGR-91. A tabling has its exact day. Source: the policy, section 6.2 (sitting days are counted from it)."""
    return _problem("AGR-91") if move == "table_treaty" and len(on) < len("2027-02-01") else None


def has_come(day: date | str, *, today: date) -> ValidationError | None:
    """AGR-98. What is recorded as done was done by today; a month or year counts from its first day.

    Source: house rule. Plans belong in the summary, not in a date.
    """
    first = PartialDate(day).first if isinstance(day, str) else day
    return _problem("AGR-98") if first > today else None


def seen_last(seen: int, last: int) -> ValidationError | None:
    """AGR-99. Nobody writes over what somebody else moved a moment ago. Source: house rule (nothing is overwritten).

    ``seen`` and ``last`` are keys of movements: the last one the writer saw, and the last there is.
    """
    return _problem("AGR-99") if seen != last else None


TREATY, ARRANGEMENT = (treaty_path,), (arrangement_path,)
READY, REVIEWED, NOTIFIED = (
    (rounds_held, no_bracket_open),
    (no_bracket_open, reviews_given),
    (*TREATY, both_sides_notified),
)

ON_THE_DAY = {"ratify": (waited,)}
"""Rules of a move that depend on the day it is taken."""


def against_the_day(agreement: Agreement, move: str, on: date) -> Obstacles:
    """Everything that the day of a step has against it."""
    return [found for rule in ON_THE_DAY.get(move, ()) if (found := rule(agreement, on=on))]


def all_of(found: Iterable[ValidationError | None]) -> Obstacles:
    """The problems among some answers."""
    return [one for one in found if one is not None]
