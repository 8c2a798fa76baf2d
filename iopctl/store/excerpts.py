"""The lines of the files that findings point at, for people to see.

An identity is never quoted, and no value that was rejected: what does not fit might be a name on the wrong line. Nor is
a value in which a rule found what looks like a name.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from iopctl.model.rule import Finding
from iopctl.store.problems import NOT_TOML, START, Problem
from iopctl.store.raw import read_text

IDENTITY = "identity.toml"
LEFT_OUT = " ..."
Lines = Mapping[tuple[str, int], str]

_PLAIN = r"[a-z0-9][a-z0-9._-]*"
_HEADING = re.compile(rf"\s*(?:\[+{_PLAIN}\]*|{_PLAIN}\s*=)")


def quoted_lines(root: Path, findings: Iterable[Finding], problems: Iterable[Finding]) -> Lines:
    """The line of each finding that points at something, by file and number; each file is read once.

    `problems` are what was rejected while loading, in view or not.
    """
    texts: dict[str, list[str]] = {}
    quoted: dict[tuple[str, int], str] = {}
    findings = list(findings)
    hidden = {
        (each.place.file, each.line) for each in (*problems, *(finding for finding in findings if finding.personal))
    }
    for finding in findings:
        file, number = finding.place.file, finding.line or 0
        if file not in texts:
            texts[file] = _lines(root, file)
        if 0 < number <= len(texts[file]) and _points(finding, texts[file][number - 1]):
            line = texts[file][number - 1]
            quoted[file, number] = _without_value(line) if (file, number) in hidden else line
    return {place: line for place, line in quoted.items() if line}


def _lines(root: Path, file: str) -> list[str]:
    if PurePosixPath(file).name == IDENTITY:
        return []
    try:
        return read_text(root, file).split("\n")
    except Problem:
        return []


def _without_value(line: str) -> str:
    """The heading or the key of a line; nothing of one that begins with neither."""
    found = _HEADING.match(line)
    if found is None:
        return ""
    return found[0] + (LEFT_OUT if line[found.end() :].strip() else "")


def _points(finding: Finding, line: str) -> bool:
    """Whether the line is what the finding is about: the first one stands for a whole file, too."""
    key = finding.place.key
    at_the_top = (finding.line, finding.column) == START
    return not at_the_top or finding.code == NOT_TOML.code or bool(key and line.startswith(str(key[0])))
