"""The one search index: what can be found, in both languages, by whom."""

from django.db import models

from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual


class Record(models.Model):
    """One thing that can be found. ``stems_*`` hold the words folded and stemmed, the same on both databases."""

    label = models.CharField(max_length=60)  # room.model
    record = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    address = models.CharField(max_length=120)  # name of the address, then its argument: partners:partner mx
    title_en = models.CharField(max_length=300)
    title_fr = models.CharField(max_length=300)
    title_key_en = models.CharField(max_length=300)  # folded: sorts and matches without accents
    title_key_fr = models.CharField(max_length=300)
    text_en = models.TextField(blank=True)
    text_fr = models.TextField(blank=True)
    stems = models.TextField()
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    readers = models.CharField(max_length=200, blank=True)  # roles between bars, |auditor|; none: all who are cleared

    title = Bilingual("title")
    text = Bilingual("text")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["label", "record"], name="one_index_record_a_thing")]

    def __str__(self) -> str:
        return f"{self.label}:{self.record}"
