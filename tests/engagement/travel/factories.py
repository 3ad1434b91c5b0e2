"""An agency with its chart, a quarter, a meeting and proposals in any state, reached by the moves people make.

``chart()`` is the agency: the President over two branches; Enforcement has a directorate, Strategy holds International
Affairs. ``proposal(state, chart)`` walks: a draft of Enforcement's planner goes through the worksheet, the list of
International Affairs and the President's decision as far as the state asked for.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from entente.engagement.framework.models import Element
from entente.engagement.meetings.models import Delegate, Meeting
from entente.engagement.travel import actions, queries
from entente.engagement.travel.actions import quarters, worksheets
from entente.engagement.travel.models import (
    Proposal,
    ProposalState,
    Quarter,
    QuarterState,
    Step,
    Traveller,
    Trip,
    Worksheet,
    quarter_of,
)
from entente.foundation.people.actions import open_account
from entente.foundation.people.models import Headship, Person, Unit
from entente.foundation.people.roles import Marking, Rank, Role
from entente.foundation.reference.models import Country

from ..forums import factories as forums

PASSWORD = "a passphrase for tests"
LONG_AGO = date(2020, 1, 1)


def unit(key: str, parent: Unit | None = None, **given: Any) -> Unit:
    words = {"name_en": f"{key.capitalize()} Branch", "name_fr": f"Direction générale {key}", "as_of": "2008"}
    return Unit.objects.create(key=key, parent=parent, **(words | given))


def person(username: str, role: str = Role.READER, **given: Any) -> Person:
    given = {"email": f"{username}@example.org", "clearance": Marking.PROTECTED_B, "first_name": username} | given
    return open_account(by="tests", username=username, password=PASSWORD, role=role, **given)


def head(of: Unit, who: Person, rank: str, **given: Any) -> Headship:
    return Headship.objects.create(unit=of, person=who, rank=rank, **({"starts_on": LONG_AGO} | given))


@dataclass
class Chart:
    """Offices and people; a member is found by its name."""

    agency: Unit
    enforcement: Unit
    targeting: Unit
    strategy: Unit
    international: Unit
    president: Person
    vice_president: Person
    general: Person
    planner: Person
    balancer: Person
    delegate: Person
    second: Person
    desk: Person
    other_planner: Person


def edition() -> Any:
    """A framework in effect: two objectives, two priority partners, one priority forum."""
    made = forums.edition("framework", source=forums.source())
    for position, words in enumerate(("Push the border out", "Lead the evolution"), start=1):
        Element.objects.create(
            key=f"objective-{position}",
            edition=made,
            kind=Element.Kind.OBJECTIVE,
            position=position,
            title_en=words,
            title_fr=f"{words} (fr)",
        )
    for key in ("us", "au"):
        forums.standing(made, forums.partner(key))
    forums.priority(made, forums.body("wco", name_en="World Customs Organization", name_fr="Organisation mondiale"))
    return made


def chart() -> Chart:
    """The agency. Ranks: President, vice-presidents of both branches, directors general of both directorates."""
    edition()
    agency = unit("agency", work="head_of_agency", name_en="President’s Office", name_fr="Bureau du président")
    enforcement = unit("enforcement", agency)
    targeting = unit("targeting", enforcement, name_en="Targeting Directorate", name_fr="Direction du ciblage")
    strategy = unit("strategy", agency)
    international = unit(
        "international",
        strategy,
        work="international_affairs",
        name_en="International Affairs Directorate",
        name_fr="Direction des affaires internationales",
    )
    president = person("president", Role.EXECUTIVE, unit=agency, rank=Rank.HEAD_OF_AGENCY)
    vice_president = person("vice-president", Role.EXECUTIVE, unit=enforcement, rank=Rank.VICE_PRESIDENT)
    other_vice = person("vice-strategy", Role.EXECUTIVE, unit=strategy, rank=Rank.VICE_PRESIDENT)
    general = person("general", Role.EXECUTIVE, unit=targeting, rank=Rank.DIRECTOR_GENERAL)
    ia_general = person("ia-general", Role.EXECUTIVE, unit=international, rank=Rank.DIRECTOR_GENERAL)
    head(agency, president, Rank.HEAD_OF_AGENCY)
    head(enforcement, vice_president, Rank.VICE_PRESIDENT)
    head(strategy, other_vice, Rank.VICE_PRESIDENT)
    head(targeting, general, Rank.DIRECTOR_GENERAL)
    head(international, ia_general, Rank.DIRECTOR_GENERAL)
    return Chart(
        agency=agency,
        enforcement=enforcement,
        targeting=targeting,
        strategy=strategy,
        international=international,
        president=president,
        vice_president=vice_president,
        general=general,
        planner=person("planner", Role.TRAVEL_PLANNER, unit=enforcement),
        balancer=person("balancer", Role.TRAVEL_PLANNER, unit=international),
        delegate=person("delegate", Role.READER, unit=targeting, rank=Rank.MANAGER),
        second=person("second", Role.READER, unit=targeting, rank=Rank.EXPERT),
        desk=person("desk", Role.DESK_OFFICER, unit=international),
        other_planner=person("other-planner", Role.TRAVEL_PLANNER, unit=strategy),
    )


def next_quarter_day() -> date:
    """The first day of the quarter after the running one."""
    _key, _first, last = quarter_of(timezone.localdate())
    return last + timedelta(days=1)


def quarter(people: Chart, **given: Any) -> Quarter:
    """The coming quarter, open for forecasts."""
    words = {"starts_on": next_quarter_day(), "budget": 100_000}
    return actions.open_quarter(by=people.balancer, **(words | given))


def meeting(key: str = "MTG-2027-0001", *, body: Any = None, starts_on: date | None = None, **given: Any) -> Meeting:
    """A session of a body in the coming quarter, three days long."""
    first = starts_on or next_quarter_day() + timedelta(days=20)
    words = {
        "title_en": f"Session {key}",
        "title_fr": f"Réunion {key}",
        "city_en": "Brussels",
        "city_fr": "Bruxelles",
        "body": body or forums.Body.objects.filter(key="wco").first() or forums.body("wco"),
        "starts_on": first,
        "ends_on": first + timedelta(days=2),
        "changed_at": timezone.now(),
        "state": "confirmed",
    }
    return Meeting.objects.create(key=key, **(words | given))


def draft(people: Chart, of: Quarter | None = None, **given: Any) -> Proposal:
    """A draft of Enforcement's planner, with nobody in it yet."""
    of = of or Quarter.objects.order_by("id").first() or quarter(people)
    to = given.pop("meeting", None) or Meeting.objects.order_by("id").first() or meeting()
    words = {"rationale_en": "Our standards are decided there.", "rationale_fr": "Nos normes y sont décidées."}
    return actions.propose(by=given.pop("by", people.planner), quarter=of, meeting=to, **(words | given))


