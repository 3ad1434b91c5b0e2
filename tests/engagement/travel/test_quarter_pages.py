"""The pages of the quarter: the President's one screen, what is refused keeps what was typed. No script is needed."""

from datetime import timedelta
from html import escape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.travel.actions import quarters
from entente.engagement.travel.models import Proposal, Quarter, Verdict
from entente.kit.typed import SWITCH

from . import factories
from .browsing import form, send

YESTERDAY = (timezone.localdate() - timedelta(days=1)).isoformat()
TEN_MEGABYTES = "Plus ça change. " * (10 * 1024 * 1024 // 17)
TOO_LONG = "At most 20,000 characters. Attach what is longer as a document."


def at(name, *args):
    return reverse(f"travel:{name}", args=args)


@pytest.fixture
def listed(people):
    """A list before the President with one proposal."""
    one = factories.proposal("listed", people)
    factories.quarter_in("submitted", people, one.quarter)
    return factories.fresh(one)


@pytest.fixture
def screen(people):
    """A list of four before the President: the first has a delegation of three."""
    quarter = factories.full_list(people)
    return at("decide", quarter.key), list(Proposal.objects.filter(quarter=quarter).order_by("id"))


def chosen(one, outcome, reason=""):
    """What a person chooses on one line."""
    return {f"{one.key}-outcome": outcome, f"{one.key}-reason": reason}


def states():
    return list(Proposal.objects.order_by("id").values_list("state", flat=True))


# ── Every page opens ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_pages_of_a_quarter_open_for_those_who_work_there(people, listed, as_person, lang):
    key = listed.quarter.key
    pages = {
        "planner": ["quarter", "plan", "new_proposal"],
        "balancer": ["quarter", "plan", "balance", "change_quarter", "new_proposal"],
        "president": ["quarter", "plan", "balance", "decide"],
    }
    with translation.override(lang):
        for name, addresses in pages.items():
            for address in addresses:
                page = as_person(getattr(people, name)).get(at(address, key))
                assert page.status_code == 200, (name, address)
                assert f'lang="{lang}"' in page.content.decode()[:200]
        for name in ("index", "quarters", "proposals", "travellers", "verdicts"):
            assert as_person(people.planner).get(at(name)).status_code == 200, name


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "the estimate of CAD 2,000 goes too"), ("fr", "dollars canadiens est retirée aussi")]
)
def test_who_is_taken_out_of_a_draft_is_asked_for_first(people, as_person, lang, said):
    one = factories.complete(people)
    client = as_person(people.planner)
    with translation.override(lang):
        address = at("remove_traveller", one.key, one.travellers.get().pk)
        assert address in client.get(at("proposal", one.key)).content.decode()

    page = client.get(address).content.decode()
    assert said in page
    assert one.travellers.count() == 1

    assert client.post(address).status_code == 302
    assert one.travellers.count() == 0


def test_the_pages_of_a_proposal_open(people, as_person):
    one = factories.complete(people)
    client = as_person(people.planner)
    for name in ("proposal", "edit_proposal", "add_traveller", "estimate", "worksheet", "print_worksheet"):
        assert client.get(at(name, one.key)).status_code == 200, name


@pytest.mark.parametrize("name", ["decide", "balance", "change_quarter"])
def test_who_does_not_work_there_is_turned_away(people, listed, as_person, name):
    assert as_person(people.delegate).get(at(name, listed.quarter.key)).status_code == 403


# ── The President's one screen ────────────────────────────────────────────────────────────────────


def test_the_screen_shows_each_line_with_last_time_cost_and_what_is_left(people, screen, as_person):
    address, lines = screen

    page = as_person(people.president).get(address).content.decode()

    for one in lines:
        assert str(one.meeting.title) in page
    assert "The session before" in page
    assert "Its cost is not on file." in page
    assert "Knows the data model; was not there last time." in page
    assert "Left after this line" in page
    assert "past-budget" in page, "the list asks for more than there is, and says so"


def test_one_page_approves_reduces_refuses_and_returns(people, screen, as_person):
    address, (big, other, second, third) = screen
    head = big.travellers.get(is_head=True)
    said = (
        chosen(big, "reduce", "One is enough.")
        | {f"{big.key}-keep": [str(head.pk)]}
        | chosen(other, "approve")
        | chosen(second, "refuse", "Too dear.")
        | chosen(third, "return", "Who chairs it?")
    )

    answer = send(as_person(people.president), address, **said)

    assert answer.status_code == 302
    assert states() == ["approved", "approved", "refused", "returned"]
    assert sorted(big.travellers.values_list("state", flat=True)) == ["approved", "refused", "refused"]
    told = Verdict.objects.filter(by=people.president, traveller=None).exclude(reason="")
    assert set(told.values_list("outcome", "reason")) == {
        ("reduce", "One is enough."),
        ("refuse", "Too dear."),
        ("return", "Who chairs it?"),
    }
    page = as_person(people.president).get(address).content.decode()
    assert page.count("<del>") == 2, "who does not go is struck through"


