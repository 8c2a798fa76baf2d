"""The README's tour shows what the program really prints."""

import re
import shlex
from pathlib import Path

import pytest

from iopctl import library
from tests.conftest import Iopctl

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
# A block of the tour: a command line behind `$`, then its output. A line of three dots stands for what is left out.
TOUR = re.findall(r"^```console\n\$ iopctl ([^\n]+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_the_tour_is_there() -> None:
    assert len(TOUR) >= 6


@pytest.mark.parametrize(("command", "shown"), TOUR, ids=[command for command, _ in TOUR])
def test_the_tour_prints_what_the_readme_shows(
    command: str, shown: str, iopctl: Iopctl, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = library.demo_folder()
    monkeypatch.chdir(demo.parent)
    ran = iopctl(*shlex.split(command), plans=Path(demo.name))
    said = (ran.out + ran.err).replace(f"{demo.name}/", "plans/").splitlines()
    for part in shown.removesuffix("\n").split("\n...\n"):
        lines = [line for line in part.splitlines() if line != "..."]
        starts = [n for n in range(len(said)) if said[n : n + len(lines)] == lines]
        assert starts, f"{command} does not print:\n{part}\nbut:\n" + "\n".join(said)
        said = said[starts[0] + len(lines) :]
