"""What agreements officers are told of negotiations, and when. Each once, however often the sweep runs."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.notices import actions as notices
from entente.foundation.people.policy import cleared
from entente.kit.notice import Word, day, pair

from .. import queries
from ..models import Agreement, Stage

SOON = timedelta(days=14)  # a fortnight: time to write a reply or to remind an office
BEFORE_THE_END = timedelta(days=800)  # two years and a notice: no notice clause of the editions asks for more
NOTICE = timedelta(days=60)  # two months before notice must be given: time to decide on the end

REPLY_DUE = Word(
    "agreements.reply_due",
    _("A reply is due on %(due)s: %(title)s"),
    _("The instrument was asked for and nobody has answered yet. Screen it, or give another day with the reason."),
)
NEXT_DUE = Word(
    "agreements.next_due",
    _("The next step is due on %(due)s: %(title)s"),
    _("Take the step, or give another day with the reason."),
)
REVIEW_DUE = Word(
    "agreements.review_due",
    _("A review is due on %(due)s: %(title)s"),
    _("%(office)s was asked for it. Without its opinion the text is not signed."),
)
WAIT_OVER = Word(
    "agreements.wait_over",
    _("The wait of the House is over: %(title)s"),
    _("Twenty-one sitting days have passed since it was tabled; they ended with %(due)s. It may be ratified."),
)
CALENDAR_ENDS = Word(
    "agreements.calendar_ends",
    _("The wait of a tabled treaty cannot be counted: %(title)s"),
    _("The calendar of the House says nothing of %(since)s and after. Take in the published calendar."),
)
TABLE_AGAIN = Word(
    "agreements.table_again",
    _("To be tabled again: %(title)s"),
    _("Parliament was dissolved on %(since)s before the wait was over."),
)
ENDS_SOON = Word(
    "agreements.ends_soon",
    _("It ends on %(due)s: %(title)s"),
    _("Notice of the end is given by %(notice)s. Decide whether to extend, renegotiate or let it end."),
)


def remind(*, today: date) -> None:
    """Tell agreements officers what is due within a fortnight or late, and where notice of an end must be given.

    At most twelve queries besides the notices.
    """
    officers = list(queries.agreements_officers())
    if not officers:
        return
    rows = list(queries.on_the_board())
    running = queries.clocks(rows, today=today)
    for one in rows:
        if one.due and one.due <= today + SOON:
            word = REPLY_DUE if one.stage_at == Stage.REQUESTED else NEXT_DUE
            _tell(officers, word, one, one.due.isoformat(), due_on=one.due)
        shown = running.get(one.pk, queries.Clocks())
        for review in shown.reviews:
            if review.due_on <= today + SOON:
                key = f"{review.pk}:{review.due_on.isoformat()}"
                _tell(officers, REVIEW_DUE, one, key, due_on=review.due_on, office=review.office)
        _tell_wait(officers, one, shown, today=today)
    for end in queries.ending(today, today + BEFORE_THE_END):
        if end.notice_by <= today + NOTICE:
            key, notice = end.last_day.isoformat(), day(end.notice_by)
            _tell(officers, ENDS_SOON, end.agreement, key, due_on=end.last_day, notice=notice)


def _tell_wait(officers: list[Any], one: Agreement, shown: queries.Clocks, *, today: date) -> None:
    wait = shown.wait
    if wait is None:
        return
    tabled = wait.tabled_on.isoformat()
    if wait.day and wait.day < today:
        _tell(officers, WAIT_OVER, one, tabled, due_on=wait.day)
    elif wait.since and wait.since <= today + SOON:
        word = TABLE_AGAIN if wait.missing == "dissolved" else CALENDAR_ENDS
        _tell(officers, word, one, f"{tabled}:{wait.since.isoformat()}", since=day(wait.since))


def _tell(
    officers: list[Any], word: Word, one: Agreement, key: str, *, due_on: date | None = None, **values: Any
) -> None:
    """Tell those who may read the instrument."""
    if due_on:
        values["due"] = day(due_on)
    notices.tell(
        [person for person in officers if cleared(person, one)],
        word,
        key=f"{one.key}:{key}",
        address=("agreements:negotiation", one.key),
        due_on=due_on,
        marking=one.marking,
        title=pair(one),
        **values,
    )
