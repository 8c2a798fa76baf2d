"""Read what the rules ask of git: when dated facts entered the files, and what changed under a signature.

Each file is followed through all its contents, oldest first, and what stands in it now comes last. Dates that entered
in time are told by when their record was last changed; only the others are looked for in earlier texts.
"""

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from iopctl.model.chart import Census
from iopctl.model.history import UNCOMMITTED, History, Missing
from iopctl.model.plan import Plan
from iopctl.model.review import Review
from iopctl.model.week import Week
from iopctl.store.commits import Blob, Commits
from iopctl.store.folder import PROGRAM
from iopctl.store.git import Git, NoHistory
from iopctl.store.loading import Loaded
from iopctl.store.problems import Problem
from iopctl.store.raw import max_bytes, normal, read_text
from iopctl.store.tracing import Tracer, Version

NOT_IN_GIT = Missing("no file of the program is in git", "add the program folder to git and commit every day")


def with_history(loaded: Loaded, days: int) -> Loaded:
    """The program with what git says of it; dates that entered within so many days are taken to be in time."""
    history = read_history(loaded.root, loaded.census, days)
    charts = tuple(replace(chart, history=history) for chart in loaded.census.charts)
    return replace(loaded, census=replace(loaded.census, charts=charts, history=history))


def read_history(root: Path, census: Census, days: int) -> History:
    """What git says, or why it says nothing."""
    try:
        return _read(Git(root), root, census, days)
    except NoHistory as none:
        return History(missing=none.missing)


def _read(git: Git, root: Path, census: Census, days: int) -> History:
    commits = Commits(git, census.program.zone)
    tracked = set(os.fsdecode(git.run("ls-files", "-z")).split("\0"))
    documents = [each for each in _documents(census) if each.file in tracked]
    if not documents and PROGRAM not in tracked:
        raise NoHistory(NOT_IN_GIT)
    blobs = {each.file: commits.contents(each.file) for each in documents}
    dated = [each for each in documents if _has_dates(each)]
    tracer = Tracer(days)
    with closing(_versions(git, root, [(each.file, blobs[each.file]) for each in dated])) as versions:
        for document, (known, now) in zip(dated, versions, strict=True):
            if now is not None:  # else somebody took the file away since it was loaded
                tracer.trace(document, [*known, Version(UNCOMMITTED, now)])
    first = {file: held[0].commit for file, held in blobs.items() if held}
    return History(first, tracer.entered, tracer.changed)


def _documents(census: Census) -> Iterator[Week | Plan | Review]:
    yield from census.weeks
    for chart in census.charts:
        yield chart.plan
        yield from chart.reviews


def _has_dates(document: Week | Plan | Review) -> bool:
    """Whether anything in it is dated; the texts of other files need not be read."""
    if isinstance(document, Week):
        rows = (row for session in document.sessions for row in session.attendance.values())
        return any(row.noted_at or row.signed_at or row.cosigned for row in rows)
    if isinstance(document, Plan):
        return bool(document.signatures or document.evaluations or document.certifications)
    return document.filed_on is not None


def _versions(
    git: Git, root: Path, files: Sequence[tuple[str, list[Blob]]]
) -> Generator[tuple[list[Version], str | None]]:
    """The texts that each file has had and that can be read, oldest first, and what stands there now."""
    sizes = git.sizes({blob.id for _, blobs in files for blob in blobs})
    wanted = [(file, [blob for blob in blobs if sizes[blob.id] <= max_bytes(file)]) for file, blobs in files]
    with closing(git.contents([blob.id for _, blobs in wanted for blob in blobs])) as contents:
        for file, blobs in wanted:
            texts = [(blob.commit, _text(content)) for blob, content in zip(blobs, contents, strict=False)]
            yield [Version(commit, text) for commit, text in texts if text is not None], _text_now(root, file)


def _text(content: bytes) -> str | None:
    try:
        return normal(content).decode()
    except UnicodeDecodeError:
        return None


def _text_now(root: Path, file: str) -> str | None:
    try:
        return read_text(root, file)
    except Problem:
        return None
