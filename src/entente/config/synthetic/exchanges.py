"""Exchanges of the invented years under invented agreements, walked through the verbs, then dated as work left them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.agreements.models import Agreement, Clause, Party
from entente.engagement.exchanges import actions
from entente.engagement.exchanges.models import Baseline, Exchange, Step, Verdict
from entente.engagement.partners.models import Partner
from entente.foundation.people import queries as people
from entente.foundation.people.roles import Rank, Role, at_least

from .vocabulary import INVENTED_EN, INVENTED_FR
from .world import World, officer

BRANCH = "ieb"
PARTNERS = 6  # with whom information is exchanged
AHEAD = timedelta(days=400)  # how long a baseline stands before it is reviewed
# How old, in days, an exchange is when this has been done.
CONFIRMED, TESTED, DECIDED, RELEASED, RECEIVED, USED, SETTLED = 1, 3, 5, 8, 20, 120, 200
FRESH = (1, 4, 4, 7, 10, 15)  # how old some are, so that each of the first steps waits for somebody
WALK = ("complete", "test_purpose", "assess_risk")
ASKED = (
    ("cargo_manifest", "valuation"), ("valuation",), ("cargo_manifest",), ("cargo_manifest", "company"), ("identity",),
    ("company", "passenger_name_record"), ("passenger_name_record",), ("conveyance", "cargo_manifest"),
)  # fmt: skip
LEVELS = ("low", "low", "low", "medium")  # of baselines
CLAUSES: tuple[dict[str, Any], ...] = (
    {"kind": "purpose", "code": "customs_enforcement", "answer": "permitted", "article": "art. 2"},
    {"kind": "element", "code": "cargo_manifest", "answer": "permitted", "article": "art. 4(1)"},
    {"kind": "element", "code": "company", "answer": "permitted", "article": "art. 4(2)"},
    {"kind": "element", "code": "conveyance", "answer": "permitted", "article": "art. 4(3)"},
    {"kind": "element", "code": "identity", "answer": "permitted", "article": "art. 4(4)"},
    {"kind": "element", "code": "valuation", "answer": "conditional", "article": "art. 4(5)",
     "text_en": "Where both sides keep it secret.", "text_fr": "Si les deux parties le gardent secret."},
    {"kind": "element", "code": "passenger_name_record", "answer": "forbidden", "article": "art. 9(2)",
     "text_en": "Passenger name records are not exchanged.",
     "text_fr": "Les dossiers passagers ne sont pas échangés."},
    {"kind": "security", "article": "art. 10", "text_en": "Kept as safe as their own.",
     "text_fr": "Protégés comme les leurs."},
    {"kind": "retention", "number": 2, "unit": "years", "article": "art. 11"},
    {"kind": "caveat", "article": "art. 12", "text_en": "Not to be used as evidence.",
     "text_fr": "Ne peut servir de preuve."},
)  # fmt: skip


def invent(world: World) -> None:
    """As many as the size asks for, with six partners; the oldest are closed, the latest still wait."""
    if not world.size.exchanges:
        return
    clerk, head = officer(world, BRANCH, Role.EXCHANGE_OFFICER, 3), people.head_of(world.units[BRANCH], on=world.today)
    home = Partner.objects.filter(kind=Partner.Kind.OWN, parent__isnull=False).order_by("id").first()
    if head is None or home is None or home.parent is None:
        return
    partners = [one for one in world.partners if one.pk != home.parent_id][:PARTNERS]
    high = at_least(head.rank, Rank.DIRECTOR_GENERAL)
    agreements = {one.pk: agreement(world, one, home.parent) for one in partners}
    for one in partners:
        baseline(world, one, by=clerk, levels=LEVELS if high else LEVELS[:1])
    for number in range(world.size.exchanges):
        partner = world.chance.choice(partners)
        on = min(world.day(), world.today - timedelta(days=1))
        if number % 10 == 9 and number // 10 < len(FRESH):
            on = world.today - timedelta(days=FRESH[number // 10])
        asked = world.chance.choice(ASKED if high else ASKED[2:])
        made = told(world, partner, asked, instant(on, world.chance.randrange(24)), number, clerk)
        walk(world, made, agreements[partner.pk], clerk, head.person)


def instant(on: date, hour: int) -> datetime:
    """An hour of a day in the agency's zone."""
    return timezone.make_aware(datetime.combine(on, time(hour, 20)))


