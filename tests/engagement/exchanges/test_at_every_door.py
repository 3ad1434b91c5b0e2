"""What a page asks is asked at every other door: a sheet, a program, and the release itself."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from entente.engagement.agreements.models import Clause
from entente.engagement.exchanges import actions, imports
from entente.engagement.exchanges.models import Baseline, Entry, Release
from tests.releases.machine import Machine

from . import factories
from .test_sheets import row, sheet


def refused(code):
    return pytest.raises(ValidationError, match=code)


def overdue():
    """The review of every baseline should have been done yesterday."""
    long_ago, yesterday = timezone.localdate() - timedelta(days=400), timezone.localdate() - timedelta(days=1)
    Baseline.objects.update(starts_on=long_ago, review_on=yesterday)


def just_now():
    return timezone.localtime().strftime("%Y-%m-%d %H:%M")


def test_an_overdue_baseline_is_asked_for_by_a_sheet_and_by_its_action(desk, cmaa):
    """EXC-51."""
    factories.baseline(by=desk.vice)
    content = sheet(row(cmaa, element="identity", at=just_now()))
    before = imports.judge(imports.opened("exchanges.csv", content), person=desk.decider)
    overdue()

    judged = imports.judge(imports.opened("exchanges.csv", content), person=desk.decider)

    assert before.errors == []
    assert "EXC-51" in judged.errors[0].message
    with refused("EXC-51"):
        actions.take_in(before.given, by=desk.decider, file="a.csv")
    assert not Entry.objects.exists()


def test_an_overdue_baseline_is_asked_for_by_a_program(desk, cmaa):
    """EXC-51."""
    factories.baseline(by=desk.vice)
    overdue()
    said = {"partner": "jp", "agreement": cmaa.key, "flow": "from_us", "purpose": "customs_enforcement",
            "reference": "R", "at": timezone.now().isoformat(), "elements": {"identity": 1}}  # fmt: skip

    answer = Machine(desk.decider).post("automatic", said=said)

    assert answer.status_code == 422
    assert "EXC-51" in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_channel_that_the_instrument_does_not_name_binds_a_decision_and_a_sheet(desk, cmaa):
    """EXC-7."""
    Clause.objects.create(agreement=cmaa, kind="channel", code="written", answer="permitted", article="art. 6")
    judged = imports.judge(imports.opened("exchanges.csv", sheet(row(cmaa, at=just_now()))), person=desk.decider)
    factories.baseline(by=desk.vice)
    said = {"kind": "spontaneous", "flow": "from_us", "way": "electronic"}
    exchange = factories.assessed(factories.recorded(by=desk.officer, **said), cmaa, by=desk.officer)

    decided = actions.decide(exchange, by=desk.vice)

    assert "EXC-7" in judged.errors[0].message
    assert "art. 6" in judged.errors[0].message
    assert decided.lines.get().verdict == "refuse"
    with refused("EXC-17"):
        actions.release(decided, by=desk.officer)


@pytest.mark.parametrize(("level", "decider"), [("low", "decider"), ("substantial", "president")])
def test_what_was_decided_before_its_review_fell_due_does_not_go_after(level, decider, exchange_in, desk):
    """EXC-18, EXC-51. The highest decider thought of the baseline then, and not of one that nobody reviewed."""
    factories.baseline(by=desk.vice, level=level)
    exchange = factories.recorded(by=desk.officer, elements=("identity",))
    actions.mitigate(exchange, by=desk.officer, measure="assurance", note="Note verbale")
    exchange = factories.assessed(exchange, factories.instrument(), by=desk.officer)
    exchange = actions.decide(exchange, by=getattr(desk, decider))
    overdue()

    with refused("EXC-18: .*overdue for review"):
        actions.release(exchange, by=desk.officer)
    assert not Release.objects.exists()
    factories.baseline(by=desk.president, level=level)
    assert actions.release(exchange, by=desk.officer)
