"""EL201: the newest score of each level-of-care instrument against the program's level."""

from collections.abc import Mapping
from datetime import date

import pytest

from iopctl.model.chart import Chart
from iopctl.model.pack import RulePack
from iopctl.rules import el201_loc_score_mismatch as el201
from iopctl.testing import found
from tests.conftest import AS_OF, messages, pack_of

Packs = Mapping[str, RulePack]


def score(fields: str, more: str = "") -> str:
    """A chart with one score on the Friday before admission."""
    return f"{more}\n[plan]\nadmitted_at = 2026-09-07\nlevel_of_care_scores = [{{ on = 2026-09-04, {fields} }}]"


@pytest.mark.parametrize("composite", [17, 19])
def test_both_ends_of_the_band_are_this_level(composite: int) -> None:
    assert found(el201, score(f'instrument = "locus", composite = {composite}, level = "3"'), "practice", AS_OF) == []


@pytest.mark.parametrize("composite", [16, 20])
def test_a_composite_outside_the_band_is_a_mismatch(composite: int) -> None:
    assert found(el201, score(f'instrument = "locus", composite = {composite}'), "practice", AS_OF) == [
        f"the locus score of 2026-09-04 is {composite}, 17 to 19 is this level of care, and no variance is recorded"
    ]


def test_a_mismatch_is_a_warning_about_the_first_day_of_the_stay(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07T09:00:00-04:00
    level_of_care_scores = [
      { instrument = "locus", composite = 18, on = 2026-09-01 },
      { instrument = "locus", composite = 22, on = 2026-09-04 },
    ]
    """
    [finding] = el201.check(chart, packs["practice"], AS_OF)
    assert (finding.severity, finding.on, finding.patient) == ("warning", date(2026, 9, 7), "pt-0001")
    assert finding.place.key == ("level_of_care_scores", 1, "composite")
    assert finding.limit is not None
    assert finding.limit.name == "locus_composite"
    assert finding.next == (
        "score again, refer to the level that the score names, or record the coded reason as variance"
    )
    # On the first day only the first score was there.
    assert messages(el201.check(chart, packs["practice"], date(2026, 9, 3))) == []
    assert len(messages(el201.check(chart, packs["practice"], date(2026, 9, 4)))) == 1


def test_of_two_scores_on_a_day_the_later_in_the_file_counts(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    level_of_care_scores = [
      { instrument = "locus", composite = 22, on = 2026-09-04 },
      { instrument = "locus", composite = 18, on = 2026-09-04 },
    ]
    """
    assert messages(el201.check(chart, packs["practice"], AS_OF)) == []


def test_a_typed_level_can_disagree_where_the_composite_does_not(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    level_of_care_scores = [{ instrument = "locus", composite = 19, level = "5", on = 2026-09-14 }]
    """
    [finding] = el201.check(chart, packs["practice"], AS_OF)
    assert finding.message == (
        "the locus score of 2026-09-14 names level 5, 3 is this level of care, and no variance is recorded"
    )
    assert (finding.place.key, finding.on) == (("level_of_care_scores", 0, "level"), date(2026, 9, 14))
    assert len(found(el201, score('instrument = "locus", level = "5"'), "practice", AS_OF)) == 1


def test_one_score_is_one_finding_though_composite_and_level_both_disagree() -> None:
    facts = score('instrument = "locus", composite = 22, level = "4"')
    assert found(el201, facts, "practice", AS_OF) == [
        "the locus score of 2026-09-04 is 22, 17 to 19 is this level of care, and no variance is recorded"
    ]


def test_of_calocus_only_the_level_is_held_against_the_program() -> None:
    assert found(el201, score('instrument = "calocus", composite = 22'), "practice", AS_OF) == []
    assert found(el201, score('instrument = "calocus", composite = 18, level = "2"'), "practice", AS_OF) == [
        "the calocus score of 2026-09-04 names level 2, 3 is this level of care, and no variance is recorded"
    ]


def test_asam_has_levels_of_its_own_in_a_pack_of_its_own() -> None:
    assert found(el201, score('instrument = "asam", level = "2.1"'), "asam3", AS_OF) == []
    assert found(el201, score('instrument = "asam"'), "asam3", AS_OF) == []
    assert found(el201, score('instrument = "asam", level = "2.5"'), "practice", AS_OF) == []
    assert found(el201, score('instrument = "locus", composite = 22'), "asam3", AS_OF) == []
    assert found(el201, score('instrument = "asam", level = "2.5"'), "asam3", AS_OF) == [
        "the asam score of 2026-09-04 names level 2.5, 2.1 is this level of care, and no variance is recorded"
    ]


def test_each_instrument_speaks_for_itself(chart: Chart) -> None:
    """
    [plan]
    level_of_care_scores = [
      { instrument = "asam", level = "1", on = 2026-09-04 },
      { instrument = "ecat", level = "9", on = 2026-09-04 },
      { instrument = "locus", level = "4", on = 2026-09-04 },
    ]
    """
    pack = pack_of('limits.locus_levels = [{ value = ["3"] }]\nlimits.asam_levels = [{ value = ["2.1", "2.1-wm"] }]')
    assert messages(el201.check(chart, pack, AS_OF)) == [
        "the locus score of 2026-09-04 names level 4, 3 is this level of care, and no variance is recorded",
        "the asam score of 2026-09-04 names level 1, 2.1 or 2.1-wm is this level of care, and no variance is recorded",
    ]


def test_a_reason_code_explains_the_difference_and_a_blank_one_does_not() -> None:
    assert found(el201, score('instrument = "locus", composite = 22, variance = "unwilling"'), "practice", AS_OF) == []
    assert len(found(el201, score('instrument = "locus", composite = 22, variance = " "'), "practice", AS_OF)) == 1


def test_a_later_score_that_agrees_settles_it(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    level_of_care_scores = [
      { instrument = "locus", composite = 18, on = 2026-10-05 },
      { instrument = "locus", composite = 22, on = 2026-09-04 },
    ]
    """
    assert messages(el201.check(chart, packs["practice"], AS_OF)) == []
    assert len(messages(el201.check(chart, packs["practice"], date(2026, 10, 4)))) == 1


def test_a_score_after_the_stay_does_not_judge_it(chart: Chart, packs: Packs) -> None:
    """
    [plan]
    admitted_at = 2026-09-07
    level_of_care_scores = [{ instrument = "locus", composite = 14, on = 2026-10-31 }]
    discharge = { on = 2026-10-30, reason = "completed" }
    """
    assert messages(el201.check(chart, packs["practice"], AS_OF)) == []


def test_another_level_of_care_is_not_held_against_the_band_of_this_one() -> None:
    facts = score('instrument = "locus", composite = 22', '[program]\nlevel_of_care = "php"')
    assert found(el201, facts, "practice", AS_OF) == []


def test_a_score_is_held_against_the_bands_of_its_own_day() -> None:
    bands = pack_of("limits.locus_composite = [{ value = { min = 17, max = 19 }, until = 2026-09-03 }]")
    assert found(el201, score('instrument = "locus", composite = 22'), bands, AS_OF) == []
    bands = pack_of("limits.locus_composite = [{ value = { min = 17, max = 19 }, until = 2026-09-04 }]")
    assert len(found(el201, score('instrument = "locus", composite = 22'), bands, AS_OF)) == 1
