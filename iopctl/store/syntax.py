"""TOML as a syntax tree, for what is done to the text itself: positions, layout, order."""

import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

HEADERS = frozenset({"table", "table_array_element"})


def parsed(text: str) -> "Node":
    """The root of the tree."""
    # Only what works on texts needs the parser, so it is imported here.
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_toml.language())).parse(text.encode()).root_node


def header_of(node: "Node") -> tuple[str, ...]:
    """The parts of the key in a table's header."""
    return tuple(key_parts(next(child for child in node.children if child.is_named)))


def pair_of(node: "Node") -> tuple["Node", "Node"]:
    """Key and value of a pair; a comment behind the value belongs to neither."""
    named = [child for child in node.children if child.is_named and child.type != "comment"]
    return named[0], named[-1]


def key_parts(key: "Node") -> Iterator[str]:
    """The parts of a key, without quotes."""
    if key.type == "dotted_key":
        for child in key.children:
            yield from key_parts(child)
    elif key.type in {"bare_key", "quoted_key"}:
        yield _unquoted((key.text or b"").decode())


def _unquoted(text: str) -> str:
    return next(iter(tomllib.loads(f"{text} = 0"))) if text[0] in "\"'" else text
