import pytest
from django.core.exceptions import PermissionDenied

from entente.foundation.reference import imports, policy
from entente.foundation.reference.models import Country, CountryName, Region
from entente.foundation.trail.models import Entry


def test_the_files_are_taken_in_whole(loaded):
    assert loaded["countries.csv"]["new"] == Country.objects.count() == 258
    assert Region.objects.get(key="eastern_africa").parent.parent.key == "un_africa"
    assert Country.objects.filter(groups__key="indo_pacific").count() == 40


def test_taking_them_in_leaves_one_entry(loaded):
    entry = Entry.objects.get()

    assert (entry.actor, entry.verb, entry.changes["countries.csv"]["new"]) == ("tests", "take_in", 258)


def test_taking_them_in_again_changes_nothing_and_says_nothing(loaded):
    again = imports.load(by="tests")

    assert not any(any(count.values()) for count in again.values())
    assert Entry.objects.count() == 1


def test_what_was_changed_by_hand_is_put_right(loaded):
    Country.objects.filter(code="SZ").update(name_en="Swaziland")
    CountryName.objects.filter(country__code="CI").delete()
    Country.objects.get(code="CA").names.create(kind="alias", name_en="Dominion", name_fr="Dominion")

    counts = imports.load(by="tests")

    assert counts["countries.csv"]["changed"] == 1
    assert (counts["country_names.csv"]["new"], counts["country_names.csv"]["removed"]) == (1, 1)
    assert counts["known_as"]["changed"] == 0


def test_a_wrong_cell_is_named_and_nothing_written(db, tmp_path, monkeypatch):
    for sheet in imports.SHEETS:
        (tmp_path / sheet.file).write_text((imports.DATA / sheet.file).read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / "region_members.csv").open("a", encoding="utf-8") as file:
        file.write("africa,ZZ\n")
    monkeypatch.setattr(imports, "DATA", tmp_path)

    with pytest.raises(ValueError, match=r"region_members.csv \d+ country 'ZZ'"):
        imports.load(by="tests")

    assert Country.objects.count() == 0


def test_a_reader_may_not_take_them_in(reader):
    with pytest.raises(PermissionDenied):
        imports.load(by=reader)


def test_an_administrator_may(administrator):
    imports.load(by=administrator)

    assert Entry.objects.get(verb="take_in").actor == "administrator"


@pytest.mark.parametrize(
    ("act", "reader_may", "administrator_may"),
    [("view", True, True), ("take_in", False, True), ("burn", False, False)],
)
def test_policy_table(reader, administrator, act, reader_may, administrator_may):
    assert policy.REFERENCE.allows(reader, act) is reader_may
    assert policy.REFERENCE.allows(administrator, act) is administrator_may


def test_asking_of_many_agrees_with_asking_of_one(loaded, reader):
    one_by_one = {one.pk for one in Country.objects.all() if policy.REFERENCE.allows(reader, "view", one)}
    assert set(policy.visible_to(reader).values_list("pk", flat=True)) == one_by_one
