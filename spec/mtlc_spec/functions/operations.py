"""What Keras calls the calls of functions: their operations' classes, counted."""

from __future__ import annotations

from mtlc_spec.functions import main_name

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
