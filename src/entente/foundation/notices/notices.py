"""What people are told about delegations of authority: when one holds, and before it ends.

Accounts stand below this room, so it looks for them each day instead of being called.
"""

from django.utils.translation import gettext_lazy as _

from entente.kit.notice import Word

BEGINS = Word(
    "notices.delegation_begins",
    _("%(giver)s delegates to you: %(authority)s"),
    _("From %(first)s to %(last)s you may do this on behalf of %(giver)s. You cannot pass it on."),
)
ENDS = Word(
    "notices.delegation_ends",
    _("Your delegation ends on %(last)s: %(authority)s"),
    _("%(receiver)s can decide for you up to that day. Delegate again if it is to go on."),
)
