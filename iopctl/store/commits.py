"""Which contents each file of a program has had, and the first commit that holds each."""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import inf
from zoneinfo import ZoneInfo

from iopctl.model.history import Commit, Missing
from iopctl.store.git import NO_REPOSITORY, Git, NoHistory

SHALLOW = Missing(
    "this clone is shallow, its older commits are not here", "fetch them with `git fetch --unshallow` and check again"
)

SHORT = 10  # digits of an id: unique in any repository of this kind, and still to be typed
# Nothing that a user typed is a path pattern here: these are the files of a program, wherever its folder was before.
_FILES = (":(top,glob)**/plan.toml", ":(top,glob)**/weeks/*.toml", ":(top,glob)**/reviews/*.toml")
_REGULAR = {"100644", "100755"}  # not a link, and not removed
_MOST_RENAMED = 400  # files that one commit moves and edits; above it only what it moves unchanged is recognised


@dataclass(frozen=True)
class Blob:
    """One content that a file has had, by the id of its blob, and the first commit that holds it."""

    id: str
    commit: Commit


@dataclass(frozen=True)
class _Change:
    """A file in a commit that changed it. `order` is the place of the commit in time; `was` its name before."""

    order: int
    blob: Blob
    new: bool
    was: str | None


class Commits:
    """The commits up to HEAD, oldest first, as far as they changed files of a program."""

    def __init__(self, git: Git, zone: ZoneInfo) -> None:
        self._prefix, head = _around(git)
        self._changes: defaultdict[str, list[_Change]] = defaultdict(list)
        if head is not None:
            commits = _in_order_of_time(git, head, zone)
            for path, change in _changes(git, commits):
                self._changes[path].append(change)

    def contents(self, file: str) -> list[Blob]:
        """Every content that a file of the program folder has had, oldest first, also under its earlier names."""
        found: dict[str, Blob] = {}
        for change in sorted(self._of(self._prefix + file, inf, frozenset()), key=lambda change: change.order):
            found.setdefault(change.blob.id, change.blob)
        return list(found.values())

    def _of(self, path: str, until: float, later: frozenset[str]) -> Iterator[_Change]:
        """The changes of a path up to a commit, and on until another file takes the name.

        What another branch still did under the old name belongs to it, whenever that was.
        """
        for change in self._changes[path]:
            if change.new and change.order > until:
                return
            yield change
            if change.was is not None and change.was not in later:
                yield from self._of(change.was, change.order, later | {path})


def _around(git: Git) -> tuple[str, str | None]:
    """The program folder as a path in its repository, and the id of HEAD. Raises NoHistory when it is in none."""
    printed = git.run(
        "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix", "--revs-only", "HEAD"
    )
    inside, shallow, prefix, *head = os.fsdecode(printed).split("\n")
    if inside != "true":
        raise NoHistory(NO_REPOSITORY)
    if shallow == "true":
        raise NoHistory(SHALLOW)
    return prefix, head[0] if head and head[0] else None


def _in_order_of_time(git: Git, head: str, zone: ZoneInfo) -> dict[str, tuple[int, Commit]]:
    """Every commit by its id, with its place in time; those of one second as they follow from each other."""
    printed = git.run("rev-list", "--timestamp", "--topo-order", "--reverse", "--end-of-options", head, "--")
    lines = [line.split() for line in printed.decode().splitlines()]
    lines.sort(key=lambda line: int(line[0]))
    return {id_: (order, Commit(id_[:SHORT], _day(int(at), zone))) for order, (at, id_) in enumerate(lines)}


def _day(at: int, zone: ZoneInfo) -> date:
    """The local day of a moment; one beyond every calendar is the last day of it."""
    try:
        return datetime.fromtimestamp(at, UTC).astimezone(zone).date()
    except (ValueError, OverflowError, OSError):
        return date.max


def _changes(git: Git, commits: Mapping[str, tuple[int, Commit]]) -> Iterator[tuple[str, _Change]]:
    """Every file that a commit changed, by its path in the repository.

    A merge changed what it took from none of its parents. Files that were removed are passed over.
    """
    printed = git.run(
        *("diff-tree", "--stdin", "-r", "-z", "-c", "--root", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv"),
        *("-M", f"-l{_MOST_RENAMED}", "--", *_FILES),
        lines=commits,
    )
    tokens = iter(os.fsdecode(printed).split("\0"))
    order, commit = 0, Commit("", None)
    for token in tokens:
        if not token.startswith(":"):
            order, commit = commits.get(token, (order, commit))
            continue
        words = token.lstrip(":").split(" ")
        parents = len(token) - len(token.lstrip(":"))
        mode, id_, status = words[parents], words[2 * parents + 1], words[-1]
        was = next(tokens) if parents == 1 and status[0] in "RC" else None
        path = next(tokens)
        if mode in _REGULAR:
            yield path, _Change(order, Blob(id_, commit), set(status) <= set("AR0123456789"), was)
