"""What Keras calls the calls of functions: their operations' classes, counted."""

from __future__ import annotations

from functools import cache

from mtlc_spec.functions import KERAS_FUNCTIONS, main_name

_OPERATIONS = {
    "abs": "absolute",
    "allclose": "all_close",
    "batch_normalization": "batch_norm",
    "cdist": "c_dist",
    "conj": "conjugate",
    "hard_swish": "hard_silu",
    "isin": "is_in",
    "layer_normalization": "layer_norm",
    "rms_normalization": "rms_norm",
    "searchsorted": "search_sorted",
    "swish": "silu",
}


def operation_name(function: str) -> str:
    """The name of the first call of a function; further ones have a number behind it."""
    name = main_name(function).rpartition(".")[2]
    return _OPERATIONS.get(name, name)


def function_of(operation: str, of_images: bool = False) -> str | None:
    """The function whose first call has this name; None if there is none."""
    return _functions(of_images).get(operation)


@cache
def _functions(of_images: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in sorted(KERAS_FUNCTIONS):
        if name.startswith("image.") == of_images:
            own = operation_name(name)
            if own not in found or own == name:
                found[own] = name
    return found
