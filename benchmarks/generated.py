"""Generated partners for measurements: plausible names, no real person, the same at every run."""

import random
from collections.abc import Iterator

from entente.engagement.partners.models import Partner
from entente.foundation.index import actions as index
from entente.foundation.sources.models import Source

SYLLABLES = (  # noqa: SIM905 - read more easily than a list
    "ka lo mi ra ven tor al bri cas do est fen gar hol is jun kor lan mar nor pal quin ros sta tul ur val wes"
).split()
TRADES = ["Customs", "Border Guard", "Immigration", "Revenue", "Trade", "Ports", "Interior", "Police"]
METIERS = ["Douanes", "Garde-frontière", "Immigration", "Revenu", "Commerce", "Ports", "Intérieur", "Police"]
RARE = 10  # one in this many summaries holds the measured word


def rows(count: int) -> Iterator[dict[str, str]]:
    """``count`` partners as the cells of a file."""
    chance = random.Random(2026)
    for number in range(count):
        place = "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).capitalize()
        trade = chance.randrange(len(TRADES))
        word_en, word_fr = ("smuggling", "contrebande") if number % RARE == 0 else ("commerce", "échanges")
        yield {
            "key": f"bench-{number}",
            "kind": chance.choice(["administration", "organisation", "stakeholder"]),
            "name_en": f"{place} {TRADES[trade]} {number}",
            "name_fr": f"{METIERS[trade]} de {place} {number}",
            "subjects": chance.choice(["goods", "people", "goods|people", ""]),
            "marking": "unclassified" if number % 20 else "protected_a",
            "summary_en": f"Works with us on {word_en} and on the movement of people in the region of {place}.",
            "summary_fr": f"Travaille avec nous sur la {word_fr} et la circulation des gens dans la région de {place}.",
            "source": "bench",
            "place": f"row {number}",
            "as_of": "2026",
        }


def fill(count: int) -> None:
    """Put ``count`` partners and their index records into the database, straight, for reading measurements."""
    source, _new = Source.objects.get_or_create(
        key="bench", defaults={"title_en": "Generated", "title_fr": "Produit", "kind": "other"}
    )
    batch: list[Partner] = []
    for cells in rows(count):
        batch.append(Partner(**cells | {"source": source}))
        if len(batch) == 5000:
            _write(batch)
            batch = []
    _write(batch)


def _write(batch: list[Partner]) -> None:
    Partner.objects.bulk_create(batch)
    index.put(
        index.Entry(
            thing=one,
            kind="partner",
            address=("partners:partner", one.key),
            title_en=one.name_en,
            title_fr=one.name_fr,
            text_en=one.summary_en,
            text_fr=one.summary_fr,
            marking=one.marking,
        )
        for one in batch
    )
