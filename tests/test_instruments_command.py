"""instruments list and show: what each is, how it is scored, whose it is, and no word more than its licence allows."""

import json

import pytest

from iopctl import library
from tests.conftest import Iopctl

INSTRUMENTS = library.instruments()


def test_the_list_has_every_instrument_with_its_kind(iopctl: Iopctl) -> None:
    listed = json.loads(iopctl("instruments", "list", "--format", "json").out)["instruments"]
    assert [each["id"] for each in listed] == sorted(INSTRUMENTS)
    kinds = [each["id"] for each in listed if each["tier"] == "verbatim"]
    assert kinds == ["gad7", "pcl5", "phq8", "phq9"]
    by_id = {each["id"]: each for each in listed}
    assert (by_id["phq9"]["lowest"], by_id["phq9"]["highest"], by_id["phq9"]["reliable_change"]) == (0, 27, 6)
    assert (by_id["asam"]["highest"], by_id["cssrs_screener"]["highest"], by_id["oq45"]["highest"]) == (None, None, 180)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_an_instrument_shows_its_licence_and_codes_travel_with_their_notice(name: str, iopctl: Iopctl) -> None:
    instrument, shown = INSTRUMENTS[name], iopctl("instruments", "show", name).out
    assert f"Licence: {instrument.licence}" in shown
    assert ("LOINC: panel" in shown) == (instrument.loinc is not None)
    if instrument.loinc:
        assert instrument.loinc.notice in shown
    for constant in (instrument.change.rci, instrument.change.mcid, instrument.change.response_pct):
        assert constant is None or f"{constant.value:g} (" in shown
        assert constant is None or constant.source in shown


@pytest.mark.parametrize(("name", "wording"), [("phq9", "Poor appetite or overeating"), ("gad7", "Trouble relaxing")])
def test_the_wording_is_shown_where_it_may_be_shipped(name: str, wording: str, iopctl: Iopctl) -> None:
    assert wording in iopctl("instruments", "show", name).out


def test_others_show_topics_and_say_so(iopctl: Iopctl) -> None:
    shown = iopctl("instruments", "show", "pss10").out
    assert "Topics in our own words; the clinic holds the form:" in shown
    assert "  4  confident  (reversed)" in shown


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("phq9", "Never imputed: item 9; left blank it raises a critical alert"),
        ("phq9m", "Alert suicidal thoughts month: critical, item 12 answered above 0"),
        ("sbqr", "Alert sbqr positive: critical, total from 7"),
        ("audit", "Item 9: 0, 2, 4"),
        ("who5", "These are percentage points."),
        ("k10", "No constant of change is published: the raw change alone is shown."),
        ("ders16", "Subscale clarity: items 1, 2"),
        ("phq9", "Beside it, partial response pct: 25 (read in its source: ICSI, 25 to 50 %)"),
        ("asam", "Scores: from 0, higher is worse"),
    ],
)
def test_what_matters_of_each_stands_in_a_line_of_its_own(name: str, line: str, iopctl: Iopctl) -> None:
    assert line in iopctl("instruments", "show", name).out.splitlines()


def test_an_unknown_one_is_not_found(iopctl: Iopctl) -> None:
    ran = iopctl("instruments", "show", "phq")
    assert (ran.status, "Did you mean phq9?" in ran.err) == (3, True)
