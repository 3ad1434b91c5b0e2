"""A file that is sent as a spreadsheet: what is read from it, and what is said of a file that cannot be read."""

import io
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from entente.kit import upload


def workbook(*lines):
    book, held = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(held)
    return held.getvalue()


def packed(**parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return held.getvalue()


def changed(change):
    """A workbook with one word in it, each of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(workbook(["key"], ["word"]))) as good:
        return packed(**{part.filename: change(good.read(part)) for part in good.infolist()})


def code(name, content):
    with pytest.raises(ValidationError) as refusal:
        upload.lines(name, content)
    return refusal.value.code


@pytest.mark.parametrize("name", ["a.xlsx", "A.XLSX"])
def test_a_workbook_is_read_like_a_text(name):
    assert upload.lines(name, workbook(["key", "many"], ["a", 3])) == [["key", "many"], ["a", "3"]]


@pytest.mark.parametrize("text", ["key,many\na,3\n", "key;many\na;3\n", "\ufeffkey,many\r\na,3\r\n"])
def test_commas_semicolons_and_marks_of_order_are_read(text):
    assert upload.lines("a.csv", text.encode()) == [["key", "many"], ["a", "3"]]


def test_what_older_spreadsheets_write_is_read():
    assert upload.lines("a.csv", "Été;3\n".encode("cp1252")) == [["Été", "3"]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"no workbook"),
        ("a.xlsx", packed(letter="no workbook")),
        ("a.xlsx", changed(lambda part: part[: len(part) // 2])),
        ("a.xlsx", packed(bomb=b"0" * (upload.MOST_UNPACKED + 1))),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("a.csv", "key,many\n".encode("utf-16")),
    ],
)
def test_a_file_that_is_no_sheet_is_told_so(name, content):
    assert code(name, content) == "unreadable"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"key\n" + b"x" * 40_000 + b"\n"),
        ("a.csv", b"key\n" + b"x" * 4_000_000 + b"\n"),
        ("a.xlsx", changed(lambda part: part.replace(b"word", b"x" * 10_000_000))),
    ],
)
def test_a_cell_that_no_spreadsheet_holds_is_named_by_its_row(name, content):
    with pytest.raises(ValidationError) as refusal:
        upload.lines(name, content)

    assert refusal.value.code == "cell"
    assert "Row 2 " in refusal.value.messages[0]


def test_a_file_of_ten_megabytes_is_refused_before_it_is_read():
    assert code("a.csv", b"key\n" + b"x" * 10_000_000) == "large"


def test_a_sheet_with_too_many_rows_is_refused():
    assert code("a.csv", b"key\n" + b"x\n" * (upload.MOST_ROWS + 1)) == "long"
