"""Exchanges: the list, one of them, writing one down, its steps to the release. The verbs are those of the pages."""

from collections.abc import Callable
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from ninja.responses import Status

from entente.engagement.agreements import policy as agreements_policy
from entente.engagement.exchanges import actions, exports, queries
from entente.engagement.exchanges.models import Exchange, Kind, Line, Way
from entente.foundation.people.roles import Marking
from entente.foundation.trail import actions as trail
from entente.kit import table
from entente.kit.table import Ask

from . import saying
from .access import Asking, Writer, person_of
from .asking import judged, keyed, keyed_or_none
from .errors import Refused
from .shapes import (
    REFUSALS,
    AutomaticIn,
    DecisionIn,
    ElementIn,
    ExchangesAsked,
    MatchIn,
    PageOut,
    RecordIn,
    WholeOut,
)

router = Router()
WRITER = Writer()
STEPS: dict[str, Callable[..., Exchange]] = {
    "complete": actions.complete,
    "test-purpose": actions.test_purpose,
    "assess-risk": actions.assess_risk,
}


@router.get("exchanges", response={200: PageOut} | REFUSALS, url_name="exchanges", summary="Exchanges")
def listed(request: Asking, asked: Query[ExchangesAsked]) -> Any:
    """Exchanges this person may see, the latest first. `next` is what `after` takes for the page that follows.

    That a list is taken away is noted in the trail, page by page.
    """
    person = person_of(request)
    said = asked.model_dump(mode="json", exclude={"after", "limit"}, exclude_defaults=True)
    ask = Ask(person, timezone.localdate().isoformat(), chosen={name: str(value) for name, value in said.items()})
    if asked.after and not table.is_mark(asked.after):
        raise _bent()
    try:
        page = table.cut(exports.EXCHANGES, ask, {"after": asked.after}, rows=asked.limit)
    except (ValueError, TypeError, ValidationError) as wrong:
        raise _bent() from wrong
    trail.note_export(by=person, register=exports.EXCHANGES.name, form="api", asked=request.GET.urlencode())
    lines = queries.lines_of(page.rows)
    items = [saying.exchange(one, lines.get(one.pk, ())) for one in page.rows]
    return {"items": items, "count": page.count, "next": page.next or None}


@router.get("exchanges/{key}", response={200: WholeOut} | REFUSALS, url_name="exchange", summary="One exchange")
def one(request: Asking, key: str) -> Any:
    """An exchange with its elements, the frozen reasons of its decision and its release. Never an identifier."""
    exchange = _opened(request, key)
    if exchange.kept_as == Marking.PROTECTED_B:
        trail.record(by=person_of(request), verb="read", subject=exchange)
    return _whole(request, exchange)


@router.post(
    "exchanges",
    auth=WRITER,
    response={201: WholeOut} | REFUSALS,
    url_name="exchanges",
    summary="Write an exchange down",
)
def record(request: Asking, said: RecordIn) -> Any:
    """Write down what was asked for or told, under the rules of the page. It takes no step yet."""
    person = person_of(request)
    given = said.model_dump(exclude={"partner", "unit", "elements"})
    made = actions.record(
        by=person,
        elements={element.value: count for element, count in said.elements.items()},
        partner=keyed(queries.foreign(person), said.partner, "partner"),
        unit=keyed_or_none(queries.offices(), said.unit, "unit"),
        **given,
    )
    return Status(201, _whole(request, made))


@router.post(
    "automatic-exchanges",
    auth=WRITER,
    response={201: WholeOut} | REFUSALS,
    url_name="automatic",
    summary="An automatic exchange",
)
def automatic(request: Asking, said: AutomaticIn) -> Any:
    """Write an automatic exchange straight into the ledger, as a sheet does: everything of it may go, or nothing is
    written and the reasons are told, article by article. Who sends it must hold the authority to release.
    """
    person = person_of(request)
    values = said.model_dump() | {
        "elements": {element.value: count for element, count in said.elements.items()},
        "partner": keyed(queries.foreign(person).select_related("parent__parent"), said.partner, "partner"),
        "agreement": keyed(agreements_policy.visible_to(person), said.agreement, "agreement"),
    }

    def as_asked() -> Exchange:
        known = {name: values[name] for name in ("partner", "agreement", "flow", "purpose", "marking")}
        return Exchange(kind=Kind.AUTOMATIC, way=Way.ELECTRONIC, received_at=said.at, **known)

    try:
        made = actions.take_in([values], by=person, file="API")[0]
    except ValidationError as refusal:
        lines = [Line(element=element, count=count) for element, count in values["elements"].items()]
        raise Refused(refusal, judged(as_asked(), lines, said.at)) from refusal
    return Status(201, _whole(request, made))


