"""What people are told: once in the house, and by mail as each wants it."""

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Person
from entente.foundation.people.roles import Marking
from entente.kit.deadlines import Deadline
from entente.kit.notice import WORDS

UNREAD, READ = "0", "1"
FAR = 99_999_999  # a day later than any, as the digits of its ISO form


class Letter(models.Model):
    """Something that goes out as one mail, whose identity stays the same however often it is sent."""

    message_id = models.UUIDField(default=uuid.uuid4, editable=False)
    mail_due = models.BooleanField(default=False)
    mail_taken_at = models.DateTimeField(null=True, blank=True)  # a worker is sending it since then, if it lives
    mail_not_before = models.DateTimeField(null=True, blank=True)  # the next try after the server refused it
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Digest(Letter):
    """The notices that one person gets together in the mail of one day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests")
    day = models.DateField()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day")]
        indexes = [models.Index(fields=["day"], condition=models.Q(mail_due=True), name="digest_mail_due")]

    def __str__(self) -> str:
        return f"{self.person}, {self.day}"


class Notice(Letter):
    """One thing that one person is told. ``key`` makes it the only one of its kind for this person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    key = models.CharField(max_length=200)  # travel.report_due:RPT-2026-0001:10
    word = models.CharField(max_length=60)  # code of a kit.notice.Word
    values = models.JSONField(default=dict)
    address = models.CharField(max_length=200)  # name of the address and its argument: travel:report RPT-2026-0001
    due_on = models.DateField(null=True, blank=True)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    queue = models.CharField(max_length=9, editable=False)  # where it stands in the list: see ``place_in_queue``
    digest = models.ForeignKey(Digest, models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]
        indexes = [
            models.Index(fields=["person"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["person", "queue"], name="notice_list"),
            models.Index(fields=["at"], condition=models.Q(mail_due=True), name="notice_mail_due"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def said(self) -> tuple[str, str]:
        """Subject and text in the active language."""
        if word := WORDS.get(self.word):
            return word.said(self.values)
        return str(_("A notice of an earlier version")), ""

    @property
    def subject(self) -> str:
        """Its title in the active language."""
        return self.said[0]

    @property
    def deadline(self) -> Deadline | None:
        """By when something is to be done, if anything is."""
        return Deadline(self.due_on, settings.TIME_ZONE) if self.due_on else None

    @property
    def page(self) -> str:
        """The page of what it is about, in the active language; nothing when that is gone."""
        name, *given = self.address.split(" ", 1)
        try:
            return reverse(name, args=given)
        except NoReverseMatch:
            return ""


def place_in_queue(*, due_on: date | None, told_on: date, read: bool) -> str:
    """What the list sorts by: unread first, the oldest debt on top; then what was read, the latest on top."""
    if read:
        return f"{READ}{FAR - _digits(told_on):08d}"
    return f"{UNREAD}{_digits(due_on or told_on):08d}"


def _digits(day: Any) -> int:
    return int(day.strftime("%Y%m%d"))
