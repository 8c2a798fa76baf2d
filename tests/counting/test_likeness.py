"""How alike texts are: what is left out of them, and who reads like whom."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopctl.counting.likeness import Words, alike, listed, names_on_file, words_of
from iopctl.model.identity import Identity
from iopctl.testing import census_of

TEN = tuple("abcdefghij")
# Five shingles: one of them is a fifth.
NINE = TEN[:-1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PHQ-9 from 19 to 9, or less.", ("phq", "from", "to", "or", "less")),
        ("Don't stop; DON\u2019T!", ("dont", "stop", "dont")),
        ("Straße", ("strasse",)),
        ("cafe\u0301 café", ("café", "café")),
        ("one_two", ("one", "two")),
        ("7/10", ()),
    ],
)
def test_case_digits_and_punctuation_are_left_out(text: str, words: Words) -> None:
    assert words_of(text) == words


def test_names_of_every_identity_are_left_out() -> None:
    census = census_of('[[plans]]\npatient = "pt-0001"\n[[plans]]\npatient = "pt-0002"\n[[plans]]\npatient = "pt-0003"')
    named = ("Ann O'Neil-Poe", None)
    charts = [
        replace(chart, identity=Identity.read({} if name is None else {"name": name}, "identity.toml"))
        for chart, name in zip(census.charts, named, strict=False)
    ]
    names = names_on_file(replace(census, charts=(*charts, census.charts[2])))
    assert names == {"ann", "oneil", "poe"}
    assert words_of("ANN calls Mrs. O\u2019Neil on Sundays.", names) == ("calls", "mrs", "on", "sundays")


def test_a_text_is_like_itself_and_one_of_no_words_is_like_nothing() -> None:
    assert alike([TEN, ("ok",), (), TEN], 90) == {TEN: {TEN: 100}, ("ok",): {("ok",): 100}}


def test_short_texts_are_like_equal_ones_only() -> None:
    four = ("a", "b", "c", "d")
    assert alike([four, ("b", "a", "c", "d")], 1)[four] == {four: 100}


def test_the_longer_text_decides_how_much_is_shared() -> None:
    # TEN has six shingles; without its last word five are left, all of them shared: 5 of 6 are 83.3 per cent.
    assert alike([TEN, NINE], 83) == {TEN: {TEN: 100, NINE: 83}, NINE: {NINE: 100, TEN: 83}}
    assert alike([TEN, NINE], 84) == {TEN: {TEN: 100}, NINE: {NINE: 100}}


def test_without_a_percentage_only_equal_texts_are_alike() -> None:
    assert alike([TEN, NINE], None) == {TEN: {TEN: 100}, NINE: {NINE: 100}}


def test_only_texts_of_more_words_are_compared_by_shingles() -> None:
    assert alike([TEN, NINE], 80, over=8)[NINE] == {NINE: 100, TEN: 83}
    assert alike([TEN, NINE], 80, over=9)[NINE] == {NINE: 100}


def test_a_shingle_that_stands_twice_counts_once() -> None:
    twice = (*TEN, *TEN)
    # Six shingles of its own and four across the seam.
    assert alike([TEN, twice], 60)[TEN] == {TEN: 100, twice: 60}


def test_sharing_the_rarest_runs_is_not_enough() -> None:
    """The first halves are found nowhere else, the second halves in two other texts each."""
    one, other = tuple("abcdefghij"), tuple("abcdefgxyz")
    rest = [(*tail, last) for tail in (tuple("defghij"), tuple("defgxyz")) for last in "pq"]
    assert alike([one, other, *rest], 50)[one][other] == 50
    assert other not in alike([one, other, *rest], 51)[one]


@given(
    st.lists(st.lists(st.sampled_from("abc"), max_size=12).map(tuple), max_size=12),
    st.integers(1, 110),
    st.integers(0, 12),
)
def test_the_index_finds_what_comparing_all_pairs_finds(texts: list[Words], percent: int, over: int) -> None:
    def shingles(words: Words) -> set[Words]:
        return {words[n : n + 5] for n in range(len(words) - 4)}

    expected = {text: {text: 100} for text in texts if text}
    for one, other in permutations(expected, 2):
        mine, theirs = shingles(one), shingles(other)
        if min(len(one), len(other)) > over and mine and theirs:
            shared = 100 * len(mine & theirs) // max(len(mine), len(theirs))
            if shared >= percent:
                expected[one][other] = shared
    assert alike(texts, percent, over) == expected


def test_codes_past_the_fifth_are_counted() -> None:
    codes = [f"pt-000{n}" for n in range(1, 8)]
    assert listed(codes[:1]) == "pt-0001"
    assert listed(codes[:5]) == "pt-0001, pt-0002, pt-0003, pt-0004, pt-0005"
    assert listed(codes[:6]) == "pt-0001, pt-0002, pt-0003, pt-0004, pt-0005 and 1 more"
    assert listed(codes) == "pt-0001, pt-0002, pt-0003, pt-0004, pt-0005 and 2 more"
