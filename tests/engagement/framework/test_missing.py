import pytest

from entente.engagement.framework import exports, queries
from entente.engagement.framework.models import RegionalPage
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def gappy():
    """An edition in which one thing of each kind lacks words."""
    edition = factories.edition("gappy")
    factories.element(edition, title_en="Whole", text_en="Said.", text_fr="Dit.")
    factories.element(edition, title_en="Lost", text_en="[lost]", text_fr="[lost]")
    factories.element(edition, title_en="Safe ports", title_fr="", text_en="Known.", key="gappy-1")
    factories.region(edition, overview_en="", issues_fr="Loin.")
    factories.responsibility(edition, work_fr="")
    factories.term(edition=edition, term_en="", definition_en="A list.")
    return edition


def told(gaps):
    return [(gap.kind, gap.lacks, gap.texts, str(gap.words)) for gap in gaps]


def test_everything_that_lacks_a_language_is_one_list(gappy, ask_as):
    assert told(queries.missing_words(ask_as())) == [
        ("objective", "fr", ("title", "text"), "Safe ports"),
        ("region", "en", ("overview", "issues"), "Europe"),
        ("responsibility", "fr", ("work",), "Leads."),
        ("term", "en", ("term",), "liste anticipée"),
        ("term", "fr", ("definition",), "A list."),
    ]


def test_what_lacks_a_language_says_where_it_is_mended(gappy, ask_as):
    first = queries.missing_words(ask_as())[0]

    assert (first.address, first.edition) == (("framework:element", "gappy-1"), "gappy")
    assert first.words.lang == "en"


def test_a_title_in_no_language_is_missing_in_both(ask_as):
    factories.element(factories.edition(), title_en="", title_fr="")

    assert [(gap.lacks, gap.texts) for gap in queries.missing_words(ask_as())] == [
        ("en", ("title",)),
        ("fr", ("title",)),
    ]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [({}, 5), ({"lacks": "fr"}, 3), ({"kind": "term"}, 2), ({"edition": "gappy"}, 5), ({"edition": "x"}, 0)],
)
def test_the_list_is_narrowed(gappy, ask_as, chosen, count):
    assert len(exports.gaps(ask_as(**chosen))) == count


def test_another_day_shows_what_was_decided_by_then(gappy, ask_as):
    assert queries.missing_words(ask_as(on="2000-01-01")) == []
    assert len(queries.missing_words(ask_as(on="2010-01-01"))) == 5


def test_the_list_costs_four_queries_however_long_it_is(gappy, ask_as, django_assert_num_queries):
    for _ in range(5):
        factories.element(gappy, title_fr="")

    with django_assert_num_queries(4):
        queries.missing_words(ask_as())


def test_other_rooms_rows_are_asked_the_same_way(gappy):
    def called(page):
        return {"kind": "page", "what": "page", "address": ("x:y", "z"), "key": page.region}

    found = queries.lacking(RegionalPage.objects.all(), ("title", "issues"), called=called)

    assert [(gap.kind, gap.key, gap.lacks) for gap in found] == [("page", "europe", "en")]
