"""What is done to accounts, the organisation chart, delegations, absences and access tokens."""

from .absences import import_absences as import_absences
from .absences import record_absence as record_absence
from .absences import withdraw_absence as withdraw_absence
from .accounts import change_account as change_account
from .accounts import choose_language as choose_language
from .accounts import choose_mail as choose_mail
from .accounts import close_account as close_account
from .accounts import open_account as open_account
from .accounts import reopen_account as reopen_account
from .accounts import set_password as set_password
from .chart import change_head as change_head
from .chart import name_head as name_head
from .chart import set_work as set_work
from .chart import withdraw_head as withdraw_head
from .delegations import delegate as delegate
from .delegations import revoke as revoke
from .tokens import note_use as note_use
from .tokens import open_token as open_token
from .tokens import revoke_token as revoke_token
