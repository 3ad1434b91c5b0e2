"""What meetings offer to the one index: meetings and series, and what came of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from entente.foundation.index.actions import Entry
from entente.foundation.people.roles import highest

from .models import ChairYear, Decision, Item, Meeting, Minutes, Product, Series
from .queries import outcomes as outcome_queries


def entry(meeting: Meeting) -> Entry:
    """A meeting as it is found: by title, key, body, partner and place. Reads ``body`` and ``partner``.

    It bears the highest marking of the meeting, the body and the partner: who may not see one sees no hit.
    """
    beside = [one for one in (meeting.body, meeting.partner) if one is not None]
    more = [meeting.key, meeting.number, meeting.city_en, meeting.city_fr]
    more += [word for one in beside for word in (one.acronym_en, one.acronym_fr, one.name_en, one.name_fr)]
    return Entry(
        thing=meeting,
        kind="meeting",
        address=("meetings:meeting", meeting.key),
        title_en=meeting.title_en,
        title_fr=meeting.title_fr,
        text_en=meeting.purpose_en,
        text_fr=meeting.purpose_fr,
        more=" ".join(word for word in dict.fromkeys(more) if word),
        marking=highest([meeting.marking, *(one.marking for one in beside)]),
    )


def series_entry(series: Series) -> Entry:
    """A series as it is found: by title. Reads ``body`` and ``partner``."""
    beside = [one for one in (series.body, series.partner) if one is not None]
    return Entry(
        thing=series,
        kind="series",
        address=("meetings:series", series.key),
        title_en=series.title_en,
        title_fr=series.title_fr,
        more=" ".join(word for one in beside for word in (one.acronym_en, one.acronym_fr) if word),
        marking=highest([series.marking, *(one.marking for one in beside)]),
    )


MINUTES, DECISION = _("Minutes: %(title)s"), _("Decision %(number)s: %(title)s")


def minutes_entry(minutes: Minutes) -> Entry:
    """The last version of some minutes as they are found: by the words of their open part, never of the restricted one.

    They bear the highest marking of the meeting, its body and its partner. Reads ``meeting`` and what it is held with.
    """
    meeting = minutes.meeting
    return Entry(
        thing=minutes,
        kind="minutes",
        address=("meetings:minutes", meeting.key),
        title_en=_titled(MINUTES, meeting, "en"),
        title_fr=_titled(MINUTES, meeting, "fr"),
        text_en=minutes.text_en,
        text_fr=minutes.text_fr,
        more=meeting.key,
        marking=_marking(meeting),
    )


def decision_entry(decision: Decision) -> Entry:
    """A decision as it is found: by its words. Reads ``meeting`` and what it is held with."""
    meeting = decision.meeting
    return Entry(
        thing=decision,
        kind="decision",
        address=("meetings:meeting", meeting.key),
        title_en=_titled(DECISION, meeting, "en", number=decision.position),
        title_fr=_titled(DECISION, meeting, "fr", number=decision.position),
        text_en=decision.text_en,
        text_fr=decision.text_fr,
        more=meeting.key,
        marking=highest([decision.marking, _marking(meeting)]),
    )


def product_entry(product: Product) -> Entry:
    """A joint product as it is found: by title, what it is to be, and its body. Reads ``body``."""
    body = product.body
    return Entry(
        thing=product,
        kind="product",
        address=("meetings:product", product.key),
        title_en=product.title_en,
        title_fr=product.title_fr,
        text_en=product.text_en,
        text_fr=product.text_fr,
        more=" ".join((product.key, *((body.acronym_en, body.acronym_fr, body.name_en, body.name_fr) if body else ()))),
        marking=highest([product.marking, *((body.marking,) if body else ())]),
    )


def chair_year_entry(year: ChairYear) -> Entry:
    """A year in the chair as it is found: by title, themes and body. Reads ``body``."""
    body = year.body
    return Entry(
        thing=year,
        kind="chair_year",
        address=("meetings:chair_year", year.key),
        title_en=year.title_en,
        title_fr=year.title_fr,
        text_en=year.themes_en,
        text_fr=year.themes_fr,
        more=" ".join((year.key, body.acronym_en, body.acronym_fr, body.name_en, body.name_fr)),
        marking=highest([year.marking, body.marking]),
    )


def _titled(words: Any, meeting: Meeting, lang: str, **said: Any) -> str:
    with override(lang):
        return str(words) % (said | {"title": meeting.title})


def _marking(meeting: Meeting) -> str:
    return highest([meeting.marking, *(one.marking for one in (meeting.body, meeting.partner) if one is not None)])


def outcomes(meeting: Meeting) -> list[Entry]:
    """The entries of a meeting's minutes and decisions, when its title or marking has changed. Two queries."""
    minutes = Minutes.objects.filter(meeting=meeting).latest_ones().defer("restricted_en", "restricted_fr")
    decided = Decision.objects.filter(meeting=meeting).standing()
    found: list[Any] = [*minutes, *decided]
    for one in found:
        one.meeting = meeting
    return [minutes_entry(one) if isinstance(one, Minutes) else decision_entry(one) for one in found]


def item_entry(item: Item) -> Entry:
    """An agenda item as it is found: by title and what it asks, never by a position. Reads ``meeting``."""
    meeting = item.meeting
    beside = [one for one in (meeting.body, meeting.partner) if one is not None]
    return Entry(
        thing=item,
        kind="agenda_item",
        address=("meetings:item", str(item.pk)),
        title_en=item.title_en,
        title_fr=item.title_fr,
        text_en=item.text_en,
        text_fr=item.text_fr,
        more=f"{meeting.title_en} {meeting.title_fr}",
        marking=highest([item.marking, meeting.marking, *(one.marking for one in beside)]),
    )


OFFERS = (
    (Minutes, outcome_queries.indexed_minutes, minutes_entry),
    (Decision, outcome_queries.indexed_decisions, decision_entry),
    (Product, lambda: Product.objects.select_related("body"), product_entry),
    (ChairYear, lambda: ChairYear.objects.select_related("body"), chair_year_entry),
    (Meeting, lambda: Meeting.objects.select_related("body", "partner"), entry),
    (Item, lambda: Item.objects.select_related("meeting__body", "meeting__partner"), item_entry),
    (Series, lambda: Series.objects.select_related("body", "partner"), series_entry),
)
