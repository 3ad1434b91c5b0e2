"""Figures as each official language writes them: “50,500”, « 50 500 »; “41%”, « 41 % »; “CAD 1.18 billion”.

On top of Babel's Canadian locales, which know the separators; what they lack is here: million and billion in
words, currencies in words, the time of day. Style: Canada.ca Content Style Guide and the federal French
writing tools.
"""

import re
from datetime import datetime, time
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils import timezone

from .bilingual import language
from .days import PartialDate

NBSP = "\u00a0"
LOCALES = {"en": "en_CA", "fr": "fr_CA"}
MILLION, THOUSAND_MILLION, MILLION_MILLION = Decimal(10**6), Decimal(10**9), Decimal(10**12)
# French keeps to milliards above 10⁹: its “billion” is too easily read as an English one.
SCALES = {
    "en": ((MILLION_MILLION, "trillion"), (THOUSAND_MILLION, "billion"), (MILLION, "million")),
    "fr": ((THOUSAND_MILLION, "milliard"), (MILLION, "million")),
}
CURRENCIES = {
    "CAD": ("dollar canadien", "dollars canadiens"),
    "USD": ("dollar américain", "dollars américains"),
    "EUR": ("euro", "euros"),
    "GBP": ("livre sterling", "livres sterling"),
}
BEFORE_A_VOWEL = re.compile(r"\bde (?=[aeiouyàâéèêëîïôûœ])", re.IGNORECASE)

Number = Decimal | int | float


def figure(value: Number, lang: str | None = None) -> str:
    """All digits of a number, grouped: ``36,856``, ``1,234.5``; French ``36 856``, ``1 234,5`` (no-break
    space).
    """
    said: str = format_decimal(exact(value), locale=LOCALES[lang or language()], decimal_quantization=False)
    return said.replace("\u202f", NBSP)  # some releases of the locale data group with the narrow space


def amount(value: Number, lang: str | None = None) -> str:
    """An amount of money to the cent: ``1,234.50``, « 1 234,50 » (no-break space)."""
    said: str = format_decimal(exact(value), format="#,##0.00", locale=LOCALES[lang or language()])
    return said.replace("\u202f", NBSP)


def percent(value: Number, lang: str | None = None) -> str:
    """A share of a hundred: ``41`` is ``41%``, in French ``41 %``."""
    lang = lang or language()
    return f"{figure(value, lang)}{NBSP if lang == 'fr' else ''}%"


def scaled(value: Number, lang: str | None = None, *, counted: bool = False) -> str:
    """``6.7 billion``, « 6,7 milliards » where two decimals say a million or more exactly; otherwise all
    digits.

    ``counted``: a noun follows, before which French wants ``de``: « 6,7 milliards de » personnes.
    """
    lang, value = lang or language(), exact(value)
    for size, word in SCALES[lang]:
        share = (value / size).normalize()
        if abs(share) >= 1 and -int(share.as_tuple().exponent) <= 2:
            plural = "s" if lang == "fr" and abs(share) >= 2 else ""
            return f"{figure(share, lang)}{NBSP}{word}{plural}{' de' if counted and lang == 'fr' else ''}"
    return figure(value, lang)


def is_scaled(value: Number, lang: str | None = None) -> bool:
    """Whether ``scaled`` says this number with a word."""
    return scaled(value, lang)[-1].isalpha()


def money(value: Number, currency: str, lang: str | None = None) -> str:
    """``CAD 1.18 billion``, « 1,18 milliard de dollars canadiens ». ``currency`` is an ISO 4217 code, any
    case.
    """
    lang, code = lang or language(), currency.upper()
    if lang == "en" or code not in CURRENCIES:
        said = scaled(value, lang)
        return f"{code}{NBSP}{said}" if lang == "en" else f"{said}{NBSP}{code}"
    name = CURRENCIES[code][abs(exact(value)) >= 2]
    return elided(f"{scaled(value, lang, counted=True)}{NBSP if not is_scaled(value, lang) else ' '}{name}")


def elided(words: str) -> str:
    """French words with « de » shortened before a vowel: « 3 milliards d’euros »."""
    return BEFORE_A_VOWEL.sub("d’", words)


def clock(at: datetime | time, lang: str | None = None) -> str:
    """The time of day: ``4:30 pm``, ``9 am``, ``noon``; « 16 h 30 », « 9 h », « midi »."""
    lang = lang or language()
    if not at.minute and at.hour in (0, 12):
        return {"en": ("midnight", "noon"), "fr": ("minuit", "midi")}[lang][at.hour == 12]
    if lang == "fr":
        return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02}" if at.minute else "")
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{NBSP}{'am' if at.hour < 12 else 'pm'}"


def moment(at: datetime, lang: str | None = None) -> str:
    """A day and the time of it, as our clocks show it: ``November 22, 2026, 4:30 pm``, « 22 novembre 2026, 16 h 30 ».

    A moment without a zone is ours already.
    """
    at = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{PartialDate(at.date().isoformat()).spoken(lang)}, {clock(at, lang)}"


def exact(value: Number) -> Decimal:
    """The number without trailing zeros and without an exponent: ``50500.000000`` is ``50500``."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
