from entente.engagement.forums import search
from entente.foundation.index import actions as index
from entente.foundation.index import queries as found

from . import factories


def test_a_body_is_found_by_name_acronym_and_focus_in_both_languages(db, reader):
    factories.body(
        "wco",
        name_en="World Customs Organization",
        name_fr="Organisation mondiale des douanes",
        acronym_en="WCO",
        acronym_fr="OMD",
        focus_fr="La seule organisation douanière",
    )
    model, question, entry = search.OFFERS[0]
    index.rebuild(model._meta.label_lower, map(entry, question()))

    for words in ("customs organization", "douanes", "OMD", "wco", "douanière"):
        assert [record.address for record in found.found(words, person=reader)] == ["forums:body wco"]


def test_a_marked_body_is_found_by_those_cleared_for_it_only(db, reader, desk_officer):
    entry = search.entry(factories.body("cell", name_en="Hidden cell", marking="protected_b"))
    index.put([entry])

    assert not found.found("hidden", person=reader)
    assert found.found("hidden", person=desk_officer)
