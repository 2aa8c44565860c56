"""The dtype in which Keras combines tensors and plain numbers: its promotion lattice."""

from __future__ import annotations

from functools import cache

from mtlc_spec.shapes import ShapeError, WrongDtype

_ABOVE: dict[str, tuple[str, ...]] = {
    "bool": ("int",),
    "int": ("uint8", "int8", "complex64"),
    "uint8": ("int16", "uint16"),
    "uint16": ("int32", "uint32"),
    "uint32": ("int64", "uint64"),
    "uint64": ("float",),
    "int8": ("int16",),
    "int16": ("int32",),
    "int32": ("int64",),
    "int64": ("float",),
    "float": ("bfloat16", "float16"),
    "bfloat16": ("float32",),
    "float16": ("float32",),
    "float32": ("float64", "complex64"),
    "float64": ("complex128",),
    "complex64": ("complex128",),
    "complex128": (),
}
"""The dtypes right above each; `int` and `float` are those of plain Python numbers."""

_RESULTS = {"int": "int32", "float": "float32", "uint64": "uint32", "complex128": "complex64"}
"""What Keras makes of a bound: plain numbers have 32 bits, and so have two wide dtypes."""


@cache
def promote(*dtypes: str) -> str:
    """The dtype that Keras gives a result of these; `int` and `float` are plain numbers.

    Raises:
        ShapeError: the dtypes do not combine.
    """
    kinds = frozenset(dtypes)
    bound = dtypes[0] if len(kinds) == 1 else _least_upper_bound(kinds)
    return _RESULTS.get(bound, bound)


def _least_upper_bound(dtypes: frozenset[str]) -> str:
    for dtype in sorted(dtypes - _ABOVE.keys()):
        others = " and ".join(sorted(dtypes - {dtype}))
        raise ShapeError(WrongDtype, f"it cannot combine {dtype} with {others}")
    common = frozenset.intersection(*map(_upper_bounds, dtypes))
    (least,) = (one for one in common if common <= _upper_bounds(one))
    return least


@cache
def _upper_bounds(dtype: str) -> frozenset[str]:
    """The dtype and all above it."""
    return frozenset({dtype}).union(*map(_upper_bounds, _ABOVE[dtype]))
