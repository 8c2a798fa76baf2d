"""How many columns of a terminal a text takes."""

import unicodedata


def cell_width(text: str) -> int:
    """How many columns the widest line of a text takes."""
    return max(map(_line_width, text.split("\n")))


def _line_width(line: str) -> int:
    if line.isascii():
        return len(line)
    over_others = {"Mn", "Me", "Cf"}  # marks are drawn over the character before them
    shown = (character for character in line if unicodedata.category(character) not in over_others)
    return sum(2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1 for character in shown)
