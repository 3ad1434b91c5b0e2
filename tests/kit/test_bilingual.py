import pytest
from django.utils import translation

from entente.foundation.people.models import Unit
from entente.kit.bilingual import fold


@pytest.mark.parametrize(
    ("words", "folded"),
    [("États-Unis", "etats-unis"), ("Île-du-Cœur", "ile-du-coeur"), ("l’Août", "l'aout"), ("SAÕ", "sao")],
)
def test_folding_forgets_case_accents_and_ligatures(words, folded):
    assert fold(words) == folded


def test_the_active_language_is_read():
    unit = Unit(name_en="Border", name_fr="Frontière")

    with translation.override("fr"):
        assert (str(unit.name), unit.name.lang) == ("Frontière", "fr")


def test_a_missing_translation_falls_back_and_says_so():
    unit = Unit(name_en="Border", name_fr="")

    with translation.override("fr"):
        assert (str(unit.name), unit.name.lang) == ("Border", "en")


def test_the_sort_key_is_filled_alone_and_in_bulk(db):
    alone = Unit.objects.create(key="a", name_en="Équipe", name_fr="Équipe")
    (bulk,) = Unit.objects.bulk_create([Unit(key="b", name_en="", name_fr="Évaluation")])

    assert alone.sort_en == "equipe"
    assert bulk.sort_en == "evaluation"  # the other language stands in
