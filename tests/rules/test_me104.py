"""ME104: recorded totals against the instrument's range and against the recorded answers."""

from datetime import date
from pathlib import Path

import pytest

from iopctl.model.frozen import Place
from iopctl.model.rule import Finding
from iopctl.rules import me104_score_invalid as me104
from iopctl.testing import findings_of, found
from tests.conftest import AS_OF, Iopctl, pack_of
from tests.store.two_charts import root, write_files

__all__ = ["root"]


def form(fields: str, instrument: str = "phq9", on: str = "2026-09-07") -> str:
    return f'[plan]\n[[assessments]]\ninstrument = "{instrument}"\ngiven_at = {on}\n{fields}'


def one(fields: str, instrument: str = "phq9") -> Finding:
    [finding] = findings_of(me104, form(fields, instrument), "core", AS_OF)
    return finding


@pytest.mark.parametrize(
    ("instrument", "total"), [("phq9", 0), ("phq9", 27), ("gad7", 0), ("gad7", 21), ("ours-7", 400)]
)
def test_both_ends_of_the_range_pass_and_an_instrument_without_a_file_is_not_judged(
    instrument: str, total: int
) -> None:
    assert found(me104, form(f"total = {total}", instrument), "core", AS_OF) == []


@pytest.mark.parametrize(
    ("instrument", "total", "possible"),
    [("phq9", -1, "0 to 27"), ("phq9", 28, "0 to 27"), ("gad7", 22, "0 to 21"), ("gad7", -1, "0 to 21")],
)
def test_a_total_outside_the_range_is_an_error(instrument: str, total: int, possible: str) -> None:
    finding = one(f"total = {total}", instrument)
    assert finding.message == f"the {instrument} of 2026-09-07: the total is {total}, {possible} is possible"
    assert finding.place == Place("pt-0001/assessments/0.toml", ("total",))
    assert (finding.severity, finding.on) == ("error", date(2026, 9, 7))
    assert finding.next == "correct it from the form that was filled in"


@pytest.mark.parametrize("total", ["12.5", "12.0", "nan", "27.5"])
def test_a_total_is_a_whole_number(total: str) -> None:
    assert one(f"total = {total}").message == (
        f"the phq9 of 2026-09-07: the total is {total}, a whole number is required"
    )


def test_the_total_is_what_the_answers_give() -> None:
    answers = "answers = [2, 2, 1, 2, 1, 2, 1, 1, 0]"
    assert found(me104, form(f"{answers}\ntotal = 12"), "core", AS_OF) == []
    assert found(me104, form(answers), "core", AS_OF) == []
    finding = one(f"{answers}\ntotal = 21")
    assert finding.message == "the phq9 of 2026-09-07: the total is 21, the answers give 12"
    assert finding.place.key == ("total",)


def test_a_total_that_leaves_a_blank_at_zero_is_not_the_one_the_form_asks_for() -> None:
    answers = 'answers = [1, 1, 1, 1, 0, 0, 0, "skip", 0]'
    assert found(me104, form(f"{answers}\ntotal = 5"), "core", AS_OF) == []
    assert one(f"{answers}\ntotal = 4").message == "the phq9 of 2026-09-07: the total is 4, the answers give 5"


def test_a_form_with_too_many_blanks_has_no_total() -> None:
    answers = 'answers = [1, "skip", "skip", "skip", 0, 0, 0, 0, 0]'
    assert found(me104, form(answers), "core", AS_OF) == []
    assert one(f"{answers}\ntotal = 2").message == (
        "the phq9 of 2026-09-07: the total is 2, the answers leave 3 blank and give none"
    )


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ("[1, 1, 1, 1, 1, 1, 1, 1, 4]", "item 9: answer 0 to 3, or skip"),
        ('[1, "yes", 1, 1, 1, 1, 1, 1, 1]', "item 2: answer 0 to 3, or skip"),
        ("[1, 1, 1, 1, 1, 1, 1, 1]", "phq9 has 9 items, 8 answers were given"),
    ],
)
def test_answers_that_are_not_on_the_form_give_no_total(answers: str, message: str) -> None:
    for total in ("", "total = 9", "total = 99"):
        finding = one(f"answers = {answers}\n{total}")
        assert finding.message == f"the phq9 of 2026-09-07: the answers give no total, {message}"
        assert finding.place.key == ("answers",)


