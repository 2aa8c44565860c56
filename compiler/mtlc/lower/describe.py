"""What a model takes, gives and holds, in a few words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from mtlc.analysis.parameters import Parameters, of_model
from mtlc.analysis.shapes import Shapes
from mtlc.graph import Graph, Nested
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Tensor, show

DOCSTRING = 84
"""Columns of a docstring that is indented once."""

MOST_NAMES = 6
"""Layers that are named in one sentence."""


def docstring(text: str) -> str:
    """A description as the lines of a function's docstring."""
    quotes = '"' * 3
    line = quotes + " ".join(text.split())
    if len(line + quotes) <= DOCSTRING:
        return line.removeprefix(quotes)
    return "\n".join(wrap(line, DOCSTRING, break_long_words=False)).removeprefix(quotes)


def summary(
    title: str,
    addition: str,
    graph: Graph,
    shapes: Shapes,
    count: Parameters | None = None,
) -> str:
    """What a function builds, as its docstring; `count` if that is known already."""
    count = count or of_model(graph, shapes)
    words = f"{count} parameter{'' if str(count) == '1' else 's'}"
    return f"Build `{title}`{addition}: {ends(graph, shapes)}, {words}."


def learning(graph: Graph) -> str | None:
    """Which layers must `adapt` to data before the model is of use; None if none must."""
    names = [f"`{name}`" for name in _adapting(graph)]
    if not names:
        return None
    shown = names[:MOST_NAMES]
    more = len(names) - len(shown)
    listed = [*shown, f"{more} more"] if more else shown
    joined = " and ".join(part for part in (", ".join(listed[:-1]), listed[-1]) if part)
    return docstring(f"Before use, call `adapt` with data on {joined}.")


def _adapting(graph: Graph) -> Iterator[str]:
    for name, layer in graph.layers.items():
        what = layer.what
        if isinstance(what, Nested):
            yield from _adapting(what.graph)
        elif isinstance(what, Layer) and what.adapts:
            yield name


def ends(graph: Graph, shapes: Shapes) -> str:
    """`(batch, 10, 2) -> 12 x (batch, 1)`"""
    inputs = _tensors([shapes.inputs[name] for name in graph.inputs])
    return f"{inputs} -> {_tensors([shapes.of(one.value) for one in graph.outputs])}"


def _tensors(tensors: list[Tensor | None]) -> str:
    shown = ["?" if one is None else show(one.shape) for one in tensors]
    parts = []
    for text, group in groupby(shown):
        count = len(list(group))
        parts.append(text if count == 1 else f"{count} x {text}")
    return ", ".join(parts)
