"""What the Privacy Commissioner found in June 2006, as five things that cannot happen here.

Exchanges were verbal, not recorded, outside the approval process, outside the agreement, and nobody could count them.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from entente.engagement.exchanges import actions, queries
from entente.engagement.exchanges.models import Entry, Exchange, Release
from entente.foundation.trail.models import Entry as Trail
from entente.kit.table import Ask

from . import factories


def test_verbal_words_that_nobody_confirms_release_nothing(desk, cmaa, settings):
    factories.baseline(by=desk.vice)
    exchange = factories.called(by=desk.officer, received_at=timezone.now() - timedelta(hours=71))
    exchange = actions.decide(factories.assessed(exchange, cmaa, by=desk.officer), by=desk.decider)
    Exchange.objects.filter(pk=exchange.pk).update(confirm_by=timezone.now() - timedelta(minutes=1))

    with pytest.raises(ValidationError, match="written confirmation is over"):
        actions.release(exchange, by=desk.officer)
    assert not Release.objects.exists()
    actions.confirm(exchange, by=desk.officer, confirmation="NOTE 12")
    assert actions.release(exchange, by=desk.officer).caveat_en


def test_unrecorded_nothing_is_released_without_its_record_lines_and_trail(exchange_in, desk):
    exchange = exchange_in("released")

    assert exchange.release.entries.count() == exchange.lines.count() == 1
    assert Trail.objects.filter(subject=f"exchanges.exchange:{exchange.key}", verb="release_exchange").count() == 1
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Exchange.objects.filter(pk=exchange.pk).update(agreement=None)


def test_outside_approval_nobody_releases_what_nobody_decided(exchange_in, desk):
    for state in ("recorded", "matched", "complete", "tested", "assessed"):
        with pytest.raises(ValidationError) as refusal:
            actions.release(exchange_in(state), by=desk.officer)
        assert "wrong_state" in {one.code for some in refusal.value.error_dict.values() for one in some}
    with pytest.raises(PermissionDenied):
        actions.decide(exchange_in("assessed"), by=desk.officer)
    assert not Release.objects.exists()


def test_outside_the_agreement_an_element_the_agreement_forbids_never_goes(exchange_in, desk):
    exchange = exchange_in("decided", elements=("cargo_manifest", "passenger_name_record"))
    released = actions.release(exchange, by=desk.officer)

    assert [one.element for one in released.entries.all()] == ["cargo_manifest"]
    assert "art. 9(2)" in str(exchange.lines.get(element="passenger_name_record").reasons)


def test_uncounted_everything_that_went_is_counted_to_whom_and_under_what(exchange_in, desk, cmaa, auditor):
    for number in (3, 4):
        exchange = exchange_in("recorded", elements={"cargo_manifest": number, "company": 1})
        if number == 3:
            factories.baseline(by=desk.vice)
        exchange = actions.decide(factories.assessed(exchange, cmaa, by=desk.officer), by=desk.decider)
        actions.release(exchange, by=desk.officer)

    (row,) = queries.reviewed(Ask(auditor, timezone.localdate().isoformat()))

    assert (row.partner.key, row.agreement, row.times, row.records) == ("jp", cmaa, 2, 9)
    assert Entry.objects.filter(first=True).count() == Release.objects.count() == 2
