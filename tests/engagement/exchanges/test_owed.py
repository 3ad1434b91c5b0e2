"""What is owed stays owed until its word is there, in whatever order the words come."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from entente.engagement.exchanges import actions, panels, queries, tasks
from entente.engagement.exchanges.models import Exchange
from entente.foundation.notices.models import Notice

from . import factories
from .test_pages import at, seen

TODAY = timezone.localdate


def owed(person, exchange, day=None):
    day = day or TODAY()
    one = queries.owed_on(person, day).filter(pk=exchange.pk).first()
    return [str(why) for why, due in panels.owed(one, day)] if one else []


def told(person):
    return set(Notice.objects.filter(person=person).values_list("word", flat=True))


def spoken_and_released(desk, cmaa):
    exchange = factories.assessed(factories.called(by=desk.officer), cmaa, by=desk.officer)
    exchange = actions.decide(exchange, by=desk.decider)
    actions.release(exchange, by=desk.officer)
    said = {"by": desk.officer, "on": TODAY()}
    actions.acknowledge(exchange, reference="R", **said)
    actions.report_use(exchange, use="as_agreed", reference="U", **said)
    actions.settle(exchange, end="destroyed", reference="D", **said)
    return Exchange.objects.get(pk=exchange.pk)


def test_spoken_words_are_closed_when_they_are_on_paper(desk, cmaa):
    """EXC-32."""
    exchange = spoken_and_released(desk, cmaa)

    with pytest.raises(ValidationError, match="EXC-32: .*written confirmation.*page of the exchange"):
        actions.close(exchange, by=desk.officer)
    actions.confirm(exchange, by=desk.officer, confirmation="NOTE 1")
    assert actions.close(exchange, by=desk.officer).state == "closed"


def test_what_was_closed_without_its_paper_is_owed_still(desk, cmaa, client):
    exchange = spoken_and_released(desk, cmaa)
    Exchange.objects.filter(pk=exchange.pk).update(state="closed")

    assert owed(desk.officer, exchange) == ["Have it confirmed in writing."]
    assert exchange.key in seen(client, desk.officer, at("owed"))
    tasks.sweep(today=TODAY())
    assert "exchanges.confirm" in told(desk.officer)
    assert at("confirm", exchange.key) in seen(client, desk.officer, exchange.get_absolute_url())


def test_a_use_that_is_told_first_leaves_the_receipt_owed(exchange_in, desk, client):
    exchange = exchange_in("released")
    actions.report_use(exchange, by=desk.officer, use="as_agreed", on=TODAY(), reference="U")

    assert owed(desk.officer, exchange) == ["Have the receipt confirmed."]
    page = seen(client, desk.officer, exchange.get_absolute_url())
    assert at("acknowledge", exchange.key) in page
    assert at("report_use", exchange.key) not in page


def test_a_retention_that_is_settled_first_leaves_receipt_and_use_owed(exchange_in, desk, client):
    exchange = exchange_in("released")
    actions.settle(exchange, by=desk.officer, end="returned", on=TODAY(), reference="D")
    later = TODAY() + timedelta(days=400)

    assert owed(desk.officer, exchange, later) == ["Have the receipt confirmed.", "Ask what it was used for."]
    page = seen(client, desk.officer, exchange.get_absolute_url())
    assert at("acknowledge", exchange.key) in page
    assert at("report_use", exchange.key) in page
    assert "It is to be returned or destroyed" not in page
    tasks.sweep(today=later)
    assert {"exchanges.receipt", "exchanges.use"} <= told(desk.officer)
    assert "exchanges.retention" not in told(desk.officer)

    said = {"by": desk.officer, "on": TODAY()}
    actions.acknowledge(exchange, reference="R", **said)
    actions.report_use(exchange, use="not_used", reference="U", **said)
    assert owed(desk.officer, exchange, later) == []
    assert actions.close(exchange, by=desk.officer).state == "closed"


def test_what_was_put_off_is_answered_still(exchange_in, desk, client):
    exchange = actions.postpone(exchange_in("tested"), by=desk.officer, reason=factories.WHY)

    assert owed(desk.officer, exchange) == ["Answer it."]
    assert exchange.key in seen(client, desk.officer, reverse("home:today"))
    tasks.sweep(today=exchange.reply_by + timedelta(days=1))
    assert "exchanges.reply" in told(desk.officer)


def test_what_was_refused_owes_nothing(desk):
    exchange = actions.refuse(factories.called(by=desk.officer), by=desk.vice, reason=factories.WHY)

    assert owed(desk.officer, exchange) == []


def test_what_is_owed_is_asked_in_as_many_questions_for_one_as_for_three(exchange_in, desk, django_assert_num_queries):
    for _number in range(3):
        exchange_in("released")
        with django_assert_num_queries(3):
            assert [panels.owed(one, TODAY()) for one in queries.owed_on(desk.officer, TODAY())]
