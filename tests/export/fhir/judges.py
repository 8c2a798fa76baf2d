"""Those who judge our bundles: the R4 JSON Schema, a structural reader of others, the snapshots of US Core."""

import json
import lzma
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import fhirkit
import jsonschema_rs

DATA = Path(__file__).parents[2] / "data" / "fhir"


@cache
def schema() -> Any:
    """The R4 JSON Schema."""
    with lzma.open(DATA / "fhir.schema.json.xz") as file:
        return jsonschema_rs.validator_for(json.load(file))


@cache
def profiles() -> dict[str, list[dict[str, Any]]]:
    """The elements of each US Core profile by its address."""
    found = (json.loads(path.read_text()) for path in sorted((DATA / "profiles").glob("*.json")))
    return {each["url"]: each["snapshot"]["element"] for each in found}


def faults(bundle: dict[str, Any]) -> list[str]:
    """Everything that anybody finds wrong."""
    resources = [each["resource"] for each in bundle["entry"]]
    return [
        *(f"schema: {each.message[:200]}" for each in schema().iter_errors(bundle)),
        *(str(each) for each in fhirkit.validate(bundle)),
        *_dangling(bundle, resources),
        *(
            fault
            for each in resources
            for url in each.get("meta", {}).get("profile", ())
            for fault in _against(each, url)
        ),
    ]


def _dangling(bundle: dict[str, Any], resources: list[dict[str, Any]]) -> Iterator[str]:
    there = {f"{each['resourceType']}/{each['id']}" for each in resources}
    if len(there) < len(resources):
        yield "two resources of one id"
    for each in _references(bundle):
        if each not in there:
            yield f"nothing at {each}"


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def _against(resource: dict[str, Any], url: str) -> Iterator[str]:
    """How often each element must be there, and what it must say, slices by what they fix."""
    elements = profiles()[url]
    for element in elements[1:]:
        path, name = element["path"].split("."), element.get("sliceName")
        if "sliceName" in element or ":" in element["id"]:
            if name and ":" not in element["id"].rsplit(":", 1)[0]:
                yield from _slice(resource, element, elements)
            continue
        for parent in _at(resource, path[1:-1]):
            count = _count(parent, path[-1])
            if count < element["min"] or (element["max"] != "*" and count > int(element["max"])):
                yield f"{url}: {element['path']} stands {count} times"


def _slice(resource: dict[str, Any], element: dict[str, Any], elements: list[dict[str, Any]]) -> Iterator[str]:
    if not element["min"]:
        return
    fixed = [each for each in elements if each["id"].startswith(element["id"])]
    wanted = [value for each in fixed for key, value in each.items() if key.startswith(("pattern", "fixed"))]
    for parent in _at(resource, element["path"].split(".")[1:-1]):
        values = parent.get(element["path"].rsplit(".", 1)[1], [])
        if not any(all(_holds(value, want) for want in wanted) for value in values):
            yield f"{element['id']} is missing"


def _holds(value: Any, want: Any) -> bool:
    """Whether a value holds all of another one, at any depth."""
    if value == want:
        return True
    if isinstance(want, dict) and isinstance(value, dict):
        return all(key in value and _holds(value[key], each) for key, each in want.items())
    if isinstance(want, list) and isinstance(value, list):
        return all(any(_holds(one, each) for one in value) for each in want)
    if isinstance(value, dict | list):
        return any(_holds(each, want) for each in (value.values() if isinstance(value, dict) else value))
    return False


def _at(value: Any, path: list[str]) -> Iterator[dict[str, Any]]:
    if not path:
        yield value
        return
    inner = value.get(path[0], [])
    for each in inner if isinstance(inner, list) else [inner]:
        if isinstance(each, dict):
            yield from _at(each, path[1:])


def _count(parent: dict[str, Any], name: str) -> int:
    names = [key for key in parent if key.startswith(name[:-3])] if name.endswith("[x]") else [name, f"_{name}"]
    return sum(len(v) if isinstance(v := parent[key], list) else 1 for key in names if key in parent)
