"""Edition packages: judged whole, loaded all or nothing, corrected here without being overwritten, given back."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from entente.config import packages
from entente.engagement.agreements.models import Agreement
from entente.engagement.partners.imports import SHEETS
from entente.engagement.partners.models import Partner, Standing
from entente.foundation.reference import imports as reference
from entente.foundation.sources import actions as sources
from entente.foundation.sources.models import Correction, Package
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
