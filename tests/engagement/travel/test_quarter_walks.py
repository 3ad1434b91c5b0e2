"""Random walks through a quarter and a proposal: whatever people try, in whatever order, some things never happen.

No path reaches an approval without a complete worksheet for which somebody vouched; no path loses a verdict, a word of
it or an entry of the trail; a step that is refused leaves nothing behind; and the money that a quarter has reserved is
always the sum of what its approved travellers cost us.
"""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.engagement.travel import actions, queries
from entente.engagement.travel.actions import quarters
from entente.engagement.travel.actions import worksheets as sheets
from entente.engagement.travel.models import CostLine, Proposal, ProposalState, Quarter, Verdict, Worksheet
from entente.engagement.travel.queries import balance as balances
from entente.engagement.travel.rules import worksheets
from entente.foundation.trail.models import Entry
from tests.turns import examples

from . import factories

PEOPLE = st.sampled_from(["planner", "balancer", "president", "vice_president", "delegate"])
WORDS = st.sampled_from(["", "said", "said"])
WHICH = st.integers(0, 1)
KEEP = st.sampled_from(["all", "first", "none"])


def mostly(name):
    """Usually who may do it, sometimes anybody."""
    return st.one_of(st.just(name), st.just(name), st.just(name), PEOPLE)


BRANCH = ["fill", "check", "put_forward", "put_forward", "take_back", "withdraw", "cost", "add", "remove", "late"]
AFFAIRS = ["put_on_list", "put_on_list", "hold_back", "ask_branch"]
DECISIONS = ["approve", "approve", "reduce", "refuse", "return"]
QUARTERLY = ["close_forecast", "reopen_forecast", "submit", "submit", "stop"]

STEPS = st.one_of(
    st.tuples(st.sampled_from(BRANCH), mostly("planner"), WHICH, WORDS),
    st.tuples(st.sampled_from(AFFAIRS), mostly("balancer"), WHICH, WORDS),
    st.tuples(st.sampled_from(["recommend", "decline"]), mostly("vice_president"), WHICH, WORDS),
    st.tuples(st.sampled_from(DECISIONS), mostly("president"), WHICH, WORDS, KEEP),
    st.tuples(st.just("reconsider"), mostly("president"), WHICH, WORDS),
    st.tuples(st.sampled_from(QUARTERLY), mostly("balancer"), WORDS),
    st.tuples(st.sampled_from(["close", "reopen"]), mostly("president"), WORDS),
    st.tuples(st.just("world"), st.just("planner"), WHICH, st.sampled_from(["emptied", "membership"])),
)


class Walk:
    """A quarter with two proposals on their way, and what must hold after every step."""

    def __init__(self, people, proposals):
        self.people, self.proposals = people, proposals
        self.quarter = proposals[0].quarter

    def take(self, verb, who, *what):
        if verb == "world":
            self.turn(*what)
            return
        by, before, were = getattr(self.people, who), self.kept(), self.states()
        try:
            with transaction.atomic():
                self.calls(by, *what)[verb]()
        except (ValidationError, PermissionDenied):
            assert (self.kept(), self.states()) == (before, were), "a refused step leaves nothing behind"
            return
        now = self.kept()
        assert before["trail"] < now["trail"], "every step that is taken is noted"
        assert now["verdicts"].items() >= before["verdicts"].items(), "no verdict is lost, and no word of it"
        for pk, state in self.states().items():
            if state == ProposalState.APPROVED and were.get(pk) != ProposalState.APPROVED:
                self.approved_rightly(pk, verb)
        self.money_agrees()

    def calls(self, by, which="", words="", keep="all"):
        """What each verb does. A step of the quarter names no proposal: its first word is the reason."""
        reason, one = (which, None) if isinstance(which, str) else (words, self.proposals[which])
        of = self.quarter

        def decide(outcome):
            going = list(one.travellers.order_by("position").values_list("pk", flat=True))
            chosen = {"all": going, "first": going[:1], "none": []}[keep]
            seen = factories.fresh(one).revision
            return actions.decide(one, by=by, outcome=outcome, seen=seen, reason=reason, keep=chosen)

        return {
            "fill": lambda: sheets.fill(one, by=by, agenda_en=reason and "We set it.", memory_en=reason),
            "check": lambda: sheets.check(one, by=by),
            "put_forward": lambda: actions.put_forward(one, by=by, reason=reason),
            "take_back": lambda: actions.take_back(one, by=by, reason=reason),
            "withdraw": lambda: actions.withdraw(one, by=by, reason=reason),
            "late": lambda: actions.describe(one, by=by, exception_reason=reason),
            "cost": lambda: actions.estimate(
                one.travellers.order_by("-position")[0], by=by, lines={"meals": {"estimate": 70, "paid_by_others": 0}}
            ),
            "add": lambda: actions.add_traveller(one, by=by, office_en="An expert", reason=reason),
            "remove": lambda: actions.remove_traveller(last_of(one), by=by),
            "put_on_list": lambda: actions.put_on_list(one, by=by, reason=reason),
            "hold_back": lambda: actions.hold_back(one, by=by, reason=reason),
            "ask_branch": lambda: actions.ask_branch(one, by=by, reason=reason),
            "recommend": lambda: actions.recommend(one, by=by, reason=reason),
            "decline": lambda: actions.decline(one, by=by, reason=reason),
            "reconsider": lambda: actions.reconsider(one, by=by, reason=reason),
            **{name: (lambda name=name: decide(name)) for name in ("approve", "reduce", "refuse", "return")},
            "close_forecast": lambda: quarters.close_forecast(of, by=by),
            "reopen_forecast": lambda: quarters.reopen_forecast(of, by=by, reason=reason),
            "submit": lambda: quarters.submit(of, by=by),
            "stop": lambda: quarters.take_back(of, by=by, reason=reason),
            "close": lambda: quarters.close(of, by=by),
            "reopen": lambda: quarters.reopen(of, by=by, reason=reason),
        }

    def turn(self, which, what):
        """The world changes behind a worksheet: an answer is lost, or the record says something new."""
        one = self.proposals[which]
        if what == "emptied":
            Worksheet.objects.filter(proposal=one).update(agenda_en="", agenda_fr="")
        else:
            body, partner = one.meeting.body, factories.forums.Partner.objects.get(key="us")
            if not factories.forums.Membership.objects.filter(body=body, partner=partner).exists():
                factories.forums.membership(body, partner)

    def states(self):
        return dict(Proposal.objects.order_by("id").values_list("pk", "state"))

    def kept(self):
        said = Verdict.objects.values_list(
            "pk", "proposal", "traveller", "outcome", "reason", "by", "on_behalf_of", "at"
        )
        return {"verdicts": {one[0]: one for one in said}, "trail": Entry.objects.count()}

    def approved_rightly(self, pk, verb):
        one = queries.proposals.with_delegation(Proposal.objects.filter(pk=pk)).get()
        assert worksheets.worksheet_is_complete(one) is None, "no approval without a complete worksheet"
        assert one.worksheet.checked_by
        said = set(one.verdicts.filter(traveller=None).values_list("outcome", flat=True))
        assert said >= {"put_forward", verb, "recommend" if one.exception else "list"}, "nor past a step before it"
        going = {one.state for one in one.travellers.all()}
        assert "approved" in going
        assert "asked" not in going, "each traveller has an answer"
        assert [one.is_head for one in one.travellers.all() if one.state == "approved"].count(True) == 1

    def money_agrees(self):
        """Three ways to one sum: the lines themselves, the question in SQL, and the balance on the page."""
        lines = CostLine.objects.filter(
            traveller__proposal__quarter=self.quarter,
            traveller__proposal__state=ProposalState.APPROVED,
            traveller__state="approved",
        )
        by_hand = sum((line.estimate - line.paid_by_others for line in lines), start=Decimal(0))
        assert queries.reserved(self.quarter) == by_hand
        found = list(queries.of_quarter(self.people.president, self.quarter))
        assert balances.money_of(Quarter.objects.get(pk=self.quarter.pk), found).approved == by_hand


