"""What was measured of two models, held against the verdict on them."""

from __future__ import annotations

from typing import Any

from mtlc.compare.comparison import Comparison
from mtlc.prove.findings import Finding, Status

Measured = dict[str, Any]

TOLERANCES = {"float64": 1e-9, "float32": 1e-4, "float16": 2e-2, "bfloat16": 1e-1}
"""How far numbers around 1 may differ: sums are made in another order. Larger ones more."""

SHOWS = 10
"""How many times as far apart as with the correction weights must be without it."""


def judge_outputs(found: Comparison, given: Measured) -> Finding:
    """Outputs agree with the weights of A in B."""
    tolerance = TOLERANCES[given["dtype"]] * max(1.0, given["largest"])
    difference, before = given["largest_difference"], given["before"]
    numbers = {
        "largest_difference": difference,
        "before": before,
        "tolerance": tolerance,
        "dtype": given["dtype"],
        "samples": given["samples"],
        "largest_output": given["largest"],
    }
    if given["missed"]:
        more = f" and {len(given['missed']) - 1} more" if len(given["missed"]) > 1 else ""
        message = f"the mapping says nothing of `{given['missed'][0]}`{more} of B"
        return Finding("outputs", "contradicts", message, numbers)
    if not given["finite"]:
        return Finding("outputs", "failed", "not all outputs are finite numbers", numbers)
    if difference > tolerance and not given["repeats"]:
        message = "A gives other outputs each time, even for the same inputs"
        return Finding("outputs", "failed", message, numbers)
    message = (
        f"differ by at most {_number(difference)} on {given['samples']} random samples, with "
        f"the weights of A in B; by {_number(before)} before (tolerance {_number(tolerance)}, "
        f"{given['dtype']})"
    )
    status: Status = "contradicts" if difference > tolerance else "ok"
    return Finding("outputs", status, message, numbers)


def judge_loss(found: Comparison, given: Measured, dtype: str) -> Finding:
    """The losses are in the ratio that the comparison says."""
    a, b = given["a"], given["b"]
    ratio = b / a if a else None
    said = found.training.ratio
    numbers = {"a": a, "b": b, "ratio": ratio, "said": said, "losses": given["losses"]}
    kinds = " and ".join(f"`{one}`" for one in dict.fromkeys(given["losses"]))
    message = f"{kinds}: {a:.6g} of A, {b:.6g} of B on the same labels"
    if said is None or ratio is None:
        return Finding("loss", "ok", message, numbers)
    is_said = abs(ratio / said - 1) <= TOLERANCES[dtype]
    message += f", a ratio of {ratio:.6f}; {said:g} was said"
    if not is_said and not _holds(found):
        return Finding("loss", "skipped", f"{message}, but training differs otherwise", numbers)
    return Finding("loss", "ok" if is_said else "contradicts", message, numbers)


def judge_step(found: Comparison, given: Measured, dtype: str) -> Finding:
    """Weights agree after a step with the correction, and without it they do not."""
    moved, plain, together = given["moved"], given["as_written"], given["corrected"]
    tolerance = TOLERANCES[dtype] * max(1.0, given["largest"], moved)
    ratio = found.training.ratio
    numbers = {**given, "tolerance": tolerance, "divided_by": ratio}
    start = f"one step of SGD moves weights by up to {_number(moved)}"
    if moved == 0:
        return Finding("training step", "skipped", "no weight is trained", numbers)
    if moved <= tolerance:
        return Finding("training step", "skipped", f"{start}, too little to tell", numbers)
    if together > tolerance:
        message = f"{start}, and leaves those of A and B {_number(together)} apart"
        if ratio is None or ratio != 1:
            message += ", even with the correction"
        if not _holds(found):
            return Finding("training step", "skipped", f"{message}: training differs", numbers)
        return Finding("training step", "contradicts", message, numbers)
    if ratio is not None and abs(ratio - 1) < 1e-9:
        message = f"{start}; then those of A and B differ by at most {_number(together)}"
        return Finding("training step", "ok", message, numbers)
    how = (
        "with weights of the losses that make up for it"
        if ratio is None
        else (f"with the loss of B divided by {ratio:g}")
    )
    message = (
        f"{start}; then those of A and B differ by at most {_number(together)} {how}, and by "
        f"{_number(plain)} without"
    )
    # Of a loss that hardly counts beside regularizers no factor shows.
    status: Status = "ok" if plain > max(tolerance, SHOWS * together) else "skipped"
    return Finding("training step", status, message, numbers)


def why_not_trained(found: Comparison) -> str | None:
    """Why no step of training is compared; None if one is."""
    training = found.training
    if any("balance" in one.message for one in training.notes) or _is_balanced(found):
        return "losses are balanced while the model is trained"
    if training.ratio is None and training.advice is None:
        said = [one.message for one in training.notes] or list(training.losses)
        return said[0] if said else "no output is trained"
    return None


def _is_balanced(found: Comparison) -> bool:
    return any(
        one.graph.training is not None and one.graph.training.arguments.balance != "none"
        for one in (found.a, found.b)
    )


def _holds(found: Comparison) -> bool:
    """Whether training differs in nothing but what weights begin with."""
    return not found.inference and all(one.is_start for one in found.training.notes)


def _number(value: float) -> str:
    return f"{value:.2g}"
