"""What the steps of an exchange must obey. A rule returns a problem or nothing."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Element
from entente.engagement.agreements.queries import Basis
from entente.foundation.people.roles import Rank, at_least
from entente.kit.bilingual import language

from ..models import ABOUT_PEOPLE, Baseline, Escalation, Exchange, Line, OnwardRequest, Release, Verdict
from .records import _at
from .release import Decision, Reason


def instrument_is_in_force(basis: Basis | None) -> ValidationError | None:
    """EXC-11. The legal basis is an instrument that is in force now and binds the partner.

    Source: Privacy Act, paragraph 8(2)(f); Customs Act, subsection 107(8); the audit of 2006: outside the agreement.
    """
    if basis is not None:
        return None
    message = _("EXC-11: This instrument is not in force with this partner now. Nothing can rest on it.")
    return _at("agreement", message, "not_in_force")


def says_what_is_asked(exchange: Exchange) -> ValidationError | None:
    """EXC-12. A complete request names its elements, its purpose, the office that asks and a reference on paper.

    Source: WCO model agreement, communication of requests; the audit of 2006: not based on written requests.
    """
    lacking = []
    if not exchange.lines.exists():
        lacking.append(_("the elements"))
    if not exchange.purpose:
        lacking.append(_("the purpose"))
    if not exchange.office.strip():
        lacking.append(_("the office of the contact"))
    if not (exchange.reference.strip() or exchange.confirmation.strip() or exchange.own_reference.strip()):
        lacking.append(_("a reference"))
    if not lacking:
        return None
    named = ", ".join(str(one) for one in lacking)
    return ValidationError(_("EXC-12: Still missing: %(what)s."), code="incomplete", params={"what": named})


def purpose_is_served(decision: Decision) -> ValidationError | None:
    """EXC-13. The purpose is one of those set out in the instrument.

    Source: Customs Act, subsection 107(8): solely for the purposes set out in the arrangement.
    """
    for ruling in decision.rulings:
        for one in ruling.reasons:
            if one.code == "EXC-5" and one.verdict == Verdict.REFUSE:
                said = {"place": _said(one.place), "text": _said(one.text)}
                return ValidationError(_("EXC-13: %(text)s (%(place)s)"), code="other_purpose", params=said)
    return None


def baseline_stands(lines: Iterable[Line], baselines: Collection[Baseline], today: date) -> ValidationError | None:
    """EXC-14. Where people may be mistreated, a baseline stands and its review is not overdue.

    Source: Avoiding Complicity in Mistreatment by Foreign Entities Act, section 3; NSIRA, reviews for 2020 and 2022.
    """
    if not any(one.element in ABOUT_PEOPLE for one in lines):
        return None
    if not baselines:
        message = _("EXC-14: No baseline stands for this country or entity. Have it assessed first.")
        return ValidationError(message, code="no_baseline")
    if any(one.review_on < today for one in baselines):
        message = _("EXC-14: The baseline is overdue for review. Have it assessed again first.")
        return ValidationError(message, code="baseline_overdue")
    return None


def another_decides(exchange: Exchange, by: Any) -> ValidationError | None:
    """EXC-15. Whoever decides neither recorded the exchange nor took one of the steps before.

    Source: the audit of 2006: exchanges outside the approval process.
    """
    taken = set(exchange.steps.values_list("by", flat=True))
    if by.username not in taken and exchange.officer_id != by.pk:
        return None
    return ValidationError(_("EXC-15: You worked on it yourself. Somebody else decides."), code="own_work")


def another_answers(asked: Escalation, by: Any) -> ValidationError | None:
    """EXC-42. Whoever put a question before a level does not answer it.

    Source: NSIRA, review for 2022: lack of checks and balances.
    """
    if by.username != asked.by:
        return None
    return ValidationError(_("EXC-42: You asked this yourself. Somebody else answers."), code="own_question")


def follows_the_answer(asked: Iterable[Escalation], rank: str) -> ValidationError | None:
    """EXC-41. What a level was asked, and refused or has not answered yet, nobody below that level lets go.

    Source: NSIRA, review for 2022: what was refused above was done below.
    """
    above = [one for one in asked if one.answer != Escalation.Answer.AUTHORISED and not at_least(rank, one.level)]
    if not above:
        return None
    level = max((Rank(one.level) for one in above), key=list(Rank).index)
    if any(one.answer == Escalation.Answer.REFUSED for one in above):
        message = _("EXC-41: A higher level refused it: %(level)s. Keep everything back, or have it decided there.")
    else:
        message = _("EXC-41: It is put before a higher level, which has not answered yet: %(level)s.")
    return ValidationError(message, code="against_the_answer", params={"level": level.label})


def stands_high_enough(
    lines: Iterable[Line], decision: Decision, rank: str, authorised: Collection[str] = ()
) -> ValidationError | None:
    """EXC-16. What needs a higher decider is decided there, or with the word of that level for this very exchange. A
    delegation lets somebody decide; it does not raise them.

    Args:
        authorised: the elements that level authorised (``rules.authorised``).

    Source: NSIRA, review for 2020: the same risk was approved at different levels.
    """
    asked = {one.element for one in lines if not one.withheld}
    low = [one for one in decision.rulings if one.element in asked and one.verdict == Verdict.HIGHER]
    above = [one for one in low if not at_least(rank, one.level) and one.element not in authorised]
    if not above:
        return None
    named = ", ".join(str(Element(one.element).label) for one in above)
    needed = max((Rank(one.level) for one in above), key=list(Rank).index)
    message = _("EXC-16: Needs a higher decider, %(level)s: %(elements)s. Withhold it, or put it before that level.")
    return ValidationError(message, code="too_low", params={"level": needed.label, "elements": named})


def answers_at_its_level(asked: Escalation, rank: str) -> ValidationError | None:
    """EXC-34. A question that was put before a level is answered there or above.

    Source: NSIRA, review for 2022: lack of checks and balances.
    """
    if at_least(rank, asked.level):
        return None
    level = Rank(asked.level).label
    return ValidationError(
        _("EXC-34: This is put before another level: %(level)s."), code="too_low", params={"level": level}
    )


def something_goes(exchange: Exchange) -> ValidationError | None:
    """EXC-17. A release releases something. Where everything is refused, the exchange is refused.

    Source: house rule.
    """
    if any(one.goes for one in exchange.lines.all()):
        return None
    return ValidationError(_("EXC-17: No element may go. Refuse the exchange instead."), code="nothing_goes")


def still_may_go(exchange: Exchange, decision: Decision) -> ValidationError | None:
    """EXC-18. What was decided may still go at the instant it goes: the law and the instrument are asked again.

    An element that a higher decider let go needs nobody again for the same ground; one that is refused now, lacks
    consent, or needs a higher decider on a ground that was not decided, stays.
    Source: Customs Act, subsection 107(8): in accordance with an arrangement, which has to stand.
    """
    stopped = []
    for line in exchange.lines.all():
        if line.goes:
            decided = {
                (one["code"], one["article"], one["level"]) for one in line.reasons if one["verdict"] == "higher"
            }
            new = [one for one in decision.on(line.element).reasons if _stops(one, decided)]
            stopped += [_why(line.get_element_display(), one) for one in new]
    if not stopped:
        return None
    message = _("EXC-18: This may no longer go as it was decided. %(what)s. Decide again, or refuse it.")
    return ValidationError(message, code="may_not_go", params={"what": "; ".join(stopped)})


def everything_may_go(decision: Decision) -> ValidationError | None:
    """EXC-38. What a sheet or a program sends was decided by nobody else, so every element of it may go as it stands.

    Source: the audit of 2006: flows that nobody approved; Customs Act, subsection 107(8).
    """
    said = [
        _why(one.code, one) for ruling in decision.rulings for one in ruling.reasons if one.verdict != Verdict.RELEASE
    ]
    if decision.rulings and not said:
        return None
    message = _("EXC-38: This may not go without anybody deciding it. %(what)s")
    return ValidationError(message, code="may_not_go", params={"what": "; ".join(dict.fromkeys(said))})


def nothing_owed(exchange: Exchange, today: date) -> ValidationError | None:
    """EXC-32. It is closed when receipt and use are known, nobody waits for an answer, its retention is settled, and
    spoken words are on paper.

    Source: TFA article 12: report on use, conditions of retention; WCO model agreement and the audit of 2006: words
    are confirmed in writing.
    """
    release = Release.objects.filter(exchange=exchange).first()
    if release is None:
        return None
    lacking = []
    if exchange.needs_confirmation:
        lacking.append(_("the written confirmation of what was said"))
    if not hasattr(release, "receipt"):
        lacking.append(_("the receipt"))
    if not release.uses.exists():
        lacking.append(_("what it was used for"))
    if release.onward_requests.filter(answer=OnwardRequest.Answer.PENDING).exists():
        lacking.append(_("an answer to a request to pass on"))
    if release.keep_until and not release.retentions.exclude(end="extended").exists():
        lacking.append(_("return or destruction"))
    if not lacking:
        return None
    named = ", ".join(str(one) for one in lacking)
    message = _("EXC-32: Still missing: %(what)s. Each is recorded on the page of the exchange.")
    return ValidationError(message, code="owed", params={"what": named})


def _stops(reason: Reason, decided: Collection[tuple[str, str, str]]) -> bool:
    """Whether a ground of this instant keeps back what was let go on the grounds that were decided."""
    if reason.verdict == Verdict.HIGHER:
        return (reason.code, reason.article, reason.level) not in decided
    return reason.verdict != Verdict.RELEASE


def _why(what: Any, reason: Reason) -> str:
    """One ground in the reader's language: of what, why, and where it stands."""
    why = f"{_said(reason.text)} ({_said(reason.place)})"
    return str(_("%(what)s: %(why)s") % {"what": what, "why": why})


def _said(pair: Any) -> str:
    """One side of a pair of words, that of the reader."""
    return str(getattr(pair, language()))
