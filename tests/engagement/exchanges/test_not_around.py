"""Nobody gets around a rule by an ordinary edit, by waiting, by another instrument, or by somebody's borrowed rank."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from entente.engagement.agreements.models import Clause
from entente.engagement.exchanges import actions, queries
from entente.engagement.exchanges.models import Escalation, Release, State
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry as Trail
from entente.kit.table import Ask

from . import factories


def refused(code):
    return pytest.raises(ValidationError, match=code)


def test_what_was_spoken_is_confirmed_and_not_written_anew(desk):
    """EXC-39."""
    exchange = factories.called(by=desk.officer)

    with refused("EXC-39"):
        actions.change(exchange, by=desk.officer, way="written", urgency="routine")
    exchange.refresh_from_db()
    assert exchange.needs_confirmation


def test_the_clock_of_a_confirmation_is_not_set_back(desk):
    """EXC-40."""
    long_ago, now = timezone.now() - timedelta(days=9), timezone.now()
    exchange = factories.called(by=desk.officer, received_at=long_ago)

    with refused("EXC-40"):
        actions.change(exchange, by=desk.officer, received_at=now - timedelta(minutes=1))
    exchange = actions.change(exchange, by=desk.officer, received_at=long_ago - timedelta(days=1))
    assert exchange.confirm_by < now


def test_a_written_request_is_received_no_later_than_it_was_written_down(desk):
    """EXC-40. A wrong day can be put right up to the moment at which it was written down."""
    exchange = factories.recorded(by=desk.officer, received_at=timezone.now() - timedelta(days=400))
    exchange.steps.update(at=timezone.now() - timedelta(hours=3))

    actions.change(exchange, by=desk.officer, received_at=timezone.now() - timedelta(hours=4))
    with refused("EXC-40"):
        actions.change(exchange, by=desk.officer, received_at=timezone.now() - timedelta(hours=2))


def test_the_trail_keeps_codes_and_moments_as_they_were_and_no_words(desk):
    exchange = factories.recorded(by=desk.officer)
    actions.change(exchange, by=desk.officer, purpose="revenue", office="Another desk")

    kept = Trail.objects.get(verb="change_exchange").changes
    assert kept["purpose"] == ["customs_enforcement", "revenue"]
    assert kept["fields"] == ["office", "purpose"]
    assert "Another desk" not in str(kept)


@pytest.mark.parametrize("edit", ["element", "purpose", "drop"])
def test_what_is_changed_after_it_was_assessed_is_looked_at_again(edit, exchange_in, desk):
    exchange = exchange_in("assessed", elements=("cargo_manifest", "company"))

    if edit == "element":
        actions.ask_for(exchange, by=desk.officer, element="identity")
    elif edit == "purpose":
        actions.change(exchange, by=desk.officer, purpose="revenue")
    else:
        actions.drop(exchange.lines.first(), by=desk.officer, reason="Not needed")

    exchange.refresh_from_db()
    assert exchange.state == State.MATCHED
    with pytest.raises(ValidationError):
        actions.decide(exchange, by=desk.decider)


def test_words_that_change_nothing_that_was_looked_at_leave_it_where_it_is(exchange_in, desk):
    exchange = exchange_in("assessed")
    actions.change(exchange, by=desk.officer, own_reference="File 12")
    actions.ask_for(exchange, by=desk.officer, element="cargo_manifest")

    exchange.refresh_from_db()
    assert exchange.state == State.ASSESSED


@pytest.mark.parametrize("what", ["element", "words", "measure"])
def test_who_changed_what_is_asked_does_not_decide_it(what, exchange_in, desk, cmaa):
    """EXC-15."""
    exchange = exchange_in("recorded", elements=("cargo_manifest", "company"))
    if what == "element":
        actions.ask_for(exchange, by=desk.decider, element="company", count=9)
    elif what == "words":
        actions.change(exchange, by=desk.decider, own_reference="File 12")
    else:
        actions.mitigate(exchange, by=desk.decider, measure="assurance", note="Their letter")
    factories.baseline(by=desk.vice)
    exchange = factories.assessed(exchange, cmaa, by=desk.officer)

    with refused("EXC-15"):
        actions.decide(exchange, by=desk.decider)


def test_a_risk_that_rose_since_the_decision_keeps_it_back(exchange_in, desk):
    """EXC-18."""
    exchange = exchange_in("decided", elements=("identity",))
    factories.baseline(exchange.partner, by=desk.vice, level="medium")

    with refused("EXC-18: .*Baseline: medium"):
        actions.release(exchange, by=desk.officer)
    assert not Release.objects.exists()


def test_a_clause_that_no_longer_counts_keeps_its_element_back(exchange_in, desk, cmaa):
    """EXC-18."""
    exchange = exchange_in("decided", elements=("company",))
    Clause.objects.filter(agreement=cmaa, code="company").update(to_on=timezone.localdate().isoformat())

    with refused("EXC-18: .*does not name this element"):
        actions.release(exchange, by=desk.officer)


def test_what_a_higher_decider_let_go_on_the_same_ground_goes(exchange_in, desk):
    exchange = exchange_in("assessed", elements=("valuation",))
    actions.release(actions.decide(exchange, by=desk.vice), by=desk.officer)

    assert Release.objects.get().entries.get().element == "valuation"


def test_a_delegation_lets_decide_and_does_not_raise(exchange_in, desk):
    """EXC-16. The duty manager holds the vice-president's authority and stands no higher for it."""
    exchange = exchange_in("assessed", elements=("valuation",))

    with refused("EXC-16"):
        actions.decide(exchange, by=desk.decider)
    assert actions.decide(exchange, by=desk.vice).state == State.DECIDED


