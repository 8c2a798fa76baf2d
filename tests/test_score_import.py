"""score --csv and --fhir, scores made elsewhere, and the instruments themselves."""

import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from iopctl import library
from iopctl.scoring.csv_forms import WrongTable, read_table
from iopctl.scoring.fhir_response import NotAResponse, read_response
from tests.conftest import Iopctl
from tests.small_clinic import clinic
from tests.terminal import ended, on_terminal

__all__ = ["clinic"]

GAD7 = library.instrument("gad7")
HEADS = "patient,given_at,by,1,2,3,4,5,6,7\n"
GOOD = "pt-0001,2026-11-23T09:05,t01,1,1,1,1,1,1,1\n"


def table(tmp_path: Path, text: str, name: str = "forms.csv") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode())
    return file


def on_file(clinic: Path, patient: str, name: str) -> dict[str, Any]:
    return tomllib.loads((clinic / patient / f"assessments/{name}.toml").read_text())


def forms(clinic: Path) -> list[str]:
    return sorted(file.name for file in clinic.glob("*/assessments/2026-11-23*"))


# --csv


def test_a_table_with_a_byte_order_mark_and_blanks_is_recorded_row_by_row(
    iopctl: Iopctl, clinic: Path, tmp_path: Path
) -> None:
    text = f"\ufeff{HEADS}{GOOD}\npt-0002,2026-11-23,,0,0,,0,0,0,3\n"
    ran = iopctl("score", "-", "gad7", "--csv", table(tmp_path, text), plans=clinic)
    assert ran.status == 0
    assert [line.split() for line in ran.out.splitlines()[1:]] == [
        ["2", "pt-0001", "2026-11-23", "GAD-7", "7,", "mild", "-"],
        ["4", "pt-0002", "2026-11-23", "GAD-7", "4,", "minimal", "(one", "item", "skipped,", "prorated)", "-"],
    ]
    first, second = (on_file(clinic, patient, "2026-11-23-gad7") for patient in ("pt-0001", "pt-0002"))
    assert (first["total"], first["by"], str(first["given_at"])) == (7, "t01", "2026-11-23 09:05:00-05:00")
    assert (second["answers"], second["total"]) == ([0, 0, "skip", 0, 0, 0, 3], 4)  # 3 x 7 / 6 is 3.5, half up


