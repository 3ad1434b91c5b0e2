from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from entente.engagement.commitments.models import Commitment
from entente.engagement.forums.models import Body
from entente.engagement.meetings import actions, policy
from entente.engagement.meetings.models import Decision, Meeting, Minutes
from entente.engagement.meetings.queries import outcomes
from entente.foundation.index import queries as index
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask
from tests.engagement import racing

from . import factories

RESTRICTED = {"restricted_en": "They asked us in private.", "restricted_marking": Marking.PROTECTED_B}


@pytest.fixture
def keeper(db):
    return factories.officer()


@pytest.fixture
def held(keeper):
    return factories.attended(in_days=-10)


def codes(refusal):
    return {one.code for problems in refusal.value.error_dict.values() for one in problems}


# ── Minutes ───────────────────────────────────────────────────────────────────────────────────────


def test_each_saving_is_a_version_and_none_is_rewritten(held, keeper):
    actions.write_minutes(held, by=keeper, seen=0, text_en="First", text_fr="Premier")
    actions.write_minutes(held, by=keeper, seen=1, text_en="Second")

    told = [(one.version, one.text_en, one.text_fr) for one in outcomes.minutes_of(keeper, held)]
    assert told == [(2, "Second", "Premier"), (1, "First", "Premier")]


def test_for_mtg_40_nothing_comes_of_a_meeting_that_has_not_begun(keeper):
    coming = factories.meeting(in_days=5)

    with pytest.raises(ValidationError, match="MTG-40"):
        actions.write_minutes(coming, by=keeper, text_en="Too soon")
    with pytest.raises(ValidationError, match="MTG-40"):
        actions.add_decision(coming, by=keeper, text_en="Too soon")


def test_for_mtg_41_minutes_say_something(held, keeper):
    with pytest.raises(ValidationError, match="MTG-41"):
        actions.write_minutes(held, by=keeper, text_en=" ")


def test_the_same_text_again_is_no_version(held, keeper):
    actions.write_minutes(held, by=keeper, text_en="Said")

    with pytest.raises(ValidationError):
        actions.write_minutes(held, by=keeper, seen=1, text_en="Said")


def test_for_mtg_42_who_comes_second_is_told(held, keeper, open_account):
    other = open_account(Role.DESK_OFFICER, username="other")
    actions.write_minutes(held, by=keeper, seen=0, text_en="First")

    with pytest.raises(ValidationError, match="MTG-42") as refusal:
        actions.write_minutes(held, by=other, seen=0, text_en="Mine")

    assert "meanwhile" in codes(refusal)
    assert "keeper" in " ".join(refusal.value.messages)


def test_for_mtg_43_nobody_marks_the_restricted_part_above_the_own_clearance(held, open_account):
    other = open_account(Role.DESK_OFFICER, username="other", clearance=Marking.PROTECTED_A)

    with pytest.raises(ValidationError, match="MTG-43"):
        actions.write_minutes(held, by=other, text_en="Open", **RESTRICTED)


def test_who_is_not_cleared_writes_on_and_leaves_the_restricted_part_as_it_is(held, keeper, open_account):
    other = open_account(Role.DESK_OFFICER, username="other", clearance=Marking.UNCLASSIFIED)
    actions.write_minutes(held, by=keeper, text_en="Open", **RESTRICTED)

    actions.write_minutes(
        held, by=other, seen=1, text_en="Open still", restricted_en="", restricted_marking="unclassified"
    )

    last = outcomes.last_version(held)
    assert (last.text_en, last.restricted_en, last.restricted_marking) == (
        "Open still", "They asked us in private.", Marking.PROTECTED_B,
    )  # fmt: skip


@pytest.mark.parametrize("clearance", list(Marking))
def test_a_restricted_part_never_leaves_the_database_for_who_is_not_cleared(clearance, held, keeper, open_account):
    actions.write_minutes(held, by=keeper, text_en="Open", **RESTRICTED)
    person = open_account(Role.READER, clearance=clearance)

    (seen,) = policy.minutes_visible_to(person)

    assert seen.told_en == ("They asked us in private." if clearance == Marking.PROTECTED_B else "")
    assert {"restricted_en", "restricted_fr"} <= seen.get_deferred_fields()