def with_delegate(people: Chart, of: Quarter | None = None, **given: Any) -> Proposal:
    """A draft with one traveller who is costed."""
    proposal = draft(people, of, **given)
    traveller = actions.add_traveller(proposal, by=people.planner, person=people.delegate, is_head=True)
    actions.estimate(traveller, by=people.planner, lines={"airfare": {"estimate": 1200}, "lodging": {"estimate": 800}})
    proposal.refresh_from_db()
    return proposal


def complete(people: Chart, of: Quarter | None = None, **given: Any) -> Proposal:
    """A draft that lacks nothing: one traveller who is costed, and a worksheet that was checked."""
    return fill_and_check(with_delegate(people, of, **given), people)


def fill_and_check(proposal: Proposal, people: Chart, **more: Any) -> Proposal:
    """Fill the worksheet of a draft, and look it over."""
    objectives = Element.objects.filter(edition=proposal.worksheet.edition)[:1]
    worksheets.fill(
        proposal,
        by=people.planner,
        first_time=True,
        regional=False,
        agenda_en="We set the standard.",
        agenda_fr="Nous fixons la norme.",
        objectives=list(objectives),
        **more,
    )
    worksheets.check(proposal, by=people.planner)
    return fresh(proposal)


def fresh(proposal: Proposal) -> Proposal:
    """The proposal as it stands now."""
    return Proposal.objects.get(pk=proposal.pk)


def quarter_in(state: str, people: Chart, of: Quarter) -> Quarter:
    """Take a quarter as far as a state, by the moves people make. It has something on its list already."""
    steps = [
        (QuarterState.BALANCING, lambda: quarters.close_forecast(of, by=people.balancer)),
        (QuarterState.SUBMITTED, lambda: quarters.submit(of, by=people.balancer)),
        (QuarterState.DECIDED, lambda: quarters.close(of, by=people.president)),
    ]
    for target, take in steps:
        of.refresh_from_db()
        if of.state == state:
            break
        if list(QuarterState).index(of.state) < list(QuarterState).index(target):
            take()
    of.refresh_from_db()
    return of


