"""What a higher level authorised: of what, on which grounds, and how long its word counts."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Rank, at_least
from entente.kit.days import spoken

from ..models import Escalation, Exchange, Line, Verdict
from .release import Decision, Reason, Ruling, Said


def put_down(exchange: Exchange, lines: Iterable[Line], decision: Decision) -> dict[str, Any]:
    """What a level answers about, as it is frozen with its answer: with whom, under what, for what, which elements, how
    many and whose, and the grounds on which each needs somebody higher.
    """
    return {
        "partner": exchange.partner.key,
        "agreement": exchange.agreement.key if exchange.agreement else "",
        "purpose": exchange.purpose,
        "elements": {one.element: [one.count, one.origin_id or 0] for one in lines},
        "grounds": {one.element: _grounds(one) for one in decision.rulings},
    }


def authorised(
    exchange: Exchange, lines: Iterable[Line], decision: Decision, asked: Iterable[Escalation]
) -> dict[str, Escalation]:
    """The elements that need a higher decider and have its word, each with the answer that counts.

    It counts while what it was about is the same and no ground has come to it. Source: NSIRA, review for 2022: what is
    answered above is answered about something.
    """
    now = put_down(exchange, lines, decision)
    given = [one for one in asked if one.answer == Escalation.Answer.AUTHORISED]
    found: dict[str, Escalation] = {}
    for ruling in decision.rulings:
        if ruling.verdict == Verdict.HIGHER:
            for one in given:
                if at_least(one.level, ruling.level) and _counts(one.about, now, ruling.element):
                    found[ruling.element] = one
    return found


def word_from_above(asked: Escalation) -> Reason:
    """The ground that a level authorised it: who, at which level, and when."""
    on = timezone.localdate(asked.answered_at)
    day = Said(spoken(on, "en"), spoken(on, "fr"))
    text = _("Authorised by %(who)s (%(level)s) on %(day)s.")
    said = Said.of(text, who=asked.answered_by, level=Rank(asked.level).label, day=day)
    return Reason("EXC-16", Verdict.RELEASE, Said.of(_("A higher level")), said)


def _counts(about: dict[str, Any], now: dict[str, Any], element: str) -> bool:
    same = all(about.get(name) == now[name] for name in ("partner", "agreement", "purpose", "elements"))
    return same and all(one in about["grounds"].get(element, []) for one in now["grounds"][element])


def _grounds(ruling: Ruling) -> list[list[str]]:
    return [[one.code, one.article, str(one.level)] for one in ruling.reasons if one.verdict == Verdict.HIGHER]
