"""What an invented year stands on: people with an organisation chart, more agencies, bodies and instruments."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from entente.engagement.agreements.models import Agreement
from entente.engagement.forums.models import Body
from entente.engagement.framework.models import Element
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Headship, Person, Unit, Work
from entente.foundation.people.roles import Marking, Rank, Role
from entente.foundation.reference.models import Country
from entente.foundation.sources.models import Source

from .sizes import Size
from .vocabulary import FIRST, INVENTED_EN, INVENTED_FR, LAST, TOPICS, TRADES

KEY = "invented"
BRANCHES = ("spb", "ieb", "ctb")  # of the edition of 2019, with the directorate that coordinates
COORDINATES = "ippd"


class World:
    """Everything the invented rows point at, read or made once. Chance is seeded: the same world at every run."""

    def __init__(self, size: Size, today: date):
        self.size, self.today = size, today
        self.chance = random.Random(20261127)  # noqa: S311 - not for secrets
        self.first = today - timedelta(days=300 + 365 * (size.years - 1))
        self.last = today + timedelta(days=65)
        self.numbers: dict[tuple[str, int], Iterator[int]] = {}
        self.source = source()
        self.units = {one.key: one for one in Unit.objects.all()}
        self.countries = {one.code: one for one in Country.objects.all()}
        objectives = Element.objects.filter(kind="objective").order_by("id")
        self.objectives = list(objectives.filter(edition__state="in_effect")) or list(objectives)
        self.people = staff(self)
        self.desks = {key: officer(self, key, Role.DESK_OFFICER, 1) for key in (*BRANCHES, COORDINATES)}
        self.receiver = officer(self, COORDINATES, Role.VISITS_OFFICER, 2)
        self.agencies = agencies(self)
        self.partners = list(Partner.objects.filter(kind="country", marking="unclassified").order_by("id")[:60])
        self.bodies = bodies(self)
        self.instruments = instruments(self)

    def number(self, series: str, year: int) -> str:
        """The next reference number of a series, counted here; ``settle`` tells the sequences afterwards."""
        return f"{series}-{year}-{next(self.numbers.setdefault((series, year), count(1))):04d}"

    def settle(self) -> None:
        """Tell the sequences how far they have come, so that work goes on after the last invented number."""
        from entente.foundation.numbers.models import Sequence

        for (series, year), numbers in self.numbers.items():
            last = next(numbers) - 1
            Sequence.objects.update_or_create(series=series, year=year, defaults={"last": last})

    def day(self) -> date:
        """Any working day of the period."""
        found = self.first + timedelta(days=self.chance.randrange((self.last - self.first).days))
        return found - timedelta(days=max(0, found.weekday() - 4))

    def topic(self) -> tuple[str, str]:
        return self.chance.choice(TOPICS)

    def of_branch(self, key: str) -> list[Person]:
        """The people of a branch, its head first."""
        return [one for one in self.people if one.unit and one.unit.key == key]

    @property
    def cited(self) -> dict[str, Any]:
        """What an invented row says of its source."""
        return {"source": self.source, "place": "", "as_of": self.today.isoformat()}


def source() -> Source:
    """The source that everything invented cites."""
    found, _new = Source.objects.get_or_create(
        key=KEY,
        defaults={
            "title_en": "Invented for demonstration",
            "title_fr": "Inventé aux fins de démonstration",
            "kind": "other",
            "note_en": "Nothing of this happened. It shows what a full house looks like.",
            "note_fr": "Rien de tout cela n’a eu lieu. On y voit à quoi ressemble une maison pleine.",
        },
    )
    return found


def staff(world: World) -> list[Person]:
    """Invented people of the branches. They cannot sign in: they have no password."""
    chance, made = world.chance, []
    units = [world.units[key] for key in (*BRANCHES, COORDINATES)]
    for number in range(world.size.people):
        unit = units[number % len(units)]
        level = number // len(units)
        rank = Rank.MANAGER if level % 4 == 1 else Rank.DIRECTOR if level % 4 == 2 else Rank.EXPERT
        made.append(
            Person(
                username=f"invented-{number + 1}",
                first_name=chance.choice(FIRST),
                last_name=f"{chance.choice(LAST)} {INVENTED_EN}",
                email=f"invented-{number + 1}@demo.invalid",
                password="!",  # noqa: S106 - a mark that no password fits
                role=Role.READER,
                clearance=Marking.PROTECTED_A,
                unit=unit,
                rank=rank,
                mail="none",
                language="fr" if number % 3 == 0 else "en",
            )
        )
    Person.objects.bulk_create(made, batch_size=500)
    found = list(Person.objects.filter(username__startswith="invented-").select_related("unit").order_by("id"))
    heads = {one.unit_id: one.person for one in Headship.objects.select_related("person")}
    missing = [unit for unit in units if unit.pk not in heads]
    Headship.objects.bulk_create(
        Headship(unit=unit, person=next(one for one in found if one.unit_id == unit.pk), starts_on=world.first)
        for unit in missing
    )
    if not Unit.objects.filter(work=Work.INTERNATIONAL_AFFAIRS).exists():
        Unit.objects.filter(key=COORDINATES).update(work=Work.INTERNATIONAL_AFFAIRS)
    return found


def officer(world: World, branch: str, role: str, place: int) -> Person:
    """One of the people of a branch, who keeps something there: verbs ask for the role."""
    found = world.of_branch(branch)[place]
    found.role = role
    found.save(update_fields=["role"])
    return found


def agencies(world: World) -> list[Partner]:
    """Administrations up to the size asked for, those of the editions first."""
    there = list(Partner.objects.filter(kind="administration").order_by("id"))
    countries = list(Partner.objects.filter(kind="country").select_related("country").order_by("id"))
    made = []
    for number in range(world.size.agencies - len(there)):
        country, trade = countries[number % len(countries)], TRADES[number % len(TRADES)]
        made.append(
            Partner(
                key=f"invented-agency-{number + 1}",
                kind="administration",
                parent=country,
                country=country.country,
                name_en=f"{trade[0]} of {country.name_en} {INVENTED_EN}",
                name_fr=f"{trade[1]}, {country.name_fr or country.name_en} {INVENTED_FR}",
                **world.cited,
            )
        )
    return [*there, *Partner.objects.bulk_create(made, batch_size=500)]


def bodies(world: World) -> list[Body]:
    """Forums and bodies up to the size asked for."""
    there = list(Body.objects.filter(marking="unclassified").select_related("parent").order_by("id"))
    tops = [one for one in there if one.parent_id is None and not one.home]
    made = []
    for number in range(world.size.bodies - len(there)):
        topic_en, topic_fr = TOPICS[number % len(TOPICS)]
        made.append(
            Body(
                key=f"invented-body-{number + 1}",
                parent=tops[number % len(tops)],
                kind="working_group",
                name_en=f"Working Group on {topic_en} {number + 1} {INVENTED_EN}",
                name_fr=f"Groupe de travail sur {topic_fr} {number + 1} {INVENTED_FR}",
                our_roles="member",
                **world.cited,
            )
        )
    return [*there, *Body.objects.bulk_create(made, batch_size=500)]


def instruments(world: World) -> list[Agreement]:
    """Agreements up to the size asked for."""
    there = list(Agreement.objects.filter(marking="unclassified").order_by("id"))
    made = []
    for number in range(world.size.instruments - len(there)):
        topic_en, topic_fr = TOPICS[number % len(TOPICS)]
        made.append(
            Agreement(
                key=f"invented-arrangement-{number + 1}",
                title_en=f"Arrangement on {topic_en} {number + 1} {INVENTED_EN}",
                title_fr=f"Arrangement sur {topic_fr} {number + 1} {INVENTED_FR}",
                kind="mou",
                status="in_force",
                signed_on=world.first.isoformat(),
                in_force_on=world.first.isoformat(),
                **world.cited,
            )
        )
    return [*there, *Agreement.objects.bulk_create(made, batch_size=500)]
