"""Every page of the room as people meet it, in both languages, with what goes wrong."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entente.engagement.commitments import actions
from entente.engagement.commitments.models import Commitment, State
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from . import factories
from .factories import SHOWN, days_from_now, promise_in, promised, some_partner

PAGES = ("change", "slip", "pass_on", "give_evidence", "remark", "close", "verify", "drop", "reopen")
WORDS = {
    "change": "change", "slip": "another-day", "pass_on": "pass-on", "give_evidence": "evidence", "remark": "remark",
    "close": "kept", "verify": "verify", "drop": "drop", "reopen": "reopen",
}  # fmt: skip


def page(one, act="", lang="en"):
    return f"/en/commitments/{one.key}/" + (f"{WORDS[act]}/" if act else "")


def text(answer):
    return answer.content.decode()


def taken(answer):
    """A register taken away as JSON."""
    return json.loads(b"".join(answer.streaming_content))


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────


def test_the_register_says_how_late_and_counts_queries(as_person, desk_officer):
    for number in range(3):
        promised(by=desk_officer, title_en=f"Promise {number}", due_on=days_from_now(-12), made_on=days_from_now(-40))
    promised(by=desk_officer, title_en="Later", side="theirs", body=factories.body("wco"))
    client = as_person(desk_officer)
    client.get("/en/commitments/")

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/en/commitments/")

    assert "12 days late" in text(answer)
    assert text(answer).index("Promise 0") < text(answer).index("Later")
    assert len(queries) <= 12, [query["sql"] for query in queries]  # the register's 8, session, person, navigation


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("side=theirs", {"theirs"}),
        ("overdue=1", {"late"}),
        ("soon=1", {"soon", "theirs"}),
        ("state=standing", {"late", "soon", "theirs", "undated", "reported"}),
        ("state=reported", {"reported"}),
        ("state=closed", {"kept"}),
        ("forum=wco", {"theirs"}),
        ("partner=us", {"soon"}),
        ("owner=other", {"kept", "undated"}),
        ("level=leaders", {"late"}),
        ("mine=1", {"late", "soon", "theirs", "reported"}),
        ("q=und+ated", {"undated"}),
    ],
)
def test_each_condition_of_the_register(asked, shown, as_person, desk_officer, other_officer):
    def make(title, **given):
        return promised(by=desk_officer, title_en=title, **({"due_on": days_from_now(90)} | given))

    make("late", due_on=days_from_now(-1), level="leaders", place="Joint statement, paragraph 2")
    make("soon", due_on=days_from_now(9), partner=some_partner("us"))
    make("theirs", side="theirs", body=factories.body("wco"), due_on=days_from_now(29))
    make("undated", due_on=None, owner=other_officer)
    actions.close(make("reported"), by=desk_officer, text_en=SHOWN)
    actions.close(make("kept", owner=other_officer), by=other_officer, text_en=SHOWN)

    found = taken(as_person(desk_officer).get(f"/en/commitments/?{asked}&format=json"))

    assert {row["title"] for row in found["items"]} == shown


def test_the_register_as_it_stood_on_a_past_day(as_person, desk_officer, other_officer):
    one = promise_in("closed", by=desk_officer, owner=other_officer)
    two = promised(by=desk_officer, title_en="Moved", due_on=days_from_now(3), made_on=days_from_now(-9))
    actions.slip(two, by=desk_officer, due_on=days_from_now(50), reason="Asked")
    yesterday = days_from_now(-1).isoformat()

    found = taken(as_person(desk_officer).get(f"/en/commitments/?format=json&on={yesterday}"))["items"]

    assert {row["title"]: (row["state"], row["due"]) for row in found} == {
        one.title_en: ("open", one.due_on.isoformat()),
        "Moved": ("open", days_from_now(3).isoformat()),
    }


def test_the_head_says_what_is_owed_by_when_and_how_late(as_person, desk_officer):
    one = promised(by=desk_officer, side="theirs", due_on=days_from_now(-2), made_on=days_from_now(-60))

    english = text(as_person(desk_officer).get(page(one)))
    french = text(as_person(desk_officer).get(f"/fr/engagements/{one.key}/"))

    assert "MX owes us this by" in english
    assert "It is 2 days late." in english
    assert "On nous le doit d’ici le" in french
    assert "Le retard est de 2 jours." in french


def test_the_page_leads_to_all_it_belongs_to(as_person, desk_officer):
    from tests.engagement.agreements.factories import agreement

    treaty, forum = agreement(key="cmaa"), factories.body("wco")
    one = promised(by=desk_officer, agreement=treaty, body=forum, partner=some_partner(), unit=factories.unit())

    shown = text(as_person(desk_officer).get(page(one)))

    for address in ("/en/agreements/cmaa/", "/en/forums/wco/", "/en/partners/mx/"):
        assert f'href="{address}"' in shown


def test_the_page_shows_every_slip_every_piece_of_evidence_and_every_remark(as_person, desk_officer, other_officer):
    one = promised(by=desk_officer)
    actions.slip(one, by=desk_officer, due_on=days_from_now(33), reason="They asked for time")
    actions.remark(one, by=desk_officer, words="Called them twice")
    actions.close(one, by=desk_officer, text_en="The draft letter")
    actions.send_back(one, by=other_officer, reason="A draft shows nothing")
    actions.give_evidence(one, by=desk_officer, text_en="The signed letter", url="https://example.org/signed")

    shown = text(as_person(desk_officer).get(page(one)))

    for words in (
        "They asked for time",
        "Called them twice",
        "The draft letter",
        "The signed letter",
        "example.org/signed",
    ):
        assert words in shown
    assert "it does not count any more" in shown
    assert "Its day moved once" in shown
    assert "A draft shows nothing" in shown  # the trail


@pytest.mark.parametrize("state", list(State))
def test_the_page_offers_what_the_state_allows(state, as_person, desk_officer, other_officer, third_officer):
    one = promise_in(state, by=desk_officer, owner=other_officer)
    offered = {
        "open": {"close", "slip", "pass_on", "give_evidence", "remark", "change", "drop"},
        "reported": {"verify", "give_evidence", "remark", "change", "drop"},
        "closed": {"remark", "change", "reopen"},
        "dropped": {"remark", "change", "reopen"},
    }[state]

    shown = text(as_person(third_officer).get(page(one)))

    assert {act for act in PAGES if f'href="{page(one, act)}"' in shown} == offered


def test_protected_promises_show_only_to_those_cleared(as_person, open_account, desk_officer):
    one = promised(by=desk_officer, marking=Marking.PROTECTED_B)
    lower = open_account(Role.DESK_OFFICER, username="lower", clearance=Marking.PROTECTED_A)

    assert as_person(lower).get(page(one)).status_code == 404
    assert taken(as_person(lower).get("/en/commitments/?format=json"))["count"] == 0
    assert as_person(desk_officer).get(page(one)).status_code == 200
    assert Entry.objects.filter(verb="read", subject=f"commitments.commitment:{one.key}").count() == 1


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────


def said(**given):
    return {
        "side": "theirs", "title_en": "Share the watch list format", "title_fr": "", "text_en": "", "text_fr": "",
        "made_on": "2026-01-15", "due_on": days_from_now(40).isoformat(), "partner": "mx", "body": "", "agreement": "",
        "objective": "", "owner": "", "unit": "", "level": "officials", "source": "", "place": "",
        "marking": "unclassified",
    } | given  # fmt: skip


def test_a_promise_is_written_down_by_hand(as_person, desk_officer):
    some_partner()

    answer = as_person(desk_officer).post("/en/commitments/new/", said(), follow=True)

    one = Commitment.objects.get()
    assert answer.redirect_chain[-1][0] == page(one)
    assert f"written down as {one.key}" in text(answer)


def test_a_dossier_that_leads_to_the_form_has_named_the_partner(as_person, desk_officer):
    some_partner()

    answer = as_person(desk_officer).get("/en/commitments/new/?partner=mx&side=theirs")

    assert '<option value="mx" selected>' in text(answer)


def test_a_form_with_errors_answers_422_and_keeps_what_was_typed(as_person, desk_officer):
    some_partner()
    sent = said(partner="", due_on="2025-01-01", text_en="Kept as typed", level="leaders")

    answer = as_person(desk_officer).post("/en/commitments/new/", sent)

    assert answer.status_code == 422
    for words in ("COM-2", "if the promise is older", "COM-3", "COM-6", "Kept as typed", "2025-01-01"):
        assert words in text(answer)
    assert not Commitment.objects.exists()


def test_an_unknown_code_and_a_wrong_day_are_named(as_person, desk_officer):
    answer = as_person(desk_officer).post("/en/commitments/new/", said(partner="atlantis", made_on="15 January"))

    assert answer.status_code == 422
    assert "Write the day as yyyy-mm-dd" in text(answer)
    assert "15 January" in text(answer)


def test_a_text_that_is_too_long_is_told_with_what_cures_it_and_kept(as_person, desk_officer):
    some_partner()
    long = "many words " * 2000

    answer = as_person(desk_officer).post("/en/commitments/new/", said(text_en=long))

    assert answer.status_code == 422
    assert "Attach what is longer as a document" in text(answer)
    assert long.strip() in text(answer)


def test_switching_the_language_keeps_what_was_typed_and_judges_nothing(as_person, desk_officer):
    some_partner()

    answer = as_person(desk_officer).post(
        "/fr/engagements/nouveau/", said(title_en="", due_on="soon") | {"_switch_language": "fr"}
    )

    assert answer.status_code == 200
    assert 'value="soon"' in text(answer)
    assert '<option value="mx" selected>' in text(answer)
    assert "Consigner un engagement" in text(answer)


def test_errors_come_in_the_language_of_the_page(as_person, desk_officer):
    some_partner()

    answer = as_person(desk_officer).post("/fr/engagements/nouveau/", said(due_on="2025-01-01"))

    assert answer.status_code == 422
    assert "COM-2\u00a0: l’échéance ne peut être le 1er\u00a0janvier\u00a02025" in text(answer)


@pytest.mark.parametrize(
    ("act", "sent", "words"),
    [
        ("slip", {"due_on": "2020-01-01", "reason": ""}, ["COM-9", "Give the reason for this step."]),
        ("pass_on", {"owner": "desk_officer", "reason": "x"}, ["COM-10"]),
        ("pass_on", {"owner": "nobody", "reason": "x"}, ["Select a valid choice"]),
        ("give_evidence", {"text_en": "", "text_fr": "", "url": ""}, ["Say what shows it, or give an address."]),
        ("give_evidence", {"text_en": "", "text_fr": "", "url": "not an address"}, ["Enter a valid URL"]),
        ("remark", {"words": ""}, ["This field is required."]),
        ("close", {"text_en": "", "text_fr": "", "url": ""}, ["COM-7"]),
        ("drop", {"reason": ""}, ["Give the reason for this step."]),
        ("change", {}, ["This field is required."]),
    ],
)
def test_each_step_that_is_refused_says_why_and_keeps_what_was_typed(act, sent, words, as_person, desk_officer):
    one = promised(by=desk_officer)

    answer = as_person(desk_officer).post(page(one, act), sent)

    assert answer.status_code == 422
    assert all(word in text(answer) for word in words), text(answer)
    assert all(value in text(answer) for value in sent.values() if value not in ("", "nobody"))
    one.refresh_from_db()
    assert one.state == State.OPEN


def test_the_steps_of_a_promise_are_walked_on_its_pages(as_person, desk_officer, other_officer, third_officer):
    one = promised(by=desk_officer)
    as_person(desk_officer).post(page(one, "slip"), {"due_on": days_from_now(44).isoformat(), "reason": "Asked"})
    as_person(desk_officer).post(page(one, "remark"), {"words": "Called"})
    as_person(desk_officer).post(page(one, "close"), {"text_en": SHOWN, "text_fr": "", "url": ""})
    one.refresh_from_db()
    assert one.state == State.REPORTED

    own = as_person(desk_officer).post(page(one, "verify"), {"verdict": "verify", "reason": ""})
    assert own.status_code == 422
    assert "COM-8" in text(own)

    mute = as_person(other_officer).post(page(one, "verify"), {"verdict": "send_back", "reason": ""})
    assert mute.status_code == 422

    as_person(other_officer).post(page(one, "verify"), {"verdict": "send_back", "reason": "Not signed"})
    as_person(desk_officer).post(page(one, "pass_on"), {"owner": "third", "reason": "New desk"})
    as_person(third_officer).post(page(one, "give_evidence"), {"text_en": "Signed", "text_fr": "", "url": ""})
    as_person(third_officer).post(page(one, "close"), {"text_en": "", "text_fr": "", "url": ""})
    one.refresh_from_db()
    assert (one.state, one.owner) == (State.CLOSED, third_officer)

    as_person(other_officer).post(page(one, "reopen"), {"reason": "It came undone"})
    as_person(other_officer).post(page(one, "drop"), {"reason": "Nobody needs it any more"})
    one.refresh_from_db()
    assert one.state == State.DROPPED


def test_what_a_promise_says_is_changed_with_a_reason(as_person, desk_officer):
    one = promised(by=desk_officer)
    present = said(
        side="ours", title_en="Send both lists", due_on="", made_on=one.made_on.isoformat(), reason="Misheard"
    )

    answer = as_person(desk_officer).post(page(one, "change"), present, follow=True)

    assert "What stood before is in the trail." in text(answer)
    one.refresh_from_db()
    assert one.title_en == "Send both lists"
    assert one.due_on is not None


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", PAGES)
def test_every_page_of_a_promise_role_by_role(act, role, as_person, open_account):
    from entente.engagement.commitments.policy import COMMITMENTS

    writer = open_account(Role.DESK_OFFICER, username="writer")
    one = promised(by=writer)
    person = open_account(role)

    answer = as_person(person).get(page(one, act))

    assert answer.status_code == (200 if COMMITMENTS.allows(person, act, one) else 403)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("address", "act"), [("new/", "promise"), ("import/", "import"), ("import/empty/", "import")])
def test_the_rooms_own_pages_role_by_role(address, act, role, as_person, open_account):
    from entente.engagement.commitments.policy import COMMITMENTS

    person = open_account(role)

    answer = as_person(person).get(f"/en/commitments/{address}")

    assert answer.status_code == (200 if COMMITMENTS.allows(person, act) else 403)


# ── A spreadsheet ─────────────────────────────────────────────────────────────────────────────────


def send(client, content, name="mine.csv"):
    return client.post("/en/commitments/import/", {"file": SimpleUploadedFile(name, content.encode())}, follow=True)


def test_a_sheet_is_shown_first_and_then_written_down_whole(as_person, desk_officer):
    some_partner()
    client = as_person(desk_officer)

    shown = send(
        client, "Whose;Title in French;Made on;Due on;Partner\nà nous;x;2026-01-02;;mx\n".replace("à nous", "ours")
    )
    assert "1 row is fine" in text(shown)
    assert not Commitment.objects.exists()

    done = client.post("/en/commitments/import/check/", follow=True)
    assert "1 promise is written down." in text(done)
    assert Commitment.objects.get().title_fr == "x"


def test_a_sheet_with_one_wrong_cell_enters_nothing_and_names_it(as_person, desk_officer):
    some_partner()
    client = as_person(desk_officer)

    shown = send(client, "side,title_en,made_on,partner\nours,Good,2026-01-02,mx\nours,Bad,yesterday,mx\n")

    assert shown.status_code == 422
    assert "Nothing is entered." in text(shown)
    assert "yesterday" in text(shown)
    assert client.post("/en/commitments/import/check/").status_code == 422
    assert not Commitment.objects.exists()
    mended = text(client.get("/en/commitments/import/errors/"))
    assert "made_on: Write the day as yyyy-mm-dd" in mended


def test_a_file_that_is_no_sheet_is_refused_in_words(as_person, desk_officer):
    answer = send(as_person(desk_officer), "not a workbook", "list.xlsx")

    assert answer.status_code == 422
    assert "This file cannot be read." in text(answer)
