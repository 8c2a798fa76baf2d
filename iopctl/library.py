"""Rule packs, instruments and templates shipped with the program."""

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from iopctl.errors import NotFound
from iopctl.model.instrument import Instrument
from iopctl.model.pack import RulePack

_DATA = files("iopctl") / "data"


@cache
def packs() -> MappingProxyType[str, RulePack]:
    """Every shipped rule pack by id."""
    shipped = (RulePack.read(_toml(file), f"rulepacks/{file.name}") for file in _toml_files("rulepacks"))
    return MappingProxyType({pack.id: pack for pack in shipped})


@cache
def instruments() -> MappingProxyType[str, Instrument]:
    """Every shipped instrument by id."""
    shipped = (Instrument.read(_toml(file), f"instruments/{file.name}") for file in _toml_files("instruments"))
    return MappingProxyType({instrument.id: instrument for instrument in shipped})


def instrument(name: str) -> Instrument:
    """One instrument. Raises NotFound."""
    try:
        return instruments()[name]
    except KeyError:
        raise NotFound(f"no instrument of that name. Known: {', '.join(instruments())}.") from None


@cache
def templates() -> MappingProxyType[str, str]:
    """The text of every plan template by name."""
    return MappingProxyType(
        {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in _toml_files("templates")}
    )


def _toml_files(folder: str) -> list[Traversable]:
    return sorted((file for file in (_DATA / folder).iterdir() if file.name.endswith(".toml")), key=lambda f: f.name)


def _toml(file: Traversable) -> dict[str, Any]:
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    del data["schema"]
    return data