def test_what_another_instrument_with_the_partner_forbids_needs_a_word_from_above(desk, cmaa, open_account):
    """EXC-43."""
    elsewhere = factories.unit("elsewhere")
    director = factories.placed(open_account(Role.EXECUTIVE, username="director"), elsewhere, "director")
    factories.delegated(desk.vice, director)
    bare = factories.instrument(key="action-plan", clauses=(), title_en="Action plan", title_fr="Plan d’action")
    factories.baseline(by=desk.vice)
    exchange = factories.recorded(by=desk.officer, elements=("passenger_name_record",))
    exchange = factories.assessed(exchange, bare, by=desk.officer)

    with refused("EXC-16: .*vice-president"):
        actions.decide(exchange, by=director)
    decided = actions.decide(exchange, by=desk.vice)
    grounds = {one["code"]: one for one in decided.lines.get().reasons}
    assert grounds["EXC-43"]["place"]["en"] == "Customs agreement, art. 9(2)"


def test_the_title_of_a_marked_instrument_is_not_told(desk, cmaa):
    cmaa.marking = "protected_b"
    cmaa.save()
    bare = factories.instrument(key="action-plan", clauses=())
    factories.baseline(by=desk.vice)
    exchange = factories.recorded(by=desk.officer, elements=("passenger_name_record",))
    exchange = actions.decide(factories.assessed(exchange, bare, by=desk.officer), by=desk.vice)

    assert "art. 9(2)" not in str(exchange.lines.get().reasons)
    assert "Another instrument" in str(exchange.lines.get().reasons)


def test_a_no_from_above_binds_who_stands_below(exchange_in, desk):
    """EXC-41."""
    exchange = exchange_in("assessed", elements=("cargo_manifest", "company"))
    actions.escalate(exchange, by=desk.officer, level="head_of_agency", question="May it go?")
    with refused("EXC-41: .*not answered yet"):
        actions.decide(exchange, by=desk.decider)
    actions.answer(Escalation.objects.get(), by=desk.president, authorised=False, reason="Not for us")

    with refused("EXC-41: A higher level refused it"):
        actions.decide(exchange, by=desk.vice)
    held = ["cargo_manifest", "company"]
    kept = actions.decide(exchange, by=desk.decider, withheld=held, reason="Refused above")
    assert not any(line.goes for line in kept.lines.all())


def test_who_was_told_no_may_be_overruled_only_where_it_was_said(exchange_in, desk):
    """EXC-41."""
    exchange = exchange_in("assessed")
    actions.escalate(exchange, by=desk.officer, level="vice_president", question="May it go?")
    actions.answer(Escalation.objects.get(), by=desk.vice, authorised=False, reason="No")

    assert actions.decide(exchange, by=desk.president).state == State.DECIDED


def test_nobody_answers_the_own_question(exchange_in, desk):
    """EXC-42."""
    exchange = exchange_in("assessed")
    asked = actions.escalate(exchange, by=desk.vice, level="vice_president", question="May it go?")

    with refused("EXC-42"):
        actions.answer(asked, by=desk.vice, authorised=True, reason="Yes")
    assert actions.answer(asked, by=desk.president, authorised=True, reason="Yes").answer == "authorised"


