"""What is done to bodies that look after chapters of an agreement: named for one, and released from it."""

from typing import Any

from django.db import transaction

from entente.engagement.agreements.models import Chapter
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import Body, Committee
from ..policy import FORUMS
from .bodies import _locked, _obey, _say, _today


@transaction.atomic
def name_committee(body: Body, *, by: Any, chapter: Chapter, **given: Any) -> Committee:
    """Record that a body is the committee of a chapter, from a day on or since before anybody knows.

    Raises:
        PermissionDenied: ``by`` may not, or may not know of the chapter's agreement.
        ValidationError: FOR-2, FOR-6, FOR-29 or FOR-30 refuses.
    """
    made = Committee(body=_locked(Body, body), chapter=chapter, **{"as_of": _today()} | given)
    FORUMS.require(by, "name_committee", made)
    _obey(
        rules.ends_after_it_begins(made),
        rules.within_the_life_of_the_body(made),
        rules.chapter_of_its_agreement(made),
        rules.looks_after_it_once(made, queries.other_committees(made)),
    )
    made.full_clean()
    made.save()
    trail.record(by=by, verb="name_committee", subject=body, chapter=chapter.key, starts_on=made.starts_on)
    return made


@transaction.atomic
def release_committee(committee: Committee, *, by: Any, ends_on: str, reason: str) -> Committee:
    """Record that a body looks after a chapter no more, and why. Raises ``ValidationError`` by FOR-2 or FOR-8."""
    committee = _locked(Committee, committee)
    FORUMS.require(by, "release_committee", committee)
    before, committee.ends_on = committee.ends_on, ends_on
    _obey(rules.reason_given(reason), rules.ends_after_it_begins(committee))
    committee.ends_on = before
    _say(committee, {"ends_on": ends_on}, reason=reason, by=by)
    said = {"chapter": committee.chapter.key, "ends_on": [before, ends_on]}
    trail.record(by=by, verb="release_committee", subject=committee.body, reason=reason, **said)
    return committee
