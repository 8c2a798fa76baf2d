"""Ask a questionnaire item by item on a terminal."""

from typing import TYPE_CHECKING

from iopctl.commands.asking import ask, tell
from iopctl.console import say

if TYPE_CHECKING:
    from iopctl.model.assessment import Answer
    from iopctl.model.instrument import Instrument


def ask_items(form: "Instrument") -> "tuple[Answer, ...]":
    """Every item in its own wording; `b` goes back one, Enter keeps an answer that was given before.

    Where the wording may not be shipped, the topic stands in its place: read the items from the clinic's own form.
    """
    from iopctl.scoring import read_answers

    say(form.title)
    if not form.items:
        say("The wording is not shipped: read each item from your own form.")
    tell(form.stem or form.recall or "")
    say("\n".join((*_keys(form), "  s  skip", "  b  back")))
    given: list[str] = []
    number = 0
    while number < form.count:
        before = given[number] if number < len(given) else ""
        word = _ask_item(form, number, before) if _asked(form, number, given) else "skip"
        if word == "back":
            number = next((each for each in range(number - 1, -1, -1) if _asked(form, each, given)), 0)
        else:
            given[number : number + 1] = [word]
            number += 1
    return read_answers(form, given)


def _asked(form: "Instrument", number: int, given: list[str]) -> bool:
    """Whether the form asks this item after the answers so far."""
    depends = form.number_asked_if(number + 1)
    return depends is None or given[depends - 1] == "yes"


def _ask_item(form: "Instrument", number: int, before: str) -> str:
    """An answer, `skip` or `back`; whatever else is typed is asked again."""
    from iopctl.model.assessment import NOT_APPLICABLE
    from iopctl.scoring import offered, takes

    if form.yes_no:
        allowed = {"y": "yes", "yes": "yes", "n": "no", "no": "no", "1": "yes", "0": "no"}
    else:
        allowed = {str(value): str(value) for value in form.values(number + 1)}
    if takes(form, number + 1, NOT_APPLICABLE):
        allowed[NOT_APPLICABLE] = NOT_APPLICABLE
    allowed |= {"s": "skip", "skip": "skip", "b": "back", "back": "back"}
    if before:
        allowed[""] = before
    tell(f"{number + 1} of {form.count}  {form.prompts[number]}", indent="        ")
    while True:
        word = ask(f"  answer [{before}]:" if before else "  answer:").lower()
        if word in allowed:
            return allowed[word]
        say(f"  Please type {offered(form, number + 1)}, s to skip or b to go back.")


def _keys(form: "Instrument") -> list[str]:
    return [f"  {value}  {label}" for value, label in enumerate(form.response_labels, form.response_min)]
