"""What is asked and answered, field by field. Codes are those of the record; words are in the language asked for."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from entente.engagement.agreements.models import Element, Purpose
from entente.engagement.exchanges.models import Flow, Kind, State, Urgency, Verdict, Way
from entente.foundation.people.roles import Marking

EARLIEST, LATEST = 1900, 2999  # years that can be meant
MOST_RECORDS = 2_147_483_647  # what a column of the record holds


def _in_our_time(moment: datetime) -> datetime:
    if EARLIEST < moment.year < LATEST:
        return moment
    raise PydanticCustomError("no_such_time", "no such time")


Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
Year = Annotated[int, Field(ge=EARLIEST, le=LATEST)]
Count = Annotated[int, Field(ge=1, le=MOST_RECORDS)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[-a-zA-Z0-9_]+$")]
Line = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Reference = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00]*$")]
Words = Annotated[str, StringConstraints(max_length=5_000, pattern=r"^[^\x00]*$")]
Elements = Annotated[dict[Element, Count], Field(min_length=1)]


class In(Schema):
    """What is asked: nothing under a name that is not known."""

    model_config = ConfigDict(extra="forbid")


# ── Questions ─────────────────────────────────────────────────────────────────────────────────────


class SwitchAsked(In):
    partner: Key
    at: Moment | None = None
    purpose: Purpose | None = None
    direction: Flow | None = None
    element: list[Element] = []


class MayReleaseAsked(In):
    partner: Key
    agreement: Key
    at: Moment | None = None
    flow: Flow
    purpose: Purpose
    elements: Annotated[list[Element], Field(min_length=1, max_length=len(Element))]
    way: Way = Way.WRITTEN
    urgent: bool = False
    marking: Marking = Marking.PROTECTED_A


class ExchangesAsked(In):
    after: Annotated[str, StringConstraints(max_length=300)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    q: Line = ""
    partner: Key | None = None
    agreement: Key | None = None
    kind: Kind | None = None
    way: Way | None = None
    purpose: Purpose | None = None
    element: Element | None = None
    state: State | None = None
    year: Year | None = None
    open: bool = False
    partly: bool = False
    unconfirmed: bool = False


class LedgerAsked(In):
    year: Year | None = None
    flow: Flow = Flow.FROM_US
    partner: Key | None = None
    agreement: Key | None = None


# ── What is written ───────────────────────────────────────────────────────────────────────────────


class RecordIn(In):
    kind: Kind
    flow: Flow | None = None
    partner: Key
    office: Line = ""
    way: Way = Way.WRITTEN
    urgency: Urgency = Urgency.ROUTINE
    urgent_because: Line = ""
    purpose: Purpose | None = None
    elements: dict[Element, Count] = {}
    received_at: Moment | None = None
    reference: Line = ""
    own_reference: Line = ""
    unit: Key | None = None
    marking: Marking = Marking.PROTECTED_A


class AutomaticIn(In):
    partner: Key
    agreement: Key
    at: Moment
    flow: Flow
    purpose: Purpose
    elements: Elements
    office: Line = ""
    reference: Line = ""
    own_reference: Line = ""
    marking: Marking = Marking.PROTECTED_A


class ElementIn(In):
    element: Element
    count: Count = 1
    origin: Key | None = None
    consent: Reference = ""
    originator_consent: Reference = ""


class MatchIn(In):
    agreement: Key
    purpose: Purpose | None = None


class DecisionIn(In):
    withheld: Annotated[list[Element], Field(max_length=len(Element))] = []
    reason: Words = ""


# ── Answers ───────────────────────────────────────────────────────────────────────────────────────


class TermOut(Schema):
    article: str
    kind: str
    code: str
    answer: str
    number: int | None
    unit: str
    text: str
    from_on: str
    to_on: str


class BasisOut(Schema):
    agreement: str
    title: str
    kind: str
    binding: bool | None
    marking: Marking
    since: datetime
    until: datetime | None
    vouched: bool
    terms: list[TermOut]


class SwitchOut(Schema):
    partner: str
    at: datetime
    instruments: list[BasisOut]


class ReasonOut(Schema):
    code: str
    verdict: Verdict
    place: str
    text: str
    article: str
    level: str


class RulingOut(Schema):
    element: Element
    verdict: Verdict
    level: str
    article: str
    reasons: list[ReasonOut]


class DecisionOut(Schema):
    """What may go at an instant. ``may_go``: everything that was asked, without anybody else being asked."""

    at: datetime
    agreement: str | None
    may_go: bool
    elements: list[RulingOut]


class ExchangeOut(Schema):
    key: str
    kind: Kind
    flow: Flow
    partner: str
    agreement: str | None
    purpose: str
    way: Way
    urgency: Urgency
    state: State
    marking: Marking
    office: str
    reference: str
    own_reference: str
    received_at: datetime
    confirm_by: datetime | None
    confirmed_at: datetime | None
    reply_by: date | None
    elements: dict[Element, int]


class PageOut(Schema):
    items: list[ExchangeOut]
    count: int
    next: str | None


class LineOut(Schema):
    element: Element
    count: int
    origin: str | None
    consent: str
    originator_consent: str
    verdict: str
    withheld: bool
    level: str
    reasons: list[ReasonOut]


class ReleaseOut(Schema):
    at: datetime
    office: str
    caveat: str
    marking: Marking
    receipt_by: date
    use_by: date
    keep_until: date | None


class WholeOut(ExchangeOut):
    lines: list[LineOut]
    release: ReleaseOut | None


class YearOut(Schema):
    year: int
    releases: int
    records: int


class LedgerRowOut(Schema):
    partner: str
    partner_name: str
    agreement: str
    agreement_title: str
    releases: int
    records: int
    years: list[YearOut]
    elements: dict[Element, int]
    purposes: dict[str, int]


class LedgerOut(Schema):
    flow: Flow
    years: list[int]
    rows: list[LedgerRowOut]
    refused: dict[int, int]


class ProblemOut(Schema):
    code: str
    message: str
    field: str | None


class ProblemsOut(Schema):
    """What is refused. ``decision`` where something was to be decided or released: why, article by article."""

    errors: list[ProblemOut]
    decision: DecisionOut | None = None


REFUSALS: dict[Any, Any] = {frozenset({401, 403, 404, 409, 422, 429}): ProblemsOut}
