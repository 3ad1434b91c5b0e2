"""Telling people, and what they do with what they are told."""

from .delegations import tell_of_delegations as tell_of_delegations
from .posting import ask_to_send as ask_to_send
from .posting import gather as gather
from .posting import post as post
from .posting import send_due as send_due
from .reading import keep_unread as keep_unread
from .reading import read as read
from .reading import read_all as read_all
from .telling import tell as tell
