"""Layers that depend on themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import networkx as nx

from mtlc.graph import Graph
from mtlc_spec.diagnostics import Diagnostic, Label


class LayerCycle(Diagnostic, code="MTL2003"):
    """Layers take each other's outputs in a circle, so that none can be computed first.

    A network that feeds back over time is a recurrent layer (`LSTM`, `GRU`), whose state
    stays inside the layer.

    Example::

          inputs: {x: [4]}
          layers:
        -   a: {Add, from: [x, b]}
        +   a: {Add, from: [x, x]}
            b: {Dense: 4, from: a}
          outputs: b
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
    rank = {name: index for index, name in enumerate(graph.calls)}
    knots = [
        knot
        for knot in nx.strongly_connected_components(graph.edges)
        if not graph.on_cycles.isdisjoint(knot)
    ]
    for knot in sorted(knots, key=lambda names: min(map(rank.__getitem__, names))):
        path = _shortest_circle(graph, knot, min(knot, key=rank.__getitem__))
        yield LayerCycle(
            span=graph.calls[path[0]].span,
            path=path,
            labels=tuple(
                Label(graph.calls[taker].span, f"takes `{taken}`")
                for taken, taker in pairwise(path)
            ),
        )


def _shortest_circle(graph: Graph, knot: set[str], first: str) -> tuple[str, ...]:
    """The circle from a call back to it, as the names of its calls."""
    within = graph.edges.subgraph(knot)
    distances = nx.single_source_shortest_path(within, first)
    rank = {name: index for index, name in enumerate(graph.calls)}
    last = min(within.predecessors(first), key=lambda name: (len(distances[name]), rank[name]))
    return (*distances[last], first)
