"""What waits for a person in this room, and what falls due in a period."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.occasion import Occasion
from entente.kit.waiting import Debt

from .. import exports, queries
from ..models import Commitment, Side, State
from ..notices import SOON
from ..policy import COMMITMENTS

MOST = 8  # lines of one kind; the rest is one line that leads to the list


def waiting(person: Any, today: date) -> list[Debt]:
    """What an owner must keep, what a verifier must look at; for a desk officer, what partners owe and nobody keeps.

    Four queries, and one for the chart of who has an office.
    """
    own = [*queries.standing(person, owner=person).filter(state=State.OPEN, due_on__lte=today + timedelta(days=SOON))]
    found = [_owned(one, today) for one in own[:MOST]]
    if len(own) > MOST:
        found.append(_more(len(own) - MOST, own[MOST]))
    found += _verified(list(queries.to_verify(person)))
    if COMMITMENTS.allows(person, "import"):
        found += _chased(list(queries.late_for(person, today)), today)
        found += _orphaned(list(queries.unowned(person, today + timedelta(days=SOON))))
    return found


def _owned(one: Commitment, today: date) -> Debt:
    late = exports.late((today - one.due_on).days) if one.due_on else ""
    why = (
        _("You own this promise of ours.")
        if one.side == Side.OURS
        else _("They promised this; it is yours to ask for.")
    )
    return Debt(one.title, one.get_absolute_url(), f"{why} {late}".strip(), since=one.made_on, due=one.due_on)


def _more(many: int, first: Commitment) -> Debt:
    title = ngettext("%(many)s more promise of yours", "%(many)s more promises of yours", many) % {"many": many}
    return Debt(title, f"{reverse('commitments:index')}?mine=1&state=standing", "", due=first.due_on)


def _verified(found: list[Commitment]) -> list[Debt]:
    why = _("Said to be kept; somebody who had no part in it verifies.")
    debts = [
        Debt(one.title, reverse("commitments:verify", args=[one.key]), why, since=one.made_on, due=one.due_on)
        for one in found[:MOST]
    ]
    if len(found) > MOST:
        many = len(found) - MOST
        title = ngettext("%(many)s more promise to verify", "%(many)s more promises to verify", many) % {"many": many}
        debts.append(Debt(title, f"{reverse('commitments:index')}?state=reported", "", due=found[MOST].due_on))
    return debts


def _chased(found: list[Commitment], today: date) -> list[Debt]:
    """One line a partner: what it owes us and is late, the oldest day first."""
    by_whom: dict[Any, list[Commitment]] = {}
    for one in found:
        by_whom.setdefault(one.belongs_to[0], []).append(one)
    debts = []
    for whom, rows in by_whom.items():
        said = {"many": len(rows), "whom": exports.name_of(whom)}
        title = ngettext(
            "%(whom)s owes us %(many)s promise that is late",
            "%(whom)s owes us %(many)s promises that are late",
            len(rows),
        )
        url = rows[0].get_absolute_url() if len(rows) == 1 else _late_of(rows[0])
        why = rows[0].title if len(rows) == 1 else _("Ask for them, or agree on another day.")
        debts.append(Debt(title % said, url, why, due=rows[0].due_on))
    return debts


def _orphaned(found: list[Commitment]) -> list[Debt]:
    """What somebody promised whose account is closed since: it waits for a new owner."""
    why = _("The account of its owner, %(owner)s, is closed: give it to somebody who can keep it.")
    return [
        Debt(one.title, reverse("commitments:pass_on", args=[one.key]), why % {"owner": one.owner}, due=one.due_on)
        for one in found[:MOST]
    ]


def _late_of(one: Commitment) -> str:
    name, thing = ("partner", one.partner) if one.partner else ("forum", one.body)
    narrowed = f"&{name}={thing.key}" if thing else ""
    return f"{reverse('commitments:index')}?side=theirs&overdue=1{narrowed}"


def occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """The days on which promises fall due. One query."""
    for one in queries.due_between(person, first, last, dropped=True):
        if one.due_on is None:
            continue
        whom = next(iter(one.belongs_to), None)
        yield Occasion(
            uid=f"commitment-{one.key}",
            revision=one.revision,
            kind="commitment",
            title_en=one.title_en or one.title_fr,
            title_fr=one.title_fr or one.title_en,
            first=one.due_on,
            last=one.due_on,
            address=("commitments:commitment", one.key),
            changed_at=one.changed_at,
            place_en=str(getattr(whom, "name_en", "") or getattr(whom, "title_en", "")),
            place_fr=str(getattr(whom, "name_fr", "") or getattr(whom, "title_fr", "")),
            marking=one.bears,
            cancelled=one.state == State.DROPPED,
            partner=one.partner.key if one.partner else "",
            body=one.body.key if one.body else "",
            unit=one.unit.key if one.unit else "",
            people=(one.owner_id,) if one.owner_id else (),
        )
