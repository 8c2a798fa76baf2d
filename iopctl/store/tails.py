"""What stands behind the last key of a table: tomlkit counts it to that table, a reader to what comes next."""

from tomlkit.items import AoT, Comment, Table, Whitespace


def last_table(table: Table) -> Table:
    """The table that stands last in the text of a table."""
    body = table.value.body
    last = body[-1][1] if body else None
    if isinstance(last, AoT):
        return last_table(last.body[-1])
    return last_table(last) if isinstance(last, Table) else table


def cut_tail(table: Table) -> list[Comment | Whitespace]:
    """Take out what follows the first blank line after the last key: blank lines, and comments on the next session."""
    body = table.value.body
    end = max((n for n, (key, _) in enumerate(body, 1) if key is not None), default=0)
    while end < len(body) and isinstance(body[end][1], Comment):
        end += 1
    tail = [item for _, item in body[end:] if isinstance(item, Comment | Whitespace)]
    del body[end:]
    return tail


def put_back(table: Table, tail: list[Comment | Whitespace]) -> None:
    """What `cut_tail` took out, behind what was added meanwhile."""
    for item in tail:
        table.add(item)
