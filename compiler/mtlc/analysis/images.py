"""Images that reach pretrained networks as they are."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.graph import Call, Graph, LayerNode
from mtlc_spec.diagnostics import Diagnostic, Severity
from mtlc_spec.layers.base import Layer


class UnpreparedImages(Diagnostic, code="MTL9010", severity=Severity.NOTE):
    """A pretrained network gets images as the model does, and wants them prepared.

    Weights go with images that are prepared as those that they were trained on. If the
    data comes prepared, all is well.

    Example::

          inputs: {image: [224, 224, 3]}
          layers:
        +   - Rescaling: {scale: $(1 / 127.5), offset: -1}
            - applications.MobileNetV2: {include_top: false, pooling: avg}
    """

    network: str
    wanted: str
    way_out: str

    @property
    def message(self) -> str:
        return f"the pretrained weights of `{self.network}` want images {self.wanted}"

    @property
    def help(self) -> str:
        return self.way_out


def check_images(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Note pretrained networks that images of the model reach unprepared."""
    raw = set(graph.inputs)
    for call in graph.order:
        if any(value.producer not in raw for value in call.values()):
            continue
        node = graph.layers[call.layer]
        if isinstance(node.what, Layer):
            yield from _wanted(call, node)
            weights = shapes.trainable.get(node.name, 0) + shapes.frozen.get(node.name, 0)
            if not node.what.prepares and not weights:
                raw.add(call.name)


def _wanted(call: Call, node: LayerNode) -> Iterator[Diagnostic]:
    """The notes of a layer, and of one that is its argument."""
    inner = (one for nested in node.inner.values() for one in nested.graph.layers.values())
    for one in (node, *inner):
        if isinstance(one.what, Layer) and one.what.wants is not None:
            wanted, way_out = one.what.wants
            yield UnpreparedImages(
                span=call.span,
                network=one.name,
                wanted=wanted,
                way_out=way_out,
                trace=call.origins,
            )
