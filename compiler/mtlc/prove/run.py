"""Running two models that were compared, and what that says of the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from mtlc.compare.comparison import Comparison
from mtlc.compare.report import to_dict
from mtlc.prove.findings import Finding, Proof
from mtlc.prove.judging import judge_loss, judge_outputs, judge_step, why_not_trained
from mtlc.prove.speed import measure
from mtlc.verify.process import Ended, NotInstalled, listen
from mtlc.verify.run import missing

TIMEOUT = 600.0
CHILD = "mtlc.prove.child"
BACKEND = "tensorflow"

Order = dict[str, Any]


@dataclass(frozen=True)
class Code:
    """The generated module of a model, and the folder where what it imports is looked for."""

    text: str
    folder: Path


def prove(
    found: Comparison,
    a: Code,
    b: Code,
    *,
    timeout: float = TIMEOUT,
    progress: Callable[[str], None] = lambda what: None,
) -> Proof:
    """Run both models in TensorFlow, and hold what they do against the verdict.

    Args:
        found: The comparison.
        a: The code of A. It is run, and with it what it imports.
        b: The code of B.
        timeout: In seconds, for all of it.
        progress: Called with what is going to be done.

    Raises:
        NotInstalled: Keras or TensorFlow is not installed.
        RuntimeError: mtlc itself failed in a process.
    """
    end = monotonic() + timeout
    models = _model(found.a.graph, a), _model(found.b.graph, b)
    folders = [*dict.fromkeys(str(one.folder.absolute()) for one in (a, b))]
    reader = _Reader(found, progress)
    reader.read(_agreement(found, models, folders), timeout)
    findings = reader.findings
    if not any(one.status in ("failed", "contradicts") for one in findings):
        orders = [
            {
                "task": "time",
                "model": model,
                "title": title,
                "folders": [str(code.folder.absolute())],
                "tasks": found.training.both,
            }
            for model, title, code in zip(models, "AB", (a, b), strict=True)
        ]
        left = max(end - monotonic(), 0)
        findings += measure((orders[0], orders[1]), CHILD, BACKEND, left, progress)
    return Proof(found.is_same, reader.versions, tuple(findings))


def _model(graph: Any, code: Code) -> Order:
    return {
        "code": code.text,
        "file": f"{graph.name}.py",
        "outputs": [one.name for one in graph.outputs],
    }


def _agreement(found: Comparison, models: tuple[Order, Order], folders: list[str]) -> Order:
    document = to_dict(found)
    learning = None
    if why_not_trained(found) is None:
        learning = {"tasks": found.training.both, "ratio": found.training.ratio}
    return {
        "task": "agree",
        "a": models[0],
        "b": models[1],
        "folders": folders,
        "mapping": document["mapping"] if found.is_same else None,
        "packs": document["outputs"],
        "learning": learning,
    }


class _Reader:
    """What the process says of both models together, as findings."""

    def __init__(self, found: Comparison, progress: Callable[[str], None]) -> None:
        self._found = found
        self._progress = progress
        self._dtype = "float32"
        self.versions: str | None = None
        self.findings: list[Finding] = []

    def read(self, order: Order, timeout: float) -> None:
        """Give the order, and listen to the end."""
        doing = "start"
        try:
            for event in listen(order, BACKEND, timeout, CHILD):
                if "doing" in event:
                    doing = event["doing"]
                    self._progress(doing)
                else:
                    self._take(event)
        except Ended as error:
            self.findings.append(Finding(doing, "failed", str(error)))
        self._close()

    def _take(self, event: dict[str, Any]) -> None:
        if "missing" in event:
            raise NotInstalled(missing(event["missing"], BACKEND))
        if "fault" in event:
            raise RuntimeError(event["fault"])
        if "check" in event:
            self._check(event)
        elif event["measured"] == "outputs":
            self._dtype = event["dtype"]
            self.findings.append(judge_outputs(self._found, event))
        elif event["measured"] == "loss":
            self.findings.append(judge_loss(self._found, event, self._dtype))
        else:
            self.findings.append(judge_step(self._found, event, self._dtype))

    def _check(self, event: dict[str, Any]) -> None:
        """What went well need not be said, but which Keras it was."""
        name, status = event["check"], event["status"]
        if name == "start" and status == "ok":
            self.versions = event["detail"]
        elif status != "ok":
            self.findings.append(Finding(name, status, event["detail"]))

    def _close(self) -> None:
        """What was left out, and why."""
        if any(one.status == "failed" for one in self.findings):
            return
        if not self._found.is_same:
            message = "both are built, and run; there is no mapping to carry weights over by"
            self.findings.append(Finding("outputs", "skipped", message))
        elif why := why_not_trained(self._found):
            self.findings.append(Finding("training step", "skipped", why))
