"""Models that are arguments of layers."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.target import not_sequential
from mtlc.graph import Graph, Nested
from mtlc_spec.diagnostics import Diagnostic, Label


class ArgumentNoStack(Diagnostic, code="MTL2029"):
    """What stands as an argument of a layer is more than one layer behind the other.

    Keras builds such a model when the layer around it is first called, from the shape that
    it gets then: that takes a Sequential model.

    Example::

          inputs: {x: [5, 4]}
          blocks:
            gated:
              layers:
                value: {Dense: 4, from: x}
        -       gate: {Dense: {units: 4, activation: sigmoid}, from: x}
        -       out: {Multiply, from: [value, gate]}
        +       out: {Dense: {units: 4, activation: sigmoid}, from: value}
              outputs: out
          layers: [TimeDistributed: {gated: {}}]
    """

    kind: str
    layer: str
    reason: str

    @property
    def message(self) -> str:
        return (
            f"`{self.kind}` as an argument of `{self.layer}` must be one layer behind the "
            f"other: {self.reason}"
        )

    @property
    def help(self) -> str:
        return "apply it to the whole tensor, if its layers work on the last axes alone"


def check_inner(graph: Graph) -> Iterator[Diagnostic]:
    """Report models as arguments that Keras could not build as plain stacks."""
    for name, layer in graph.layers.items():
        if isinstance(layer.what, Nested):
            yield from check_inner(layer.what.graph)
        for nested in layer.inner.values():
            yield from check_inner(nested.graph)
            reason = next(not_sequential(nested.graph), None)
            if (
                reason is None
                or nested.graph.incomplete
                or [*nested.graph.layers] == [nested.graph.name]
            ):
                continue
            call = graph.calls_of[name][0]
            yield ArgumentNoStack(
                span=layer.span,
                kind=nested.graph.name.removeprefix(f"{name}_"),
                layer=layer.kind,
                reason=reason.message,
                labels=(Label(reason.span, "here"),),
                trace=call.origins,
            )
