"""JSON Schema of every kind of file, made from the models, for editors and TOML linters.

The first line of a file names its schema, `#:schema ../.schemas/plan.json`; the schemas lie in the program folder, so
that nothing has to be fetched.
"""

import json
import re
from typing import Any

from iopctl.model.assessment import Assessment
from iopctl.model.claim import Claim
from iopctl.model.frozen import Document
from iopctl.model.identity import Identity
from iopctl.model.pack import RulePack
from iopctl.model.plan import Plan
from iopctl.model.program import Program
from iopctl.model.review import Review
from iopctl.model.week import Week
from iopctl.store.parsing import SCHEMA

FOLDER = ".schemas"
KINDS: dict[str, type[Document]] = {
    "program": Program,
    "plan": Plan,
    "week": Week,
    "assessment": Assessment,
    "review": Review,
    "claim": Claim,
    "rulepack": RulePack,
    "identity": Identity,
}
_BY_FOLDER = {
    "weeks": "week",
    "rulepacks": "rulepack",
    "revisions": "plan",
    "assessments": "assessment",
    "reviews": "review",
    "claims": "claim",
}
_DIRECTIVE = re.compile(r"\A#:schema [^\n]*\n")
# TOML has four kinds of dates and times; JSON Schema's `time` has an offset, which a clock time here never has.
_FORMATS = {"time": "time-local"}


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file. Raises KeyError."""
    schema = _for_toml(KINDS[kind].model_json_schema(by_alias=True))
    version = {"const": SCHEMA, "type": "integer", "description": "The version of the file's layout."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"iopctl {kind}",
        "properties": {"schema": version, **schema["properties"]},
        "required": ["schema", *schema.get("required", [])],
    }


def schema_text(kind: str) -> str:
    """The schema as a file holds it. Raises KeyError."""
    return json.dumps(schema_of(kind), indent=2) + "\n"


def schema_file(kind: str) -> str:
    """Where the schema lies in the program folder."""
    return f"{FOLDER}/{kind}.json"


def kind_of(file: str) -> str | None:
    """What a file of the program folder is, by its place; None for what is no file of ours."""
    *folders, name = file.split("/")
    if folders:
        return _BY_FOLDER.get(
            folders[-1], name.removesuffix(".toml") if name in {"plan.toml", "identity.toml"} else None
        )
    return "program" if name == "program.toml" else None


def with_directive(file: str, text: str) -> str:
    """The text with the line that names its schema in front, in place of one that names another."""
    kind = kind_of(file)
    if kind is None:
        return text
    line = f"#:schema {'../' * file.count('/') or './'}{schema_file(kind)}\n"
    return line + _DIRECTIVE.sub("", text)


def _for_toml(node: Any) -> Any:
    """Without what TOML has no word for: null, and titles that only repeat the key."""
    if isinstance(node, list):
        return [_for_toml(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: _for_toml(value)
        for key, value in node.items()
        if not (key == "default" and value is None) and not (key == "title" and isinstance(value, str))
    }
    if "anyOf" in kept:
        options = [option for option in kept.pop("anyOf") if option != {"type": "null"}]
        kept = {**(options[0] if len(options) == 1 else {"anyOf": options}), **kept}
    if kept.get("format") in _FORMATS:
        kept["format"] = _FORMATS[kept["format"]]
    return kept
