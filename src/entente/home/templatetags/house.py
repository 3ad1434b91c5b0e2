"""What the components need and Django's own tags lack. No domain word here."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from entente.kit import bilingual, days, numerals
from entente.kit import entries as lists
from entente.kit.gaps import GAPS
from entente.kit.panel import Panel
from entente.kit.table import words

register = template.Library()


@register.simple_tag
def widget(field: BoundField, **attrs: Any) -> SafeString:
    """A form field's control with further attributes; ``data_x`` becomes ``data-x``."""
    said = {name.replace("_", "-"): value for name, value in attrs.items() if value not in (None, "")}
    return field.as_widget(attrs=said)


@register.simple_block_tag
def entries(content: str) -> SafeString:
    """Around a table: on a phone each row is a block under its first cell, as in the lists of registers."""
    return mark_safe(lists.labelled(content))  # noqa: S308 - what the template drew, with labels from its own headings


@register.filter
def grouped(number: Any) -> str:
    """A whole number as people read it: ``1,234`` in English, ``1 234`` (no-break) in French."""
    try:
        text = f"{int(number):,}"
    except (TypeError, ValueError):
        return str(number)
    return text.replace(",", "\u00a0") if bilingual.language() == "fr" else text


@register.filter
def money(number: Any) -> str:
    """An amount of money to the cent, as the reader writes it; nothing for nothing."""
    return "" if number in (None, "") else numerals.amount(number)


@register.filter(expects_localtime=True)
def spoken(day: Any) -> str:
    """A date, whole or partial, as a person writes it; words that are no date stay as they are.

    Of a moment it is the day we had then: late in the evening the world’s clock is a day ahead of ours.
    """
    if isinstance(day, datetime):
        day = day.date()
    if isinstance(day, date) or (isinstance(day, str) and (days.SHAPE.fullmatch(day) or day in GAPS)):
        return days.spoken(day)
    return str(day or "")


@register.filter
def iso(day: Any) -> str:
    """The same date for machines; the empty string for words that are no date."""
    text = day.isoformat() if isinstance(day, date) else str(day or "")
    return text if days.SHAPE.fullmatch(text) else ""


@register.simple_tag(takes_context=True)
def drawn(context: Context, panel: Panel) -> SafeString:
    """The inside of a panel that a room offers, drawn with the room's own fragment."""
    if not panel.template:
        return SafeString("")
    within = {
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "user": context.get("user"),
    }
    page: Any = context.template
    return page.engine.get_template(panel.template).render(context.new(within | panel.context))


@register.simple_tag(takes_context=True)
def sections(context: Context, panels: Iterable[Panel]) -> list[tuple[Panel, SafeString]]:
    """The panels that have something to show, each with its inside: what a page and its contents line agree on."""
    both = ((panel, SafeString(drawn(context, panel).strip())) for panel in panels or ())
    return [(panel, body) for panel, body in both if body or panel.empty]


@register.filter
def tongue(text: Any) -> Any:
    """Bilingual text that had to be shown in the other language, marked as such; other text as it is."""
    lang = getattr(text, "lang", "")
    if not text or not lang or lang == bilingual.language():
        return text
    said = gettext("in English") if lang == "en" else gettext("in French")
    return format_html('<span lang="{}">{}</span> <span class="tongue">({})</span>', lang, text, said)


@register.filter
def of(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The value a mapping holds for a key, or nothing."""
    return mapping.get(key, "") if mapping else ""


@register.simple_tag
def language_names() -> dict[str, str]:
    """The two official languages as each page names them."""
    return {"en": gettext("English"), "fr": gettext("French")}


@register.simple_tag
def english_first() -> bool:
    """Whether the English side of a pair comes first: the reader's language leads."""
    return (get_language() or "en").startswith("en")


@register.filter
def value(thing: Any) -> SafeString:
    """Any value as a list's cell shows it: escaped, marks in words, dates as people write them."""
    return words(thing)


@register.filter
def label(thing: Any) -> str:
    """The name of a record's table, as addresses of records carry it."""
    return str(thing._meta.label_lower)


@register.filter
def split(text: str) -> list[str]:
    """The words of a text, for short lists in templates."""
    return text.split()
