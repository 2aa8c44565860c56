"""What no output depends on."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.graph import Call, Graph, Nested, Stem
from mtlc_spec.diagnostics import Diagnostic, Severity
from mtlc_spec.source import Span


class UnusedLayer(Diagnostic, code="MTL2005", severity=Severity.WARNING):
    """No output of the model depends on a layer, so it is not part of the model.

    Keras leaves it out as well: a model is what lies between its inputs and outputs.

    Example::

          inputs: {x: [4]}
          layers:
            a: {Dense: 8, from: x}
            b: {Dense: 8, from: x}
        - outputs: a
        + outputs: [a, b]
    """

    layer: str

    @property
    def message(self) -> str:
        return f"no output depends on `{self.layer}`, so it is left out"

    @property
    def help(self) -> str:
        return f"name `{self.layer}` in a `from` or in `outputs`, or remove it"


class UnusedInput(Diagnostic, code="MTL2006", severity=Severity.WARNING):
    """No output of the model depends on an input.

    Example::

        - inputs: {x: [4], y: [4]}
        + inputs: {x: [4]}
          layers:
            a: {Dense: 8, from: x}
          outputs: a
    """

    name: str

    @property
    def message(self) -> str:
        return f"no output depends on the input `{self.name}`"

    @property
    def help(self) -> str:
        return f"name `{self.name}` in a `from`, or remove it"


def check_unused(graph: Graph) -> Iterator[Diagnostic]:
    """Warn of layers and inputs without effect, unless parts of the graph are missing.

    What is used several times is without effect if none of its uses has any; what other
    params would use is meant to be there.
    """
    return _check(graph, graph.optional)


def _check(graph: Graph, optional: frozenset[Span]) -> Iterator[Diagnostic]:
    if graph.incomplete:
        return
    for name, node in graph.inputs.items():
        unused = name not in graph.needed and node.arguments is not None
        if unused and node.span not in optional:
            yield UnusedInput(span=node.span, name=name)
    used = {call.span for call in graph.calls.values() if call.name in graph.needed}
    used |= optional
    if any(call.span not in used for call in graph.calls.values()):
        yield from _unused_layers(graph, used)
    for layer in graph.layers.values():
        if isinstance(layer.what, Nested):
            yield from _check(layer.what.graph, optional)


def _unused_layers(graph: Graph, used: set[Span]) -> Iterator[Diagnostic]:
    """Warn of entries of which nothing is used, and of the parts of others."""
    entries: dict[Stem, list[Call]] = {}
    for call in graph.calls.values():
        entries.setdefault(call.stem or Stem(call.name, call.span), []).append(call)
    for entry, calls in entries.items():
        unused = [call for call in calls if call.span not in used]
        if len(unused) == len(calls):
            trace = calls[0].origins if calls[0].span == entry.span else ()
            yield UnusedLayer(span=entry.span, layer=entry.name, trace=trace)
        else:
            for call in unused:
                yield UnusedLayer(span=call.span, layer=call.name, trace=call.origins)
