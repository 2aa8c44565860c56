"""Which weights of one model are those of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from mtlc.analysis.shapes import Shapes
from mtlc.compare.form import Part, Path
from mtlc.compare.operations import EVERYTHING, argument
from mtlc.compare.subject import Subject
from mtlc.graph import Graph, LayerNode, Nested
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Variable


@dataclass(frozen=True)
class Known:
    """A layer, and its weights as far as they are known."""

    node: LayerNode
    variables: tuple[Variable, ...] | None

    @property
    def layer(self) -> Layer | None:
        """What it is to all steps at once."""
        return self.node.what.unstepped if isinstance(self.node.what, Layer) else None

    @property
    def bare(self) -> Layer | None:
        """The layer without the activation that it ends with."""
        layer = self.layer
        if layer is None or layer.activates is None:
            return layer
        return layer.model_copy(update={layer.activates: None})

    def of_training(self) -> Iterator[tuple[str, object]]:
        """Its arguments that only training sees, also those of layers and models inside."""
        layer = self.layer
        if layer is not None:
            for path, value in layer.of_training():
                yield path, argument(path.rpartition(".")[2], value, EVERYTHING)
        for name, nested in self.node.inner.items():
            for number, inner in enumerate(nested.graph.layers.values()):
                for path, value in Known(inner, None).of_training():
                    yield f"{name}.{number}.{path}", value

    @property
    def width(self) -> int | None:
        """How many columns it has."""
        layer = self.bare
        return None if layer is None or layer.columns is None else layer.column_count


@dataclass(frozen=True)
class Side:
    """One weight, or some of its columns along `axis`."""

    layer: Path
    variable: int
    name: str
    shape: tuple[int, ...]
    columns: tuple[int, int] | None


@dataclass(frozen=True)
class Pair:
    """A weight of A, or columns of it, and the one of B that is the same.

    `axis` is the axis of both along which columns lie; None where there are none.
    """

    a: Side
    b: Side
    axis: int | None


@dataclass(frozen=True)
class WeightMapping:
    """The weights of A and of B; `parts` are whole layers or columns of them.

    `names` are pairs of layers; `whole` the layers of which the weights are not known,
    but are as many and in the same order in both.
    """

    parts: tuple[tuple[Part, Part], ...]
    pairs: tuple[Pair, ...]
    whole: tuple[tuple[Path, Path], ...]
    names: tuple[tuple[str, str], ...]


def layers_of(subject: Subject) -> dict[str, tuple[Path, Known]]:
    """The layers of a model by their names, and where they are in it as Keras builds it."""
    found: dict[str, tuple[Path, Known]] = {}
    for path, node, shapes in _layers(subject.built, subject.built_shapes, ()):
        known = shapes.variables(node) if node.name in shapes.built else None
        one = Known(node, known)
        if known is not None and one.layer is not node.what:
            plain = tuple(replace(it, name=it.name.rpartition("/")[2]) for it in known)
            one = Known(node, plain)
        found[node.name] = (path, one)
    return found


def _layers(
    graph: Graph, shapes: Shapes, path: Path
) -> Iterator[tuple[Path, LayerNode, Shapes]]:
    for name in graph.built_layers:
        node = graph.layers[name]
        own = (*path, name)
        if isinstance(node.what, Nested):
            yield from _layers(node.what.graph, shapes.nested[name], own)
        else:
            yield own, node, shapes


def mapping_of(
    a: Subject,
    b: Subject,
    weights: Iterable[tuple[tuple[Part, ...], tuple[Part, ...]]],
    names: Iterable[tuple[str, str]],
) -> WeightMapping:
    """The mapping that follows from vertices with the same weights."""
    of_a, of_b = layers_of(a), layers_of(b)
    parts: dict[tuple[Part, Part], None] = {}
    for left, right in weights:
        for pair in _together(left, right, of_a, of_b):
            parts[pair] = None
    pairs: list[Pair] = []
    whole: list[tuple[Path, Path]] = []
    for one, other in parts:
        (path_a, known_a), (path_b, known_b) = of_a[one.layer[-1]], of_b[other.layer[-1]]
        if known_a.variables is None or known_b.variables is None:
            whole.append((path_a, path_b))
            continue
        for number, (x, y) in enumerate(zip(known_a.variables, known_b.variables, strict=True)):
            axis = None
            if one.start is not None or other.start is not None:
                assert known_a.bare is not None
                axis = known_a.bare.columns_of(x.name)
            pairs.append(
                Pair(
                    _side(path_a, number, x, one, axis),
                    _side(path_b, number, y, other, axis),
                    None if axis is None else axis % len(x.shape),
                )
            )
    return WeightMapping(tuple(parts), tuple(pairs), tuple(whole), tuple(dict.fromkeys(names)))


def _side(path: Path, number: int, variable: Variable, part: Part, axis: int | None) -> Side:
    columns = None
    if axis is not None:
        size = variable.shape[axis]
        start, stop = part.start or 0, size if part.stop is None else part.stop
        columns = (start, stop)
    return Side(path, number, variable.name, variable.shape, columns)


def _together(
    left: tuple[Part, ...],
    right: tuple[Part, ...],
    of_a: Mapping[str, tuple[Path, Known]],
    of_b: Mapping[str, tuple[Path, Known]],
) -> Iterator[tuple[Part, Part]]:
    """The pieces that both lists of parts consist of."""
    if len(left) == len(right) == 1:
        one, other = _whole(left[0], of_a), _whole(right[0], of_b)
        if one.start is None and other.start is None:
            yield one, other
            return
    rest_a = [_ranged(one, of_a) for one in left]
    rest_b = [_ranged(one, of_b) for one in right]
    while rest_a and rest_b:
        (layer_a, start_a, stop_a), (layer_b, start_b, stop_b) = rest_a.pop(0), rest_b.pop(0)
        size = min(stop_a - start_a, stop_b - start_b)
        yield (
            _whole(Part(layer_a, start_a, start_a + size), of_a),
            _whole(Part(layer_b, start_b, start_b + size), of_b),
        )
        if start_a + size < stop_a:
            rest_a.insert(0, (layer_a, start_a + size, stop_a))
        if start_b + size < stop_b:
            rest_b.insert(0, (layer_b, start_b + size, stop_b))


def _ranged(part: Part, known: Mapping[str, tuple[Path, Known]]) -> tuple[Path, int, int]:
    width = known[part.layer[-1]][1].width
    assert width is not None
    return part.layer, part.start or 0, width if part.stop is None else part.stop


def _whole(part: Part, known: Mapping[str, tuple[Path, Known]]) -> Part:
    """All columns of a layer are the layer."""
    width = known[part.layer[-1]][1].width
    if part.start == 0 and part.stop == width:
        return Part(part.layer)
    return part