def test_it_goes_to_the_office_it_was_decided_for(exchange_in, desk):
    exchange_in("released", office="Night desk, Tokyo")

    assert Release.objects.get().office == "Night desk, Tokyo"


def test_what_is_refused_whole_because_of_the_risk_is_counted_in_the_return(exchange_in, desk):
    exchange = exchange_in("assessed", elements=("identity",))
    factories.baseline(exchange.partner, by=desk.vice, level="substantial")
    actions.refuse(exchange, by=desk.vice, reason="The risk cannot be borne")

    assert queries.figures(timezone.localdate().year)["refused"] == 1


def test_the_origin_of_an_element_stands_in_its_question_and_in_the_trail(desk, client):
    exchange = factories.recorded(by=desk.officer)
    factories.partner("sg")
    address = f"/en/exchanges/{exchange.key}/elements/new/?element=cargo_manifest"
    client.force_login(desk.officer)
    assert client.post(address, {"element": "cargo_manifest", "count": 3, "origin": "sg"}).status_code == 302

    form = client.get(address).context["form"]
    assert [form[name].value() for name in ("element", "count")] == ["cargo_manifest", 3]
    assert 'value="sg" selected' in str(form["origin"])
    assert Trail.objects.get(verb="ask_for_element").changes["origin"] == ["", "sg"]


def test_an_account_that_was_closed_decides_nothing_by_a_delegation(exchange_in, desk, administrator):
    exchange = exchange_in("assessed")
    people.close_account(desk.vice, by=administrator, reason="Left")

    with pytest.raises(Exception, match="decide"):
        actions.decide(exchange, by=desk.decider)


def test_a_line_is_hidden_once_its_instrument_or_partner_is_marked_higher(exchange_in, desk, cmaa, open_account):
    exchange = exchange_in("released")
    lower = open_account(Role.EXCHANGE_OFFICER, username="lower", clearance="protected_a")
    ask = Ask(lower, timezone.localdate().isoformat())
    assert queries.entries(ask).count() == 1
    for thing in (cmaa, exchange.partner):
        type(thing).objects.filter(pk=thing.pk).update(marking="protected_b")
        assert not queries.entries(ask).exists()
        assert not queries.reviewed(ask)
        type(thing).objects.filter(pk=thing.pk).update(marking="unclassified")


@pytest.mark.parametrize("to", ["low", "medium"])
def test_who_asks_does_not_lower_the_baseline(to, desk):
    """EXC-46."""
    factories.baseline(by=desk.officer, level="medium")
    factories.baseline(by=desk.officer, level="substantial")

    with refused("EXC-46"):
        factories.baseline(by=desk.officer, level=to)
    assert factories.baseline(by=desk.vice, level=to).level == to


def test_a_baseline_stands_from_a_day_that_has_come(desk):
    """EXC-47."""
    later = timezone.localdate() + timedelta(days=1)
    with refused("EXC-47"):
        factories.baseline(by=desk.vice, starts_on=later, review_on=later + timedelta(days=365))


def test_the_return_is_sent_once_and_after_its_year(desk):
    """EXC-37, EXC-48."""
    last = timezone.localdate().year - 1
    with refused("EXC-37: The year was not over"):
        actions.send_return(by=desk.vice, year=last, sent_on=timezone.localdate().replace(year=last, month=1, day=1))
    actions.send_return(by=desk.vice, year=last, sent_on=timezone.localdate())
    with refused("EXC-48"):
        actions.send_return(by=desk.vice, year=last, sent_on=timezone.localdate())


def test_nobody_writes_over_what_a_colleague_changed_a_moment_ago(desk, client):
    """EXC-49."""
    exchange = factories.recorded(by=desk.officer)
    address = f"/en/exchanges/{exchange.key}/change/"
    client.force_login(desk.officer)
    form = client.get(address).context["form"]
    said = {one.name: one.value() for one in form if one.value()} | {"office": "Mine"}
    said["received_at"] = timezone.localtime(exchange.received_at).strftime("%Y-%m-%d %H:%M")
    actions.change(exchange, by=desk.decider, office="Theirs")

    answer = client.post(address, said)
    assert answer.status_code == 422
    assert "EXC-49" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    exchange.refresh_from_db()
    assert exchange.office == "Theirs"


