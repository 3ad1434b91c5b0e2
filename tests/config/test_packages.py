"""Edition packages: judged whole, loaded all or nothing, corrected here without being overwritten, given back."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from django.utils.translation import override

from entente.config import packages
from entente.engagement.agreements.imports import SHEET_OF
from entente.engagement.agreements.models import Agreement
from entente.engagement.partners.imports import SHEETS
from entente.engagement.partners.models import Partner, Standing
from entente.foundation.reference import imports as reference
from entente.foundation.sources import actions as sources
from entente.foundation.sources.models import Correction, Package, Source
from entente.foundation.trail.models import Entry

EDITIONS = Path(__file__).resolve().parents[2] / "editions"
PARTNERS = SHEETS[0]


@pytest.fixture
def verdania(tmp_path, db):
    """The invented agency's package, in a folder that a test may change."""
    reference.load(by="tests")
    return Path(shutil.copytree(EDITIONS / "example-verdania", tmp_path / "example-verdania"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))


def test_loading_twice_changes_nothing(verdania):
    packages.load([verdania], by="tests")
    entries = Entry.objects.count()

    again = packages.load([verdania], by="tests")

    assert again == {"example-verdania": {"new": 0, "changed": 0, "kept": 0, "removed": 0}}
    assert Entry.objects.count() == entries


def test_a_dump_gives_the_same_bytes_back(verdania):
    packages.load([verdania], by="tests")

    dumped = packages.dump(Package.objects.get())

    assert dumped == {path.name: path.read_bytes().decode() for path in verdania.iterdir()}


def test_a_file_no_room_reads_is_kept_and_given_back(verdania):
    (verdania / "posts.csv").write_text("key,city\nvd-post,Lagune\n")

    packages.load([verdania], by="tests")

    assert packages.dump(Package.objects.get())["posts.csv"] == "key,city\nvd-post,Lagune\n"


def test_every_bad_cell_is_reported_and_nothing_is_loaded(verdania):
    change(verdania, "partners.csv", "unclassified", "top_secret")
    change(verdania, "standings.csv", "vd-", "no-")
    (verdania / "terms.csv").write_text("key,colour\n")

    with pytest.raises(packages.Refused) as refused:
        packages.load([verdania], by="tests")

    files = {error.file for _package, error in refused.value.errors}
    assert files == {"partners.csv", "standings.csv", "terms.csv"}
    assert not Partner.objects.exists()
    assert not Package.objects.exists()


def test_a_key_of_another_package_is_refused(verdania, tmp_path):
    packages.load([verdania], by="tests")
    other = Path(shutil.copytree(verdania, tmp_path / "other"))
    change(other, "package.yaml", "name: example-verdania", "name: other")

    with pytest.raises(packages.Refused) as refused:
        packages.load([other], by="tests")

    assert "partners.csv" in {error.file for _package, error in refused.value.errors}


def test_a_package_waits_for_what_it_builds_on(verdania):
    change(verdania, "package.yaml", "builds_on: []", "builds_on: [never-seen]")

    with pytest.raises(packages.Refused, match="1 errors") as refused:
        packages.load([verdania], by="tests")

    assert refused.value.errors[0][1].value == "never-seen"


def test_a_changed_cell_is_renewed_and_noted(verdania):
    packages.load([verdania], by="tests")
    partner = Partner.objects.filter(kind="country").first() or Partner.objects.first()
    change(verdania, "partners.csv", partner.name_en, "Another name")

    done = packages.load([verdania], by="tests")

    assert done["example-verdania"]["changed"] == 1
    partner.refresh_from_db()
    assert partner.name_en == "Another name"
    assert Entry.objects.filter(verb="reload", subject=f"partners.partner:{partner.key}").exists()


def test_a_reload_never_overwrites_a_correction_but_keeps_both(verdania, desk_officer):
    packages.load([verdania], by="tests")
    partner = Partner.objects.first()
    loaded = partner.name_en
    sources.correct(partner, PARTNERS, field="name_en", text="Our name", reason="Asked them.", by=desk_officer)
    change(verdania, "partners.csv", loaded, "Newer name")

    done = packages.load([verdania], by="tests")

    partner.refresh_from_db()
    correction = Correction.objects.get()
    assert done["example-verdania"]["kept"] == 1
    assert (partner.name_en, correction.source_value, correction.value) == (
        "Our name",
        "Newer name",
        "Our name",
    )


