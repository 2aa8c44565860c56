"""Masks that get lost on the way to a layer that would have used them."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.graph import Call, Custom, Graph, Nested, Value
from mtlc_spec.diagnostics import Diagnostic, Label, Severity
from mtlc_spec.layers.base import Layer
from mtlc_spec.layers.masks import filled_in, mask_argument
from mtlc_spec.shapes import Tensor


class DroppedMask(Diagnostic, code="MTL9030", severity=Severity.WARNING):
    """A mask ends before it reaches a layer that would have used it.

    `Embedding` with `mask_zero` and `Masking` mark the steps that count, and recurrent and
    attention layers skip the others. Keras hands a mask on through `Dense`, `Dropout` and
    most layers that treat every step alike; convolutions, functions, and merges with a
    tensor that has none drop it without an error.

    Example::

          inputs: {tokens: {shape: [20], dtype: int32}}
          layers:
            - Embedding: {input_dim: 100, output_dim: 8, mask_zero: true}
        -   - ops.multiply: 2.0
        +   - Rescaling: 2.0
            - LSTM: 8
    """

    layer: str
    source: str
    user: str
    argument: str
    reason: str

    @property
    def message(self) -> str:
        if self.user == self.layer:
            return f"`{self.layer}` does not get the mask of `{self.source}`: {self.reason}"
        return (
            f"`{self.layer}` drops the mask of `{self.source}`, which `{self.user}` would use: "
            f"{self.reason}"
        )

    @property
    def help(self) -> str:
        given = f"give `{self.user}` a mask of its own, as `call: {{{self.argument}: …}}`"
        return f"{given}, or allow it where it is meant"


def check_masks(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Warn of each call that drops a mask, if a later one would have used it."""
    for node in graph.layers.values():
        if isinstance(node.what, Nested) and (inside := shapes.nested.get(node.name)):
            yield from check_masks(node.what.graph, inside)
    if not shapes.masks:
        return
    for call in graph.order:
        masks = [mask for one in call.values() if (mask := shapes.mask_of(one)) is not None]
        if not masks:
            continue
        if any(shapes.masks.get(call.name, ())):
            continue
        if _gets_none(graph, call, shapes):
            reason = "Keras gives none to a layer that is called on several tensors"
            yield _dropped(graph, shapes, call, call, reason)
        why = _why(graph, call, shapes)
        user = None if why is None else _later_user(graph, call, shapes, masks[0])
        if why is not None and user is not None:
            yield _dropped(graph, shapes, call, user, why)


def _dropped(graph: Graph, shapes: Shapes, call: Call, user: Call, reason: str) -> DroppedMask:
    source = _source(graph, call, shapes)
    labels = [Label(source.span, "the mask comes from here")]
    if user is not call:
        labels.append(Label(user.span, "and would be used here"))
    return DroppedMask(
        span=call.span,
        layer=call.name,
        source=source.name,
        user=user.name,
        argument=mask_argument(graph.layers[user.layer].what),
        reason=reason,
        labels=tuple(labels),
        trace=call.origins,
    )


def _gets_none(graph: Graph, call: Call, shapes: Shapes) -> bool:
    """Whether a layer would use the mask of its input, and Keras does not give it."""
    what = graph.layers[call.layer].what
    known = shapes.known(call)
    masks = shapes.masks_of(call)
    if not isinstance(what, Layer) or not what.uses_mask or known is None or not any(masks):
        return False
    if call.call.get("mask") is not None:
        return False
    return not filled_in(what, masks, known[1], dict(_further(call, shapes)))


def _further(call: Call, shapes: Shapes) -> Iterator[tuple[str, Tensor]]:
    for name, value in call.call.items():
        mask = shapes.mask_of(value) if isinstance(value, Value) else None
        if mask is not None:
            yield name, mask


def _why(graph: Graph, call: Call, shapes: Shapes) -> str | None:
    """Why a call drops the mask of its inputs; None if it uses it up, or none can say."""
    what = graph.layers[call.layer].what
    if what is None or isinstance(what, Nested | Custom):
        return None
    if not isinstance(what, Layer):
        return "functions hand no masks on"
    if what.uses_mask or what.is_traced:
        return None
    if what.takes_list and any(shapes.masks_of(call)):
        return "not all that it merges has one"
    return f"`{graph.layers[call.layer].kind}` hands no masks on"


def _source(graph: Graph, call: Call, shapes: Shapes) -> Call:
    """The call that made the mask of an input."""
    while True:
        masked = next((one for one in call.values() if shapes.mask_of(one) is not None), None)
        if masked is None:
            return call
        call = graph.calls[masked.producer]


def _later_user(
    graph: Graph,
    call: Call,
    shapes: Shapes,
    mask: Tensor,
) -> Call | None:
    """The first call behind one that would use its mask, as long as there are steps."""
    waiting, seen = [call], {call.name}
    while waiting:
        for taker in graph.takers.get(waiting.pop(0).name, ()):
            if taker.name in seen or not _has_steps(taker, shapes, mask):
                continue
            seen.add(taker.name)
            what = graph.layers[taker.layer].what
            if isinstance(what, Layer) and what.uses_mask:
                if not any(shapes.masks_of(taker)) and "mask" not in taker.call:
                    return taker
            else:
                waiting.append(taker)
    return None


def _has_steps(call: Call, shapes: Shapes, mask: Tensor) -> bool:
    """Whether a call gets the axes of the mask, and the features of each step."""
    tensor = shapes.of(call.inputs[0]) if call.inputs else None
    return tensor is not None and tensor.rank > mask.rank
