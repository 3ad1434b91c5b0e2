"""Country files on removals of the invented years: figures in bulk, levers and plans walked through the verbs.

Which countries they are says nothing of any country: chance draws them, and every text says that it is invented.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from entente.engagement.partners.models import Partner
from entente.engagement.removals import actions, queries
from entente.engagement.removals.models import CountryFile, Figure, Kind, Measure, Temper
from entente.foundation.people.roles import Role

from .vocabulary import INVENTED_EN, INVENTED_FR
from .world import COORDINATES, World, officer

FILES, QUARTERS, RANKED, PLANNED = 36, 6, 36, 5
"""As many countries as the list of 2019 has, and as many plans as it sets out to make."""
HOME = "ca"
LIFE = ("consult", "approve", "activate")
SAID: dict[str, Any] = {
    "text_en": f"Asked for a quicker procedure {INVENTED_EN}",
    "text_fr": f"Procédure plus rapide demandée {INVENTED_FR}",
}


def invent(world: World) -> None:
    """A file for each of 36 countries, six quarters of figures, a ranking, levers, and five plans."""
    keeper = officer(world, COORDINATES, Role.REMOVALS_OFFICER, 3)
    boss = officer(world, COORDINATES, Role.EXECUTIVE, 4)
    there = CountryFile.objects.values("partner")
    countries = [one for one in world.partners if one.key != HOME and not there.filter(partner=one.pk)]
    drawn: list[Partner] = world.chance.sample(countries, min(FILES, len(countries)))
    files = [_opened(world, partner, keeper) for partner in drawn]
    Figure.objects.bulk_create([one for file in files for one in _figures(world, file, keeper)], batch_size=2000)
    for file in files[::2]:
        _lever(world, file, keeper)
    _ranking(world, files[:RANKED], keeper)
    for number, file in enumerate(files[:PLANNED]):
        _plan(world, file, keeper, boss, LIFE[: number % 4])


def _opened(world: World, partner: Partner, keeper: object) -> CountryFile:
    return actions.open_file(
        partner,
        by=keeper,
        opened_on=world.first,
        standing_en=f"Documents come slowly {INVENTED_EN}",
        standing_fr=f"Les titres de voyage arrivent lentement {INVENTED_FR}",
    )


def _figures(world: World, file: CountryFile, keeper: object) -> list[Figure]:
    """Six quarters; now and then a second source says otherwise, and of one country in ten the last one is missing."""
    chance, made = world.chance, []
    _first, last = queries.last_quarter(world.today)
    asked, inventory, share = chance.randrange(20, 400), chance.randrange(200, 6000), chance.uniform(0.1, 0.8)
    for number in range(QUARTERS):
        first, last = queries.quarter_of(last)
        if not (number == 0 and chance.random() < 0.1):
            share = min(max(share + chance.uniform(-0.08, 0.08), 0.02), 0.98)
            issued = round(asked * share)
            told = {
                Measure.WORKING: inventory - 15 * number,
                Measure.MONITORING: inventory // 2,
                Measure.STAY: inventory // 9,
                Measure.ASKED: asked,
                Measure.ISSUED: issued,
                Measure.REFUSED: round((asked - issued) * 0.3),
                Measure.DAYS: round(20 + 200 * (1 - share)),
            }
            made += [_figure(world, file, keeper, first, last, measure, value) for measure, value in told.items()]
            if chance.random() < 0.05:
                made.append(_figure(world, file, keeper, first, last, Measure.ISSUED, issued + 4, "Second extract"))
        last = first - timedelta(days=1)
    return made


def _figure(  # noqa: PLR0913 - what a figure is made of
    world: World,
    file: CountryFile,
    keeper: object,
    first: date,
    last: date,
    measure: str,
    value: int,
    place: str = "Extract",
) -> Figure:
    cited = world.cited | {"place": f"{place} {INVENTED_EN}", "as_of": (last + timedelta(days=5)).isoformat()}
    told = {"measure": measure, "starts_on": first, "ends_on": last, "number": Decimal(value)}
    return Figure(file=file, by=keeper, at=timezone.now(), **told, **cited)  # type: ignore[misc]


def _lever(world: World, file: CountryFile, keeper: object) -> None:
    chance = world.chance
    words = {"text_en": f"Through the mission {INVENTED_EN}", "text_fr": f"Par la mission {INVENTED_FR}"}
    kind = chance.choice([Kind.DEMARCHE, Kind.DEMARCHE, Kind.CAPACITY, Kind.VISIT])
    lever = actions.add_lever(file, by=keeper, kind=kind, available_on=world.first, **words)
    day = world.today - timedelta(days=chance.randrange(20, 260))
    step = actions.use(lever, by=keeper, used_on=day, answer_due_on=day + timedelta(days=60), **SAID)
    if chance.random() < 0.7:
        noted = min(day + timedelta(days=chance.randrange(5, 50)), world.today)
        actions.react(step, by=keeper, temper=chance.choice(list(Temper)), noted_on=noted)


def _ranking(world: World, files: list[CountryFile], keeper: object) -> None:
    actions.rank(
        [(file, number) for number, file in enumerate(files, start=1)],
        by=keeper,
        ranked_on=world.today.isoformat(),
        title_en=f"Ranking of the year {INVENTED_EN}",
        title_fr=f"Classement de l’année {INVENTED_FR}",
        method_en=f"By chance {INVENTED_EN}",
        method_fr=f"Au hasard {INVENTED_FR}",
        source=world.source,
    )


def _plan(world: World, file: CountryFile, keeper: object, boss: object, steps: tuple[str, ...]) -> None:
    """A plan with two items, as far as some steps lead."""
    plan = actions.draft(
        file,
        by=keeper,
        title_en=f"Removals and repatriation engagement plan {INVENTED_EN}",
        title_fr=f"Plan d’engagement en matière de renvois et de rapatriement {INVENTED_FR}",
        aim_en=f"A travel document within thirty days {INVENTED_EN}",
        aim_fr=f"Un titre de voyage en trente jours {INVENTED_FR}",
    )
    for days in (30, 90):
        actions.add_item(plan, by=keeper, lead=keeper, due_on=world.today + timedelta(days=days), **SAID)
    takes = {
        "consult": lambda: actions.consult(plan, by=keeper),
        "approve": lambda: actions.approve(plan, by=boss),
        "activate": lambda: actions.activate(plan, by=keeper, review_on=world.today + timedelta(days=120)),
    }
    for step in steps:
        takes[step]()