def test_a_delegate_writes_and_a_reader_does_not(held, reader, open_account):
    traveller = open_account(Role.READER, username="traveller")
    factories.delegate(held, person=traveller)

    assert actions.write_minutes(held, by=traveller, text_en="I was there").by == str(traveller)
    with pytest.raises(PermissionDenied):
        actions.write_minutes(held, by=reader, text_en="I was not")


def test_words_of_the_open_part_are_found_and_those_of_the_restricted_part_are_not(held, keeper, reader):
    actions.write_minutes(held, by=keeper, text_en="Old lantern")
    actions.write_minutes(held, by=keeper, seen=1, text_en="New compass", restricted_fr="Une confidence", **RESTRICTED)
    decided = actions.add_decision(held, by=keeper, text_en="Adopt the sextant")
    actions.add_decision(held, by=keeper, text_en="Hide the astrolabe", marking=Marking.PROTECTED_A)

    assert [one.address for one in index.found("compass", person=reader)] == [f"meetings:minutes {held.key}"]
    assert not index.found("lantern", person=reader)
    assert not index.found("private", person=keeper)
    assert not index.found("confidence", person=keeper)
    assert index.found("sextant", person=reader)
    assert not index.found("astrolabe", person=reader)
    assert index.found("astrolabe", person=keeper)
    actions.strike_out(decided, by=keeper, reason="Never decided.")
    assert not index.found("sextant", person=keeper)


def test_what_came_of_a_meeting_hides_with_it(held, keeper, reader):
    actions.write_minutes(held, by=keeper, text_en="Compass")
    actions.change(held, by=keeper, marking=Marking.PROTECTED_A)

    assert not index.found("compass", person=reader)
    assert not policy.minutes_visible_to(reader)
    assert index.found("compass", person=keeper)


# ── Sharing ───────────────────────────────────────────────────────────────────────────────────────


def shared(meeting, keeper, version=1, **given):
    usual = {"language": "en", "to": "Secretariat", "checked": True}
    return actions.share_minutes(meeting, by=keeper, version=version, **usual | given)


def test_what_is_shared_is_frozen_without_the_restricted_part(held, keeper):
    actions.write_minutes(held, by=keeper, text_en="Open", text_fr="Ouvert", **RESTRICTED)
    actions.add_decision(held, by=keeper, text_en="Adopted", text_fr="Adopté")
    actions.add_decision(held, by=keeper, text_en="Not for them", marking=Marking.PROTECTED_A)
    share = shared(held, keeper, language="both")

    actions.write_minutes(held, by=keeper, seen=1, text_en="Changed since")
    share.refresh_from_db()

    assert set(share.paper) == {"en", "fr"}
    assert share.paper["en"]["text"] == "Open"
    assert share.paper["fr"]["title"] == "Séance"
    assert share.paper["en"]["decisions"] == [[1, "Adopted"]]
    assert "private" not in str(share.paper)
    assert share.minutes.shared_by == str(keeper)
    assert Entry.objects.get(verb="share_minutes").changes["sha256"] == share.digest


def test_for_mtg_44_a_later_version_is_shared_anew(held, keeper):
    actions.write_minutes(held, by=keeper, text_en="Open")
    shared(held, keeper)
    actions.write_minutes(held, by=keeper, seen=1, text_en="Later")

    with pytest.raises(ValidationError, match="MTG-44"):
        shared(held, keeper, version=1, to="Somebody else")
    assert shared(held, keeper, version=2).paper["en"]["text"] == "Later"


def test_for_mtg_45_46_and_47_sharing_says_everything_that_is_missing(held, keeper):
    actions.write_minutes(held, by=keeper, text_en="Open")
    shared(held, keeper)

    with pytest.raises(ValidationError) as refusal:
        shared(held, keeper, language="both", checked=False)
    assert {"MTG-45", "MTG-46"} <= {message.split(":")[0] for message in refusal.value.messages}
    with pytest.raises(ValidationError, match="MTG-47"):
        shared(held, keeper)


