"""What may go is decided, by whoever has the authority, for reasons that are frozen with the decision."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from entente.foundation.trail import actions as trail
from entente.kit.bilingual import LANGUAGES

from .. import notices as words
from .. import queries, rules
from ..models import Escalation, Exchange, Verdict
from ..policy import EXCHANGES, head_behind
from .keeping import _keep, _locked, _obey, _step, _tell


@transaction.atomic
def decide(exchange: Exchange, *, by: Any, withheld: Collection[str] = (), reason: str = "") -> Exchange:
    """Decide element by element. Nobody can let go more than ``may_release`` allows; less, with the reason, yes.

    Args:
        withheld: elements that are kept back although they might go.
        reason: why; needed where something is withheld.

    Raises:
        PermissionDenied: ``by`` neither heads an office above nor holds the authority to release.
        ValidationError: EXC-15, EXC-16, EXC-21 or EXC-41 refuses, or the state does not allow it.
    """
    exchange = _locked(exchange)
    EXCHANGES.require(by, "decide", exchange)
    at, lines = timezone.now(), list(exchange.lines.order_by("id"))
    standing = queries.standing_of(exchange, at)
    decision, head = rules.judged(exchange, lines, standing, at), head_behind(by, exchange)
    for line in lines:
        line.withheld = line.element in withheld
    rank, asked = queries.rank_of(by, timezone.localdate(at)), exchange.escalations.all()
    given = rules.authorised(exchange, lines, decision, queries.answered_above(exchange))
    lets_go = any(one.verdict != Verdict.REFUSE and one.element not in withheld for one in decision.rulings)
    problems = (
        rules.another_decides(exchange, by),
        rules.stands_high_enough(lines, decision, rank, given),
        rules.follows_the_answer(asked, rank) if lets_go else None,
        rules.reason_given(reason) if withheld else None,
    )
    exchange = _step(
        exchange, "decide", *problems, by=by, reason=reason, behalf=head, withheld=sorted(withheld),
        verdicts={one.element: one.verdict.value for one in decision.rulings},
    )  # fmt: skip
    for line in lines:
        ruling = decision.on(line.element)
        line.verdict = Verdict.RELEASE if ruling.verdict == Verdict.HIGHER and not line.withheld else ruling.verdict
        above = [rules.word_from_above(given[line.element])] if line.element in given else []
        line.level, line.reasons = ruling.level, [one.kept() for one in (*ruling.reasons, *above)]
        _keep(line)
    _answered(exchange, rank, by=by)
    return exchange


@transaction.atomic
def reconsider(exchange: Exchange, *, by: Any, reason: str) -> Exchange:
    """Take a decision back before anything went, with the reason; the path begins again, the frozen reasons are kept
    in the trail.
    """
    exchange = _locked(exchange)
    before = {one.element: one.verdict for one in exchange.lines.all()}
    exchange = _step(exchange, "reconsider", by=by, reason=reason, verdicts=before)
    for line in exchange.lines.all():
        line.verdict, line.level, line.reasons, line.withheld = "", "", [], False
        _keep(line)
    return exchange


@transaction.atomic
def escalate(exchange: Exchange, *, by: Any, level: str, question: str, about_risk: bool = False) -> Escalation:
    """Put an exchange before a named level; the first head there who may answer is told (``queries.head_at``).

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or EXC-24 refuses.
    """
    exchange = _locked(exchange)
    EXCHANGES.require(by, "escalate", exchange)
    _obey(rules.still_open(exchange))
    asked = Escalation(
        exchange=exchange, level=level, question=question, about_risk=about_risk, by=by.username, at=timezone.now()
    )
    _keep(asked)
    trail.record(by=by, verb="escalate_exchange", subject=exchange, level=level, about_risk=about_risk)
    head = queries.head_at(exchange, level, timezone.localdate(), without=[by.username])
    _tell([head], words.PUT_BEFORE, exchange, key=f"escalation:{asked.pk}", question=question)
    return asked


@transaction.atomic
def answer(asked: Escalation, *, by: Any, authorised: bool, reason: str) -> Escalation:
    """Answer a question that was put before one's level, with the reason; the decision itself is another step.
    For it the word counts (EXC-16) as long as nothing of what it is about changes.

    Raises:
        PermissionDenied: ``by`` may not decide on the exchange.
        ValidationError: EXC-21, EXC-26, EXC-34 or EXC-42 refuses.
    """
    exchange = _locked(asked.exchange)
    asked = Escalation.objects.select_for_update().get(pk=asked.pk)
    asked.exchange = exchange
    EXCHANGES.require(by, "answer", asked)
    rank = queries.rank_of(by, timezone.localdate())
    _obey(
        rules.answered_once(asked.answer),
        rules.reason_given(reason),
        rules.another_answers(asked, by),
        rules.answers_at_its_level(asked, rank),
    )
    asked.answer = Escalation.Answer.AUTHORISED if authorised else Escalation.Answer.REFUSED
    asked.reason, asked.answered_by, asked.answered_at = reason, by.username, timezone.now()
    if authorised:
        lines = list(exchange.lines.order_by("id"))
        standing = queries.standing_of(exchange, asked.answered_at)
        asked.about = rules.put_down(exchange, lines, rules.judged(exchange, lines, standing, asked.answered_at))
    _keep(asked)
    trail.record(by=by, verb="answer_escalation", subject=exchange, reason=reason, answer=asked.answer)
    said = {"answer": _in_both(asked)}
    _tell([exchange.officer], words.ANSWERED, exchange, key=f"answered:{asked.pk}", **said)
    return asked


def _answered(exchange: Exchange, rank: str, *, by: Any) -> None:
    """Questions to this level or a lower one are answered by the decision itself."""
    goes = any(one.goes for one in exchange.lines.all())
    for asked in exchange.escalations.filter(answer=Escalation.Answer.PENDING):
        if rules.answers_at_its_level(asked, rank) is None:
            asked.answer = Escalation.Answer.AUTHORISED if goes else Escalation.Answer.REFUSED
            asked.answered_by, asked.answered_at = by.username, timezone.now()
            _keep(asked)


def _in_both(asked: Escalation) -> dict[str, str]:
    said = {}
    for lang in LANGUAGES:
        with override(lang):
            said[lang] = str(asked.get_answer_display())
    return said
