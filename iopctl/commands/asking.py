"""Questions on a terminal. They go to stderr, so that what stands on stdout is the result alone."""

from collections.abc import Collection, Sequence

from iopctl.console import clean, say


def tell(text: str, indent: str = "") -> None:
    """Something to read before an answer, broken at words; lines after the first are indented."""
    from shutil import get_terminal_size
    from textwrap import fill

    say(fill(text, get_terminal_size().columns, subsequent_indent=indent))


def ask(question: str) -> str:
    """One line, trimmed. The end of input is an interruption, like Ctrl-C."""
    import sys

    while True:
        sys.stderr.write(clean(question) + " ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            sys.stderr.write("\n")
            raise KeyboardInterrupt
        text = line.strip()
        if clean(text) == text:
            return text
        say("That holds a control character, perhaps from an arrow key. Please type it again.")


def choose(question: str, words: Sequence[str]) -> str | None:
    """One of some words, or the beginning of just one of them; nothing for Enter."""
    while True:
        text = ask(f"{question} ({', '.join(words)}; Enter for none):").lower()
        if not text:
            return None
        meant = [word for word in words if word == text] or [word for word in words if word.startswith(text)]
        if len(meant) == 1:
            return meant[0]
        say(f"Please type one of {', '.join(words)}.")


def ask_id(question: str, ids: Collection[str], what: str, default: str | None = None) -> str:
    """One of some ids; Enter takes the default."""
    from iopctl.errors import NotFound
    from iopctl.model.ids import known

    while True:
        text = ask(f"{question} [{default}]:" if default else f"{question}:") or default or ""
        try:
            return known(text, ids, what)
        except NotFound as error:
            say(str(error))
