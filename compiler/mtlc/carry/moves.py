"""Which weights in a file of one model make up each layer in a file of the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mtlc.analysis.shapes import Shapes
from mtlc.compare.checkpoint import NotKnown, Stored, lie_alike, stored
from mtlc.compare.comparison import Comparison
from mtlc.compare.form import Path
from mtlc.compare.mapping import Pair, WeightMapping
from mtlc.compare.subject import Subject
from mtlc.graph import Graph, Nested
from mtlc_spec.layers.base import Layer


class NoMapping(Exception):
    """There is no way to carry weights over; the sentence says why."""


@dataclass(frozen=True)
class Whole:
    """A layer that has all weights of another one."""

    source: Stored
    target: Stored


@dataclass(frozen=True)
class Piece:
    """A weight, or columns of it, that is a weight of the target, or columns of that.

    `source` is the folder of the layer's weights, `number` that of the weight in it;
    `given` and `taken` are the first column and that behind the last, along `axis`.
    """

    source: str
    number: int
    given: tuple[int, int] | None
    taken: tuple[int, int] | None


@dataclass(frozen=True)
class Made:
    """A weight that is put together, by its number in the layer."""

    shape: tuple[int, ...]
    axis: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Together:
    """A layer whose weights are put together from those of several, or are parts of one's."""

    target: Stored
    weights: tuple[Made, ...]


@dataclass(frozen=True)
class Moves:
    """All that a new file holds, and what the old one must hold.

    `taught` are the layers of B that `adapt` teaches something that is no weight, such as
    a vocabulary.
    """

    source: Mapping[str, Stored]
    target: Mapping[str, Stored]
    layers: tuple[Whole | Together, ...]
    taught: tuple[str, ...] = ()


def moves(found: Comparison) -> Moves:
    """How the weights of A become those of B.

    Raises:
        NoMapping: the models are not the same.
        NotKnown: where Keras keeps the weights of one of them cannot be said.
    """
    mapping = found.mapping
    if mapping is None:
        word = "may be different" if found.verdict == "unknown" else "are different"
        first = found.reason or (found.differences[0].message if found.differences else "")
        raise NoMapping(f"the models {word}, so no weights of A are those of B: {first}")
    source, target = _stored(found.a, "A"), _stored(found.b, "B")
    by_layer = {one.layer: one for one in source.values()}
    pairs: dict[Path, list[Pair]] = {}
    for pair in mapping.pairs:
        pairs.setdefault(pair.b.layer, []).append(pair)
    layers = tuple(
        _layer(one, pairs.get(one.layer, []), mapping, by_layer)
        for one in target.values()
        if one.variables is None or one.variables
    )
    return Moves(source, target, layers, tuple(_taught(found.b.graph, found.b.shapes)))


def _taught(graph: Graph, shapes: Shapes) -> Iterator[str]:
    for name, layer in graph.layers.items():
        what = layer.what
        if isinstance(what, Nested):
            yield from _taught(what.graph, shapes.nested[name])
            continue
        weights = shapes.trainable.get(name) or shapes.frozen.get(name)
        if isinstance(what, Layer) and what.adapts and not weights:
            yield name


def _stored(subject: Subject, which: str) -> Mapping[str, Stored]:
    try:
        return stored(subject)
    except NotKnown as error:
        raise NotKnown(
            f"where Keras keeps the weights of {which} is not known: {error}"
        ) from None


def _layer(
    target: Stored, pairs: list[Pair], mapping: WeightMapping, source: Mapping[Path, Stored]
) -> Whole | Together:
    """Where the weights of one layer come from."""
    name = target.layer[-1]
    if not pairs:
        given = [one for one, other in mapping.whole if other == target.layer]
        if len(given) != 1:
            raise NotKnown(f"which weights of A are those of `{name}` is not known")
        return Whole(source[given[0]], target)
    givers = {one.a.layer for one in pairs}
    if len(givers) == 1 and all(one.axis is None for one in pairs):
        (giver,) = givers
        order = [(one.a.variable, one.b.variable) for one in pairs]
        count = len(target.variables or ())
        if order == [(n, n) for n in range(count)] and lie_alike(source[giver], target):
            return Whole(source[giver], target)
    assert target.variables is not None
    folders = {one: source[one].folder for one in givers}
    if target.folder is None or None in folders.values():
        raise NotKnown(f"`{name}` holds layers of its own, and is not that of A as a whole")
    weights = []
    for number, variable in enumerate(target.variables):
        own = [one for one in pairs if one.b.variable == number]
        weights.append(_made(name, variable.shape, own, folders))
    return Together(target, tuple(weights))


def _made(
    name: str, shape: tuple[int, ...], pairs: list[Pair], folders: Mapping[Path, str | None]
) -> Made:
    """One weight, all of whose columns must come from somewhere."""
    (axis, *others) = {one.axis for one in pairs} or {None}
    pairs = sorted(pairs, key=lambda one: one.b.columns or (0, 0))
    size = None if axis is None else shape[axis]
    ends = [one.b.columns or (0, size) for one in pairs]
    starts = [0, *(stop for _, stop in ends)]
    if others or [start for start, _ in ends] != starts[:-1] or starts[-1] != size:
        raise NotKnown(f"not all columns of `{name}` come from A")
    pieces = tuple(
        Piece(str(folders[one.a.layer]), one.a.variable, one.a.columns, one.b.columns)
        for one in pairs
    )
    return Made(shape, axis, pieces)