def test_withdrawing_a_correction_gives_the_sources_value_back(verdania, desk_officer):
    packages.load([verdania], by="tests")
    partner = Partner.objects.first()
    loaded = partner.name_en
    made = sources.correct(partner, PARTNERS, field="name_en", text="Ours", reason="Asked.", by=desk_officer)

    sources.withdraw(made, partner, PARTNERS, reason="They were wrong.", by=desk_officer)

    partner.refresh_from_db()
    assert partner.name_en == loaded
    assert not Correction.objects.filter(withdrawn_at__isnull=True).exists()


def test_a_row_that_left_the_package_goes_with_what_points_at_it(verdania):
    packages.load([verdania], by="tests")
    text = (verdania / "standings.csv").read_text().splitlines()
    (verdania / "standings.csv").write_text("\n".join(text[:-1]) + "\n")
    before = Standing.objects.count()

    done = packages.load([verdania], by="tests")

    assert done["example-verdania"]["removed"] == 1
    assert Standing.objects.count() == before - 1


def test_what_was_entered_here_is_dumped_apart(verdania):
    packages.load([verdania], by="tests")
    Partner.objects.create(key="vd-new", kind="stakeholder", name_en="New", name_fr="Nouveau")

    files = packages.entered_here()

    assert list(files) == ["partners.csv"]
    assert "vd-new" in files["partners.csv"]


def test_a_reload_touches_only_the_cells_that_changed_in_the_file(verdania):
    packages.load([verdania], by="tests")
    partner = Partner.objects.filter(key__startswith="vd-").first()
    Partner.objects.filter(pk=partner.pk).update(summary_en="Written here.")
    change(verdania, "partners.csv", partner.name_en, "Another name")

    packages.load([verdania], by="tests")

    partner.refresh_from_db()
    assert (partner.name_en, partner.summary_en) == ("Another name", "Written here.")


def test_a_treaty_identifier_is_renewed_like_any_cell(verdania):
    packages.load([verdania], by="tests")
    folder = (verdania / "agreements.csv").read_text().splitlines()
    heading, first = folder[0].split(","), next(csv.reader([folder[1]]))
    first[heading.index("treaty_id")] = "E100001"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(first)
    (verdania / "agreements.csv").write_text("\n".join([folder[0], out.getvalue().rstrip("\n"), *folder[2:]]) + "\n")

    packages.load([verdania], by="tests")

    assert Agreement.objects.get(key=first[0]).treaty_id == "E100001"


def test_a_file_whose_name_no_room_knows_is_named(verdania):
    (verdania / "partnerz.csv").write_text("key\n")

    assert packages.unread([verdania]) == [("example-verdania", "partnerz.csv")]


# ── What a later package knows better ─────────────────────────────────────────────────────────────────────────────

HEADING = "file,key,field,value,reason_en,reason_fr,source,place\n"


@pytest.fixture
def later(verdania, tmp_path):
    """A package that builds on the invented agency's, knows an end of its first instrument, and can be changed."""
    packages.load([verdania], by="tests")
    one = Agreement.objects.order_by("key").first()
    folder = tmp_path / "later"
    folder.mkdir()
    (folder / "package.yaml").write_text(
        "name: later\ntitle_en: Later\ntitle_fr: Plus tard\nagency: verdania\nbuilds_on: [example-verdania]\n"
    )
    row = (
        f"agreements.csv,{one.key},treaty_id,V-7,Numbered since.,Numéroté depuis.,{Source.objects.first().key},Page 2\n"
    )
    (folder / "corrections.csv").write_text(HEADING + row)
    return folder


def standing() -> list[tuple[str, str, str]]:
    found = Correction.objects.filter(withdrawn_at__isnull=True)
    return [(one.value, one.source_value, one.author) for one in found.select_related("package")]


