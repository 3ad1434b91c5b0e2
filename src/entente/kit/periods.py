"""What a figure speaks for: a day, a month, a year, or a range of them (``2013/2017``)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .bilingual import language
from .days import PartialDate

HINT = _("Write a year, a month or a day, or two of them with a bar between: 2017, 2017-05, 2013/2017.")


class Period(str):
    """A partial date or two of them with a bar between. Raises ``ValidationError`` for anything else."""

    starts: PartialDate
    ends: PartialDate

    def __new__(cls, text: str) -> "Period":
        period = super().__new__(cls, text)
        starts, bar, ends = text.partition("/")
        try:
            period.starts = PartialDate(starts)
            period.ends = PartialDate(ends) if bar else period.starts
        except ValidationError as wrong:
            raise ValidationError(HINT, code="period") from wrong
        if period.ends.last < period.starts.first:
            raise ValidationError(_("The period ends before it begins."), code="period")
        return period

    @property
    def is_range(self) -> bool:
        """Whether it has a beginning and an end of its own."""
        return "/" in self

    @property
    def first(self) -> date:
        """The first day it may mean."""
        return self.starts.first

    @property
    def last(self) -> date:
        """The last day it may mean."""
        return self.ends.last

    def spoken(self, lang: str | None = None) -> str:
        """As a person writes it: “2013 to 2017”, « d’avril 2019 à mars 2022 »; one date as ``PartialDate``
        says it.
        """
        lang = lang or language()
        starts, ends = self.starts.spoken(lang), self.ends.spoken(lang)
        if not self.is_range:
            return starts
        if lang == "en":
            return f"{starts} to {ends}"
        if len(self.starts) == 10:
            return f"du {starts} au {ends}"
        return f"d’{starts} à {ends}" if starts[0] in "ao" else f"de {starts} à {ends}"


def spoken(text: str, lang: str | None = None) -> str:
    """A period in words; text that is none stays as it is."""
    try:
        return Period(text).spoken(lang)
    except ValidationError:
        return text
