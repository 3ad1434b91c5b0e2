"""Who answers for an exchange is reminded of what is due, each once."""

from datetime import timedelta

from django.utils import timezone

from entente.engagement.exchanges import tasks
from entente.foundation.notices.models import Notice

from . import factories


def words(person):
    return sorted(Notice.objects.filter(person=person).values_list("word", flat=True))


def test_words_that_nobody_confirmed_are_asked_for_once(desk):
    factories.called(by=desk.officer)

    for _day in range(2):
        tasks.sweep(today=timezone.localdate())

    assert words(desk.officer) == ["exchanges.confirm"]


def test_a_reply_is_asked_for_two_weeks_before_it_is_due(desk):
    exchange = factories.recorded(by=desk.officer)

    tasks.sweep(today=exchange.reply_by - timedelta(days=15))
    assert words(desk.officer) == []
    tasks.sweep(today=exchange.reply_by - timedelta(days=14))
    assert words(desk.officer) == ["exchanges.reply"]


def test_receipt_use_and_retention_are_chased_when_they_are_due(exchange_in, desk):
    exchange = exchange_in("released")
    Notice.objects.all().delete()
    release = exchange.release

    tasks.sweep(today=release.receipt_by)
    assert words(desk.officer) == ["exchanges.receipt"]
    tasks.sweep(today=release.use_by)
    assert words(desk.officer) == ["exchanges.receipt", "exchanges.use"]
    tasks.sweep(today=release.keep_until)
    assert words(desk.officer) == ["exchanges.receipt", "exchanges.retention", "exchanges.use"]


def test_whoever_decides_is_told_when_it_is_their_turn(exchange_in, desk):
    exchange_in("assessed")

    assert "exchanges.to_decide" in words(desk.vice)
