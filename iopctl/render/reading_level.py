"""How many years of school a text asks for."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")


def grade(sentences: Iterable[str]) -> float | None:
    """The grade by Flesch and Kincaid (Kincaid and others 1975); None without words.

    Syllables are counted as groups of vowels, a silent e at the end left out, so it is near, not exact.
    """
    counted = [words for each in sentences if (words := _WORD.findall(each))]
    count = sum(len(words) for words in counted)
    if not count:
        return None
    syllables = sum(_syllables(word) for words in counted for word in words)
    return 0.39 * count / len(counted) + 11.8 * syllables / count - 15.59


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line is one too."""
    return [part.strip() for part in re.split(r"[.!?;:\n]+", text) if part.strip()]


def _syllables(word: str) -> int:
    low = word.lower()
    groups = len(_VOWELS.findall(low))
    silent = low.endswith("e") and not low.endswith("le") and groups > 1
    return max(groups - silent, 1)
