"""What every action on an exchange shares: the row held, problems told at once, people told, the index in step."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils import timezone

from entente.foundation.index import actions as index
from entente.foundation.notices import actions as notices
from entente.foundation.trail import actions as trail
from entente.kit.notice import Word, pair

from .. import search
from ..models import Exchange, Step
from ..policy import EXCHANGES, cleared_for_it
from ..workflow import EXCHANGE


def _locked(exchange: Exchange) -> Exchange:
    """The exchange as it stands now, held until the transaction ends, with what it points at."""
    held = Exchange.objects.select_for_update(of=("self",))
    return held.select_related("partner__parent__parent", "agreement", "unit", "officer").get(pk=exchange.pk)


def _keep(thing: models.Model, *problems: ValidationError | None) -> None:
    """Save a thing, or raise everything that stands in the way at once: rules and fields together."""
    said = _by_field(problems)
    try:
        thing.full_clean()
    except ValidationError as wrong:
        for name, found in wrong.error_dict.items():
            said.setdefault(name, []).extend(found)
    if said:
        raise ValidationError(said)
    thing.save()


def _obey(*problems: ValidationError | None) -> None:
    """Raises every problem at once: those of a field under its name, the others under none."""
    if said := _by_field(problems):
        raise ValidationError(said)


def _by_field(problems: Iterable[ValidationError | None]) -> dict[str, list[ValidationError]]:
    said: dict[str, list[ValidationError]] = {}
    for one in problems:
        if one is not None:
            for name, found in getattr(one, "error_dict", {NON_FIELD_ERRORS: [one]}).items():
                said.setdefault(name, []).extend(found)
    return said


def _step(  # noqa: PLR0913 - what every step may bring along
    exchange: Exchange,
    move: str,
    *problems: ValidationError | None,
    by: Any,
    reason: str = "",
    behalf: Any = None,
    **said: Any,
) -> Exchange:
    """Take one step: policy, rules, state, the step kept, the trail. ``exchange`` is held already."""
    EXCHANGES.require(by, move, exchange)
    obstacles = [_beside(one) for one in EXCHANGE.obstacles(exchange, move, reason=reason)]
    _obey(*obstacles, *([] if any(one.code == "wrong_state" for one in obstacles) else problems))
    before = exchange.state
    EXCHANGE.take(exchange, move, reason=reason)
    _keep(exchange)
    _note(exchange, move, before, by=by, reason=reason, behalf=behalf)
    if behalf is not None and behalf != by:
        said["on_behalf_of"] = str(behalf.username)
    verb = move if move.endswith("_exchange") else f"{move}_exchange"
    trail.record(by=by, verb=verb, subject=exchange, reason=reason, state=[before, exchange.state], **said)
    return exchange


def _note(  # noqa: PLR0913 - the columns of a step
    exchange: Exchange, move: str, before: str, *, by: Any, reason: str = "", behalf: Any = None
) -> None:
    """Keep the step itself."""
    stood_for = behalf.username if behalf is not None and behalf != by else ""
    step = Step(exchange=exchange, move=move, before=before, after=exchange.state, reason=reason, by=by.username)
    step.on_behalf_of, step.at = stood_for, timezone.now()
    _keep(step)


def _beside(problem: ValidationError) -> ValidationError:
    """A missing reason is told beside its question."""
    if getattr(problem, "code", "") != "reason_missing":
        return problem
    missing = ValidationError({"reason": [problem]})
    missing.code = "reason_missing"
    return missing


def _found(exchange: Exchange) -> None:
    """The index finds it as it is now."""
    index.put([search.entry(exchange)])


def _tell(people: Iterable[Any], word: Word, exchange: Exchange, *, key: str, **values: Any) -> None:
    """Tell those who may see it."""
    due = values.pop("due_on", None)
    notices.tell(
        [one for one in people if one is not None and cleared_for_it(one, exchange)],
        word,
        key=f"{exchange.key}:{key}",
        address=("exchanges:exchange", exchange.key),
        due_on=due,
        marking=exchange.kept_as,
        title=pair(exchange),
        number=exchange.key,
        **values,
    )
