"""What it costs to read a history, against what git itself needs to list and to show the same commits.

`python -m tests.benchmarks.history --commits 5000` makes a program of 60 charts that is kept for as long as it takes: a
commit for each session's notes, for the co-signatures of each group a week later, for each review, for each change of a
plan. Every note is co-signed so late that its first commit has to be looked for. Nothing is checked in but times.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from iopctl import library, store
from iopctl.store.history import read_history

START = date(2025, 11, 24)
GROUPS, EACH = 5, 12
PATIENTS = [f"pt-{number:04}" for number in range(1, GROUPS * EACH + 1)]
PROGRAM = 'schema = 1\nname = "Benchmark"\ntime_zone = "America/New_York"\npacks = ["core"]\n'
GOAL = """
[[goals]]
id = "g{0}"
text = "Mood lifts enough to keep a full working week; this is goal {0}."
own_words = "I want to stop calling in sick."

[[goals.objectives]]
id = "g{0}.o1"
text = "PHQ-9 from 19 to 9 or less."
measure = {{ instrument = "phq9", baseline = 19, target = 9 }}
due_on = 2026-11-20

[[services]]
service = "group"
per_week = 3
minutes = 60
weeks = 12
objectives = ["g{0}.o1"]
"""
SIGNATURE = '\n[[signatures]]\nrole = "{}"\nby = "{}"\non = {}\nrevision = 1\ndigest = "blake2b-256:{}"\n'
CERTIFICATION = '\n[[certifications]]\non = {}\nby = "md1"\nhours_per_week = 9\n'
REVIEW = 'schema = 1\non = {0}\nby = "t01"\nfiled_on = {0}\n\n[goals]\ng1 = {{ status = "improving" }}\n'
SESSION = """
[[sessions]]
id = "{0:%a}-{1:02}00-g{2}"
service = "group"
date = {0}
start = {1:02}:00:00
end = {1:02}:50:00
leads = ["t{2:02}"]
patients = {3}
"""
NOTE = (
    '{0} = {{ status = "attended", objectives = ["g1.o1"], did = ["cbt.thought-record"],'
    ' response = "Took part, named two thoughts and one of another kind; said more than on the days before ({1} {2}).",'
    ' noted_by = "t01", noted_at = {1}T17:02:00-05:00, signed_by = "t01", signed_at = {1}T17:05:00-05:00 }}\n'
)

Files = Mapping[str, str]


def commits() -> Iterator[tuple[date, Files]]:
    """The commits of such a program, without end."""
    yield START, {"program.toml": PROGRAM}
    plans = dict.fromkeys(PATIENTS, "")
    for patient in PATIENTS:
        plans[patient] = f'schema = 1\npatient = "{patient}"\nstatus = "active"\n' + "".join(map(GOAL.format, range(8)))
        yield START, {f"{patient}/plan.toml": plans[patient]}
        for role, by in (("patient", patient), ("therapist", "t01")):
            plans[patient] += SIGNATURE.format(role, by, START, "0" * 64)
            yield START, {f"{patient}/plan.toml": plans[patient]}
    week = 0
    while True:
        monday = START + timedelta(weeks=week)
        yield from _week(monday)
        for number, patient in enumerate(PATIENTS):
            if (number + week) % 2 == 0:
                day = monday + timedelta(days=3)
                yield day, {f"{patient}/reviews/{day}.toml": REVIEW.format(day)}
            if (number + week) % 6 == 0:
                day = monday + timedelta(days=4)
                plans[patient] += CERTIFICATION.format(day)
                yield day, {f"{patient}/plan.toml": plans[patient]}
        week += 1


def _week(monday: date) -> Iterator[tuple[date, Files]]:
    """45 sessions of 12, noted one by one, co-signed on the next Monday group by group."""
    file = f"weeks/{monday:%G-W%V}.toml"
    heads, notes = {}, {}
    for day in (monday, monday + timedelta(days=2), monday + timedelta(days=4)):
        for group in range(GROUPS):
            mine = PATIENTS[group * EACH : (group + 1) * EACH]
            for hour in (9, 10, 11):
                heads[day, group, hour] = SESSION.format(day, hour, group, str(mine).replace("'", '"')).lower()
                notes[day, group, hour] = "".join(NOTE.format(patient, day, hour) for patient in mine)
    noted: dict[tuple[date, int, int], str] = {}

    def text() -> Files:
        rows = {key: f"\n[sessions.attendance]\n{note}" for key, note in noted.items()}
        blocks = (head + rows.get(key, "") for key, head in heads.items())
        return {file: f'schema = 1\nweek = "{monday:%G-W%V}"\nmonday = {monday}\n' + "".join(blocks)}

    yield monday, text()
    for key, note in notes.items():
        noted[key] = note
        yield key[0], text()
    for group in range(GROUPS):
        by = f', cosigned = {{ by = "d01", at = {monday + timedelta(days=7)}T09:00:00-05:00 }} }}\n'
        noted |= {key: note.replace(" }\n", by) for key, note in notes.items() if key[1] == group}
        yield monday + timedelta(days=7), text()


def build(folder: Path, count: int) -> Path:
    """A repository with so many commits, in one pack; the program folder in it."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    stream = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE)
    assert stream.stdin is not None
    for number, (day, files) in zip(range(count), commits(), strict=False):
        noon = datetime(day.year, day.month, day.day, 22, tzinfo=UTC) + timedelta(seconds=number % 3600)
        lines = f"commit HEAD\ncommitter x <x> {int(noon.timestamp())} +0000\ndata 0\n"
        for name, text in files.items():
            lines += f"M 100644 inline plans/{name}\ndata {len(text.encode())}\n{text}\n"
        stream.stdin.write(lines.encode())
    stream.stdin.close()
    stream.wait()
    for words in (["reset", "-q", "--hard"], ["repack", "-q", "-a", "-d", "-f"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    return folder / "plans"


def seconds(work: Callable[[], object]) -> float:
    """How much processor time something takes, its child processes included."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        plans = build(Path(temporary) / "r", options.commits)
        census = store.load(plans, library.packs(), library.instruments()).census

        def git(*words: str) -> Callable[[], object]:
            return lambda: subprocess.run(["git", *words], cwd=plans, check=True, stdout=subprocess.DEVNULL)

        works: dict[str, Callable[[], object]] = {
            "python -c pass": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
            "git log --raw": git("log", "--raw", "--no-abbrev"),
            "git log -p -U0": git("log", "-p", "-U0", "--no-renames"),
            "loading the program": lambda: store.load(plans, library.packs(), library.instruments()),
            "reading its history": lambda: read_history(plans, census, 3),
        }
        taken: dict[str, list[float]] = {name: [] for name in works}
        walls = []
        for _ in range(options.runs):
            for name, work in works.items():
                start = time.monotonic()
                taken[name].append(seconds(work))
            walls.append(time.monotonic() - start)
        history = read_history(plans, census, 3)
    assert history.missing is None
    middle = {name: median(each) for name, each in taken.items()}
    ours = middle["reading its history"]
    sys.stdout.write(f"{options.commits} commits, {len(history.first)} files, {len(history.entered)} dates looked for;")
    sys.stdout.write(f" processor time with children, median of {options.runs} runs\n")
    for name, took in middle.items():
        sys.stdout.write(f"{name:20} {took * 1000:7.0f} ms   history / this = {ours / took:6.1f}\n")
    sys.stdout.write(f"reading its history takes {median(walls) * 1000:.0f} ms on the clock\n")


if __name__ == "__main__":
    main()
