"""What people are told about candidacies, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from entente.kit.notice import Word, pair

CANDIDACY_PROPOSED = Word(
    "forums.candidacy_proposed",
    _("Decide on a candidacy: %(seat)s, %(body)s"),
    _("The lead branch proposes that we stand (%(key_of)s). Approve it, send it back or refuse it, with the reason."),
)
CANDIDACY_SENT_BACK = Word(
    "forums.candidacy_sent_back",
    _("Sent back: candidacy for %(seat)s, %(body)s"),
    _("The vice-president sent the proposal %(key_of)s back: %(reason)s"),
)
CANDIDACY_REFUSED = Word(
    "forums.candidacy_refused",
    _("Refused: candidacy for %(seat)s, %(body)s"),
    _("The vice-president refused the proposal %(key_of)s: %(reason)s"),
)
CANDIDACY_APPROVED = Word(
    "forums.candidacy_approved",
    _("Approved: candidacy for %(seat)s, %(body)s"),
    _(
        "The proposal %(key_of)s is approved. Once the President is informed, lodge the candidacy before the call "
        "closes."
    ),
)
PRESIDENT_INFORMED = Word(
    "forums.president_informed",
    _("For information: we are to stand for %(seat)s, %(body)s"),
    _(
        "The vice-president of the lead branch approved the proposal %(key_of)s. Rationale, returns and travel are in "
        "it."
    ),
)
SEAT_WON = Word(
    "forums.seat_won",
    _("Won: %(seat)s, %(body)s"),
    _("The term runs until %(until)s; the report on it is due that day."),
)
SUPPORT_DECIDED = Word(
    "forums.support_decided",
    _("We support a candidacy: %(seat)s, %(body)s"),
    _("It is decided to support %(key_of)s: %(reason)s"),
)
SUPPORT_DECLINED = Word(
    "forums.support_declined",
    _("We do not support a candidacy: %(seat)s, %(body)s"),
    _("It is decided not to support %(key_of)s: %(reason)s"),
)
CALL_CLOSES = Word(
    "forums.call_closes",
    _("The call closes on %(closes)s: %(seat)s, %(body)s"),
    _("Nothing is lodged yet (%(key_of)s). Propose it, lodge it, or let the call pass with a reason."),
)
TERM_ENDS = Word(
    "forums.term_ends",
    _("The term ends on %(ends)s: %(seat)s, %(body)s"),
    _("The report on the term (%(key_of)s) is due that day."),
)


def seat_of(candidacy: Any) -> dict[str, str]:
    """What is stood for, in both languages: the title of the seat, else its kind."""
    if candidacy.title:
        return pair(candidacy)
    said = {}
    for lang in ("en", "fr"):
        with override(lang):
            said[lang] = str(candidacy.get_kind_display())
    return said
