"""Two editors at one moment, each with a connection of its own: nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connections

from entente.engagement.agreements import actions, queries
from entente.engagement.agreements.models import Amendment, Clause, Draft
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role

from . import factories

STANDING = {"status": "in_force", "binding": False, "signed_on": "2001", "in_force_on": "2001-05-01"}

JULY = date(2026, 7, 1)


def officer(name):
    given = {"username": name, "email": f"{name}@example.org", "clearance": Marking.PROTECTED_B}
    return people.open_account(by="tests", password="a passphrase for tests", role=Role.AGREEMENTS_OFFICER, **given)


def at_once(*acts):
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        except ValidationError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(acts)) as threads:
        return list(threads.map(run, acts))


def written():
    made = factories.agreement(factories.partner("mx"), **STANDING)
    for code in ("revenue", "security"):
        given = {"kind": "purpose", "code": code, "answer": "permitted", "article": "art. 1", "as_of": "2008"}
        Clause.objects.create(agreement=made, **given)
    return made, officer("one"), officer("other")


def test_two_who_save_one_clause_at_one_moment_the_second_is_told(really_written):
    made, one, other = written()
    amendment = actions.begin_amendment(made, by=one, title_en="A", taken_on=date(2020, 1, 1))
    draft = amendment.drafts.get(code="revenue")

    results = at_once(
        lambda: actions.change_draft(draft, by=one, revision=1, text_en="One."),
        lambda: actions.change_draft(draft, by=other, revision=1, text_en="Other."),
    )

    refused = [result for result in results if isinstance(result, ValidationError)]
    assert [said.code for refusal in refused for said in refusal.error_list] == ["AGR-78"]
    kept = Draft.objects.get(pk=draft.pk)
    assert (kept.revision, kept.text_en in ("One.", "Other.")) == (2, True)


def test_two_amendments_merged_at_one_moment_lose_nothing(really_written):
    made, one, other = written()
    drafted = []
    for person, code in ((one, "revenue"), (other, "security")):
        amendment = actions.begin_amendment(made, by=person, title_en=code, taken_on=date(2020, 1, 1))
        draft = amendment.drafts.get(code=code)
        actions.change_draft(draft, by=person, revision=1, answer="forbidden")
        drafted.append((amendment, person))

    results = at_once(
        *(
            lambda amendment=amendment, person=person: actions.merge_amendment(
                Amendment.objects.get(pk=amendment.pk), by=person, counts_from=JULY, shown=JULY, reason="Agreed."
            )
            for amendment, person in drafted
        )
    )

    assert not [result for result in results if isinstance(result, Exception)]
    found = queries.terms([made.pk], queries.midnight(date(2026, 7, 1)))[made.pk]
    assert {term.code: term.answer for term in found} == {"revenue": "forbidden", "security": "forbidden"}


def test_two_merges_of_the_same_clause_at_one_moment_the_second_must_choose(really_written):
    made, one, other = written()
    drafted = []
    for person, answer in ((one, "forbidden"), (other, "with_consent")):
        amendment = actions.begin_amendment(made, by=person, title_en=answer, taken_on=date(2020, 1, 1))
        draft = amendment.drafts.get(code="revenue")
        actions.change_draft(draft, by=person, revision=1, answer=answer)
        drafted.append((amendment, person))

    results = at_once(
        *(
            lambda amendment=amendment, person=person: actions.merge_amendment(
                Amendment.objects.get(pk=amendment.pk), by=person, counts_from=JULY, shown=JULY, reason="Agreed."
            )
            for amendment, person in drafted
        )
    )

    refused = [result for result in results if isinstance(result, ValidationError)]
    assert len(refused) == 1
    assert refused[0].error_list[0].code == "AGR-76"
    assert set(Draft.objects.filter(code="revenue").values_list("answer", flat=True)) == {"forbidden", "with_consent"}
