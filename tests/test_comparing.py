"""Findings held against a baseline: what survives, what must not be hidden, and what is stale."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from iopctl import comparing
from iopctl.model.baseline import Baseline, FrozenFinding
from iopctl.model.checked import Difference
from iopctl.model.frozen import Place
from iopctl.model.rule import Finding, Rule, Severity
from iopctl.model.waiver import Waiver

DAY, LATER = date(2026, 11, 23), date(2026, 12, 7)
RULE = Rule("RV900", "review-late", Severity.ERROR)
WAIVER = Waiver(code="RV900", reason="Snow.", by="t01", until=LATER)


def finding(message: str = "480 of 540 minutes", **fields: Any) -> Finding:
    """A located finding in a list of a plan."""
    made = RULE.finding(Place("pt-0001/plan.toml", ("services", 0)), message, "do it", patient="pt-0001")
    return replace(made, **{"line": 9, "column": 1, "anchor": "services.group", **fields})


def then(*found: Finding, **eves: Finding) -> Any:
    """What the files of today say of the day of the baseline, and of other days of November and December."""
    answers = {DAY: found, **{date(2026, int(day[1:3]), int(day[3:])): [each] for day, each in eves.items()}}
    return answers.__getitem__


def never(day: date) -> Iterable[Finding]:
    """Judging a day once more costs as much as the check: only where a message changed."""
    raise AssertionError(day)


def frozen(*found: Finding) -> Baseline:
    """The baseline of that day."""
    return comparing.freeze(found, DAY)


def held(found: list[Finding], baseline: Baseline, on_day: Any = never) -> tuple[list[bool], int]:
    """Which findings are set aside, and how many entries are stale."""
    marked, stale = comparing.held_against(found, baseline, on_day)
    assert [replace(each, frozen=False) for each in marked] == found
    return [each.frozen for each in marked], len(stale)


def test_what_was_there_is_set_aside_and_what_is_new_is_not() -> None:
    old, new = finding(), finding("another")
    assert held([old, new], frozen(old)) == ([True, False], 0)
    assert held([new, old], frozen(old)) == ([False, True], 0)


def test_an_edit_elsewhere_in_the_file_changes_nothing() -> None:
    moved = replace(finding(), place=Place("pt-0001/plan.toml", ("services", 4)), line=90, column=7)
    assert held([moved], frozen(finding())) == ([True], 0)


@pytest.mark.parametrize(
    "other",
    [
        {"code": "RV901"},
        {"pack": "house"},
        {"patient": "pt-0002"},
        {"patient": None},
        {"place": Place("pt-0001/reviews/2026-11-23.toml")},
        {"anchor": "services.family"},
    ],
)
def test_another_rule_pack_chart_file_or_key_is_another_finding(other: dict[str, Any]) -> None:
    assert held([finding(**other)], frozen(finding())) == ([False], 1)
    assert held([finding(), finding(**other)], frozen(finding())) == ([True, False], 0)


def test_an_entry_stands_for_one_finding() -> None:
    one, same = finding(), finding(line=20)
    assert held([one, same], frozen(one), then(one)) == ([True, False], 0)
    assert held([one, same], frozen(one, same)) == ([True, True], 0)
    assert held([one], frozen(one, same)) == ([True], 1)


def test_days_that_go_by_change_nothing() -> None:
    before, now = finding("due 5 days ago"), finding("due 19 days ago")
    assert held([now], frozen(before), then(before)) == ([True], 0)


def test_a_fact_of_another_day_is_another_finding() -> None:
    first, second = finding(on=date(2026, 11, 16)), finding(on=date(2026, 11, 9))
    assert held([first, second], frozen(first)) == ([True, False], 0)
    assert held([second], frozen(first), then(second)) == ([False], 1)


def test_what_goes_on_from_week_to_week_is_one_finding() -> None:
    """A run of short weeks is dated by the last of them, so its day moves on."""
    before, now = finding("short from W40 to W47", on=date(2026, 11, 16)), finding("short from W40 to W50", on=LATER)
    assert held([now], frozen(before), then(before, d1206=finding("short to W49", on=date(2026, 11, 30)))) == (
        [True],
        0,
    )


def test_what_was_mended_and_broke_again_is_new() -> None:
    """The review was late on the day of the baseline, then it was held, and then the next one was late."""
    first, second = finding("due on 2026-11-20", on=date(2026, 11, 20)), finding("due on 2026-12-07", on=LATER)
    soon = replace(second, severity=Severity.INFO)
    assert held([second], frozen(first), then(first, d1206=soon)) == ([False], 1)
    assert held([second], frozen(first), then(first, d1206=finding(code="RV901"))) == ([False], 1)
    assert held([second], frozen(first), then(first, d1206=first)) == ([True], 0)


def test_the_day_after_the_baseline_is_the_first_that_may_be_new() -> None:
    before = finding("5 days", on=date(2026, 11, 16))
    assert held([finding("6 days", on=DAY)], frozen(before), then(before)) == ([True], 0)
    with pytest.raises(KeyError):
        held([finding("6 days", on=DAY + comparing.DAY)], frozen(before), {}.__getitem__)
    assert held([finding("6 days", on=DAY + comparing.DAY)], frozen(before), then(before)) == ([True], 0)


def test_a_value_that_changed_is_new_and_its_entry_stale() -> None:
    before, now = finding("480 of 540 minutes"), finding("420 of 540 minutes")
    assert held([now], frozen(before), then(now)) == ([False], 1)


def test_a_value_that_changed_while_days_went_by_is_new() -> None:
    before, now = finding("planned for 85 days, 5 days ago"), finding("planned for 120 days, 19 days ago")
    assert held([now], frozen(before), then(finding("planned for 120 days, 5 days ago"))) == ([False], 1)


def test_what_stands_unchanged_is_no_cover_for_a_second_one_of_its_kind() -> None:
    """Both stand at the same key: the signatures that a plan lacks."""
    patient, staff = finding("the patient signature is missing"), finding("the staff signature is missing")
    assert held([patient, staff], frozen(patient)) == ([True, False], 0)
    assert held([staff], frozen(patient), then(staff)) == ([False], 1)


def test_what_has_become_graver_is_not_set_aside() -> None:
    mild = finding(severity=Severity.WARNING)
    assert held([finding()], frozen(mild)) == ([False], 0)
    assert held([mild], frozen(finding())) == ([True], 0)
    soon, late = finding("due in 3 days", severity=Severity.INFO), finding("due 4 days ago")
    assert held([late], frozen(soon), then(soon)) == ([False], 0)


def test_a_waived_finding_is_not_frozen_and_stays_waived() -> None:
    waived = finding(waived=WAIVER)
    assert frozen(waived).findings == ()
    assert held([waived], frozen(finding())) == ([False], 0)


def test_what_is_no_longer_found_is_stale() -> None:
    gone, there = finding("gone"), finding("there", anchor="services.family")
    _, stale = comparing.held_against([there], frozen(gone, there), never)
    assert stale == [FrozenFinding.of(gone)]


def test_a_baseline_is_in_order_whatever_the_order_of_the_findings() -> None:
    many = [
        finding(patient=None),
        finding(),
        finding(anchor="services.family"),
        finding(on=DAY),
        finding(code="RV901"),
        finding(pack="house"),
        finding("else"),
        finding(patient="pt-0002"),
    ]
    assert frozen(*many) == frozen(*many[::-1])
    assert [entry.patient for entry in frozen(*many).findings][::7] == [None, "pt-0002"]


def test_nothing_of_a_message_is_kept() -> None:
    entry = FrozenFinding.of(finding("PHQ-9 is 19"))
    assert "19" not in entry.model_dump_json(exclude={"fact"})
    assert entry.fact != FrozenFinding.of(finding("PHQ-9 is 18")).fact


# Another pack


def test_a_difference_counts_facts_not_citations() -> None:
    now = [finding(pack="core"), finding("other", anchor="x", place=Place("pt-0001/plan.toml", ("goals",)))]
    tried = [finding("600 are required", pack="tricare"), finding(pack="tricare", on=DAY)]
    assert comparing.difference("tricare", tried, now, ["pt-0001"]) == Difference("tricare", 1, 1, (), ())


def test_a_chart_fails_by_an_error_that_stands() -> None:
    patients = ("pt-0004", "pt-0003", "pt-0002", "pt-0001")
    error, warning = finding(), finding(severity=Severity.WARNING)
    tried = [
        replace(error, patient="pt-0001"),
        replace(error, patient="pt-0004"),
        replace(warning, patient="pt-0002"),
        replace(error, patient="pt-0003", waived=WAIVER),
        replace(error, patient=None),
    ]
    difference = comparing.difference("strict", tried, [], patients)
    assert (difference.would_fail, difference.would_pass, difference.added) == (("pt-0001", "pt-0004"), (), 4)
    back = comparing.difference("mild", [], tried, patients)
    assert (back.would_fail, back.would_pass, back.gone) == ((), ("pt-0001", "pt-0004"), 4)
    assert comparing.difference("same", tried, tried, patients) == Difference("same", 0, 0, (), ())
    assert comparing.difference("strict", tried, [], ("pt-0004",)).would_fail == ("pt-0004",)