def test_one_wrong_row_and_nothing_is_written(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    rows = [
        GOOD,
        "pt-0099,2026-11-23,t01,1,1,1,1,1,1,1\n",
        "pt-0001,soon,t01,1,1,1,1,1,1,1\n",
        "pt-0001,,t01,1,1,1,1,1,1,1\n",
        "pt-0001,2026-11-23,zz,1,1,1,1,1,1,1\n",
        "pt-0001,2026-11-23,t01,1,1,1,1,4,1,1\n",
        "pt-0001,2026-11-23,t01,1,1\n",
        ",2026-11-23,t01,1,1,1,1,1,1,1\n",
    ]
    file = table(tmp_path, HEADS + "".join(rows))
    ran = iopctl("score", "-", "gad7", "--csv", file, plans=clinic)
    assert (ran.out, ran.status) == ("", 2)
    assert [line.removeprefix(f"{file}:") for line in ran.err.splitlines()] == [
        f"3: {clinic}/pt-0099: no such chart. Did you mean pt-0005? `iopctl plan list` shows all.",
        "4: given_at: write a time as 2026-11-23T09:05, or a date as 2026-11-23.",
        "5: no day is named on which it was given.",
        "6: program.toml: no staff member of that id. Known: t01, md1.",
        "7: item 5: answer 0 to 3, or skip.",
        "8: has 5 cells, the heads are 10.",
        "9: no patient is named.",
        f"iopctl: {file}: 7 rows are wrong and 1 could be read. Nothing was written.",
    ]
    assert forms(clinic) == []


def test_a_name_in_place_of_a_code_is_not_repeated(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    file = table(tmp_path, HEADS + "Jane Doe,2026-11-23,t01,1,1,1,1,1,1,1\n")
    ran = iopctl("score", "-", "gad7", "--csv", file, plans=clinic)
    assert ran.status == 2
    assert "Jane" not in ran.out + ran.err


def test_a_map_names_the_columns_of_another_program(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    text = "ID;When;A;B;C;D;E;F;G;Sum\npt-0001;2026-11-23;1;1;1;1;1;1;1;7\n"
    named = table(
        tmp_path,
        'patient = "ID"\ngiven_at = "When"\ntotal = "Sum"\nitems = ["G", "B", "C", "D", "E", "F", "A"]\n',
        "map.toml",
    )
    ran = iopctl("score", "-", "gad7", "--csv", table(tmp_path, text), "--map", named, plans=clinic)
    assert ran.status == 0
    assert forms(clinic) == ["2026-11-23-gad7.toml"]


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ('items = ["A"]', "the map names 1 items, gad7 has 7"),
        ("items = 3", "the map needs items, a list of heads in the order of the form"),
        ('items = ["1", "2", "3", "4", "5", "6", "x"]', "1 of the heads that the map names do not stand in the file"),
        ('items = ["1", "2", "3", "4", "5", "6", "6"]', "one head is used for two things"),
        ('items = ["1", "2", "3", "4", "5", "6", "7"]\nby = 3', "the map gives a head as text, for example"),
        ('items = ["1", "2", "3", "4", "5", "6", "7"]\nwho = "a"', "the map has 1 keys that are none of by, given_at"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(named: str, says: str) -> None:
    with pytest.raises(WrongTable, match=re.escape(says)):
        read_table(GAD7, HEADS + GOOD, tomllib.loads(named))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("patient,1,2\npt-0001,1,1\n", "no head for item 3: call it 3 or q3 or gad7_3, or give a --map"),
        ("1,2,3,4,5,6,7,7\n", "a head that is used stands over two columns"),
        ('1,2,3,4,5,6,7\n"1,1', "line 2: unexpected end of data"),
        ("", "no head for item 1"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(text: str, says: str) -> None:
    with pytest.raises(WrongTable, match=re.escape(says)):
        read_table(GAD7, text, None)


def test_heads_may_bear_the_name_of_the_instrument_or_of_the_fields_of_a_triage() -> None:
    rows, faults = read_table(GAD7, "GAD7_1,gad7_2,Q3,4,5,6,7\n3,3,3,3,3,3,3\n", None)
    assert ([row.score.total for row in rows], faults) == ([21], [])
    triage = library.instrument("cssrs_screener")
    rows, _ = read_table(triage, "q1,q2,q3,q4,q5,q6_lifetime,q6_3mo\nno,yes,no,YES,no,no,\n", None)
    assert [row.score.risk for row in rows] == ["high"]


def test_a_row_that_runs_over_two_lines_is_named_by_its_first(tmp_path: Path) -> None:
    text = '1,2,3,4,5,6,7,note\n1,1,1,1,1,1,1,"two\nlines"\n9,1,1,1,1,1,1,x\n'
    rows, faults = read_table(GAD7, text, None)
    assert ([row.line for row in rows], faults) == ([2], [(4, "item 1: answer 0 to 3, or skip")])


def test_a_stated_total_that_differs_is_kept_and_said(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    file = table(tmp_path, "given_at,total,1,2,3,4,5,6,7\n2026-11-23,6,1,1,1,1,1,1,1\n")
    ran = iopctl("score", "pt-0001", "gad7", "--csv", file, "--format", "json", plans=clinic)
    assert "line 2: The total stated, 6, is not that of the answers, 7: it is kept as stated." in ran.err
    assert on_file(clinic, "pt-0001", "2026-11-23-gad7")["total"] == 6
    [form] = json.loads(ran.out)["scores"]
    assert (form["score"]["total"], form["score"]["stated_total"]) == (7, 6)
    assert read_table(GAD7, "total,1,2,3,4,5,6,7\nx,1,1,1,1,1,1,1\n", None)[1] == [(2, "the total is no number")]


def test_what_is_on_file_already_is_not_recorded_twice(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    file = table(tmp_path, HEADS + GOOD + GOOD)
    iopctl("score", "-", "gad7", "--csv", file, plans=clinic)
    assert forms(clinic) == ["2026-11-23-gad7-2.toml", "2026-11-23-gad7.toml"]  # the table itself says it twice
    again = iopctl("score", "-", "gad7", "--csv", file, plans=clinic)
    assert "line 2: is on file already as" in again.err
    assert len(forms(clinic)) == 2


def test_an_alert_in_a_table_is_said_with_its_patient(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    heads = "patient,given_at," + ",".join(f"phq9_{n}" for n in range(1, 10))
    file = table(tmp_path, f"{heads}\npt-0002,2026-11-23,0,0,0,0,0,0,0,0,\n")
    ran = iopctl("score", "-", "phq9", "--csv", file, plans=clinic)
    assert "line 2: ALERT  pt-0002  PHQ-9: safety item 9 was left unanswered." in ran.err
    assert ran.err.endswith("Call or text 988. In danger: 911.\n")


def test_a_dry_run_shows_the_files_and_writes_none(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    ran = iopctl("score", "-", "gad7", "--csv", table(tmp_path, HEADS + GOOD), "--dry-run", plans=clinic)
    assert "+answers = [1, 1, 1, 1, 1, 1, 1]" in ran.out
    assert "Nothing was written (--dry-run)." in ran.err
    assert forms(clinic) == []


def test_without_patients_a_table_is_scored_and_not_recorded(
    iopctl: Iopctl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "1,2,3,4,5,6,7\n1,1,1,1,1,1,1\n"
    ran = iopctl("score", "-", "gad7", "--csv", table(tmp_path, rows), "--format", "json")
    assert json.loads(ran.out)["scores"][0]["score"]["total"] == 7
    assert ran.err == "No chart was named: nothing was recorded.\n"
    assert iopctl("score", "-", "gad7", "--csv", table(tmp_path, rows + "9,1,1,1,1,1,1\n")).status == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("pt-0001", "gad7", *"1111111", "--csv", "FILE"), "answers and --csv: the answers come from one place."),
        (("-", "gad7", "--csv", "FILE", "--by", "t01"), "with --csv the rows say it: leave out --by."),
        (("-", "gad7", "--map", "FILE", *"1111111"), "--map says what the columns of --csv are: name that file."),
        (("-", "oq45", "--csv", "FILE"), "oq45 is scored elsewhere: record each score by --total or --level."),
        (("-", "gad7", "--csv", "missing.csv"), "missing.csv: cannot be read: No such file or directory"),
        (("-", "gad7", "--csv", "."), ".: is not a file. Name the file itself."),
        (("-", "gad7", "--csv", "FILE", "--map", "FILE"), "is not TOML"),
        (("pt-0002", "gad7", "--csv", "FILE"), ":2: the row is not about pt-0002."),
    ],
)
def test_what_does_not_go_together_is_refused(
    words: tuple[str, ...], says: str, iopctl: Iopctl, clinic: Path, tmp_path: Path
) -> None:
    file = str(table(tmp_path, HEADS + GOOD))
    ran = iopctl("score", *(file if word == "FILE" else word for word in words), plans=clinic)
    assert says in ran.err
    assert ran.status in {2, 3}
    assert forms(clinic) == []


@pytest.mark.parametrize(
    ("content", "says"), [(b"\xff\xfe", "is not UTF-8 text"), (b"1,2,3,4,5,6,7\n", "holds no form")]
)
def test_a_file_without_a_form_is_refused(
    content: bytes, says: str, iopctl: Iopctl, clinic: Path, tmp_path: Path
) -> None:
    (tmp_path / "f.csv").write_bytes(content)
    ran = iopctl("score", "-", "gad7", "--csv", tmp_path / "f.csv", plans=clinic)
    assert (says in ran.err, ran.status) == (True, 3)


# --fhir


def response(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": list(items), **more}


def item(link: str, *answers: Any, **more: Any) -> dict[str, Any]:
    return {"linkId": link, "answer": list(answers), **more}


def whole(instrument: str = "gad7", **changes: Any) -> dict[str, Any]:
    codes = library.instrument(instrument).loinc
    assert codes
    items = [item(f"/{code}", {"valueInteger": 1}) for code in codes.items]
    return response({"linkId": "group", "item": items}, **changes)


def test_a_response_is_read_by_the_codes_of_its_items() -> None:
    read = read_response(GAD7, whole(authored="2026-11-23T09:00:00-05:00"))
    assert (read.answers, read.total, read.authored, read.left_out) == (
        ("1",) * 7,
        None,
        "2026-11-23T09:00:00-05:00",
        0,
    )


def test_codes_numbers_words_and_blanks_are_answers() -> None:
    codes = GAD7.loinc.answers if GAD7.loinc else ()
    read = read_response(
        GAD7,
        response(
            item("1", {"valueCoding": {"code": codes[3]}}),
            item("q2", {"valueDecimal": 2.0}),
            item("3", {"valueString": " 1 "}),
            item("4"),
            item("5", {"valueCoding": {"code": "x", "extension": [{"url": "http://x/itemWeight", "valueDecimal": 2}]}}),
            item("70274-6", {"valueInteger": 9}),
            item("remark", {"valueString": "free text"}),
        ),
    )
    assert read.answers == ("3", "2", "1", "skip", "2", "skip", "skip")
    assert (read.total, read.left_out) == (9, 1)


def test_a_triage_is_read_by_its_fields_and_yes_and_no() -> None:
    triage = library.instrument("cssrs_screener")
    yes, no = {"valueBoolean": True}, {"valueCoding": {"code": "LA32-8"}}
    read = read_response(triage, response(item("q1", yes), item("93247-5", no), item("q6_3mo", {"valueString": "no"})))
    assert read.answers == ("yes", "no", "skip", "skip", "skip", "skip", "no")


def test_answers_that_are_stored_reversed_are_not_reversed_twice() -> None:
    """PSS-10 item 4 is reversed: 4 on the form counts 0, and 0 is what the ordinal value says."""
    pss10 = library.instrument("pss10")

    def ordinal(value: int) -> dict[str, Any]:
        return {"valueCoding": {"code": "x", "extension": [{"url": "http://x/ordinalValue", "valueDecimal": value}]}}

    read = read_response(pss10, response(item("3", ordinal(4)), item("4", ordinal(0)), item("5", {"valueInteger": 4})))
    assert read.answers[2:5] == ("4", "4", "4")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "is no FHIR QuestionnaireResponse"),
        ({"resourceType": "Observation"}, "is no FHIR QuestionnaireResponse"),
        (response(status="in-progress"), "its status is not completed or amended"),
        (response(), "holds no item of gad7"),
        ({"resourceType": "QuestionnaireResponse", "status": "completed", "item": "x"}, "holds no item of gad7"),
        (response(item("1", {"valueInteger": 1}), item("1", {"valueInteger": 1})), "item 1 stands in it twice"),
        (response(item("1", {"valueInteger": 1}, {"valueInteger": 2})), "item 1 has 2 answers"),
        (response(item("1", {"valueInteger": 1.5})), "item 1 has an answer that is no whole number"),
        (response(item("1", {"valueString": "a long remark"})), "item 1 has an answer that is no whole number"),
        (response(item("1", {"valueCoding": {"code": "x"}})), "item 1 has an answer code that is not known"),
        (response(item("1", {"valueCoding": {"extension": "x"}})), "item 1 has an answer code that is not known"),
        (response(item("1", {"valueQuantity": {}})), "item 1 has an answer of another kind"),
    ],
)
def test_what_is_no_finished_response_is_refused(data: Any, says: str) -> None:
    with pytest.raises(NotAResponse, match=says):
        read_response(GAD7, data)


def test_a_response_that_is_nested_without_end_is_refused() -> None:
    deep: dict[str, Any] = item("1")
    for _ in range(60):
        deep = {"linkId": "group", "item": [deep]}
    with pytest.raises(NotAResponse, match="is nested too deep"):
        read_response(GAD7, response(deep))


def test_a_response_is_recorded_when_it_was_authored(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    data = whole(authored="2026-11-23T09:00:00-05:00")
    data["item"] += [item("70274-6", {"valueInteger": 8}), item("remark", {"valueString": "free text"})]
    file = table(tmp_path, json.dumps(data), "r.json")
    ran = iopctl("score", "pt-0001", "gad7", "--fhir", file, "--format", "json", plans=clinic)
    assert json.loads(ran.out)["stated_total"] == 8
    assert f"Left out of {file}, for they are not of gad7: 1 answered." in ran.err
    assert "The total stated, 8, is not that of the answers, 7" in ran.err
    assert on_file(clinic, "pt-0001", "2026-11-23-gad7")["total"] == 8
    refused = iopctl("score", "pt-0001", "gad7", "--fhir", table(tmp_path, "{}", "e.json"), plans=clinic)
    assert (refused.status, "is no FHIR QuestionnaireResponse" in refused.err) == (3, True)


# Scores made elsewhere


def test_a_score_made_elsewhere_is_typed_in(iopctl: Iopctl, clinic: Path) -> None:
    at = ("--at", "2026-11-23")
    assert iopctl("score", "pt-0001", "oq45", "--total", "87", *at, plans=clinic).out == "OQ-45 87\n"
    ran = iopctl("score", "pt-0001", "locus", "--total", "18", "--level", "3", *at, plans=clinic)
    assert ran.out == "LOCUS 18, level 3\n"
    assert on_file(clinic, "pt-0001", "2026-11-23-locus")["level"] == "3"
    ran = iopctl("score", "pt-0001", "risk", "--level", "moderate", *at, "--format", "json", plans=clinic)
    assert json.loads(ran.out)["level"] == "moderate"
    assert "total" not in on_file(clinic, "pt-0001", "2026-11-23-risk")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("oq45",), "oq45 is scored elsewhere: give its --total, not the answers"),
        (("oq45", "1", "2"), "oq45 is scored elsewhere: give its total, not the answers"),
        (("oq45", "--total", "181"), "oq45 takes a total from 0 to 180"),
        (("oq45", "--total", "1", "--level", "3"), "oq45 takes no level"),
        (("locus", "--total", "6"), "locus takes a total from 7 to 35"),
        (("locus", "--level", "7"), "locus takes one of the levels 0, 1, 2, 3, 4, 5, 6"),
        (("locus",), "give its --total or its --level, not the answers"),
        (("asam", "--total", "10001"), "asam takes a total of 0 or more"),
        (("risk", "--total", "3"), "risk takes no total"),
        (("risk",), "risk is scored elsewhere: give its --level, not the answers"),
        (("phq9", "--level", "low", *"000000000"), "phq9 is scored by its answers: leave out --level"),
    ],
)
def test_a_score_that_the_instrument_cannot_give_is_refused(
    words: tuple[str, ...], says: str, iopctl: Iopctl, clinic: Path
) -> None:
    ran = iopctl("score", "pt-0001", *words, "--at", "2026-11-23", plans=clinic)
    assert (says in ran.err, ran.status) == (True, 2)
    assert forms(clinic) == []


@pytest.mark.parametrize(("sex", "positive"), [((), True), (("--sex", "female"), True), (("--sex", "male"), False)])
def test_a_cut_off_may_differ_by_sex(sex: tuple[str, ...], positive: bool, iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "-", "audit_c", "1", "1", "1", *sex, "--format", "json", plans=clinic)
    assert json.loads(ran.out)["positive"] is positive


@pytest.mark.parametrize(
    ("instrument", "answers", "shown"),
    [
        ("phq9", "1 1 1 1 0 0 0 skip 0", "PHQ-9 5, mild (one item skipped, prorated)"),
        ("dast10", "no no no no no no no no no no", "DAST-10 1, low"),
        ("cssrs_screener", "no yes no yes no no skip", "C-SSRS risk level: high"),
        ("phq9", "0 0 0 0 0 0 0 0 skip", "PHQ-9 0, minimal (one item skipped, prorated)"),
    ],
)
def test_the_traps_of_other_programs(instrument: str, answers: str, shown: str, iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "-", instrument, *answers.split(), plans=clinic)
    assert ran.out.splitlines()[0] == shown
    assert ("ALERT" in ran.err) == (answers.endswith("skip") and instrument != "dast10")


def test_a_triage_asks_only_what_its_form_asks(clinic: Path) -> None:
    """After a no to q2, q3 to q5 are not asked; going back passes over them."""
    terminal = on_terminal("score", "-", "cssrs_screener", plans=clinic)
    for number, topic, answer in [(1, "wish", "y"), (2, "non-specific", "n"), (6, "lifetime", "b"), (2, "non-", "n")]:
        terminal.expect(f"{number} of 7 +q{number}.*{topic}.*")
        terminal.sendline(answer)
    terminal.expect("6 of 7")
    terminal.sendline("n")
    text, status = ended(terminal)
    assert "C-SSRS risk level: low" in text
    assert "7 of 7" not in text
    assert status == 0


def test_what_is_no_item_is_passed_over() -> None:
    other = {"url": "http://x/other", "valueDecimal": 3}
    weight = {"url": "http://x/itemWeight", "valueInteger": 2}
    read = read_response(
        GAD7,
        response(
            "x",  # type: ignore[arg-type]
            item("1", {"valueCoding": {"code": "x", "extension": ["x", other, weight]}}),
        ),
    )
    assert read.answers[0] == "2"
    with pytest.raises(NotAResponse, match="item 1 has an answer code that is not known"):
        read_response(GAD7, response(item("1", {"valueCoding": {"code": "x", "extension": [other]}})))


def test_a_table_that_cannot_be_read_ends_the_command(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    file = table(tmp_path, "1,2\n1,1\n")
    ran = iopctl("score", "-", "gad7", "--csv", file, plans=clinic)
    assert (ran.status, ran.err) == (
        3,
        f"iopctl: {file}: no head for item 3: call it 3 or q3 or gad7_3, or give a --map. Nothing was written.\n",
    )


@pytest.mark.parametrize(
    ("answer", "total"),
    [
        ({"valueInteger": 7}, 7),
        ({"valueDecimal": 8.5}, 8.5),
        ({"valueString": " 8 "}, 8),
        ({"valueQuantity": {"value": 9}}, 9),
    ],
)
def test_a_stated_total_is_kept_whatever_kind_of_number_it_is(answer: dict[str, Any], total: float) -> None:
    assert read_response(GAD7, response(item("1", {"valueInteger": 1}), item("70274-6", answer))).total == total


@pytest.mark.parametrize(
    ("items", "says"),
    [
        ([item("70274-6", {"valueString": "seven"})], "the total in it is no number"),
        ([item("70274-6", {"valueQuantity": {}})], "the total in it is no number"),
        ([item("70274-6", {"valueInteger": 7}, {"valueInteger": 8})], "the total stands in it twice"),
        ([item("70274-6", {"valueInteger": 7}), item("70274-6", {"valueInteger": 8})], "the total stands in it twice"),
    ],
)
def test_a_stated_total_is_never_dropped_without_a_word(items: list[dict[str, Any]], says: str) -> None:
    with pytest.raises(NotAResponse, match=says):
        read_response(GAD7, response(item("1", {"valueInteger": 1}), *items))


def test_a_total_without_an_answer_and_one_said_twice_alike_are_no_fault() -> None:
    total = item("70274-6", {"valueInteger": 7})
    assert read_response(GAD7, response(item("1", {"valueInteger": 1}), item("70274-6"))).total is None
    assert read_response(GAD7, response(item("1", {"valueInteger": 1}), total, total, item("70274-6"))).total == 7


def test_a_response_to_another_questionnaire_is_not_scored_as_this_one() -> None:
    answers = [item(f"{number}", {"valueInteger": 1}) for number in range(1, 8)]
    for name in ("http://loinc.org/q/69737-5", "http://loinc.org/q/69737-5|2.7", "http://x/ours", 3):
        assert read_response(GAD7, response(*answers, questionnaire=name)).answers == ("1",) * 7
    with pytest.raises(NotAResponse, match="is a response to another questionnaire than gad7"):
        read_response(GAD7, response(*answers, questionnaire="http://loinc.org/q/44249-1"))


def test_a_response_without_a_day_needs_one_where_it_is_recorded(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    file = table(tmp_path, json.dumps(whole()), "r.json")
    ran = iopctl("score", "pt-0001", "gad7", "--fhir", file, plans=clinic)
    assert (ran.status, "does not say when it was given: name it by --at." in ran.err) == (3, True)
    assert iopctl("score", "-", "gad7", "--fhir", file).out.startswith("GAD-7 7, mild\n")
    assert iopctl("score", "pt-0001", "gad7", "--fhir", file, "--at", "2026-11-23", plans=clinic).status == 0
    late = table(tmp_path, json.dumps(whole(authored="2026-11")), "late.json")
    ran = iopctl("score", "pt-0001", "gad7", "--fhir", late, plans=clinic)
    assert f"{late}: authored: write a time as 2026-11-23T09:05" in ran.err
    assert forms(clinic) == ["2026-11-23-gad7.toml"]


def test_a_mean_may_be_stated(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    brs = ("score", "pt-0001", "brs", *"333333", "--at", "2026-11-23")
    ran = iopctl(*brs, "--total", "3.5", plans=clinic)
    assert "The total stated, 3.5, is not that of the answers, 3.0: it is kept as stated." in ran.err
    assert on_file(clinic, "pt-0001", "2026-11-23-brs")["total"] == 3.5
    file = table(tmp_path, "given_at,total,1,2,3,4,5,6\n2026-11-24,3.17,3,3,3,3,3,3\n")
    assert iopctl("score", "pt-0001", "brs", "--csv", file, plans=clinic).status == 0
    assert on_file(clinic, "pt-0001", "2026-11-24-brs")["total"] == 3.17
    assert iopctl("score", "-", "brs", *"333333", "--total", "-1").status == 2
    assert iopctl("score", "-", "brs", *"333333", "--total", "nan").status == 2


def test_without_a_chart_a_total_that_differs_is_said_too(iopctl: Iopctl, clinic: Path) -> None:
    ran = iopctl("score", "-", "gad7", *"1111111", "--total", "9", plans=clinic)
    assert ran.err == "The total stated, 9, is not that of the answers, 7.\n"


def test_a_form_from_before_the_stay_is_not_held_against_its_start(iopctl: Iopctl, clinic: Path) -> None:
    old = iopctl("score", "pt-0001", "phq9", *"222222000", "--at", "2022-11-29", plans=clinic)
    assert old.out == "PHQ-9 12, moderate\n"


def test_when_one_file_cannot_be_written_none_is(iopctl: Iopctl, clinic: Path, tmp_path: Path) -> None:
    """pt-0002 has a file in place of the folder: the form of pt-0001, written before it, is taken away again."""
    shutil.rmtree(clinic / "pt-0002/assessments", ignore_errors=True)
    (clinic / "pt-0002/assessments").write_text("")
    file = table(tmp_path, HEADS + GOOD + GOOD.replace("pt-0001", "pt-0002"))
    ran = iopctl("score", "-", "gad7", "--csv", file, plans=clinic)
    assert ran.status == 3
    assert "created" not in ran.err
    assert forms(clinic) == []
