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


def test_a_long_timeline_begins_with_its_newest_and_offers_the_earlier_ones(client, desk_officer, monkeypatch):
    from entente.dossiers import views
    from tests.engagement.commitments.factories import promised, some_partner

    monkeypatch.setattr(views, "MOST_EVENTS", 2)
    for number in range(4):
        promised(by=desk_officer, title_en=f"Promise {number}")
    client.force_login(desk_officer)

    first, whole = (client.get(some_partner().get_absolute_url() + asked) for asked in ("", "?timeline=all"))

    assert len(first.context["events"]) == 2
    assert first.context["more_events"] == len(whole.context["events"]) - 2 >= 2
    assert f"Show {first.context['more_events']} earlier events" in first.content.decode()
    assert "earlier events" not in whole.content.decode()
