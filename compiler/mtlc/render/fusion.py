"""What became of a spec whose heads were fused, or taken apart, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mtlc.analysis.heads import NoHead
from mtlc.fuse.plan import Columns
from mtlc.fuse.rewriting import Rewritten
from mtlc.render.excerpt import Mark, excerpt
from mtlc.render.terminal import FRAME, Style, visible

MOST_SHOWN = 6
"""Rows, notes and reasons of one kind."""


def render(found: Rewritten, style: Style, *, apart: bool) -> str:
    """The layers, the mapping of their weights, and what happens to the loss."""
    return "".join(f"{line.rstrip()}\n" for line in _lines(found, style, apart))


def reasons(left: Iterable[NoHead], style: Style) -> str:
    """Why layers were left as they are, each at its place."""
    return "".join(f"{line.rstrip()}\n" for one in left for line in _reason(one, style))


def to_dict(found: Rewritten, *, apart: bool) -> dict[str, Any]:
    """The same as data, with the new spec."""
    training = found.comparison.training
    return {
        "spec": found.text,
        "flat": found.flat,
        "layers": [
            {
                "wide": one.wide,
                "kind": one.kind,
                "width": one.width,
                "parts": [
                    {"layer": name, "columns": [start, stop]} for name, start, stop in one.parts
                ],
            }
            for one in found.columns
        ],
        "loss": {"ratio": training.ratio, "message": loss(found, apart=apart)},
        "training": [one.message for one in training.notes],
        "left": [{"name": one.name, "reason": one.why} for one in found.left],
    }


def _lines(found: Rewritten, style: Style, apart: bool) -> Iterator[str]:
    for one in found.columns:
        names = [f"`{name}`" for name, _, _ in one.parts]
        wide = f"`{one.wide}`, a `{one.kind}` of {one.width}"
        if apart:
            yield style.bold(visible(f"{wide}, is now {_listed(names)}"))
        else:
            yield style.bold(visible(f"{_listed(names)} are now slices of {wide}"))
        yield from (f"  {visible(line)}" for line in _weights(one))
    yield f"loss: {loss(found, apart=apart)}"
    notes = found.comparison.training.notes
    if notes:
        yield "training: what differs between the spec as it was, A, and the new one, B:"
    yield from (f"  {visible(one.message)}" for one in notes[:MOST_SHOWN])
    if len(notes) > MOST_SHOWN:
        yield f"  and {len(notes) - MOST_SHOWN} more such differences"
    if found.flat is not None:
        why = visible(found.flat)
        yield f"note: {why}, so this is the flat spec, as `mtlc expand` prints it"
    yield "checkpoints: `mtlc weights` carries the weights over, in both directions"
    yield from reasons(found.left, style).splitlines()


def _weights(columns: Columns) -> Iterator[str]:
    for name, start, stop in columns.parts[:MOST_SHOWN]:
        if stop == start + 1:
            yield f"column {start} of `{columns.wide}` is `{name}`"
        else:
            yield f"columns {start} to {stop - 1} of `{columns.wide}` are `{name}`"
    if len(columns.parts) > MOST_SHOWN:
        yield f"and {len(columns.parts) - MOST_SHOWN} more"


def loss(found: Rewritten, *, apart: bool) -> str:
    """What happens to the total loss."""
    ratio = found.comparison.training.ratio
    if not found.comparison.training.both:
        said = "the outputs are the same, so that each can keep a loss of its own"
    elif ratio == 1:
        said = "every output keeps its loss, weight and metrics, and the total is as before"
    else:
        said = "the total is not as before"
    if apart:
        return said
    counts = ", ".join(
        f"1/{len(one.parts)}"
        for one in found.columns
        if len({b - a for _, a, b in one.parts}) == 1
    )
    much = f" ({counts} as much)" if counts else ""
    wide = " and ".join(f"`{one.wide}`" for one in found.columns)
    return (
        f"{said}; one loss such as `mse` on {wide} as a whole would be the mean over its "
        f"columns, where these are summed{much}"
    )


def _reason(one: NoHead, style: Style) -> Iterator[str]:
    source = one.span.source
    line, column = source.position(one.span.start)
    gutter = " " * len(str(line))
    yield f"{style.paint('note', '1;36')}{style.bold(f': {visible(one.why)}')}"
    yield f"{gutter}{style.frame('-->')} {visible(source.name)}:{line}:{column}"
    yield f"{gutter} {style.frame('|')}"
    yield from excerpt(source, [Mark(one.span, "", "^", FRAME)], gutter, style)


def _listed(names: list[str]) -> str:
    if len(names) > MOST_SHOWN:
        names = [*names[: MOST_SHOWN - 1], f"{len(names) - MOST_SHOWN + 1} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}"
