"""Questions about minutes, what was shared of them, decisions and promises."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, Max, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from entente.foundation.people.policy import cleared, markings_for
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Born, Decision, Item, Meeting, Minutes, Series, Share
from .meetings import RELATED

BESIDE = ("meeting__body", "meeting__partner", "meeting__series")
SESSIONS = 200  # sessions of a series that its record shows on one page


def minutes_of(person: Any, meeting: Meeting) -> list[Any]:
    """The versions of a meeting's minutes, latest first, each with ``given``: what was shared of it. Two queries."""
    shared = Prefetch("shares", Share.objects.order_by("-at", "-id"), to_attr="given")
    found = policy.minutes_visible_to(person).filter(meeting=meeting)
    return list(found.prefetch_related(shared).order_by("-version"))


def last_version(meeting: Meeting) -> Minutes | None:
    """The last version, restricted part and all, whoever may see it: verbs ask, not people."""
    return Minutes.objects.filter(meeting=meeting).order_by("-version").first()


def share(person: Any, pk: int) -> QuerySet[Share]:
    """What was shared one day, as a queryset of one or none."""
    found = policy.shares_visible_to(person).filter(pk=pk)
    return found.select_related("minutes__meeting__body", "minutes__meeting__partner")


def later_versions(one: Share) -> int:
    """How many versions of the minutes came after what was shared; how many, and nothing of what they say."""
    return Minutes.objects.filter(meeting=one.minutes.meeting_id, version__gt=one.minutes.version).count()


def shares_like(one: Share) -> QuerySet[Share]:
    """What the same side was given of the same version in the same language, whoever may see it."""
    same = Share.objects.filter(minutes=one.minutes, language=one.language, to=one.to)
    return same.exclude(pk=one.pk).order_by("id")


def decisions_of(person: Any, meeting: Meeting) -> list[Any]:
    """The decisions of a meeting by number, each with ``before``: its earlier wordings, latest first. One query."""
    rows = policy.decisions_visible_to(person).filter(meeting=meeting).select_related("item")
    known: list[Any] = list(rows.order_by("position", "id"))
    old: dict[int, list[Any]] = {}
    for one in known:
        if one.replaced_by_id is not None:
            old.setdefault(one.position, []).insert(0, one)
    found: list[Any] = [one for one in known if one.replaced_by_id is None]
    for one in found:
        one.before = old.get(one.position, [])
        one.on_item = one.item if one.item is not None and cleared(person, one.item) else None
    return found


def decision(person: Any, pk: int) -> QuerySet[Decision]:
    """One decision with its meeting, as a queryset of one or none."""
    return policy.decisions_visible_to(person).filter(pk=pk).select_related(*BESIDE, "item")


def next_number(meeting: Meeting) -> int:
    """The number of the next decision of a meeting."""
    return (Decision.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0) + 1


def items_of(person: Any, meeting: Meeting) -> QuerySet[Item]:
    """The items of a meeting to choose from, in their order."""
    return policy.items_visible_to(person).filter(meeting=meeting).order_by("position", "id")


def born_in(person: Any, meeting: Meeting) -> list[Any]:
    """The promises made in a meeting, what is due first on top; ``on_item`` where the item may be seen. One query."""
    rows = policy.born_visible_to(person).filter(meeting=meeting)
    related = ("item", "commitment__partner", "commitment__body", "commitment__owner", "commitment__unit")
    found: list[Any] = list(
        rows.select_related(*related).order_by(Coalesce("commitment__due_on", Value(date.max)), "id")
    )
    for one in found:
        one.on_item = one.item if one.item is not None and cleared(person, one.item) else None
    return found


def born_of(person: Any, commitment_pk: int) -> QuerySet[Born]:
    """In which meeting a promise was made, as a queryset of one or none."""
    return policy.born_visible_to(person).filter(commitment=commitment_pk).select_related("meeting", "item")


# ── Across meetings ───────────────────────────────────────────────────────────────────────────────


