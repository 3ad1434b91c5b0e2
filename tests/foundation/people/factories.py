"""A small agency: three branches beside the President, the directorate of international affairs in one of them."""

from datetime import date, timedelta

from entente.foundation.people.models import Absence, Delegation, Headship, Person, Unit, Work
from entente.foundation.people.roles import Rank, Role

TODAY = date(2026, 11, 2)
LONG_AGO = date(2020, 1, 1)


def office(key, parent=None, work="", **given):
    usual = {"name_en": key.replace("-", " ").capitalize(), "name_fr": f"{key} (fr)", "as_of": "2019"}
    return Unit.objects.create(key=key, parent=parent, work=work, **usual | given)


def account(username, role=Role.EXECUTIVE, **given):
    usual = {"email": f"{username}@example.org", "clearance": "protected_b"}
    return Person.objects.create(username=username, role=role, **usual | given)


def head(unit, person, rank=Rank.DIRECTOR, *, starts_on=LONG_AGO, ends_on=None, acting=False):
    return Headship.objects.create(
        unit=unit, person=person, rank=rank, starts_on=starts_on, ends_on=ends_on, acting=acting
    )


def delegation(giver, receiver, authority="approve_travel", *, starts_on=LONG_AGO, ends_on=date(2030, 1, 1), **given):
    return Delegation.objects.create(
        giver=giver, receiver=receiver, authority=authority, starts_on=starts_on, ends_on=ends_on, **given
    )


def absence(person, first=TODAY, days=1):
    return Absence.objects.create(person=person, starts_on=first, ends_on=first + timedelta(days - 1))


class Agency:
    """Offices and their heads: ``agency.directorate``, ``agency.dg``, …"""

    def __init__(self):
        self.top = office("president", work=Work.HEAD_OF_AGENCY)
        self.branch = office("policy-branch")
        self.directorate = office("international", self.branch, Work.INTERNATIONAL_AFFAIRS)
        self.division = office("forums-division", self.directorate)
        self.other_branch = office("enforcement-branch")
        self.president = account("president-of-the-agency", unit=self.top, rank=Rank.HEAD_OF_AGENCY)
        self.vp = account("vice-president", unit=self.branch, rank=Rank.VICE_PRESIDENT)
        self.dg = account("director-general", unit=self.directorate, rank=Rank.DIRECTOR_GENERAL)
        self.director = account("director", unit=self.division, rank=Rank.DIRECTOR)
        head(self.top, self.president, Rank.HEAD_OF_AGENCY)
        head(self.branch, self.vp, Rank.VICE_PRESIDENT)
        head(self.directorate, self.dg, Rank.DIRECTOR_GENERAL)
        head(self.division, self.director, Rank.DIRECTOR)
