"""A baseline on disk: one finding a line, in an order that shows what was added and what is gone."""

import os
from pathlib import Path

from iopctl.errors import NotFound, Refused
from iopctl.model.baseline import Baseline
from iopctl.store.loading import located
from iopctl.store.parsing import parse
from iopctl.store.problems import Problem
from iopctl.store.raw import MAX_WEEK_BYTES, read_text
from iopctl.store.reading import validate
from iopctl.store.toml_text import one_line
from iopctl.store.writing import create, save

HEAD = "# Findings that `iopctl check --baseline` sets aside, so that only new ones fail. Written by --write-baseline."


def read_baseline(file: Path) -> Baseline:
    """Raises NotFound when it is not there, Refused with line and column when it is not a baseline."""
    if not os.path.lexists(file):
        raise NotFound(f"{file}: no such baseline. Write one with `iopctl check --baseline {file} --write-baseline`.")
    return _read(file)[0]


def write_baseline(file: Path, baseline: Baseline) -> None:
    """Write a new file, or replace one that is a baseline. Raises Refused for any other file."""
    lines = [HEAD, "schema = 1", f"as_of = {baseline.as_of}", "findings = ["]
    fields = (entry.model_dump(exclude_defaults=True) for entry in baseline.findings)
    text = "\n".join([*lines, *(f"    {one_line(each)}," for each in fields), "]", ""])
    if os.path.lexists(file):
        save(file.parent, file.name, text, was=_read(file)[1])
    else:
        create(file.parent, file.name, text)


def _read(file: Path) -> tuple[Baseline, str]:
    try:
        text = read_text(file.parent, file.name, limit=MAX_WEEK_BYTES)
        baseline, problems = validate(parse(file.name, text), file.name, Baseline)
    except Problem as problem:
        baseline, problems = None, [problem.finding]
    if baseline is None or problems:
        [first, *_] = located(file.parent, problems)
        raise Refused(f"{file}:{first.line}:{first.column}: is no baseline: {first.message}. Next: {first.next}.")
    return baseline, text
