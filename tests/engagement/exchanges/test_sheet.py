"""What a sheet says, to whom, under which marking, and who read it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from entente.engagement.exchanges import actions
from entente.engagement.exchanges.models import Release
from entente.foundation.people.roles import Marking
from entente.foundation.trail.models import Entry as Trail

from . import factories
from .test_pages import at, seen


def reads(exchange):
    return Trail.objects.filter(verb="read", subject=f"exchanges.exchange:{exchange.key}").count()


@pytest.fixture
def marked(cmaa, desk):
    """The instrument is Protected B, and everybody at the desk may read it."""
    cmaa.marking = Marking.PROTECTED_B
    cmaa.save()
    for person in (desk.officer, desk.decider, desk.vice):
        person.clearance = Marking.PROTECTED_B
        person.save()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_came_to_us_bears_what_binds_us_and_not_our_caveat(lang, exchange_in, desk, client):
    exchange = exchange_in("released", kind="sent")
    made = Release.objects.get()
    said = {
        "en": ("Received from Japan by", "without the consent of Japan.", "they are told so",
               "Released", "our written"),
        "fr": ("Reçu de : Japon, par", "sans le consentement de l’organisme d’origine : Japon.",
               "l’organisme d’origine en est informé",
               "Communiqué par", "notre consentement"),
    }[lang]  # fmt: skip
    caveat = getattr(made, f"caveat_{lang}").replace("\u00a0", " ")

    assert all(one in caveat for one in said[:3])
    assert not any(one in caveat for one in said[3:])
    assert {"en": "Kept as their own. (art. 10)", "fr": "Protégés comme les leurs. (art. 10)"}[lang] in caveat
    with translation.override(lang):
        page = seen(client, desk.officer, at("sheet", exchange.key, lang=lang))
        dossier = seen(client, desk.officer, exchange.get_absolute_url())
    assert {"en": "Received from", "fr": "Reçu de"}[lang] in page
    assert {"en": "Released to", "fr": "Communiqué à"}[lang] not in page
    assert {"en": "What was received", "fr": "Ce qui a été reçu"}[lang] in dossier


def test_a_sheet_is_marked_as_the_highest_of_what_it_shows(marked, exchange_in, desk, client):
    exchange = exchange_in("released")
    made = Release.objects.get()

    assert made.marking == Marking.PROTECTED_B
    assert "Marking: Protected B." in made.caveat_en
    Release.objects.update(marking=Marking.PROTECTED_A)  # as it was frozen before its instrument was marked
    assert "<dd>Protected A</dd>" not in seen(client, desk.officer, at("sheet", exchange.key))


def test_who_reads_a_protected_b_sheet_or_step_is_in_the_trail(marked, exchange_in, desk, client):
    exchange, open_one = exchange_in("released"), exchange_in("assessed")

    seen(client, desk.officer, at("sheet", exchange.key))
    assert reads(exchange) == 1
    seen(client, desk.vice, at("decide", open_one.key))
    assert reads(open_one) == 1


def test_what_is_protected_a_is_read_without_a_note(exchange_in, desk, client):
    exchange = exchange_in("released")

    seen(client, desk.officer, at("sheet", exchange.key))
    assert reads(exchange) == 0


def test_a_baseline_that_one_may_not_read_is_not_shown_on_the_page(exchange_in, desk, client):
    exchange = exchange_in("recorded")
    desk.vice.clearance = Marking.PROTECTED_B
    desk.vice.save()
    desk.officer.clearance = Marking.PROTECTED_A
    desk.officer.save()
    factories.baseline(by=desk.vice, level="substantial", marking="protected_b")

    page = seen(client, desk.officer, exchange.get_absolute_url())
    assert "Japan: substantial" not in page
    assert "A baseline stands that is marked higher than you may read." in page
    assert "No baseline stands" not in page
    assert "Japan: substantial" in seen(client, desk.vice, exchange.get_absolute_url())


def test_grounds_are_joined_as_the_reader_writes(exchange_in, desk, cmaa):
    """EXC-18."""
    exchange = exchange_in("decided")
    type(cmaa).objects.filter(pk=cmaa.pk).update(status="terminated", ended_on=str(timezone.localdate()))

    with translation.override("fr"), pytest.raises(ValidationError) as refusal:
        actions.release(exchange, by=desk.officer)
    with translation.override("fr"):
        said = " ".join(refusal.value.messages)
    assert "manifeste de fret\u00a0: Aucun" in said
    assert "fret: " not in said