@pytest.fixture
def made(people):
    """Two drafts that lack nothing, one of them with a delegation of two, in a quarter that takes forecasts."""
    quarter = factories.quarter(people, budget=5000)
    one = factories.with_delegate(people, quarter, meeting=factories.meeting())
    second = actions.add_traveller(one, by=people.planner, person=people.second, reason="Drafts.")
    line = {"airfare": {"estimate": 900, "paid_by_others": 100, "funder": "WCO"}}
    actions.estimate(second, by=people.planner, lines=line)
    factories.fill_and_check(one, people, memory_en="The second takes over.")
    other = factories.complete(people, quarter, meeting=factories.meeting("MTG-2027-0002"))
    return people, [factories.fresh(one), other]


def last_of(proposal):
    """The traveller named last; where nobody is left, there is nobody to remove, as a page would say."""
    found = proposal.travellers.order_by("-position").first()
    if found is None:
        raise ValidationError("Nobody is left.")
    return found


class Undo(Exception):
    """Leaves the block without keeping what the walk did."""


def walked(made, steps):
    """Where the two proposals stand after a walk; nothing of it is kept."""
    people, proposals = made
    try:
        with transaction.atomic():
            way = Walk(people, proposals)
            for step in steps:
                way.take(*step)
            stand = (Quarter.objects.get(pk=way.quarter.pk).state, *way.states().values())
            raise Undo
    except Undo:
        return stand


@given(st.lists(STEPS, min_size=4, max_size=24))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_approves_without_a_worksheet_loses_a_word_or_counts_money_twice(made, steps):
    walked(made, steps)


LISTING = (("put_forward", "planner"), ("put_on_list", "balancer"))
TO_THE_PRESIDENT = [
    *[(verb, who, which, "") for which in (0, 1) for verb, who in LISTING],
    ("close_forecast", "balancer", ""),
    ("submit", "balancer", ""),
]


@given(st.lists(STEPS, min_size=3, max_size=14))
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_that_begins_before_the_president_does_either(made, steps):
    """Most random walks never come as far as a decision; these begin there."""
    walked(made, [*TO_THE_PRESIDENT, *steps])


def test_the_straight_path_does_reach_an_approval_and_its_money(made):
    decided = [("reduce", "president", 0, "said", "first"), ("approve", "president", 1, "")]

    assert walked(made, [*TO_THE_PRESIDENT, *decided]) == ("submitted", "approved", "approved")
    assert walked(made, [*TO_THE_PRESIDENT, *decided, ("close", "president", "")])[0] == "decided"
    assert walked(made, [*TO_THE_PRESIDENT, *decided, ("reconsider", "president", 0, "said")])[1] == "listed"


def test_a_worksheet_that_loses_an_answer_bars_the_straight_path(made):
    emptied = ("world", "planner", 0, "emptied")

    for place in range(len(TO_THE_PRESIDENT) + 1):
        steps = [*TO_THE_PRESIDENT[:place], emptied, *TO_THE_PRESIDENT[place:], ("approve", "president", 0, "")]
        assert walked(made, steps)[1] != "approved", place


def test_an_answer_that_is_lost_after_the_decision_leaves_it_and_its_money_as_they_stood(made):
    steps = [*TO_THE_PRESIDENT, ("approve", "president", 0, ""), ("world", "planner", 0, "emptied")]

    assert walked(made, [*steps, ("approve", "president", 1, "")]) == ("submitted", "approved", "approved")
