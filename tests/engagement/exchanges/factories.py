"""Exchanges for tests, walked to their state as they are for real."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.agreements.models import Agreement, Clause
from entente.engagement.exchanges import actions
from entente.engagement.exchanges.models import Exchange
from entente.engagement.partners.models import Partner
from entente.foundation.people import actions as people
from entente.foundation.people.models import Headship, Person, Unit, Work
from tests.engagement.agreements import factories as agreements

WALK = (
    "recorded",
    "matched",
    "complete",
    "tested",
    "assessed",
    "decided",
    "released",
    "acknowledged",
    "used",
    "settled",
)
WHY = "The facts ask for it"
BOTH = ("cargo_manifest", "passenger_name_record")  # one may go, one may not
CLAUSES: tuple[dict[str, Any], ...] = (
    {"kind": "purpose", "code": "customs_enforcement", "answer": "permitted", "article": "art. 2"},
    {"kind": "direction", "code": "both", "answer": "permitted", "article": "art. 3"},
    {"kind": "element", "code": "cargo_manifest", "answer": "permitted", "article": "art. 4(1)"},
    {"kind": "element", "code": "company", "answer": "permitted", "article": "art. 4(2)"},
    {"kind": "element", "code": "identity", "answer": "permitted", "article": "art. 4(3)"},
    {"kind": "element", "code": "financial", "answer": "with_consent", "article": "art. 4(4)"},
    {"kind": "element", "code": "valuation", "answer": "conditional", "article": "art. 4(5)"},
    {
        "kind": "element", "code": "passenger_name_record", "answer": "forbidden", "article": "art. 9(2)",
        "text_en": "Passenger name records are not exchanged.",
        "text_fr": "Les dossiers passagers ne sont pas échangés.",
    },
    {"kind": "security", "code": "", "answer": "", "article": "art. 10", "text_en": "Kept as their own.",
     "text_fr": "Protégés comme les leurs."},
    {"kind": "retention", "code": "", "answer": "", "number": 2, "unit": "years", "article": "art. 11"},
    {"kind": "caveat", "code": "", "answer": "", "article": "art. 12", "text_en": "Not to be used as evidence.",
     "text_fr": "Ne peut servir de preuve."},
)  # fmt: skip


def unit(key: str, **given: Any) -> Unit:
    words = {"name_en": f"Office {key}", "name_fr": f"Bureau {key}"}
    return Unit.objects.get_or_create(key=key, defaults=words | given)[0]


def chart() -> dict[str, Unit]:
    """The President and a branch under it."""
    top = unit("president", work=Work.HEAD_OF_AGENCY)
    return {"president": top, "branch": unit("branch", parent=top)}


def placed(person: Person, at: Unit, rank: str = "") -> Person:
    """The person in an office; heading it where a rank is given."""
    person.unit = at
    person.save()
    if rank:
        Headship.objects.create(unit=at, person=person, rank=rank, starts_on=date(2020, 1, 1))
    return person


def delegated(giver: Person, receiver: Person, days: int = 30) -> None:
    """The authority to release, given for some days."""
    today = timezone.localdate()
    people.delegate(
        by="tests", giver=giver, receiver=receiver, authorities=["release_information"], starts_on=today,
        ends_on=today + timedelta(days=days), reason=WHY,
    )  # fmt: skip


def partner(key: str = "jp", **given: Any) -> Partner:
    words = {"name_en": "Japan", "name_fr": "Japon"} if key == "jp" else {}
    return agreements.partner(key, **words | given)


def instrument(*parties: Partner, clauses: Any = CLAUSES, **given: Any) -> Agreement:
    """A customs mutual assistance agreement in force since 2010, with its clauses."""
    agreements.home()
    known = {"status": "in_force", "in_force_on": "2010-01-01", "title_en": "Customs agreement",
             "title_fr": "Accord douanier"}  # fmt: skip
    made = agreements.agreement(*(parties or (partner(),)), **known | given)
    ours = Partner.objects.get(key="ca")
    agreements.party(made, ours)
    for one in clauses:
        Clause.objects.create(agreement=made, as_of="2010", **one)
    return made


def baseline(whose: Partner | None = None, *, by: Any, level: str = "low", **given: Any) -> Any:
    today = timezone.localdate()
    known = {"starts_on": today, "review_on": today + timedelta(days=365), "grounds_en": "Known reports",
             "rests_on": "Human rights report", "marking": "unclassified"}  # fmt: skip
    return actions.assess(by=by, partner=whose or partner(), level=level, **known | given)


def recorded(*, by: Any, elements: Any = ("cargo_manifest",), **given: Any) -> Exchange:
    known = {"kind": "received", "partner": given.pop("partner", None) or partner(), "office": "Customs intelligence",
             "purpose": "customs_enforcement", "reference": "JP-77", "marking": "protected_a"}  # fmt: skip
    return actions.record(by=by, elements=elements, **known | given)


def called(*, by: Any, **given: Any) -> Exchange:
    """A verbal request at night."""
    known = {"way": "verbal", "urgency": "urgent", "urgent_because": "The ship leaves at dawn"}
    return recorded(by=by, **known | given)


def assessed(exchange: Exchange, agreement: Agreement, *, by: Any) -> Exchange:
    """Walk a recorded exchange to the decision."""
    exchange = actions.match(exchange, by=by, agreement=agreement)
    exchange = actions.complete(exchange, by=by)
    exchange = actions.test_purpose(exchange, by=by)
    return actions.assess_risk(exchange, by=by)
