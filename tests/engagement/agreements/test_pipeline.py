"""The board, the pages of a negotiation, what waits for whom, who may open what."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements import actions, exports, panels, policy, queries, tasks
from entente.engagement.agreements.models import Bracket, Review, Step
from entente.engagement.agreements.policy import AGREEMENTS
from entente.foundation.notices.models import Notice
from entente.foundation.people.roles import Marking, Role
from entente.foundation.reference import actions as reference
from entente.foundation.reference.queries import weekdays
from entente.kit.table import Ask
from tests.turns import turns

from . import factories

TODAY = timezone.localdate()
MARK = {"title_en": "Accord on data", "title_fr": "Accord sur les données", "kind": "customs_mou", "binding": False}


@pytest.fixture
def mexico(db):
    return factories.partner("mx", name_en="Mexico", name_fr="Mexique")


@pytest.fixture
def talks(agreements_officer, mexico):
    """A negotiation with a round, a point between brackets, a version of the text and a review asked for."""
    by = agreements_officer
    one = actions.register(by=by, parties=[mexico], **MARK)
    for name in ("receive", "screen", "prioritise", "mandate", "open_rounds"):
        actions.move(one, name, by=by, reference="RD-1")
    first = actions.hold_round(
        one, by=by, first_on=TODAY, last_on=TODAY, place="Ottawa", our_head="Director, Agreements"
    )
    actions.open_bracket(
        one, by=by, article="art. 9(2)", topic="Onward transfer", side="us", round=first, our_text="never"
    )
    actions.add_text(one, by=by, side="us", on=TODAY, body="Article 1", round=first)
    actions.ask_review(one, by=by, kind="legal", office="Legal Services")
    one.refresh_from_db()
    return one


def address(name, *args, lang="en"):
    with translation.override(lang):
        return reverse(f"agreements:{name}", args=args)


def pages(one):
    key = one.key
    return [("pipeline",), ("negotiation", key), ("bracket", key, 1), ("round", key, 1)]


def forms_of(one):
    review = one.reviews.get().pk
    moves = [("stage", one.key, name) for name in ("initial", "reopen_text", "abandon", "table_treaty")]
    plain = ("due", "urgency", "hold_round", "add_text", "open_bracket", "ask_review")
    return [*moves, *((name, one.key) for name in plain), ("opinion", review), ("met", review)]


@pytest.mark.parametrize(("role", "lang"), turns(Role.AGREEMENTS_OFFICER))
def test_everybody_reads_and_the_agreements_officer_alone_writes(client, open_account, talks, role, lang):
    same = role == Role.AGREEMENTS_OFFICER
    client.force_login(open_account(role, username="another") if same else open_account(role))

    read = {page: client.get(address(*page, lang=lang)).status_code for page in pages(talks)}
    write = {page: client.get(address(*page, lang=lang)).status_code for page in forms_of(talks)}

    assert read == dict.fromkeys(pages(talks), 200)
    assert write == dict.fromkeys(forms_of(talks), 200 if same else 403)


def test_what_is_marked_higher_is_not_there(client, open_account, talks):
    type(talks).objects.filter(pk=talks.pk).update(marking="protected_b")
    client.force_login(open_account(Role.READER, clearance=Marking.PROTECTED_A))

    found = [client.get(address(*page)).status_code for page in pages(talks)[1:]]

    assert found == [404, 404, 404]
    assert "Accord on data" not in client.get(address("pipeline")).content.decode()


def test_the_negotiator_sees_which_brackets_stay_open_and_who_moved_last(client, agreements_officer, talks):
    point = Bracket.objects.get()
    client.force_login(agreements_officer)
    seen = point.movements.get().pk

    sent = {"seen": seen, "side": "them", "status": "open", "their_text": "with consent", "our_text": "never"}
    answer = client.post(address("bracket", talks.key, 1), sent, follow=True)
    text = answer.content.decode()

    assert answer.redirect_chain
    assert "they moved last" in text
    assert "(1 open)" in text
    assert "with consent" in text


def test_a_second_editor_is_told_and_keeps_what_was_typed(client, agreements_officer, talks):
    client.force_login(agreements_officer)
    seen = Bracket.objects.get().movements.get().pk
    sent = {"seen": seen, "side": "us", "status": "open", "our_text": "first"}
    client.post(address("bracket", talks.key, 1), sent)

    late = client.post(address("bracket", talks.key, 1), sent | {"our_text": "second"})

    assert late.status_code == 422
    assert "Somebody moved this point meanwhile" in late.content.decode()
    assert "second" in late.content.decode()
    assert Bracket.objects.get().our_text == "first"


def test_a_step_is_taken_on_its_page_or_says_what_is_in_the_way(client, agreements_officer, talks):
    client.force_login(agreements_officer)

    refused = client.post(address("stage", talks.key, "initial"), {})
    reopened = client.post(address("stage", talks.key, "abandon"), {})
    page = client.get(address("negotiation", talks.key)).content.decode()
    done = client.post(address("stage", talks.key, "abandon"), {"reason": "They withdrew"}, follow=True)

    assert "Points are still between brackets: art. 9(2)" in refused.content.decode()
    assert "Give the reason for this step." in reopened.content.decode()
    assert "Points are still between brackets: art. 9(2)" in page
    assert "They withdrew" in done.content.decode()


def test_a_step_of_the_other_path_is_not_offered(client, agreements_officer, talks):
    client.force_login(agreements_officer)
    signed = factories.agreement(factories.partner("fr"), status="signed", binding=False, signed_on="2020")

    text = client.get(address("negotiation", signed.key)).content.decode()

    assert "The arrangement takes effect" in text
    assert "Table it in the House" not in text


def test_a_round_prints_what_moved_in_it(client, reader, talks):
    client.force_login(reader)

    text = client.get(address("round", talks.key, 1)).content.decode()

    assert all(said in text for said in ("Ottawa", "Director, Agreements", "art. 9(2)", "never", "Article 1"))


def test_a_file_can_be_attached_to_a_round(client, agreements_officer, talks):
    client.force_login(agreements_officer)

    assert "Attach a document" in client.get(address("round", talks.key, 1)).content.decode()


def test_opinions_and_conditions_are_recorded_on_their_pages(client, agreements_officer, talks):
    review = Review.objects.get()
    client.force_login(agreements_officer)
    sent = {"opinion": "conditional", "given_on": TODAY.isoformat(), "conditions": "Add a caveat"}
    client.post(address("opinion", review.pk), sent)
    client.post(address("met", review.pk), {"met": "Article 4 holds it"})

    review.refresh_from_db()
    assert (review.opinion, review.met) == ("conditional", "Article 4 holds it")


# ── The board ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def late(agreements_officer, mexico):
    """A request whose reply clock ran out."""
    one = actions.register(by=agreements_officer, parties=[mexico], **MARK | {"title_en": "Late answer"})
    begun = (TODAY - timedelta(days=30)).isoformat()
    actions.move(one, "receive", by=agreements_officer, on=begun, due_on=TODAY - timedelta(days=3))
    return one


def board(person, **chosen):
    ask = Ask(person, TODAY.isoformat(), False, chosen=chosen)
    return panels.board(exports.PIPELINE.narrowed(ask).order_by("id"), today=TODAY)


def test_columns_stand_in_the_order_of_a_negotiation_and_late_ones_come_first(reader, talks, late):
    factories.agreement(status="in_force", title_en="In force and quiet")
    other = factories.agreement(factories.partner("fr"), requested_on="2020", title_en="An old idea")

    columns = board(reader)

    assert [column["key"] for column in columns] == ["ideas", "table"]
    assert [str(card.thing.title) for card in columns[0]["cards"]] == ["Late answer", "An old idea"]
    assert columns[0]["cards"][0].age == 30
    assert columns[0]["cards"][0].clocks[0] == ("danger", "Answer to the request: 3 days late")
    assert panels.answer(columns) == "3 instruments in the pipeline, 1 waits too long"
    assert columns[0]["cards"][1].age > 2000
    assert other.stage == ""


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"partner": "mx"}, {"Accord on data", "Late answer"}),
        ({"partner": "fr"}, {"Idea with France"}),
        ({"kind": "removal"}, {"Idea with France"}),
        ({"group": "table"}, {"Accord on data"}),
        ({"owner": "desk"}, {"Idea with France"}),
        ({"q": "late"}, {"Late answer"}),
    ],
)
def test_the_board_is_narrowed(reader, talks, late, chosen, found):
    france = factories.partner("fr")
    factories.agreement(france, kind="removal", title_en="Idea with France", owner=factories.unit())

    shown = {str(card.thing.title) for column in board(reader, **chosen) for card in column["cards"]}

    assert shown == found


def test_the_board_asks_at_most_eight_questions_however_much_it_shows(reader, talks, late):
    for number in range(30):
        tabled = factories.agreement(factories.partner(f"p{number}"), status="signed", stage="tabled", binding=True)
        tabled.tablings.create(tabled_on=TODAY)

    with CaptureQueriesContext(connection) as asked:
        columns = board(reader)

    assert sum(len(column["cards"]) for column in columns) == 32
    assert len(asked) <= 8


def test_the_board_is_taken_away_and_noted(client, reader, late):
    client.force_login(reader)

    text = b"".join(client.get(address("pipeline"), {"format": "csv"}).streaming_content).decode()

    assert "Late answer" in text
    assert (TODAY - timedelta(days=3)).isoformat() in text


def test_an_unknown_condition_is_said_and_left_out(client, reader, late):
    client.force_login(reader)

    assert "Late answer" in client.get(address("pipeline"), {"kind": "nonsense"}).content.decode()


def test_the_wait_of_the_house_shows_what_the_calendar_lacks(reader, mexico):
    tabled = factories.agreement(mexico, status="signed", stage="tabled", binding=True)
    tabled.tablings.create(tabled_on=TODAY)

    (column,) = board(reader)

    assert column["cards"][0].late
    assert "The calendar of the House says nothing" in column["cards"][0].clocks[0][1]


# ── What waits ────────────────────────────────────────────────────────────────────────────────────


def test_today_shows_an_agreements_officer_what_is_late_and_nobody_else(agreements_officer, desk_officer, late):
    (debt,) = panels.waiting(agreements_officer, TODAY)

    assert (str(debt.title), debt.due) == ("Late answer", TODAY - timedelta(days=3))
    assert panels.waiting(desk_officer, TODAY) == []


def test_the_dossiers_show_the_negotiation(client, reader, agreements_officer, late):
    client.force_login(reader)

    partner = client.get(reverse("partners:partner", args=["mx"])).content.decode()
    agreement = client.get(address("agreement", late.key)).content.decode()

    assert "In the pipeline" in partner
    assert "Open the negotiation" in agreement


def test_who_may_see_an_instrument_may_see_its_talks_and_the_rows_name_every_step():
    assert set(actions.STEPS) <= set(AGREEMENTS.table)
    assert queries.SHOWN
    assert policy.AGREEMENTS is AGREEMENTS


def test_every_step_is_kept_in_the_order_it_was_recorded(talks):
    assert list(Step.objects.order_by("id").values_list("move", flat=True))[:2] == ["receive", "screen"]


# ── What agreements officers are told ─────────────────────────────────────────────────────────────


def told(person):
    return sorted(Notice.objects.filter(person=person).values_list("word", flat=True))


def test_officers_are_told_once_of_replies_reviews_and_the_house(agreements_officer, desk_officer, talks, late, mexico):
    tabled = factories.agreement(mexico, status="signed", stage="tabled", binding=True)
    tabled.tablings.create(tabled_on=TODAY)
    talks.reviews.update(due_on=TODAY)

    for _time in range(2):
        tasks.sweep(today=TODAY)

    assert told(agreements_officer) == ["agreements.calendar_ends", "agreements.reply_due", "agreements.review_due"]
    assert told(desk_officer) == []


def test_nobody_is_told_of_what_is_marked_above_the_clearance(open_account, late):
    blind = open_account(Role.AGREEMENTS_OFFICER, username="blind", clearance=Marking.UNCLASSIFIED)
    type(late).objects.filter(pk=late.pk).update(marking="protected_b")

    tasks.sweep(today=TODAY)

    assert told(blind) == []


@pytest.mark.parametrize(
    ("clause", "in_days", "said"),
    [
        (None, 200, True),
        (None, 400, False),
        ({"number": 1, "unit": "years"}, 400, True),
        ({"number": 9, "unit": "days"}, 200, False),
    ],
)
def test_an_end_is_told_before_its_notice_must_be_given(agreements_officer, mexico, clause, in_days, said):
    ends = (TODAY + timedelta(days=in_days)).isoformat()
    one = factories.agreement(mexico, status="in_force", in_force_on="2010", expires_on=ends)
    if clause:
        one.clauses.create(kind="notice_period", article="art. 12", **clause)

    tasks.sweep(today=TODAY)

    assert told(agreements_officer) == (["agreements.ends_soon"] if said else [])


def test_when_the_wait_is_over_officers_hear_it(agreements_officer, mexico):
    begun = TODAY - timedelta(days=60)
    reference.record_session(by=agreements_officer, parliament=45, number=1, opened_on=begun, ended_on=None, ending="")
    said = {"first_on": begun, "last_on": TODAY, "source": "House", "address": "", "as_of": TODAY}
    reference.publish_calendar(by=agreements_officer, days=weekdays(begun, TODAY), **said)
    one = factories.agreement(mexico, status="signed", stage="tabled", binding=True)
    one.tablings.create(tabled_on=begun)

    tasks.sweep(today=TODAY)

    assert told(agreements_officer) == ["agreements.wait_over"]
