"""A word from above counts for what it is about; whoever may decide is told, and where nobody is, the page says so."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from entente.engagement.agreements.models import Clause
from entente.engagement.exchanges import actions
from entente.engagement.exchanges.models import Escalation, Exchange, Line
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Headship

from . import factories
from .test_pages import at, seen, sent

TODAY = timezone.localdate
WHAT = {"elements": ("cargo_manifest", "conveyance")}  # the instrument does not name conveyances: a director decides


def refused():
    return pytest.raises(ValidationError, match="EXC-16")


def authorised(exchange, desk, level="vice_president"):
    asked = actions.escalate(exchange, by=desk.officer, level=level, question="May it go?")
    return actions.answer(asked, by=desk.president, authorised=True, reason="For this ship")


def walked_again(exchange, desk):
    for step in (actions.complete, actions.test_purpose, actions.assess_risk):
        exchange = step(exchange, by=desk.officer)
    return exchange


def told(person, word="exchanges.to_decide"):
    return Notice.objects.filter(person=person, word=word).exists()


def test_what_a_level_authorised_is_decided_below_it(exchange_in, desk, client):
    """EXC-16."""
    exchange = exchange_in("assessed", **WHAT)
    with refused():
        actions.decide(exchange, by=desk.decider)
    authorised(exchange, desk)
    with translation.override("fr"):
        assert "Autorisé par president (vice-président) le " in seen(
            client, desk.decider, at("decide", exchange.key, lang="fr")
        )

    exchange = actions.decide(exchange, by=desk.decider)

    line = exchange.lines.get(element="conveyance")
    assert line.goes
    (word,) = [one for one in line.reasons if one["code"] == "EXC-16"]
    assert word["text"]["en"].startswith("Authorised by president (vice-president) on ")
    assert not [one for one in exchange.lines.get(element="cargo_manifest").reasons if one["code"] == "EXC-16"]
    actions.release(exchange, by=desk.officer)


@pytest.mark.parametrize("what", ["more", "another", "dropped", "purpose"])
def test_an_authorisation_lapses_with_what_it_is_about(what, exchange_in, desk, cmaa):
    """EXC-16."""
    Clause.objects.create(agreement=cmaa, as_of="2010", kind="purpose", code="revenue", answer="permitted")
    exchange = exchange_in("assessed", **WHAT)
    authorised(exchange, desk)
    {
        "more": lambda: actions.ask_for(exchange, by=desk.officer, element="conveyance", count=900),
        "another": lambda: actions.ask_for(exchange, by=desk.officer, element="company"),
        "dropped": lambda: actions.drop(
            Line.objects.get(element="cargo_manifest"), by=desk.officer, reason="Not asked"
        ),
        "purpose": lambda: actions.change(exchange, by=desk.officer, purpose="revenue"),
    }[what]()

    with refused():
        actions.decide(walked_again(Exchange.objects.get(), desk), by=desk.decider)


def test_an_authorisation_does_not_reach_a_ground_that_came_later(exchange_in, desk):
    """EXC-16."""
    exchange = exchange_in("assessed", elements=("identity",))
    factories.baseline(by=desk.vice, level="medium")
    authorised(exchange, desk, level="vice_president")
    Clause.objects.filter(code="identity").update(answer="conditional")

    with refused():
        actions.decide(exchange, by=desk.decider)


def test_an_authorisation_is_for_one_decision_and_for_its_level(exchange_in, desk):
    """EXC-16."""
    exchange = exchange_in("assessed", **WHAT)
    authorised(exchange, desk, level="manager")
    with refused():
        actions.decide(exchange, by=desk.decider)
    authorised(exchange, desk)
    exchange = actions.reconsider(actions.decide(exchange, by=desk.decider), by=desk.officer, reason="A mistake")
    exchange = walked_again(actions.match(exchange, by=desk.officer, agreement=exchange.agreement), desk)

    with refused():
        actions.decide(exchange, by=desk.decider)


def test_an_answer_of_before_is_about_nothing_that_is_known(exchange_in, desk):
    """EXC-16."""
    exchange = exchange_in("assessed", **WHAT)
    authorised(exchange, desk)
    Escalation.objects.update(about={})

    with refused():
        actions.decide(exchange, by=desk.decider)


def test_the_duty_manager_is_told_what_is_to_be_decided(exchange_in, desk):
    exchange_in("assessed")

    assert told(desk.decider)
    assert told(desk.vice)
    assert not told(desk.president)


def test_who_worked_on_it_is_not_told_to_decide(exchange_in, desk):
    factories.delegated(desk.vice, desk.officer)
    exchange_in("assessed")

    assert not told(desk.officer)


@pytest.mark.parametrize(("lang", "said"), [("en", "Nobody was told: no head"), ("fr", "Personne n’a été avisé")])
def test_a_page_says_when_nobody_was_told_to_decide(lang, said, desk, cmaa, client):
    exchange = actions.match(factories.recorded(by=desk.officer), by=desk.officer, agreement=cmaa)
    exchange = actions.test_purpose(actions.complete(exchange, by=desk.officer), by=desk.officer)
    Headship.objects.all().delete()

    with translation.override(lang):
        sent(client, desk.officer, at("step", exchange.key, "assess_risk", lang=lang))
        assert said in seen(client, desk.officer, Exchange.objects.get().get_absolute_url())


@pytest.mark.parametrize(
    ("heads", "said"), [(True, "Told: president"), (False, "Nobody was told: nobody who may read it")]
)
def test_a_page_says_who_was_told_of_a_question(heads, said, exchange_in, desk, client):
    exchange = exchange_in("assessed")
    if not heads:
        Headship.objects.filter(person=desk.president).delete()

    sent(client, desk.officer, at("escalate", exchange.key), level="head_of_agency", question="May it go?")

    assert said in seen(client, desk.officer, exchange.get_absolute_url())
    assert told(desk.president, "exchanges.put_before") == heads