def test_a_later_word_stands_beside_the_source_and_goes_with_its_row(later, verdania):
    was = Agreement.objects.order_by("key").first().treaty_id

    done = packages.load([later], by="tests")

    assert done["later"]["new"] == 1
    assert standing() == [("V-7", was, "Later")]
    assert Agreement.objects.order_by("key").first().treaty_id == "V-7"
    with override("fr"):
        assert Correction.objects.get().why.startswith("Numéroté depuis. (")
    assert (
        packages.dump(Package.objects.get(name="later"))["corrections.csv"] == (later / "corrections.csv").read_text()
    )
    earlier = packages.dump(Package.objects.get(name="example-verdania"))
    assert earlier["agreements.csv"] == (verdania / "agreements.csv").read_text()

    change(later, "corrections.csv", "V-7", "V-8")
    assert packages.load([later], by="tests")["later"]["changed"] == 1
    change(later, "corrections.csv", "Numbered since.", "It has a number now.")
    assert packages.load([later], by="tests")["later"]["changed"] == 1
    assert [value for value, *_rest in standing()] == ["V-8"]

    (later / "corrections.csv").write_text(HEADING)
    assert packages.load([later], by="tests")["later"]["removed"] == 1
    assert standing() == []
    assert Agreement.objects.order_by("key").first().treaty_id == was


def test_what_a_person_corrected_or_took_back_stands_against_a_later_word(later, agreements_officer):
    one = Agreement.objects.order_by("key").first()
    sources.correct(one, SHEET_OF[Agreement], field="treaty_id", text="V-1", reason="Read.", by=agreements_officer)

    assert packages.load([later], by="tests")["later"]["kept"] == 1
    assert [value for value, *_rest in standing()] == ["V-1"]

    sources.withdraw(Correction.objects.get(), one, SHEET_OF[Agreement], reason="A slip.", by=agreements_officer)
    change(later, "corrections.csv", "Page 2", "Page 3")
    assert packages.load([later], by="tests")["later"]["new"] == 1
    one.refresh_from_db()
    last = Correction.objects.latest("id")
    sources.withdraw(last, one, SHEET_OF[Agreement], reason="Not ours.", by=agreements_officer)
    change(later, "corrections.csv", "Page 3", "Page 4")
    assert packages.load([later], by="tests")["later"]["kept"] == 1
    assert standing() == []


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("agreements.csv", "parties.csv", "file"),
        ("agreements.csv", "nothing.csv", "file"),
        ("treaty_id", "key", "field"),
        ("treaty_id", "owner", "field"),
        ("treaty_id,V-7", "signed_on,the day before", "value"),
        ("treaty_id,V-7", "status,nearly", "value"),
        ("Numéroté depuis.", "", "reason_fr"),
        ("Numbered since.", " ", "reason_en"),
        (",Page 2", ",Page 2,more", ""),
        ("reason_fr", "raison", "reason_fr"),
    ],
)
def test_a_later_word_that_cannot_stand_is_refused_by_its_cell(later, old, new, column):
    change(later, "corrections.csv", old, new)

    with pytest.raises(packages.Refused) as refused:
        packages.load([later], by="tests")

    assert column in {error.column for _package, error in refused.value.errors if error.file == "corrections.csv"}
    assert standing() == []


@pytest.mark.parametrize("column", [1, 6])
def test_a_later_word_of_something_unknown_is_refused(later, column):
    heading, row = (later / "corrections.csv").read_text().splitlines()
    cells = row.split(",")
    cells[column] = "never-seen"
    (later / "corrections.csv").write_text(f"{heading}\n{','.join(cells)}\n")

    with pytest.raises(packages.Refused) as refused:
        packages.check([later])

    assert [error.column for _package, error in refused.value.errors] == [heading.split(",")[column]]


def test_a_field_is_corrected_once_by_a_package(later):
    text = (later / "corrections.csv").read_text()
    (later / "corrections.csv").write_text(text + text.splitlines()[1] + "\n")

    with pytest.raises(packages.Refused, match="1 errors"):
        packages.check([later])
