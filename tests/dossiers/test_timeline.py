from entente.dossiers.queries import in_time
from entente.kit.panel import Event
from entente.kit.table import Ask

EVENTS = [Event("[blank]", "split"), Event("2008", "named"), Event("2023", "renamed"), Event("2015-03", "signed")]


def titles(on, *, past):
    return [event.title for event in in_time(EVENTS, Ask(None, on, past))]


def test_the_newest_event_stands_first_and_one_without_a_day_last():
    assert titles("2026-11-22", past=False) == ["renamed", "signed", "named", "split"]


def test_a_past_day_shows_neither_what_came_later_nor_what_has_no_day():
    assert titles("2015-12-31", past=True) == ["signed", "named"]
