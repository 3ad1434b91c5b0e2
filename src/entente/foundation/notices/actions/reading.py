"""What a person does with notices: read them, keep one unread. Nobody does it for somebody else."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from .. import queries
from ..models import Notice, place_in_queue
from ..policy import NOTICES

BATCH = 500


@transaction.atomic
def read(notice: Notice, *, by: Any) -> Notice:
    """Note that a person has read a notice; the first time counts."""
    return _mark(notice, by=by, is_read=True)


@transaction.atomic
def keep_unread(notice: Notice, *, by: Any) -> Notice:
    """Put a notice back among those that wait."""
    return _mark(notice, by=by, is_read=False)


@transaction.atomic
def read_all(*, by: Any) -> int:
    """Note that a person has read everything. Returns how much it was."""
    waiting = list(queries.unread(by).select_for_update(of=("self",)))
    for one in waiting:
        _place(one, is_read=True)
    Notice.objects.bulk_update(waiting, ["read_at", "queue"], batch_size=BATCH)
    return len(waiting)


def _mark(notice: Notice, *, by: Any, is_read: bool) -> Notice:
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    NOTICES.require(by, "mark", notice)
    if bool(notice.read_at) != is_read:
        _place(notice, is_read=is_read)
        notice.save(update_fields=["read_at", "queue"])
    return notice


def _place(notice: Notice, *, is_read: bool) -> None:
    notice.read_at = timezone.now() if is_read else None
    told_on = timezone.localdate(notice.at)
    notice.queue = place_in_queue(due_on=notice.due_on, told_on=told_on, read=is_read)
