"""An exchange from the telephone at night to the reviewer two years later, by its actions."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.agreements.models import Agreement
from entente.engagement.exchanges import actions, queries
from entente.engagement.exchanges.models import Entry, Line, OnwardRequest, Receipt
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry as Trail
from entente.kit.table import Ask

from . import factories

TODAY = timezone.localdate
FULL = ("cargo_manifest", "passenger_name_record")


def codes(refusal):
    return {one.code for one in refusal.value.error_dict.get("__all__", [])} | {
        one.code for name, some in refusal.value.error_dict.items() if name != "__all__" for one in some
    }


def test_a_verbal_request_is_confirmed_refused_in_part_released_and_found_two_years_later(desk, cmaa, auditor):
    factories.baseline(by=desk.vice)
    exchange = factories.called(by=desk.officer, elements=FULL)
    assert exchange.confirm_by - exchange.received_at == timedelta(hours=72)

    exchange = actions.confirm(exchange, by=desk.officer, confirmation="NOTE 12/2026")
    exchange = factories.assessed(exchange, cmaa, by=desk.officer)
    exchange = actions.decide(exchange, by=desk.decider)
    released = actions.release(exchange, by=desk.officer)

    lines = {one.element: one for one in Line.objects.filter(exchange=exchange)}
    assert lines["cargo_manifest"].goes
    assert lines["passenger_name_record"].verdict == "refuse"
    assert any("art. 9(2)" in one["place"]["en"] for one in lines["passenger_name_record"].reasons)
    assert [one.element for one in released.entries.all()] == ["cargo_manifest"]
    assert "Not to be used as evidence. (art. 12)" in released.caveat_en
    assert "Ne peut servir de preuve. (art. 12)" in released.caveat_fr
    assert released.keep_until.year == TODAY().year + 2

    actions.acknowledge(exchange, by=desk.officer, on=TODAY(), reference="R-1")
    actions.report_use(exchange, by=desk.officer, use="as_agreed", on=TODAY(), reference="U-1")
    actions.settle(exchange, by=desk.officer, end="destroyed", on=TODAY(), reference="D-1")
    exchange = actions.close(exchange, by=desk.officer)
    assert exchange.state == "closed"

    later = f"{TODAY().year + 2}-06-30"
    found = queries.reviewed(Ask(auditor, later))
    assert [(row.partner.key, row.agreement, row.times, row.records) for row in found] == [("jp", cmaa, 1, 1)]
    assert queries.partly_met(queries.exchanges(Ask(auditor, later))).get() == exchange


def test_every_step_is_in_the_trail_with_who_took_it(exchange_in, desk):
    exchange = exchange_in("released")
    said = Trail.objects.filter(subject=f"exchanges.exchange:{exchange.key}").order_by("id")

    assert list(said.values_list("verb", "actor")) == [
        ("record_exchange", "officer"), ("match_exchange", "officer"), ("complete_exchange", "officer"),
        ("test_purpose_exchange", "officer"), ("assess_risk_exchange", "officer"), ("decide_exchange", "decider"),
        ("release_exchange", "officer"),
    ]  # fmt: skip
    step = exchange.steps.get(move="decide")
    assert (step.by, step.on_behalf_of) == ("decider", "vice")


def test_a_verbal_exchange_says_why_it_could_not_wait(desk):
    """EXC-19."""
    with pytest.raises(ValidationError) as refusal:
        factories.called(by=desk.officer, urgent_because="")

    assert codes(refusal) == {"not_urgent"}


def test_nobody_marks_higher_than_they_read_or_ahead_of_time(desk, open_account):
    """EXC-20, EXC-22."""
    low = factories.placed(
        open_account(Role.DESK_OFFICER, username="low", clearance="protected_a"), desk.units["branch"]
    )

    with pytest.raises(PermissionDenied):
        factories.recorded(by=low, marking="protected_b")
    with pytest.raises(ValidationError) as refusal:
        factories.recorded(by=desk.officer, received_at=timezone.now() + timedelta(hours=1))
    assert codes(refusal) == {"in_the_future"}


def test_a_spontaneous_exchange_says_which_way_it_went(desk):
    """EXC-33."""
    with pytest.raises(ValidationError) as refusal:
        factories.recorded(by=desk.officer, kind="spontaneous")

    assert codes(refusal) == {"no_direction"}
    assert factories.recorded(by=desk.officer, kind="spontaneous", flow="to_us").flow == "to_us"
    assert factories.recorded(by=desk.officer, kind="sent").flow == "to_us"


def test_spoken_words_are_confirmed_once_and_later(desk):
    """EXC-23."""
    exchange = factories.called(by=desk.officer)

    early = exchange.received_at - timedelta(hours=1)
    with pytest.raises(ValidationError) as refusal:
        actions.confirm(exchange, by=desk.officer, confirmation="N", confirmed_at=early)
    assert codes(refusal) == {"too_early"}
    actions.confirm(exchange, by=desk.officer, confirmation="N")
    with pytest.raises(ValidationError) as refusal:
        actions.confirm(exchange, by=desk.officer, confirmation="N")
    assert codes(refusal) == {"nothing_to_confirm"}


def test_an_instrument_that_is_not_in_force_is_no_basis(desk, cmaa):
    """EXC-11."""
    other = factories.instrument(factories.partner("fr"))
    ended = factories.instrument(ended_on="2020-01-01")
    exchange = factories.recorded(by=desk.officer)

    for agreement in (other, ended):
        with pytest.raises(ValidationError) as refusal:
            actions.match(exchange, by=desk.officer, agreement=agreement)
        assert codes(refusal) == {"not_in_force"}


def test_an_agency_is_served_by_the_instrument_of_its_country(desk, cmaa):
    agency = factories.partner("jp-customs", kind="administration", parent=factories.partner())
    exchange = factories.recorded(by=desk.officer, partner=agency)

    assert actions.match(exchange, by=desk.officer, agreement=cmaa).state == "matched"


def test_a_request_is_complete_when_it_says_everything(desk, cmaa):
    """EXC-12."""
    exchange = factories.recorded(by=desk.officer, elements=(), office="", reference="")
    exchange = actions.match(exchange, by=desk.officer, agreement=cmaa)

    with pytest.raises(ValidationError, match="the elements, the office of the contact, a reference") as refusal:
        actions.complete(exchange, by=desk.officer)
    assert codes(refusal) == {"incomplete"}


def test_a_purpose_the_instrument_was_not_made_for_stops_it(desk, cmaa):
    """EXC-13."""
    exchange = factories.recorded(by=desk.officer, purpose="removal")
    exchange = actions.match(exchange, by=desk.officer, agreement=cmaa)
    exchange = actions.complete(exchange, by=desk.officer)

    with pytest.raises(ValidationError, match="art. 2") as refusal:
        actions.test_purpose(exchange, by=desk.officer)
    assert codes(refusal) == {"other_purpose"}


def test_information_about_people_waits_for_a_baseline(desk, cmaa):
    """EXC-14."""
    exchange = factories.recorded(by=desk.officer, elements=("identity",))
    exchange = actions.match(exchange, by=desk.officer, agreement=cmaa)
    exchange = actions.test_purpose(actions.complete(exchange, by=desk.officer), by=desk.officer)

    with pytest.raises(ValidationError) as refusal:
        actions.assess_risk(exchange, by=desk.officer)
    assert codes(refusal) == {"no_baseline"}
    long_ago = TODAY() - timedelta(days=800)
    factories.baseline(by=desk.vice, starts_on=long_ago, review_on=long_ago + timedelta(days=365))
    with pytest.raises(ValidationError) as refusal:
        actions.assess_risk(exchange, by=desk.officer)
    assert codes(refusal) == {"baseline_overdue"}
    factories.baseline(by=desk.vice)
    assert actions.assess_risk(exchange, by=desk.officer).state == "assessed"


def test_who_worked_on_it_does_not_decide(exchange_in, desk):
    """EXC-15."""
    factories.delegated(desk.vice, desk.officer)

    with pytest.raises(ValidationError) as refusal:
        actions.decide(exchange_in("assessed"), by=desk.officer)
    assert codes(refusal) == {"own_work"}


def test_a_medium_risk_is_decided_by_a_director_general_or_above(desk, cmaa, open_account):
    """EXC-16."""
    manager = factories.placed(open_account(Role.EXECUTIVE, username="head"), factories.unit(
        "section", parent=desk.units["branch"]), "manager")  # fmt: skip
    factories.baseline(by=desk.vice, level="medium")
    exchange = factories.recorded(by=desk.officer, elements=("identity", "cargo_manifest"),
                                  unit=factories.unit("section"))  # fmt: skip
    exchange = factories.assessed(exchange, cmaa, by=desk.officer)

    with pytest.raises(ValidationError, match="director general") as refusal:
        actions.decide(exchange, by=manager)
    assert codes(refusal) == {"too_low"}
    decided = actions.decide(exchange, by=desk.vice)
    assert all(one.goes for one in decided.lines.all())


def test_a_low_decider_may_keep_back_what_is_too_high_for_them(desk, cmaa, open_account):
    """EXC-21."""
    manager = factories.placed(open_account(Role.EXECUTIVE, username="head"), factories.unit(
        "section", parent=desk.units["branch"]), "manager")  # fmt: skip
    factories.baseline(by=desk.vice, level="medium")
    exchange = factories.recorded(by=desk.officer, elements=("identity", "cargo_manifest"),
                                  unit=factories.unit("section"))  # fmt: skip
    exchange = factories.assessed(exchange, cmaa, by=desk.officer)

    with pytest.raises(ValidationError) as refusal:
        actions.decide(exchange, by=manager, withheld=["identity"])
    assert codes(refusal) == {"reason_missing"}
    decided = actions.decide(exchange, by=manager, withheld=["identity"], reason=factories.WHY)
    assert [one.element for one in decided.lines.all() if one.goes] == ["cargo_manifest"]


def test_a_release_releases_something(exchange_in, desk):
    """EXC-17."""
    exchange = exchange_in("decided", elements=("passenger_name_record",))

    with pytest.raises(ValidationError) as refusal:
        actions.release(exchange, by=desk.officer)
    assert codes(refusal) == {"nothing_goes"}
    assert actions.refuse(exchange, by=desk.decider, reason=factories.WHY).state == "refused"


def test_what_was_decided_is_asked_again_at_the_instant_it_goes(exchange_in, desk, cmaa):
    """EXC-18."""
    exchange = exchange_in("decided")
    Agreement.objects.filter(pk=cmaa.pk).update(ended_on=TODAY().isoformat())

    with pytest.raises(ValidationError, match="No instrument with this partner is in force") as refusal:
        actions.release(exchange, by=desk.officer)
    assert codes(refusal) == {"may_not_go"}
    assert not Entry.objects.exists()


def test_what_is_decided_does_not_change_any_more(exchange_in, desk):
    """EXC-24."""
    exchange = exchange_in("decided")

    for act in (
        lambda: actions.change(exchange, by=desk.officer, purpose="revenue"),
        lambda: actions.ask_for(exchange, by=desk.officer, element="company"),
        lambda: actions.mitigate(exchange, by=desk.officer, measure="assurance", note="Told"),
        lambda: actions.drop(exchange.lines.get(), by=desk.officer, reason=factories.WHY),
        lambda: actions.escalate(exchange, by=desk.officer, level="vice_president", question="May it?"),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert codes(refusal) == {"decided"}
    again = actions.reconsider(exchange, by=desk.decider, reason=factories.WHY)
    assert (again.state, again.lines.get().verdict) == ("recorded", "")


def test_what_follows_a_release_follows_it(exchange_in, desk):
    """EXC-25, EXC-36."""
    undecided, exchange = exchange_in("assessed"), exchange_in("released")

    with pytest.raises(ValidationError) as refusal:
        actions.acknowledge(undecided, by=desk.officer, on=TODAY(), reference="R")
    assert codes(refusal) == {"not_released"}
    for day, code in ((TODAY() - timedelta(days=1), "too_early"), (TODAY() + timedelta(days=1), "in_the_future")):
        with pytest.raises(ValidationError) as refusal:
            actions.acknowledge(exchange, by=desk.officer, on=day, reference="R")
        assert codes(refusal) == {code}
    assert not Receipt.objects.exists()


def test_a_breach_is_told_in_words(exchange_in, desk):
    """EXC-35."""
    exchange = exchange_in("released")
    told = {"by": desk.officer, "use": "otherwise", "on": TODAY(), "reference": "U"}

    with pytest.raises(ValidationError) as refusal:
        actions.report_use(exchange, **told)
    assert codes(refusal) == {"untold"}
    assert actions.report_use(exchange, **told, note="Shown to the press").use == "otherwise"


def test_passing_on_needs_the_originators_answer_once(exchange_in, desk):
    """EXC-26, EXC-32."""
    exchange = exchange_in("released")
    asked = actions.ask_onward(exchange, by=desk.officer, purpose="revenue", asked_on=TODAY(), to_office="Tax office")
    actions.acknowledge(exchange, by=desk.officer, on=TODAY(), reference="R")
    actions.report_use(exchange, by=desk.officer, use="not_used", on=TODAY(), reference="U")

    with pytest.raises(ValidationError, match="an answer to a request to pass on, return or destruction") as refusal:
        actions.close(exchange, by=desk.officer)
    assert codes(refusal) == {"owed"}
    said = {"by": desk.officer, "answered_on": TODAY(), "reference": "A"}
    with pytest.raises(ValidationError) as refusal:
        actions.answer_onward(asked, given=False, **said)
    assert codes(refusal) == {"reason_missing"}
    actions.answer_onward(asked, given=False, reason=factories.WHY, **said)
    with pytest.raises(ValidationError) as refusal:
        actions.answer_onward(asked, given=True, **said)
    assert codes(refusal) == {"answered"}
    assert OnwardRequest.objects.get().answer == "denied"


def test_an_extension_ends_later_and_says_why(exchange_in, desk):
    """EXC-27."""
    exchange = exchange_in("released")
    until = exchange.release.keep_until
    said = {"by": desk.officer, "end": "extended", "on": TODAY(), "reference": "E"}

    with pytest.raises(ValidationError) as refusal:
        actions.settle(exchange, until=until, reason=factories.WHY, **said)
    assert codes(refusal) == {"not_later"}
    with pytest.raises(ValidationError, match="new day and its reason"):
        actions.settle(exchange, until=until + timedelta(days=30), reason="", **said)
    actions.settle(exchange, until=until + timedelta(days=30), reason=factories.WHY, **said)
    exchange.release.refresh_from_db()
    assert exchange.release.keep_until == until + timedelta(days=30)
    assert exchange.__class__.objects.get().state == "released"


def test_a_postponed_exchange_begins_its_path_again(exchange_in, desk):
    exchange = actions.postpone(exchange_in("tested"), by=desk.officer, reason=factories.WHY)

    assert actions.resume(exchange, by=desk.officer).state == "recorded"


def test_what_is_sent_back_is_completed_and_goes_on(exchange_in, desk, cmaa):
    exchange = actions.send_back(exchange_in("matched"), by=desk.officer, reason="Which period?")
    exchange = actions.change(exchange, by=desk.officer, reference="JP-78")

    assert actions.match(exchange, by=desk.officer, agreement=cmaa).state == "matched"


def test_an_outcome_is_told_with_who_says_so_and_in_both_languages(exchange_in, desk):
    exchange = exchange_in("released")
    told = {"by": desk.officer, "what": "revenue", "on": TODAY(), "amount": 120_000, "told_by": "Letter of 3 March"}

    with pytest.raises(ValidationError, match="both languages"):
        actions.tell_outcome(exchange, **told, story_en="Duties were paid.", may_be_told=True)
    made = actions.tell_outcome(
        exchange, **told, story_en="Duties were paid.", story_fr="Les droits ont été payés.", may_be_told=True
    )
    assert made.amount == 120_000
