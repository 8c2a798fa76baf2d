"""SF201: a positive screen and the risk assessment of the same day."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.frozen import Place
from iopctl.model.pack import RulePack
from iopctl.rules import sf201_positive_screen_unassessed as sf201
from tests.conftest import AS_OF, build_chart, messages, pack_of

Packs = Mapping[str, RulePack]

TWO_DAYS = pack_of("""
limits.risk_assessment_days = [{ value = 2 }]
limits.positive_screen_levels = [{ value = ["low", "moderate", "high"] }]
""")


def phq9(last: int | str, day: str = "2026-10-05") -> str:
    """A PHQ-9 with this answer to its ninth item."""
    return f'[[assessments]]\ninstrument = "phq9"\ngiven_at = {day}\nanswers = [3, 3, 3, 3, 3, 3, 3, 3, {last}]\n'


def form(level: str | None, instrument: str = "cssrs_screener", day: str = "2026-10-05") -> str:
    """A triage form, or a clinician's risk assessment."""
    written = "" if level is None else f'level = "{level}"\n'
    return f'[[assessments]]\ninstrument = "{instrument}"\ngiven_at = {day}\n{written}'


def stay(*forms: str, more: str = "", status: str = "active") -> Chart:
    """A stay with these forms."""
    return build_chart(f'[plan]\nstatus = "{status}"\nadmitted_at = 2026-09-07\n{more}\n' + "".join(forms))


def test_the_day_itself_reminds_and_the_next_day_fires(packs: Packs) -> None:
    chart = stay(form("low"))
    assert messages(sf201.check(chart, packs["tjc"], date(2026, 10, 4))) == []
    [soon] = sf201.check(chart, packs["tjc"], date(2026, 10, 5))
    assert soon.message == "cssrs_screener was low on 2026-10-05, a full risk assessment is due that day"
    assert (soon.severity, soon.on) == ("info", date(2026, 10, 5))
    [missing] = sf201.check(chart, packs["tjc"], date(2026, 10, 6))
    assert missing.message == "cssrs_screener was low on 2026-10-05, and no full risk assessment was given that day"
    assert missing.next == "assess the risk and record it: `iopctl score pt-0001 risk --level LEVEL`"
    assert missing.place == Place("pt-0001/assessments/0.toml", ("level",))
    assert (missing.severity, missing.on, missing.patient) == ("error", date(2026, 10, 5), "pt-0001")
    assert missing.limit is not None
    assert missing.limit.name == "risk_assessment_days"
    assert messages(sf201.check(chart, packs["core"], AS_OF)) == []


@pytest.mark.parametrize(("level", "found"), [("none", 0), ("low", 1), ("moderate", 1), ("high", 1)])
def test_every_level_of_the_pack_is_positive(level: str, found: int, packs: Packs) -> None:
    assert len(messages(sf201.check(stay(form(level)), packs["tjc"], AS_OF))) == found


@pytest.mark.parametrize(("answer", "found"), [(0, 0), (1, 1), (3, 1), ('"skip"', 0)])
def test_the_ninth_item_of_the_phq9_is_positive_above_zero(answer: int | str, found: int, packs: Packs) -> None:
    said = [f"phq9 item 9 was {answer} on 2026-10-05, and no full risk assessment was given that day"]
    assert messages(sf201.check(stay(phq9(answer)), packs["tjc"], AS_OF)) == said * found


def test_the_finding_about_an_item_points_at_its_answer(packs: Packs) -> None:
    [finding] = sf201.check(stay(form("none"), phq9(2)), packs["tjc"], AS_OF)
    assert finding.place == Place("pt-0001/assessments/1.toml", ("answers", 8))
    assert messages(sf201.check(stay(phq9(2)), TWO_DAYS, AS_OF)) == []


def test_a_form_without_that_item_is_not_positive(packs: Packs) -> None:
    short = '[[assessments]]\ninstrument = "phq9"\ngiven_at = 2026-10-05\nanswers = [3, 3]\n'
    bare = '[[assessments]]\ninstrument = "phq9"\ngiven_at = 2026-10-05\ntotal = 22\n'
    other = '[[assessments]]\ninstrument = "gad7"\ngiven_at = 2026-10-05\nanswers = [3, 3, 3, 3, 3, 3, 3]\n'
    assert messages(sf201.check(stay(short, bare, other), packs["tjc"], AS_OF)) == []


