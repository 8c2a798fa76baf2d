"""Objectives: start, target, seen, verdict."""

from datetime import date

from iopctl import library
from iopctl.model.chart import Chart
from iopctl.reviewing.progress import ObjectiveProgress, criteria, objectives
from tests.conftest import AS_OF, build_chart

FORMS = library.instruments()


def progress_of(measure: str, scores: str = "", more: str = "") -> ObjectiveProgress:
    """One objective with this measure, admitted on 2 November, and PHQ-9 totals on the days that follow."""
    forms = "".join(
        f'[[assessments]]\ninstrument = "phq9"\ngiven_at = 2026-11-{2 + n:02d}\ntotal = {total}\n'
        for n, total in enumerate(scores.split())
    )
    [found] = objectives(
        build_chart(f"""
[plan]
admitted_at = 2026-11-02
goals = [{{ id = "g1", text = "G.", objectives = [{{ id = "g1.o1", text = "O.", measure = {measure} }}] }}]
{forms}
{more}
"""),
        FORMS,
        AS_OF,
    )
    return found


def seen_of(*values: str) -> str:
    """Reviews in November that saw these values, one a day."""
    return "".join(
        f'[[reviews]]\non = 2026-11-{9 + n:02d}\nby = "t01"\nobjectives = {{ "g1.o1" = {{ seen = {value} }} }}\n'
        for n, value in enumerate(values)
    )


def test_a_score_at_the_target_meets_it_and_says_what_else_it_reaches() -> None:
    found = progress_of("{ instrument = 'phq9', baseline = 19, target = 9 }", "19 15 9")
    assert (found.start, found.target, found.verdict) == (19, 9, "target met")
    assert [seen.value for seen in found.seen] == [19, 15, 9]
    assert found.words == ("target met", "reliable improvement", "response", "clinically significant")


def test_one_point_above_the_target_is_judged_by_the_change() -> None:
    assert progress_of("{ instrument = 'phq9', baseline = 19, target = 9 }", "10").words == ("reliable improvement",)
    assert progress_of("{ instrument = 'phq9', baseline = 19 }", "14").words == ("improving",)


def test_a_target_met_by_little_is_no_reliable_improvement() -> None:
    assert progress_of("{ instrument = 'phq9', baseline = 11, target = 9 }", "9").words == ("target met",)


def test_without_a_baseline_the_first_score_is_the_start_and_not_a_result() -> None:
    found = progress_of("{ instrument = 'phq9', target = 9 }", "19")
    assert (found.start, found.seen, found.verdict, found.change) == (19, (), "no score yet", None)
    assert progress_of("{ instrument = 'phq9', target = 9 }", "19 25").verdict == "reliably worse"
    assert progress_of("{ instrument = 'phq9', target = 9 }").start is None


def test_scores_from_before_admission_can_be_the_start_but_are_not_seen_in_the_stay(chart: Chart) -> None:
    """
    [plan]
    admitted_at = 2026-11-02
    goals = [{ id = "g1", text = "G.", objectives = [
      { id = "g1.o1", text = "O.", measure = { instrument = "phq9" } },
      { id = "g1.o2", text = "O.", measure = { instrument = "phq9", baseline = 20 } },
    ] }]
    [[assessments]]
    instrument = "phq9"
    given_at = 2026-10-30
    total = 21
    """
    first, second = objectives(chart, FORMS, AS_OF)
    assert (first.start, first.seen) == (21, ())
    assert (second.start, second.seen, second.verdict) == (20, (), "no score yet")


def test_a_scale_on_which_more_is_better_meets_its_target_from_below() -> None:
    chart = build_chart("""
[plan]
goals = [{ id = "g1", text = "G.", objectives = [
  { id = "g1.o1", text = "O.", measure = { instrument = "phq9", baseline = 5, target = 12 } },
] }]
[[assessments]]
instrument = "phq9"
given_at = 2026-11-02
total = 12
""")
    wellbeing = FORMS["phq9"].model_copy(update={"higher_is_worse": False})
    [found] = objectives(chart, {"phq9": wellbeing}, AS_OF)
    assert found.verdict == "target met"


