"""What a network can be called on that is not what it was built for."""

from __future__ import annotations

from typing import Any

import pytest

from mtlc_spec.applications import network_class
from mtlc_spec.shapes import Shape, ShapeError, Tensor
from mtlc_spec.values.tagged import validate
from tests.applications.judge import runs

SMALL: dict[str, Any] = {"weights": None, "include_top": False, "alpha": 0.25}


SHAPES: list[tuple[Any, Shape]] = [
    ((32, 40, 3), (2, 33, 40, 3)),
    ((32, 40, 3), (2, 32, 40, 1)),
    ((32, 40, 3), (2, 32, 40, 3, 1)),
    ((32, 32, 1), (2, 32, 32)),
    ((None, 40, 3), (2, 64, 40, 3)),
    (None, (2, 20, 21, 3)),
    (None, (2, 64, 64, 1)),
    (None, (2, 0, 64, 3)),
]
DTYPES = ("float16", "float64", "int32", "uint8", "bool", "complex64", "string")


def takes(built: Any, shape: Shape, dtype: str) -> bool:
    network = validate(network_class("MobileNet"), SMALL | {"input_shape": built})
    try:
        network.infer(Tensor(shape, dtype))
        network.variables(Tensor(shape, dtype))
    except ShapeError:
        return False
    return True


@pytest.mark.parametrize(("built", "shape"), SHAPES)
def test_shapes(built: Any, shape: Shape) -> None:
    known = runs("MobileNet", SMALL | {"input_shape": built}, shape)

    assert takes(built, shape, "float32") == known


@pytest.mark.proof
@pytest.mark.parametrize("dtype", DTYPES)
def test_dtypes(dtype: str) -> None:
    known = runs("MobileNet", SMALL, (2, 64, 40, 3), dtype)

    assert takes(None, (2, 64, 40, 3), dtype) == known
