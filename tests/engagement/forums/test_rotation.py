from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from entente.engagement.forums import actions
from entente.engagement.forums.models import Seat, Turn
from entente.engagement.forums.queries import rotation
from entente.foundation.people.roles import Marking
from entente.kit.table import Ask

from . import factories


def asked(person, on="2026-11-22", past=False):
    return Ask(person, on, past)


@pytest.fixture
def b5(db):
    return factories.body("b5", name_en="Border Five")


@pytest.fixture
def five(db):
    return [factories.partner(key) for key in ("au", "gb", "nz", "us")]


def line_of(person, body, kind="chair", **given):
    found = rotation.rotation(asked(person), **given)
    return next(one for one in found.lines if (one.body, one.kind) == (body, kind))


def year(line, at):
    return [(mark.holder.key, mark.how) for mark in line.years[at]]


def test_a_rotation_is_laid_out_in_order_round_after_round(b5, five, desk_officer, reader):
    actions.lay_out(b5, by=desk_officer, kind="chair", holders=five[:2], first=2027, years_each=2, rounds=2)

    line = line_of(reader, b5)

    assert [year(line, at) for at in (2026, 2027, 2028, 2029, 2031)] == [
        [], [("au", "expected")], [("au", "expected")], [("gb", "expected")], [("au", "expected")],
    ]  # fmt: skip
    assert line.has_gap_ahead


def test_seats_are_held_decided_or_open_ended(b5, five, reader):
    au, gb, nz, _us = five
    factories.seat(b5, au, starts_on="2024", ends_on="2025", rotational=True)
    factories.seat(b5, gb, starts_on="2026", rotational=True)
    factories.seat(b5, nz, starts_on="2028", ends_on="2028", rotational=True)

    line = line_of(reader, b5)

    assert [year(line, at) for at in (2024, 2025, 2026, 2027, 2028)] == [
        [("au", "held")], [("au", "held")], [("gb", "held")], [], [("nz", "decided")],
    ]  # fmt: skip
    assert line.years[2026][0].open_ended


def test_a_permanent_seat_lasts_and_two_sources_that_agree_are_told_once(b5, five, reader):
    factories.seat(b5, five[0], kind="co_chair", rotational=False)
    factories.seat(b5, five[0], kind="co_chair", rotational=False)

    line = line_of(reader, b5, "co_chair")

    assert year(line, 2032) == [("au", "decided")]
    assert year(line, 2026) == [("au", "held")]


def test_a_decided_turn_is_a_seat_and_shows_once(b5, five, desk_officer, reader):
    turn = actions.expect_turn(b5, by=desk_officer, holder=five[0], starts_on="2027", ends_on="2027")

    turn = actions.decide_turn(turn, by=desk_officer, starts_on="2027-01", ends_on="2027-12", reason="Heads agreed.")

    assert (turn.state, turn.seat.rotational) == ("decided", True)
    assert year(line_of(reader, b5), 2027) == [("au", "decided")]
    with pytest.raises(ValidationError, match="FOR-26"):
        actions.drop_turn(turn, by=desk_officer, reason="Too late.")


def test_a_dropped_turn_leaves_its_year_and_stays_on_record(b5, five, desk_officer, reader):
    turn = actions.expect_turn(b5, by=desk_officer, holder=five[0], starts_on="2027", ends_on="2027")
    with pytest.raises(ValidationError):
        actions.drop_turn(turn, by=desk_officer, reason=" ")

    actions.drop_turn(turn, by=desk_officer, reason="They pass.")

    assert rotation.rotation(asked(reader)).lines == []
    assert Turn.objects.get().state == "dropped"
    actions.expect_turn(b5, by=desk_officer, holder=five[0], starts_on="2027", ends_on="2027")


def test_for_24_a_turn_says_from_when(b5, five, desk_officer):
    with pytest.raises(ValidationError, match="FOR-24"):
        actions.expect_turn(b5, by=desk_officer, holder=five[0], starts_on="")


def test_for_25_one_chair_has_one_turn_at_a_time(b5, five, desk_officer):
    actions.expect_turn(b5, by=desk_officer, holder=five[0], starts_on="2027", ends_on="2029")

    with pytest.raises(ValidationError, match="FOR-25"):
        actions.expect_turn(b5, by=desk_officer, holder=five[1], starts_on="2028", ends_on="2030")
    actions.expect_turn(b5, by=desk_officer, kind="co_chair", holder=five[1], starts_on="2028", ends_on="2030")