def decisions(ask: Ask) -> QuerySet[Any]:
    """Every decision that stands. Unordered, one query. Each carries ``on_item``: the item’s title, for its reader."""
    title = When(item__marking__in=markings_for(ask.person), then=F(f"item__title_{language()}"))
    found: QuerySet[Any] = policy.decisions_visible_to(ask.person).standing()
    return found.annotate(on_item=Case(title, default=Value(""))).select_related(*BESIDE)


def with_partner(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Decisions of the meetings with a partner and its parts."""
    return rows.filter(Q(meeting__partner__key=key) | Q(meeting__partner__parent__key=key))


def worded(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Decisions whose text in either language holds every word."""
    for word in text.split():
        rows = rows.filter(Q(text_en__icontains=word) | Q(text_fr__icontains=word))
    return rows


@dataclass(slots=True)
class Session:
    """One session of a series with what came of it."""

    meeting: Meeting
    minutes: Any = None
    decisions: list[Any] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        """Whether anything came of it."""
        return bool(self.minutes or self.decisions or self.born)


def record_of(
    person: Any, series: Series, *, first: date | None = None, last: date | None = None, words: str = ""
) -> list[Session]:
    """What came of the sessions of a series, the latest first. Four queries.

    ``words`` leaves the sessions whose minutes or decisions hold every one of them, and of these the decisions that
    do. Restricted parts are neither read nor searched.
    """
    rows = policy.visible_to(person).filter(series=series)
    rows = rows.filter(ends_on__gte=first) if first else rows
    rows = rows.filter(starts_on__lte=last) if last else rows
    meetings = list(rows.select_related(*RELATED).order_by("-starts_on", "-id")[:SESSIONS])
    by_meeting = {one.pk: Session(one) for one in meetings}
    minutes = policy.minutes_visible_to(person).filter(meeting__in=by_meeting).latest_ones()
    for one in minutes.defer("restricted_en", "restricted_fr"):
        by_meeting[one.meeting_id].minutes = one
    for decided in (
        policy.decisions_visible_to(person).filter(meeting__in=by_meeting).standing().order_by("position", "id")
    ):
        by_meeting[decided.meeting_id].decisions.append(decided)
    promised = policy.born_visible_to(person).filter(meeting__in=by_meeting).select_related("commitment")
    for born in promised.order_by("id"):
        by_meeting[born.meeting_id].born.append(born)
    found = [one for one in by_meeting.values() if one.says_something]
    return (
        [one for one in (_narrowed(session, words.casefold().split()) for session in found) if one] if words else found
    )


def _narrowed(session: Session, words: list[str]) -> Session | None:
    """The session with what holds the words; nothing where nothing does."""
    said = session.minutes
    in_minutes = said is not None and _holds(f"{said.text_en} {said.text_fr}", words)
    kept = [one for one in session.decisions if _holds(f"{one.text_en} {one.text_fr}", words)]
    if not in_minutes and not kept:
        return None
    return Session(session.meeting, said if in_minutes else None, kept, [])


def _holds(text: str, words: list[str]) -> bool:
    text = text.casefold()
    return all(word in text for word in words)


def series_with_decisions(ask: Ask) -> QuerySet[Series]:
    """The series in which something was decided, by title, for a filter. One query."""
    decided = policy.decisions_visible_to(ask.person).order_by().values("meeting__series")
    return policy.series_visible_to(ask.person).filter(pk__in=decided).order_by(f"sort_{language()}", "id")


def indexed_minutes() -> QuerySet[Minutes]:
    """The last version of all minutes with what their entry reads, whoever may see them."""
    return Minutes.objects.latest_ones().defer("restricted_en", "restricted_fr").select_related(*BESIDE)


def indexed_decisions() -> QuerySet[Decision]:
    """The decisions that stand with what their entry reads, whoever may see them."""
    return Decision.objects.standing().select_related(*BESIDE)