def proposal(state: str, people: Chart, of: Quarter | None = None, **given: Any) -> Proposal:
    """A proposal of Enforcement in any state, by the moves people make. The quarter goes along as far as it must."""
    return walk(complete(people, of, **given), state, people)


def walk(made: Proposal, state: str, people: Chart) -> Proposal:
    """Take a complete draft as far as a state, by the moves people make."""
    quarter = made.quarter
    if state == ProposalState.DRAFT:
        return made
    if state == ProposalState.WITHDRAWN:
        return fresh(actions.withdraw(made, by=people.planner, reason="The meeting lost its interest."))
    actions.put_forward(made, by=people.planner)
    if state == ProposalState.HELD_BACK:
        actions.hold_back(made, by=people.balancer, reason="Outside the priorities.")
    elif state != ProposalState.FORECAST:
        actions.put_on_list(made, by=people.balancer)
    if state in (ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.RETURNED):
        quarter_in(QuarterState.SUBMITTED, people, quarter)
        outcome = {"approved": "approve", "refused": "refuse", "returned": "return"}[state]
        reason = "" if outcome == "approve" else "Too many go already."
        seen = fresh(made).revision
        actions.decide(made, by=people.president, outcome=outcome, seen=seen, reason=reason)
    return fresh(made)


def attended(people: Chart, key: str = "MTG-2026-0900", **given: Any) -> Meeting:
    """An earlier session of the same body, held half a year ago, where the delegate was."""
    first = timezone.localdate() - timedelta(days=180)
    words = {"title_en": "The session before", "title_fr": "La réunion précédente", "state": "held"}
    held = meeting(key, starts_on=first, **(words | {"attendance": "attend"} | given))
    Delegate.objects.create(meeting=held, person=people.delegate, rank=Rank.MANAGER, part="head", attended=True)
    return held


def full_list(people: Chart) -> Quarter:
    """A quarter before the President: a shared session, a delegation of three, another forum, one past the money."""
    wco = forums.Body.objects.get(key="wco")
    forums.membership(wco, forums.Partner.objects.get(key="us"))
    attended(people)
    of = quarter(people, budget=9_000)
    first = meeting(
        "MTG-2027-0001",
        title_en="Permanent Technical Committee, 250th session",
        title_fr="Comité technique permanent, 250e session",
    )
    second = meeting(
        "MTG-2027-0002",
        title_en="Enforcement Committee",
        title_fr="Comité de la lutte contre la fraude",
        starts_on=first.starts_on + timedelta(days=14),
    )
    third = meeting(
        "MTG-2027-0003",
        title_en="Heads of intelligence",
        title_fr="Chefs du renseignement",
        body=forums.body("hint"),
        starts_on=first.starts_on + timedelta(days=30),
    )
    meeting(
        "MTG-2027-0004",
        title_en="Policy Commission",
        title_fr="Commission de politique générale",
        starts_on=first.starts_on + timedelta(days=40),
    )
    big = with_delegate(people, of, meeting=first, priority=1)
    for who, why in (
        (people.second, "Knows the data model; was not there last time."),
        (people.general, "Chairs the drafting group."),
    ):
        one = actions.add_traveller(big, by=people.planner, person=who, reason=why)
        actions.estimate(
            one,
            by=people.planner,
            lines={"airfare": {"estimate": 1300}, "meals": {"estimate": 412.5, "paid_by_others": 100, "funder": "WCO"}},
        )
    finish(big, people.planner, memory_en="The second one takes over the file.")
    for by, to in ((people.other_planner, first), (people.planner, second), (people.planner, third)):
        one = draft(people, of, meeting=to, by=by, rationale_fr="")
        who = actions.add_traveller(one, by=by, person=people.delegate if to != first else people.desk)
        actions.estimate(who, by=by, lines={"airfare": {"estimate": 2100}, "lodging": {"estimate": 900}})
        finish(one, by)
    for one in Proposal.objects.filter(quarter=of).order_by("id"):
        actions.put_on_list(one, by=people.balancer)
    return quarter_in(QuarterState.SUBMITTED, people, of)


def finish(proposal: Proposal, by: Person, **given: Any) -> Proposal:
    """Complete the worksheet, vouch for it and put the proposal forward."""
    objectives = list(Element.objects.filter(edition=proposal.worksheet.edition)[:1])
    said = {"regional": False, "agenda_en": "We set the standard.", "objectives": objectives, "first_time": True}
    worksheets.fill(proposal, by=by, **(said | given))
    worksheets.check(proposal, by=by)
    return actions.put_forward(proposal, by=by)


