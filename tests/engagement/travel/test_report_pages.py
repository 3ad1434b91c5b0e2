"""The pages of trip reports, in both languages, for whoever may open them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings.models import Decision
from entente.engagement.travel import actions
from entente.engagement.travel.forms.reports import seen
from entente.foundation.people.roles import Role
from entente.kit.typed import SWITCH

from . import factories, reporting
from .reporting import TOLD, in_state

LISTS = ["reports", "owed_reports", "public_reports", "compliance"]


def at(name, *args):
    return reverse(f"travel:{name}", args=args)


def typed(report, **told):
    """What a browser sends of the form as it was opened, with some answers given."""
    report.refresh_from_db()
    shown = report.telling() | {"revision": report.revision, "seen": seen(report), "marking": report.marking}
    return shown | told


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("lang", "said"), [("en", "Session"), ("fr", "Réunion")])
def test_every_list_speaks_both_languages(people, name, lang, said, as_person):
    in_state(people, "accepted")
    in_state(people, "due", ended=20)
    with translation.override(lang):
        answer = as_person(people.desk).get(at(name))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page or name == "compliance"


@pytest.mark.parametrize("name", LISTS)
def test_every_list_stands_empty(people, name, as_person):
    page = as_person(people.desk).get(at(name)).content.decode()

    assert 'class="empty"' in page


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["desk", "planner", "delegate", "general"])
def test_every_list_costs_few_queries_whoever_asks(people, name, who, as_person):
    for ended in (1, 20, 40):
        in_state(people, "accepted", ended=ended)
    person = getattr(people, who)
    client = as_person(person)
    client.get(at(name))

    with CaptureQueriesContext(connection) as queries:
        client.get(at(name))

    assert len(queries) <= 11, [one["sql"][:90] for one in queries]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_every_list_is_taken_away(people, name, form, as_person):
    in_state(people, "accepted")

    answer = as_person(people.desk).get(f"{at(name)}?format={form}")

    assert f".{form}" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content)


def test_the_oldest_debt_stands_first_and_says_how_late_it_is(people, as_person):
    reporting.owed(people, ended=18, title_en="Third")
    reporting.owed(people, ended=40, title_en="Eldest")
    reporting.owed(people, ended=2, title_en="Newest")

    page = as_person(people.desk).get(at("owed_reports")).content.decode()

    assert page.index("Eldest") < page.index("Third") < page.index("Newest")
    assert "late by 3 days" in page
    assert "due in 13 days" in page


def test_a_day_that_is_none_is_said_and_left_out(people, as_person):
    in_state(people, "accepted")
    for name in ("reports", "compliance"):
        page = as_person(people.desk).get(f"{at(name)}?first=yesterday").content.decode()
        assert "Write a year, a month or a day" in page


# ── One report ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["due", "draft", "submitted", "returned", "accepted", "lapsed"])
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("who", ["delegate", "planner", "desk", "vice_president"])
def test_the_page_of_a_report_stands_in_every_state_for_every_reader(people, state, lang, who, as_person):
    report = in_state(people, state)
    with translation.override(lang):
        answer = as_person(getattr(people, who)).get(report.get_absolute_url())

    page = answer.content.decode()
    assert answer.status_code == 200
    writes = who in ("delegate", "planner")
    assert (TOLD["summary_en"] in page) == (
        state in ("submitted", "returned", "accepted") or writes and state == "draft"
    )
    assert ("Protected A" if lang == "en" else "Protégé A").replace(" ", "\xa0") in page.replace(" ", "\xa0")


def test_who_may_read_no_more_is_led_to_the_public_part(people, as_person):
    report = in_state(people, "accepted")
    client = as_person(people.other_planner)

    answer = client.get(report.get_absolute_url(), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == at("public_report", report.key)
    assert "Canada took part." in page
    assert TOLD["summary_en"] not in page
    assert "The whole report" not in page
    assert as_person(people.other_planner).get(at("write_report", report.key)).status_code == 404


@pytest.mark.parametrize("state", ["due", "draft", "submitted", "returned"])
def test_nothing_is_public_before_it_is_accepted(people, state, as_person):
    report = in_state(people, state)
    client = as_person(people.other_planner)

    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(at("public_report", report.key)).status_code == 404


def test_a_late_report_says_so_on_top(people, as_person):
    report = reporting.owed(people, ended=18)

    page = as_person(people.delegate).get(report.get_absolute_url()).content.decode()

    assert "Late by 3 days: it was due on" in page
    assert "23:59 Eastern Time" in page


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_form_shows_what_the_record_knows_and_does_not_ask_for_it(people, lang, as_person):
    earlier = in_state(people, "accepted", ended=60, attendance="attend")
    actions.add_promise(earlier, by=people.delegate, side="theirs", title_en="Their list", title_fr="Leur liste")
    report = reporting.owed(people)
    Decision.objects.create(meeting=report.meeting, text_en="Adopted.", text_fr="Adopté.")

    with translation.override(lang):
        page = as_person(people.delegate).get(at("write_report", report.key)).content.decode()

    assert ("Adopted." if lang == "en" else "Adopté.") in page
    assert "Send the annex." in page  # what the last report said would follow
    assert ("Their list" if lang == "en" else "Leur liste") in page
    assert "delegate" in page
    assert "second" in page


def test_saving_keeps_anything(people, as_person):
    report = reporting.owed(people)

    answer = as_person(people.second).post(
        at("write_report", report.key), typed(report, summary_en="It rained.\r\nTwice.")
    )

    report.refresh_from_db()
    assert answer.status_code == 302
    assert report.summary_en == "It rained.\nTwice."
    assert report.state == "draft"


def test_handing_in_lists_everything_missing_with_links_and_keeps_what_was_typed(people, as_person):
    report = reporting.owed(people)

    answer = as_person(people.delegate).post(
        at("write_report", report.key), typed(report, summary_en="It rained.", hand_in="1")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Everything you wrote is saved." in page
    for place in ("#id_purpose_met", "#id_positions_en", "#id_value_en", "#id_attend_next", "#id_public_en"):
        assert f'href="{place}"' in page, place
    assert "It rained." in page
    report.refresh_from_db()
    assert report.summary_en == "It rained."


def test_a_full_report_is_handed_in_and_can_be_handed_in_only_once(people, as_person):
    report = reporting.owed(people)
    client = as_person(people.delegate)

    answer = client.post(at("write_report", report.key), typed(report, **TOLD, hand_in="1"), follow=True)

    assert "Version 1 is handed in." in answer.content.decode()
    again = client.post(at("write_report", report.key), typed(report, summary_en="Other.", hand_in="1"))
    assert again.status_code == 422
    assert report.versions.count() == 1


def test_the_second_of_two_writers_sees_both_texts_loses_nothing_and_may_merge(people, as_person):
    report = reporting.write(reporting.owed(people), people.delegate, summary_en="Old.", value_en="Old value.")
    mine = typed(report, summary_en="Mine.", positions_en="My positions.")
    reporting.write(report, people.second, summary_en="Theirs.", value_en="Their value.")

    answer = as_person(people.delegate).post(at("write_report", report.key), mine)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing you typed is lost, and nothing is saved yet." in page
    assert "second wrote meanwhile:" in page
    for text in ("Mine.", "Theirs.", "My positions.", "Their value."):
        assert text in page
    assert "Old value." not in page
    report.refresh_from_db()
    assert report.summary_en == "Theirs."

    fresh = typed(report, summary_en="Theirs. Mine.", positions_en="My positions.")
    assert as_person(people.delegate).post(at("write_report", report.key), fresh).status_code == 302
    report.refresh_from_db()
    assert (report.summary_en, report.value_en) == ("Theirs. Mine.", "Their value.")
    assert report.positions_en == "My positions."


def test_the_switch_of_language_keeps_what_was_typed_and_saves_nothing(people, as_person):
    report = reporting.owed(people)

    with translation.override("fr"):
        answer = as_person(people.delegate).post(
            at("write_report", report.key), typed(report, summary_fr="Il a plu.", **{SWITCH: "fr"})
        )

    assert answer.status_code == 200
    assert "Il a plu." in answer.content.decode()
    report.refresh_from_db()
    assert report.summary_fr == ""


def test_a_bent_form_is_taken_for_an_old_one(people, as_person):
    report = reporting.write(reporting.owed(people), people.second, summary_en="Theirs.")

    for bent in ({"revision": "", "seen": ""}, {"revision": "0", "seen": "["}, {"revision": "-5", "seen": "[1]"}):
        answer = as_person(people.delegate).post(
            at("write_report", report.key), typed(report, summary_en="Mine.", **bent)
        )
        assert answer.status_code == 422
        assert "Theirs." in answer.content.decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_text_that_is_too_long_is_kept_in_the_page_with_the_limit(people, lang, as_person):
    report = reporting.owed(people)
    long = "é" * 20_001
    with translation.override(lang):
        answer = as_person(people.delegate).post(
            at("write_report", report.key), typed(report, summary_fr=long, value_en="Kept.")
        )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert long in page
    assert "Kept." in page
    assert ("At most 20,000 characters" if lang == "en" else "Au plus 20\xa0000 caractères") in page


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_note_of_ten_megabytes_is_answered_on_the_page_and_not_lost(people, lang, as_person):
    report = reporting.owed(people)
    with translation.override(lang):
        answer = as_person(people.delegate).post(
            at("write_report", report.key), typed(report, summary_en="x" * 10_000_000)
        )

    assert answer.status_code == 422
    assert b"x" * 10_000_000 in answer.content


@pytest.mark.parametrize(("lang", "said"), [("en", "more than 25 MB"), ("fr", "plus de 25\xa0Mo")])
def test_more_than_the_house_takes_is_told_in_words_with_the_way_back(people, lang, said, as_person, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    report = reporting.owed(people)
    with translation.override(lang):
        address = at("write_report", report.key)
    answer = as_person(people.delegate).post(address, typed(report, summary_en="x" * 2000))

    page = answer.content.decode()
    assert answer.status_code == 413
    assert said in page
    assert f'<html lang="{lang}">' in page


# ── Judging, remarks, promises, versions ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_head_of_the_branch_accepts_on_one_page(people, lang, as_person):
    report = in_state(people, "submitted")
    client = as_person(people.vice_president)
    with translation.override(lang):
        assert client.get(at("judge_report", report.key)).status_code == 200
        answer = client.post(at("judge_report", report.key), {"accept": "1", "reason": "Well told."}, follow=True)

    report.refresh_from_db()
    assert report.state == "accepted"
    assert "Well told." in answer.content.decode()


def test_sending_back_without_a_reason_says_so(people, as_person):
    report = in_state(people, "submitted")
    client = as_person(people.vice_president)

    answer = client.post(at("judge_report", report.key), {"send_back": "1", "reason": ""})
    assert answer.status_code == 422
    assert "Give the reason for this step." in answer.content.decode()

    page = client.post(at("judge_report", report.key), {"send_back": "1", "reason": "Say more."}, follow=True)
    assert "Say more." in page.content.decode()
    page = as_person(people.delegate).get(at("write_report", report.key)).content.decode()
    assert "vice-president sent it back:" in page


@pytest.mark.parametrize(("lang", "told"), [("en", "Choose an answer."), ("fr", "Choisissez une réponse.")])
def test_what_says_neither_accepts_nothing_and_keeps_the_remark(people, as_person, lang, told):
    report = in_state(people, "submitted")
    with translation.override(lang):
        address = at("judge_report", report.key)

    answer = as_person(people.vice_president).post(address, {"reason": "Well told so far."})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "Well told so far." in page
    report.refresh_from_db()
    assert report.state == "submitted"


def test_who_may_not_judge_is_shown_no_page_for_it(people, as_person):
    report = in_state(people, "submitted")

    for person in (people.delegate, people.planner, people.desk, people.general):
        assert as_person(person).get(at("judge_report", report.key)).status_code == 403


def test_a_remark_is_added_and_an_empty_one_is_not(people, as_person):
    report = in_state(people, "accepted")
    client = as_person(people.desk)

    assert client.post(at("remark_report", report.key), {"text": " "}).status_code == 422
    page = client.post(at("remark_report", report.key), {"text": "Useful."}, follow=True).content.decode()

    assert "Useful." in page


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_promise_is_added_on_the_page_of_the_report(people, lang, as_person):
    report = in_state(people, "draft")
    client = as_person(people.second)
    with translation.override(lang):
        page = client.get(at("promise_in_report", report.key)).content.decode()
        assert report.meeting.ends_on.isoformat() in page
        given = {"side": "theirs", "title_en": "Their list", "made_on": report.meeting.ends_on.isoformat()}
        given |= {"level": "officials", "marking": "unclassified", "body": report.meeting.body.key}
        answer = client.post(at("promise_in_report", report.key), given, follow=True)

    assert "Their list" in answer.content.decode()
    assert Commitment.objects.get().side == "theirs"


def test_a_promise_without_a_title_answers_422(people, as_person):
    report = in_state(people, "draft")

    answer = as_person(people.second).post(at("promise_in_report", report.key), {"side": "ours"})

    assert answer.status_code == 422


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_versions_are_compared_word_by_word(people, lang, as_person):
    report = in_state(people, "returned")
    reporting.write(report, people.delegate, summary_en="The committee met for two days.", attend_next="no")
    actions.hand_in(report, by=people.delegate)

    with translation.override(lang):
        page = as_person(people.desk).get(at("report_version", report.key, 2)).content.decode()

    assert "</span>three </del>" in page
    assert "</span>two </ins>" in page
    assert as_person(people.desk).get(at("report_version", report.key, 9)).status_code == 404


def test_an_accepted_report_is_corrected_with_a_reason_on_the_same_form(people, as_person):
    report = in_state(people, "accepted")
    client = as_person(people.delegate)

    page = client.post(at("write_report", report.key), typed(report, value_en="Better.", hand_in="1"))
    assert page.status_code == 422
    assert 'href="#id_reason"' in page.content.decode()

    client.post(at("write_report", report.key), typed(report, value_en="Better.", hand_in="1", reason="A slip."))
    report.refresh_from_db()
    assert report.state == "submitted"
    assert report.versions.get(number=2).reason == "A slip."


@pytest.mark.parametrize("role", list(Role))
def test_every_page_answers_every_role_or_says_no(people, role, as_person):
    report = in_state(people, "accepted")
    client = as_person(factories.person("somebody", role))
    one = ["report", "write_report", "judge_report", "remark_report", "promise_in_report", "public_report"]
    addresses = [at(name) for name in LISTS] + [at(name, report.key) for name in one]

    for address in [*addresses, at("report_version", report.key, 1)]:
        assert client.get(address).status_code in (200, 302, 403, 404), address
