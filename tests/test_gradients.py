"""Models without gradients are refused, and Keras trains the others."""

import keras
import numpy as np
import pytest

import mtlc
from tests.training import module

HEAD = "inputs: {x: [4]}\nlayers:\n"
DENSE = "  a: {Dense: 3, from: x}\n"
PENALIZED = "  a: {Dense: {units: 3, kernel_regularizer: l2}, from: x}\n"
ACTIVE = "  p: {Dense: 3, from: x}\n  a: {ActivityRegularization: {l2: 0.1}, from: p}\n"
FROZEN = "  a: {Dense: {units: 3, trainable: false}, from: x}\n"
SCALED = "  n: {BatchNormalization: , from: x}\n  a: {Rescaling: 2.0, from: n}\n"

CASES = [
    *[
        (DENSE + f"  y: {{{function}, from: a}}\n", False)
        for function in (
            *("ops.argsort: ", "ops.cast: int32", "ops.greater: 0", "ops.logical_not: "),
            *("ops.round: ", "ops.floor: ", "ops.stop_gradient: ", "ops.zeros_like: "),
            *("ops.floor_divide: 2.0", "ops.where: {x1: 1.0, x2: 0.0}", "ops.isnan: "),
        )
    ],
    *[
        (DENSE + f"  y: {{{function}, from: a}}\n", True)
        for function in ("ops.sign: ", "ops.sort: ", "ops.mod: 1.0", "ops.maximum: 0.0")
    ],
    (DENSE + "  w: {ops.cast: int32, from: a}\n  y: {ops.cast: float32, from: w}\n", False),
    (DENSE + "  w: {ops.round: , from: a}\n  y: {ops.add: , from: [a, w]}\n", True),
    (DENSE + "  w: {ops.round: , from: a}\n  y: {Dense: 2, from: w}\n", True),
    (SCALED + "  y: {ops.round: , from: a}\n", False),
    (PENALIZED + "  y: {ops.round: , from: a}\n", True),
    (ACTIVE + "  y: {ops.round: , from: a}\n", True),
    (FROZEN + "  y: {ops.round: , from: a}\n", True),
]
"""Layers, and whether they train; Keras only warns of models without trainable weights."""


@pytest.mark.parametrize(("layers", "trains"), CASES)
def test_gradients(layers: str, trains: bool) -> None:
    plain = mtlc.compile(f"{HEAD}{layers}outputs: y\n").code
    assert plain is not None
    model = module(plain).build_model()
    model.compile("sgd", loss="mse")
    x = np.random.default_rng(1).normal(size=(4, 4)).astype("float32")
    labels = np.zeros(model(x).shape, "float32")
    codes = {
        one.code
        for one in mtlc.check(f"{HEAD}{layers}outputs: {{y: {{loss: mse}}}}\n").diagnostics
        if one.severity == "error"
    }

    assert codes == (set() if trains else {"MTL5024"})
    if trains:
        model.train_on_batch(x, labels)
    else:
        with pytest.raises(ValueError, match="No gradients provided"):
            model.train_on_batch(x, labels)


@pytest.mark.parametrize("strategy", ["none", "uncertainty"])
def test_one_gradient_is_enough(strategy: str) -> None:
    """Also that of another output, or of what a strategy learns."""
    spec = (
        f"{HEAD}{DENSE}  w: {{ops.round: , from: a}}\n"
        "outputs: {a: {loss: mse}, w: {loss: mae}}\n"
        f"training: {{balance: {strategy}}}\n"
    )
    code = mtlc.compile(spec).code
    assert code is not None
    made = module(code)
    model = made.compile_model(made.build_model())
    x = np.ones((4, 4), "float32")
    model.train_on_batch(x, {"a": np.ones((4, 3)), "w": np.ones((4, 3))})


@pytest.mark.parametrize("policy", ["mixed_float16", "float64"])
def test_other_policies(policy: str) -> None:
    x = keras.Input((4,))
    y = keras.ops.round(keras.layers.Dense(3, dtype=policy)(x))
    model = keras.Model(x, y)
    model.compile("sgd", loss="mse", auto_scale_loss=True)
    with pytest.raises(ValueError, match="No gradients provided"):
        model.train_on_batch(np.ones((4, 4), "float32"), np.ones((4, 3), "float32"))