def test_a_count_is_judged_along_the_way_from_baseline_to_target() -> None:
    measure = "{ count = 'days out', baseline = 1, target = 5 }"
    for value, verdict in (("6", "target met"), ("5", "target met"), ("3", "improving"), ("1", "unchanged")):
        assert progress_of(measure, more=seen_of(value)).verdict == verdict
    assert progress_of(measure, more=seen_of("3", "0")).verdict == "worse"
    assert progress_of(measure).verdict == "not seen yet"


def test_a_count_that_should_fall_is_judged_downwards() -> None:
    measure = "{ frequency = 'panic attacks', baseline = 8, target = 2 }"
    for value, verdict in (("1", "target met"), ("4.5", "improving"), ("9", "worse")):
        assert progress_of(measure, more=seen_of(value)).verdict == verdict


def test_a_target_that_is_the_baseline_is_held_or_lost() -> None:
    measure = "{ duration = 'hours slept', baseline = 7, target = 7 }"
    assert progress_of(measure, more=seen_of("7")).verdict == "target met"
    assert progress_of(measure, more=seen_of("6")).verdict == "worse"


def test_a_question_of_yes_or_no() -> None:
    measure = "{ yes_no = 'phoned', baseline = false, target = true }"
    assert progress_of(measure, more=seen_of("true")).verdict == "target met"
    assert progress_of(measure, more=seen_of("true", "false")).verdict == "unchanged"


def test_missing_parts_are_gaps() -> None:
    for measure in ("{ count = 'days out', target = 5 }", "{ count = 'days out', baseline = 1 }", "{}"):
        found = progress_of(measure, more=seen_of("5"))
        assert (found.verdict, found.words) == (None, ())
        assert len(found.seen) == 1


def test_later_reviews_are_not_known_yet() -> None:
    found = progress_of("{ count = 'days out', baseline = 1, target = 5 }", more=seen_of("3").replace("11-09", "11-24"))
    assert found.seen == ()


def test_the_last_attended_session_that_names_the_objective(chart: Chart) -> None:
    """
    [plan]
    goals = [
      { id = "g1", text = "G.", objectives = [{ id = "g1.o1", text = "O." }, { id = "g1.o2", text = "O." }] },
      { id = "g2", text = "G.", status = "met", objectives = [{ id = "g2.o1", text = "O." }] },
    ]
    [[weeks]]
    week = "2026-W47"
    monday = 2026-11-16
    [[weeks.sessions]]
    id = "mon"
    service = "group"
    date = 2026-11-16
    start = 09:00:00
    end = 10:00:00
    patients = ["pt-0001"]
    attendance = { pt-0001 = { status = "attended", objectives = ["g1.o1"] } }
    [[weeks.sessions]]
    id = "tue"
    service = "group"
    date = 2026-11-17
    start = 09:00:00
    end = 10:00:00
    attendance = { pt-0001 = { status = "absent-excused", objectives = ["g1.o1"] } }
    [[weeks.sessions]]
    id = "wed"
    service = "group"
    date = 2026-11-18
    start = 09:00:00
    end = 10:00:00
    patients = ["pt-0001"]
    """
    first, second, closed = objectives(chart, FORMS, AS_OF)
    assert (first.last_worked_on, second.last_worked_on) == (date(2026, 11, 16), None)
    assert (first.active, closed.active) == (True, False)
    assert objectives(chart, FORMS, date(2026, 11, 15))[0].last_worked_on is None


def test_a_criterion_stands_as_the_last_review_that_spoke_of_it_left_it(chart: Chart) -> None:
    """
    [plan]
    discharge_criteria = [{ id = "d1", text = "A." }, { id = "d2", text = "B." }]
    [[reviews]]
    on = 2026-11-02
    by = "t01"
    discharge_criteria = { d1 = { met = false } }
    [[reviews]]
    on = 2026-11-09
    by = "t01"
    discharge_criteria = { d1 = { met = true } }
    [[reviews]]
    on = 2026-11-16
    by = "t01"
    [[reviews]]
    on = 2026-11-24
    by = "t01"
    discharge_criteria = { d1 = { met = false }, d2 = { met = true } }
    """
    assert [(each.id, each.met, each.on) for each in criteria(chart, AS_OF)] == [
        ("d1", True, date(2026, 11, 9)),
        ("d2", None, None),
    ]
