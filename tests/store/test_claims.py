"""Claims lie beside the chart, one file each; what is wrong with one is a finding, and the chart is still read."""

from pathlib import Path

from iopctl import library, store
from iopctl.checking import check_census
from iopctl.model.rule import Finding
from tests.conftest import AS_OF
from tests.store.two_charts import BROKEN, root, write_files

__all__ = ["root"]

CLAIM = """# What went out on Friday.
schema = 1
number = "C-104"
pack = "va-mhiop"
from = 2026-11-16
bill_type = "131"
condition_codes = ["92"]
authorization = "A-881"

[[lines]]
on = 2026-11-16
code = "S9480"
sessions = ["2026-W47/mon-0900-cbt"]

[[lines]]
on = 2026-11-18
code = "S9480"
units = 2
"""
FILE = "pt-0001/claims/c-104.toml"


def claim(day: str, more: str = "") -> str:
    """A claim of one line."""
    return f'schema = 1\n{more}\n[[lines]]\non = {day}\ncode = "S9480"\n'


def problems(root: Path, file: str, text: str) -> list[Finding]:
    """What is found in a claim; the chart itself is read."""
    write_files(root, {file: text})
    loaded = store.load(root, library.packs(), library.instruments())
    assert "pt-0001" in loaded.census.chart_by_patient
    return loaded.problems


def test_a_claim_is_read_as_it_is_written(root: Path) -> None:
    write_files(root, {FILE: CLAIM})
    loaded = store.load(root, library.packs(), library.instruments())
    assert loaded.problems == []
    [found] = loaded.chart("pt-0001").claims
    assert (found.file, found.number, found.pack, found.authorization) == (FILE, "C-104", "va-mhiop", "A-881")
    assert (found.bill_type, found.condition_codes) == ("131", ("92",))
    assert [(line.on.day, line.code, line.units) for line in found.lines] == [(16, "S9480", 1), (18, "S9480", 2)]
    assert found.lines[0].sessions == ("2026-W47/mon-0900-cbt",)
    assert loaded.chart("pt-0002").claims == ()


def test_claims_stand_in_order_of_their_first_day_then_of_their_names(root: Path) -> None:
    write_files(
        root,
        {
            "pt-0001/claims/a.toml": claim("2026-11-20"),
            "pt-0001/claims/b.toml": claim("2026-11-16"),
            "pt-0001/claims/c.toml": claim("2026-11-20", more="from = 2026-11-09"),
            "pt-0001/claims/d.toml": claim("2026-11-16"),
            "pt-0001/claims/e.toml": "schema = 1\n",
            "pt-0001/claims/notes.txt": "left alone",
            "pt-0001/claims/.f.toml": "left alone",
        },
    )
    claims = store.load(root, library.packs(), library.instruments()).chart("pt-0001").claims
    assert [each.file.removeprefix("pt-0001/claims/") for each in claims] == [
        "e.toml",
        "c.toml",
        "b.toml",
        "d.toml",
        "a.toml",
    ]


def test_a_wrong_type_is_found_with_line_and_column(root: Path) -> None:
    [finding] = problems(root, FILE, CLAIM.replace("units = 2", 'units = "2"'))
    assert (finding.code, finding.patient, finding.place.file) == ("FI002", "pt-0001", FILE)
    assert (finding.line, finding.column) == (18, 1)
    assert finding.message == "lines.1.units must be a whole number"


def test_every_fault_of_a_claim_has_its_own_place(root: Path) -> None:
    text = CLAIM.replace("from = 2026-11-16", 'from = "2026-11-16"').replace("units = 2", "units = 0")
    text = text.replace('["2026-W47/mon-0900-cbt"]', '["mon-0900-cbt"]').replace('code = "S9480"\nunits', "units")
    assert [(each.line, each.column, each.message) for each in problems(root, FILE, text)] == [
        (5, 1, "from must be a date without quotes, for example 2026-09-07"),
        (13, 13, "lines.0.sessions.0 is not written in the expected form"),
        (15, 1, "lines.1.code is missing"),
        (17, 1, "lines.1.units must be greater than zero"),
    ]


def test_an_unknown_key_is_named_and_the_rest_of_the_claim_is_read(root: Path) -> None:
    [finding] = problems(root, FILE, CLAIM.replace("bill_type", "bill_typ"))
    assert (finding.code, finding.line, finding.column) == ("FI101", 6, 1)
    assert (finding.message, finding.next) == (
        "bill_typ is not a key of this file",
        "write bill_type, if that was meant",
    )
    [read] = store.load(root, library.packs(), library.instruments()).chart("pt-0001").claims
    assert (read.bill_type, len(read.lines)) == (None, 2)


def test_a_claim_that_cannot_be_read_is_left_out_and_the_others_are_not(root: Path) -> None:
    write_files(root, {"pt-0001/claims/good.toml": claim("2026-11-16")})
    for text, code, line in ((CLAIM + "x", "FI001", 19), (CLAIM.replace("schema = 1", "schema = 2"), "FI004", 2)):
        [finding] = problems(root, FILE, text)
        assert (finding.code, finding.line, finding.place.file) == (code, line, FILE)
        [read] = store.load(root, library.packs(), library.instruments()).chart("pt-0001").claims
        assert read.file == "pt-0001/claims/good.toml"


def test_a_claims_folder_that_is_a_file_is_one_finding(root: Path) -> None:
    [finding] = problems(root, "pt-0001/claims", CLAIM)
    assert (finding.code, finding.patient, finding.place.file) == ("FI003", "pt-0001", "pt-0001/claims")
    assert (finding.line, finding.column) == (1, 1)
    assert finding.message == "the folder cannot be read: Not a directory"
    assert finding.next == "check what it is and who may read it"


def test_a_claim_behind_a_link_is_not_followed(root: Path) -> None:
    write_files(root, {"elsewhere.toml": CLAIM, "pt-0001/claims/good.toml": claim("2026-11-16")})
    (root / FILE).symlink_to(root / "elsewhere.toml")
    loaded = store.load(root, library.packs(), library.instruments())
    [finding] = loaded.problems
    assert (finding.place.file, finding.message) == (FILE, "is a link, and links are not followed")
    assert len(loaded.chart("pt-0001").claims) == 1


def test_what_a_claim_points_to_must_be_on_file(root: Path) -> None:
    write_files(root, {FILE: CLAIM.replace("va-mhiop", "va-mhiob")})
    loaded = store.load(root, library.packs(), library.instruments())
    found = store.located(root, check_census(loaded.census, loaded.packs, AS_OF))
    broken = [each for each in found if each.code == "FI102" and each.place.file == FILE]
    assert sorted((each.line, each.message) for each in broken) == [
        (4, "va-mhiob is no rule pack that is on file"),
        (8, "A-881 is no authorization that is on file"),
        (13, "2026-W47/mon-0900-cbt is no session that is on file"),
    ]


def test_the_rules_see_what_was_billed_with_its_line(root: Path) -> None:
    window = '[[authorizations]]\nnumber = "A-881"\nuntil = 2026-11-17\n'
    plan = (root / BROKEN).read_text("utf-8")
    write_files(root, {BROKEN: plan + window, FILE: CLAIM})
    loaded = store.load(root, library.packs(), library.instruments())
    found = store.located(root, check_census(loaded.census, loaded.packs, AS_OF))
    [finding] = [each for each in found if each.code == "AU102"]
    assert (finding.place.file, finding.line, finding.column) == (FILE, 15, 1)
