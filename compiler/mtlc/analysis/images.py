"""Images that reach pretrained networks as they are."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.analysis.shapes import Shapes
from mtlc.graph import Call, Graph, LayerNode
from mtlc_spec.diagnostics import Diagnostic, Severity
from mtlc_spec.layers.base import Images, Layer


class UnpreparedImages(Diagnostic, code="MTL9010", severity=Severity.NOTE):
    """A pretrained network gets images as the model does, and wants them prepared.

    Weights go with images that are prepared as those that they were trained on. If the
    data comes prepared, all is well.

    Example::

        + imports: {resnet: keras.applications.resnet}
          inputs: {image: [224, 224, 3]}
          layers:
        +   - {resnet.preprocess_input, returns: [224, 224, 3]}
            - applications.ResNet50: {include_top: false, pooling: avg}
    """

    network: str
    images: Images
    shape: str = "[…]"
    """That of the images, as `returns` says it."""

    @property
    def message(self) -> str:
        return f"the pretrained weights of `{self.network}` want images {self.images.wanted}"

    @property
    def help(self) -> str:
        module = self.images.module
        if not module:
            return self.images.way_out
        alias = module.rpartition(".")[2]
        entry = f"{alias}.preprocess_input, returns: {self.shape}"
        return (
            f"{self.images.way_out}, or put `{{{entry}}}` in front of it, with "
            f"`imports: {{{alias}: {module}}}`"
        )


def check_images(graph: Graph, shapes: Shapes) -> Iterator[Diagnostic]:
    """Note pretrained networks that images of the model reach unprepared."""
    raw = set(graph.inputs)
    for call in graph.order:
        if any(value.producer not in raw for value in call.values()):
            continue
        node = graph.layers[call.layer]
        if isinstance(node.what, Layer):
            yield from _wanted(call, node, shapes)
            weights = shapes.trainable.get(node.name, 0) + shapes.frozen.get(node.name, 0)
            if not node.what.prepares and not weights:
                raw.add(call.name)


def _wanted(call: Call, node: LayerNode, shapes: Shapes) -> Iterator[Diagnostic]:
    """The notes of a layer, and of one that is its argument."""
    inner = (one for nested in node.inner.values() for one in nested.graph.layers.values())
    for one in (node, *inner):
        images = one.what.wants if isinstance(one.what, Layer) else None
        if images is None:
            continue
        found = UnpreparedImages(
            span=call.span, network=one.name, images=images, trace=call.origins
        )
        given = shapes.of(call.inputs[0]) if call.inputs and one is node else None
        if given is not None and given.shape is not None:
            sizes = ("null" if size is None else str(size) for size in given.shape[1:])
            found = found.replace(shape=f"[{', '.join(sizes)}]")
        yield found
