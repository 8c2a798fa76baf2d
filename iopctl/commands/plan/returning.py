"""plan new --from-fhir with a bundle that `export fhir` wrote: the plan comes back as it was."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from iopctl.drafting.fhir import Draft
    from iopctl.drafting.intake import Intake
    from iopctl.model.plan import Plan
    from iopctl.store import Loaded
    from iopctl.store.editing import Edit

TEMPLATE = "none"


def own_bundle(files: Sequence[Path]) -> Any:
    """The bundle of ours in a single file; None for anything else."""
    from iopctl.export.fhir import is_ours
    from iopctl.store.json_files import read_json

    data = read_json(files[0]) if len(files) == 1 else None
    return data if is_ours(data) else None


def returned(loaded: "Loaded", intake: "Intake", name: str, bundle: Any, today: "date") -> "tuple[Edit, Plan, Draft]":
    """The file, its plan and what came along. What was stated stands before the bundle. Raises Refused."""
    from pydantic import ValidationError

    from iopctl.errors import Refused
    from iopctl.export.fhir import came_back, plan_in
    from iopctl.model.assessment import Assessment
    from iopctl.model.plan import Plan
    from iopctl.store import editing
    from iopctl.store.toml_text import document_text

    fields, forms = plan_in(bundle)
    stated = intake.fields(loaded.census.program, loaded.packs, today)
    file = f"{intake.patient}/plan.toml"
    try:
        plan = Plan.read({**fields, **{key: value for key, value in stated.items() if value}}, file)
        for form in forms:
            Assessment.model_validate({key: value for key, value in form.fields.items() if value is not None})
    except ValidationError as error:
        # The place alone: what stands there is not ours to print.
        where = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"] if _plain(part))
        raise Refused(
            f"{name}: was changed since it was exported: {where or 'the plan'} does not fit. Export it again."
        ) from None
    return editing.new(loaded.root, file, document_text(plan), Plan), plan, came_back(name, bundle, fields, forms)


def _plain(part: str | int) -> bool:
    from iopctl.model.frozen import is_plain

    return isinstance(part, int) or is_plain(part)
