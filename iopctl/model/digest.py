"""What a signature is bound to: a digest of the clinical content of a plan."""

import json
from hashlib import blake2b

from iopctl.model.plan import Plan

# Not clinical content: a payer's paper, a signature or a waiver does not change what was signed (design, plan.toml).
NOT_SIGNED = frozenset(
    {"status", "signatures", "certifications", "authorizations", "coverage", "waivers", "events", "discharge"}
)


def content_digest(plan: Plan) -> str:
    """`blake2b-256:` and 64 hex digits over canonical JSON; a field at its default is as if absent."""
    content = plan.model_dump(mode="json", by_alias=True, exclude=set(NOT_SIGNED), exclude_defaults=True)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return f"blake2b-256:{blake2b(canonical.encode(), digest_size=32).hexdigest()}"
