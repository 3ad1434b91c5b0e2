"""A country's cooperation in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit import numerals
from entente.kit.days import spoken

from .. import exports, rules
from ..models import Measure, Plan, State
from ..queries import Whole


def sentence(whole: Whole) -> str:
    """Everything that matters about a country, in two or three sentences: its rank, the documents, the plan."""
    said = [_rank(whole), _documents(whole), _plan(whole.plan)]
    return " ".join(part for part in said if part)


def _rank(whole: Whole) -> str:
    if not whole.ranks:
        return ""
    first = whole.ranks[0]
    said = {"rank": first.rank, "title": first.ranking.title, "day": spoken(first.ranking.ranked_on)}
    return _("Rank %(rank)s in “%(title)s” (%(day)s).") % said


def _documents(whole: Whole) -> str:
    asked = exports.latest(whole.figures, Measure.ASKED)
    if not asked:
        return _("No figure on travel documents is entered.")
    span = asked[0].span
    issued = [one for one in whole.figures if one.measure == Measure.ISSUED and one.span == span]
    said = {
        "asked": exports.told(one.number for one in asked),
        "issued": exports.told(one.number for one in issued),
        "when": asked[0].when,
    }
    if not issued:
        return _("Travel documents asked for, %(when)s: %(asked)s; how many were issued is not known.") % said
    return _("Travel documents, %(when)s: %(asked)s asked for, %(issued)s issued.") % said


def _plan(plan: Plan | None) -> str:
    if plan is None:
        return _("No engagement plan is drafted.")
    said = {"state": plan.get_state_display(), "day": spoken(plan.review_on) if plan.review_on else ""}
    if plan.state == State.ACTIVE and plan.review_on:
        return _("The engagement plan is active, to be reviewed by %(day)s.") % said
    return _("Engagement plan: %(state)s.") % said


def formula() -> list[str]:
    """The formula of the score in words, with the day from which it stands."""
    weights = rules.WEIGHTS
    said = {
        "day": spoken(rules.FORMULA_OF),
        "issued": weights["issued"],
        "speed": weights["speed"],
        "refused": weights["not_refused"],
        "reaction": weights["reaction"],
        "quick": rules.QUICK,
        "slow": rules.SLOW,
    }
    return [
        _(
            "Out of 100: the share of documents asked for that were issued counts for %(issued)s, the median days for "
            "%(speed)s (all of it up to %(quick)s days, nothing from %(slow)s on), the share not refused for "
            "%(refused)s, the reactions to levers for %(reaction)s."
        )
        % said,
        _(
            "What is not known is left out and the rest counts for more; where sources disagree the score says from "
            "where to where it runs. The formula is ours and stands since %(day)s."
        )
        % said,
    ]


def entered(many: int) -> str:
    """What was entered, in words."""
    said = ngettext("%(many)s figure is entered.", "%(many)s figures are entered.", many)
    return said % {"many": numerals.figure(many)}


def late(due: date, day: date) -> str:
    """“12 days late”; nothing for none."""
    days = (day - due).days
    if days <= 0:
        return ""
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": numerals.figure(days)}
