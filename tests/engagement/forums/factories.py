"""Forums, partners and editions for tests: as little as a test needs, valid as they would be on file."""

from typing import Any

from entente.engagement.forums.models import Body, Goal, Membership, Priority, Seat
from entente.engagement.framework.models import Edition
from entente.engagement.partners.models import Partner, Standing, Tier
from entente.foundation.sources.models import Source

VOUCHED = "2008"  # the day our sources speak for


def source(key: str = "framework") -> Source:
    found = {"title_en": "Framework", "title_fr": "Cadre", "kind": "framework"}
    return Source.objects.get_or_create(key=key, defaults=found)[0]


def partner(key: str, **given: Any) -> Partner:
    words = {"name_en": key.upper(), "name_fr": f"{key.upper()} (fr)", "kind": "country", "as_of": VOUCHED}
    return Partner.objects.create(key=key, source=source(), **(words | given))


def body(key: str, **given: Any) -> Body:
    words = {"name_en": f"Forum {key}", "name_fr": f"Instance {key}", "kind": "forum", "as_of": VOUCHED}
    return Body.objects.create(key=key, source=source(), **(words | given))


def membership(of: Body, who: Partner, **given: Any) -> Membership:
    return Membership.objects.create(body=of, partner=who, source=source(), **({"as_of": VOUCHED} | given))


def seat(of: Body, who: Partner, **given: Any) -> Seat:
    given = {"as_of": VOUCHED, "kind": "chair", "key": f"{of.key}-{who.key}-{Seat.objects.count()}"} | given
    return Seat.objects.create(body=of, holder=who, source=source(), **given)


def edition(key: str = "first", **given: Any) -> Edition:
    words = {"title_en": f"Edition {key}", "title_fr": f"Édition {key}", "agency": "us", "as_of": VOUCHED}
    return Edition.objects.create(key=key, **(words | {"state": "in_effect", "starts_on": "2008"} | given))


def standing(of: Edition, who: Partner, tier: str = "core", **given: Any) -> Standing:
    grade, _new = Tier.objects.get_or_create(edition=of, key=tier, defaults={"name_en": tier, "name_fr": tier})
    return Standing.objects.create(edition=of, partner=who, tier=grade, as_of=VOUCHED, source=source(), **given)


def priority(of: Edition, forum: Body, **given: Any) -> Priority:
    return Priority.objects.create(edition=of, body=forum, as_of=VOUCHED, source=source(), **given)


def goal(of: Edition, forum: Body, **given: Any) -> Goal:
    return Goal.objects.create(edition=of, body=forum, as_of=VOUCHED, source=source(), **given)
