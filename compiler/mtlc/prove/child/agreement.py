"""Two models side by side: how far their outputs, their losses and a step of training agree."""

from __future__ import annotations

from typing import Any

import numpy as np

from mtlc.prove.child.building import Built, build, precision, shake
from mtlc.prove.child.carrying import Match, carry, largest, matches, missed
from mtlc.prove.child.learning import NotTrained, Pair, measure_loss, measure_step
from mtlc.verify.child.forward import Forward, find_inputs
from mtlc.verify.child.inputs import NoInput
from mtlc.verify.child.reporting import Reporter

SAMPLES = 16

Order = dict[str, Any]


def agree(order: Order, reporter: Reporter) -> None:
    """Build both models and measure them; what needs what failed is left out."""
    a = build(order["a"], "A", reporter)
    b = build(order["b"], "B", reporter)
    if a is None or b is None:
        return
    inputs = [_inputs(one, name, reporter) for one, name in ((a, "A"), (b, "B"))]
    if inputs[0] is None or inputs[1] is None or order["mapping"] is None:
        return
    shake(a.model, 1)
    shake(b.model, 2)  # others, so that they are seen to be carried over
    forward = inputs[0]
    pair = Pair(a, b, forward, order["packs"])
    before = _differ(pair)
    reporter.send(doing="carry the weights over")
    found = matches(a.model, b.model, order["mapping"])
    carry(found)
    reporter.send(doing="compare the outputs")
    outputs = a.outputs(forward.inputs)
    reporter.send(
        measured="outputs",
        largest_difference=_differ(pair),
        before=before,
        largest=max(map(_size, outputs.values()), default=0.0),
        finite=all(map(_is_finite, outputs.values())),
        repeats=_repeats(a, forward, outputs),
        missed=missed(b.model, found),
        dtype=_precision(a, b),
        samples=len(next(iter(outputs.values()))),
    )
    _learn(order, pair, found, reporter)


def _learn(order: Order, pair: Pair, found: list[Match], reporter: Reporter) -> None:
    """The losses of both, and one step with the correction and without it."""
    learning = order["learning"]
    if learning is None:
        return
    reporter.send(doing="compare the losses")
    with reporter.check("training") as check:
        try:
            pair = pair.ready(learning["tasks"])
        except NotTrained as error:
            check.skip(str(error))
            return
        reporter.send(measured="loss", **measure_loss(pair))
        reporter.send(doing="compare a step of training")
        reporter.send(measured="step", **measure_step(pair, found, learning["ratio"]))


def _inputs(one: Built, name: str, reporter: Reporter) -> Forward | None:
    """Inputs that a model takes."""
    found = None
    with reporter.check(f"run {name}") as check:
        one.reset()
        try:
            found = find_inputs(one.model, one.names, SAMPLES)
        except NoInput as error:
            check.fail(str(error))
        else:
            for problem in found.problems():
                check.fail(problem)
    return found if check.status == "ok" else None


def _differ(pair: Pair) -> float:
    """The largest difference of outputs that belong together."""
    left, right = pair.a.outputs(pair.inputs), pair.b.outputs(pair.inputs)
    return max(
        largest(_joined(left, pack["a"]), _joined(right, pack["b"])) for pack in pair.packs
    )


def _joined(outputs: dict[str, Any], names: list[str]) -> Any:
    if len(names) == 1:
        return outputs[names[0]]
    return np.concatenate([outputs[name] for name in names], axis=-1)


def _repeats(a: Built, forward: Forward, outputs: dict[str, Any]) -> bool:
    """Whether the model gives the same once more."""
    again = a.outputs(forward.inputs)
    return all(largest(outputs[name], again[name]) == 0 for name in outputs)


def _size(array: Any) -> float:
    if array.dtype.kind not in "fciu" or not array.size:
        return 0.0
    return float(np.abs(array.astype("complex128")).max())


def _is_finite(array: Any) -> bool:
    return array.dtype.kind not in "fc" or bool(np.isfinite(array).all())


def _precision(a: Built, b: Built) -> str:
    order = ("bfloat16", "float16", "float32", "float64")
    return min((precision(a.model), precision(b.model)), key=order.index)
