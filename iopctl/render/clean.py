"""Text that a terminal, an editor or a screen reader shows as it is: nothing in it is obeyed, nothing is hidden."""

import unicodedata

# Control and format characters, halves of pairs, line and paragraph separators. Joiners are part of scripts.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SHOWN = frozenset("\n\t\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


def clean(text: str) -> str:
    """The text with what a terminal obeys or hides made visible; newline and tab stay."""
    return text if text.isprintable() else "".join(map(_visible, text))


def one_line(text: str) -> str:
    """Clean text on one line, so that no text can pass for a line of its own."""
    return clean(text.replace("\n", " "))


def _visible(character: str) -> str:
    if character in _SHOWN or unicodedata.category(character) not in _HIDDEN:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
