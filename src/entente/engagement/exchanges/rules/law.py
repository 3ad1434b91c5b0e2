"""The statutes a release rests on, as dated data: what each covers and from which day we know it to stand.

The days are those of the statutes, read in the consolidation of the Department of Justice:

- Privacy Act, in force July 1, 1983;
- Avoiding Complicity in Mistreatment by Foreign Entities Act, enacted by S.C. 2019, c. 13, s. 49.1, in force July 13,
  2019 (SI/2019-71). Section 3 has the Governor in Council direct the deputy heads, among them the President of the
  Agency: paragraph 3(2)(f); the directions to the Agency are of September 4, 2019;
- Customs Act, subsection 107(8), put in its place by S.C. 2001, c. 25, s. 61, assented to October 25, 2001 and brought
  into force by an order whose day we could not read. The oldest consolidation we read is current to September 15, 2006
  and has today's wording, so the provision counts from that day and from none before.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..models import ABOUT_PEOPLE, CUSTOMS


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision: ``disclosure`` says that it permits telling, under an arrangement only."""

    key: str
    name: Any
    covers: frozenset[str]
    since: date
    until: date | None = None
    disclosure: bool = True

    def stands(self, day: date) -> bool:
        """Whether it is law on a day."""
        return self.since <= day and (self.until is None or day < self.until)


CUSTOMS_ACT = Provision("customs_act", _("Customs Act, subsection 107(8)"), CUSTOMS, date(2006, 9, 15))
PRIVACY_ACT = Provision("privacy_act", _("Privacy Act, paragraph 8(2)(f)"), ABOUT_PEOPLE, date(1983, 7, 1))
MISTREATMENT_ACT = Provision(
    "mistreatment_act",
    _("Avoiding Complicity in Mistreatment by Foreign Entities Act, section 3"),
    ABOUT_PEOPLE,
    date(2019, 7, 13),
    disclosure=False,
)
LAW = (CUSTOMS_ACT, PRIVACY_ACT, MISTREATMENT_ACT)


def in_force_on(day: date) -> tuple[Provision, ...]:
    """The provisions that are law on a day."""
    return tuple(one for one in LAW if one.stands(day))
