"""What people are told about meetings."""

from django.utils.translation import gettext_lazy as _

from entente.kit.notice import Word

POSITION_TO_CLEAR = Word(
    "meetings.position_to_clear",
    _("A position to clear: %(item)s"),
    _("%(branch)s is asked to clear our position on “%(item)s” for “%(meeting)s”, which begins on %(on)s."),
)
POSITION_OBJECTED = Word(
    "meetings.position_objected",
    _("An objection: %(item)s"),
    _(
        "%(branch)s objects to our position on “%(item)s” for “%(meeting)s”. "
        "Read the comment; a new version asks every branch again."
    ),
)
POSITION_CLEARED = Word(
    "meetings.position_cleared",
    _("Cleared: %(item)s"),
    _("Every branch named has cleared our position on “%(item)s” for “%(meeting)s”."),
)

INPUT_OWED = Word(
    "meetings.input_owed",
    _("An input is owed: %(input)s"),
    _("It goes into “%(product)s” and is due %(due)s."),
)
INPUT_DUE = Word(
    "meetings.input_due",
    _("Due %(due)s: %(input)s"),
    _("This input to “%(product)s” is not delivered yet."),
)
INPUT_LATE = Word(
    "meetings.input_late",
    _("Late since %(due)s: %(input)s"),
    _("This input to “%(product)s” was owed by %(who)s and is not delivered. Ask for it, move its day or let it off."),
)
TASK_DUE = Word(
    "meetings.task_due",
    _("Due %(due)s: %(task)s"),
    _("This task of the host belongs to “%(year)s”."),
)
