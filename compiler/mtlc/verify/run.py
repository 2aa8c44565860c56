"""One verification: what the process saw, compared with the summary, as a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mtlc.verify.checks import Check, Report
from mtlc.verify.compare import ASPECTS, Aspect, compare
from mtlc.verify.process import Backend, Ended, NotInstalled, listen

TIMEOUT = 600.0

PACKAGES = {
    "keras": {
        "tensorflow": "'mtlc[tensorflow]'",
        "jax": "keras jax",
        "torch": "keras torch",
    },
    "tensorflow": {"tensorflow": "'mtlc[tensorflow]'"},
    "jax": {"jax": "jax"},
    "torch": {"torch": "torch"},
}
"""What to install where a package is missing, for each backend."""

NAMES = {"keras": "Keras", "tensorflow": "TensorFlow", "jax": "JAX", "torch": "PyTorch"}


def verify(
    code: str,
    summary: dict[str, Any],
    *,
    folder: Path,
    backend: Backend = "tensorflow",
    timeout: float = TIMEOUT,
    progress: Callable[[str], None] = lambda what: None,
) -> Report:
    """Build a generated module in Keras, run, train, save and load it.

    Args:
        code: The generated module. It is run, and with it what it imports.
        summary: What mtlc says of the model, as `Summary.to_dict` gives it.
        folder: Where imported modules are looked for first, the spec's own.
        backend: The backend of Keras.
        timeout: In seconds, for all of it.
        progress: Called with what is going to be done.

    Raises:
        NotInstalled: Keras or the backend is not installed.
        RuntimeError: mtlc itself failed in the process.
    """
    checks: list[Check] = []
    doing = "start"
    order = {
        "code": code,
        "file": f"{summary['name']}.py",
        "folders": [str(folder.absolute())],
        "outputs": [one["name"] for one in summary["outputs"]],
    }
    try:
        for event in listen(order, backend, timeout):
            if "doing" in event:
                doing = event["doing"]
                progress(doing)
            elif "missing" in event:
                raise NotInstalled(missing(event["missing"], backend))
            elif "fault" in event:
                raise RuntimeError(event["fault"])
            elif "model" in event:
                checks += _compared(summary, event["model"])
            else:
                checks.append(_check(event))
    except Ended as error:
        checks.append(Check(doing, "failed", str(error), problems=(str(error),)))
    return Report(summary["name"], backend, tuple(checks))


def missing(package: str, backend: str) -> str:
    """What is missing, and how to install it."""
    return (
        f"{NAMES[package]} is not installed; `pip install {PACKAGES[package][backend]}` "
        "installs it"
    )


def _check(event: dict[str, Any]) -> Check:
    return Check(
        event["check"],
        event["status"],
        event["detail"],
        event["seconds"],
        tuple(event["problems"]),
    )


def _compared(said: dict[str, Any], found: dict[str, Any]) -> list[Check]:
    """One check for each of names, shapes, dtypes and parameters."""
    comparison = compare(said, found)
    checks = []
    for aspect in ASPECTS:
        problems = tuple(comparison.problems[aspect])
        detail = _detail(aspect, comparison.compared[aspect], comparison.unknown[aspect])
        if problems:
            detail = problems[0]
            if len(problems) > 1:
                detail += f"; and {len(problems) - 1} more"
        checks.append(Check(aspect, "failed" if problems else "ok", detail, problems=problems))
    return checks


def _detail(aspect: Aspect, compared: int, unknown: int) -> str:
    things = "counts" if aspect == "parameters" else aspect
    detail = f"{compared:,} {things} are as said"
    return f"{detail}; {unknown:,} cannot be known before Keras runs" if unknown else detail
