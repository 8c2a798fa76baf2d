"""Ids that somebody typed."""

from collections.abc import Collection
from difflib import get_close_matches

from iopctl.errors import NotFound
from iopctl.model.program import Program

LISTED = 12  # more than these are looked up in the file


def known(word: str, ids: Collection[str], what: str) -> str:
    """The id, if it is one of them. Raises NotFound with the one that was probably meant, else with all of a few."""
    if word in ids:
        return word
    near = get_close_matches(word, ids, n=1)
    if near:
        raise NotFound(f"{what}. Did you mean {near[0]}?")
    listed = f" Known: {', '.join(ids)}." if 0 < len(ids) <= LISTED else ""
    raise NotFound(f"{what}.{listed}")


def known_staff(program: Program, person: str | None) -> None:
    """Raise NotFound unless the person, where one is named, works here."""
    if person is not None:
        known(person, program.staff_by_id, "program.toml: no staff member of that id")
