"""The steps of an exchange before and beside its decision. Each is kept with who took it and why."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.engagement.agreements.models import Agreement
from entente.foundation.trail import actions as trail

from .. import notices as words
from .. import queries, rules
from ..models import Exchange, Mitigation, Verdict
from ..policy import EXCHANGES, head_behind
from .keeping import _found, _keep, _locked, _note, _obey, _step, _tell


@transaction.atomic
def match(exchange: Exchange, *, by: Any, agreement: Agreement, purpose: str = "") -> Exchange:
    """Name the instrument it rests on, which must be in force with the partner now (EXC-11), and the purpose."""
    exchange = _locked(exchange)
    exchange.agreement, exchange.purpose = agreement, purpose or exchange.purpose
    basis = queries.basis_of(agreement, exchange.partner, timezone.now())
    exchange = _step(exchange, "match", rules.instrument_is_in_force(basis), by=by, agreement=agreement.key)
    _found(exchange)
    return exchange


@transaction.atomic
def complete(exchange: Exchange, *, by: Any) -> Exchange:
    """Everything is there that a request must say (EXC-12)."""
    return _step(_locked(exchange), "complete", by=by)


@transaction.atomic
def test_purpose(exchange: Exchange, *, by: Any) -> Exchange:
    """The purpose is one the instrument was made for (EXC-13)."""
    exchange = _locked(exchange)
    at = timezone.now()
    decision = rules.judged(exchange, list(exchange.lines.all()), queries.standing_of(exchange, at), at)
    return _step(exchange, "test_purpose", rules.purpose_is_served(decision), by=by)


@transaction.atomic
def assess_risk(exchange: Exchange, *, by: Any) -> Exchange:
    """The risk that somebody is mistreated is known: a baseline stands (EXC-14). Whoever may decide is told."""
    exchange = _locked(exchange)
    today = timezone.localdate()
    baselines = queries.baselines_on(exchange.partner, today)
    problem = rules.baseline_stands(exchange.lines.all(), baselines, today)
    levels = [f"{one.partner.key}: {one.level}" for one in baselines]
    exchange = _step(exchange, "assess_risk", problem, by=by, baselines=levels)
    _tell(queries.deciders(exchange, today), words.TO_DECIDE, exchange, key=f"decide:{exchange.steps.count()}")
    return exchange


@transaction.atomic
def mitigate(exchange: Exchange, *, by: Any, measure: str, note: str) -> Mitigation:
    """Record what is done about the risk in this exchange, beside the baseline, which stays as it is.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or EXC-24 refuses.
    """
    exchange = _locked(exchange)
    EXCHANGES.require(by, "mitigate", exchange)
    _obey(rules.still_open(exchange))
    made = Mitigation(exchange=exchange, measure=measure, note=note, by=by.username, at=timezone.now())
    _keep(made)
    trail.record(by=by, verb="mitigate_exchange", subject=exchange, measure=measure)
    _note(exchange, "mitigate", exchange.state, by=by)
    return made


@transaction.atomic
def send_back(exchange: Exchange, *, by: Any, reason: str) -> Exchange:
    """Return it to whoever asked, who is to complete it, with the reason."""
    return _step(_locked(exchange), "send_back", by=by, reason=reason)


@transaction.atomic
def postpone(exchange: Exchange, *, by: Any, reason: str) -> Exchange:
    """Put it off, with the reason."""
    return _step(_locked(exchange), "postpone", by=by, reason=reason)


@transaction.atomic
def resume(exchange: Exchange, *, by: Any) -> Exchange:
    """Take it up again, from the beginning of its path."""
    return _step(_locked(exchange), "resume", by=by)


@transaction.atomic
def refuse(exchange: Exchange, *, by: Any, reason: str) -> Exchange:
    """Refuse the whole of it, with the reason. Only who may decide may refuse. What stood against each element then is
    frozen with it, as with a decision, where an instrument is named; what a decision froze before stays.
    """
    exchange = _locked(exchange)
    exchange = _step(exchange, "refuse", by=by, reason=reason, behalf=head_behind(by, exchange))
    if exchange.agreement is not None:
        at, lines = timezone.now(), list(exchange.lines.order_by("id"))
        decision = rules.judged(exchange, lines, queries.standing_of(exchange, at), at)
        for line in (one for one in lines if not one.verdict):
            ruling = decision.on(line.element)
            line.verdict, line.level, line.withheld = ruling.verdict, ruling.level, ruling.verdict != Verdict.REFUSE
            line.reasons = [one.kept() for one in ruling.reasons]
            _keep(line)
    return exchange
