"""Names of layers that Keras may give to the calls of functions."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.graph import Graph, InputNode, LayerNode, Nested
from mtlc_spec.diagnostics import Diagnostic, Edit, Label, Report
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence
from mtlc_spec.reading import read
from mtlc_spec.source import Span


class AutomaticName(Diagnostic, code="MTL2028"):
    """A layer is named as Keras names the calls of a function that the model uses.

    Keras names them by itself, from a counter that goes on as long as the process runs
    (`add`, `add_1`), and refuses a model in which two things have one name.

    Example::

          inputs: {x: [4], y: [4]}
          layers:
        -   add: {Dense: 4, from: x}
        -   sum: {ops.add, from: [add, y]}
        +   dense: {Dense: 4, from: x}
        +   sum: {ops.add, from: [dense, y]}
          outputs: sum
    """

    name: str
    function: str
    taken: frozenset[str]

    @property
    def message(self) -> str:
        return f"Keras may call a call of `{self.function}` `{self.name}` too"

    @property
    def _other(self) -> str:
        words = (f"{self.name}_layer", *(f"{self.name}_layer_{n}" for n in range(2, 100)))
        return next(one for one in words if one not in self.taken)

    @property
    def help(self) -> str:
        return f"rename it, `{self._other}` for example"

    @property
    def fix(self) -> tuple[Edit, ...]:
        if self.span.text != self.name or self.trace:
            return ()
        places = (self.span, *references_to(self.span))
        return tuple(
            Edit(place._replace(end=place.start + len(self.name)), self._other)
            for place in places
        )


def references_to(key: Span) -> Iterator[Span]:
    """The references of its scope to the input or entry that is named by this key."""
    root = read(key.source, Report())
    for scope in _scopes(root):
        for word in ("inputs", "layers"):
            names = scope.get(word)
            if isinstance(names, Mapping) and any(one.span == key for one, _ in names):
                layers, outputs = scope.get("layers"), scope.get("outputs")
                if layers is not None:
                    yield from _references(layers, key.text)
                if outputs is not None:
                    yield from _named(outputs, key.text)


def _scopes(root: Node | None) -> Iterator[Mapping]:
    """The document, and its blocks."""
    if isinstance(root, Mapping):
        yield root
        blocks = root.get("blocks")
        if isinstance(blocks, Mapping):
            yield from (one for _, one in blocks if isinstance(one, Mapping))


def _references(node: Node, name: str) -> Iterator[Span]:
    if isinstance(node, Sequence):
        for item in node:
            yield from _references(item, name)
    elif isinstance(node, Mapping):
        for key, value in node:
            find = _named if key.value in ("from", "call", "share") else _references
            yield from find(value, name)


def _named(node: Node, name: str) -> Iterator[Span]:
    """Whatever is the name, or a path that begins with it."""
    if isinstance(node, Scalar):
        if node.span.text == name or node.span.text.startswith(f"{name}."):
            yield node.span
    elif isinstance(node, Sequence):
        for item in node:
            yield from _named(item, name)
    else:
        for _, value in node:
            yield from _named(value, name)


def check_automatic(graph: Graph) -> Iterator[Diagnostic]:
    """Report layers of the form of Keras' own names, in the model that has the function."""
    functions: dict[str, LayerNode] = {}
    for call in graph.calls.values():
        node = graph.layers[call.layer]
        if node.kind.startswith("ops.") and call.name in graph.needed:
            from mtlc_spec.functions.operations import operation_name  # few specs need it

            functions.setdefault(operation_name(node.kind.removeprefix("ops.")), node)
    for layer in graph.layers.values():
        if isinstance(layer.what, Nested):
            yield from check_automatic(layer.what.graph)
    if functions:
        yield from _named_like(graph, functions)


def _named_like(graph: Graph, functions: dict[str, LayerNode]) -> Iterator[Diagnostic]:
    """Report what has the name of one of the functions."""
    taken = frozenset({*graph.inputs, *graph.layers, *graph.calls})
    named: dict[str, InputNode | LayerNode] = {**graph.inputs, **graph.layers}
    for name, one in named.items():
        if isinstance(one, LayerNode):
            if not one.has_name:
                continue
        elif one.arguments is None:  # the input of a nested model is named by its path
            continue
        function = functions.get(_base(name))
        if function is None:
            continue
        first = next((call for call in graph.calls.values() if call.layer == name), None)
        yield AutomaticName(
            span=one.span,
            name=name,
            function=function.kind,
            taken=taken,
            labels=(Label(function.span, "the function"),),
            trace=() if first is None else first.origins,
        )


def _base(name: str) -> str:
    """What the name counts: `add_1` is one of `add`."""
    word, _, number = name.rpartition("_")
    return word if number.isdecimal() else name
