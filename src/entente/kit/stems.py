"""How words are cut, folded and stemmed: in Python, so that both databases hold and find the same."""

import re
import threading

import Stemmer

from entente.kit.bilingual import fold

WORD = re.compile(r"[a-z0-9]+")
SHORTEST_PREFIX = 3  # letters; shorter beginnings would match half the record

_local = threading.local()


def _stemmers() -> tuple[Stemmer.Stemmer, Stemmer.Stemmer]:
    """One pair a thread: the stemmers are not safe to share."""
    if not hasattr(_local, "pair"):
        _local.pair = Stemmer.Stemmer("english"), Stemmer.Stemmer("french")
    return _local.pair


def stems(text_en: str, text_fr: str) -> str:
    """Every word once, folded: as it stands, and stemmed in its own language. Words are separated by spaces."""
    english, french = _stemmers()
    words_en, words_fr = WORD.findall(fold(text_en)), WORD.findall(fold(text_fr))
    found = {*words_en, *words_fr, *english.stemWords(words_en), *french.stemWords(words_fr)}
    return " ".join(sorted(found))


def alternatives(question: str) -> list[list[str]]:
    """For each word asked, the forms that may stand for it: itself, its English stem, its French stem."""
    english, french = _stemmers()
    return [sorted({word, english.stemWord(word), french.stemWord(word)}) for word in WORD.findall(fold(question))]
