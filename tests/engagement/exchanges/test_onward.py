"""What we released is passed on with our consent only: by whoever may give it, where it may go. EXC-52 to EXC-55."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements.models import Agreement, Clause
from entente.engagement.exchanges import actions
from entente.engagement.exchanges.models import Baseline, OnwardRequest
from entente.engagement.exchanges.rules import Risk, in_force_on, may_pass_on
from entente.foundation.trail.models import Entry as Trail

from . import factories
from .test_release import AT, CMAA, LOW, asked, term

ONWARD = {"kind": "onward_transfer", "code": "", "answer": "with_consent", "article": "art. 13"}
THIRD = {"name_en": "Elsewhere", "name_fr": "Ailleurs"}


def refused(code):
    return pytest.raises(ValidationError, match=code)


def ask(exchange, desk, **given):
    known = {"purpose": "customs_enforcement", "to_partner": factories.partner("xx", **THIRD)}
    return actions.ask_onward(exchange, by=desk.officer, asked_on=timezone.localdate(), **known | given)


def answer(onward, by, *, given=True, **said):
    on = timezone.localdate()
    return actions.answer_onward(onward, by=by, given=given, answered_on=on, reference="A-1", **said)


@pytest.fixture
def released(exchange_in, cmaa):
    """A release about a person under an instrument that lets it be passed on with our consent."""
    Clause.objects.create(agreement=cmaa, as_of="2010", **ONWARD)
    return exchange_in("released", elements=("identity",))


# ── The one function ──────────────────────────────────────────────────────────────────────────────


def judged(question, *clauses, risk=LOW, **given):
    basis = replace(CMAA, terms=(*CMAA.terms, *(term(**one) for one in clauses)))
    known = {"basis": basis, "law": in_force_on(AT.date()), "at": AT, "beside": ()}
    return may_pass_on(question, risk=risk, **known | given).rulings[0]


def told(ruling):
    return {one.code for one in ruling.reasons if one.verdict != "release"}


@pytest.mark.parametrize(
    ("clauses", "verdict", "codes"),
    [
        ([], "higher", {"EXC-52"}),
        ([ONWARD], "release", set()),
        ([ONWARD | {"answer": "permitted"}], "release", set()),
        ([ONWARD | {"answer": "conditional"}], "higher", {"EXC-52"}),
        ([ONWARD | {"answer": ""}], "higher", {"EXC-52"}),
        ([ONWARD | {"answer": "forbidden"}], "refuse", {"EXC-52"}),
        ([ONWARD, ONWARD | {"answer": "forbidden", "code": "identity"}], "refuse", {"EXC-52"}),
        ([ONWARD, ONWARD | {"answer": "forbidden", "code": "company"}], "release", set()),
    ],
)
def test_the_clauses_on_passing_on_decide(clauses, verdict, codes):
    """EXC-52."""
    ruling = judged(asked("identity"), *clauses)

    assert (ruling.verdict, told(ruling)) == (verdict, codes)


def test_it_is_passed_on_for_a_purpose_of_the_instrument_or_as_it_lets_it_be_used():
    """EXC-53."""
    question, use = asked("identity", purpose="removal"), {"kind": "secondary_use", "article": "art. 14"}

    assert told(judged(question, ONWARD)) == {"EXC-5"}
    assert told(judged(question, ONWARD, use | {"answer": "forbidden"})) == {"EXC-53"}
    assert told(judged(question, ONWARD, use | {"answer": "with_consent"})) == set()
    assert told(judged(asked("identity"), ONWARD, use | {"answer": "forbidden"})) == set()


def test_whoever_would_receive_it_is_judged_and_so_is_the_instant():
    """EXC-52. The pieces are those of a release: the instrument, the law, the baseline, other instruments."""
    forbids = replace(CMAA, agreement_id=2, terms=(term(kind="element", code="identity", answer="forbidden"),))

    assert told(judged(asked("identity"), ONWARD, basis=None)) == {"EXC-1"}
    assert told(judged(asked("identity"), ONWARD, law=())) == {"EXC-3"}
    assert told(judged(asked("identity"), ONWARD, risk=Risk())) == {"EXC-10"}
    assert told(judged(asked("identity"), ONWARD, risk=Risk("low", overdue=True))) == {"EXC-51"}
    assert told(judged(asked("identity"), ONWARD, beside=(forbids,))) == {"EXC-43"}
    assert told(judged(asked("cargo_manifest"), ONWARD, risk=Risk())) == set()


# ── The verb ──────────────────────────────────────────────────────────────────────────────────────


def test_an_officer_records_the_request_and_does_not_consent_to_it(released, desk):
    onward = ask(released, desk)
    factories.baseline(onward.to_partner, by=desk.vice)

    with pytest.raises(PermissionDenied):
        answer(onward, desk.officer)
    assert answer(onward, desk.decider).answer == "given"
    kept = Trail.objects.get(verb="answer_onward").changes
    assert kept["verdicts"] == {"identity": "release"}
    assert kept["on_behalf_of"] == "vice"


def test_who_recorded_the_request_does_not_consent_whatever_the_authority(released, desk):
    """EXC-54."""
    onward = ask(released, desk)
    OnwardRequest.objects.update(by=desk.decider.username)
    factories.baseline(onward.to_partner, by=desk.vice)

    with refused("EXC-54"):
        answer(onward, desk.decider)
    assert answer(onward, desk.vice).answer == "given"


def test_what_may_not_be_passed_on_is_refused_article_by_article_and_can_be_denied(released, desk, cmaa):
    """EXC-55. The instrument has ended, its clause forbids it, and nobody assessed the third country."""
    onward = ask(released, desk)
    Clause.objects.filter(kind="onward_transfer").update(answer="forbidden")

    with refused(r"EXC-55: .*Forbidden.*art\. 13.*No baseline stands.*needs: head of agency.*a denial can be recorded"):
        answer(onward, desk.decider)
    with refused(r"art\. 13"):
        answer(onward, desk.president)
    Agreement.objects.filter(pk=cmaa.pk).update(ended_on=timezone.localdate().isoformat())
    with refused("EXC-1: No instrument with this partner is in force"):
        answer(onward, desk.president)
    with translation.override("fr"), refused("EXC-55.*un refus peut être consigné"):
        answer(onward, desk.president)
    assert OnwardRequest.objects.get().answer == "pending"
    assert answer(onward, desk.officer, given=False, reason=factories.WHY).answer == "denied"


@pytest.mark.parametrize(
    ("level", "who"), [("low", "decider"), ("medium", "vice"), ("", "president"), ("substantial", "")]
)
def test_the_baseline_of_whoever_would_receive_it_says_who_consents(level, who, released, desk):
    """EXC-55."""
    onward = ask(released, desk)
    if level:
        factories.baseline(onward.to_partner, by=desk.vice, level=level)
    ladder = ("decider", "vice", "president")

    for name in ladder[: ladder.index(who) if who else len(ladder)]:
        with refused("EXC-55"):
            answer(onward, getattr(desk, name))
    if who:
        assert answer(onward, getattr(desk, who)).answer == "given"


def test_an_office_alone_has_no_baseline_and_a_silent_instrument_needs_a_director(exchange_in, desk):
    """EXC-55."""
    onward = ask(exchange_in("released"), desk, to_partner=None, to_office="Somebody")
    person = ask(exchange_in("released", elements=("identity",)), desk, to_partner=None, to_office="Somebody")

    with refused("EXC-55: .*does not speak of passing on.*needs: director"):
        answer(onward, desk.decider)
    assert answer(onward, desk.vice).answer == "given"
    with refused("EXC-55: .*No baseline"):
        answer(person, desk.vice)


def test_what_came_to_us_is_the_partners_to_give_and_an_officer_records_its_word(exchange_in, desk):
    exchange = exchange_in("released", kind="sent")
    assert Baseline.objects.exists()

    assert answer(ask(exchange, desk), desk.officer).answer == "given"


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "We are the originator"), ("fr", "organisme d’origine, c’est nous")]
)
def test_the_page_offers_an_officer_a_denial_and_says_who_consents(lang, words, released, desk, client):
    onward = ask(released, desk)
    client.force_login(desk.officer)
    with translation.override(lang):
        address = reverse("exchanges:answer_onward", args=[released.key, onward.pk])

    page = client.get(address).content.decode()
    assert words in page
    assert 'value="yes"' not in page
    client.force_login(desk.decider)
    assert 'value="yes"' in client.get(address).content.decode()
