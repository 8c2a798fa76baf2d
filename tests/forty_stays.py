"""A program of which 30 stays ended in the second quarter of 2026 and 44 in the third. Everything is fictional.

The figures that follow from it stand in the tests; who is in which group is written out here.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

AS_OF = date(2026, 11, 23)
PROGRAM = """schema = 1
name = "Forty IOP"
time_zone = "America/New_York"
packs = ["core"]
battery = ["phq9"]
"""
# First and last PHQ-9 of the third quarter, by what became of people.
RECOVERED = [(20, 4), (18, 3), (16, 8), (15, 5), (14, 4), (21, 9), (12, 6), (17, 2), (19, 7), (13, 3), (22, 8), (11, 4)]
IMPROVED = [(24, 15), (20, 12), (19, 10), (9, 2), (8, 1), (25, 18)]
UNCHANGED = [(15, 13), (12, 12), (10, 7), (18, 20), (9, 7), (7, 6), (14, 10), (16, 11)]
DETERIORATED = [(10, 16), (12, 19), (5, 11), (15, 22)]
PAIRS = [*RECOVERED, *IMPROVED, *UNCHANGED, *DETERIORATED]
# Without a pair: the day of the stay and the total of each form, None where it cannot be scored; and the days stayed.
MISSING: list[tuple[list[tuple[int, int | None]], int]] = [
    *(([], 60) for _ in range(4)),
    ([(0, None), (30, None)], 60),
    ([(0, None), (30, None)], 60),
    ([(0, None), (30, None)], 60),
    ([(0, 14)], 27),
    ([(0, 14)], 27),
    ([(0, 14)], 27),
    *(([(0, 14), (40, None)], 60) for _ in range(3)),
    ([(0, None), (40, 9)], 60),
]
SPRING = date(2026, 3, 2)  # admission of those who left in the second quarter
SUMMER = date(2026, 6, 15)
INCOMPLETE = ["skip"] * 3 + [1] * 6


def files() -> Iterator[tuple[str, str]]:
    """Every file of the program."""
    yield "program.toml", PROGRAM
    for number in range(1, 31):
        yield from _stay(f"pt-{100 + number:04}", SPRING, 40 + 2 * number, _spring_forms(number), _spring_more(number))
    stays: list[tuple[list[tuple[int, int | None]], int]]
    stays = [([(0, first), (50, last)], 30 + index * 2) for index, (first, last) in enumerate(PAIRS)]
    for index, (forms, days) in enumerate([*[(forms, max(days, 51)) for forms, days in stays], *MISSING]):
        yield from _stay(f"pt-{201 + index:04}", SUMMER, days, forms, _summer_more(index + 1, days))


def write_forty(folder: Path) -> Path:
    """The program in a folder."""
    for name, text in files():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def _spring_forms(number: int) -> list[tuple[int, int | None]]:
    """Four are not elevated at first; the others are followed up on other days, or not at all."""
    first = [(0, 8 if number <= 4 else 16)]
    later = {23: [(119, 2)], 24: [(241, 2)], 25: [(130, 20), (240, 3)]}.get(number, [])
    if 5 <= number <= 14:
        later = [(135, 4)]
    elif 15 <= number <= 22:
        later = [(135, 8 if number <= 19 else 12)]
    return [*first, *later]


def _spring_more(number: int) -> str:
    ended = SPRING + timedelta(days=40 + 2 * number)
    if number <= 8:
        return _admitted(ended + timedelta(days=number))
    return f"died_on = {ended + timedelta(days=31)}\n" if number == 26 else ""


def _summer_more(number: int, days: int) -> str:
    """Five in hospital again, one in hospital when the stay ended, one who died, one lost; one came back."""
    ended = SUMMER + timedelta(days=days)
    more = {
        6: _admitted(ended),
        7: f"died_on = {ended + timedelta(days=9)}\n",
        8: f"last_known_on = {ended + timedelta(days=3)}\n",
        9: _admitted(ended + timedelta(days=31)),
    }.get(number, "")
    if number <= 5:
        more = _admitted(ended + timedelta(days=6 * number))
    return more + ('previous_stay = "pt-0101"\n' if number == 44 else "")


def _admitted(day: date) -> str:
    return f'other_care = [{{ level = "inpatient", from = {day}, until = {day} }}]\n'


def _stay(
    patient: str, admitted: date, days: int, forms: list[tuple[int, int | None]], more: str
) -> Iterator[tuple[str, str]]:
    ended = admitted + timedelta(days=days)
    plan = [
        "schema = 1", f'patient = "{patient}"', 'status = "closed"', 'population = "adult"',
        f"admitted_at = {admitted}", f'{more}discharge = {{ on = {ended}, reason = "completed" }}',
    ]  # fmt: skip
    yield f"{patient}/plan.toml", "\n".join(plan) + "\n"
    for day, total in forms:
        on = admitted + timedelta(days=day)
        answer = f"answers = {INCOMPLETE}\n".replace("'", '"') if total is None else f"total = {total}\n"
        text = f'schema = 1\ninstrument = "phq9"\ngiven_at = {on}\n{answer}'
        yield f"{patient}/assessments/{on}-phq9.toml", text
