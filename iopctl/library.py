"""Rule packs, instruments and templates shipped with the program."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from iopctl.model.case import CaseFile
from iopctl.model.ids import known
from iopctl.model.instrument import Instrument
from iopctl.model.pack import RulePack

_DATA = files("iopctl") / "data"


@cache
def packs() -> MappingProxyType[str, RulePack]:
    """Every shipped rule pack by id."""
    shipped = (RulePack.read(_toml(file), f"rulepacks/{file.name}") for file in _toml_files("rulepacks"))
    return MappingProxyType({pack.id: pack for pack in shipped})


@cache
def cases() -> MappingProxyType[str, CaseFile]:
    """The case law of every rule by its code."""
    shipped = (case_file(file.name.removesuffix(".toml").upper()) for file in _toml_files("cases"))
    return MappingProxyType({each.rule: each for each in shipped if each is not None})


@cache
def case_file(code: str) -> CaseFile | None:
    """The case law of one rule; a rule of the program's own has none."""
    name = f"{code.lower()}.toml"
    file = _DATA / "cases" / name
    return CaseFile.read(_toml(file), f"cases/{name}") if file.is_file() else None


@cache
def instruments() -> MappingProxyType[str, Instrument]:
    """Every shipped instrument by id."""
    shipped = (Instrument.read(_toml(file), f"instruments/{file.name}") for file in _toml_files("instruments"))
    return MappingProxyType({instrument.id: instrument for instrument in shipped})


def instrument(name: str) -> Instrument:
    """One instrument. Raises NotFound."""
    return instruments()[known(name, instruments(), "no instrument of that name; `iopctl instruments list` shows all")]


@cache
def templates() -> MappingProxyType[str, str]:
    """The text of every plan template by name."""
    return MappingProxyType(
        {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in _toml_files("templates")}
    )


def template(name: str) -> str:
    """The text of one plan template. Raises NotFound."""
    return templates()[known(name, templates(), "no plan template of that name")]


@cache
def documents() -> MappingProxyType[str, str]:
    """The text of every document template by file name."""
    folder = _DATA / "documents"
    return MappingProxyType({file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()})


def program_template() -> str:
    """The text of a program.toml to start from."""
    return (_DATA / "program.toml").read_text(encoding="utf-8")


def demo_folder() -> Path:
    """The fictional program: in an installed package among its data, in a checkout the folder beside the package."""
    packaged = Path(__file__).parent / "data" / "demo"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "plans"


@cache
def template_sentences() -> frozenset[str]:
    """The needs, goals and objectives of the templates, by which a plan shows what nobody has rewritten."""
    drafts = [tomllib.loads(text) for text in templates().values()]
    goals = [goal for draft in drafts for goal in draft.get("goals", [])]
    needs = [need for draft in drafts for need in draft.get("needs", [])]
    objectives = [objective for goal in goals for objective in goal["objectives"]]
    return frozenset(each["text"] for each in (*needs, *goals, *objectives))


def _toml_files(folder: str) -> list[Traversable]:
    return sorted((file for file in (_DATA / folder).iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)


def _toml(file: Traversable) -> dict[str, Any]:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    del data["schema"]
    return data
