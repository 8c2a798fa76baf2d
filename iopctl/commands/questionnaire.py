"""Ask a questionnaire item by item on a terminal."""

from typing import TYPE_CHECKING

from iopctl.commands.asking import ask, tell
from iopctl.console import say

if TYPE_CHECKING:
    from iopctl.model.assessment import Answer
    from iopctl.model.instrument import Instrument


def ask_items(form: "Instrument") -> "tuple[Answer, ...]":
    """Every item in its own wording; `b` goes back one, Enter keeps an answer that was given before."""
    from iopctl.scoring import read_answers

    say(form.title)
    tell(form.stem)
    say("\n".join((*_keys(form), "  s  skip", "  b  back")))
    given: list[str] = []
    number = 0
    while number < len(form.items):
        before = given[number] if number < len(given) else ""
        word = _ask_item(form, number, before)
        if word == "back":
            number = max(number - 1, 0)
        else:
            given[number : number + 1] = [word]
            number += 1
    return read_answers(form, given)


def _ask_item(form: "Instrument", number: int, before: str) -> str:
    """An answer, `skip` or `back`; whatever else is typed is asked again."""
    allowed = {str(value): str(value) for value in range(form.response_min, form.response_max + 1)}
    allowed |= {"s": "skip", "skip": "skip", "b": "back", "back": "back"}
    if before:
        allowed[""] = before
    tell(f"{number + 1} of {len(form.items)}  {form.items[number]}", indent="        ")
    while True:
        word = ask(f"  answer [{before}]:" if before else "  answer:").lower()
        if word in allowed:
            return allowed[word]
        say(f"  Please type {form.response_min} to {form.response_max}, s to skip or b to go back.")


def _keys(form: "Instrument") -> list[str]:
    return [f"  {value}  {label}" for value, label in enumerate(form.response_labels, form.response_min)]
