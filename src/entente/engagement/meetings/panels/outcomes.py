"""What came of a meeting, on its page: minutes, decisions, promises made there, joint products, who hosts it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.people.roles import highest
from entente.kit.panel import Panel
from entente.kit.table import Ask

from ..models import Meeting, State
from ..policy import MEETINGS, PRODUCTS
from ..queries import chair, outcomes, products
from . import sentences


def own_panels(ask: Ask, meeting: Meeting) -> list[Panel]:
    """Minutes, decisions and promises once it has begun; products and hosting. Six queries."""
    begun = meeting.starts_on <= date.fromisoformat(ask.on) and meeting.state != State.CANCELLED
    made: list[Panel | None]
    made = [_minutes(ask, meeting), _decisions(ask, meeting), _promises(ask, meeting)] if begun else []
    made += [_products(ask, meeting), _hosted(ask, meeting)]
    return [panel for panel in made if panel]


def _action(ask: Ask, act: str, meeting: Meeting, label: str, name: str) -> tuple[str, str] | None:
    may = not ask.past and MEETINGS.allows(ask.person, act, meeting)
    return (label, reverse(f"meetings:{name}", args=[meeting.key])) if may else None


def _minutes(ask: Ask, meeting: Meeting) -> Panel:
    versions = outcomes.minutes_of(ask.person, meeting)
    last = versions[0] if versions else None
    given = [one for version in versions for one in version.given]
    context = {
        "meeting": meeting,
        "last": last,
        "given": given,
        "given_late": bool(given) and last is not None and not last.given,
        "share": _action(ask, "share_minutes", meeting, _("Share with the other side"), "share_minutes")
        if last
        else None,
        "restricted": bool(last and (last.told_en or last.told_fr)),
    }
    label = _("Write the next version") if last else _("Write the minutes")
    return Panel(
        "minutes",
        _("Minutes"),
        "meetings/panels/minutes.html" if last else "",
        context,
        empty=_("No minutes are written yet."),
        action=_action(ask, "write_minutes", meeting, label, "write_minutes"),
        marking=meeting.marking,
    )


def _decisions(ask: Ask, meeting: Meeting) -> Panel:
    found = outcomes.decisions_of(ask.person, meeting)
    may = not ask.past and MEETINGS.allows(ask.person, "word_anew", meeting)
    context = {
        "decisions": found,
        "may": may,
        "may_strike": not ask.past and MEETINGS.allows(ask.person, "strike_out", meeting),
    }
    return Panel(
        "decisions",
        _("Decisions"),
        "meetings/panels/decisions.html" if found else "",
        context,
        count=sum(1 for one in found if not one.struck_because),
        empty=_("No decision is written down."),
        action=_action(ask, "add_decision", meeting, _("Write down a decision"), "add_decision"),
        marking=highest(one.marking for one in found) if found else "unclassified",
    )


def _promises(ask: Ask, meeting: Meeting) -> Panel:
    today = date.fromisoformat(ask.on)
    found = outcomes.born_in(ask.person, meeting)
    rows = [
        {
            "promise": one.commitment,
            "item": one.on_item,
            "who": one.commitment.owner or one.commitment.unit or "",
            "late": sentences.lateness(one.commitment.due_on, today) if one.commitment.is_standing else "",
            "is_late": one.commitment.is_standing and one.commitment.due_on and one.commitment.due_on < today,
        }
        for one in found
    ]
    return Panel(
        "born",
        _("Promises made here"),
        "meetings/panels/born.html" if rows else "",
        {"rows": rows},
        count=len(rows),
        empty=_("No promise is written down."),
        action=_action(ask, "bear_promise", meeting, _("Write down a promise"), "bear_promise"),
        marking=highest(one.commitment.marking for one in found) if found else "unclassified",
    )


def _products(ask: Ask, meeting: Meeting) -> Panel | None:
    found = list(products.decided_at(ask.person, meeting))
    may = not ask.past and PRODUCTS.allows(ask.person, "open_product")
    if not found:
        return None
    to = (_("Record a joint product"), f"{reverse('meetings:new_product')}?meeting={meeting.key}") if may else None
    return Panel(
        "products",
        _("Joint products decided here"),
        "meetings/panels/products.html",
        {"products": found, "kinds": PRODUCT_KINDS},
        count=len(found),
        action=to,
        marking=highest(one.marking for one in found),
    )


PRODUCT_KINDS = {"planned": "neutral", "under_way": "info", "done": "good", "dropped": "warning"}


def _hosted(ask: Ask, meeting: Meeting) -> Panel | None:
    found = chair.hosted_in(ask.person, meeting)
    if not found:
        return None
    return Panel("hosted", _("We host it"), "meetings/panels/hosted.html", {"hostings": found})
