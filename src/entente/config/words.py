"""The interface's words: found in the source with Babel, checked, compiled. Needs no GNU gettext.

python -m entente.config.words update     add what is new in the source to locale/*/…/django.po
python -m entente.config.words check      fail on words that are missing, untranslated, fuzzy or misfit
python -m entente.config.words compile    write the .mo files that Django reads
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from entente.config.places import ROOT, catalogs, is_compiled

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

TRANSLATIONS = ["fr"]
"""The languages besides English, in which the source is written."""

SIGNS = [
    (re.compile("[ \u00a0\u202f]+(?=[;?!])"), ""),
    (re.compile("[ \u202f]+(?=[:»])|(?<=«)[ \u202f]+"), "\u00a0"),
]
"""What stands wrong about a sign in French, and what stands there instead."""

NOTES = "Translators:"
"""A comment that begins so, above a text in the source, is shown to who translates it."""


def in_source(root: Path = ROOT) -> Catalog:
    """Every text that the source asks to translate."""
    found = Catalog(project="Entente")
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or (path.suffix != ".py" and "templates" not in path.parts):
            continue
        for line, text, notes, context in texts(path):
            place = (path.relative_to(root).as_posix(), line)
            found.add(text, locations=[place], auto_comments=notes, context=context)
    return found


def texts(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Line, text (or singular and plural), translator's notes and context, for each text in a file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into lines of Python calls; what is between them is blanked to X.
        # The calls keep their lines, so the indentation, which means nothing here, can go.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    yield from extract("python", BytesIO(source.encode()), KEYWORDS, comment_tags=(NOTES,), strip_comment_tags=True)


def problems(root: Path = ROOT) -> list[str]:
    """What is wrong with the translations, a line each, with the place in the source."""
    wanted = in_source(root)
    found = []
    for path in catalogs(root):
        have = read(path)
        for message in wanted:
            if message.id and (wrong := problem(message, have.get(message.id, message.context))):
                file, line = message.locations[0]
                found.append(f"{path.relative_to(root)}: {wrong}: {singular(message)!r} ({file}:{line})")
        for message in have:
            if message.id and wanted.get(message.id, message.context) is None:
                found.append(f"{path.relative_to(root)}: no longer in the source: {singular(message)!r}")
    return found


def problem(wanted: Message, have: Message | None) -> str:
    """What is wrong with one translation, or nothing."""
    if have is None:
        return "missing"
    if have.fuzzy:
        return "fuzzy"
    strings = have.string if isinstance(have.string, tuple) else (have.string,)
    if not all(strings):
        return "untranslated"
    if misfits := [str(misfit) for misfit in have.check()]:
        return misfits[0]
    if any(str(text) != spaced(str(text)) for text in strings):
        return "spaces before or after a sign; update puts them right"
    return ""


def spaced(french: str) -> str:
    """French with the spaces of its signs: one that does not break before a colon and inside quotation marks.

    None stands before a semicolon, an exclamation or a question mark. Source: Translation Bureau, Clés de la rédaction.
    """
    for pattern, instead in SIGNS:
        french = pattern.sub(instead, french)
    return french


def singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (list, tuple)) else message.id


def update(root: Path = ROOT) -> None:
    """Add what is new in the source to each catalog, drop what is gone, keep every translation.

    Places in the source are left out of the files: they would change with every edit.
    """
    wanted = in_source(root)
    for language in TRANSLATIONS:
        path = root / "locale" / language / "LC_MESSAGES" / "django.po"
        have = read(path) if path.exists() else Catalog(locale=language, project="Entente", charset="utf-8")
        have.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
        have.obsolete.clear()
        for message in have:
            if message.id and isinstance(message.string, tuple):
                message.string = tuple(spaced(text or "") for text in message.string)
            elif message.id:
                message.string = spaced(str(message.string or ""))
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, have, width=110, no_location=True)


def compile_stale(root: Path = ROOT) -> list[Path]:
    """Compile the catalogs that are newer than what was compiled from them. Returns those."""
    stale = [path for path in catalogs(root) if not is_compiled(path)]
    for path in stale:
        compiled = path.with_suffix(".mo.new")
        with compiled.open("wb") as file:
            write_mo(file, read(path))
        compiled.rename(path.with_suffix(".mo"))  # at once, for whoever is reading it
    return stale


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        update()
        return 0
    if arguments == ["compile"]:
        compile_stale()
        return 0
    if arguments == ["check"]:
        found = problems() if catalogs() else ["there is no locale/fr/LC_MESSAGES/django.po"]
        print(*found, sep="\n", end="\n" * bool(found))
        return 1 if found else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
