"""Three ways a source can be silent, kept as values: withheld, lost in the copy, left blank."""

from django.utils.translation import gettext_lazy as _

REDACTED, LOST, BLANK = "[redacted]", "[lost]", "[blank]"

GAPS = {
    REDACTED: _("Withheld in the source"),
    LOST: _("Lost in the copy"),
    BLANK: _("Left blank in the source"),
}


def kind(value: object) -> str:
    """``redacted``, ``lost`` or ``blank`` when the value is a mark; otherwise the empty string."""
    return value.strip("[]") if isinstance(value, str) and value in GAPS else ""
