from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from entente.engagement.exchanges import panels
from entente.engagement.exchanges.models import State
from entente.engagement.exchanges.workflow import EXCHANGE
from entente.foundation.trail.models import Entry


def test_the_steps_a_page_offers_are_those_of_the_workflow():
    moves = {state: {one.name for one in EXCHANGE.moves.values() if state in one.sources} for state in State}
    for of_itself in moves.values():
        of_itself.discard("look_again")  # taken when what is asked changes, never by itself

    assert {state: set(offered) for state, offered in panels.NEXT.items()} == moves


def test_every_step_has_its_words():
    assert set(EXCHANGE.moves) <= set(panels.MOVES)


@pytest.mark.parametrize(
    ("lang", "asked", "decided"),
    [
        (
            "en",
            "Elements: cargo manifest, passenger name record",
            "Decisions: cargo manifest may be released, passenger name record refused",
        ),
        (
            "fr",
            "Éléments\u00a0: manifeste de fret, dossier passager",
            "Décisions\u00a0: manifeste de fret peut être communiqué, dossier passager refusé",
        ),
    ],
)
def test_who_changed_what_names_elements_and_decisions_and_no_codes(exchange_in, desk, lang, asked, decided):
    exchange = exchange_in("decided", elements=("cargo_manifest", "passenger_name_record"))
    entries = Entry.objects.filter(subject=f"exchanges.exchange:{exchange.key}")

    with override(lang):
        said = {one.verb: [line.said for line in one.moves] for one in entries}

    assert asked in said["record_exchange"]
    assert decided in said["decide_exchange"]
    assert not any(line.endswith(": ") for lines in said.values() for line in lines)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "November 27, 2026, 2:40 am EST"), ("fr", "27 novembre 2026, 2 h 40 HNE")]
)
def test_a_moment_is_said_with_its_zone(lang, said):
    with override(lang):
        moment = panels.moment(datetime(2026, 11, 27, 7, 40, tzinfo=UTC))

    assert moment.replace("\u00a0", " ") == said