def arrears(cmaa, days):
    at = timezone.now() - timedelta(days=days)
    known = {"flow": "from_us", "reference": "R", "purpose": "customs_enforcement", "marking": "protected_a"}
    return [known | {"partner": factories.partner(), "agreement": cmaa, "at": at, "elements": {"cargo_manifest": 2}}]


def test_what_is_old_is_taken_in_by_the_head_and_not_by_a_delegate(desk, cmaa):
    """EXC-50."""
    with refused("EXC-50"):
        actions.take_in(arrears(cmaa, 32), by=desk.decider, file="sheet.csv")
    assert actions.take_in(arrears(cmaa, 30), by=desk.decider, file="sheet.csv")
    assert actions.take_in(arrears(cmaa, 400), by=desk.vice, file="sheet.csv")


def test_a_button_pressed_twice_records_once(desk, client):
    factories.partner()
    client.force_login(desk.officer)
    said = {"partner": "jp", "urgent_because": "It sails", "elements": ["company"]}
    first, second = (client.post("/en/exchanges/call/", said)["Location"] for _time in range(2))
    assert first == second
    assert client.post("/en/exchanges/call/", said | {"elements": []})["Location"] != first


@pytest.mark.parametrize("year", ["0000", "0001", "1850", "9999", "abcd", "²²²²"])
def test_a_year_that_cannot_be_meant_is_left_out(year, desk, client):
    client.force_login(desk.officer)
    answer = client.get("/en/exchanges/ledger/", {"year": year})
    assert answer.status_code == 200
    assert answer.context["year"] == timezone.localdate().year


def test_a_moment_that_cannot_be_meant_is_refused_in_words(desk, client):
    factories.partner()
    client.force_login(desk.officer)
    said = {"kind": "received", "partner": "jp", "way": "written", "urgency": "routine", "marking": "protected_a"}
    answer = client.post("/en/exchanges/new/", said | {"received_at": "0001-01-01 00:00"})
    assert answer.status_code == 422
    assert "between 1900 and 2099" in answer.content.decode()


def test_what_was_destroyed_is_neither_kept_longer_nor_returned(exchange_in, desk):
    """EXC-44, EXC-45."""
    exchange, today = exchange_in("released"), timezone.localdate()
    actions.acknowledge(exchange, by=desk.officer, on=today, reference="R-1")
    with refused("EXC-45"):
        actions.acknowledge(exchange, by=desk.officer, on=today, reference="R-2")
    actions.settle(exchange, by=desk.officer, end="destroyed", on=today, reference="D-1")
    longer = {"end": "extended", "until": today + timedelta(days=4000), "reason": "Trial"}
    for said in (longer, {"end": "returned"}):
        with refused("EXC-44"):
            actions.settle(exchange, by=desk.officer, on=today, reference="D-2", **said)


def test_refusals_follow_what_is_asked_of_the_ledger(exchange_in, desk):
    actions.refuse(exchange_in("assessed"), by=desk.vice, reason="No")
    today = timezone.localdate()

    def counted(**chosen):
        return queries.refused(Ask(desk.officer, today.isoformat(), chosen=chosen))[today.year]

    assert (counted(), counted(partner="jp"), counted(partner="fr"), counted(flow="to_us")) == (1, 1, 0, 0)


def test_a_clause_of_which_a_higher_decider_thought_is_that_clause(exchange_in, desk, cmaa):
    """EXC-18. What was let go on the conditions of an article that counts no longer is decided again."""
    exchange = actions.decide(exchange_in("assessed", elements=("valuation",)), by=desk.vice)
    Clause.objects.filter(agreement=cmaa, code="valuation").update(to_on=timezone.localdate().isoformat())

    with refused("EXC-18: .*does not name this element"):
        actions.release(exchange, by=desk.officer)


def test_a_refusal_after_the_decision_leaves_what_was_frozen(exchange_in, desk):
    exchange = exchange_in("decided", elements=("identity",))
    frozen = exchange.lines.get().reasons
    factories.baseline(exchange.partner, by=desk.vice, level="substantial")
    actions.refuse(exchange, by=desk.vice, reason="Not any more")

    assert exchange.lines.get().reasons == frozen


def test_the_trail_names_an_office_by_its_key(desk):
    exchange = factories.recorded(by=desk.officer)
    actions.change(exchange, by=desk.officer, unit=desk.units["president"])

    assert Trail.objects.get(verb="change_exchange").changes["unit"] == ["branch", "president"]