def test_where_we_stand_shows_in_the_years_of_the_term(db, reader):
    agency = factories.Agency()
    made = factories.candidacy(agency, "lodged", term_starts_on=date(2027, 7, 1), term_ends_on=date(2028, 6, 30))

    line = line_of(reader, made.body)

    assert year(line, 2027) == year(line, 2028) == [("us-agency", "standing")]
    assert rotation.rotation(asked(reader), only_ours=True).lines


def test_on_a_past_day_nothing_later_is_known(b5, five, desk_officer, reader):
    factories.seat(b5, five[0], starts_on="2019", ends_on="2022")
    factories.seat(b5, five[1], starts_on="2022", ends_on="2023")
    actions.expect_turn(b5, by=desk_officer, holder=five[2], starts_on="2024")

    found = rotation.rotation(asked(reader, "2020-01-01", past=True))

    assert [mark.holder.key for marks in found.lines[0].years.values() for mark in marks] == ["au"] * 4


def test_who_is_not_cleared_sees_no_turn_and_only_the_desk_keeps_them(b5, five, desk_officer, reader):
    hidden = factories.partner("xx", marking=Marking.PROTECTED_B)
    actions.expect_turn(b5, by=desk_officer, holder=hidden, starts_on="2027")

    assert rotation.rotation(asked(reader)).lines == []
    with pytest.raises(PermissionDenied):
        actions.expect_turn(b5, by=reader, holder=five[0], starts_on="2028")


def test_the_rotation_costs_five_queries(b5, five, desk_officer, reader, django_assert_num_queries):
    actions.lay_out(b5, by=desk_officer, kind="chair", holders=five, first=2027)
    for at, who in enumerate(five):
        factories.seat(factories.body(f"x{at}"), who, starts_on="2026")

    with django_assert_num_queries(4):
        rotation.rotation(asked(reader))


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_rotation_is_laid_out_decided_and_dropped_by_its_pages(b5, five, desk_officer, as_person):
    client = as_person(desk_officer)
    given = {"kind": "chair", "holder_1": "au", "holder_2": "gb", "first": "2027", "years_each": "1", "rounds": "1"}

    assert client.post(reverse("forums:expect_turn", args=["b5"]), given).status_code == 302
    first, second = Turn.objects.order_by("starts_on")
    when = {"starts_on": "2027", "ends_on": "2027", "reason": "Agreed."}
    assert client.post(reverse("forums:decide_turn", args=[first.pk]), when).status_code == 302
    assert client.post(reverse("forums:drop_turn", args=[second.pk]), {"reason": ""}).status_code == 422
    assert client.post(reverse("forums:drop_turn", args=[second.pk]), {"reason": "They pass."}).status_code == 302

    assert Seat.objects.get().holder == five[0]
    page = client.get(b5.get_absolute_url()).content.decode()
    assert "will not happen" in page
    assert "They pass." in page or "turn dropped" in page


def test_a_rotation_without_a_holder_and_with_a_year_of_no_use_is_answered(b5, desk_officer, as_person):
    given = {"kind": "chair", "first": "27", "years_each": "1", "rounds": "1", "note_en": "Kept"}

    answer = as_person(desk_officer).post(reverse("forums:expect_turn", args=["b5"]), given)

    assert answer.status_code == 422
    assert 'value="Kept"' in answer.content.decode()


def test_the_page_shows_years_and_is_taken_away(b5, five, desk_officer, reader, as_person):
    actions.lay_out(b5, by=desk_officer, kind="chair", holders=five, first=date.today().year + 1)
    client = as_person(reader)

    page = client.get(reverse("forums:rotation")).content.decode()
    taken = b"".join(client.get(reverse("forums:rotation") + "?format=csv").streaming_content).decode()

    assert "Border Five" in page
    assert "AU (expected)" in taken
    assert "AU" not in client.get(reverse("forums:rotation") + "?ours=1&from=2030").content.decode()


def test_a_year_that_is_none_is_said_so(reader, as_person, db):
    page = as_person(reader).get(reverse("forums:rotation") + "?from=soon").content.decode()

    assert "“soon” is no year" in page


def test_turns_are_a_list_too(b5, five, desk_officer, reader, as_person):
    actions.lay_out(b5, by=desk_officer, kind="chair", holders=five, first=2027)

    assert "Border Five" in as_person(reader).get(reverse("forums:turns") + "?state=expected").content.decode()
