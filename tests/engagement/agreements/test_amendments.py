"""Amendments: a copy changed by several people, set against what counts, merged without losing a word."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from entente.engagement.agreements import actions, panels, queries, rules
from entente.engagement.agreements.models import Amending, Clause, Draft, said_by
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.engagement.agreements.addresses")]
STANDING = {"status": "in_force", "binding": False, "signed_on": "2001", "in_force_on": "2001-05-01"}
CODES = ["revenue", "security", "statistics", "removal", "admissibility"]
ANSWERS = ["permitted", "forbidden", "with_consent", "conditional"]


@pytest.fixture
def memorandum(db):
    titles = {"title_en": "Memorandum with Mexico", "title_fr": "Protocole avec le Mexique"}
    made = factories.agreement(factories.partner("mx"), key="mx-mou", **titles, **STANDING)
    for number, code in enumerate(CODES):
        given = {"kind": "purpose", "code": code, "answer": "permitted", "article": f"art. {number}", "as_of": "2008"}
        Clause.objects.create(agreement=made, **given)
    return made


def begun(of, by, title="Amendment", day=date(2020, 1, 1)):
    return actions.begin_amendment(of, by=by, title_en=title, taken_on=day)


def changed(amendment, code, by, **says):
    one = amendment.drafts.get(code=code)
    return actions.change_draft(one, by=by, revision=one.revision, **says)


def merged(amendment, by, day, reason="Agreed."):
    """Merge on a day, by somebody who was told when it is past."""
    return actions.merge_amendment(amendment, by=by, counts_from=day, shown=day, reason=reason)


def counts(of, day):
    """What counts on a day: the answer by code."""
    found = queries.terms([of.pk], queries.midnight(day)).get(of.pk, ())
    return {one.code: one.answer for one in found}


def address(name, *args, lang="en"):
    with translation.override(lang):
        return reverse(f"agreements:{name}", args=args)


# ── The rule ──────────────────────────────────────────────────────────────────────────────────────

SAYS = st.one_of(st.none(), st.sampled_from([{"answer": answer} for answer in ANSWERS]))


@given(SAYS, SAYS, SAYS, st.sampled_from(["", "draft", "current"]))
def test_what_becomes_of_a_clause_never_drops_what_only_one_side_changed(base, draft, current, chosen):
    result = rules.merging(base, draft, current, chosen=chosen)
    after = draft if result == "write" else current

    if draft == base:
        assert after == current
    elif current == base:
        assert after == draft
    elif result == "conflict":
        assert chosen == ""
        assert draft not in (base, current)
    else:
        assert after in (draft, current)


# ── Merged ────────────────────────────────────────────────────────────────────────────────────────


def test_a_merge_ends_what_it_replaces_and_begins_what_it_writes_on_its_day(memorandum, agreements_officer):
    amendment = begun(memorandum, agreements_officer)
    changed(amendment, "revenue", agreements_officer, answer="forbidden")
    changed(amendment, "removal", agreements_officer, gone=True)
    new = {"kind": "purpose", "code": "training", "answer": "permitted", "article": "art. 9"}
    actions.add_draft(amendment, by=agreements_officer, **new)
    day = date(2026, 7, 1)

    before = counts(memorandum, day)
    merged(amendment, agreements_officer, day, "Signed in June.")

    rest = dict.fromkeys(["security", "statistics", "admissibility"], "permitted")
    assert counts(memorandum, day - timedelta(days=1)) == before
    assert counts(memorandum, day) == rest | {"revenue": "forbidden", "training": "permitted"}
    assert Clause.objects.filter(agreement=memorandum).count() == len(CODES) + 2  # nothing is erased


def test_a_draft_counts_for_nothing_until_it_is_merged(memorandum, agreements_officer):
    amendment = begun(memorandum, agreements_officer)
    changed(amendment, "revenue", agreements_officer, answer="forbidden")

    assert counts(memorandum, date(2026, 7, 1))["revenue"] == "permitted"
    actions.drop_amendment(amendment, by=agreements_officer, reason="Not agreed.")
    with pytest.raises(ValidationError):
        changed(amendment, "security", agreements_officer, answer="forbidden")
    assert amendment.drafts.get(code="revenue").answer == "forbidden"


def test_agr_76_a_clause_that_changed_meanwhile_waits_for_a_choice_and_both_stay_readable(
    memorandum, agreements_officer
):
    """AGR-76."""
    one, other = (begun(memorandum, agreements_officer, title) for title in ("One", "Other"))
    changed(one, "revenue", agreements_officer, answer="forbidden", text_en="Ours.")
    changed(other, "revenue", agreements_officer, answer="with_consent", text_en="Theirs.")
    changed(other, "security", agreements_officer, answer="conditional")
    merged(other, agreements_officer, date(2026, 7, 1), "First.")

    with pytest.raises(ValidationError) as refusal:
        merged(one, agreements_officer, date(2026, 8, 1), "Second.")
    assert [said.code for said in refusal.value.error_list] == ["AGR-76"]

    actions.choose_draft(one.drafts.get(code="revenue"), by=agreements_officer, chosen="draft")
    merged(one, agreements_officer, date(2026, 8, 1), "Second.")

    told = counts(memorandum, date(2026, 8, 1))
    assert (told["revenue"], told["security"]) == ("forbidden", "conditional")
    assert counts(memorandum, date(2026, 7, 15))["revenue"] == "with_consent"
    assert set(Clause.objects.filter(code="revenue").values_list("text_en", flat=True)) == {"", "Ours.", "Theirs."}


def test_a_choice_is_asked_again_when_what_counts_changes_once_more(memorandum, agreements_officer):
    amendment = begun(memorandum, agreements_officer)
    changed(amendment, "revenue", agreements_officer, answer="forbidden")
    Clause.objects.filter(code="revenue").update(answer="conditional")
    actions.choose_draft(amendment.drafts.get(code="revenue"), by=agreements_officer, chosen="draft")
    Clause.objects.filter(code="revenue").update(answer="with_consent")

    with pytest.raises(ValidationError) as refusal:
        merged(amendment, agreements_officer, date(2026, 8, 1), "Late.")
    assert [said.code for said in refusal.value.error_list] == ["AGR-76"]


def test_agr_77_a_clause_counts_at_least_a_day_before_it_is_replaced(memorandum, agreements_officer):
    """AGR-77."""
    Clause.objects.filter(code="revenue").update(from_on="2019-06-01")
    amendment = begun(memorandum, agreements_officer)
    changed(amendment, "revenue", agreements_officer, answer="forbidden")

    with pytest.raises(ValidationError) as refusal:
        merged(amendment, agreements_officer, date(2019, 6, 1), "Too early.")
    assert [said.code for said in refusal.value.error_list] == ["AGR-77"]


def test_agr_78_who_saves_after_another_is_told_and_overwrites_nothing(memorandum, agreements_officer, open_account):
    """AGR-78."""
    second = open_account(Role.AGREEMENTS_OFFICER, username="second")
    amendment = begun(memorandum, agreements_officer)
    one = amendment.drafts.get(code="revenue")
    actions.change_draft(one, by=agreements_officer, revision=1, text_en="First.")

    with pytest.raises(ValidationError) as refusal:
        actions.change_draft(one, by=second, revision=1, text_en="Second.")

    one.refresh_from_db()
    assert [said.code for said in refusal.value.error_list] == ["AGR-78"]
    assert one.text_en == "First."


def test_two_editors_of_different_clauses_lose_nothing(memorandum, agreements_officer, open_account):
    second = open_account(Role.AGREEMENTS_OFFICER, username="second")
    amendment = begun(memorandum, agreements_officer)

    changed(amendment, "revenue", agreements_officer, text_en="First.")
    changed(amendment, "security", second, text_en="Second.")

    assert set(amendment.drafts.values_list("text_en", flat=True)) >= {"First.", "Second."}


@pytest.mark.parametrize("seed", range(12))
def test_two_amendments_drafted_side_by_side_lose_no_word_whatever_is_chosen(memorandum, agreements_officer, seed):
    dice = random.Random(seed)
    amendments = [begun(memorandum, agreements_officer, title) for title in ("One", "Other")]
    wanted = []
    for which, amendment in enumerate(amendments):
        for code in dice.sample(CODES, dice.randint(0, len(CODES))):
            said = {"answer": dice.choice(ANSWERS), "text_en": f"{which} {code}"}
            says = {"gone": True} if dice.random() < 0.3 else said
            one = changed(amendment, code, agreements_officer, **says)
            wanted.append((which, code, None if one.gone else said_by(one)))
    for number, amendment in enumerate(amendments):
        day = date(2026, 7 + number, 1)
        for one in queries.compared(amendment):
            if rules.merging(one.base, one.wanted, one.counts) == "conflict":
                actions.choose_draft(one.draft, by=agreements_officer, chosen=dice.choice(["draft", "current"]))
        merged(amendment, agreements_officer, day, "Agreed.")

    found = queries.terms([memorandum.pk], queries.midnight(date(2026, 9, 1))).get(memorandum.pk, ())
    after = {one.code: one for one in found}
    for code in CODES:
        versions = [says for _which, one, says in wanted if one == code]
        if len(versions) == 1:  # only one side changed it: its words count
            says = versions[0]
            assert (after[code].text_en if code in after else None) == (says["text_en"] if says else None)
    drafted = set(Draft.objects.values_list("text_en", flat=True))
    assert all(says is None or says["text_en"] in drafted for _which, _code, says in wanted)


def test_agr_117_a_past_day_is_shown_before_it_counts_and_stays_in_the_trail(memorandum, agreements_officer):
    """AGR-117."""
    amendment = begun(memorandum, agreements_officer)
    changed(amendment, "revenue", agreements_officer, answer="forbidden")
    past, today = {"counts_from": date(2026, 7, 1), "reason": "Signed in June."}, timezone.localdate()

    for shown in (None, date(2026, 7, 2)):
        with pytest.raises(ValidationError) as refusal:
            actions.merge_amendment(amendment, by=agreements_officer, shown=shown, **past)
        assert [said.code for said in refusal.value.error_list] == ["AGR-117"]
    actions.merge_amendment(amendment, by=agreements_officer, shown=past["counts_from"], **past)

    assert Entry.objects.get(verb="merge_amendment").changes["past_day"] == "2026-07-01"
    assert rules.past_day_was_shown(today, None, today=today) is None


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_officer_walks_an_amendment_from_the_copy_to_the_merge(as_person, agreements_officer, memorandum):
    client = as_person(agreements_officer)

    begin = client.post(address("begin_amendment", "mx-mou"), {"title_en": "Amendment 1"})
    amendment = memorandum.amendments.get()
    page = address("amendment", "mx-mou", amendment.pk)
    one = amendment.drafts.get(code="revenue")
    given = {"article": "art. 0", "kind": "purpose", "code": "revenue", "answer": "forbidden", "revision": "1"}
    edit = client.post(address("change_draft", "mx-mou", amendment.pk, one.pk), given | {"text_en": "No more."})
    shown = client.get(page).content.decode()
    missing = client.post(page, {"counts_from": "2026-07-01", "reason": ""})
    warned = client.post(page, {"counts_from": "2026-07-01", "reason": "Signed."})
    merge = client.post(page, {"counts_from": "2026-07-01", "reason": "Signed.", "shown": "2026-07-01"})

    assert [answer.status_code for answer in (begin, edit, missing, warned, merge)] == [302, 302, 422, 422, 302]
    assert "No more." in shown
    assert "It will count from July\u00a01, 2026, which is past" in warned.content.decode()
    assert 'name="shown" value="2026-07-01"' in warned.content.decode()
    assert 'name="counts_from" value="2026-07-01"' in warned.content.decode()
    assert "Signed.</textarea>" in warned.content.decode()
    assert counts(memorandum, date(2026, 7, 1))["revenue"] == "forbidden"
    assert "Merged; it counts from July\u00a01, 2026." in client.get(page).content.decode()


def test_a_stale_form_shows_both_versions_and_can_then_be_saved(as_person, agreements_officer, memorandum):
    amendment, client = begun(memorandum, agreements_officer), as_person(agreements_officer)
    changed(amendment, "revenue", agreements_officer, text_en="Written meanwhile.")
    one = amendment.drafts.get(code="revenue")
    page = address("change_draft", "mx-mou", amendment.pk, one.pk)
    given = {"article": "art. 0", "kind": "purpose", "code": "revenue", "answer": "forbidden", "text_en": "Mine."}

    refused = client.post(page, given | {"revision": "1"})

    assert refused.status_code == 422
    assert "Written meanwhile." in refused.content.decode()
    assert "Mine." in refused.content.decode()
    assert client.post(page, given | {"revision": "2"}).status_code == 302


def test_a_conflict_is_decided_on_its_page(as_person, agreements_officer, memorandum):
    amendment, client = begun(memorandum, agreements_officer), as_person(agreements_officer)
    one = changed(amendment, "revenue", agreements_officer, answer="forbidden")
    Clause.objects.filter(code="revenue").update(answer="conditional")

    page = client.get(address("amendment", "mx-mou", amendment.pk)).content.decode()
    client.post(address("choose_draft", "mx-mou", amendment.pk, one.pk), {"chosen": "current"})

    assert "changed on both sides" in page
    one.refresh_from_db()
    assert one.chosen == "current"


def test_a_merged_amendment_shows_what_was_merged_without_the_words_of_a_conflict(
    as_person, agreements_officer, memorandum
):
    client, amendment = as_person(agreements_officer), begun(memorandum, agreements_officer)
    changed(amendment, "revenue", agreements_officer, answer="forbidden", text_en="No more.")
    changed(amendment, "security", agreements_officer, answer="forbidden", text_en="Ours.")
    changed(amendment, "removal", agreements_officer, gone=True)
    actions.add_draft(
        amendment, by=agreements_officer, kind="purpose", code="training", answer="permitted", article="art. 9"
    )
    Clause.objects.filter(code="security").update(text_en="Theirs.")
    actions.choose_draft(amendment.drafts.get(code="security"), by=agreements_officer, chosen="current")
    merged(amendment, agreements_officer, date(2026, 7, 1))
    later = begun(memorandum, agreements_officer, "Later", day=date(2026, 8, 1))
    changed(later, "revenue", agreements_officer, answer="conditional", text_en="Later still.")
    merged(later, agreements_officer, date(2026, 9, 1))

    amendment.refresh_from_db()
    page = client.get(address("amendment", "mx-mou", amendment.pk)).content.decode()
    states = {row["draft"].code: row["state"] for row in panels.difference(amendment, may=False)["rows"]}

    assert states == {
        "revenue": "changed", "security": "kept", "removal": "out", "training": "new", "statistics": "same",
        "admissibility": "same",
    }  # fmt: skip
    assert "No more." in page
    assert "Theirs." in page
    assert "what counted then was kept" in page
    for words in ("What counts now", "changed on both sides", "It changed since the copy", "Later still."):
        assert words not in page


def test_a_dropped_amendment_shows_what_was_drafted(as_person, agreements_officer, memorandum):
    client, amendment = as_person(agreements_officer), begun(memorandum, agreements_officer)
    changed(amendment, "revenue", agreements_officer, answer="forbidden", text_en="No more.")
    Clause.objects.filter(code="revenue").update(text_en="Theirs.")
    actions.drop_amendment(amendment, by=agreements_officer, reason="Not agreed.")

    page = client.get(address("amendment", "mx-mou", amendment.pk)).content.decode()

    assert "No more." in page
    assert "changed on both sides" not in page


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AGREEMENTS_OFFICER])
def test_everyone_cleared_reads_a_draft_and_nobody_else_changes_it(
    as_person, open_account, agreements_officer, memorandum, role
):
    amendment, client = begun(memorandum, agreements_officer), as_person(open_account(role))
    one = amendment.drafts.get(code="revenue")

    assert client.get(address("amendment", "mx-mou", amendment.pk, lang="fr")).status_code == 200
    assert client.get(address("change_draft", "mx-mou", amendment.pk, one.pk)).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.drop_amendment(amendment, by=open_account(role, username="again"), reason="x")
    assert amendment.state == Amending.DRAFT
