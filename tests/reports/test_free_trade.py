"""The free-trade desk: chapters, committees with their sessions, what is owed and what follows, for who may know."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements.models import Chapter, Obligation
from entente.engagement.commitments.models import Commitment
from entente.engagement.forums.models import Body, Committee
from entente.engagement.meetings.models import Meeting
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask
from entente.reports import exports, free_trade, panels
from tests.engagement.agreements import factories as agreements

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def chile(db):
    titles = {"title_en": "Trade agreement with Chile", "title_fr": "Accord commercial avec le Chili"}
    partner = agreements.partner("cl", name_en="Chile", name_fr="Chili")
    return agreements.agreement(partner, key="cl-fta", kind="fta", status="in_force", in_force_on="2009", **titles)


def chapter(of, title="Rules of origin", **given):
    given = {"key": f"chapter-{Chapter.objects.count()}", "title_en": title, "role": "led", "as_of": "2008"} | given
    return Chapter.objects.create(agreement=of, **given)


def committee(of, *chapters, key="origin-committee", **given):
    given = {"kind": "committee", "name_en": f"The {key}", "agreement": of, "as_of": "2008"} | given
    body = Body.objects.create(key=key, **given)
    for one in chapters:
        Committee.objects.create(body=body, chapter=one, as_of="2008")
    return body


def session(body, days, state="forecast", **given):
    day = TODAY + timedelta(days=days)
    given = {"title_en": "Session", "key": f"MTG-2026-{Meeting.objects.count():04d}"} | given
    return Meeting.objects.create(
        body=body, starts_on=day, ends_on=day, state=state, changed_at=timezone.now(), **given
    )


def promise(by, **given):
    given = {"side": "theirs", "title_en": "Send the list", "made_on": date(2026, 1, 1)} | given
    return Commitment.objects.create(key=f"COM-2026-{Commitment.objects.count():04d}", author=by, **given)


def desk(person, on="", **chosen):
    return free_trade.desk(Ask(person, on or TODAY.isoformat(), bool(on), chosen=chosen))


def address(lang="en"):
    with translation.override(lang):
        return reverse("agreements:free_trade")


# ── What stands on it ─────────────────────────────────────────────────────────────────────────────


def test_agreements_at_the_table_come_first_and_those_that_ended_do_not_come(reader, chile):
    agreements.agreement(key="kr-fta", kind="fta", status="negotiating")
    agreements.agreement(key="old-fta", kind="fta", status="ended", ended_on="2001")
    agreements.agreement(key="mou", kind="mou", status="in_force")

    assert [line.agreement.key for line in desk(reader)] == ["kr-fta", "cl-fta"]


def test_chapters_led_and_followed_are_told_apart_and_those_that_are_over_left_out(reader, chile):
    chapter(chile)
    chapter(chile, "Customs procedures", role="co_led")
    chapter(chile, "Procurement", role="followed")
    chapter(chile, "Investment", role="not_ours")
    chapter(chile, "Textiles", to_on="2012")

    (line,) = desk(reader)

    assert [one.title_en for one in line.led] == ["Customs procedures", "Rules of origin"]
    assert [one.title_en for one in line.followed] == ["Procurement"]
    assert len(line.chapters) == 4


def test_a_committee_tells_its_chapters_its_sessions_and_its_open_promises(reader, desk_officer, chile):
    one = chapter(chile)
    body = committee(chile, one)
    session(body, -400, "held")
    last, ahead = session(body, -30, "held"), session(body, 20, "confirmed")
    session(body, -5, "cancelled")
    session(body, 200)
    promise(desk_officer, body=body, due_on=TODAY - timedelta(days=1))
    promise(desk_officer, body=body)
    promise(desk_officer, body=body, state="dropped", ended_on=TODAY)

    ((sitting,),) = [line.committees for line in desk(reader)]

    assert (sitting.chapters, sitting.last, sitting.next) == ({one.pk}, last, ahead)
    assert (sitting.open, sitting.late) == (2, 1)


def test_a_sub_committee_stands_under_the_agreement_of_the_chapter_it_looks_after(reader, chile):
    commission = committee(chile, key="commission")
    committee(None, chapter(chile), key="below", parent=commission)

    (line,) = desk(reader)

    assert [one.body.key for one in line.committees] == ["below", "commission"]


def test_what_the_agreement_requires_is_owed_until_it_is_signed(reader, chile):
    owed = agreements.agreement(agreements.partner("cl"), key="cl-cmaa", kind="cmaa", status="proposed")
    signed = agreements.agreement(key="cl-other", kind="cmaa", status="signed")
    for one in (owed, signed):
        agreements.link(one, chile, kind="implements")

    (line,) = desk(reader)

    assert [one.key for one in line.owed] == ["cl-cmaa"]


def test_open_duties_stand_beside_the_one_that_is_done_does_not(reader, chile):
    Obligation.objects.create(agreement=chile, title_en="Meet once a year", due_on=date(2026, 1, 1), bound="both")
    Obligation.objects.create(agreement=chile, title_en="Notify", due_on=date(2026, 1, 1), state="done")

    (line,) = desk(reader)

    assert [one.title_en for one in line.duties] == ["Meet once a year"]


def test_an_agreement_at_the_table_tells_its_stage_and_what_may_follow(reader):
    agreements.agreement(key="kr-fta", kind="fta", status="negotiating", binding=True)

    shown = panels.desk(Ask(reader, TODAY.isoformat()))

    ((line,),) = [group["lines"] for group in shown["groups"]]
    assert line["stage"] == "in negotiation"
    assert len(line["follows"]) == 1


# ── Narrowed ──────────────────────────────────────────────────────────────────────────────────────


def test_role_and_office_leave_the_chapters_that_meet_them_and_their_agreements(reader, chile):
    chapter(chile, owner=agreements.unit())
    chapter(chile, "Procurement", role="followed")
    agreements.agreement(key="kr-fta", kind="fta", status="negotiating")

    def found(**chosen):
        return [one.title_en for line in desk(reader, **chosen) for one in line.chapters]

    assert found(role="led") == ["Rules of origin"]
    assert found(unit="desk") == ["Rules of origin"]
    assert found(unit="-") == ["Procurement"]
    assert found(unit="desk", role="followed") == []
    assert [line.agreement.key for line in desk(reader, stands="table")] == ["kr-fta"]


def test_a_condition_nobody_understands_is_said_and_the_whole_desk_shown(as_person, reader, chile):
    shown = as_person(reader).get(address(), {"role": "captain"}).content.decode()

    assert "Trade agreement with Chile" in shown
    assert "captain" in shown


# ── On another day ────────────────────────────────────────────────────────────────────────────────


def test_on_a_past_day_the_desk_stands_as_it_stood(reader, desk_officer, chile):
    one = chapter(chile)
    body = committee(chile, one)
    session(body, -10, "held")
    promise(desk_officer, body=body, made_on=TODAY - timedelta(days=10))

    (line,) = desk(reader, (TODAY - timedelta(days=20)).isoformat())

    (sitting,) = line.committees
    assert (sitting.last, sitting.next.starts_on, sitting.open) == (None, TODAY - timedelta(days=10), 0)
    assert [line.agreement.key for line in desk(reader, "2007-12-31")] == []


# ── Who sees what ─────────────────────────────────────────────────────────────────────────────────


def test_what_is_marked_higher_counts_nowhere(reader, auditor, desk_officer, chile):
    body = committee(chile, chapter(chile))
    session(body, -30, "held", marking=Marking.PROTECTED_B)
    committee(chile, key="hidden", marking=Marking.PROTECTED_B)
    promise(desk_officer, body=body, marking=Marking.PROTECTED_B)
    hidden = agreements.agreement(key="secret", kind="cmaa", marking=Marking.PROTECTED_B)
    agreements.link(hidden, chile, kind="implements")

    (seen,), (whole,) = desk(reader), desk(auditor)

    assert [(one.body.key, one.last, one.open) for one in seen.committees] == [("origin-committee", None, 0)]
    assert seen.owed == []
    assert (len(whole.committees), len(whole.owed)) == (2, 1)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("role", list(Role))
def test_the_desk_opens_to_every_role_in_both_languages(as_person, open_account, chile, role, lang):
    one = chapter(chile, number="4", title_fr="Règles d’origine")
    committee(chile, one)

    answer = as_person(open_account(role)).get(address(lang))
    shown = answer.content.decode()

    assert answer.status_code == 200
    assert {"en": "4. Rules of origin", "fr": "4. Règles d’origine"}[lang] in shown
    assert {"en": "1 chapter led", "fr": "1 chapitre dirigé"}[lang] in shown
    with translation.override(lang):
        assert (reverse("agreements:add_chapter", args=["cl-fta"]) in shown) == (role == Role.AGREEMENTS_OFFICER)


def test_an_empty_desk_says_what_to_do(as_person, agreements_officer):
    shown = as_person(agreements_officer).get(address()).content.decode()

    assert "enter its chapters on its page" in shown
    assert reverse("agreements:register") in shown


def test_reading_what_is_protected_b_leaves_its_trace(as_person, auditor, chile):
    chile.marking = Marking.PROTECTED_B
    chile.save()

    as_person(auditor).get(address())

    assert Entry.objects.get(verb="read").subject == "agreements.agreement:cl-fta"


# ── Files, and what it costs ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_desk_is_taken_away_as_a_file_which_leaves_its_trace(as_person, reader, chile, form):
    chapter(chile, number="4", owner=agreements.unit())

    content = b"".join(as_person(reader).get(address(), {"format": form, "role": "led"}).streaming_content)

    assert len(content) > 100
    if form == "csv":
        assert "Rules of origin" in content.decode("utf-8-sig")
        assert "International Desk" in content.decode("utf-8-sig")
    assert Entry.objects.get(verb="export").subject == "register:free-trade"


def test_an_agreement_without_a_chapter_has_one_line_in_the_file(reader, chile):
    (row,) = exports.FREE_TRADE.rows(Ask(reader, TODAY.isoformat()))

    assert [column.value(row) for column in exports.FREE_TRADE.columns[:6]][-2:] == ["", ""]


def test_twenty_agreements_cost_no_more_queries_than_one(reader, desk_officer, chile, django_assert_max_num_queries):
    for number in range(20):
        one = agreements.agreement(agreements.partner("cl"), key=f"fta-{number}", kind="fta", status="negotiating")
        body = committee(one, chapter(one, owner=agreements.unit()), key=f"committee-{number}")
        session(body, -30, "held")
        promise(desk_officer, body=body)
        owed = agreements.agreement(agreements.partner("cl"), status="proposed")
        agreements.link(owed, one, kind="implements")
        Obligation.objects.create(agreement=one, title_en="Meet", due_on=date(2026, 1, 1))

    with django_assert_max_num_queries(18):
        panels.desk(Ask(reader, TODAY.isoformat()))
