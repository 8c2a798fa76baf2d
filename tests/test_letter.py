"""`letter`: days and hours for work or school, told only where a consent is live."""

import re
from datetime import date
from pathlib import Path

import pytest

from iopctl.drafting.disclosure import Purpose, consent_for
from iopctl.errors import Refused
from iopctl.scheduling.away import Away, away
from iopctl.scheduling.recurring import weeks_between
from iopctl.testing import census_of, chart_of
from tests.conftest import DEMO, Iopctl

TODAY = date(2026, 11, 25)
CONSENTS = """
[program]
[plan]
patient = "pt-0001"
consents = [
  {{ id = "c1", party = "{party}", from = {start}, until = {until} }},
  {{ id = "c2", party = "sister" }},
]
"""


def consent(purpose: Purpose, party: str, start: str = "2026-11-01", until: str = "2026-12-31") -> str:
    plan = chart_of(CONSENTS.format(party=party, start=start, until=until)).plan
    return consent_for(plan, purpose, TODAY).id


@pytest.mark.parametrize(
    ("purpose", "party"),
    [
        ("work", "employer"),
        ("work", "Her workplace, the office"),
        ("school", "the School nurse"),
        ("school", "college"),
    ],
)
def test_a_live_consent_is_found_by_its_party(purpose: Purpose, party: str) -> None:
    assert consent(purpose, party) == "c1"


@pytest.mark.parametrize(("start", "until"), [("2026-11-25", "2026-12-31"), ("2026-11-01", "2026-11-25")])
def test_it_is_live_on_its_first_and_its_last_day(start: str, until: str) -> None:
    assert consent("work", "employer", start, until) == "c1"


@pytest.mark.parametrize(
    ("purpose", "party", "start", "until", "why"),
    [
        ("work", "employer", "2026-10-01", "2026-11-24", "the consent ended on 2026-11-24"),
        ("work", "employer", "2026-11-26", "2026-12-31", "the consent begins on 2026-11-26"),
        ("work", "school", "2026-11-01", "2026-12-31", "no consent names an employer as its party"),
        ("school", "homework club", "2026-11-01", "2026-12-31", "no consent names a school as its party"),
    ],
)
def test_without_one_nothing_is_told(purpose: Purpose, party: str, start: str, until: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        consent(purpose, party, start, until)
    assert str(refused.value) == (
        f"pt-0001: {why}, so nothing may be told. Add one under [[consents]] once it is signed."
    )


def test_a_day_lasts_from_the_first_session_to_the_last_and_what_is_called_off_is_no_day() -> None:
    """Monday two sessions, Tuesday called off, Wednesday missed, Thursday somebody else's."""
    census = census_of(
        """
        [program]
        [[weeks]]
        week = "2026-W48"
        [[weeks.sessions]]
        id = "a"
        service = "x"
        date = 2026-11-23
        start = 09:00:00
        end = 10:00:00
        patients = ["pt-0001"]
        [[weeks.sessions]]
        id = "b"
        service = "x"
        date = 2026-11-23
        start = 11:00:00
        end = 12:30:00
        patients = ["pt-0001"]
        [[weeks.sessions]]
        id = "c"
        service = "x"
        date = 2026-11-24
        start = 09:00:00
        end = 10:00:00
        patients = ["pt-0001"]
        cancelled = { reason = "ill", by = "t01", on = 2026-11-24 }
        [[weeks.sessions]]
        id = "d"
        service = "x"
        date = 2026-11-25
        start = 09:00:00
        end = 10:00:00
        patients = ["pt-0001"]
        attendance = { pt-0001 = { status = "absent-excused" } }
        [[weeks.sessions]]
        id = "e"
        service = "x"
        date = 2026-11-26
        start = 09:00:00
        end = 10:00:00
        patients = ["pt-0002"]
        """
    )
    first, last = date(2026, 11, 23), date(2026, 11, 29)
    [day] = away(weeks_between(census, first, last, empty=False), "pt-0001", first, last)
    assert (day.on, f"{day.start:%H:%M}", f"{day.end:%H:%M}") == (first, "09:00", "12:30")
    assert isinstance(day, Away)


@pytest.mark.parametrize("form", ["table", "plain", "json", "html"])
def test_it_says_neither_who_nor_what_for(form: str, iopctl: Iopctl) -> None:
    ran = iopctl("letter", "pt-0003", "--for", "work", "--as-of", TODAY, "--format", form, plans=DEMO)
    assert ran.status == 0
    assert "09:00" in ran.out
    said = re.sub(r"(?s)<style>.*</style>", "", ran.out)
    assert re.findall(r"pt-\d|Chesapeake|IOP|group|therap|counsel|yoga|program|t03|room", said, re.IGNORECASE) == []
    assert "Consent c1 is live to 2027-01-31." in ran.err


def test_no_day_after_the_stay_is_told(iopctl: Iopctl) -> None:
    ran = iopctl(
        "letter", "pt-0003", "--for", "work", "--as-of", TODAY, "--weeks", "26", "--format", "json", plans=DEMO
    )
    assert max(re.findall(r'"on": "(2\d{3}-\d\d-\d\d)"', ran.out)) == "2026-12-11"


def test_a_paper_for_word_goes_to_a_file(iopctl: Iopctl, tmp_path: Path) -> None:
    out = tmp_path / "letter.docx"
    ran = iopctl("letter", "pt-0003", "--for", "work", "--as-of", TODAY, "--format", "docx", "--out", out, plans=DEMO)
    assert (ran.status, out.read_bytes()[:2]) == (0, b"PK")


def test_a_file_without_a_format_for_it_is_a_usage_error(iopctl: Iopctl, tmp_path: Path) -> None:
    ran = iopctl("letter", "pt-0003", "--for", "work", "--as-of", TODAY, "--out", tmp_path / "x", plans=DEMO)
    assert (ran.status, "--out is for html, pdf and docx" in ran.err) == (2, True)