# ── Trips ─────────────────────────────────────────────────────────────────────────────────────────


def trip(people: Chart, state: str = "draft", of: Quarter | None = None, **given: Any) -> Trip:
    """The trip of an approved delegate in any state, by the moves people make."""
    made = Trip.objects.get(traveller__proposal=proposal("approved", people, of, **given))
    if state == "draft":
        return made
    if state == "cancelled":
        return actions.cancel_trip(made, by=people.planner, reason="The meeting moved on line.")
    actions.ask_authority(made, by=people.planner)
    if state == "authorised":
        actions.answer_authority(made, by=people.general, answer="approve")
        actions.answer_authority(made, by=people.vice_president, answer="approve")
    elif state != "requested":
        answer = {"returned": "send_back", "refused": "refuse"}[state]
        actions.answer_authority(made, by=people.general, answer=answer, comment="Too many go already.")
    return Trip.objects.get(pk=made.pk)


def turn(of: Trip) -> Step | None:
    """The step whose turn it is."""
    return queries.authorities.turn_of(of)


def another_meeting(key: str = "MTG-2027-0002", starts_on: date | None = None, **given: Any) -> Meeting:
    """A session of another body; in the quarter after the coming one unless another day is said."""
    first = starts_on or quarter_of(next_quarter_day())[2] + timedelta(days=30)
    body = forums.Body.objects.filter(key="apec").first() or forums.body("apec")
    return meeting(key, starts_on=first, body=body, **given)


def later_quarter(people: Chart, **given: Any) -> Quarter:
    """The quarter after the coming one."""
    return quarter(people, starts_on=quarter_of(next_quarter_day())[2] + timedelta(days=1), **given)


def two_trips(
    people: Chart, of: Quarter | None = None, *, same_person: bool = False, apart: bool = False
) -> tuple[Trip, Trip]:
    """Two trips of one quarter to two meetings on the same days, or a month ``apart``; of two people unless told."""
    of = of or quarter(people)
    first = meeting()
    second = another_meeting(starts_on=first.starts_on + timedelta(days=30 if apart else 0))
    made = [complete(people, of, meeting=one) for one in (first, second)]
    if not same_person:
        made[1].travellers.update(person=people.second)
    for one in made:
        actions.put_forward(one, by=people.planner)
        actions.put_on_list(one, by=people.balancer)
    quarter_in(QuarterState.SUBMITTED, people, of)
    for one in made:
        actions.decide(one, by=people.president, outcome="approve", seen=fresh(one).revision)
    one, other = (Trip.objects.get(traveller__proposal=proposal) for proposal in made)
    return one, other


def authorise(of: Trip, people: Chart, **reasons: str) -> Trip:
    """Ask for a trip and have everybody approve."""
    actions.ask_authority(of, by=people.planner, **reasons)
    for who in (people.general, people.vice_president, people.president):
        if Trip.objects.get(pk=of.pk).state == "requested":
            actions.answer_authority(of, by=who, answer="approve")
    return Trip.objects.get(pk=of.pk)


def delegation_of_two(people: Chart) -> tuple[Trip, Trip]:
    """The trips of two travellers of one approved delegation."""
    made = with_delegate(people)
    second = actions.add_traveller(made, by=people.planner, person=people.second, reason="Knows the file.")
    actions.estimate(second, by=people.planner, lines={"airfare": {"estimate": 900}})
    fill_and_check(made, people, memory_en="Two hands on the file.", memory_fr="Deux mains au dossier.")
    walk(fresh(made), ProposalState.APPROVED, people)
    one, other = Trip.objects.filter(traveller__proposal=made).order_by("traveller__position")
    return one, other


def join(of: Trip, who: Person) -> Traveller:
    """Somebody else travels in the same delegation, and the worksheet says why that serves us: facts of the world."""
    made = of.traveller.proposal
    Worksheet.objects.filter(proposal=made).update(memory_en="Two hands.", memory_fr="Deux mains.")
    return Traveller.objects.create(proposal=made, person=who, state="approved", reason="Leads.", unit=who.unit)


def country(code: str) -> Country:
    found = {"name_en": code, "name_fr": code}
    return Country.objects.get_or_create(code=code, defaults=found)[0]


def problems(refused: ValidationError) -> list[ValidationError]:
    """Everything a refusal says, one by one, whichever question it is about."""
    if hasattr(refused, "error_dict"):
        return [one for found in refused.error_dict.values() for one in found]
    return list(refused.error_list)
