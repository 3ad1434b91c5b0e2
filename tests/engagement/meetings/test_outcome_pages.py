import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings import actions
from entente.engagement.meetings.models import ChairYear, Decision, Hosting, HostTask, Input, Minutes, Product, Share
from entente.engagement.meetings.policy import CHAIRS, MEETINGS, PRODUCTS
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from entente.kit.typed import SWITCH

from . import factories

LISTS = ["decisions", "products", "inputs", "chair_years"]


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


@pytest.fixture
def keeper(db):
    return factories.officer()


@pytest.fixture
def held(keeper):
    return factories.attended(in_days=-10)


@pytest.fixture
def furnished(held, keeper, branch):
    """A meeting of which something came, a product with inputs, a year in the chair."""
    actions.write_minutes(
        held, by=keeper, text_en="We met.", text_fr="Nous avons siégé.",
        restricted_en="In private.", restricted_marking=Marking.PROTECTED_B,
    )  # fmt: skip
    actions.add_decision(held, by=keeper, text_en="Adopt", text_fr="Adopter")
    actions.bear_promise(held, by=keeper, side="ours", made_on=held.ends_on, title_en="Send the lists", body=held.body)
    made = actions.open_product(by=keeper, title_en="Assessment", title_fr="Évaluation", body=held.body, meeting=held)
    actions.owe_input(made, by=keeper, title_en="Figures", unit=branch, due_on=factories.day(-1))
    span = {"starts_on": factories.day(-200), "ends_on": factories.day(50)}
    year = actions.open_chair_year(by=keeper, title_en="Our year", title_fr="Notre année", body=held.body, **span)
    actions.plan_session(year, by=keeper, title_en="Heads", meeting=held, estimate=1000)
    actions.add_task(year, by=keeper, title_en="Book rooms", due_on=factories.day(-1))
    return held


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", LISTS)
def test_every_list_speaks_both_languages_costs_few_queries_and_is_taken_away(name, lang, furnished, reader, as_person):
    client = as_person(reader)
    with translation.override(lang):
        address = at(name)

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(queries) <= 10, [one["sql"][:90] for one in queries]  # two of them find out who asks
    assert b"".join(client.get(f"{address}?format=csv").streaming_content).count(b"\n") >= 2


@pytest.mark.parametrize("name", LISTS)
def test_every_list_stands_without_a_record(name, reader, as_person, db):
    assert 'class="empty"' in as_person(reader).get(at(name)).content.decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_a_meeting_shows_what_came_of_it(lang, furnished, keeper, reader, as_person):
    with translation.override(lang):
        pages = {
            person: as_person(person).get(furnished.get_absolute_url()).content.decode() for person in (keeper, reader)
        }

    for page in pages.values():
        assert ("We met." if lang == "en" else "Nous avons siégé.") in page
        assert "Send the lists" in page
        assert 'id="decision-1"' in page
        assert "In private." not in page
    assert "#restricted" in pages[keeper]
    assert "#restricted" not in pages[reader]


def test_the_next_session_shows_minutes_decisions_and_promises_of_the_last(furnished, keeper, as_person):
    coming = factories.meeting(in_days=20)

    page = as_person(keeper).get(coming.get_absolute_url()).content.decode()

    assert f"{furnished.get_absolute_url()}#minutes" in page
    assert "Adopt" in page
    assert "Send the lists" in page


# ── Minutes ───────────────────────────────────────────────────────────────────────────────────────


def test_a_restricted_part_is_shown_to_the_cleared_with_its_marking_and_leaves_a_trail(
    furnished, keeper, reader, as_person
):
    told = as_person(keeper).get(at("minutes", furnished.key)).content.decode()
    hidden = as_person(reader).get(at("minutes", furnished.key)).content.decode()

    assert "In private." in told
    assert 'class="marking protected_b"' in told
    assert "In private." not in hidden
    assert "Protected B" not in hidden.replace("up to Protected B", "")
    assert Entry.objects.filter(verb="read", actor="keeper").count() == 1
    assert not Entry.objects.filter(verb="read", actor="reader").exists()


def test_minutes_are_written_and_earlier_versions_are_shown(held, keeper, as_person):
    client = as_person(keeper)
    assert client.get(at("minutes", held.key)).status_code == 200

    first = {"seen": "0", "text_en": "First", "restricted_marking": "protected_b"}
    assert client.post(at("write_minutes", held.key), first).status_code == 302
    client.post(at("write_minutes", held.key), first | {"seen": "1", "text_en": "Second"})

    assert "Second" in client.get(at("minutes", held.key)).content.decode()
    earlier = client.get(at("minutes", held.key) + "?version=1").content.decode()
    assert "First" in earlier
    assert "This is an earlier version." in earlier


