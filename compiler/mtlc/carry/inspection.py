"""What a file of weights must hold, checked before anything of it is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from mtlc.compare.checkpoint import Stored
from mtlc_spec.layers.base import Layer
from mtlc_spec.values.dtypes import variable_dtype

LAYERS = "layers"
OPTIMIZER = "optimizer"


class NotTheModel(Exception):
    """A file does not hold the weights of the model that it is said to be of; says why."""


def datasets(h5py: Any, group: Any, place: str) -> Iterator[tuple[str, Any]]:
    """The arrays below a group with their places; nothing in other files is followed.

    Raises:
        NotTheModel: something leads out of the file.
    """
    for name in group:
        inner = f"{place}/{name}" if place else name
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            raise NotTheModel(f"`{inner}` leads to another place or file")
        one = group[name]
        if isinstance(one, h5py.Dataset):
            if one.external or one.is_virtual:
                raise NotTheModel(f"the numbers of `{inner}` lie in another file")
            yield inner, one
        else:
            yield from datasets(h5py, one, inner)


def dtype_of(dataset: Any) -> str:
    """The dtype as Keras means it: it notes those that HDF5 does not have."""
    noted = dataset.attrs.get("dtype")
    return str(dataset.dtype.name if noted is None else noted)


def inspect(h5py: Any, file: Any, model: Mapping[str, Stored]) -> list[str]:
    """Check a file against a model; give what is worth knowing and no mistake.

    Raises:
        NotTheModel: it holds other layers, or weights of other shapes or dtypes.
    """
    held: dict[str, list[tuple[str, Any]]] = {place: [] for place in model}
    notes: list[str] = []
    left = []
    for place, dataset in datasets(h5py, file, ""):
        owner = _owner(place, held)
        if owner is not None:
            held[owner].append((place, dataset))
        elif place.startswith(f"{OPTIMIZER}/"):
            left.append(place)
        else:
            raise NotTheModel(f"it has a weight at `{place}`, where the model has no layer")
    if left:
        notes.append("the state of the optimizer is left behind: it is not that of the model")
    names = {one.layer[-1]: place for place, one in model.items()}
    for place, one in model.items():
        found = held[place]
        _check_weights(one, found)
        _check_name(file, one, names, notes)
    return notes


def _owner(place: str, held: Mapping[str, object]) -> str | None:
    """The layer that an array belongs to: the longest place that it lies below."""
    parts = place.split("/")
    for count in range(len(parts) - 1, 0, -1):
        start = "/".join(parts[:count])
        if start in held:
            return start
    return None


def _check_weights(one: Stored, found: list[tuple[str, Any]]) -> None:
    name = one.layer[-1]
    if one.variables is None:
        return
    if not found and one.variables:
        raise NotTheModel(f"it has no weights at `{one.place}`, where those of `{name}` belong")
    shapes = Counter(tuple(it.shape) for _, it in found)
    wanted = Counter(it.shape for it in one.variables)
    if isinstance(one.node.what, Layer):
        wanted.update(it.shape for it in one.node.what.saved_again(one.variables))
    if shapes != wanted:
        raise NotTheModel(
            f"the weights at `{one.place}` have shapes {_shapes(shapes)}, and those of "
            f"`{name}` {_shapes(wanted)}"
        )
    if not isinstance(one.node.what, Layer):
        return
    dtype = variable_dtype(one.node.what.dtype or "float32")
    for place, it in found:
        own = dtype_of(it)
        if "float" in own and own != dtype:
            raise NotTheModel(f"`{place}` is {own}, and the weights of `{name}` are {dtype}")


def _check_name(file: Any, one: Stored, names: Mapping[str, str], notes: list[str]) -> None:
    """Keras notes the name of each layer, and finds weights by their places alone."""
    name = one.layer[-1]
    own = file.get(f"{one.place}/vars")
    noted = None if own is None else own.attrs.get("name")
    if noted is None or noted == name or not one.variables:
        return
    if noted in names:
        raise NotTheModel(
            f"`{one.place}` holds the weights of `{noted}`, where those of `{name}` belong"
        )
    notes.append(f"what the file calls `{noted}` is `{name}` of the model")


def _shapes(found: Counter[tuple[int, ...]]) -> str:
    return ", ".join(str(one) for one in sorted(found.elements())) or "none"