def test_a_pack_that_does_not_ask_for_the_sum_looks_at_the_total_alone() -> None:
    facts = form("answers = [1, 1, 1, 1, 1, 1, 1, 1, 4]\ntotal = 28")
    pack = pack_of('limits.scores_valid = [{ value = ["range"] }]')
    assert found(me104, facts, pack, AS_OF) == ["the phq9 of 2026-09-07: the total is 28, 0 to 27 is possible"]


def test_each_form_has_one_finding_the_sum_first() -> None:
    assert one("answers = [2, 2, 1, 2, 1, 2, 1, 1, 0]\ntotal = 28.5").message == (
        "the phq9 of 2026-09-07: the total is 28.5, the answers give 12"
    )
    assert "a whole number is required" in one("answers = [2, 2, 1, 2, 1, 2, 1, 1, 0]\ntotal = 12.0").message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('"range"', "the total is 28.5, 0 to 27 is possible"),
        ('"whole", "range"', "the total is 28.5, a whole number is required"),
        ('"sum"', "the total is 28.5, the answers give 12"),
    ],
)
def test_a_pack_says_what_makes_a_score_valid(words: str, said: str) -> None:
    facts = form("answers = [2, 2, 1, 2, 1, 2, 1, 1, 0]\ntotal = 28.5")
    pack = pack_of(f"limits.scores_valid = [{{ value = [{words}] }}]")
    assert found(me104, facts, pack, AS_OF) == [f"the phq9 of 2026-09-07: {said}"]
    assert found(me104, facts, pack_of("limits.scores_valid = [{ value = [] }]"), AS_OF) == []


def test_a_form_of_a_later_day_or_a_day_without_the_limit_is_not_judged() -> None:
    assert found(me104, form("total = 28", on="2026-11-24"), "core", AS_OF) == []
    assert len(found(me104, form("total = 28", on="2026-11-23"), "core", AS_OF)) == 1
    pack = pack_of('limits.scores_valid = [{ value = ["range"], since = 2026-09-08 }]')
    assert found(me104, form("total = 28"), pack, AS_OF) == []


def test_the_others_are_judged_after_one_that_is_not() -> None:
    later = '[[assessments]]\ninstrument = "phq9"\ngiven_at = 2026-09-08\ntotal = 28'
    for first in (form("total = 400", "ours-7"), form("total = 3", on="2026-11-30")):
        assert len(found(me104, f"{first}\n{later}", "core", AS_OF)) == 1


def test_the_command_line_knows_the_instruments(root: Path, iopctl: Iopctl) -> None:
    wrong = 'schema = 1\ninstrument = "gad7"\ngiven_at = 2026-09-07\ntotal = 22\n'
    write_files(root, {"pt-0001/assessments/2026-09-07-gad7.toml": wrong})
    ran = iopctl("check", "pt-0001", "--select", "ME104", "--as-of", "2026-11-23", "--format", "plain", plans=root)
    assert "the gad7 of 2026-09-07: the total is 22, 0 to 21 is possible" in ran.out
    assert ran.status == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ('instrument = "brs"\ntotal = 3.17', None),
        ('instrument = "brs"\ntotal = 5.01', "the brs of 2026-09-07: the total is 5.01, 1 to 5 is possible"),
        (
            'instrument = "brs"\nanswers = [3, 3, 3, 3, 3, 4]\ntotal = 3.17',
            "the brs of 2026-09-07: the total is 3.17, the answers give 2.83",
        ),
        ('instrument = "locus"\ntotal = 6', "the locus of 2026-09-07: the total is 6, 7 to 35 is possible"),
        ('instrument = "oq45"\ntotal = 180', None),
        (
            'instrument = "cssrs_screener"\nanswers = ["no", "yes", "no", "yes", "no", "no", "skip"]\nlevel = "low"',
            "the cssrs_screener of 2026-09-07: the level is low, the answers give high",
        ),
        (
            'instrument = "cssrs_screener"\nanswers = ["no", "yes", "yes", "skip", "no", "no", "skip"]\nlevel = "low"',
            "the cssrs_screener of 2026-09-07: the level is low, the answers give moderate",
        ),
        ('instrument = "cssrs_screener"\nlevel = "low"', None),
    ],
)
def test_a_mean_a_score_made_elsewhere_and_a_level_are_judged_as_theirs(fields: str, said: str | None) -> None:
    facts = f"[plan]\nadmitted_at = 2026-09-07\n[[assessments]]\ngiven_at = 2026-09-07\n{fields}\n"
    assert found(me104, facts, "core", "2026-11-23") == ([said] if said else [])
