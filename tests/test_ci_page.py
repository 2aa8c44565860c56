"""What `docs/ci.md` shows does what it says: its steps are run, and find what is stale."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import mtlc
from tests.test_readme import ROOT, blocks

PAGE = ROOT / "docs" / "ci.md"
GOOD = "inputs: {x: [4]}\nlayers: [Dense: 8]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose one module is stale."""
    command = tmp_path / "bin" / "mtlc"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mtlc "$@"\n')
    command.chmod(0o755)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "price.yaml").write_text(GOOD)
    mtlc(tmp_path, "compile", "specs/price.yaml")
    (tmp_path / "specs" / "price.yaml").write_text(GOOD.replace("8", "9"))
    return tmp_path


def shell(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", program],
        cwd=folder,
        env={**os.environ, "PATH": path, "GITHUB_WORKSPACE": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def workflow() -> dict[str, Any]:
    (found,) = (
        document
        for body in blocks(PAGE, "yaml")
        for document in [yaml.safe_load(body)]
        if "jobs" in document
    )
    assert isinstance(found, dict)
    return found


def test_the_shell_job_fails_where_a_module_is_stale(project: Path) -> None:
    (program,) = blocks(PAGE, "bash")
    stale = shell(project, program)

    assert stale.returncode == 1
    assert stale.stdout == "specs/price.py is not what would be written\n"


def test_the_workflow_fails_where_a_module_is_stale_and_reports_it(project: Path) -> None:
    steps = {
        step["name"]: step for step in workflow()["jobs"]["specs"]["steps"] if "name" in step
    }
    checked = shell(project, steps["Check the specs"]["run"])
    stale = shell(project, steps["Find stale modules"]["run"])
    written = shell(project, steps["Write the report"]["run"])
    report = steps["Upload the report"]["with"]["sarif_file"]
    (run,) = json.loads((project / report).read_text())["runs"]

    assert checked.returncode == 0
    assert stale.returncode == 1
    assert stale.stdout.startswith("::error file=specs/price.py,title=stale-module::")
    assert written.returncode == 0
    assert [one["ruleId"] for one in run["results"]] == ["stale-module"]
    later = [step for name, step in steps.items() if name not in ("Install", "Check the specs")]
    assert all(step["if"] == "success() || failure()" for step in later)


def test_the_hooks_that_are_named_are_there() -> None:
    (used,) = (
        yaml.safe_load(body)["repos"] for body in blocks(PAGE, "yaml") if "repos:" in body
    )
    there = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    assert [hook["id"] for hook in used[0]["hooks"]] == [hook["id"] for hook in there]
