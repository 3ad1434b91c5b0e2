from entente.engagement.forums import exports
from entente.foundation.people.roles import Marking
from entente.kit.table import Ask, check_chosen, records

from . import factories

MOST_QUERIES = 8


NAMES = {register.name: register for register in exports.REGISTERS}


def asked(person, on="2026-11-22", **chosen):
    return Ask(person, on, past=on != "2026-11-22", edition=chosen.get("edition", ""), chosen=chosen)


def count(person, name, on="2026-11-22", **chosen):
    ask = asked(person, on, **chosen)
    check_chosen(NAMES[name], ask)
    return NAMES[name].narrowed(ask).count()


def rows(person, name, on="2026-11-22", **chosen):
    """What a file of the register holds, by the keys of its columns."""
    return list(records(NAMES[name], asked(person, on, **chosen)))


def test_a_subject_on_both_counts_is_found_under_each(db, reader):
    factories.body("both", movement="both")

    assert count(reader, "bodies", movement="persons") == count(reader, "bodies", movement="goods") == 1


def test_a_register_does_not_tell_what_a_body_points_at_above_a_clearance(db, reader, desk_officer):
    hidden = factories.partner("secret-office", kind="department", marking=Marking.PROTECTED_B)
    above = factories.body("above", marking=Marking.PROTECTED_A)
    factories.body("below", parent=above, lead=hidden)

    (seen,), told = rows(reader, "bodies"), rows(desk_officer, "bodies")

    assert (seen["lead"], seen["lead_key"], seen["body_of"]) == ("", "", "")
    assert {row["lead_key"] for row in told} == {"", "secret-office"}
    assert count(reader, "bodies", q="above") == 0


def test_memberships_that_ended_are_shown_when_asked_for(db, reader):
    mx, forum = factories.partner("mx"), factories.body("wco")
    factories.membership(forum, mx, starts_on="2000", ends_on="2010")
    factories.membership(forum, factories.partner("us", kind="own"), starts_on="2001")

    assert count(reader, "memberships") == 1
    assert count(reader, "memberships", past="1") == 2
    assert count(reader, "memberships", past="1", partner="mx") == 1
    assert count(reader, "memberships", past="1", ours="1") == 1
    assert count(reader, "memberships", on="2005-01-01", q="wco", role="member") == 2


def test_seats_held_before_and_to_come(db, reader):
    forum, au = factories.body("b5"), factories.partner("au")
    for key, starts_on, ends_on in (("old", "2010", "2011"), ("now", "2024", ""), ("next", "2030", "")):
        factories.seat(forum, au, key=key, starts_on=starts_on, ends_on=ends_on)

    assert [row["key"] for row in rows(reader, "seats")] == ["old", "now", "next"]
    assert [row["key"] for row in rows(reader, "seats", current="1")] == ["now"]
    assert [row["key"] for row in rows(reader, "seats", on="2010-06-01")] == ["old"]  # what came later is not shown
