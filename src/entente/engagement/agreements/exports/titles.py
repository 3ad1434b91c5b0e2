"""Titles that answer: what a picture says before one looks at it."""

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from entente.kit.bilingual import language
from entente.kit.numerals import figure

from .. import queries

# Feminine in French: what is counted is « cible ».
NUMBERS = {
    "en": "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "fr": "aucune une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt",
}


def in_words(number: int) -> str:
    """A small number as a word, a larger one in digits."""
    known = NUMBERS[language()].split()
    return known[number] if number < len(known) else figure(number)


def targets_answer(found: queries.Answer) -> str:
    """How many negotiation targets of an edition are no priority partners: the title of their page."""
    said = {"some": in_words(found.no_priority), "all": in_words(found.targets)}
    if not found.targets:
        return gettext("No negotiation target is named")
    if found.targets == 1:
        known = gettext("The only negotiation target is a priority partner")
        return gettext("The only negotiation target is no priority partner") if found.no_priority else known
    if not found.no_priority:
        return gettext("All %(all)s negotiation targets are priority partners") % said
    if found.no_priority == found.targets:
        return gettext("None of the %(all)s negotiation targets is a priority partner") % said
    told = ngettext(
        "%(some)s of %(all)s negotiation targets is no priority partner",
        "%(some)s of %(all)s negotiation targets are no priority partner",
        found.no_priority,
    )
    return capfirst(told % said)


def matrix_answer(found: queries.Matrix) -> str:
    """How many instruments with how many partners: the title of the matrix."""
    partners, instruments = len(found.rows), found.total
    said = {
        "instruments": ngettext("%(count)s instrument", "%(count)s instruments", instruments)
        % {"count": figure(instruments)},
        "partners": ngettext("%(count)s partner", "%(count)s partners", partners) % {"count": figure(partners)},
    }
    return gettext("%(instruments)s with %(partners)s") % said
