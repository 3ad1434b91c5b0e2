"""Editions and their parts for tests. What a state needs is reached by the real moves: ``edition_in``."""

from itertools import count

from entente.engagement.framework import actions
from entente.engagement.framework.models import (
    Edition,
    Element,
    Linkage,
    RegionalPage,
    Responsibility,
    Term,
)
from entente.foundation.people.models import Unit
from entente.foundation.sources.models import Source

_number = count(1)
COMPLETE = {
    "title_en": "Framework 2026 to 2029",
    "title_fr": "Cadre 2026 à 2029",
    "agency": "cbsa",
    "starts_on": "2026-04",
    "ends_on": "2029-03",
    "approved_by_en": "President",
    "approved_by_fr": "Président",
}


def edition(key="", *, starts_on="2008", ends_on="2019", state="superseded", **given):
    """An edition as a package brings it, whatever its state."""
    key = key or f"edition-{next(_number)}"
    titles = {"title_en": f"Framework {key}", "title_fr": f"Cadre {key}", "agency": "cbsa"}
    given = titles | {"starts_on": starts_on, "ends_on": ends_on, "state": state} | given
    return Edition.objects.create(key=key, **given)


def element(of, kind="objective", title_en="Safe ports", title_fr="Ports sûrs", **given):
    given = {"key": f"{of.key}-{kind}-{next(_number)}", "title_en": title_en, "title_fr": title_fr} | given
    return Element.objects.create(edition=of, kind=kind, **given)


def linkage(from_element, to_element, **given):
    return Linkage.objects.create(from_element=from_element, to_element=to_element, **given)


def region(of, area="europe", **given):
    titles = {"title_en": "Europe", "title_fr": "Europe", "overview_en": "Near.", "overview_fr": "Proche."}
    return RegionalPage.objects.create(edition=of, region=area, **titles | given)


def unit(key="desk", name_en="International Desk", name_fr="Bureau international"):
    return Unit.objects.get_or_create(key=key, defaults={"name_en": name_en, "name_fr": name_fr})[0]


def responsibility(of, whose=None, work_en="Leads.", work_fr="Dirige.", **given):
    given = {"position": next(_number), "role": "lead"} | given
    return Responsibility.objects.create(edition=of, unit=whose or unit(), work_en=work_en, work_fr=work_fr, **given)


def term(term_en="early cargo list", term_fr="liste anticipée", **given):
    given = {"key": f"term-{next(_number)}"} | given
    return Term.objects.create(term_en=term_en, term_fr=term_fr, **given)


def source(key="framework-2008"):
    titles = {"title_en": "Framework 2008", "title_fr": "Cadre de 2008", "kind": "framework"}
    return Source.objects.get_or_create(key=key, defaults=titles)[0]


def complete_draft(officer, **given):
    """A draft that nothing keeps from being submitted: an objective that serves a priority, an issue under a theme."""
    draft = actions.draft_edition(by=officer, **COMPLETE | given)
    told = {"title_en": "Serve", "title_fr": "Servir"}
    priority = actions.add_element(draft, by=officer, kind="corporate_priority", **told)
    objective = actions.add_element(draft, by=officer, kind="objective", title_en="Reach", title_fr="Atteindre")
    theme = actions.add_element(draft, by=officer, kind="theme", title_en="Goods", title_fr="Marchandises")
    issue = {"title_en": "Drugs", "title_fr": "Drogues"}
    actions.add_element(draft, by=officer, kind="issue", parent=theme, **issue)
    actions.link(priority, objective, by=officer)
    return draft


def edition_in(state, officer, chief, **given):
    """An edition that went all the way to a state."""
    made = complete_draft(officer, **given)
    if state == "draft":
        return made
    made = actions.submit(made, by=officer)
    if state == "in_review":
        return made
    made = actions.bring_into_effect(made, by=chief)
    return actions.supersede(made, reason="It ended.", by=chief) if state == "superseded" else made
