"""A model as it is compared: what is computed from what, and with which weights.

Nested models are laid out, so that one vertex is one call of one layer; rules rewrite the
form until two of the same function are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from mtlc.compare.operations import Operation
from mtlc.graph import Constant
from mtlc_spec.shapes import Tensor
from mtlc_spec.source import Span

Path = tuple[str, ...]
"""The name of a layer, behind those of the models that it is nested in."""

MOST_WORK = 5_000_000
"""Wires that rewriting may look at or make before a comparison gives up."""


class TooLarge(Exception):
    """A comparison would take more work than it may."""


class Port(NamedTuple):
    """One of the tensors that a vertex gives."""

    vertex: int
    result: int = 0


class Masked(NamedTuple):
    """A mask that a function makes of tensors and of other masks."""

    function: str
    parts: tuple[Mask, ...]


Mask = Port | Masked
"""A mask by what it is made of."""


Given = Port | Constant | tuple[Port | Constant, ...]
"""What a keyword argument of a call is given."""


class Part(NamedTuple):
    """The weights of a layer, or of its columns from `start` to `stop`."""

    layer: Path
    start: int | None = None
    stop: int | None = None


class At(NamedTuple):
    """Something in one of the two models that a person can look up."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Vertex:
    """One thing that is computed.

    `gives` are its tensors, None where they are not known; `weights` those that it uses,
    in the order of its columns. `scope` are the calls of nested models that it is
    inside of, and `layer` is what is called; both are as the model was written.
    """

    operation: Operation
    inputs: tuple[Port, ...]
    keywords: Mapping[str, Given]
    gives: tuple[Tensor, ...] | None
    weights: tuple[Part, ...]
    at: At
    layer: Path = ()
    scope: Path = ()
    masks: tuple[tuple[str, Mask], ...] = ()
    """The masks that tensors carry and on which depends what it computes, by its arguments."""

    @property
    def is_masked(self) -> bool:
        """What it computes depends on a mask that its input carries."""
        return bool(self.masks)

    @property
    def tensor(self) -> Tensor | None:
        """The first tensor that it gives."""
        return None if self.gives is None else self.gives[0]

    def ports(self) -> Iterator[Port]:
        """All that it takes."""
        yield from self.inputs
        for given in self.keywords.values():
            if isinstance(given, Port):
                yield given
            elif isinstance(given, tuple):
                yield from [one for one in given if isinstance(one, Port)]

    def needs(self) -> Iterator[Port]:
        """All that it takes, and what the masks are made of that it sees."""
        yield from self.ports()
        for _, mask in self.masks:
            yield from _leaves(mask)

    def redirected(self, ports: Mapping[Port, Port]) -> Vertex:
        """The same, taking other tensors."""

        def moved(given: Given) -> Given:
            if isinstance(given, Port):
                return ports.get(given, given)
            if isinstance(given, Constant):
                return given
            return tuple(ports.get(one, one) if isinstance(one, Port) else one for one in given)

        inputs = tuple(ports.get(one, one) for one in self.inputs)
        keywords = {name: moved(one) for name, one in self.keywords.items()}
        masks = tuple([(name, _moved(one, ports)) for name, one in self.masks])
        return replace(self, inputs=inputs, keywords=keywords, masks=masks)


@dataclass(frozen=True, slots=True)
class End:
    """One output of the model."""

    name: str
    port: Port
    at: At
    mask: Mask | None = None
    """The mask that it carries, as the model was written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One rewriting: the rule, what it did, and where.

    Steps of one `key` do the same to both models, and show nothing if both have them.
    """

    rule: str
    message: str
    places: tuple[At, ...]
    key: str


@dataclass
class Form:
    """The vertices by number, the outputs, and the steps that led here."""

    vertices: dict[int, Vertex] = field(default_factory=dict)
    inputs: list[int] = field(default_factory=list)
    outputs: list[End] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    work: int = 0
    count: int = 0
    runs_otherwise: set[Port] = field(default_factory=set)
    """The tensors that have another dtype when the model runs than Keras promises."""

    def add(self, vertex: Vertex) -> Port:
        """A new vertex, and its first tensor."""
        number = self.count
        self.count += 1
        self.vertices[number] = vertex
        self.spend(1 + len(vertex.inputs))
        return Port(number)

    def spend(self, work: int) -> None:
        """Count work.

        Raises:
            TooLarge: it is more than there may be.
        """
        self.work += work
        if self.work > MOST_WORK:
            raise TooLarge

    def tensor(self, port: Port) -> Tensor | None:
        """What is known of a tensor."""
        gives = self.vertices[port.vertex].gives
        return None if gives is None else gives[port.result]

    def commutes(self, vertex: Vertex) -> bool:
        """Whether the order of its inputs makes no difference; that of strings does."""
        tensors = [vertex.tensor, *map(self.tensor, vertex.inputs)]
        return vertex.operation.commutes and all(
            one is not None and one.dtype != "string" for one in tensors
        )

    def redirect(self, ports: Mapping[Port, Port]) -> None:
        """Let everything that takes some tensors take others."""
        if not ports:
            return
        final = {one: _last(one, ports) for one in ports}
        self.spend(len(self.vertices))
        for number, vertex in self.vertices.items():
            if any(one in final for one in vertex.needs()):
                self.vertices[number] = vertex.redirected(final)
        self.outputs = [
            replace(one, port=final.get(one.port, one.port)) for one in self.outputs
        ]

    def tidy(self) -> None:
        """Leave out what no output needs, and put the rest in order."""
        order: list[int] = []
        state: dict[int, bool] = {}
        for end in self.outputs:
            waiting = [end.port.vertex]
            while waiting:
                at = waiting[-1]
                if at not in state:
                    state[at] = False
                    needed = [one.vertex for one in self.vertices[at].needs()]
                    waiting += [one for one in reversed(needed) if one not in state]
                else:
                    waiting.pop()
                    if not state[at]:
                        state[at] = True
                        order.append(at)
        kept = {number: self.vertices[number] for number in self.inputs}
        kept |= {number: self.vertices[number] for number in order}
        self.vertices = kept
        self.spend(len(kept))

    def users(self) -> dict[Port, list[int]]:
        """The vertices that take each tensor, once for each time."""
        found: dict[Port, list[int]] = {}
        for number, vertex in self.vertices.items():
            for one in vertex.ports():
                found.setdefault(one, []).append(number)
        self.spend(len(self.vertices))
        return found

    def ends(self) -> set[Port]:
        """The tensors that are outputs."""
        return {one.port for one in self.outputs}

    def record(self, rule: str, message: str, places: Iterable[Vertex | At], key: str) -> None:
        """Note a step."""
        found = tuple(
            dict.fromkeys([one.at if isinstance(one, Vertex) else one for one in places])
        )
        self.steps.append(Step(rule, message, found, key))


Rule = Callable[[Form], None]
"""Rewrites a form, and records what it did."""


def _last(port: Port, ports: Mapping[Port, Port]) -> Port:
    """Where a tensor leads that is replaced by one that is replaced."""
    while port in ports:
        port = ports[port]
    return port


def _leaves(mask: Mask) -> Iterator[Port]:
    """The tensors that a mask is made of."""
    if isinstance(mask, Port):
        yield mask
        return
    for part in mask.parts:
        yield from _leaves(part)


def _moved(mask: Mask, ports: Mapping[Port, Port]) -> Mask:
    """The same mask, made of other tensors."""
    if isinstance(mask, Port):
        return ports.get(mask, mask)
    return Masked(mask.function, tuple([_moved(part, ports) for part in mask.parts]))
