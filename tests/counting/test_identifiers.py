"""What a text gives away: every kind of identifier, and what only looks like one."""

from dataclasses import replace
from time import perf_counter

import pytest

from iopctl.counting.identifiers import KINDS, Known, kinds_in
from iopctl.model.chart import Census
from iopctl.model.identity import Identity
from iopctl.testing import census_of

NOBODY = Known({}, frozenset(), ())


def kinds(text: str, patient: str | None = "pt-0001", known: Known = NOBODY) -> list[str]:
    return list(kinds_in(text, patient, known))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("name", "Saw Dr. Smith."),
        ("name", "Mr Lee came."),
        ("name", "Mrs. Poe, Ms. Poe"),
        ("name", "Prof. Ömer"),
        ("name", "Mx O\u2019Neil"),
        ("name", "5 Minutes With Dr. Lee"),
        ("ssn", "123-45-6789"),
        ("ssn", "his number (123-45-6789)."),
        ("ssn", "SSN 123456789"),
        ("ssn", "Social Security number: 123 45 6789"),
        ("phone", "757-555-0192"),
        ("phone", "(757) 555-0192, evenings"),
        ("phone", "(757)555.0192"),
        ("phone", "757.555.0192."),
        ("phone", "757 555 0192"),
        ("phone", "+1 757 555 0192"),
        ("phone", "1-757-555-0192"),
        ("phone", "+44 20 7946 0958"),
        ("phone", "+49.30.901820"),
        ("phone", "Call her at 555-0192"),
        ("phone", "cell: 7575550192"),
        ("email", "ann.poe+iop@example.org"),
        ("street", "12 Oak Street"),
        ("street", "lives at 12 Oak St, second floor"),
        ("street", "lives at 12 Oak St. Calls at night."),
        ("street", "1200 N. Main Ave"),
        ("street", "5 34th Street"),
        ("street", "7 Old Mill Creek Dr."),
        ("street", "7 Old Mill Creek Dr"),
        ("street", "P.O. Box 9"),
        ("street", "PO Box 12"),
        ("mrn", "MRN 0012345"),
        ("mrn", "mrn: A-12345"),
        ("mrn", "medical record number 445566"),
        ("mrn", "chart no. 4455"),
        ("birth-date", "born 1988-03-04"),
        ("birth-date", "DOB: 3/4/88"),
        ("birth-date", "D.O.B.: 03.04.1988"),
        ("birth-date", "Birthdate 4-3-1988"),
        ("birth-date", "Date of birth is March 4, 1988"),
        ("birth-date", "born in Norfolk on 4th of March 1988"),
        ("birth-date", "born Mar. 4th 1988"),
    ],
)
def test_a_text_with_an_identifier(kind: str, text: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Call or text 988. In danger: 911.",
        "1-800-273-8255, (844) 555-0192 and +1 877 555 0192 are lines for anybody",
        "PHQ-9 from 19 to 9 on 2026-11-23, next 12/07/2026",
        "2026-W47/mon-0900-cbt, A-881, claim 2026-1123-0900",
        "Number 1757-555-01923 has too many digits, 157-555-0192 no area code",
        "ids such as a-757-555-0192 or 757-555-0192-b",
        "123-456-789 and 9123-45-6789 and 123-45-67890",
        "4,200 steps, pulse 140 over 12 minutes, +5 points",
        "Ms. X and the Dr. in charge; MS Since 2019",
        "walks 2 miles down the road",
        "2 Nights At St Mary",
        "MRN unknown; record no change since 2026",
        "born 1988; discharged 2026-09-02",
        "gave birth, home 2026-09-02",
        "birthday on 2026-10-02",
        "newborn 2026-09-02",
        "meet @ 9.30",
        "a@b",
        "Ann wants to keep a full working week",
    ],
)
def test_a_text_that_only_looks_like_it(text: str) -> None:
    assert kinds(text) == []


def test_the_kinds_come_in_the_order_of_the_catalogue() -> None:
    text = "DOB 3/4/88, MRN 12345, 12 Oak Street, a@b.org, 757-555-0192, 123-45-6789, Dr. Lee"
    assert kinds(text) == list(KINDS) == ["name", "ssn", "phone", "email", "street", "mrn", "birth-date"]


def known_of(crisis_text: str = "988", **names: str | None) -> Known:
    plans = "\n".join(f'[[plans]]\npatient = "{code.replace("_", "-")}"' for code in (*names, "pt_0009"))
    census = census_of(f'[program]\ncrisis_text = "{crisis_text}"\n{plans}')
    charts = [
        replace(chart, identity=Identity.read({} if name is None else {"name": name}, "identity.toml"))
        for chart, name in zip(census.charts, names.values(), strict=False)
    ]
    return Known.of(Census(census.program, (*charts, census.charts[-1])))


def test_each_word_of_the_own_name_is_one_as_written_or_in_capitals() -> None:
    known = known_of(pt_0001="Hope J. O'Neil-Poe", pt_0002=None)
    for text in ("Hope came.", "HOPE came.", "Calls Poe.", "Mother: O'Neil"):
        assert kinds(text, "pt-0001", known) == ["name"]
        assert kinds(text, "pt-0002", known) == []
    assert kinds("There is hope for J.", "pt-0001", known) == []
    assert kinds("Hopeful.", "pt-0001", known) == []


def test_in_another_chart_two_words_that_go_together_are_a_name() -> None:
    known = known_of(pt_0001="Ann Bell Cole", pt_0002="Cher")
    for text in ("ann bell", "Bell Cole", "Ann Cole", "COLE, Ann"):
        assert kinds(text, "pt-0002", known) == ["name"]
        assert kinds(text, None, known) == ["name"]
    for text in ("Ann and Cole", "Bell, Ann", "Cole Bell", "Ann", "Cher"):
        assert kinds(text, "pt-0003", known) == []
    assert kinds("Cher sang.", "pt-0002", known) == ["name"]
    assert kinds("Roe, Dee", "pt-0002", known_of(pt_0001="Dee Roe")) == ["name"]
    assert kinds("Cher Cher", "pt-0001", known) == []


def test_numbers_of_the_crisis_text_are_no_secret() -> None:
    known = known_of("Call 757-555-0100 or (757) 555-0101.")
    assert kinds("first 757-555-0100, then (757) 555-0101", "pt-0009", known) == []
    assert kinds("757-555-0100 or 757-555-0102", "pt-0009", known) == ["phone"]


# Beginnings of every pattern, over and over, and what never comes to an end of one.
HOSTILE = ["a", "1", "-", " ", "@", "a@", "1-", "12 ", "A ", "1 A", "1 Aa", "(757) ", "757-555-", "+2", "+2 ", "call "]
HOSTILE += ["SSN ", "123-45-", "born ", "born Jan 1 ", "Dr. ", "1 N. ", "1 1st ", "MRN ", "record no ", "P.O. Box "]
HOSTILE += [f"1 {'A' * 25} {'A' * 25} {'A' * 25} "]


def test_a_long_text_takes_time_in_proportion() -> None:
    began = perf_counter()
    for part in HOSTILE:
        kinds((part + "1") * (20_000 // (len(part) + 1)))
        kinds("1" + part * (20_000 // len(part)))
    assert perf_counter() - began < 5  # a pattern that goes back and forth would need minutes
