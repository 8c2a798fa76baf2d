"""`plan new --from-fhir` with a bundle of ours, whole or meddled with."""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopctl import library
from iopctl.commands.plan.returning import returned
from iopctl.drafting.intake import Intake
from iopctl.errors import Refused
from iopctl.export.fhir import bundle_of
from iopctl.store.loading import load
from tests.conftest import AS_OF, DEMO, Iopctl
from tests.drafting.test_fuzz import JSON, ODD, places

LOADED = load(DEMO, library.packs(), library.instruments(), ["pt-0021"])
BUNDLE = bundle_of(LOADED.chart("pt-0021"), AS_OF).bundle


def test_a_chart_that_is_lost_comes_back_and_goes_out_the_same(iopctl: Iopctl, tmp_path: Path) -> None:
    """The folder of pt-0001 is gone; the weeks of the program are there."""
    plans = shutil.copytree(DEMO, tmp_path / "plans")
    out, again = tmp_path / "out.json", tmp_path / "again.json"
    iopctl("export", "fhir", "pt-0001", "--out", out, "--as-of", AS_OF, plans=plans)
    (plans / "pt-0001").rename(tmp_path / "old")
    ran = iopctl("plan", "new", "pt-0001", "--from-fhir", out, "--as-of", AS_OF, plans=plans)
    assert (ran.status, "carried 272 of 510 resources" in ran.out) == (0, True)
    iopctl("export", "fhir", "pt-0001", "--out", again, "--as-of", AS_OF, plans=plans)
    assert again.read_bytes() == out.read_bytes()


def test_a_file_that_is_there_is_not_written_over(iopctl: Iopctl, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("mine")
    ran = iopctl("export", "fhir", "pt-0001", "--out", out, plans=DEMO)
    assert (ran.status, ran.err) == (3, f"iopctl: {out}: is there already; nothing was written. Give another name.\n")
    assert out.read_text() == "mine"


def test_an_export_is_for_its_owner_alone(iopctl: Iopctl, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    iopctl("export", "fhir", "pt-0001", "--out", out, plans=DEMO)
    assert out.stat().st_mode & 0o777 == 0o600
    assert json.loads(out.read_text())["type"] == "collection"


def test_what_was_changed_is_refused_by_its_place_without_its_text(iopctl: Iopctl, tmp_path: Path) -> None:
    """Somebody wrote a name where the status of a goal stands."""
    bundle = copy.deepcopy(BUNDLE)
    goal = next(each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == "Goal")
    goal["identifier"][0]["value"] = "Jane Roe"
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(bundle))
    ran = iopctl("plan", "new", "pt-0042", "--from-fhir", file, plans=shutil.copytree(DEMO, tmp_path / "plans"))
    assert (ran.status, ran.err) == (
        3,
        "iopctl: changed.json: was changed since it was exported: goals.0.id does not fit. Export it again.\n",
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_changed_in_it_a_plan_comes_back_or_a_sentence(data: st.DataObject) -> None:
    bundle: Any = copy.deepcopy(BUNDLE)
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places(bundle["entry"])))
        holder[key] = data.draw(st.sampled_from(ODD) | JSON)
    try:
        edit, plan, draft = returned(LOADED, Intake("pt-0042"), "b.json", bundle, AS_OF)
    except Refused:
        return
    assert (plan.patient, edit.file) == ("pt-0042", "pt-0042/plan.toml")
    assert len(draft.carried) <= len(bundle["entry"])


@pytest.mark.parametrize("wrong", [[], {"resourceType": "Bundle"}, 7, "x"])
def test_what_is_no_bundle_of_ours_is_read_as_a_record_of_others(wrong: Any, iopctl: Iopctl, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps(wrong))
    ran = iopctl("plan", "new", "pt-0042", "--from-fhir", file, plans=shutil.copytree(DEMO, tmp_path / "plans"))
    assert "was changed since" not in ran.err
