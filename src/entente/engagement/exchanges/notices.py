"""What exchange officers and deciders are told, and what the daily round reminds them of."""

from django.utils.translation import gettext_lazy as _

from entente.kit.notice import Word

TO_DECIDE = Word(
    "exchanges.to_decide",
    _("To be decided: %(title)s"),
    _("The legal basis, the purpose and the risk of %(number)s are tested. Decide what may go."),
)
PUT_BEFORE = Word(
    "exchanges.put_before",
    _("Put before you: %(title)s"),
    _("%(number)s needs a decision at your level. %(question)s"),
)
ANSWERED = Word(
    "exchanges.answered",
    _("Answered: %(title)s"),
    _("The question about %(number)s is answered: %(answer)s."),
)
CONFIRM = Word(
    "exchanges.confirm",
    _("To be confirmed in writing: %(title)s"),
    _("The words of %(number)s are not on paper. Have them confirmed by %(due)s; then nothing more may go."),
)
REPLY = Word(
    "exchanges.reply",
    _("Reply due on %(due)s: %(title)s"),
    _("%(number)s waits for an answer: release, refuse, postpone or send it back, with the reason."),
)
BASIS = Word(
    "exchanges.basis",
    _("No legal basis now: %(title)s"),
    _("The instrument of %(number)s is no longer in force with the partner. Decide again under another, or refuse it."),
)
BREACH = Word(
    "exchanges.breach",
    _("Used otherwise than agreed: %(title)s"),
    _("The information of %(number)s was used otherwise than agreed. What happened stands on its page."),
)
RECEIPT = Word(
    "exchanges.receipt",
    _("Receipt due on %(due)s: %(title)s"),
    _("Nobody has said that what %(number)s released has arrived. Ask, and record the answer."),
)
USE = Word(
    "exchanges.use",
    _("Use to be reported by %(due)s: %(title)s"),
    _("Ask what the information of %(number)s was used for, and record the answer."),
)
RETENTION = Word(
    "exchanges.retention",
    _("Kept until %(due)s: %(title)s"),
    _("The time for which the information of %(number)s may be kept ends: have it returned, destroyed or extended."),
)
RETURN = Word(
    "exchanges.yearly_return",
    _("Return to the Minister on %(year)s due by %(due)s"),
    _("Under section 7 of the Avoiding Complicity in Mistreatment by Foreign Entities Act. Its figures are ready."),
)
