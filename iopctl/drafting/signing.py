"""What signatures under a plan are worth: each is bound to what was signed."""

from typing import Literal

from iopctl.model.digest import content_digest
from iopctl.model.plan import Plan
from iopctl.model.record import Signature

State = Literal["ok", "stale", "attempted"]


def states(plan: Plan) -> list[tuple[Signature, State]]:
    """Every signature with its state: `ok` is given under this revision and these words."""
    digest = content_digest(plan)
    return [(signature, _state(signature, plan, digest)) for signature in plan.signatures]


def lost(before: Plan, after: Plan) -> list[Signature]:
    """The signatures that counted before a change and do not count after it."""
    kept = [signature for signature, state in states(after) if state == "ok"]
    return [signature for signature, state in states(before) if state == "ok" and signature not in kept]


def _state(signature: Signature, plan: Plan, digest: str) -> State:
    if signature.on is None:
        return "attempted"
    counts = signature.revision == plan.revision and signature.digest == digest
    return "ok" if counts else "stale"
