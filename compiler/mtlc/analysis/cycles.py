"""Layers that depend on themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from mtlc.graph import Graph
from mtlc_spec.diagnostics import Diagnostic, Label


class LayerCycle(Diagnostic, code="MTL2003"):
    """Layers take each other's outputs in a circle, so that none can be computed first.

    A network that feeds back over time is a recurrent layer (`LSTM`, `GRU`), whose state
    stays inside the layer.
    """

    path: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"these depend on each other in a circle: {' → '.join(self.path)}"

    @property
    def help(self) -> str:
        return "break the circle at one `from`"


def check_cycles(graph: Graph) -> Iterator[Diagnostic]:
    """One diagnostic for each knot of calls: its shortest circle through the first."""
    if not graph.on_cycles:
        return
    from mtlc.wiring import circles  # it loads networkx

    for path in circles((*graph.inputs, *graph.calls), graph.wires()):
        yield LayerCycle(
            span=graph.calls[path[0]].span,
            path=tuple(path),
            labels=tuple(
                Label(graph.calls[taker].span, f"takes `{taken}`")
                for taken, taker in pairwise(path)
                if taker != path[0]
            ),
        )
