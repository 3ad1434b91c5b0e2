import gettext

import pytest

from entente.config import words

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


@pytest.fixture
def house(tmp_path):
    """A source with one text in Python, and a plural and a constant in a template."""
    templates = tmp_path / "src" / "room" / "templates" / "room"
    templates.mkdir(parents=True)
    (templates.parents[1] / "models.py").write_text('label = _("Partner of %(name)s")\n')
    (templates / "list.html").write_text(
        "{% load i18n %}<p>Don't</p>\n"
        "  {% blocktranslate trimmed count n=n %}\n    {{ n }} seat\n{% plural %}\n {{ n }} seats\n"
        "  {% endblocktranslate %}"
        '  {% include "x" with label=_("Close") %}'
    )
    (tmp_path / "locale" / "fr" / "LC_MESSAGES").mkdir(parents=True)
    return tmp_path


def write(house, entries):
    po = house / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    po.write_text(PO + entries)
    return po


COMPLETE = """
msgid "Partner of %(name)s"
msgstr "Partenaire de %(name)s"

msgid "%(n)s seat"
msgid_plural "%(n)s seats"
msgstr[0] "%(n)s siège"
msgstr[1] "%(n)s sièges"

msgid "Close"
msgstr "Fermer"
"""


def test_a_complete_translation_has_no_problems(house):
    write(house, COMPLETE)

    assert words.problems(house) == []


def test_a_text_that_is_missing_is_named_with_its_place(house):
    write(house, COMPLETE.replace('msgid "Partner of %(name)s"\nmsgstr "Partenaire de %(name)s"', ""))

    assert words.problems(house) == [
        "locale/fr/LC_MESSAGES/django.po: missing: 'Partner of %(name)s' (src/room/models.py:1)"
    ]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('msgstr "Fermer"', 'msgstr ""', "untranslated: 'Close'"),
        ('msgstr[1] "%(n)s sièges"', 'msgstr[1] ""', "untranslated: '%(n)s seat'"),
        ('msgid "Close"', '#, fuzzy\nmsgid "Close"', "fuzzy: 'Close'"),
        ("Partenaire de %(name)s", "Partenaire de %(nom)s", "'Partner of %(name)s'"),
        ('msgid "Close"', 'msgid "Old"\nmsgstr "Vieux"\n\nmsgid "Close"', "no longer in the source: 'Old'"),
    ],
)
def test_a_translation_that_does_not_serve_is_named(house, right, wrong, said):
    assert right in COMPLETE
    write(house, COMPLETE.replace(right, wrong))

    found = words.problems(house)

    assert len(found) == 1
    assert said in found[0]


def test_an_update_adds_what_is_new_and_keeps_what_is_translated(house):
    po = write(house, 'msgid "Close"\nmsgstr "Fermer"\n\nmsgid "Old"\nmsgstr "Vieux"\n')

    words.update(house)

    assert 'msgid "Close"\nmsgstr "Fermer"' in po.read_text()
    assert 'msgid "Old"' not in po.read_text()
    assert len(words.problems(house)) == 2  # both new texts, not yet translated


def test_what_was_compiled_is_what_django_reads_and_is_compiled_once(house):
    po = write(house, COMPLETE)

    assert words.compile_stale(house) == [po]
    assert words.compile_stale(house) == []
    with po.with_suffix(".mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.ngettext("%(n)s seat", "%(n)s seats", 2) == "%(n)s sièges"


@pytest.mark.parametrize(
    ("typed", "set_right"),
    [
        ("Motif : aucun", "Motif\u00a0: aucun"),
        ("Motif\u00a0: aucun", "Motif\u00a0: aucun"),
        ("Qui\u00a0? Quand ?", "Qui? Quand?"),
        ("Un ; deux !", "Un; deux!"),
        ("le « cadre »", "le «\u00a0cadre\u00a0»"),
        ("à 12:30, %(n)s%%", "à 12:30, %(n)s%%"),
    ],
)
def test_signs_have_the_spaces_of_french(house, typed, set_right):
    po = write(house, COMPLETE.replace("Fermer", typed))
    assert len(words.problems(house)) == (typed != set_right)

    words.update(house)

    assert words.read(po).get("Close").string == set_right
    assert words.problems(house) == []
