from types import SimpleNamespace

from django.urls import reverse

from entente.engagement.framework.models import Edition
from entente.kit.table import Ask
from entente.reports import editions


def compared(person, before="cbsa-2008", after="cbsa-2019"):
    pair = [Edition.objects.get(key=key) for key in (before, after)]
    return editions.movements(Ask(person, "2026-11-22"), *pair)


def test_every_partner_of_either_edition_moves_once(loaded, reader):
    found = compared(reader)

    assert len({one.partner.pk for one in found}) == len(found)
    assert sum(1 for one in found if one.before) == 18
    assert sum(1 for one in found if one.after) == 26


def test_senegal_went_and_colombia_came(loaded, reader):
    change = {one.partner.key: one.change for one in compared(reader)}

    assert (change["sn"], change["co"], change["au"]) == ("went", "came", "changed")


def test_an_edition_compared_with_itself_moves_nobody(loaded, reader):
    tally = editions.tally(compared(reader, "cbsa-2008", "cbsa-2008"))

    assert tally == {"came": 0, "went": 0, "changed": 0, "same": 18}


def test_the_picture_holds_every_partner_once(loaded, reader):
    found = compared(reader)

    drawn = editions.picture(found, {"": "outside"})

    for side in ("left", "right"):
        assert sum(block.count for block in drawn["blocks"] if block.side == side) == len(found)
    assert sum(flow.words.count(",") + 1 for flow in drawn["flows"]) == len(found)


def test_a_long_name_takes_more_lines_and_is_not_cut():
    block = editions.Block(0, 30, 14, "Partenaires bilatéraux clés hors du Groupe des cinq", 6, "right")

    assert block.lines == [(42, "Partenaires bilatéraux clés hors du"), (60, "Groupe des cinq (6)")]


def test_flows_gather_the_partners_that_moved_alike():
    tier = SimpleNamespace(tier=SimpleNamespace(name_en="Core"), tier_gap="")
    moved = [editions.Movement(SimpleNamespace(name=name), tier, None) for name in ("A", "B")]

    assert editions.bands(moved) == [editions.Band("Core", "", ["A", "B"])]


def test_an_unknown_edition_is_not_found(loaded, client, reader):
    client.force_login(reader)

    assert client.get(reverse("reports:editions"), {"before": "x", "after": "y"}).status_code == 404
