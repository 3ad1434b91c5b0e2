"""What must stay true of the files themselves."""

import json
import re
from pathlib import Path

import pytest

from scripts import vendored

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("folder", vendored.FOLDERS)
def test_vendored_files_are_as_they_came(folder):
    assert vendored.differences(ROOT / folder) == []


def test_a_vendored_file_that_was_touched_is_noticed(tmp_path):
    (tmp_path / "a.js").write_text("changed")
    (tmp_path / "stray.js").touch()
    files = {"a.js": {"sha256": "0"}, "gone.js": {"sha256": "0"}}
    (tmp_path / "manifest.json").write_text(json.dumps({"files": files}))

    said = vendored.differences(tmp_path)

    assert [line.rpartition(": ")[2] for line in said] == ["not in the manifest", "gone", "changed"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_versions_and_hashes_and_no_host(lock):
    text = lock.read_text()
    packages = re.findall(r"^(\S+?)==\S+(?: ;[^\\\n]*)? \\\n    --hash=sha256:", text, re.MULTILINE)

    assert len(packages) == len(re.findall(r"^\w", text, re.MULTILINE))
    assert re.findall(r"https?:|--index|--find-links|@ ", text) == []


def test_tests_and_product_agree_on_every_version():
    def pins(name):
        return set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / name).read_text(), re.MULTILINE))

    assert pins("run.txt") <= pins("test.txt")


def test_the_lock_of_vendored_packages_names_no_host():
    text = (ROOT / "package-lock.json").read_text()

    assert '"resolved"' not in text
    assert "integrity" in text
