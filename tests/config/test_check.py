"""``entente check trail``, ``check index`` and ``check coherence`` as a person at the terminal sees them."""

import pytest

from entente.config.cli import FINE, PROBLEMS, WRONG_USAGE, call
from entente.foundation.index import actions as index
from entente.foundation.sources import search
from entente.foundation.sources.models import Source
from entente.foundation.trail import actions as trail
from entente.foundation.trail.models import Entry
from tests.foundation.trail.tampering import change, without_triggers


@pytest.fixture
def chain(auditor):
    for number in range(3):
        trail.record(by="tests", verb="change", subject=auditor, reason=f"step {number}")
    return list(Entry.objects.order_by("id"))


def said(capsys):
    out = capsys.readouterr()
    return out.out + out.err


def test_a_whole_trail_is_fine_and_gives_its_last_seal_to_keep(chain, capsys):
    assert call("check", "trail") == FINE
    assert f"4 entries hold; the last seal is {chain[-1].seal}" in said(capsys)


def test_an_empty_trail_is_fine(db, capsys):
    assert call("check", "trail") == FINE
    assert "0 entries hold; the last seal is none yet" in said(capsys)


def test_a_changed_entry_is_named(chain, capsys):
    with without_triggers():
        change(f"UPDATE trail_entry SET reason = 'another' WHERE id = {chain[2].pk}")

        assert call("check", "trail") == PROBLEMS

    text = said(capsys)
    assert f"broken at entry {chain[2].pk}" in text
    assert "the content of this entry was changed" in text
    assert "2 entries before it hold" in text


def test_a_removed_entry_is_noticed_at_the_next(chain, capsys):
    with without_triggers():
        change(f"DELETE FROM trail_entry WHERE id = {chain[1].pk}")

        assert call("check", "trail") == PROBLEMS

    assert f"broken at entry {chain[2].pk}: an entry before this one was removed" in said(capsys)


def test_an_index_that_fell_behind_is_noticed_and_mended(db, capsys):
    source = Source.objects.create(key="a", title_en="Annual report", title_fr="Rapport annuel", kind="other")

    assert call("check", "index") == PROBLEMS
    assert "The index holds 0 things, the rooms offer 1" in said(capsys)
    assert call("check", "index", "--mend") == FINE
    assert call("check", "index") == FINE
    assert "1 things can be found" in said(capsys)
    index.put([search.entry(source)])
    assert call("check", "index") == FINE


def test_coherence_tells_the_findings_of_an_edition(loaded, capsys):
    assert call("check", "coherence", "--edition", "cbsa-2008") == PROBLEMS
    out = said(capsys)
    assert "COH-1\t" in out
    assert out.rstrip().endswith("findings")


def test_coherence_speaks_of_the_edition_in_effect_unless_told(loaded, capsys):
    assert call("check", "coherence") == PROBLEMS


def test_an_edition_that_is_not_known_is_said_with_those_that_are(loaded, capsys):
    assert call("check", "coherence", "--edition", "nope") == WRONG_USAGE
    assert "no edition is called nope; there are: cbsa-2008, cbsa-2019, cbsa-2023" in said(capsys)


def test_without_an_edition_there_is_nothing_to_check(db, capsys):
    assert call("check", "coherence") == WRONG_USAGE
    assert "no edition is in effect today; there are: none" in said(capsys)
