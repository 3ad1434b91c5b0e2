"""Who heads an office: named, changed, taken back; the chart on a day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.foundation.people import actions, queries
from entente.foundation.people.exports import HEADS
from entente.foundation.people.models import Headship, Unit
from entente.foundation.people.roles import Rank, Role
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask, read, records

from .asking import get, post, text_of
from .factories import TODAY, account, head, office

TOMORROW = TODAY + timedelta(1)


def name(by, unit, person, rank=Rank.DIRECTOR, starts_on=TODAY, **given):
    return actions.name_head(by=by, unit=unit, person=person, rank=rank, starts_on=starts_on, **given)


def codes(refusal):
    return {error.code for errors in refusal.value.error_dict.values() for error in errors}


def test_a_head_is_named_with_a_trail(administrator, agency):
    made = name(administrator, agency.other_branch, agency.director, Rank.VICE_PRESIDENT)

    assert queries.head_of(agency.other_branch, on=TODAY) == made
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.subject) == ("name_head", "people.unit:enforcement-branch")
    assert "Head: director" in [move.said for move in entry.moves]


def test_two_permanent_heads_never_overlap_ppl_1(administrator, agency):
    """PPL-1."""
    with pytest.raises(ValidationError, match="director-general heads this office") as refusal:
        name(administrator, agency.directorate, agency.director, Rank.DIRECTOR_GENERAL)

    assert codes(refusal) == {"headed"}
    assert Headship.objects.filter(unit=agency.directorate).count() == 1


def test_a_successor_ends_the_one_before_the_day_before(administrator, agency):
    name(administrator, agency.directorate, agency.director, Rank.DIRECTOR_GENERAL, succeeds=True)

    assert Headship.objects.get(person=agency.dg).ends_on == TODAY - timedelta(1)
    assert queries.head_of(agency.directorate, on=TODAY).person == agency.director
    ended = Entry.objects.get(verb="change_head")
    assert ended.changes["ends_on"] == [None, "2026-11-01"]


def test_one_may_act_beside_a_head_but_not_two_ppl_1(administrator, agency):
    """PPL-1."""
    first, second = account("first"), account("second")
    name(administrator, agency.directorate, first, ends_on=TOMORROW, acting=True)

    with pytest.raises(ValidationError, match="first acts for this office"):
        name(administrator, agency.directorate, second, starts_on=TOMORROW, ends_on=TOMORROW, acting=True)

    after = TOMORROW + timedelta(1)
    assert name(administrator, agency.directorate, second, starts_on=after, ends_on=after, acting=True)


def test_everything_wrong_with_a_head_is_said_at_once_ppl_2_3_4(administrator, agency):
    """PPL-2, PPL-3, PPL-4."""
    closed = account("closed", is_active=False)

    with pytest.raises(ValidationError) as refusal:
        name(administrator, agency.branch, closed, Rank.HEAD_OF_AGENCY, acting=True)

    assert codes(refusal) == {"closed", "rank", "acting_open"}


@pytest.mark.parametrize("rank", [Rank.EXPERT, Rank.MINISTER, Rank.LEADER])
def test_an_office_is_headed_at_a_level_that_offices_have_ppl_3(rank, administrator, agency):
    """PPL-3."""
    with pytest.raises(ValidationError, match="PPL-3"):
        name(administrator, agency.other_branch, agency.director, rank)


def test_an_end_before_the_beginning_is_refused(administrator, agency):
    with pytest.raises(ValidationError):
        name(administrator, agency.other_branch, agency.director, ends_on=TODAY - timedelta(1))


def test_a_headship_is_changed_with_a_reason_and_keeps_what_it_said_ppl_11(administrator, agency):
    """PPL-11."""
    headship = Headship.objects.get(person=agency.dg)
    with pytest.raises(ValidationError, match="reason"):
        actions.change_head(headship, by=administrator, reason=" ", ends_on=TODAY)

    changed = actions.change_head(headship, by=administrator, reason="Retires.", ends_on=TODAY)

    assert changed.ends_on == TODAY
    entry = Entry.objects.latest("id")
    assert (entry.reason, entry.changes["ends_on"]) == ("Retires.", [None, "2026-11-02"])


def test_a_change_obeys_the_same_rules(administrator, agency):
    earlier = head(agency.other_branch, agency.director, ends_on=TODAY)
    head(agency.other_branch, agency.vp, starts_on=TOMORROW)

    with pytest.raises(ValidationError, match="PPL-1"):
        actions.change_head(earlier, by=administrator, reason="Stays.", ends_on=None)


def test_a_headship_that_never_was_is_taken_back_and_stays_in_the_trail(administrator, agency):
    headship = Headship.objects.get(person=agency.dg)
    with pytest.raises(ValidationError):
        actions.withdraw_head(headship, by=administrator, reason="")

    actions.withdraw_head(headship, by=administrator, reason="Another person of that name.")

    assert queries.head_of(agency.directorate, on=TODAY) is None
    assert Entry.objects.latest("id").changes["head"] == "director-general"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_keeps_the_chart(role, open_account, agency):
    person = open_account(role)
    headship = Headship.objects.get(person=agency.dg)
    for attempt in (
        lambda: name(person, agency.other_branch, person),
        lambda: actions.change_head(headship, by=person, reason="x", ends_on=TODAY),
        lambda: actions.withdraw_head(headship, by=person, reason="x"),
        lambda: actions.set_work(agency.other_branch, by=person, work="executive_services"),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_what_is_done_for_the_whole_agency_is_done_by_one_office_ppl_10(administrator, agency):
    """PPL-10."""
    with pytest.raises(ValidationError, match="International does this already"):
        actions.set_work(agency.other_branch, by=administrator, work="international_affairs")
    actions.set_work(agency.directorate, by=administrator, work="")

    actions.set_work(agency.other_branch, by=administrator, work="international_affairs")

    assert queries.international_affairs() == agency.other_branch
    assert Entry.objects.latest("id").changes == {"work": ["", "international_affairs"]}
    with pytest.raises(ValidationError):
        actions.set_work(agency.branch, by=administrator, work="coffee")


# ── registers and the chart ───────────────────────────────────────────────────────────────────────


def test_the_list_of_heads_is_that_of_a_day(reader, agency, django_assert_num_queries):
    Headship.objects.filter(person=agency.dg).update(ends_on=TODAY)
    listing = read(HEADS, Ask(reader, TODAY.isoformat()), {})

    assert [one["head"] for one in records(HEADS, Ask(reader, "2026-11-03"))] == [
        "director",
        "vice-president",
        "president-of-the-agency",
    ]
    assert listing.count == 4
    with django_assert_num_queries(3):
        read(HEADS, Ask(reader, TODAY.isoformat()), {})
    for chosen, count in (
        ({"q": "vice"}, 1),
        ({"office": "president"}, 1),
        ({"rank": "director"}, 1),
        ({"acting": "1"}, 0),
    ):
        assert read(HEADS, Ask(reader, TODAY.isoformat(), chosen=chosen), {}).count == count


def test_the_chart_is_a_tree_with_the_head_of_the_agency_first(reader, agency, django_assert_num_queries):
    office("old", starts_on="2001", ends_on="2010")
    with django_assert_num_queries(2):
        nodes = queries.tree(Ask(reader, TODAY.isoformat()))

    assert [node.unit for node in nodes] == [agency.top, agency.other_branch, agency.branch]
    assert nodes[1].head is None
    assert nodes[2].parts[0].parts[0].head.person == agency.director
    assert [node.unit.key for node in queries.tree(Ask(reader, "2005-01-01"))] == ["old"]


def test_the_chart_page_shows_a_day_and_says_where_nobody_is_named(as_person, reader, agency):
    page = text_of(get(as_person(reader), "chart", on="2026-11-02"))

    assert page.index("President") < page.index("Enforcement branch")
    assert "vice-president, vice-president" in page
    assert "nobody named" in page
    assert "No office stood on this day" in text_of(get(as_person(reader), "chart", on="1990-01-01"))
    assert "Organigramme" in text_of(get(as_person(reader), "chart", lang="fr"))


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_names_changes_and_takes_back(as_person, administrator, agency):
    client = as_person(administrator)
    assert 'value="enforcement-branch" selected' in text_of(get(client, "name_head", office="enforcement-branch"))
    said = {"unit": "enforcement-branch", "person": "director", "rank": "vice_president", "starts_on": "2026-11-02"}

    page = post(client, "name_head", **said)

    assert page.url == "/en/people/offices/enforcement-branch/"
    made = Headship.objects.get(unit=agency.other_branch)
    page = post(client, "change_head", made.pk, **said | {"ends_on": "2026-11-01", "reason": ""})
    assert page.status_code == 422
    assert "The end cannot come before the beginning." in text_of(page)
    page = post(client, "change_head", made.pk, **said | {"ends_on": "2026-12-01", "reason": ""})
    assert page.status_code == 422
    assert "Give the reason" in text_of(page)
    post(client, "change_head", made.pk, **said | {"ends_on": "2026-12-01", "reason": "Term ends."})
    made.refresh_from_db()
    assert made.ends_on == date(2026, 12, 1)
    assert "Term ends." in text_of(get(client, "unit", "enforcement-branch"))

    assert post(client, "withdraw_head", made.pk, reason="").status_code == 422
    post(client, "withdraw_head", made.pk, reason="Never was.")
    assert not Headship.objects.filter(unit=agency.other_branch).exists()


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"starts_on": "tomorrow"}, {"en": "Write the day as 2026-11-27.", "fr": "Écrivez la date"}),
        ({"starts_on": "0026-11-02"}, {"en": "between 1900 and 2099", "fr": "entre 1900 et 2099"}),
        ({"unit": "nowhere"}, {"en": "valid choice", "fr": "choix valide"}),
        ({}, {"en": "PPL-1", "fr": "PPL-1"}),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page_and_nothing_is_lost(
    lang, said, problem, as_person, administrator, agency
):
    usual = {"unit": "international", "person": "director", "rank": "director", "starts_on": "2026-11-02"}

    page = post(as_person(administrator), "name_head", lang=lang, **usual | said)

    assert page.status_code == 422
    assert problem[lang] in text_of(page)
    assert 'value="director" selected' in text_of(page)


def test_the_office_page_offers_keeping_to_keepers_only(as_person, administrator, reader, agency):
    assert "Change or end" in text_of(get(as_person(administrator), "unit", "international"))
    page = text_of(get(as_person(reader), "unit", "international"))
    assert "director-general" in page
    assert "Change or end" not in page
    assert "Coordinates international affairs" in page
    client = as_person(reader)
    pk = Headship.objects.get(person=agency.dg).pk
    for name_, args in (("name_head", []), ("change_head", [pk]), ("withdraw_head", [pk]), ("work", ["president"])):
        assert get(client, name_, *args).status_code == 403, name_


def test_the_work_of_an_office_is_set_on_its_page(as_person, administrator, agency):
    client = as_person(administrator)

    page = post(client, "work", "enforcement-branch", work="international_affairs")
    assert page.status_code == 422
    assert "does this already" in text_of(page)
    post(client, "work", "enforcement-branch", work="executive_services")

    assert Unit.objects.get(key="enforcement-branch").work == "executive_services"


def test_my_account_lists_the_offices_i_head(as_person, agency):
    assert "Offices I head" in text_of(get(as_person(agency.dg), "me"))
    assert timezone.localdate() > date(2020, 1, 1)
