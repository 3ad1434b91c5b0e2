"""What can be done with the framework. Each verb asks the policy, leaves a trail and renews the index."""

from .correcting import correct, withdraw
from .deciding import bring_into_effect, send_back, submit, supersede
from .drafting import change_edition, draft_edition
from .parts import (
    add_element,
    add_region,
    add_responsibility,
    add_term,
    change_element,
    change_region,
    change_responsibility,
    change_term,
    link,
    remove,
    unlink,
)

__all__ = [
    "add_element",
    "add_region",
    "add_responsibility",
    "add_term",
    "bring_into_effect",
    "change_edition",
    "change_element",
    "change_region",
    "change_responsibility",
    "change_term",
    "correct",
    "draft_edition",
    "link",
    "remove",
    "send_back",
    "submit",
    "supersede",
    "unlink",
    "withdraw",
]
