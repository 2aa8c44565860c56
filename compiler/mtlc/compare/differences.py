"""What differs between two models, first where it matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mtlc.compare.form import At, Form, Mask, Path, Port, Vertex
from mtlc.compare.isomorphism import colours
from mtlc.compare.mapping import Known, layers_of
from mtlc.compare.nets import net_of
from mtlc.compare.operations import (
    Activate,
    ApplyLayer,
    CallFunction,
    Join,
    Merge,
    Operation,
    Sight,
    TakeInput,
    arguments,
)
from mtlc.compare.subject import Subject
from mtlc_spec.nodes import Mapping as MappingNode
from mtlc_spec.shapes import Tensor, show
from mtlc_spec.values.tagged import argument_names

About = Literal["inputs", "outputs", "wiring", "arguments"]
_ORDER: tuple[About, ...] = ("inputs", "outputs", "wiring", "arguments")

MOST = 20
"""Differences that are listed; what follows from them is no news."""


@dataclass(frozen=True)
class Difference:
    """One difference, and where it is written in both models."""

    about: About
    message: str
    places_a: tuple[At, ...]
    places_b: tuple[At, ...]
    why: str | None = None


def differences(
    a: Subject, b: Subject, forms: tuple[Form, Form], packed: bool, sight: Sight
) -> tuple[Difference, ...]:
    """The differences of two models that are not the same."""
    found = [*_of_inputs(*forms), *_of_outputs(a, b, packed)]
    if packed:
        walk = _Walk(a, b, forms, sight)
        found += walk.run()
    found.sort(key=lambda one: _ORDER.index(one.about))
    return tuple(dict.fromkeys(found))[:MOST]


def _of_inputs(a: Form, b: Form) -> Iterator[Difference]:
    left, right = ([form.vertices[one] for one in form.inputs] for form in (a, b))
    if len(left) != len(right):
        counted = "1 input" if len(left) == 1 else f"{len(left)} inputs"
        message = f"A has {counted}, and B has {len(right)}"
        yield Difference("inputs", message, _places(left), _places(right))
    for one, other in zip(left, right, strict=False):
        if one.operation.label(_FUNCTION) != other.operation.label(_FUNCTION):
            shown = " and ".join(_tensor(it.tensor) for it in (one, other))
            if one.gives == other.gives:
                shown = "the same shape, and differ in other arguments"
            message = f"the inputs `{one.at.name}` and `{other.at.name}` have {shown}"
            yield Difference("inputs", message, (one.at,), (other.at,))


def _of_outputs(a: Subject, b: Subject, packed: bool) -> Iterator[Difference]:
    if packed:
        return
    shown = [
        ", ".join(
            f"`{one.name}` {_tensor(subject.shapes.of(one.value))}"
            for one in subject.graph.outputs
        )
        for subject in (a, b)
    ]
    places = [
        tuple(At(one.name, one.span) for one in subject.graph.outputs) for subject in (a, b)
    ]
    message = f"A gives {shown[0]}, and B gives {shown[1]}"
    yield Difference("outputs", message, places[0], places[1])


_FUNCTION = Sight(training=False, noise=True)


def _tensor(tensor: Tensor | None) -> str:
    if tensor is None:
        return "an unknown shape"
    return show(tensor.shape) + ("" if tensor.dtype == "float32" else f" {tensor.dtype}")


def _places(vertices: list[Vertex]) -> tuple[At, ...]:
    return tuple(one.at for one in vertices)


class _Walk:
    """Both models from their outputs on, side by side."""

    def __init__(self, a: Subject, b: Subject, forms: tuple[Form, Form], sight: Sight) -> None:
        self.forms = forms
        self.sight = sight
        self.layers = (layers_of(a), layers_of(b))
        self.colours = colours(net_of(forms[0], sight), net_of(forms[1], sight), forward=True)
        self.partner: tuple[dict[int, int], dict[int, int]] = ({}, {})
        self.found: list[Difference] = []
        self.weights: dict[tuple[Path, Path], tuple[Vertex, Vertex]] = {}

    def run(self) -> list[Difference]:
        a, b = self.forms
        waiting = [
            (one.port, other.port)
            for one, other in zip(reversed(a.outputs), reversed(b.outputs), strict=False)
        ]
        seen = {*waiting}
        while waiting and len(self.found) < MOST:
            pair = waiting.pop()
            for following in self._pair(*pair):
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)
        self._sharing()
        if not self.found:
            ends = [tuple(end.at for end in form.outputs) for form in self.forms]
            message = "their layers are the same, but they are wired in another way"
            self.found.append(Difference("wiring", message, ends[0], ends[1]))
        return self.found

    def _pair(self, one: Port, other: Port) -> list[tuple[Port, Port]]:
        """Compare what gives two tensors, and tell what to compare next."""
        left, right = self.forms[0].vertices[one.vertex], self.forms[1].vertices[other.vertex]
        if self._is_same(one.vertex, other.vertex):
            self._note_weights(left, right)
            if left.weights or left.operation.commutes:
                return self._inputs(left, right)
            return [*zip(left.ports(), right.ports(), strict=False)]
        before = self.partner[0].setdefault(one.vertex, other.vertex)
        back = self.partner[1].setdefault(other.vertex, one.vertex)
        if (before, back) != (other.vertex, one.vertex):
            if before != other.vertex:
                self._once_and_twice(left, (self.forms[1].vertices[before], right), 0)
            else:
                self._once_and_twice(right, (self.forms[0].vertices[back], left), 1)
            return []
        if one.result != other.result:
            message = (
                f"A takes result {one.result} of `{left.at.name}`, "
                f"B result {other.result} of `{right.at.name}`"
            )
            self._add("wiring", message, left, right)
        if left.operation.label(self.sight) != right.operation.label(self.sight):
            self._operations(left, right)
            acts = [isinstance(it.operation, Activate) for it in (left, right)]
            if acts == [True, False]:
                return [(left.inputs[0], other)]
            if acts == [False, True]:
                return [(one, right.inputs[0])]
            if acts == [True, True]:
                return self._inputs(left, right)
            if (
                type(left.operation) is not type(right.operation)
                or left.operation.kind != right.operation.kind
            ):
                return self._inputs(left, right) if self._stand_alike(left, right) else []
        elif left.is_masked != right.is_masked:
            side = "A" if left.is_masked else "B"
            message = f"only in {side} does `{left.at.name}` see a mask"
            self._add("wiring", message, left, right)
        elif self._are_other_masks(left, right):
            message = f"`{left.at.name}` and `{right.at.name}` do not see the same masks"
            self._add("wiring", message, left, right)
        self._note_weights(left, right)
        return self._inputs(left, right)

    def _stand_alike(self, left: Vertex, right: Vertex) -> bool:
        """Whether one may stand for the other: what they take and give has the same form."""
        if left.gives is None or left.gives != right.gives:
            return False
        if len(left.inputs) != len(right.inputs) or {*left.keywords} != {*right.keywords}:
            return False
        before = (
            (self.forms[0].vertices[one.vertex], self.forms[1].vertices[other.vertex])
            for one, other in zip(left.inputs, right.inputs, strict=True)
        )
        return all(
            one.operation.kind == other.operation.kind and one.gives == other.gives
            for one, other in before
        )

    def _are_other_masks(self, left: Vertex, right: Vertex) -> bool:
        """Whether two calls see masks of other arguments, or made in another way."""
        return [(name, self._shown(one, 0)) for name, one in left.masks] != [
            (name, self._shown(one, 1)) for name, one in right.masks
        ]

    def _shown(self, mask: Mask, side: int) -> str:
        """Equal for masks that are made alike."""
        if isinstance(mask, Port):
            return f"{self.colours[side][mask.vertex]} {mask.result}"
        parts = [self._shown(part, side) for part in mask.parts]
        return f"{mask.function} {sorted(parts) if mask.function == 'logical_or' else parts}"

    def _note_weights(self, left: Vertex, right: Vertex) -> None:
        if len(left.weights) == len(right.weights) == 1:
            key = (left.weights[0].layer, right.weights[0].layer)
            self.weights.setdefault(key, (left, right))

    def _is_same(self, one: int, other: int) -> bool:
        return self.colours[0][one] == self.colours[1][other]

    def _inputs(self, left: Vertex, right: Vertex) -> list[tuple[Port, Port]]:
        """The tensors of two calls, side by side."""
        if len(left.inputs) != len(right.inputs):
            message = (
                f"`{left.at.name}` takes {len(left.inputs)} tensors in A, "
                f"and `{right.at.name}` takes {len(right.inputs)} in B"
            )
            self._add("wiring", message, left, right)
        if set(left.keywords) != set(right.keywords):
            names = sorted({*left.keywords} ^ {*right.keywords})
            message = f"only one call of `{left.at.name}` has the argument `{names[0]}`"
            self._add("wiring", message, left, right)
        pairs = [*zip(left.inputs, right.inputs, strict=False)]
        if left.operation.commutes and right.operation.commutes:
            pairs = self._unordered(left.inputs, right.inputs)
        else:
            self._crossed(left, right)
        for name, given in left.keywords.items():
            other = right.keywords.get(name)
            if isinstance(given, Port) and isinstance(other, Port):
                pairs.append((given, other))
            elif repr(given) != repr(other) and other is not None:
                if not (isinstance(given, tuple) and isinstance(other, tuple)):
                    message = f"the argument `{name}` of the call of `{left.at.name}` differs"
                    self._add("arguments", message, left, right)
                    continue
                pairs += [
                    (x, y)
                    for x, y in zip(given, other, strict=False)
                    if isinstance(x, Port) and isinstance(y, Port)
                ]
        return pairs

    def _crossed(self, left: Vertex, right: Vertex) -> None:
        """Say it where the same tensors come in another order."""
        if len(left.inputs) != len(right.inputs) or len(left.inputs) < 2:
            return
        of_a = [(self.colours[0][one.vertex], one.result) for one in left.inputs]
        of_b = [(self.colours[1][one.vertex], one.result) for one in right.inputs]
        if of_a != of_b and sorted(of_a) == sorted(of_b):
            message = (
                f"`{left.at.name}` and `{right.at.name}` take the same tensors in another "
                f"order, which `{left.operation.kind}` tells apart"
            )
            self._add("wiring", message, left, right)

    def _unordered(
        self, left: tuple[Port, ...], right: tuple[Port, ...]
    ) -> list[tuple[Port, Port]]:
        """Inputs in any order: the same ones together, then those that do the same."""
        rest_a, rest_b = [*left], [*right]
        pairs = []

        def colour(one: Port, other: Port) -> bool:
            return self._is_same(one.vertex, other.vertex)

        def kind(one: Port, other: Port) -> bool:
            operations = [
                form.vertices[port.vertex].operation
                for form, port in zip(self.forms, (one, other), strict=True)
            ]
            return operations[0].kind == operations[1].kind

        for alike in (colour, kind, lambda one, other: True):
            for one in [*rest_a]:
                other = next((it for it in rest_b if alike(one, it)), None)
                if other is not None:
                    pairs.append((one, other))
                    rest_a.remove(one)
                    rest_b.remove(other)
        return pairs

    def _operations(self, left: Vertex, right: Vertex) -> None:
        """Say how what two vertices compute differs."""
        one, other = left.operation, right.operation
        if isinstance(one, ApplyLayer) and isinstance(other, ApplyLayer):
            if type(one.layer) is type(other.layer):
                self._arguments(left, right, one, other)
                return
        elif type(one) is type(other) and isinstance(one, CallFunction):
            assert isinstance(other, CallFunction)
            if one.kind == other.kind:
                message = f"the arguments of `{left.at.name}` and `{right.at.name}` differ"
                self._add("arguments", message, left, right)
                return
        if isinstance(one, Activate) and isinstance(other, Activate):
            message = (
                f"the activation of `{left.at.name}` is `{one.activation}`, "
                f"and that of `{right.at.name}` is `{other.activation}`"
            )
            places = [
                self._argument_place(side, vertex, "activation")
                for side, vertex in enumerate((left, right))
            ]
            self.found.append(Difference("arguments", message, (places[0],), (places[1],)))
            return
        if isinstance(one, TakeInput) and isinstance(other, TakeInput):
            message = (
                f"A takes the input `{left.at.name}` where B takes the input `{right.at.name}`"
            )
        else:
            message = f"A has {_named(left)} where B has {_named(right).removesuffix(',')}"
        self._add("wiring", message, left, right, _why(one, other))

    def _arguments(
        self, left: Vertex, right: Vertex, one: ApplyLayer, other: ApplyLayer
    ) -> None:
        of_a, of_b = arguments(one.layer, self.sight), arguments(other.layer, self.sight)
        for name in of_a:
            if of_a[name] == of_b[name] or repr(of_a[name]) == repr(of_b[name]):
                continue
            message = (
                f"`{name}` of `{left.at.name}` is {_shown(of_a[name])}, "
                f"and that of `{right.at.name}` is {_shown(of_b[name])}"
            )
            places = (self._argument_place(0, left, name), self._argument_place(1, right, name))
            self.found.append(Difference("arguments", message, (places[0],), (places[1],)))
        if one.inner != other.inner:
            message = f"the models inside of `{left.at.name}` and `{right.at.name}` differ"
            self._add("arguments", message, left, right)

    def _argument_place(self, side: int, vertex: Vertex, name: str) -> At:
        """Where an argument is written; where it is not, the layer."""
        known = self.layers[side].get(vertex.layer[-1]) if vertex.layer else None
        node = None if known is None else known[1].node.written
        if isinstance(node, MappingNode):
            key = node.entries.get(name)
            if key is not None:
                return At(f"{vertex.at.name}.{name}", key.node.span)
        elif node is not None and known is not None and known[1].layer is not None:
            names = argument_names(type(known[1].layer))
            if names and names[0] == name and node.span.start < node.span.end:
                return At(f"{vertex.at.name}.{name}", node.span)
        return vertex.at

    def _once_and_twice(self, once: Vertex, twice: tuple[Vertex, Vertex], side: int) -> None:
        """One vertex of a model stands for two of the other."""
        here, there = ("A", "B") if side == 0 else ("B", "A")
        message = (
            f"{here} computes `{once.at.name}` once where {there} computes "
            f"`{twice[0].at.name}` and `{twice[1].at.name}`"
        )
        difference = _difference(message, side, (once.at,), tuple(one.at for one in twice))
        if difference not in self.found:
            self.found.append(difference)

    def _sharing(self) -> None:
        """Layers that are shared in one model, and copied in the other."""
        for side in (0, 1):
            groups: dict[Path, dict[Path, Vertex]] = {}
            for key, pair in self.weights.items():
                groups.setdefault(key[side], {})[key[1 - side]] = pair[1 - side]
            for layer, others in groups.items():
                if len(others) > 1:
                    self._shared(side, layer, others)

    def _shared(self, side: int, layer: Path, others: Mapping[Path, Vertex]) -> None:
        here, there = ("A", "B") if side == 0 else ("B", "A")
        known = self.layers[side][layer[-1]][1]
        names = ", ".join(f"`{one[-1]}`" for one in others)
        more = _parameters(known) * (len(others) - 1)
        message = (
            f"`{layer[-1]}` of {here} is one layer that is called {len(others)} times; {there} "
            f"has {names} in its place, each with weights of its own"
        )
        if more:
            message += f": {more:,} parameters more"
        own = (At(layer[-1], known.node.span),)
        there_places = tuple(one.at for one in others.values())
        why = "what shared weights learn from one call holds for the others too"
        self.found = [one for one in self.found if "computes" not in one.message]
        self.found.insert(0, _difference(message, side, own, there_places, why))

    def _add(
        self, about: About, message: str, left: Vertex, right: Vertex, why: str | None = None
    ) -> None:
        self.found.append(Difference(about, message, (left.at,), (right.at,), why))


def _difference(
    message: str, side: int, here: tuple[At, ...], there: tuple[At, ...], why: str | None = None
) -> Difference:
    """A difference in the wiring, seen from A (side 0) or from B."""
    a, b = (here, there) if side == 0 else (there, here)
    return Difference("wiring", message, a, b, why)


def _parameters(known: Known) -> int:
    return sum(one.size for one in known.variables or ())


def _named(vertex: Vertex) -> str:
    """`the Dense `head``, as a message says it."""
    operation = vertex.operation
    if isinstance(operation, ApplyLayer | CallFunction | Merge):
        return f"`{vertex.at.name}`, {_article(operation.kind)} `{operation.kind}`,"
    if isinstance(operation, TakeInput):
        return f"the input `{vertex.at.name}`"
    return operation.kind


def _why(one: Operation, other: Operation) -> str | None:
    """Why an activation over all units is not one over some of them."""
    for acts, joins in ((one, other), (other, one)):
        if isinstance(acts, Activate) and not acts.acts_per_unit and isinstance(joins, Join):
            return (
                f"`{acts.activation}` takes all units of a layer together, so that each "
                "number depends on all columns: heads of their own are not columns of it"
            )
    return None


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], dict):
        return f"{value[0]} {value[1]}"
    return str(list(value)) if isinstance(value, tuple) else str(value)


def _article(word: str) -> str:
    return "an" if word[0].lower() in "aeio" else "a"
