"""One ordinary call of every function, on tensors of any dtype."""

from __future__ import annotations

from typing import Any

from mtlc_spec.functions import function_class, function_names

Call = tuple[Any, list[tuple[int | None, ...]]]
"""The arguments, and the shapes of the tensors."""

MATRIX = (None, 2)
IMAGES = (None, 4, 4, 3)
HEADS = (None, 2, 1, 2)

SAMPLES: dict[str, Call] = {
    "arange": (4, []),
    "array_split": ({"indices_or_sections": 2, "axis": 1}, [MATRIX]),
    "broadcast_to": ([3, 2, 2], [(2, 2)]),
    "clip": ({"x_min": 0, "x_max": 1}, [MATRIX]),
    "concatenate": (None, [MATRIX, MATRIX]),
    "dot_product_attention": (None, [HEADS, HEADS, HEADS]),
    "dsplit": (2, [(None, 2, 2)]),
    "dstack": (None, [MATRIX, MATRIX]),
    "einsum": ("ij,ij->i", [MATRIX, MATRIX]),
    "expand_dims": (-1, [MATRIX]),
    "eye": (3, []),
    "full": ({"shape": [2, 2], "fill_value": 1}, []),
    "full_like": (1, [MATRIX]),
    "get_item": (0, [MATRIX]),
    "hsplit": (2, [MATRIX]),
    "hstack": (None, [MATRIX, MATRIX]),
    "identity": (3, []),
    "linspace": (3, [MATRIX, MATRIX]),
    "matmul": (None, [(2, 2), (2, 2)]),
    "meshgrid": (None, [(2,), (3,)]),
    "moments": ({"axes": [1]}, [MATRIX]),
    "moveaxis": ({"source": 0, "destination": 1}, [MATRIX]),
    "multi_hot": (3, [MATRIX]),
    "norm": (1, [MATRIX]),
    "one_hot": (3, [MATRIX]),
    "pad": ([[0, 0], [1, 1]], [MATRIX]),
    "quantile": (0.5, [MATRIX]),
    "repeat": (2, [MATRIX]),
    "reshape": ([-1, 1], [MATRIX]),
    "roll": (1, [MATRIX]),
    "slice": ({"start_indices": [0, 0], "shape": [1, 1]}, [MATRIX]),
    "split": ({"indices_or_sections": 2, "axis": 1}, [MATRIX]),
    "stack": (None, [MATRIX, MATRIX]),
    "swapaxes": ({"axis1": 0, "axis2": 1}, [MATRIX]),
    "take": ({"indices": [0, 1], "axis": 1}, [MATRIX]),
    "tensordot": (1, [(2, 2), (2, 2)]),
    "threshold": ({"threshold": 1, "default_value": 0}, [MATRIX]),
    "tile": (2, [MATRIX]),
    "top_k": (1, [MATRIX]),
    "image.hsv_to_rgb": (None, [IMAGES]),
    "image.resize": ([2, 2], [IMAGES]),
    "image.rgb_to_grayscale": (None, [IMAGES]),
    "image.rgb_to_hsv": (None, [IMAGES]),
    "in_top_k": (1, [(2,), (2, 3)]),
    "unstack": ({"num": 2, "axis": 1}, [MATRIX]),
    "vsplit": (1, [MATRIX]),
    "vstack": (None, [MATRIX, MATRIX]),
    "where": (None, [MATRIX, MATRIX, MATRIX]),
    "zeros": ([2], []),
    "ones": ([2], []),
    "empty": ([2], []),
    "searchsorted": (None, [(3,), (None, 2)]),
    "average": (None, [MATRIX]),
    "dot": (None, [(2, 2), (2, 2)]),
    "cast": ("float32", [MATRIX]),
    "saturate_cast": ("float32", [MATRIX]),
}


def sample(name: str) -> Call:
    """An ordinary call of the function: with nothing but tensors if there is no better."""
    model = function_class(name)
    return SAMPLES.get(name, (None, [MATRIX] * len(model.tensors)))


def names_with_tensors() -> list[str]:
    """The functions whose ordinary call has a tensor."""
    return [name for name in function_names() if sample(name)[1]]
