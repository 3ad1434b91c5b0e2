"""Bad input on the pages of trips: it is said in the language of the reader, and what was typed is still there."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.travel.models import Ceiling, CostLine, Formality, Trip

from . import factories

BOTH = pytest.mark.parametrize("lang", ["en", "fr"])
LONG = "x" * 10_000_000


@pytest.fixture
def send(as_person):
    """``send(person, "fr", "travel:trip_dates", key, starts_on=…)``: the answer to a form, or the page without data."""

    def act(person, lang, name, *args, **data):
        client = as_person(person)
        with translation.override(lang):
            address = reverse(name, args=args)
        answer = client.post(address, data) if data else client.get(address)
        return answer, b"".join(answer).decode()

    return act


def days_ago(days):
    return timezone.localdate() - timedelta(days)


@pytest.mark.parametrize(
    ("cells", "en", "fr"),
    [
        ("{key},airfare,dear", "This is no amount.", "Ce n’est pas un montant."),
        ("{key},bribes,12", "“bribes” is not known here.", "«\u00a0bribes\u00a0» est inconnu ici."),
        ("TRP-1999-0001,meals,12", "You know no trip with this key.", "Vous n’avez accès à aucun voyage"),
    ],
)
@BOTH
def test_a_sheet_of_costs_with_one_wrong_cell_is_given_back_with_the_reason_and_enters_nothing(
    people, send, lang, cells, en, fr
):
    trip = factories.trip(people, "authorised")
    wrong = cells.format(key=trip.key)
    text = f"trip,kind,amount\n{trip.key},lodging,800\n{wrong}\n"
    send(people.planner, lang, "travel:import_actuals", file=SimpleUploadedFile("costs.csv", text.encode()))

    _answer, page = send(people.planner, lang, "travel:check_actuals")
    assert {"en": en, "fr": fr}[lang] in page
    send(people.planner, lang, "travel:check_actuals", enter="1")
    _answer, back = send(people.planner, lang, "travel:actuals_errors")

    assert not CostLine.objects.filter(actual__isnull=False).exists()
    assert f"{trip.key},lodging,800" in back
    assert wrong in back
    assert {"en": en, "fr": fr}[lang] in back


@BOTH
def test_a_sheet_of_ten_megabytes_is_refused_with_what_to_do(people, send, lang):
    sheet = SimpleUploadedFile("costs.csv", LONG.encode())

    answer, page = send(people.planner, lang, "travel:import_actuals", file=sheet)

    assert answer.status_code == 422
    assert {"en": "larger than 5 megabytes", "fr": "dépasse 5 mégaoctets"}[lang] in page


@BOTH
def test_a_trip_that_began_already_is_asked_for_with_the_reason_only(people, send, lang):
    trip = factories.trip(people)
    Trip.objects.filter(pk=trip.pk).update(starts_on=days_ago(3))

    answer, page = send(people.planner, lang, "travel:ask_authority", trip.key, overlap_reason="Two in one week.")

    assert answer.status_code == 422
    assert {"en": "authority comes before the journey", "fr": "l’autorisation précède le déplacement"}[lang] in page
    assert "Two in one week." in page
    assert Trip.objects.get().state == "draft"


@BOTH
def test_days_that_miss_the_meeting_are_said_so_and_stay_in_their_boxes(people, send, lang):
    trip = factories.trip(people)
    past = days_ago(30).isoformat()

    answer, page = send(people.planner, lang, "travel:trip_dates", trip.key, starts_on=past, ends_on=past)

    assert answer.status_code == 422
    assert {"en": "the trip has none of these days", "fr": "le voyage n’en comprend aucun jour"}[lang] in page
    assert page.count(f'value="{past}"') == 2


@pytest.mark.parametrize(("name", "box"), [("travel:cancel_trip", "reason"), ("travel:trip_dates", "overlap_reason")])
@BOTH
def test_a_note_of_ten_megabytes_is_refused_with_the_limit_and_not_lost(people, send, lang, name, box):
    trip = factories.trip(people)
    days = {"starts_on": trip.starts_on - timedelta(1), "ends_on": trip.ends_on} if "dates" in name else {}

    answer, page = send(people.planner, lang, name, trip.key, **{box: LONG}, **days)

    assert answer.status_code == 422
    assert {"en": "Attach a longer text as a document.", "fr": "Joignez un texte plus long comme document."}[
        lang
    ] in page
    kept = LONG in page
    assert kept
    assert Trip.objects.get().state == "draft"


@BOTH
def test_a_comment_of_ten_megabytes_on_an_authority_answers_nothing_and_is_not_lost(people, send, lang):
    trip = factories.trip(people, "requested")

    said = {"answer": "refuse", "comment": LONG, "trips": f"{trip.pk}.{factories.turn(trip).pk}"}
    answer, page = send(people.general, lang, "travel:answer_authority", trip.key, **said)

    assert answer.status_code == 422
    kept = LONG in page
    assert kept
    assert factories.turn(trip).decider is None


@pytest.mark.parametrize("bent", ["", "TRP-2026-0001", "1.2.3", "1", f"{'9' * 40}.1", "é.½"])
def test_an_answer_for_trips_that_are_none_is_shown_again(people, send, bent):
    trip = factories.trip(people, "requested")

    answer, page = send(
        people.general, "en", "travel:answer_authority", trip.key, answer="refuse", comment="No.", trips=bent
    )

    assert answer.status_code == 422
    assert "No." in page
    assert factories.turn(trip).decider is None


@BOTH
def test_a_ceiling_of_yesterday_is_refused_and_stays_in_its_boxes(people, send, lang):
    said = {"amount": "9500", "starts_on": days_ago(1).isoformat(), "reason": "Directive of the year."}

    answer, page = send(people.balancer, lang, "travel:ceilings", **said)

    assert answer.status_code == 422
    assert {"en": "cannot begin in the past", "fr": "ne peut commencer dans le passé"}[lang] in page
    assert said["starts_on"] in page
    assert "Directive of the year." in page
    assert not Ceiling.objects.exists()


@BOTH
def test_a_passport_that_expired_is_not_held_and_the_note_stays(people, send, lang):
    trip = factories.trip(people, "authorised", meeting=factories.meeting(country=factories.country("BE")))
    task = Formality.objects.get(trip=trip, kind="passport")
    said = {"state": "held", "expires_on": days_ago(1).isoformat(), "note": "Renewed in March."}

    answer, page = send(people.delegate, lang, "travel:formality", task.pk, **said)

    assert answer.status_code == 422
    assert {"en": "It expired already", "fr": "Il est déjà expiré"}[lang] in page
    assert "Renewed in March." in page
    assert Formality.objects.get(pk=task.pk).state == "needed"
