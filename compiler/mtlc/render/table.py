"""A summary as a table like Keras' own."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.box import SQUARE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mtlc.model_summary import End, LayerSummary, Summary, shape_text
from mtlc_spec.shapes import Tensor

WIDTH = 100
"""Columns; the same on every terminal, so that summaries can be compared."""


def render(summary: Summary) -> str:
    """The table, the counts below it, and which API the model compiles to and why."""
    table = Table(box=SQUARE, width=WIDTH, title=Text(f"Model: {summary.name}"))
    table.title_justify = "left"
    table.add_column("Layer (kind)", ratio=4, overflow="fold")
    table.add_column("Output shape", ratio=4, overflow="fold")
    table.add_column("Params", ratio=2, justify="right")
    table.add_column("From", ratio=4, overflow="fold")
    for one in summary.inputs:
        table.add_row(Text(f"{one.name} (Input)"), Text(_tensor(one.tensor)), "0", "")
    for row in _rows(summary.layers, ""):
        table.add_row(*(Text(cell) for cell in row))
    out = StringIO()
    Console(file=out, width=WIDTH, color_system=None, legacy_windows=False).print(table)
    counts = summary.params
    lines = [
        *(line.rstrip() for line in out.getvalue().splitlines()),
        f"Outputs: {', '.join(_output(one) for one in summary.outputs)}",
        f"Total params: {counts}",
        f"Trainable params: {counts.shown(counts.trainable)}",
        f"Non-trainable params: {counts.shown(counts.non_trainable)}",
        *_target(summary),
    ]
    return "\n".join(lines) + "\n"


def _rows(layers: tuple[LayerSummary, ...], indent: str) -> Iterator[tuple[str, str, str, str]]:
    for layer in layers:
        outputs = dict.fromkeys(
            "; ".join(map(_tensor, call.outputs)) if call.outputs is not None else "?"
            for call in layer.calls
        )
        sources = "; ".join(", ".join(call.sources) for call in layer.calls)
        count = str(layer.params)
        yield f"{indent}{layer.name} ({layer.kind})", "; ".join(outputs), count, sources
        yield from _rows(layer.layers, f"{indent}  ")


def _tensor(tensor: Tensor | None) -> str:
    if tensor is None:
        return "?"
    text = shape_text(tensor.shape)
    return text if tensor.dtype == "float32" else f"{text} {tensor.dtype}"


def _output(end: End) -> str:
    return f"{end.name} {_tensor(end.tensor)}"


def _target(summary: Summary) -> Iterator[str]:
    """`API: Functional, since`, and the reasons."""
    api = summary.target.capitalize()
    if summary.asked:
        yield f"API: {api}, as asked for"
    elif not summary.why:
        yield f"API: {api}, since the model is a plain stack"
    else:
        yield f"API: {api}, since the model is no plain stack:"
        for code, message in summary.why:
            yield f"  {code}: {message}"
