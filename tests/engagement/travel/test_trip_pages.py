"""Pages about trips: the register, the dossier, asking, answering, money, the sheet; in both languages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.travel import actions, exports, queries
from entente.engagement.travel.models import CostLine, Formality, Trip, TripState
from entente.kit.table import Ask, read

from . import factories


@pytest.fixture
def page(as_person):
    """``page(person, "travel:trip", key)``: the answer and its text."""

    def ask(person, name, *args, lang="en", data=None, **more):
        client = as_person(person)
        with translation.override(lang):
            address = reverse(name, args=args)
        answer = client.post(address, data) if data is not None else client.get(address, more)
        return answer, answer.content.decode() if not answer.streaming else b"".join(answer.streaming_content).decode()

    return ask


def key(trip):
    return trip.key


# ── The register ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["president", "balancer", "planner", "general", "delegate", "desk"])
def test_a_page_of_trips_costs_few_queries_whoever_asks(people, who):
    for trip in factories.two_trips(people):
        factories.authorise(trip, people)
    person = getattr(people, who)

    for register in (exports.TRIPS, exports.COSTS, exports.FORMALITIES):
        with CaptureQueriesContext(connection) as asked:
            read(register, Ask(person, timezone.localdate().isoformat()), {})
        assert len(asked) <= 8, (register.name, [query["sql"] for query in asked])


@pytest.mark.parametrize("order", [c.key for c in exports.TRIPS.columns if c.sort])
def test_the_register_sorts_by_every_column_and_turns_its_pages(people, order):
    one, other = factories.two_trips(people)
    ask = Ask(people.president, timezone.localdate().isoformat())

    for sign in ("", "-"):
        first = read(exports.TRIPS, ask, {"sort": f"{sign}{order}"}, rows=1)
        after = first.next_url.split("after=")[1].split("&")[0]
        second = read(exports.TRIPS, ask, {"sort": f"{sign}{order}", "after": after}, rows=1)
        assert first.count == 2
        assert second.shown == 1
        assert first.body != second.body


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "delegate"}, 1),
        ({"q": "second"}, 1),
        ({"q": "nobody"}, 0),
        ({"state": "requested"}, 1),
        ({"branch": "enforcement"}, 2),
        ({"ahead": "1"}, 2),
        ({"owed": "1"}, 0),
        ({"unspent": "1"}, 0),
        ({"exceptions": "1"}, 0),
        ({"country": "BE"}, 1),
    ],
)
def test_the_register_narrows_by_sentences(people, filters, found):
    one, other = factories.two_trips(people)
    actions.ask_authority(one, by=people.planner)
    meeting = one.traveller.proposal.meeting
    meeting.country = factories.country("BE")
    meeting.save()

    ask = Ask(people.president, timezone.localdate().isoformat(), chosen=filters)

    assert read(exports.TRIPS, ask, filters).count == found


def test_a_trip_that_is_over_without_its_report_is_found(people):
    trip = factories.trip(people, "authorised")
    over = timezone.localdate().replace(year=trip.ends_on.year + 1).isoformat()
    ask = Ask(people.president, over, chosen={"owed": "1", "unspent": "1"})

    assert read(exports.TRIPS, ask, {}).count == 1


def test_every_reason_leaves_with_the_export(people, page):
    trip = factories.trip(people)
    actions.ask_authority(trip, by=people.planner, exception_reason="The only flight.", overlap_reason="One journey.")

    _answer, text = page(people.president, "travel:trips", format="csv")

    for words in ("The only flight.", "One journey.", "Our standards are decided there.", trip.key):
        assert words in text


# ── The dossier ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["draft", "requested", "authorised", "returned", "refused", "cancelled"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_trip_has_its_page_in_every_state(people, page, state, lang):
    trip = factories.trip(people, state)

    answer, text = page(people.planner, "travel:trip", trip.key, lang=lang)

    assert answer.status_code == 200
    assert trip.key in text
    assert {"en": "The whole delegation", "fr": "Toute la délégation"}[lang] in text


def test_what_stands_in_the_way_stands_first_with_its_cure(people, page):
    trip = factories.trip(people)
    trip.traveller.costs.all().delete()

    _answer, text = page(people.planner, "travel:trip", trip.key)

    assert text.index("Nobody has said what this trip will cost. Give the estimate.") < text.index(">Travel authority<")
    assert reverse("travel:trip_estimate", args=[trip.key]) in text


def test_a_page_of_a_trip_costs_a_bounded_number_of_queries(people, page):
    trip = factories.trip(people, "requested")

    with CaptureQueriesContext(connection) as asked:
        page(people.general, "travel:trip", trip.key)

    assert len(asked) <= 60, len(asked)


@pytest.mark.parametrize("who", ["second", "other_planner"])
def test_a_stranger_finds_no_trip(people, page, who):
    trip = factories.trip(people)

    answer, _text = page(getattr(people, who), "travel:trip", trip.key)

    assert answer.status_code == 404


# ── Asking and answering ──────────────────────────────────────────────────────────────────────────


def test_asking_refused_says_all_that_stands_in_the_way_and_keeps_what_was_typed(people, page):
    trip = factories.trip(people)
    trip.traveller.costs.all().delete()
    data = {"overlap_reason": "Two meetings."}

    answer, text = page(people.planner, "travel:ask_authority", trip.key, data=data)

    assert answer.status_code == 422
    assert "Nobody has said what this trip will cost" in text
    assert "Two meetings." in text
    trip.refresh_from_db()
    assert trip.state == TripState.DRAFT


def test_asking_shows_who_will_be_asked_and_asks_them(people, page):
    trip = factories.trip(people)
    _answer, text = page(people.planner, "travel:ask_authority", trip.key)
    assert "Targeting Directorate" in text
    assert "vice-president" in text

    answer, _text = page(people.planner, "travel:ask_authority", trip.key, data={})

    assert answer.status_code == 302
    trip.refresh_from_db()
    assert trip.state == TripState.REQUESTED


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_head_reads_the_whole_delegation_and_answers_for_all_of_it(people, page, lang):
    trips = factories.delegation_of_two(people)
    for trip in trips:
        actions.ask_authority(trip, by=people.planner)
    answer, text = page(people.general, "travel:answer_authority", trips[0].key, lang=lang)
    assert answer.status_code == 200
    assert "delegate" in text
    assert "second" in text

    chosen = [f"{trip.pk}.{factories.turn(trip).pk}" for trip in trips]
    data = {"trips": chosen, "answer": "approve", "comment": ""}
    answer, _text = page(people.general, "travel:answer_authority", trips[0].key, lang=lang, data=data)

    assert answer.status_code == 302
    assert {factories.turn(trip).unit for trip in trips} == {people.enforcement}


def test_an_answer_without_its_comment_is_shown_again(people, page):
    trip = factories.trip(people, "requested")
    data = {"trips": f"{trip.pk}.{factories.turn(trip).pk}", "answer": "refuse", "comment": ""}

    answer, text = page(people.general, "travel:answer_authority", trip.key, data=data)

    assert answer.status_code == 422
    assert "Give the reason for this step." in text


def test_who_comes_second_reads_who_answered(people, page):
    trip = factories.trip(people, "requested")
    read_step = f"{trip.pk}.{factories.turn(trip).pk}"
    actions.answer_authority(trip, by=people.general, answer="approve")

    data = {"trips": read_step, "answer": "refuse", "comment": "No, thank you."}
    answer, text = page(people.vice_president, "travel:answer_authority", trip.key, data=data)

    assert answer.status_code == 422
    assert "general answered this step meanwhile" in text
    assert "No, thank you." in text


def test_who_may_not_answer_is_refused(people, page):
    trip = factories.trip(people, "requested")

    answer, _text = page(people.planner, "travel:answer_authority", trip.key)

    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["trip_dates", "cancel_trip", "trip_estimate", "ask_authority"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_form_of_a_draft_opens(people, page, name, lang):
    trip = factories.trip(people)

    answer, _text = page(people.planner, f"travel:{name}", trip.key, lang=lang)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("name", "state"), [("recall_trip", "requested"), ("reopen_trip", "cancelled"), ("trip_actuals", "authorised")]
)
def test_the_forms_of_other_states_open(people, page, name, state):
    trip = factories.trip(people, state)

    answer, _text = page(people.planner, f"travel:{name}", trip.key)

    assert answer.status_code == 200


def test_a_step_without_its_reason_is_refused_with_what_was_typed(people, page):
    trip = factories.trip(people)

    answer, text = page(people.planner, "travel:cancel_trip", trip.key, data={"reason": "  "})

    assert answer.status_code == 422
    assert "Give the reason for this step." in text


def test_a_day_that_is_none_is_said_so(people, page):
    trip = factories.trip(people)
    data = {"starts_on": "2026-02-31", "ends_on": "tomorrow"}

    answer, text = page(people.planner, "travel:trip_dates", trip.key, data=data)

    assert answer.status_code == 422
    assert "2026-02-31" in text
    assert "Write the day as yyyy-mm-dd" in text


def test_what_was_typed_stays_when_the_language_is_switched(people, page):
    trip = factories.trip(people)
    data = {"reason": "La réunion a lieu en ligne.", "_switch_language": "fr"}

    answer, text = page(people.planner, "travel:cancel_trip", trip.key, lang="fr", data=data)

    assert answer.status_code == 200
    assert "La réunion a lieu en ligne." in text
    trip.refresh_from_db()
    assert trip.state == TripState.DRAFT


def test_a_planner_opens_the_trips_of_a_delegation_in_one_click(people, page):
    trip = factories.trip(people)
    proposal = trip.traveller.proposal
    trip.delete()

    answer, _text = page(people.planner, "travel:open_trips", proposal.key, data={})

    assert answer.status_code == 302
    assert Trip.objects.filter(traveller__proposal=proposal).count() == 1


# ── Money ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_amount_is_typed_as_the_reader_writes_it(people, page):
    trip = factories.trip(people, "authorised")
    data = {"airfare-actual": "1\u00a0234,50", "lodging-actual": "800", "reason": ""}

    answer, text = page(people.planner, "travel:trip_actuals", trip.key, lang="fr", data=data)

    assert answer.status_code == 302, text
    assert str(CostLine.objects.get(kind="airfare").actual) == "1234.50"
    _answer, text = page(people.planner, "travel:trip_actuals", trip.key, lang="fr")
    assert "1\u00a0234,50" in text


def test_a_wrong_amount_is_said_beside_its_cell(people, page):
    trip = factories.trip(people)
    data = {"airfare-estimate": "a lot", "lodging-estimate": "10", "lodging-paid_by_others": "20"}

    answer, text = page(people.planner, "travel:trip_estimate", trip.key, data=data)

    assert answer.status_code == 422
    assert "Enter a number." in text
    assert "Others cannot pay more than the estimate." in text
    assert "Say who pays." in text
    assert 'value="a lot"' in text


@pytest.mark.parametrize("by", ["branch", "category", "forum", "partner", "objective"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_money_of_a_quarter_has_its_page_and_its_file(people, page, by, lang):
    trip = factories.trip(people)
    quarter = trip.traveller.proposal.quarter

    answer, text = page(people.balancer, "travel:money", quarter.key, lang=lang, by=by)
    assert answer.status_code == 200
    assert {"en": "2,000.00", "fr": "2\u00a0000,00"}[lang] in text

    answer, text = page(people.balancer, "travel:money", quarter.key, lang=lang, by=by, format="csv")
    assert "2000" in text


def test_a_branch_sees_its_part_and_not_the_budget(people, page):
    quarter = factories.trip(people).traveller.proposal.quarter

    _answer, text = page(people.planner, "travel:money", quarter.key)

    assert "2,000.00" in text
    assert "100,000.00" not in text


def test_a_sheet_is_sent_checked_and_entered(people, page):
    trip = factories.trip(people, "authorised")
    sheet = SimpleUploadedFile("costs.csv", f"trip,kind,amount\n{trip.key},airfare,1200\n".encode())
    answer, _text = page(people.planner, "travel:import_actuals", data={"file": sheet})
    assert answer.status_code == 302

    _answer, text = page(people.planner, "travel:check_actuals")
    assert trip.key in text
    assert "1,200.00" in text
    assert not CostLine.objects.filter(actual__isnull=False).exists()

    answer, _text = page(people.planner, "travel:check_actuals", data={})
    assert answer.status_code == 302
    assert CostLine.objects.filter(actual=1200).exists()


def test_a_wrong_cell_is_named_and_nothing_is_entered(people, page):
    trip = factories.trip(people, "authorised")
    sheet = SimpleUploadedFile("costs.csv", f"trip,kind,amount\n{trip.key},airfare,dear\n".encode())
    page(people.planner, "travel:import_actuals", data={"file": sheet})

    _answer, text = page(people.planner, "travel:check_actuals")
    assert "This is no amount." in text
    answer, _text = page(people.planner, "travel:check_actuals", data={})

    assert answer.status_code == 200
    assert not CostLine.objects.filter(actual__isnull=False).exists()
    answer, text = page(people.planner, "travel:actuals_errors")
    assert "What is wrong" in text


def test_a_file_that_is_no_sheet_is_refused(people, page):
    answer, text = page(
        people.planner, "travel:import_actuals", data={"file": SimpleUploadedFile("costs.pdf", b"%PDF")}
    )

    assert answer.status_code == 422
    assert "Send a CSV or XLSX file." in text


def test_ceilings_are_read_by_planners_and_set_by_international_affairs(people, page):
    today = timezone.localdate().isoformat()
    data = {"amount": "9,500.00", "starts_on": today, "reason": "Directive of the year."}
    answer, _text = page(people.planner, "travel:ceilings", data=data)
    assert answer.status_code == 403

    answer, _text = page(people.balancer, "travel:ceilings", data=data)
    assert answer.status_code == 302
    answer, text = page(people.planner, "travel:ceilings")
    assert "9,500.00" in text
    answer, text = page(people.balancer, "travel:ceilings", data=data)
    assert answer.status_code == 422


# ── Passports and visas ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_traveller_says_until_when_the_passport_is_valid(people, page, lang):
    trip = factories.trip(people, "authorised", meeting=factories.meeting(country=factories.country("BE")))
    task = Formality.objects.get(trip=trip, kind="passport")
    answer, _text = page(people.delegate, "travel:formality", task.pk, lang=lang)
    assert answer.status_code == 200
    data = {"state": "held", "expires_on": "2035-05-31", "note": ""}

    answer, _text = page(people.delegate, "travel:formality", task.pk, lang=lang, data=data)

    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.state, task.expires_on.isoformat()) == ("held", "2035-05-31")


def test_a_number_of_a_passport_never_gets_in(people, page):
    trip = factories.trip(people, "authorised", meeting=factories.meeting(country=factories.country("BE")))
    task = Formality.objects.get(trip=trip, kind="passport")

    answer, text = page(people.desk, "travel:formality", task.pk, data={"state": "applied", "note": "AB123456"})

    assert answer.status_code == 422
    assert "looks like the number of a passport" in text
    assert not Formality.objects.exclude(note="").exists()


def test_international_affairs_puts_a_passport_on_record(people, page):
    data = {"person": "delegate", "kind": "visa", "state": "held", "expires_on": "2035-05-31"}
    answer, text = page(people.desk, "travel:new_formality", data=data)
    assert answer.status_code == 422
    assert "Say for which country." in text

    answer, _text = page(people.desk, "travel:new_formality", data=data | {"kind": "passport"})

    assert answer.status_code == 302
    assert queries.formalities.held(people.delegate, "passport").expires_on.year == 2035
    answer, _text = page(people.planner, "travel:new_formality")
    assert answer.status_code == 403


# ── On the page of the proposal ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_proposal_shows_its_trips_and_asks_for_all_of_them_at_once(people, page, lang):
    one, other = factories.delegation_of_two(people)
    proposal = one.traveller.proposal
    _answer, text = page(people.planner, "travel:proposal", proposal.key, lang=lang)
    assert one.get_absolute_url().split("/")[-2] in text
    answer, _text = page(people.planner, "travel:ask_authorities", proposal.key, lang=lang)
    assert answer.status_code == 200

    answer, _text = page(people.planner, "travel:ask_authorities", proposal.key, lang=lang, data={})

    assert answer.status_code == 302
    assert set(Trip.objects.values_list("state", flat=True)) == {TripState.REQUESTED}


def test_asking_for_all_says_whose_trip_cannot_go_and_asks_for_none(people, page):
    one, other = factories.delegation_of_two(people)
    other.traveller.costs.all().delete()

    answer, text = page(people.planner, "travel:ask_authorities", one.traveller.proposal.key, data={})

    assert answer.status_code == 422
    assert "second: Nobody has said what this trip will cost." in text
    assert set(Trip.objects.values_list("state", flat=True)) == {TripState.DRAFT}


def test_an_approved_office_is_named_on_its_page(people, page):
    one, other = factories.delegation_of_two(people)
    place = other.traveller
    other.delete()
    place.person, place.office_en = None, "Analyst"
    place.save()

    _answer, text = page(people.planner, "travel:proposal", place.proposal.key)
    assert reverse("travel:name_traveller", args=[place.proposal.key, place.pk]) in text
    answer, _text = page(
        people.planner, "travel:name_traveller", place.proposal.key, place.pk, data={"person": "second"}
    )

    assert answer.status_code == 302
    assert Trip.objects.filter(person=people.second).exists()