def agreement(world: World, partner: Partner, home: Partner) -> Agreement:
    """An invented agreement in force before the years begin, with its clauses."""
    begun = (world.first - timedelta(days=900)).isoformat()
    made = Agreement.objects.create(
        key=f"invented-customs-{partner.key}"[:80],
        title_en=f"Customs mutual assistance with {partner.name_en} {INVENTED_EN}",
        title_fr=f"Assistance mutuelle en matière douanière, {partner.name_fr or partner.name_en} {INVENTED_FR}",
        kind="cmaa", status="in_force", signed_on=begun, in_force_on=begun, **world.cited,
    )  # fmt: skip
    for one in (partner, home):
        Party.objects.create(agreement=made, partner=one, **world.cited)
    Clause.objects.bulk_create(Clause(agreement=made, **one, **world.cited) for one in CLAUSES)
    return made


def baseline(world: World, partner: Partner, *, by: Any, levels: tuple[str, ...]) -> Baseline:
    """How great the risk is with a partner: low for most."""
    return actions.assess(
        by=by, partner=partner, level=world.chance.choice(levels), starts_on=world.first,
        review_on=world.today + AHEAD, grounds_en=f"Reports of the year {INVENTED_EN}",
        grounds_fr=f"Rapports de l’année {INVENTED_FR}", rests_on="Invented reports", marking="unclassified",
    )  # fmt: skip


def told(  # noqa: PLR0913 - what a request says
    world: World, partner: Partner, elements: tuple[str, ...], at: datetime, number: int, clerk: Any
) -> Exchange:
    """One request, every fifth by word of mouth."""
    verbal = number % 5 == 0
    return actions.record(
        by=clerk, elements={one: 1 + world.chance.randrange(200) for one in elements}, kind="received", partner=partner,
        office="Customs intelligence desk", purpose="customs_enforcement", reference=f"REQ-{number + 1}",
        received_at=at, unit=world.units[BRANCH], marking="protected_a", way="verbal" if verbal else "written",
        urgency="urgent" if verbal else "routine",
        urgent_because="The ship leaves in the morning" if verbal else "",
    )  # fmt: skip


def walk(world: World, made: Exchange, under: Agreement, clerk: Any, head: Any) -> None:
    """As far as its age allows; then its steps are dated as they would have been taken."""
    at = made.received_at
    age = (world.today - timezone.localdate(at)).days
    if made.way == "verbal" and age > CONFIRMED:
        paper = f"NOTE {made.reference}"
        made = actions.confirm(made, by=clerk, confirmation=paper, confirmed_at=at + timedelta(hours=9))
    if age > TESTED:
        made = tested(made, under, clerk)
    if age > DECIDED:
        made = decided(made, head)
    if age > RELEASED and made.state == Exchange.State.DECIDED:
        after(made, at + timedelta(days=4), age, clerk)
    for place, step in enumerate(Step.objects.filter(exchange=made).order_by("id")):
        Step.objects.filter(pk=step.pk).update(at=min(at + timedelta(hours=9 * place), timezone.now()))


def tested(made: Exchange, under: Agreement, clerk: Any) -> Exchange:
    """Matched to what it rests on, complete, tested for its purpose and its risk."""
    made = actions.match(made, by=clerk, agreement=under)
    for name in WALK:
        made = getattr(actions, name)(made, by=clerk)
    return made


def decided(made: Exchange, head: Any) -> Exchange:
    """Decided; refused as a whole where nothing may go."""
    made = actions.decide(made, by=head)
    if not made.lines.filter(verdict=Verdict.RELEASE).exists():
        made = actions.refuse(made, by=head, reason="No element of it may go under the agreement.")
    return made


def after(made: Exchange, at: datetime, age: int, clerk: Any) -> None:
    """Released, and what followed by its age."""
    actions.release(made, by=clerk, at=at)
    on, reference = timezone.localdate(at), made.reference
    if age > RECEIVED:
        actions.acknowledge(made, by=clerk, on=on + timedelta(days=6), reference=f"{reference}/R")
    if age > USED:
        actions.report_use(made, by=clerk, use="as_agreed", on=on + timedelta(days=90), reference=f"{reference}/U")
        actions.tell_outcome(
            made, by=clerk, what="seizure", on=on + timedelta(days=60), told_by=f"Letter {reference}",
            story_en=f"A shipment was stopped {INVENTED_EN}.", story_fr=f"Un envoi a été arrêté {INVENTED_FR}.",
            may_be_told=True,
        )  # fmt: skip
    if age > SETTLED:
        actions.settle(made, by=clerk, end="destroyed", on=on + timedelta(days=150), reference=f"{reference}/D")
        actions.close(made, by=clerk)