def test_what_is_left_for_later_stays_open_and_the_rest_is_approved_in_one_click(people, screen, as_person):
    address, (big, _other, second, third) = screen
    client = as_person(people.president)

    send(client, address, **chosen(second, "refuse", "Too dear."))
    assert states() == ["listed", "listed", "refused", "listed"]

    page = client.get(address).content.decode()
    assert f'id="{third.key}-name"' in page
    assert ("approve_rest", "Save, and approve all the rest") in form(client.get(address)).buttons
    answer = send(client, address, approve_rest="1")
    assert states() == ["approved", "approved", "refused", "approved"]
    assert answer["Location"] == big.quarter.get_absolute_url()
    assert Quarter.objects.get().state == "decided"


def test_nothing_chosen_decides_nothing_and_says_so(people, screen, as_person):
    client = as_person(people.president)

    answer = send(client, screen[0])

    assert states() == ["listed"] * 4
    assert "Nothing was chosen, so nothing is decided." in client.get(answer["Location"]).content.decode()


def test_a_line_that_is_refused_keeps_choice_ticks_and_words_and_the_good_lines_stand(people, screen, as_person):
    address, (big, other, second, third) = screen
    one = big.travellers.get(person=people.second)
    said = (
        chosen(big, "approve", "All but two.")
        | {f"{big.key}-keep": [str(one.pk)]}
        | chosen(other, "approve")
        | chosen(second, "refuse", "  ")
        | {f"{third.key}-reason": "To think over."}
    )

    answer = send(as_person(people.president), address, **said)

    assert answer.status_code == 422
    assert states() == ["listed", "approved", "listed", "listed"]
    page, again = answer.content.decode(), form(answer).fields
    assert "You unticked a traveller: choose “reduce”, or tick everybody again" in page
    assert "Give the reason for this step." in page
    assert f'href="#{big.key}"' in page, "each problem leads to its line"
    assert again[f"{big.key}-outcome"] == ["approve"]
    assert again[f"{big.key}-keep"] == [str(one.pk)]
    assert again[f"{big.key}-reason"] == ["All but two."]
    assert again[f"{second.key}-outcome"] == ["refuse"]
    assert again[f"{third.key}-reason"] == ["To think over."], "a line that was left for later keeps its note"


def test_a_line_that_changed_meanwhile_is_told_and_the_own_words_are_kept(people, screen, as_person):
    address, (big, *_rest) = screen
    client = as_person(people.president)
    read = form(client.get(address)).fields
    quarters.take_back(big.quarter, by=people.balancer, reason="One more.")
    factories.actions.hold_back(big, by=people.balancer, reason="Twice in a year.")
    factories.actions.put_on_list(big, by=people.balancer)
    quarters.submit(Quarter.objects.get(), by=people.balancer)

    answer = client.post(address, read | chosen(big, "refuse", "Too many go."))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This proposal has changed since you opened the page. Read it again before you decide." in page
    assert form(answer).fields[f"{big.key}-reason"] == ["Too many go."]
    assert states() == ["listed"] * 4
    again = form(answer).fields
    assert client.post(address, again).status_code == 302, "once read, the same words stand"
    assert states()[0] == "refused"


def test_the_language_of_the_screen_changes_and_nothing_that_was_typed_is_lost(people, screen, as_person):
    address, (big, _other, second, _third) = screen
    client = as_person(people.president)
    head = big.travellers.get(is_head=True)
    said = form(client.get(address)).fields
    said |= chosen(second, "refuse", "Trop cher.") | chosen(big, "reduce") | {f"{big.key}-keep": [str(head.pk)]}
    with translation.override("fr"):
        french = at("decide", big.quarter.key)

    answer = client.post(french, said | {SWITCH: "fr"})

    assert answer.status_code == 200
    page, again = answer.content.decode(), form(answer).fields
    assert "Comité de la lutte contre la fraude" in page
    assert (again[f"{second.key}-outcome"], again[f"{second.key}-reason"]) == (["refuse"], ["Trop cher."])
    assert (again[f"{big.key}-outcome"], again[f"{big.key}-keep"]) == (["reduce"], [str(head.pk)])
    assert states() == ["listed"] * 4, "a switch decides nothing"


def test_a_decision_that_is_none_is_refused_in_words(people, screen, as_person):
    address, (big, *_rest) = screen

    answer = send(as_person(people.president), address, **chosen(big, "perhaps", "Hm."))

    assert answer.status_code == 422
    assert "perhaps" in answer.content.decode()
    assert form(answer).fields[f"{big.key}-reason"] == ["Hm."]
    assert states() == ["listed"] * 4