def test_for_mtg_45_title_and_decisions_are_in_the_language_of_the_paper_too(held, keeper):
    actions.write_minutes(held, by=keeper, text_en="Open", text_fr="Ouverte")
    Meeting.objects.filter(pk=held.pk).update(title_fr="")
    actions.add_decision(held, by=keeper, text_en="The model is adopted.")

    with pytest.raises(ValidationError) as refusal:
        shared(held, keeper, language="fr", decided=True)
    said = " ".join(refusal.value.messages)
    assert "no title in French" in said
    assert "decision 1 is not written in French" in said
    Meeting.objects.filter(pk=held.pk).update(title_fr="Réunion")
    paper = shared(held, keeper, language="fr", decided=False).paper
    assert paper["fr"]["title"] == "Réunion"
    assert "adopted" not in str(paper)


def test_nothing_is_shared_while_nothing_is_written_and_only_the_desk_shares(held, keeper, open_account):
    with pytest.raises(ValidationError, match="MTG-41"):
        shared(held, keeper)
    traveller = open_account(Role.EXECUTIVE, username="traveller")
    factories.delegate(held, person=traveller)
    with pytest.raises(PermissionDenied):
        shared(held, traveller)


# ── Decisions and promises ────────────────────────────────────────────────────────────────────────


def test_decisions_are_numbered_and_a_new_wording_keeps_the_old_one(held, keeper):
    item = actions.add_item(held, by=keeper, title_en="Data")
    first = actions.add_decision(held, by=keeper, item=item, text_en="Adopt")
    actions.add_decision(held, by=keeper, text_en="Note")

    new = actions.word_anew(first, by=keeper, item=item, text_en="Adopt with changes", reason="As in the summary.")

    found = outcomes.decisions_of(keeper, held)
    assert [(one.position, str(one.text)) for one in found] == [(1, "Adopt with changes"), (2, "Note")]
    assert [str(one.text) for one in found[0].before] == ["Adopt"]
    with pytest.raises(ValidationError, match="MTG-48"):
        actions.word_anew(first, by=keeper, text_en="Again", reason="Why not.")
    with pytest.raises(ValidationError, match="MTG-50"):
        actions.word_anew(new, by=keeper, text_en="Again", reason="")


def test_a_struck_decision_keeps_its_number_and_its_words(held, keeper):
    first = actions.add_decision(held, by=keeper, text_en="Adopt")
    with pytest.raises(ValidationError, match="MTG-50"):
        actions.strike_out(first, by=keeper, reason=" ")

    actions.strike_out(first, by=keeper, reason="It was only noted.")
    second = actions.add_decision(held, by=keeper, text_en="Note")

    assert second.position == 2
    assert Decision.objects.get(position=1).struck_because == "It was only noted."


def test_for_mtg_49_a_decision_is_on_an_item_of_its_meeting(held, keeper):
    foreign = actions.add_item(factories.meeting(), by=keeper, title_en="Elsewhere")

    with pytest.raises(ValidationError, match="MTG-49"):
        actions.add_decision(held, by=keeper, item=foreign, text_en="Adopt")
    with pytest.raises(ValidationError, match="MTG-49"):
        actions.bear_promise(held, by=keeper, item=foreign, side="ours", made_on=held.ends_on, title_en="Send")


def test_an_item_on_which_something_was_decided_is_not_taken_out(held, keeper):
    item = actions.add_item(held, by=keeper, title_en="Data")
    actions.add_decision(held, by=keeper, item=item, text_en="Adopt")

    with pytest.raises(ValidationError, match="MTG-25"):
        actions.remove_item(item, by=keeper)


def test_a_decision_above_the_clearance_is_neither_listed_nor_counted(held, keeper, reader):
    actions.add_decision(held, by=keeper, text_en="Adopt")
    actions.add_decision(held, by=keeper, text_en="Hide", marking=Marking.PROTECTED_A)

    asked = Ask(reader, factories.day().isoformat())

    assert [str(one.text) for one in outcomes.decisions(asked)] == ["Adopt"]
    assert len(outcomes.decisions_of(keeper, held)) == 2


