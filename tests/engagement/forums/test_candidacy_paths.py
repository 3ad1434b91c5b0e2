"""Whatever people try in whatever order: nothing is lodged unapproved, and nothing that was said is lost."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from entente.engagement.forums import actions
from entente.engagement.forums.models import Candidacy
from entente.engagement.forums.models.candidacies import PRESENTED
from tests.turns import examples

from . import factories

TODAY = date.today()
DAYS = {
    "lodge": {"lodged_on": TODAY},
    "lose_seat": {"decided_on": TODAY},
    "win_seat": {"decided_on": TODAY, "term_starts_on": TODAY, "term_ends_on": TODAY + timedelta(days=30)},
    "inform_president": {"informed_on": TODAY},
    "report_term": {"report_en": "What it brought.", "report_fr": ""},
}
ACTS = [
    "propose_candidacy", "send_back", "refuse_candidacy", "approve_candidacy", "inform_president", "lodge", "win_seat",
    "lose_seat", "stand_down", "report_term", "support_candidacy", "decline_support", "comment", "describe_candidacy",
]  # fmt: skip
PEOPLE = ["desk", "planner", "vp", "other_vp", "president"]
GOOD = [
    ("propose_candidacy", "desk"), ("send_back", "vp"), ("propose_candidacy", "planner"), ("approve_candidacy", "vp"),
    ("inform_president", "desk"), ("lodge", "desk"), ("win_seat", "desk"), ("report_term", "planner"),
]  # fmt: skip
WORDS = some.sampled_from(["", "Because.", "Ceci dit."])


@some.composite
def tries(draw):
    """The good path as far as it goes, with some of its steps left out and others tried in between."""
    found = []
    for act, who in GOOD[: draw(some.integers(0, len(GOOD)))]:
        if draw(some.integers(0, 4)):
            found.append((act, who, draw(WORDS) or "Because."))
        if not draw(some.integers(0, 2)):
            found.append((draw(some.sampled_from(ACTS)), draw(some.sampled_from(PEOPLE)), draw(WORDS)))
    anything = some.tuples(some.sampled_from(ACTS), some.sampled_from(PEOPLE), WORDS)
    return found + draw(some.lists(anything, max_size=6))


class Undo(Exception):
    """Leaves an example without keeping what it did."""


@pytest.mark.django_db
@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=tries(), side=some.sampled_from(["ours", "theirs"]), has_president=some.booleans())
def test_no_path_is_lodged_unapproved_and_no_path_loses_a_comment(tried, side, has_president):
    try:
        with transaction.atomic():
            walk(tried, side, has_president)
            raise Undo
    except Undo:
        pass


def walk(tried, side, has_president):
    agency = factories.Agency()
    if not has_president:
        agency.president.headships.all().delete()
    made = factories.candidacy(agency) if side == "ours" else factories.support(agency)
    said = []
    for act, who, word in tried:
        taken = take(made, act, getattr(agency, who), word)
        made = Candidacy.objects.get(pk=made.pk)
        if taken and word and act != "describe_candidacy":
            said.append((act, word))

        if side == "ours" and made.state in PRESENTED:
            verbs = list(made.steps.order_by("id").values_list("verb", flat=True))
            assert made.approved_at
            assert made.informed_on
            assert verbs.index("approve_candidacy") < verbs.index("inform_president") < verbs.index("lodge")
            assert made.steps.filter(verb="approve_candidacy", by__in=["vp", "head-of-agency"]).exists()
        kept = made.steps.exclude(comment="").order_by("id").values_list("verb", "comment")
        assert list(kept) == [one for one in said if one[0] not in SILENT]


SILENT = {"report_term"}  # its word is the report itself


def take(made, act, person, word):
    """Whether the act was possible; a refusal changes nothing."""
    given = dict(DAYS.get(act, {}))
    if act == "comment":
        given["comment"] = word
    elif act == "describe_candidacy":
        given["rationale_en"] = word
    elif act != "report_term":
        given["reason"] = word
    try:
        getattr(actions, act)(made, by=person, **given)
    except (ValidationError, PermissionDenied):
        return False
    return True
