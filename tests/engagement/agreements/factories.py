"""Instruments and what belongs to them, for tests. Each function makes one thing and takes what the test is
about.
"""

from datetime import date
from itertools import count

from entente.engagement.agreements.models import (
    Act,
    Agreement,
    Candidate,
    Clause,
    Link,
    Obligation,
    Party,
    PartyAction,
)
from entente.engagement.framework.models import Edition
from entente.engagement.partners.models import Partner, Standing, Tier
from entente.foundation.people.models import Unit
from entente.foundation.sources.models import LoadedRow, Package, Source, label_of
from entente.kit.table import Ask

TODAY = "2026-11-22"
_number = count(1)


def ask(person, on="", **given):
    """What a page asks: for a past day when one is given."""
    return Ask(person, on or TODAY, bool(on), **given)


def source(key="framework-2008"):
    titles = {"title_en": "Framework 2008", "title_fr": "Cadre de 2008", "kind": "framework"}
    return Source.objects.get_or_create(key=key, defaults=titles)[0]


def unit(key="desk"):
    names = {"name_en": "International Desk", "name_fr": "Bureau international", "acronym_en": "ID"}
    return Unit.objects.get_or_create(key=key, defaults=names)[0]


def partner(key, kind="country", **given):
    name = key.upper()
    given = {"name_en": name, "name_fr": name, "as_of": "2008"} | given
    return Partner.objects.get_or_create(key=key, defaults={"kind": kind} | given)[0]


def home():
    """Our own country and agency."""
    country = partner("ca", name_en="Canada", name_fr="Canada")
    return country, partner("cbsa", "own", parent=country)


def agreement(*parties, **given):
    """An instrument with foreign parties; ``key`` and titles are made up unless given."""
    number = next(_number)
    given = {
        "key": f"instrument-{number}",
        "title_en": f"Instrument {number}",
        "title_fr": f"Instrument {number}, en français",
        "kind": "cmaa",
        "status": "proposed",
        "as_of": "2008",
        "source": source(),
        "place": "Appendix C",
    } | given
    made = Agreement.objects.create(**given)
    for one in parties:
        party(made, one)
    return made


def party(of, whom, **given):
    return Party.objects.create(agreement=of, partner=whom, **{"as_of": "2008", "source": source()} | given)


def link(one, other, kind="complements", **given):
    given = {"as_of": "2008", "source": source()} | given
    return Link.objects.create(from_agreement=one, to_agreement=other, kind=kind, **given)


def party_action(of, whom, action="requested", on="2005", **given):
    given = {"as_of": "2008", "source": source()} | given
    return PartyAction.objects.create(agreement=of, partner=whom, action=action, on=on, **given)


def clause(of, **given):
    given = {"kind": "purpose", "code": "revenue", "answer": "permitted", "article": "art. 3"} | given
    return Clause.objects.create(agreement=of, **{"as_of": "2008", "source": source()} | given)


def obligation(of, **given):
    given = {"title_en": "Review the text", "title_fr": "Revoir le texte", "due_on": date(2026, 3, 1)} | given
    return Obligation.objects.create(agreement=of, **given)


def act(key="customs-act", **given):
    given = {"title_en": "Customs Act", "title_fr": "Loi sur les douanes", "as_of": "2008"} | given
    return Act.objects.create(key=key, **given)


def edition(key="isf-2008", **given):
    given = {"title_en": "Framework", "title_fr": "Cadre", "agency": "cbsa", "starts_on": "2008"} | given
    return Edition.objects.create(key=key, **{"state": "in_effect"} | given)


def candidate(of, whom, **given):
    given = {"sought": "cmaa", "position": next(_number), "as_of": "2008", "source": source()} | given
    return Candidate.objects.create(edition=of, partner=whom, **given)


def priority(of, whom):
    """Put a partner in a tier of an edition."""
    tier = Tier.objects.get_or_create(edition=of, key="core", defaults={"name_en": "Core", "name_fr": "Central"})[0]
    return Standing.objects.create(edition=of, partner=whom, tier=tier, as_of="2008")


def brought(thing, package="edition-2008"):
    """Make a record one that an edition package brought."""
    titles = {"title_en": "Edition", "title_fr": "Édition", "digest": "0", "position": 1}
    loaded_at = "2026-01-01T00:00:00Z"
    held = Package.objects.get_or_create(name=package, defaults=titles | {"loaded_at": loaded_at})[0]
    LoadedRow.objects.create(
        package=held, file="agreements.csv", position=1, identity=str(thing.pk), label=label_of(thing),
        record=thing.pk, cells={},
    )  # fmt: skip
    return thing
