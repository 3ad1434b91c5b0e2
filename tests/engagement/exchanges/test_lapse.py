"""What ends under an exchange is told, and what was done against what was agreed too."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from entente.engagement.agreements.models import Agreement
from entente.engagement.exchanges import actions, tasks
from entente.foundation.notices.models import Notice

from .test_pages import at, seen

TODAY = timezone.localdate


def ends(cmaa):
    Agreement.objects.filter(pk=cmaa.pk).update(ended_on=TODAY().isoformat())


def told(person, word):
    return Notice.objects.filter(person=person, word=word).count()


@pytest.mark.parametrize(
    ("lang", "said", "badge", "release"),
    [
        ("en", "Its legal basis ended on ", "no legal basis now", ">Release</a>"),
        ("fr", "Son fondement juridique a pris fin le ", "sans fondement juridique", ">Communiquer</a>"),
    ],
)
def test_a_decided_exchange_whose_basis_ended_says_so(lang, said, badge, release, exchange_in, desk, cmaa, client):
    exchange = exchange_in("decided")
    with translation.override(lang):
        address = exchange.get_absolute_url()
        sound = seen(client, desk.officer, address)
        ends(cmaa)
        page = seen(client, desk.officer, address)

    assert said not in sound
    assert at("release", exchange.key, lang=lang) in sound
    assert said in page
    assert badge in page
    assert at("release", exchange.key, lang=lang) not in page


def test_what_may_no_longer_go_says_what_cures_it(exchange_in, desk, cmaa):
    """EXC-18."""
    exchange = exchange_in("decided")
    ends(cmaa)

    with pytest.raises(ValidationError, match="EXC-18: .*Decide again, or refuse it"):
        actions.release(exchange, by=desk.officer)


def test_the_officer_of_what_is_open_is_told_once_that_its_basis_ended(exchange_in, desk, cmaa):
    exchange_in("decided")
    gone = exchange_in("released")
    tasks.sweep(today=TODAY())
    assert not told(desk.officer, "exchanges.basis")
    ends(cmaa)

    for _day in range(2):
        tasks.sweep(today=TODAY())

    assert told(desk.officer, "exchanges.basis") == 1
    assert not Notice.objects.filter(word="exchanges.basis", address__contains=gone.key).exists()


def test_a_breach_is_told_to_the_head_and_to_who_keeps_the_instruments(exchange_in, desk, client, agreements_officer):
    exchange, sound = exchange_in("released"), exchange_in("released")
    said = {"by": desk.decider, "on": TODAY(), "reference": "U"}
    actions.report_use(sound, use="as_agreed", **said)
    assert not told(desk.vice, "exchanges.breach")

    actions.report_use(exchange, use="otherwise", note="Shown to the press", **said)

    for person in (desk.vice, desk.officer, agreements_officer):
        assert told(person, "exchanges.breach") == 1
    page = seen(client, desk.officer, f"{at('index')}?breach=1")
    assert exchange.key in page
    assert sound.key not in page
    assert "used otherwise than agreed" in seen(client, desk.officer, exchange.get_absolute_url())
