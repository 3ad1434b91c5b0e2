import pytest
from django.urls import reverse

from entente.engagement.partners.models import Partner
from entente.foundation.index.models import Record


def results(client, person, words, **more):
    client.force_login(person)
    return client.get(reverse("home:search"), {"q": words, **more})


@pytest.mark.parametrize("words", ["mexico", "MEXIQUE", "méxique", "Mexi"])
def test_the_country_comes_first_in_either_language_and_without_accents(loaded, client, reader, words):
    hits = results(client, reader, words).context["hits"]

    assert str(hits[0].title) == "Mexico"


def test_counts_are_exact_and_by_kind(loaded, client, reader):
    context = results(client, reader, "customs").context

    assert context["count"] == sum(many for _code, _name, many in context["kinds"]) > 25
    assert len(context["hits"]) == 25


def test_what_a_person_may_not_see_is_neither_found_nor_counted(loaded, client, reader, desk_officer):
    before = results(client, reader, "mexico").context["count"]
    mexico = Partner.objects.get(key="mx")
    Record.objects.filter(label="partners.partner", record=mexico.pk).update(marking="protected_b")

    assert results(client, reader, "mexico").context["count"] == before - 1
    assert results(client, desk_officer, "mexico").context["count"] == before


@pytest.mark.parametrize("words", ["", "   ", '"', "a* OR b", "mexico AND (", "'; drop", "%", "no-such-word-anywhere"])
def test_no_question_breaks_the_page(loaded, client, reader, words):
    assert results(client, reader, words).status_code == 200


@pytest.mark.parametrize("start", ["abc", "-5", "99999999999999999999"])
def test_a_bent_page_number_starts_again(loaded, client, reader, start):
    assert results(client, reader, "customs", **{"from": start}).status_code == 200


def test_every_address_in_the_index_opens(loaded, client, desk_officer):
    """One thing of every kind."""
    from entente.home.finding import hits

    client.force_login(desk_officer)
    for kind in Record.objects.values_list("kind", flat=True).distinct():
        record = Record.objects.filter(kind=kind).order_by("id").first()
        (hit,) = hits([record])
        assert client.get(hit.url).status_code == 200, (kind, hit.url)
