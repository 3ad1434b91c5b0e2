"""A promise in words: what is owed, by when, how late; or what came of it."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.days import spoken

from ..models import STANDING, Commitment, Side, State
from ..queries import Whole


def whom(one: Commitment) -> Any:
    """The other side: the partner, else the forum, else the instrument."""
    return next((named.name if hasattr(named, "name_en") else named.title for named in one.belongs_to), "")


def sentence(whole: Whole, day: date) -> str:
    """Everything that matters about a promise on a day, in one or two sentences."""
    one, state = whole.one, whole.state_on(day)
    if one.made_on > day:
        return _("It had not been made yet.")
    if state == State.CLOSED:
        return _ended(whole, day)
    if state == State.DROPPED:
        return _("It was dropped on %(day)s.") % {"day": spoken(whole.ended_on(day) or "")}
    said = [_owed(one, whole.due_on(day)), _how_late(whole.due_on(day), day), _moved(whole, day)]
    if state == State.REPORTED:
        said.append(_("It is said to be done; somebody else is to verify it."))
    return " ".join(part for part in said if part)


def _owed(one: Commitment, due: date | None) -> str:
    said = {"whom": whom(one), "due": spoken(due) if due else ""}
    if one.side == Side.OURS:
        return (
            _("We owe this to %(whom)s by %(due)s.") % said
            if due
            else _("We owe this to %(whom)s; no day is set.") % said
        )
    if one.partner is None:
        return (
            _("We are owed this in %(whom)s by %(due)s.") % said
            if due
            else _("We are owed this in %(whom)s; no day is set.") % said
        )
    return _("%(whom)s owes us this by %(due)s.") % said if due else _("%(whom)s owes us this; no day is set.") % said


def _how_late(due: date | None, day: date) -> str:
    days = (day - due).days if due else 0
    if days <= 0:
        return ""
    return ngettext("It is %(days)s day late.", "It is %(days)s days late.", days) % {"days": days}


def _moved(whole: Whole, day: date) -> str:
    moves = whole.moves(day)
    if not moves:
        return ""
    said = {"many": len(moves), "first": spoken(moves[0].before or "")}
    return (
        ngettext(
            "Its day moved once; it was first due on %(first)s.",
            "Its day moved %(many)s times; it was first due on %(first)s.",
            len(moves),
        )
        % said
    )


def _ended(whole: Whole, day: date) -> str:
    due, over = whole.first_due, whole.ended_on(day)
    ended = spoken(over or "")
    if not due or not over:
        return _("It was kept on %(day)s.") % {"day": ended}
    days = (over - due).days
    if days <= 0:
        return _("It was kept on %(day)s, in time.") % {"day": ended}
    said = ngettext(
        "It was kept on %(day)s, %(days)s day after it was first due.",
        "It was kept on %(day)s, %(days)s days after it was first due.",
        days,
    )
    return said % {"day": ended, "days": days}


def is_standing(one: Any) -> bool:
    """Whether a ``told`` row was still owed on the day asked about."""
    return one.state_then in STANDING


def entered(many: int) -> str:
    """What a sheet did, in words."""
    return ngettext("%(many)s promise is written down.", "%(many)s promises are written down.", many) % {"many": many}


def preview(line: Any) -> dict[str, Any]:
    """A good row of a sheet as the page shows it before it is written down."""
    one = Commitment(**{name: value for name, value in line.given.items() if name not in ("owner", "unit")})
    return {"number": line.number, "one": one, "whom": whom(one), "owner": line.given["owner"]}
