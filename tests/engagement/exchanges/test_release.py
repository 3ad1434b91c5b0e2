"""The one function, alone: facts in, a decision and its reasons out. EXC-1 to EXC-10."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from entente.engagement.agreements.queries import Basis, Term
from entente.engagement.exchanges.models import ABOUT_PEOPLE, CUSTOMS
from entente.engagement.exchanges.rules import LAW, Asked, Piece, Risk, caveat, in_force_on, may_release
from entente.kit.days import LAST_DAY
from tests.engagement.exchanges.factories import CLAUSES

AT = datetime(2026, 11, 27, 7, 40, tzinfo=UTC)
JAPAN = 7


def term(**given):
    known = {"pk": 1, "agreement_id": 1, "article": "", "kind": "", "code": "", "answer": "", "number": None,
             "unit": "", "text_en": "", "text_fr": "", "from_on": "", "to_on": ""}  # fmt: skip
    return Term(**known | given)


TERMS = tuple(term(**one) for one in CLAUSES)
CMAA = Basis(
    1, "cmaa", "Customs agreement", "Accord douanier", "cmaa", True, "unclassified", frozenset({JAPAN}),
    AT - timedelta(days=4000), None, False, TERMS,
)  # fmt: skip
LOW = Risk("low")


def asked(*elements, **given):
    pieces = tuple(one if isinstance(one, Piece) else Piece(one) for one in elements)
    known = {"flow": "from_us", "purpose": "customs_enforcement", "partners": frozenset({JAPAN})}
    return Asked(pieces=pieces, **known | given)


def judge(question, *, basis=CMAA, risk=LOW, at=AT, law=None):
    return may_release(question, basis=basis, risk=risk, law=in_force_on(at.date()) if law is None else law, at=at)


def verdict(question, **given):
    return judge(question, **given).rulings[0].verdict


def told(question, **given):
    """Codes of the reasons that stand in the way."""
    return {one.code for one in judge(question, **given).rulings[0].reasons if one.verdict != "release"}


def test_what_a_clause_permits_for_its_purpose_may_go_and_says_under_which_article():
    ruling = judge(asked("cargo_manifest")).on("cargo_manifest")

    assert ruling.verdict == "release"
    assert ruling.article == "art. 4(1)"
    places = [one.place.en for one in ruling.reasons]
    assert "Customs agreement, art. 4(1)" in places
    assert "Customs Act, subsection 107(8)" in places


def test_one_element_is_refused_by_its_article_and_the_rest_may_go():
    decision = judge(asked("cargo_manifest", "passenger_name_record"))

    assert decision.releasable == ("cargo_manifest",)
    refusal = [one for one in decision.on("passenger_name_record").reasons if one.verdict == "refuse"]
    assert [(one.code, one.article) for one in refusal] == [("EXC-6", "art. 9(2)")]
    assert refusal[0].place.fr == "Accord douanier, art. 9(2)"
    assert "ne sont pas échangés" in refusal[0].text.fr


def test_nothing_goes_without_an_instrument():
    """EXC-1."""
    assert told(asked("cargo_manifest"), basis=None) >= {"EXC-1"}
    assert verdict(asked("cargo_manifest"), basis=None) == "refuse"


def test_at_the_instant_of_lapse_it_may_not_go():
    """EXC-1."""
    ends = replace(CMAA, until=AT)

    assert verdict(asked("cargo_manifest"), basis=ends, at=AT - timedelta(seconds=1)) == "release"
    assert verdict(asked("cargo_manifest"), basis=ends, at=AT) == "refuse"
    assert verdict(asked("cargo_manifest"), basis=replace(CMAA, since=AT + timedelta(seconds=1))) == "refuse"


def test_a_partner_who_is_not_bound_gets_nothing():
    """EXC-2."""
    assert told(asked("cargo_manifest", partners=frozenset({8}))) == {"EXC-2"}


def test_the_law_of_the_day_decides():
    """EXC-3."""
    assert told(asked("cargo_manifest"), law=()) == {"EXC-3"}
    assert told(asked("statistics"), law=()) == {"EXC-6"}
    assert told(asked("cargo_manifest", flow="to_us"), law=()) == set()


def test_an_instrument_for_one_direction_does_not_serve_the_other():
    """EXC-4."""
    one_way = replace(CMAA, terms=tuple(one for one in TERMS if one.kind != "direction")
                      + (term(kind="direction", code="to_us", answer="permitted", article="art. 3"),))  # fmt: skip

    assert told(asked("cargo_manifest"), basis=one_way) == {"EXC-4"}
    assert told(asked("cargo_manifest", flow="to_us"), basis=one_way) == set()


def test_another_purpose_than_those_set_out_is_refused():
    """EXC-5."""
    assert told(asked("cargo_manifest", purpose="removal")) == {"EXC-5"}
    assert verdict(asked("cargo_manifest", purpose="removal")) == "refuse"
    assert verdict(asked("cargo_manifest", purpose="")) == "refuse"


def test_purposes_nobody_put_on_record_are_read_by_a_director():
    """EXC-5."""
    silent = replace(CMAA, terms=tuple(one for one in TERMS if one.kind != "purpose"))
    ruling = judge(asked("cargo_manifest"), basis=silent).rulings[0]

    assert (ruling.verdict, ruling.level) == ("higher", "director")


def test_clauses_answer_in_four_ways():
    """EXC-6."""
    assert verdict(asked("company")) == "release"
    assert verdict(asked("financial")) == "consent"
    assert verdict(asked(Piece("financial", consent=True))) == "release"
    assert verdict(asked("valuation")) == "higher"
    assert verdict(asked("passenger_name_record")) == "refuse"
    assert verdict(asked("conveyance")) == "higher", "not named"


def test_words_alone_serve_in_urgency_and_for_a_time():
    """EXC-7."""
    spoken = {"way": "verbal", "confirm_by": AT + timedelta(hours=1)}

    assert told(asked("cargo_manifest", **spoken)) == {"EXC-7"}
    assert told(asked("cargo_manifest", urgent=True, **spoken)) == set()
    assert told(asked("cargo_manifest", urgent=True, **spoken | {"confirm_by": AT})) == {"EXC-7"}
    assert told(asked("cargo_manifest", confirmed=True, **spoken | {"confirm_by": AT})) == set()


def by_channel(*clauses):
    """The agreement with clauses on channels, each as its code and its answer."""
    added = [term(kind="channel", code=code, answer=answer, article="art. 6") for code, answer in clauses]
    return replace(CMAA, terms=(*TERMS, *added))


@pytest.mark.parametrize(
    ("clauses", "codes"),
    [
        ([("written", "permitted")], {"electronic", "verbal"}),
        ([("written", ""), ("electronic", "permitted")], {"verbal"}),
        ([("electronic", "conditional")], {"written", "electronic", "verbal"}),
        ([("electronic", "forbidden")], {"electronic"}),
        ([("central_authority", "permitted")], set()),
        ([("central_authority", "permitted"), ("written", "permitted")], {"electronic", "verbal"}),
    ],
)
def test_a_channel_that_the_instrument_does_not_name_is_refused_with_its_article(clauses, codes):
    """EXC-7."""
    basis, spoken = by_channel(*clauses), {"urgent": True, "confirm_by": AT + timedelta(hours=1)}
    found = {way: judge(asked("cargo_manifest", way=way, **spoken), basis=basis) for way in ("written", "electronic",
             "verbal")}  # fmt: skip

    stopped = {way: [one for one in said.rulings[0].reasons if one.verdict != "release"] for way, said in found.items()}
    assert {way for way, reasons in stopped.items() if reasons} == codes
    assert {(one.code, one.article) for reasons in stopped.values() for one in reasons} <= {("EXC-7", "art. 6")}


def test_another_channel_says_which_ones_and_confirmed_words_are_in_writing():
    """EXC-7."""
    basis = by_channel(("written", "permitted"), ("electronic", "permitted"))
    refusal = [one for one in judge(asked("cargo_manifest", way="verbal", urgent=True, confirm_by=AT + timedelta(1)),
               basis=basis).rulings[0].reasons if one.verdict == "refuse"]  # fmt: skip

    assert refusal[0].text.en.endswith("in writing, electronically, system to system.")
    assert "par écrit" in refusal[0].text.fr
    assert refusal[0].place.en == "Customs agreement, art. 6"
    assert verdict(asked("cargo_manifest", way="verbal", confirmed=True), basis=basis) == "release"


def test_protected_information_needs_a_clause_on_safekeeping():
    """EXC-8."""
    bare = replace(CMAA, terms=tuple(one for one in TERMS if one.kind != "security"))

    assert told(asked("cargo_manifest", marking="protected_b"), basis=bare) == {"EXC-8"}
    assert told(asked("cargo_manifest", marking="unclassified"), basis=bare) == set()


def test_what_came_from_somebody_else_needs_the_originator():
    """EXC-9."""
    assert told(asked(Piece("cargo_manifest", originator=True))) == {"EXC-9"}
    assert verdict(asked(Piece("cargo_manifest", originator=True))) == "consent"
    assert verdict(asked(Piece("cargo_manifest", originator=True, originator_consents=True))) == "release"


def test_one_consent_does_not_stand_for_the_other():
    """EXC-6, EXC-9. A clause asks for a consent, and the originator must consent: two words."""
    financial = Piece("financial", originator=True)

    assert verdict(asked(replace(financial, consent=True))) == "consent"
    assert verdict(asked(replace(financial, originator_consents=True))) == "consent"
    assert verdict(asked(replace(financial, consent=True, originator_consents=True))) == "release"


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        (Risk(), ("higher", "head_of_agency")),
        (Risk("low"), ("release", "")),
        (Risk("medium"), ("higher", "director_general")),
        (Risk("medium", mitigated=True), ("higher", "director_general")),
        (Risk("substantial"), ("refuse", "")),
        (Risk("substantial", mitigated=True), ("higher", "head_of_agency")),
    ],
)
def test_the_baseline_decides_where_people_may_be_mistreated(risk, expected):
    """EXC-10."""
    ruling = judge(asked("identity"), risk=risk).rulings[0]

    assert (ruling.verdict, ruling.level) == expected
    assert verdict(asked("cargo_manifest"), risk=risk) == "release", "a manifest tells of no person"


def test_a_baseline_whose_review_is_overdue_is_none_to_rest_on():
    """EXC-51. It is told beside the baseline, and never makes a refusal milder."""
    ruling = judge(asked("identity"), risk=Risk("low", overdue=True)).rulings[0]

    assert (ruling.verdict, ruling.level) == ("higher", "head_of_agency")
    assert told(asked("identity"), risk=Risk("low", overdue=True)) == {"EXC-51"}
    assert verdict(asked("identity"), risk=Risk("substantial", overdue=True)) == "refuse"
    assert verdict(asked("cargo_manifest"), risk=Risk("low", overdue=True)) == "release"


def test_measures_never_hide_the_baseline():
    """EXC-10."""
    said = [
        one.text.en for one in judge(asked("identity"), risk=Risk("substantial", mitigated=True)).rulings[0].reasons
    ]

    assert any(text.startswith("Baseline: substantial") for text in said)


def test_before_the_act_nothing_is_asked_of_the_baseline():
    """EXC-10."""
    before = datetime(2019, 7, 12, 12, tzinfo=UTC)

    assert verdict(asked("identity"), risk=Risk(), at=before, basis=replace(CMAA, since=before)) == "release"


def test_an_instrument_that_is_only_vouched_for_says_so():
    said = judge(asked("cargo_manifest"), basis=replace(CMAA, vouched=True)).rulings[0].reasons[0]

    assert "vouches" in said.text.en
    assert said.verdict == "release"


def test_reasons_are_kept_in_both_languages():
    kept = [one.kept() for one in judge(asked("identity")).rulings[0].reasons]

    assert all(one["text"]["en"] and one["text"]["fr"] for one in kept)
    assert all(one["text"]["en"] != one["text"]["fr"] for one in kept)


def test_every_provision_covers_something():
    assert {one.key for one in LAW} == {"customs_act", "privacy_act", "mistreatment_act"}
    assert CUSTOMS & ABOUT_PEOPLE


@pytest.mark.parametrize("unit", ["months", "years"])
def test_a_retention_beyond_every_year_ends_with_the_calendar(unit):
    assert caveat.later(date(2026, 3, 31), 32_767, unit) == LAST_DAY
    assert caveat.later(date(2026, 1, 31), 1, "months") == date(2026, 2, 28)
