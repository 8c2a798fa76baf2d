"""What a signature is bound to: a digest of the clinical content of a plan."""

import json
from hashlib import blake2b
from typing import Any

from iopctl.model.plan import Plan

# Not clinical content: a payer's paper, a signature or a waiver does not change what was signed (design, plan.toml),
# nor does what is only recorded as the stay goes on: consents, scores, care elsewhere, visits afterwards. Why an
# evaluation was entered late is no content either.
NOT_SIGNED = frozenset(
    {"status", "signatures", "certifications", "authorizations", "coverage", "waivers", "events", "discharge"}
    | {"consents", "level_of_care_scores", "other_care", "follow_ups", "last_known_on", "died_on"}
)


def content_digest(plan: Plan) -> str:
    """`blake2b-256:` and 64 hex digits over canonical JSON; a field at its default is as if absent."""
    unsigned: dict[str, Any] = {**dict.fromkeys(NOT_SIGNED, True), "evaluations": {"__all__": {"late_entry"}}}
    content = plan.model_dump(mode="json", by_alias=True, exclude=unsigned, exclude_defaults=True)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return f"blake2b-256:{blake2b(canonical.encode(), digest_size=32).hexdigest()}"
