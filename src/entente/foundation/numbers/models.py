"""The counters behind reference numbers."""

from django.db import models


class Sequence(models.Model):
    """The last number given in a series and year."""

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="one_sequence_a_year")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.last}"
