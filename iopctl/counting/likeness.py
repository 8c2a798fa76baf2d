"""How alike texts are, whatever was renumbered, renamed or punctuated anew in between."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from unicodedata import normalize

from iopctl.model.chart import Census

# Domain rules, PL301 and FI301: texts are compared by their shingles of five words in a row.
SHINGLE_WORDS = 5
WHOLE = 100  # per cent
NAMED = 5  # more codes than these are counted in a sentence

Words = tuple[str, ...]
Shingles = frozenset[Words]

_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHES = str.maketrans("", "", "'\u2019")


def words_of(text: str, names: Collection[str] = ()) -> Words:
    """The words that are left without case, digits, punctuation and names."""
    words = _WORD.findall(normalize("NFKC", text).casefold().translate(_APOSTROPHES))
    return tuple(word for word in words if word not in names)


def names_on_file(census: Census) -> frozenset[str]:
    """Every word of the names in identity.toml of any chart, in the form in which `words_of` leaves them out."""
    names = (chart.identity.name or "" for chart in census.charts if chart.identity is not None)
    return frozenset(word for name in names for word in words_of(name))


def alike(texts: Iterable[Words], percent: int | None, over: int = 0) -> dict[Words, dict[Words, int]]:
    """For each text those that read like it, itself among them, with the percentage of shingles that both share.

    Two texts share as much as the one with more shingles shares with the other; rounded down. Only texts of more than
    `over` words are compared by shingles, and none where the pack names no percentage. What no word is left of is like
    nothing. The search is exact, and compares no two texts that have only common shingles in common.
    """
    found = {text: {text: WHOLE} for text in dict.fromkeys(texts) if text}
    if percent is None:
        return found
    held = {text: _shingles(text) for text in found if len(text) > over}
    frequency = Counter(shingle for shingles in held.values() for shingle in shingles)
    by_shingle: dict[Words, list[Words]] = {}
    for text, shingles in held.items():
        others: set[Words] = set()
        for shingle in _rarest(shingles, frequency, percent):
            others.update(by_shingle.get(shingle, ()))
            by_shingle.setdefault(shingle, []).append(text)
        for other in others:
            shared = _shared_percent(shingles, held[other])
            if shared >= percent:
                found[text][other] = found[other][text] = shared
    return found


def listed(codes: Sequence[str]) -> str:
    """A few codes, and how many more there are."""
    more = len(codes) - NAMED
    return ", ".join(codes) if more <= 0 else f"{', '.join(codes[:NAMED])} and {more} more"


def _shingles(words: Words) -> Shingles:
    return frozenset(words[n : n + SHINGLE_WORDS] for n in range(len(words) - SHINGLE_WORDS + 1))


def _rarest(shingles: Shingles, frequency: Counter[Words], percent: int) -> list[Words]:
    """So many of the rarest that whoever shares the percentage has one of them among its own.

    Of n shingles at least k = n x percent / 100 have to be shared, so at most n - k may differ: of the n - k + 1 that
    come first in an order common to all texts, one is shared, and it comes as early in the other text.
    """
    in_order = sorted(shingles, key=lambda shingle: (frequency[shingle], shingle))
    return in_order[: len(in_order) * (WHOLE - percent) // WHOLE + 1]


def _shared_percent(one: Shingles, other: Shingles) -> int:
    return len(one & other) * WHOLE // max(len(one), len(other))