@pytest.mark.parametrize(
    ("move", "said", "state"),
    [
        ("approve", {}, "approved"),
        ("reduce", {"reason": "Fewer."}, "approved"),
        ("refuse", {"reason": "Too dear."}, "refused"),
        ("return", {"reason": "Who chairs?"}, "returned"),
    ],
)
def test_each_decision_may_be_taken_on_the_page_of_one_proposal_too(people, screen, as_person, move, said, state):
    big = screen[1][0]
    keep = {"keep": [str(big.travellers.get(is_head=True).pk)]} if move == "reduce" else {}

    answer = send(as_person(people.president), at("proposal_step", big.key, move), **said, **keep)

    assert answer.status_code == 302
    assert factories.fresh(big).state == state


# ── Bad input: a clear message, and what was typed is still there ─────────────────────────────────


def refused(answer, *told, **kept):
    """The page says what is wrong and shows again what was typed."""
    assert answer.status_code == 422
    page, again = answer.content.decode(), form(answer).fields
    for text in told:
        assert escape(text, quote=False) in page or text in page, text
    for name, value in kept.items():
        assert again[name] == [value], name


def test_a_quarter_with_forecasts_due_in_the_past_keeps_what_was_typed(people, as_person):
    client = as_person(people.balancer)

    answer = send(client, at("new_quarter"), starts_on=None, budget="12 000,50", forecast_due_on=YESTERDAY)
    refused(answer, "This field is required.", budget="12 000,50", forecast_due_on=YESTERDAY)

    day = factories.next_quarter_day().isoformat()
    answer = send(client, at("new_quarter"), starts_on=day, budget="12 000,50", forecast_due_on=YESTERDAY)
    refused(answer, "Choose a day from today to the last day of the quarter.", forecast_due_on=YESTERDAY)
    answer = send(client, at("new_quarter"), starts_on=day, budget="a lot", forecast_due_on="tomorrow")
    refused(answer, "Write an amount in dollars", "Write the day as yyyy-mm-dd", budget="a lot")
    assert not Quarter.objects.exists()

    assert send(client, at("new_quarter"), starts_on=day, budget="12 000,50").status_code == 302
    assert Quarter.objects.get().budget * 2 == 24001


def test_a_changed_quarter_says_why_and_keeps_what_was_typed(people, as_person):
    quarter = factories.quarter(people)
    client, address = as_person(people.balancer), at("change_quarter", quarter.key)

    refused(send(client, address, budget="5", reason=" "), "Give the reason for this step.", budget="5")
    refused(send(client, address, reason="So."), "Nothing changes.", reason="So.")
    answer = send(client, address, forecast_due_on=YESTERDAY, reason="So.")
    refused(answer, "Choose a day from today", forecast_due_on=YESTERDAY, reason="So.")
    refused(send(client, address, budget="5", reason=TEN_MEGABYTES), TOO_LONG, budget="5")


def test_a_proposal_for_a_meeting_nobody_knows_keeps_what_was_typed(people, as_person):
    quarter = factories.quarter(people)
    factories.meeting()

    answer = send(
        as_person(people.planner),
        at("new_proposal", quarter.key),
        meeting="MTG-1999-0001",
        rationale_en="They decide our standards.",
        rationale_fr="« Nos normes » & <les leurs>",
    )

    refused(
        answer,
        "No meeting of this quarter has this key. Choose one of the list.",
        rationale_en="They decide our standards.",
        rationale_fr="« Nos normes » & <les leurs>",
    )
    assert not Proposal.objects.exists()


def test_the_second_proposal_of_a_branch_for_one_meeting_is_refused_in_words(people, as_person):
    one = factories.draft(people)

    answer = send(
        as_person(people.planner), at("new_proposal", one.quarter.key), meeting=one.meeting.key, rationale_en="Why."
    )

    refused(answer, "This branch has a proposal for this meeting already", rationale_en="Why.")


@pytest.mark.parametrize(
    ("page", "field", "more"),
    [
        ("edit_proposal", "rationale_fr", {"rationale_en": "A short one."}),
        ("add_traveller", "reason", {"office_en": "Director, Targeting"}),
        ("worksheet", "agenda_fr", {"agenda_en": "A short one."}),
    ],
)
def test_a_note_of_ten_megabytes_is_refused_in_words_and_the_other_answers_stay(people, as_person, page, field, more):
    one = factories.complete(people)

    answer = send(as_person(people.planner), at(page, one.key), **{field: TEN_MEGABYTES}, **more)

    refused(answer, TOO_LONG, **more)
    assert form(answer).fields[field][0].startswith("Plus ça change."), "the note itself is kept to be shortened"


