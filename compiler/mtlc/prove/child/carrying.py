"""Weights of one model in the other, as a mapping says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

Mapping = dict[str, Any]
Side = dict[str, Any]


@dataclass(frozen=True)
class Match:
    """A weight of A and one of B, of which `a` and `b` are the parts that are the same."""

    of_a: Any
    of_b: Any
    a: tuple[slice, ...]
    b: tuple[slice, ...]

    def distance(self) -> float:
        """The largest difference of the two, as they are now."""
        return largest(values(self.of_a)[self.a], values(self.of_b)[self.b])


def matches(a: Any, b: Any, mapping: Mapping) -> list[Match]:
    """The weights that a mapping speaks of."""
    return [*_columns(a, b, mapping["weights"]), *_whole(a, b, mapping["whole"])]


def _columns(a: Any, b: Any, pairs: list[dict[str, Any]]) -> Iterator[Match]:
    for pair in pairs:
        boxes = [_box(pair[key], pair["axis"]) for key in ("a", "b")]
        yield Match(_weight(a, pair["a"]), _weight(b, pair["b"]), *boxes)


def _whole(a: Any, b: Any, pairs: list[dict[str, Any]]) -> Iterator[Match]:
    for pair in pairs:
        left, right = _layer(a, pair["a"]).weights, _layer(b, pair["b"]).weights
        for one, other in zip(left, right, strict=True):
            yield Match(one, other, (), ())


def carry(found: list[Match]) -> None:
    """Give B the weights of A."""
    for one in found:
        value = values(one.of_b)
        value[one.b] = values(one.of_a)[one.a]
        one.of_b.assign(value)


def missed(b: Any, found: list[Match]) -> list[str]:
    """The weights of B that get none of A."""
    reached = {id(one.of_b) for one in found}
    return [one.path for one in b.weights if id(one) not in reached]


def values(weight: Any) -> Any:
    """The numbers of a weight, to be changed."""
    if "bfloat16" in str(weight.dtype):
        weight = keras.ops.cast(weight, "float32")
    return np.array(keras.ops.convert_to_numpy(weight))


def largest(one: Any, other: Any) -> float:
    """The largest difference of two arrays; infinite where there is no number for it."""
    if one.shape != other.shape:
        return float("inf")
    if one.dtype.kind not in "fc":
        return 0.0 if (one == other).all() else float("inf")
    if not one.size:
        return 0.0
    if one.dtype.itemsize < 4:
        one, other = one.astype("float32"), other.astype("float32")
    difference = np.abs(one - other)
    return float(difference.max()) if np.isfinite(difference).all() else float("inf")


def _layer(model: Any, path: list[str]) -> Any:
    for name in path:
        model = model.get_layer(name)
    return model


def _weight(model: Any, side: Side) -> Any:
    layer = _layer(model, side["layer"])
    named = [one for one in layer.weights if one.path.endswith("/" + side["name"])]
    return named[0] if len(named) == 1 else layer.weights[side["weight"]]


def _box(side: Side, axis: int | None) -> tuple[slice, ...]:
    if axis is None:
        return ()
    return (*(slice(None),) * axis, slice(*side["columns"]))
