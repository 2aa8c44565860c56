"""Where Keras keeps the weights of each layer in a file, and what loading them does.

Keras 3.15 finds weights by the class of a layer and its place among those of its class in
`model.layers`, never by its name: `layers/dense_1` is the second `Dense`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from mtlc.analysis.shapes import Shapes
from mtlc.compare.form import Path
from mtlc.compare.subject import Subject
from mtlc.graph import Call, Custom, Graph, LayerNode, Nested, Value
from mtlc_spec.layers.base import Layer
from mtlc_spec.names import snake_case
from mtlc_spec.shapes import Variable


@dataclass(frozen=True)
class Stored:
    """The weights of one layer in a file.

    `variables` is None where they are not known, and `inside` is the way from `place` to
    the folder where they lie side by side; None if there is more than one.
    """

    place: str
    layer: Path
    node: LayerNode
    variables: tuple[Variable, ...] | None
    inside: str | None

    @property
    def folder(self) -> str | None:
        """Where its weights lie side by side."""
        return None if self.inside is None else f"{self.place}{self.inside}/vars"


class NotKnown(Exception):
    """Where Keras keeps weights cannot be said; the sentence says why."""


def stored(subject: Subject) -> dict[str, Stored]:
    """The layers of a model by the place that Keras gives them in a file.

    Raises:
        NotKnown: the order of layers in Keras cannot be told.
    """
    training = subject.built.training
    if training is not None and training.arguments.balance != "none" and subject.graph.tasks:
        raise NotKnown(f"the strategy that balances losses in {subject.name} keeps weights too")
    graph, shapes = subject.built, subject.built_shapes
    stack = subject.target == "sequential"
    found = _in_model(graph, shapes, stack, "layers", (), subject)
    return {one.place: one for one in found}


def _in_model(
    graph: Graph, shapes: Shapes, is_stack: bool, folder: str, path: Path, subject: Subject
) -> Iterator[Stored]:
    names = (
        [*graph.built_layers] if is_stack else [*_ordered(graph, shapes, folder == "layers")]
    )
    count: dict[str, int] = {}
    for name in names:
        node = graph.layers[name]
        if not node.has_name:
            continue
        word = _container(node, subject)
        number = count.get(word, 0)
        count[word] = number + 1
        place = f"{folder}/{word}_{number}" if number else f"{folder}/{word}"
        own = (*path, name)
        if isinstance(node.what, Nested):
            inner = node.what.graph
            known = shapes.nested[name]
            stack = node.span in subject.stacks
            yield from _in_model(inner, known, stack, f"{place}/layers", own, subject)
            continue
        known_weights = None if isinstance(node.what, Custom) else shapes.variables(node)
        yield Stored(place, own, node, known_weights, _inside(node))


def _container(node: LayerNode, subject: Subject) -> str:
    """What Keras calls the folder of a layer: its class in snake case."""
    what = node.what
    if isinstance(what, Nested):
        return "sequential" if node.span in subject.stacks else "functional"
    if isinstance(what, Custom):
        return snake_case(what.name)
    if isinstance(what, Layer) and what.module.startswith("applications"):
        return "functional"
    return snake_case(type(what).__name__)


def _inside(node: LayerNode) -> str | None:
    """Where in the folder of a layer its weights lie, if in one place."""
    what = node.what
    if not isinstance(what, Layer) or node.inner:
        return None
    inner = what.unstepped
    if inner.has_layers or any(isinstance(one, Layer) for _, one in inner):
        return None
    return "" if inner is what else f"/{what.layer_arguments[0]}"


def _ordered(graph: Graph, shapes: Shapes, is_whole: bool) -> list[str]:
    """The layers in the order of `model.layers` of a Functional model.

    Keras orders them by their depth, counted from the outputs, and those of one depth as
    it meets them on the way from the outputs to the inputs.

    Raises:
        NotKnown: masks, or functions that are imported, of which Keras may make several
            operations, decide.
    """
    constants = graph.constants
    calls = {one.name: one for one in graph.order if one.name in graph.needed - constants}
    met: dict[str, int] = {}
    finished: list[Call] = []
    done: set[str] = set()
    for value in _ends(graph):
        _visit(value, calls, met, finished, done)
    depth_of_layer: dict[str, int] = {}
    depths: dict[str, int] = {}
    for call in reversed(finished):
        depth = max(depths.get(call.name, 0), depth_of_layer.get(call.layer, 0))
        depths[call.name] = depth_of_layer[call.layer] = depth
        for one in _taken(call):
            if one.producer in calls:
                depths[one.producer] = max(depth + 1, depths.get(one.producer, 0))
    names = sorted(depth_of_layer, key=lambda one: (-depth_of_layer[one], met[one]))
    _require_sure(graph, shapes, names, is_whole)
    return names


def _ends(graph: Graph) -> list[Value]:
    """The outputs as Keras meets them: those of a dictionary by their names."""
    outputs = [*graph.outputs]
    if graph.output_form == "dict":
        outputs.sort(key=lambda one: one.name)
    return [one.value for one in outputs if one.value is not None]


def _taken(call: Call) -> Iterator[Value]:
    """What a call takes in the order in which Keras looks at it."""
    yield from (one for one in call.inputs if one is not None)
    for _, given in sorted(call.call.items()):
        if isinstance(given, Value):
            yield given
        elif isinstance(given, tuple):
            yield from (one for one in given if isinstance(one, Value))


def _visit(
    value: Value,
    calls: Mapping[str, Call],
    met: dict[str, int],
    finished: list[Call],
    done: set[str],
) -> None:
    """Walk from a tensor to the inputs, without recursion."""
    waiting: list[tuple[Call, Iterator[Value]]] = []

    def enter(one: Value) -> None:
        call = calls.get(one.producer)
        if call is not None and call.name not in done:
            done.add(call.name)
            met.setdefault(call.layer, len(met))
            waiting.append((call, _taken(call)))

    enter(value)
    while waiting:
        call, rest = waiting[-1]
        following = next(rest, None)
        if following is None:
            waiting.pop()
            finished.append(call)
        else:
            enter(following)


def _require_sure(graph: Graph, shapes: Shapes, names: list[str], is_whole: bool) -> None:
    """Two layers of one class are in a known order if one feeds the other, or if behind
    both there is nothing but layers.

    Raises:
        NotKnown: there are two of which that cannot be said.
    """
    several = len(graph.outputs) > 1 and not is_whole
    unsure = {
        name
        for name, node in graph.layers.items()
        if isinstance(node.what, Custom) and not node.what.is_layer
    }
    if not unsure and not several and not shapes.masks:
        return
    behind = _behind(graph)
    by_class: dict[str, list[str]] = {}
    for name in names:
        node = graph.layers[name]
        if node.has_name:
            by_class.setdefault(node.kind, []).append(name)
    for kind, layers in by_class.items():
        for one, other in pairwise(layers):
            if other in behind[one]:
                continue
            if several or shapes.masks or (behind[one] | behind[other]) & unsure:
                raise NotKnown(
                    f"`{one}` and `{other}` are both `{kind}`, and which of them comes first "
                    "in Keras depends on what it makes of imported functions, of masks, or of "
                    "several outputs"
                )


def _behind(graph: Graph) -> dict[str, set[str]]:
    """The layers that each layer feeds, directly or not."""
    found: dict[str, set[str]] = {name: set() for name in graph.layers}
    of_call: dict[str, set[str]] = {}
    for call in reversed(graph.order):
        own: set[str] = set()
        for taker in graph.takers.get(call.name, ()):
            own |= {taker.layer} | of_call.get(taker.name, set())
        of_call[call.name] = own
        found[call.layer] |= own
    return found


@dataclass(frozen=True)
class Loaded:
    """What becomes of the weights of one layer: it gets those of another, or fails."""

    place: str
    source: Path | None
    target: Path
    problem: str | None = None


def load(source: Subject, target: Subject) -> list[Loaded]:
    """What Keras does with each layer of a model when it loads the weights of another.

    Raises:
        NotKnown: that cannot be said.
    """
    file = stored(source)
    found = []
    for place, wanted in stored(target).items():
        given = file.get(place)
        if given is None:
            if wanted.variables is None:
                raise NotKnown(f"the weights of `{wanted.layer[-1]}` are not known")
            if wanted.variables:
                count = len(wanted.variables)
                problem = (
                    f"`{wanted.layer[-1]}` wants {_counted(count)}, "
                    f"and the file has none at `{place}`"
                )
                found.append(Loaded(place, None, wanted.layer, problem))
            continue
        if given.variables is None or wanted.variables is None:
            if repr(given.node.what) != repr(wanted.node.what):
                raise NotKnown(f"the weights of `{wanted.layer[-1]}` are not known")
            found.append(Loaded(place, given.layer, wanted.layer))
            continue
        if given.variables or wanted.variables:
            problem_ = _problem(given, wanted)
            found.append(Loaded(place, given.layer, wanted.layer, problem_))
    return found


def _problem(given: Stored, wanted: Stored) -> str | None:
    """Why the weights of a layer cannot be those of another.

    Raises:
        NotKnown: they lie in folders, and Keras does not look into all of them.
    """
    assert given.variables is not None
    assert wanted.variables is not None
    have = [one.shape for one in given.variables]
    want = [one.shape for one in wanted.variables]
    if have == want and lie_alike(given, wanted):
        return None
    name, source = wanted.layer[-1], given.layer[-1]
    if given.inside is None or given.inside != wanted.inside:
        raise NotKnown(f"`{name}` holds other layers than `{source}`")
    if len(have) != len(want):
        return f"`{name}` wants {_counted(len(want))}, and `{source}` has {len(have)}"
    number = next(n for n, (a, b) in enumerate(zip(have, want, strict=True)) if a != b)
    variable = wanted.variables[number].name
    return (
        f"`{variable}` of `{name}` has shape {want[number]}, "
        f"and that of `{source}` {have[number]}"
    )


def lie_alike(one: Stored, other: Stored) -> bool:
    """Whether Keras looks for the same weights in the same places of both folders."""
    return one.inside == other.inside and (
        one.inside is not None or _insides(one) == _insides(other)
    )


def _insides(one: Stored) -> list[str]:
    return [
        variable.name.partition("/")[2] or variable.name for variable in one.variables or ()
    ]


def _counted(count: int) -> str:
    return f"{count} weight{'' if count == 1 else 's'}"