def test_a_reason_of_ten_megabytes_is_refused_on_the_screen_and_the_other_lines_stand(people, screen, as_person):
    address, (big, other, *_rest) = screen
    said = chosen(big, "refuse", TEN_MEGABYTES) | chosen(other, "approve")

    answer = send(as_person(people.president), address, **said)

    refused(answer, TOO_LONG, **{f"{big.key}-outcome": "refuse"})
    assert states()[:2] == ["listed", "approved"]


def test_an_account_nobody_knows_is_refused_in_words(people, as_person):
    one = factories.draft(people)

    answer = send(as_person(people.planner), at("add_traveller", one.key), person="nobody", reason="Chairs it.")

    refused(answer, "No open account has this name. Choose one of the list.", reason="Chairs it.")
    refused(send(as_person(people.planner), at("add_traveller", one.key)), "Name the person or the office.")


def test_an_estimate_that_cannot_be_is_told_and_every_figure_stays(people, as_person):
    one = factories.with_delegate(people)
    pk = one.travellers.get().pk
    address = at("estimate", one.key)
    client = as_person(people.planner)

    answer = send(client, address, **{f"{pk}-airfare-estimate": "-5", f"{pk}-meals-estimate": "1 200,50"})
    refused(answer, "An amount cannot be negative.", **{f"{pk}-meals-estimate": "1 200,50"})
    answer = send(client, address, **{f"{pk}-meals-estimate": "99", f"{pk}-meals-paid_by_others": "50"})
    refused(answer, "Say who pays.", **{f"{pk}-meals-paid_by_others": "50"})
    assert one.travellers.get().costs.count() == 2


def test_an_address_with_an_unknown_key_or_step_leads_nowhere_bad(people, listed, as_person):
    client = as_person(people.president)
    for name in ("quarter", "decide", "balance", "plan", "change_quarter", "new_proposal"):
        assert client.get(at(name, "1999-00-q1")).status_code == 404, name
    for name in ("proposal", "worksheet", "edit_proposal"):
        assert client.get(at(name, "PRP-1999-0001")).status_code == 404, name
    assert client.get(at("proposal_step", listed.key, "vanish"))["Location"] == listed.get_absolute_url()
    assert client.get(at("quarter_step", listed.quarter.key, "vanish"))["Location"] == (
        listed.quarter.get_absolute_url()
    )


@pytest.mark.parametrize("page", ["edit_proposal", "add_traveller", "worksheet", "estimate"])
def test_a_switch_of_language_stays_on_the_page_and_keeps_what_was_typed(people, as_person, page):
    one = factories.complete(people)
    pk = one.travellers.get().pk
    typed = {
        "edit_proposal": ("rationale_en", "Not saved yet."),
        "add_traveller": ("reason", "Not saved yet."),
        "worksheet": ("agenda_en", "Not saved yet."),
        "estimate": (f"{pk}-other-estimate", "4,50"),
    }[page]
    client = as_person(people.planner)
    said = form(client.get(at(page, one.key))).fields | dict([typed])
    with translation.override("fr"):
        french = at(page, one.key)

    answer = client.post(french, said | {SWITCH: "fr"})

    assert answer.status_code == 200
    assert form(answer).fields[typed[0]] == [typed[1]]
    assert 'lang="fr"' in answer.content.decode()[:200]
    assert factories.fresh(one).revision == one.revision, "nothing is saved"


def test_the_other_language_of_a_page_that_only_shows_is_the_same_page(people, listed, as_person):
    client = as_person(people.planner)
    for name, key in (("quarter", listed.quarter.key), ("plan", listed.quarter.key), ("proposal", listed.key)):
        with translation.override("fr"):
            french = at(name, key)
        assert f'href="{french}" hreflang="fr"' in client.get(at(name, key)).content.decode(), name


def test_what_stands_in_the_way_of_a_step_leads_to_its_cure(people, as_person):
    one = factories.draft(people, rationale_en="", rationale_fr="")
    client = as_person(people.planner)

    answer = send(client, at("proposal_step", one.key, "put_forward"), reason="We are late.")

    refused(answer, "Say why we should go, in either language.", reason="We are late.")
    page = answer.content.decode()
    assert f'href="{at("edit_proposal", one.key)}#id_rationale_en"' in page
    assert f'href="{at("worksheet", one.key)}#agenda"' in page


def test_a_list_is_sorted_on_one_page_and_a_line_without_a_reason_keeps_its_choice(people, as_person):
    one = factories.proposal("forecast", people)
    address = at("balance", one.quarter.key)
    client = as_person(people.balancer)

    answer = send(client, address, **chosen(one, "hold_back"))
    refused(answer, "Give the reason for this step.", **{f"{one.key}-outcome": "hold_back"})

    assert send(client, address, **chosen(one, "hold_back", "Not a priority.")).status_code == 302
    assert factories.fresh(one).state == "held_back"
