"""What of a program changed since a commit: charts, weeks and the patients whose rows in them changed."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iopctl.errors import NotFound, Refused, UsageError
from iopctl.store.folder import PATIENT, PROGRAM, shown
from iopctl.store.parsing import parse
from iopctl.store.problems import Problem
from iopctl.store.raw import decoded, read_text
from iopctl.store.repository import commit_index, git, repository_of

# Only names are asked for, and no program of the repository is run to compare files.
_NAMES = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative")

SHORT = 12  # digits of a commit's name that are printed


@dataclass(frozen=True)
class Changes:
    """Charts and files that changed. `unstaged` are those of a commit that differ from what will be committed."""

    patients: frozenset[str]
    files: frozenset[str]
    unstaged: tuple[str, ...] = ()

    def holds(self, patient: str | None, file: str) -> bool:
        """Whether something is about a changed chart; of what is about no chart, whether it is in a changed file."""
        return file in self.files if patient is None else patient in self.patients


@dataclass(frozen=True)
class Checkout:
    """The commit that the folder is at, in short, and whether a file in it is not as that commit has it."""

    commit: str
    changed: bool


def checkout_of(root: Path) -> Checkout | None:
    """What numbers made from the folder can be pinned to; None where there is no git, repository or commit."""
    if (head := _commit(root, "HEAD")) is None:
        return None
    return Checkout(head[:SHORT], bool(_changed(root, head, None)))


def changed_since(root: Path, revision: str | None) -> Changes | None:
    """What changed since HEAD, or since the branch left a revision; None when everything may be judged otherwise.

    Staged, unstaged and untracked files count; when a hook calls during a commit, only what will be committed. A
    changed program.toml or rule pack judges every chart anew. In a week only the patients count whose sessions or rows
    changed. Raises Refused outside of a repository, NotFound or UsageError for a revision that is none.
    """
    if repository_of(root) is None:
        where = shown(root, "")
        raise Refused(f"{where}: is in no git repository, so nobody knows what changed. Check without --changed.")
    index = commit_index(root)
    base = _base(root, revision)
    names = _changed(root, base, index)
    if any(name == PROGRAM or name.startswith("rulepacks/") for name in names):
        return None
    patients = {name.partition("/")[0] for name in names if PATIENT.fullmatch(name.partition("/")[0])}
    for name in names:
        if name.startswith("weeks/") and name.endswith(".toml"):
            patients |= _moved(_at(root, base, name), _now(root, name))
    # A chart under a name that is no code is counted for the folder as a whole.
    misnamed = {"" for name in names if name.endswith("/plan.toml")}
    unstaged = sorted(names & _names(git(root, *_NAMES, "--", index=index))) if index else ()
    return Changes(frozenset(patients), frozenset(names | misnamed), tuple(unstaged))


def _base(root: Path, revision: str | None) -> str | None:
    """The commit to compare with; None in a repository without any."""
    head = _commit(root, "HEAD")
    if revision is None:
        return head
    if not revision or revision.startswith("-"):
        raise UsageError("--base: name a commit, a branch or a tag, for example main.")
    named = _commit(root, revision)
    if named is None or head is None:
        raise NotFound(f"--base {revision}: no such revision here. `git branch --all` shows the branches.")
    try:
        return git(root, "merge-base", named, head).decode().strip()
    except Refused:
        raise NotFound(f"--base {revision}: has no commit in common with HEAD. Fetch more of its history.") from None


def _commit(root: Path, revision: str) -> str | None:
    try:
        found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except Refused:
        return None
    return found.decode().strip()


def _changed(root: Path, base: str | None, index: Path | None) -> set[str]:
    """The names of changed files in the program folder."""
    if base is None:
        names = _names(git(root, "ls-files", "-z", index=index))
    else:
        names = _names(git(root, *_NAMES, *(["--cached"] if index else []), base, "--", index=index))
    return names if index else names | _names(git(root, "ls-files", "-z", "--others", "--exclude-standard"))


def _names(listed: bytes) -> set[str]:
    return {os.fsdecode(name) for name in listed.split(b"\0") if name}


def _at(root: Path, base: str | None, name: str) -> dict[str, Any]:
    """A week as it was; empty when it was not there or could not be read."""
    try:
        return parse(name, decoded(name, git(root, "cat-file", "blob", f"{base}:./{name}"))) if base else {}
    except (Refused, Problem):
        return {}


def _now(root: Path, name: str) -> dict[str, Any]:
    try:
        return parse(name, read_text(root, name))
    except Problem:
        return {}


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The patients whose sessions or rows differ; everybody when one of the two cannot be compared."""
    old, new = _sessions(before), _sessions(after)
    found: set[str] = set()
    for name in old.keys() | new.keys():
        was, now = old.get(name, {}), new.get(name, {})
        for patient in _roster(was) | _roster(now):
            if _seen_by(was, patient) != _seen_by(now, patient):
                found.add(patient)
    return found


def _sessions(week: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The sessions by id; a week whose head or ids changed is another week for everybody."""
    listed = week.get("sessions", [])
    blocks = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    head = f"{week.get('week')}/{week.get('monday')}"
    return {f"{head}/{block.get('id')}/{n}": block for n, block in _numbered(blocks)}


def _numbered(blocks: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The blocks, each with how many of its id came before."""
    seen: dict[str, int] = {}
    for block in blocks:
        number = seen.setdefault(str(block.get("id")), 0)
        seen[str(block.get("id"))] += 1
        yield number, block


def _roster(session: Mapping[str, Any]) -> set[str]:
    patients, rows = session.get("patients", []), session.get("attendance", {})
    named = patients if isinstance(patients, list) else []
    return {each for each in (*named, *(rows if isinstance(rows, dict) else {})) if isinstance(each, str)}


def _seen_by(session: Mapping[str, Any], patient: str) -> object:
    """Of a session what one patient has of it: when, where, with whom, and the own row."""
    if patient not in _roster(session):
        return None
    shared = {key: value for key, value in session.items() if key not in {"patients", "attendance"}}
    rows = session.get("attendance", {})
    return shared, rows.get(patient) if isinstance(rows, dict) else None
