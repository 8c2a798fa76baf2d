"""The lines of the files that findings point at, for people to see; identities are never quoted."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from iopctl.model.rule import Finding
from iopctl.store.problems import START, Problem
from iopctl.store.raw import read_text

IDENTITY = "identity.toml"
Lines = Mapping[tuple[str, int], str]


def quoted_lines(root: Path, findings: Iterable[Finding]) -> Lines:
    """The line of each finding that points at something, by file and number; each file is read once."""
    texts: dict[str, list[str]] = {}
    quoted = {}
    for finding in findings:
        file, number = finding.place.file, finding.line or 0
        if PurePosixPath(file).name == IDENTITY:
            continue
        if file not in texts:
            texts[file] = _lines(root, file)
        if 0 < number <= len(texts[file]) and _points(finding, texts[file][number - 1]):
            quoted[file, number] = texts[file][number - 1]
    return quoted


def _lines(root: Path, file: str) -> list[str]:
    try:
        return read_text(root, file).split("\n")
    except Problem:
        return []


def _points(finding: Finding, line: str) -> bool:
    """Whether the line is what the finding is about: the first one stands for a whole file, too."""
    key = finding.place.key
    at_the_top = (finding.line, finding.column) == START
    return not at_the_top or finding.code == "FI001" or bool(key and line.startswith(str(key[0])))
