"""What people are told can be said, in both languages, whatever its places are filled with."""

import re

import pytest
from django.utils.translation import override

from entente.kit.notice import WORDS

PLACE = re.compile(r"%\((\w+)\)s")


def places(word) -> set[str]:
    return set(PLACE.findall(str(word.subject)) + PLACE.findall(str(word.text)))


@pytest.mark.parametrize("word", WORDS.values(), ids=lambda word: word.code)
def test_every_word_is_said_in_both_languages(word):
    filled = {name: f"⟨{name}⟩" for name in places(word)}
    said = {}
    for lang in ("en", "fr"):
        with override(lang):
            subject, text = said[lang] = word.said(filled)
            assert subject.strip()
            assert text.strip()
            assert places(word) == filled.keys()
            assert not re.search(r"%[^ \u00a0]|…⟨|\(\w+\)s", subject + text)

    assert said["en"] != said["fr"]


def test_codes_begin_with_the_room_that_tells_it():
    assert {code for code in WORDS if not re.fullmatch(r"[a-z]+\.[a-z_]+", code)} == set()
