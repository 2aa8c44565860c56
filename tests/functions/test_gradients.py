"""Functions stop the gradients that TensorFlow stops."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from mtlc_spec.functions import function_class
from tests.functions.judge import Row, apply, ask_catalogue
from tests.functions.samples import names_with_tensors, sample

MATRIX = (None, 2)
SAMPLES = {
    "searchsorted": (None, [(3,), (4,)]),
    "full_like": (None, [MATRIX, MATRIX]),
}
"""Calls with other tensors than are usual."""


def calls() -> list[tuple[str, Any, Any]]:
    """Those that give floats."""
    found = []
    for name in names_with_tensors():
        arguments, shapes = SAMPLES.get(name) or sample(name)
        given = ask_catalogue(Row(name, arguments, shapes))
        if isinstance(given, tuple) and any("float" in one.dtype for one in given):
            found.append((name, arguments, shapes))
    return found


@pytest.mark.parametrize(("name", "arguments", "shapes"), calls(), ids=str)
def test_what_stops_gradients(name: str, arguments: Any, shapes: Any) -> None:
    random = np.random.default_rng(5)
    tensors = [
        tf.constant(random.random([size or 2 for size in shape]), "float32") for shape in shapes
    ]
    with tf.GradientTape() as tape:
        for one in tensors:
            tape.watch(one)
        given = keras.tree.flatten(apply(Row(name, arguments, shapes), tensors, {}))
        floats = [tf.reduce_sum(one) for one in given if one.dtype.is_floating]
        total = tf.add_n(floats)
    found = tape.gradient(total, tensors)
    names = function_class(name).tensors
    if function_class(name).takes_list or function_class(name).variadic:
        names = names[:1] * len(tensors)

    stopped = {key for key, one in zip(names, found, strict=False) if one is None}
    assert stopped == function_class(name).stops & {*names[: len(tensors)]}