def test_who_comes_second_sees_both_texts_and_loses_nothing(held, keeper, open_account, as_person):
    other = open_account(Role.DESK_OFFICER, username="other")
    typed = {"seen": "0", "restricted_marking": "protected_b"}
    as_person(other).post(at("write_minutes", held.key), typed | {"text_en": "The words of the other"})

    client = as_person(keeper)
    answer = client.post(at("write_minutes", held.key), typed | {"text_en": "My own words", "restricted_en": "Mine"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "MTG-42" in page
    assert "The words of the other" in page
    assert "My own words" in page
    assert ">Mine</textarea>" in page.replace("\n", "")
    assert 'name="seen" value="1"' in page
    again = typed | {"seen": "1", "text_en": "My own words", "restricted_en": "Mine"}
    assert client.post(at("write_minutes", held.key), again).status_code == 302
    assert Minutes.objects.count() == 2


def test_what_is_too_long_is_kept_and_told(held, keeper, as_person):
    answer = as_person(keeper).post(at("write_minutes", held.key), {"seen": "0", "text_en": "x" * 100_001})

    assert answer.status_code == 422
    assert "x" * 1000 in answer.content.decode()


def test_who_is_not_cleared_has_no_boxes_for_the_restricted_part(furnished, open_account, as_person):
    other = open_account(Role.DESK_OFFICER, username="other", clearance=Marking.UNCLASSIFIED)
    client = as_person(other)

    page = client.get(at("write_minutes", furnished.key)).content.decode()
    client.post(at("write_minutes", furnished.key), {"seen": "1", "text_en": "Plain", "restricted_en": "Nothing"})

    assert 'name="restricted_en"' not in page
    assert Minutes.objects.order_by("-version").first().restricted_en == "In private."


def test_what_was_typed_stays_when_the_language_is_switched(held, keeper, as_person):
    with translation.override("fr"):
        answer = as_person(keeper).post(
            at("write_minutes", held.key), {"seen": "0", "text_fr": "À garder", SWITCH: "1"}
        )

    assert answer.status_code == 200
    assert "À garder" in answer.content.decode()


# ── Sharing ───────────────────────────────────────────────────────────────────────────────────────


def test_minutes_are_shared_read_printed_and_taken_away_as_they_were(furnished, keeper, reader, as_person):
    client = as_person(keeper)
    given = {"version": "1", "to": "Secretariat", "language": "both", "decided": "on"}
    refused = client.post(at("share_minutes", furnished.key), given)
    assert refused.status_code == 422
    assert "MTG-46" in refused.content.decode()

    answer = client.post(at("share_minutes", furnished.key), given | {"checked": "on"})
    share = Share.objects.get()
    actions.write_minutes(furnished, by=keeper, seen=1, text_en="Written later")

    assert answer.url == share.get_absolute_url()
    page = as_person(reader).get(share.get_absolute_url()).content.decode()
    assert '<article class="panel" lang="fr">' in page
    assert "We met." in page
    assert "Written later" not in page
    assert "In private." not in page
    assert "It must be shared anew." in page
    file = client.get(share.get_absolute_url() + "?format=txt")
    assert file["Content-Type"].startswith("text/plain")
    assert "1. Adopter" in file.content.decode()
    assert "In private" not in file.content.decode()
    assert "not shared yet" in client.get(furnished.get_absolute_url()).content.decode()


def test_there_is_nothing_to_share_before_the_minutes(held, keeper, as_person):
    assert as_person(keeper).get(at("share_minutes", held.key)).status_code == 404


def test_what_was_shared_of_a_hidden_meeting_is_no_page(furnished, keeper, reader, as_person):
    actions.share_minutes(furnished, by=keeper, version=1, language="en", to="X", checked=True)
    actions.change(furnished, by=keeper, marking=Marking.PROTECTED_A)

    assert as_person(reader).get(Share.objects.get().get_absolute_url()).status_code == 404
    assert as_person(reader).get(at("minutes", furnished.key)).status_code == 404


# ── Decisions, promises, the record ───────────────────────────────────────────────────────────────


def test_decisions_are_written_worded_anew_and_struck_out_by_their_pages(held, keeper, as_person):
    client = as_person(keeper)
    assert client.post(at("add_decision", held.key), {"text_en": "", "marking": "unclassified"}).status_code == 422
    client.post(at("add_decision", held.key), {"text_en": "Adopt", "marking": "unclassified"})
    first = Decision.objects.get()
    given = {"text_en": "Adopt it", "marking": "unclassified", "reason": "As read out."}
    assert client.post(at("word_anew", first.pk), given | {"reason": ""}).status_code == 422
    client.post(at("word_anew", first.pk), given)
    new = Decision.objects.get(replaced_by__isnull=True)

    page = client.get(held.get_absolute_url()).content.decode()
    assert "Adopt it" in page
    assert "Wordings before" in page
    client.post(at("strike_out", new.pk), {"reason": "Never decided."})
    assert "struck out: Never decided." in client.get(held.get_absolute_url()).content.decode()
    assert "Adopt it" not in client.get(at("decisions")).content.decode()


def test_a_promise_is_written_down_with_what_the_meeting_knows(held, keeper, as_person):
    client = as_person(keeper)
    form = client.get(at("bear_promise", held.key)).content.decode()
    assert f'value="{held.ends_on.isoformat()}"' in form
    assert '<option value="b5" selected>' in form

    wrong = client.post(at("bear_promise", held.key), {"side": "ours", "title_en": "Kept"})
    assert wrong.status_code == 422
    assert 'value="Kept"' in wrong.content.decode()
    given = {"side": "theirs", "title_en": "They answer", "made_on": held.ends_on, "body": "b5", "level": "officials"}
    assert client.post(at("bear_promise", held.key), given | {"marking": "unclassified"}).status_code == 302

    assert Commitment.objects.get().body == held.body
    assert "They answer" in client.get(held.get_absolute_url()).content.decode()


def test_the_record_of_a_series_is_one_page(keeper, reader, as_person):
    series = actions.open_series(by=keeper, title_en="Heads", title_fr="Chefs", body=factories.body("heads"))
    for days, word in ((-400, "Lantern"), (-30, "Compass")):
        one = factories.attended(in_days=days, series=series, body=series.body)
        actions.write_minutes(one, by=keeper, text_en=word, restricted_en="Private")
        actions.add_decision(one, by=keeper, text_en=f"Adopt the {word}")
    client = as_person(reader)

    page = client.get(at("record", series.key)).content.decode()
    narrowed = client.get(at("record", series.key) + "?q=lantern").content.decode()
    taken = b"".join(client.get(at("record", series.key) + "?format=csv").streaming_content).decode()

    assert "Adopt the Lantern" in page
    assert "Adopt the Compass" in page
    assert "Private" not in page + taken
    assert "Compass" not in narrowed
    assert taken.count("\n") == 5
    assert "no session" in client.get(at("record", series.key) + "?q=zebra").content.decode().casefold()
    assert client.get(at("record", series.key) + "?from=soon").status_code == 200
    assert "between 1900 and 2099" in client.get(at("record", series.key) + "?to=9999-12-31").content.decode()
    assert at("record", series.key) in client.get(series.get_absolute_url()).content.decode()


# ── Products and the chair ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_joint_product_walks_by_its_pages(lang, held, keeper, branch, as_person):
    client = as_person(keeper)
    with translation.override(lang):
        new = client.post(at("new_product"), {"title_en": "Assessment", "body": "b5", "marking": "unclassified"})
        made = Product.objects.get()
        assert new.url == made.get_absolute_url()
        given = {"title_en": "Figures", "unit": "enforcement", "due_on": factories.day(-1)}
        assert client.post(at("owe_input", made.key), {"title_en": "Figures"}).status_code == 422
        client.post(at("owe_input", made.key), given)
        one = Input.objects.get()
        assert "badge danger" in client.get(made.get_absolute_url()).content.decode()
        refused = client.post(at("finish_product", made.key), {})
        assert refused.status_code == 422
        assert "MTG-53" in refused.content.decode()
        client.post(at("move_input", one.pk), {"due_on": factories.day(3), "reason": "Later."})
        client.post(at("deliver_input", one.pk), {"delivered_on": factories.day(), "delivered": "File 12"})
        client.post(at("finish_product", made.key), {})
        page = client.get(made.get_absolute_url()).content.decode()

    made.refresh_from_db()
    assert made.state == "done"
    assert "File 12" in page
    assert at("product", made.key).rsplit("/", 2)[1] in page


def test_a_year_in_the_chair_walks_by_its_pages(held, keeper, as_person):
    client = as_person(keeper)
    span = {"starts_on": factories.day(-200), "ends_on": factories.day(20)}
    client.post(
        at("new_chair_year"),
        {"title_en": "Our year", "body": "b5", "marking": "unclassified", "budget": "1,000"} | span,
    )
    made = ChairYear.objects.get()
    client.post(at("plan_session", made.key), {"title_en": "Heads", "meeting": held.key, "estimate": "1,200.50"})
    hosting = Hosting.objects.get()
    client.post(
        at("change_session", hosting.pk),
        {"title_en": "Heads", "meeting": held.key, "estimate": "1200.50", "actual": "900"},
    )
    client.post(at("add_task", made.key), {"title_en": "Book rooms", "due_on": factories.day(-1)})
    task = HostTask.objects.get()
    page = client.get(made.get_absolute_url()).content.decode()
    assert held.get_absolute_url() in page
    assert "Left after what is spent or foreseen" in page
    refused = client.post(at("hand_over_year", made.key), {"handed_over_on": factories.day()})
    assert refused.status_code == 422
    client.post(at("move_task", task.pk), {"due_on": factories.day(2), "reason": "Later."})
    client.post(at("finish_task", task.pk), {"done_on": factories.day()})
    client.post(at("hand_over_year", made.key), {"handed_over_on": factories.day(), "handover_en": "All of it."})

    made.refresh_from_db()
    assert made.is_over
    assert "All of it." in client.get(made.get_absolute_url()).content.decode()
    hosted = client.get(held.get_absolute_url()).content.decode()
    assert made.get_absolute_url() in hosted


def test_meetings_of_the_year_that_nobody_put_down_are_named(held, keeper, as_person):
    span = {"starts_on": factories.day(-200), "ends_on": factories.day(20)}
    made = actions.open_chair_year(by=keeper, title_en="Our year", body=held.body, **span)

    assert (
        "1 meeting of the body in this year is not among them"
        in as_person(keeper).get(made.get_absolute_url()).content.decode()
    )


# ── Who may ───────────────────────────────────────────────────────────────────────────────────────

WRITERS = {Role.DESK_OFFICER}
PAGES = {
    "minutes": set(Role), "product": set(Role), "chair_year": set(Role), "write_minutes": WRITERS,
    "share_minutes": WRITERS,
    "add_decision": WRITERS, "bear_promise": WRITERS, "new_product": WRITERS, "change_product": WRITERS,
    "owe_input": WRITERS, "begin_product": WRITERS, "finish_product": WRITERS, "drop_product": WRITERS,
    "new_chair_year": WRITERS, "change_chair_year": WRITERS, "plan_session": WRITERS, "add_task": WRITERS,
    "hand_over_year": WRITERS,
}  # fmt: skip
BY_NUMBER = {
    "word_anew": Decision, "strike_out": Decision, "deliver_input": Input, "move_input": Input, "waive_input": Input,
    "change_session": Hosting, "finish_task": HostTask, "move_task": HostTask, "drop_task": HostTask,
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_each_role_at_each_address(role, furnished, open_account, as_person):
    client = as_person(open_account(role))
    keys = {"product": Product.objects.get().key, "chair": ChairYear.objects.get().key}
    wrong = {}

    for name, allowed in PAGES.items():
        key = keys["product"] if name in PRODUCT_PAGES else keys["chair"] if name in CHAIR_PAGES else furnished.key
        args = () if name.startswith("new_") else (key,)
        status, wanted = client.get(at(name, *args)).status_code, 200 if role in allowed else 403
        if status != wanted:
            wrong[name] = status
    for name, model in BY_NUMBER.items():
        status = client.get(at(name, model.objects.first().pk)).status_code
        if status != (200 if role in WRITERS else 403):
            wrong[name] = status

    assert wrong == {}


PRODUCT_PAGES = {"product", "change_product", "owe_input", "begin_product", "finish_product", "drop_product"}
CHAIR_PAGES = {"chair_year", "change_chair_year", "plan_session", "add_task", "hand_over_year"}
ACTS = {
    **dict.fromkeys(("write_minutes", "add_decision", "word_anew", "bear_promise"), {Role.DESK_OFFICER}),
    **dict.fromkeys(("share_minutes", "strike_out"), {Role.DESK_OFFICER}),
}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what_with_what_came_of_a_meeting(role, furnished, open_account):
    person = open_account(role)

    assert {act for act in ACTS if MEETINGS.allows(person, act, furnished)} == {
        a for a, who in ACTS.items() if role in who
    }
    product, year = Product.objects.get(), ChairYear.objects.get()
    for policy, thing in ((PRODUCTS, product), (CHAIRS, year)):
        acts = [act for act in policy.table if act not in ("deliver_input", "finish_task", "view")]
        assert all(policy.allows(person, act, thing) == (role == Role.DESK_OFFICER) for act in acts)
        assert policy.allows(person, "view", thing)


def test_a_delegate_of_any_role_writes_and_decides_but_does_not_share(furnished, open_account):
    traveller = open_account(Role.READER, username="traveller")
    factories.delegate(furnished, person=traveller)

    allowed = {act for act in ACTS if MEETINGS.allows(traveller, act, furnished)}

    assert allowed == {"write_minutes", "add_decision", "word_anew", "bear_promise"}