@router.post(
    "exchanges/{key}/elements",
    auth=WRITER,
    response={200: WholeOut} | REFUSALS,
    url_name="element",
    summary="An element",
)
def ask_for(request: Asking, key: str, said: ElementIn) -> Any:
    """Put an element into an exchange that is not decided, or say anew how many records, from whom they came to us, and
    the references of the consents there are: the originator's, and the one a clause asks for.
    """
    person = person_of(request)
    origin = keyed_or_none(queries.foreign(person), said.origin, "origin")
    consents = {"consent": said.consent.strip(), "originator_consent": said.originator_consent.strip()}
    given = {"element": said.element.value, "count": said.count, "origin": origin} | consents
    return _done(request, key, lambda exchange: actions.ask_for(exchange, by=person, **given))


@router.post(
    "exchanges/{key}/match",
    auth=WRITER,
    response={200: WholeOut} | REFUSALS,
    url_name="match",
    summary="Name the basis",
)
def match(request: Asking, key: str, said: MatchIn) -> Any:
    """Name the instrument it rests on, which must be in force with the partner now, and the purpose."""
    agreement = keyed(agreements_policy.visible_to(person_of(request)), said.agreement, "agreement")

    def act(exchange: Exchange) -> Any:
        exchange.agreement = agreement  # of our copy: a refusal is then explained for what was asked
        return actions.match(exchange, by=person_of(request), agreement=agreement, purpose=said.purpose or "")

    return _done(request, key, act)


@router.post(
    "exchanges/{key}/steps/{step}", auth=WRITER, response={200: WholeOut} | REFUSALS, url_name="step", summary="A step"
)
def step(request: Asking, key: str, step: Literal["complete", "test-purpose", "assess-risk"]) -> Any:
    """Take a step between the basis and the decision: `complete`, `test-purpose`, then `assess-risk`."""
    return _done(request, key, lambda exchange: STEPS[step](exchange, by=person_of(request)))


@router.post(
    "exchanges/{key}/decision", auth=WRITER, response={200: WholeOut} | REFUSALS, url_name="decision", summary="Decide"
)
def decide(request: Asking, key: str, said: DecisionIn) -> Any:
    """Decide element by element. Nobody lets go more than may go; less, with the reason, yes."""
    withheld = [element.value for element in said.withheld]

    def act(exchange: Exchange) -> Any:
        return actions.decide(exchange, by=person_of(request), withheld=withheld, reason=said.reason)

    return _done(request, key, act)


@router.post(
    "exchanges/{key}/release", auth=WRITER, response={200: WholeOut} | REFUSALS, url_name="release", summary="Release"
)
def release(request: Asking, key: str) -> Any:
    """Release what was decided, now, to the office it was decided for. The law and the instrument are asked again for
    this instant.
    """
    return _done(request, key, lambda exchange: actions.release(exchange, by=person_of(request)))


def _opened(request: Asking, key: str) -> Exchange:
    """The exchange, if this person may see it. Raises ``Http404``."""
    found: Exchange = get_object_or_404(queries.exchange(person_of(request), key))
    return found


def _done(request: Asking, key: str, act: Callable[[Exchange], Any]) -> Any:
    """Do it, or say everything that stands in the way, with what may go now and why."""
    exchange = _opened(request, key)
    try:
        act(exchange)
    except ValidationError as refusal:
        raise Refused(refusal, judged(exchange, list(exchange.lines.order_by("id")), timezone.now())) from refusal
    return _whole(request, _opened(request, key))


def _whole(request: Asking, exchange: Exchange) -> dict[str, Any]:
    ask = Ask(person_of(request), timezone.localdate().isoformat())
    return saying.whole(queries.whole(ask, exchange))


def _bent() -> ValidationError:
    return ValidationError({"after": ValidationError(_("This is no mark that a page gave."), code="mark")})
