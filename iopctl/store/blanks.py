"""Blanks that tomlkit 0.15 loses: it would write `{ on = 2026-11-24 }` back as `{ on = 2026-11-24}`."""

from collections.abc import Iterable

from tomlkit.container import Container
from tomlkit.items import AoT, Array, Date, DateTime, InlineTable, Item, Table


def keep_blanks(node: Container | Item, *, bracketed: bool = False) -> None:
    """Count the blank behind a date inside brackets to the date's text, from where it is written back."""
    if isinstance(node, Date | DateTime):
        if bracketed:
            node._raw += node.trivia.comment_ws  # noqa: SLF001  # tomlkit has no other place for it
            node.trivia.comment_ws = ""
        return
    for item in _inside(node):
        keep_blanks(item, bracketed=bracketed or isinstance(node, InlineTable | Array))


def _inside(node: Container | Item) -> Iterable[Item]:
    if isinstance(node, Table | InlineTable):
        node = node.value
    if isinstance(node, Container):
        return [item for _, item in node.body]
    if isinstance(node, AoT):
        return node.body
    return node if isinstance(node, Array) else ()
