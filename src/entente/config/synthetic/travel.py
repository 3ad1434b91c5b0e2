"""Quarters, proposals, worksheets, decisions, trips, costs and reports of the invented years."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from entente.engagement.framework.models import Edition
from entente.engagement.meetings.models import Meeting
from entente.engagement.travel.models import (
    TOLD,
    CostLine,
    Proposal,
    Quarter,
    Report,
    Step,
    Traveller,
    Trip,
    Verdict,
    Version,
    Worksheet,
    quarter_of,
)
from entente.foundation.people.models import Headship, Person
from entente.foundation.people.roles import Rank

from .meetings import Held, at, write
from .vocabulary import DAY_EN, DAY_FR
from .world import World

COSTS = (
    ("airfare", 900, 3200),
    ("other_transport", 80, 300),
    ("lodging", 400, 1500),
    ("meals", 200, 700),
    ("other", 0, 150),
)
DUE = timedelta(days=15)


def invent(world: World, held: Held) -> list[Report]:
    """Travel to the meetings abroad that we attend. Returns the trip reports."""
    quarters = all_quarters(world)
    away = [
        one for one in held.meetings
        if one.attendance == "attend" and one.state != "cancelled" and one.form == "in_person"
        and one.country and one.country.code != "CA" and held.ours.get(one.pk)
    ]  # fmt: skip
    chosen, places = [], 0
    # Trips up to the size asked for, those ahead before those long over; and all of a quarter still to be decided.
    for one in reversed(away):
        decided = quarters[quarter_of(one.starts_on)[0]].state == "decided"
        if not decided or places < world.size.trips:
            chosen.append(one)
            places += len(held.ours[one.pk]) if decided else 0
    chosen.reverse()
    proposals = write([proposal(world, quarters, one, held.ours[one.pk][0].person) for one in chosen])
    travellers = write(
        list(chain.from_iterable(delegation(world, p, held.ours[m.pk]) for p, m in zip(proposals, chosen, strict=True)))
    )
    write(list(chain.from_iterable(costs(world, one) for one in travellers)))
    sheets(world, proposals, held)
    reports = write([report(world, one) for one in proposals if one.state == "approved"])
    write([version(one) for one in reports if one.submitted_at])
    verdicts(world, proposals)
    trips(world, travellers, {one.proposal_id: one for one in reports})
    return reports


def all_quarters(world: World) -> dict[str, Quarter]:
    """Every quarter of the period: those begun are decided, the next one is before the President."""
    day, made = world.first, {}
    while day <= world.last + timedelta(days=31):
        key, first, last = quarter_of(day)
        begun = first <= world.today
        made[key] = Quarter(
            key=key,
            starts_on=first,
            ends_on=last,
            forecast_due_on=first - timedelta(days=30),
            budget=Decimal(420_000),
            state="decided" if begun else "submitted",
            submitted_at=at(min(first - timedelta(days=20), world.today)),
            decided_at=at(first - timedelta(days=12)) if begun else None,
        )
        day = last + timedelta(days=1)
    there = {one.key: one for one in Quarter.objects.filter(key__in=made)}
    write([one for key, one in made.items() if key not in there])
    return {one.key: one for one in Quarter.objects.filter(key__in=made)}


def proposal(world: World, quarters: dict[str, Quarter], meeting: Meeting, author: Any) -> Proposal:
    """One proposal, approved where its quarter is decided; a few were refused, a few are exceptions."""
    chance, quarter = world.chance, quarters[quarter_of(meeting.starts_on)[0]]
    exception = quarter.state == "decided" and chance.random() < 0.07
    refused = chance.random() < 0.05
    return Proposal(
        key=world.number("PRP", quarter.starts_on.year),
        quarter=quarter,
        meeting=meeting,
        unit=meeting.unit,
        category=chance.choice(["key_stakeholders"] * 6 + ["operational"] * 2 + ["governance", "training"]),
        priority=chance.choice([1, 2, 2, 3]),
        rationale_en="We lead an item on its agenda.",
        rationale_fr="Nous dirigeons un point à son ordre du jour.",
        exception=exception,
        exception_reason="Called after the list was decided." if exception else "",
        state=("refused" if refused else "approved") if quarter.state == "decided" else "listed",
        author=author,
        made_at=at(quarter.starts_on - timedelta(days=40)),
    )


def delegation(world: World, one: Proposal, ours: list[Any]) -> list[Traveller]:
    state = {"approved": "approved", "refused": "refused"}.get(one.state, "asked")
    return [
        Traveller(
            proposal=one,
            position=place + 1,
            person=delegate.person,
            unit=delegate.unit,
            rank=delegate.rank,
            is_head=not place,
            reason="Holds the file. / Tient le dossier." if place else "",
            state=state,
        )
        for place, delegate in enumerate(ours)
    ]


def costs(world: World, one: Traveller) -> list[CostLine]:
    """Five lines; the actuals of trips long over, within a fifth of the estimate."""
    chance, over = world.chance, one.proposal.meeting.ends_on < world.today - timedelta(days=20)
    paid = over and one.state == "approved"
    made = []
    for kind, least, most in COSTS:
        estimate = Decimal(chance.randrange(least, most + 1))
        actual = (estimate * Decimal(chance.randrange(80, 121)) / 100).quantize(Decimal("0.01")) if paid else None
        made.append(
            CostLine(
                traveller=one,
                kind=kind,
                estimate=estimate,
                actual=actual,
                reimbursed_on=one.proposal.meeting.ends_on + timedelta(days=18) if paid else None,
            )
        )
    return made


def sheets(world: World, proposals: list[Proposal], held: Held) -> None:
    """A checked worksheet for each proposal that was listed or decided."""
    edition = Edition.objects.filter(state="in_effect").order_by("-starts_on").first()
    if edition is None:
        return
    made = write([sheet(one, edition) for one in proposals])
    Worksheet.objectives.through.objects.bulk_create(
        [Worksheet.objectives.through(worksheet=one, element=world.chance.choice(world.objectives)) for one in made],
        batch_size=1000,
    )
    Worksheet.branches.through.objects.bulk_create(
        [Worksheet.branches.through(worksheet=one, unit=one.proposal.unit) for one in made], batch_size=1000
    )


def sheet(one: Proposal, edition: Edition) -> Worksheet:
    meeting, before = one.meeting, one.meeting.previous
    return Worksheet(
        proposal=one,
        edition=edition,
        title_en=meeting.title_en,
        title_fr=meeting.title_fr,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        location_en=f"{meeting.city_en}, {meeting.country.name_en}" if meeting.country else meeting.city_en,
        location_fr=f"{meeting.city_fr}, {meeting.country.name_fr}" if meeting.country else meeting.city_fr,
        first_time=before is None,
        last_attended_on=before.ends_on if before else None,
        last_attendee=str(one.author) if before else "",
        report_attached=False if before else None,
        agenda_en="It moves our proposal to a decision.",
        agenda_fr="La réunion rapproche notre proposition d’une décision.",
        regional=False,
        memory_en="One delegate attended the last session.",
        memory_fr="Un membre de la délégation a assisté à la dernière session.",
        virtual="Decisions are taken in the room. / Les décisions se prennent sur place.",
        mandate_en="Standing mandate; position cleared.",
        mandate_fr="Mandat permanent ; position approuvée.",
        checked_at=one.made_at,
        checked_by="invented",
    )


def report(world: World, one: Proposal) -> Report:
    """Due fifteen days after the meeting: four in five handed in on time, one in eight late, the rest still owed."""
    chance, meeting = world.chance, one.meeting
    due, fate = meeting.ends_on + DUE, chance.random()
    handed_in = (
        due - timedelta(days=chance.randrange(8)) if fate < 0.8 else due + timedelta(days=chance.randrange(1, 30))
    )
    if fate > 0.93 and meeting.ends_on < world.today - timedelta(days=90):
        handed_in = due + timedelta(days=2)  # nobody owes one for ever
    there = fate <= 0.93 and handed_in < world.today and meeting.ends_on < world.today
    accepted = there and handed_in + timedelta(days=6) < world.today
    topic_en, topic_fr = world.topic()
    told = {
        "purpose_met": chance.choice(["yes", "yes", "partly", "no"]),
        "summary_en": DAY_EN.format(topic_en),
        "summary_fr": DAY_FR.format(topic_fr),
        "positions_en": "Supported by two delegations.",
        "positions_fr": "Appuyées par deux délégations.",
        "value_en": "One decision of four was ours.",
        "value_fr": "Une décision sur quatre était la nôtre.",
        "attend_next": chance.choice(["yes", "yes", "smaller", "on_line", "no"]),
        "attend_next_reason": "The next session decides. / La prochaine session décide.",
        "public_en": f"Canada took part in work on {topic_en}.",
        "public_fr": f"Le Canada a participé aux travaux sur {topic_fr}.",
    }
    return Report(
        key=world.number("RPT", meeting.ends_on.year),
        proposal=one,
        meeting=meeting,
        author=one.author,
        due_on=due,
        state="accepted" if accepted else "submitted" if there else "due",
        submitted_at=at(handed_in) if there else None,
        submitted_on=handed_in if there else None,
        office=one.author.unit,
        accepted_at=at(handed_in + timedelta(days=6)) if accepted else None,
        accepted_by=president_of(world) if accepted else None,
        accepted_version=1 if accepted else 0,
        **(told if there else {}),
    )


def version(one: Report) -> Version:
    """The report as it was handed in."""
    said = {name: getattr(one, name) for name in TOLD}
    return Version(report=one, number=1, by=one.author, at=one.submitted_at or at(one.due_on), **said)


def verdicts(world: World, proposals: list[Proposal]) -> None:
    president = president_of(world)
    write(
        [
            Verdict(
                proposal=one,
                outcome="approve" if one.state == "approved" else "refuse",
                reason="" if one.state == "approved" else "The agenda holds nothing of ours.",
                by=president,
                at=one.quarter.decided_at or at(one.quarter.starts_on),
            )
            for one in proposals
            if one.state in ("approved", "refused")
        ]
    )


def president_of(world: World) -> Person:
    """Who heads the agency, or in an empty house the first of the invented people."""
    found = Headship.objects.filter(rank=Rank.HEAD_OF_AGENCY).select_related("person").first()
    return found.person if found else world.people[0]


def enclosed(made: list[Trip]) -> None:
    """Say of a trip that meets an earlier one of the same person why that is no mistake: PostgreSQL asks for it."""
    last: dict[int, date] = {}
    for one in sorted(made, key=lambda trip: (trip.starts_on, trip.ends_on)):
        if one.starts_on <= last.get(one.person_id, date.min):
            one.overlap_reason = "One journey: on from one meeting to the other. / Un seul voyage, pour deux réunions."
        else:
            last[one.person_id] = one.ends_on


def trips(world: World, travellers: list[Traveller], reports: dict[int, Report]) -> None:
    """One authorised trip for each approved traveller, with the step that authorised it."""
    heads = {one.unit_id: one.person for one in Headship.objects.select_related("person")}
    made = []
    for one in travellers:
        if one.state != "approved":
            continue
        meeting = one.proposal.meeting
        asked = at(min(meeting.starts_on - timedelta(days=25), world.today))
        made.append(
            Trip(
                key=world.number("TRP", meeting.starts_on.year),
                traveller=one,
                person=one.person,
                starts_on=meeting.starts_on - timedelta(days=1),
                ends_on=meeting.ends_on + timedelta(days=1),
                state="authorised",
                report=reports.get(one.proposal_id),
                authorised_at=asked,
                changed_at=asked,
            )
        )
    enclosed(made)
    write(made)
    write(
        [
            Step(
                trip=one,
                position=1,
                unit=one.traveller.unit,
                head=heads.get(one.traveller.unit_id or 0),
                decider=heads.get(one.traveller.unit_id or 0),
                answer="approved",
                at=one.authorised_at,
            )
            for one in made
        ]
    )