def test_a_promise_born_in_a_meeting_stands_on_the_next_session(held, keeper):
    item = actions.add_item(held, by=keeper, title_en="Data")
    body = Body.objects.get(key="b5")
    born = actions.bear_promise(
        held, by=keeper, item=item, side="ours", made_on=held.ends_on, title_en="Send the lists", body=body
    )
    coming = factories.meeting(in_days=20)

    from entente.engagement.meetings.queries.dossier import promises

    assert born.commitment == Commitment.objects.get()
    assert list(promises(keeper, coming)) == [born.commitment]
    assert [one.on_item for one in outcomes.born_in(keeper, held)] == [item]


def test_a_delegate_writes_a_promise_down_and_the_obstacles_of_commitments_are_told(held, open_account):
    traveller = open_account(Role.READER, username="traveller")
    factories.delegate(held, person=traveller)
    body = Body.objects.get(key="b5")

    made = actions.bear_promise(
        held, by=traveller, side="theirs", made_on=held.ends_on, title_en="They answer", body=body
    )

    assert made.commitment.author == traveller
    with pytest.raises(ValidationError):
        actions.bear_promise(held, by=traveller, side="theirs", made_on=factories.day(3), title_en="", body=body)


# ── Across a series ───────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def series(keeper):
    made = actions.open_series(by=keeper, title_en="Heads", title_fr="Chefs", body=factories.body("heads"))
    for days, words in ((-400, "Lantern"), (-30, "Compass")):
        one = factories.attended(in_days=days, series=made, body=made.body)
        actions.write_minutes(one, by=keeper, text_en=f"{words} was on the table", **RESTRICTED)
        actions.add_decision(one, by=keeper, text_en=f"Adopt the {words.lower()}")
        actions.add_decision(one, by=keeper, text_en="Another thing")
    return made


def test_the_record_of_a_series_is_compiled_and_narrowed(series, keeper, reader, django_assert_num_queries):
    with django_assert_num_queries(4):
        found = outcomes.record_of(reader, series)

    assert [len(one.decisions) for one in found] == [2, 2]
    (only,) = outcomes.record_of(reader, series, words="LANTERN")
    assert (only.minutes.text_en, len(only.decisions)) == ("Lantern was on the table", 1)
    assert outcomes.record_of(reader, series, words="private") == []
    assert len(outcomes.record_of(reader, series, first=factories.day() - timedelta(days=60))) == 1


def test_entries_are_titled_in_both_languages(held, keeper):
    actions.write_minutes(held, by=keeper, text_en="Compass")

    with translation.override("fr"):
        (record,) = index.found("compass", person=keeper)

    assert (record.title_en, record.title_fr) == ("Minutes: Session", "Compte rendu\u00a0: Séance")


# ── Two at once ───────────────────────────────────────────────────────────────────────────────────


def test_two_who_write_the_minutes_at_once_lose_nothing(really_written):
    keeper = factories.officer()
    meeting = factories.attended(in_days=-10)

    given = racing.at_once(
        *(lambda text=text: actions.write_minutes(meeting, by=keeper, seen=0, text_en=text) for text in ("One", "Two"))
    )

    saved = [one for one in given if isinstance(one, Minutes)]
    refused = [one for one in given if isinstance(one, ValidationError)]
    assert (len(saved), len(refused)) == (1, 1)
    assert "MTG-42" in " ".join(refused[0].messages)
    other = "Two" if saved[0].text_en == "One" else "One"
    actions.write_minutes(meeting, by=keeper, seen=1, text_en=other)
    assert {one.text_en for one in Minutes.objects.filter(meeting=meeting)} == {"One", "Two"}


def test_two_who_write_decisions_down_at_once_get_two_numbers(really_written):
    keeper = factories.officer()
    meeting = factories.attended(in_days=-10)

    made = racing.at_once(
        *(lambda n=n: actions.add_decision(meeting, by=keeper, text_en=f"Decision {n}") for n in range(6))
    )

    assert sorted(one.position for one in made) == [1, 2, 3, 4, 5, 6]