def test_only_a_full_assessment_with_a_level_answers_for_it(packs: Packs) -> None:
    pack = packs["tjc"]
    assert messages(sf201.check(stay(phq9(1), form("low", "risk")), pack, AS_OF)) == []
    assert messages(sf201.check(stay(form("high", "risk"), phq9(1)), pack, AS_OF)) == []
    assert len(messages(sf201.check(stay(phq9(1), form(None, "risk")), pack, AS_OF))) == 1
    assert len(messages(sf201.check(stay(phq9(1), form("none")), pack, AS_OF))) == 1
    assert messages(sf201.check(stay(form("high", "risk")), pack, AS_OF)) == []


def test_several_positive_screens_of_one_day_are_one_finding(packs: Packs) -> None:
    chart = stay(phq9(2), form("moderate"), form("none", "sbqr"), phq9(1, "2026-10-12"))
    found = list(sf201.check(chart, packs["tjc"], AS_OF))
    assert messages(found) == [
        (
            "phq9 item 9 was 2 and cssrs_screener was moderate on 2026-10-05,"
            " and no full risk assessment was given that day"
        ),
        "phq9 item 9 was 1 on 2026-10-12, and no full risk assessment was given that day",
    ]
    assert found[0].place.key == ("answers", 8)


@pytest.mark.parametrize(("day", "found"), [("2026-10-04", 1), ("2026-10-05", 0), ("2026-10-07", 0), ("2026-10-08", 1)])
def test_a_pack_may_allow_days(day: str, found: int) -> None:
    forms = sorted([form("low"), form("low", "risk", day)], key=lambda text: text.partition("given_at = ")[2][:10])
    assert messages(sf201.check(stay(*forms), TWO_DAYS, AS_OF)) == found * [
        "cssrs_screener was low on 2026-10-05, and no full risk assessment was given by 2026-10-07"
    ]


def test_one_given_later_is_not_yet_there() -> None:
    chart = stay(form("low"), form("low", "risk", "2026-10-07"))
    assert messages(sf201.check(chart, TWO_DAYS, date(2026, 10, 6))) == [
        "cssrs_screener was low on 2026-10-05, a full risk assessment is due by 2026-10-07"
    ]
    month = pack_of("""
    limits.risk_assessment_days = [{ value = 30 }]
    limits.positive_screen_levels = [{ value = ["low"] }]
    """)
    assert messages(sf201.check(stay(form("low")), month, date(2026, 10, 27))) == []


def test_from_before_admission_only_a_form_that_was_filled_in_here_is_judged(packs: Packs) -> None:
    assert messages(sf201.check(stay(form("high", day="2026-09-06")), packs["tjc"], AS_OF)) == []
    assert len(messages(sf201.check(stay(form("high", day="2026-09-07")), packs["tjc"], AS_OF))) == 1
    assert len(messages(sf201.check(stay(phq9(1, "2026-09-06")), packs["tjc"], AS_OF))) == 1
    draft = build_chart('[plan]\nstatus = "draft"\n' + form("high") + phq9(1))
    assert messages(sf201.check(draft, packs["tjc"], AS_OF)) == [
        "phq9 item 9 was 1 on 2026-10-05, and no full risk assessment was given that day"
    ]


def test_an_ended_stay_is_judged_by_its_last_day() -> None:
    end = 'discharge = { on = 2026-10-06, reason = "completed" }'
    late = stay(form("low"), form("low", "risk", "2026-10-07"), more=end, status="closed")
    assert messages(sf201.check(late, TWO_DAYS, AS_OF)) == [
        "cssrs_screener was low on 2026-10-05, and no full risk assessment was given by 2026-10-06"
    ]
    after_it = stay(form("low", day="2026-10-07"), more=end, status="closed")
    assert messages(sf201.check(after_it, TWO_DAYS, AS_OF)) == []


def test_the_limits_are_those_in_force_on_the_day_of_the_screen() -> None:
    later = pack_of("""
    limits.risk_assessment_days = [{ value = 0, since = 2026-10-02 }]
    limits.positive_screen_levels = [{ value = ["low"], since = 2026-10-04 }]
    limits.positive_screen_items = [{ value = { phq9 = 9 }, since = 2026-10-05 }]
    """)
    forms = [text for n in range(1, 6) for text in (form("low", day=f"2026-10-0{n}"), phq9(1, f"2026-10-0{n}"))]
    assert [f.message.partition(",")[0] for f in sf201.check(stay(*forms), later, AS_OF)] == [
        "cssrs_screener was low on 2026-10-04",
        "cssrs_screener was low and phq9 item 9 was 1 on 2026-10-05",
    ]
