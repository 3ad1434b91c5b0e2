"""Partners and what hangs on them, for tests. Each function makes one thing and takes what the test is about."""

from itertools import count

from entente.engagement.framework.models import Edition, Element
from entente.engagement.partners.models import Aim, Office, Partner, Standing, Succession, Tier
from entente.foundation.people.models import Unit
from entente.foundation.reference.models import Country, Region
from entente.foundation.sources.models import Source

_number = count(1)


def source(key="framework-2008"):
    return Source.objects.get_or_create(
        key=key, defaults={"title_en": "Framework 2008", "title_fr": "Cadre de 2008", "kind": "framework"}
    )[0]


def region(key="europe", name="Europe"):
    return Region.objects.get_or_create(key=key, defaults={"name_en": name, "name_fr": name, "kind": "un"})[0]


def country(code="MX", name_en="Mexico", name_fr="Mexique", **given):
    made, new = Country.objects.get_or_create(code=code, defaults={"name_en": name_en, "name_fr": name_fr, **given})
    if new:
        made.known_as = made.sounds()
        made.save()
    return made


def unit(key="desk", name_en="International Desk", name_fr="Bureau international"):
    return Unit.objects.get_or_create(key=key, defaults={"name_en": name_en, "name_fr": name_fr})[0]


def partner(name_en="Border Agency", **given):
    number = next(_number)
    given = {"key": f"partner-{number}", "kind": "administration", "as_of": "2008", "name_fr": name_en} | given
    return Partner.objects.create(name_en=name_en, **given)


def place(code="MX", name_en="Mexico", name_fr="Mexique", **given):
    """A country as a partner, under its code."""
    given = {"key": code.lower(), "kind": "country", "country": country(code, name_en, name_fr)} | given
    return partner(name_en, name_fr=name_fr, **given)


def edition(key="isf-2008", *, starts_on="2008", ends_on="2019", state="superseded", **given):
    titles = {"title_en": f"Framework {key[-4:]}", "title_fr": f"Cadre {key[-4:]}"}
    given = titles | {"agency": "cbsa", "starts_on": starts_on, "ends_on": ends_on, "state": state} | given
    return Edition.objects.create(key=key, **given)


def present_edition(key="isf-2023", **given):
    """The edition in effect since 2023."""
    return edition(key, **{"starts_on": "2023", "ends_on": "", "state": "in_effect"} | given)


def tier(of, key="core", *, position=1, name_en="Core", name_fr="Central", **given):
    tests = {"tests_en": "Is near. · Is dear.", "tests_fr": "Est proche. · Est cher."}
    given = tests | {"position": position, "name_en": name_en, "name_fr": name_fr} | given
    return Tier.objects.create(edition=of, key=key, **given)


def standing(of, whose, *, tier=None, **given):
    given = {"evidence_en": "Meets us often.", "evidence_fr": "Nous rencontre souvent.", "as_of": "2008"} | given
    return Standing.objects.create(edition=of, partner=whose, tier=tier, **given)


def office(whose, title_en="Attaché in Ottawa", **given):
    number = next(_number)
    given = {"key": f"office-{number}", "title_fr": "Attaché à Ottawa", "role": "attache", "as_of": "2008"} | given
    return Office.objects.create(partner=whose, title_en=title_en, **given)


def aim(of, whose, text_en="Sign an agreement.", **given):
    given = {"position": next(_number), "text_fr": "Signer un accord.", "as_of": "2008"} | given
    return Aim.objects.create(edition=of, partner=whose, text_en=text_en, **given)


def objective(of, key="objective-1", **given):
    given = {"title_en": "Push the border out", "title_fr": "Repousser la frontière"} | given
    return Element.objects.create(key=key, edition=of, kind="objective", **given)


def succession(before, after, kind="split", on="2021-07", **given):
    return Succession.objects.create(from_partner=before, to_partner=after, kind=kind, on=on, as_of="2021", **given)
