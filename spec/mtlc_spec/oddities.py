"""What Keras accepts and hardly anybody means: the diagnostics, and how a layer says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mtlc_spec.diagnostics import Diagnostic, Edit, Severity
from mtlc_spec.nodes import Mapping, Node, Scalar
from mtlc_spec.shapes import Size
from mtlc_spec.source import Span


class Odd(NamedTuple):
    """One odd thing about a call; the pass adds the place.

    `problem` completes the sentence "`layer`: …", `argument` is the one that causes it.
    """

    kind: type[Oddity]
    problem: str
    argument: str | None = None


class Oddity(Diagnostic):
    """The base of what is odd about a call."""

    layer: str
    problem: str

    @property
    def message(self) -> str:
        return f"`{self.layer}` {self.problem}"


class ConstantSoftmax(Oddity, code="MTL9020", severity=Severity.WARNING):
    """A softmax is taken over an axis of size 1, so that its output is always 1.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: {units: 1, activation: softmax}]
        + layers: [Dense: {units: 1, activation: sigmoid}]
    """

    @property
    def help(self) -> str:
        return "use `sigmoid` for one unit, or as many units as there are classes"


class BroadcastMerge(Oddity, code="MTL9021", severity=Severity.WARNING):
    """Tensors of different shapes are merged, so that the smaller one is repeated.

    `Multiply` is left alone: a gate of size 1 is what it is used for.

    Example::

        - inputs: {x: [4], y: [1]}
        + inputs: {x: [4], y: [4]}
          layers:
            sum: {Add, from: [x, y]}
          outputs: sum
    """

    @property
    def help(self) -> str:
        return "give all of them the same shape, or allow it where it is meant"


class UselessNoise(Oddity, code="MTL9022", severity=Severity.WARNING):
    """A layer that disturbs its input while training does nothing, or leaves nothing.

    Example::

          inputs: {x: [4]}
        - layers: [Dropout: 0]
        + layers: [Dropout: 0.5]
    """

    @property
    def help(self) -> str:
        return "leave the layer out, or give it a value between"


class EmbeddedFloats(Oddity, code="MTL9023", severity=Severity.WARNING):
    """An embedding is looked up by floating-point numbers, whose fractions are cut off.

    An input is float32 where it says nothing else.

    Example::

        - inputs: {tokens: [10]}
        + inputs: {tokens: {shape: [10], dtype: int32}}
          layers: [Embedding: {input_dim: 100, output_dim: 8}]
    """

    @property
    def help(self) -> str:
        return "give the input a dtype of whole numbers, as in `{shape: [10], dtype: int32}`"


class PaddedWindow(Oddity, code="MTL9024", severity=Severity.WARNING):
    """With `padding: same`, a window is larger than the axis, and always sees padding.

    Example::

        - inputs: {image: [4, 4, 3]}
        + inputs: {image: [28, 28, 3]}
          layers: [Conv2D: {filters: 8, kernel_size: 7, padding: same}]
    """

    @property
    def help(self) -> str:
        return "use a smaller window, or go down to this size later"


class UselessActivation(Diagnostic, code="MTL9025", severity=Severity.WARNING):
    """An activation changes nothing, for what it gets has passed another one.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: {units: 8, activation: sigmoid}, Activation: relu]
        + layers: [Dense: {units: 8, activation: sigmoid}]
    """

    layer: str
    activation: str
    before: str

    @property
    def message(self) -> str:
        return f"`{self.layer}`: {self.activation} changes nothing after {self.before}"

    @property
    def help(self) -> str:
        return "leave one of them out"


class RedundantBias(Diagnostic, code="MTL9026", severity=Severity.NOTE):
    """The bias of a layer has no effect, since a normalization subtracts it again.

    Example::

          inputs: {image: [28, 28, 3]}
          layers:
        -   - Conv2D: {filters: 8, kernel_size: 3}
        +   - Conv2D: {filters: 8, kernel_size: 3, use_bias: false}
            - BatchNormalization
            - Activation: relu
    """

    layer: str
    normalization: str
    weights: int
    edit: Edit | None

    @property
    def message(self) -> str:
        return (
            f"the bias of `{self.layer}`, {self.weights} weights, has no effect: "
            f"`{self.normalization}` subtracts it"
        )

    @property
    def help(self) -> str:
        return "give it `use_bias: false`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return () if self.edit is None else (self.edit,)


class ManyFlattened(Diagnostic, code="MTL9027", severity=Severity.WARNING):
    """A layer on a flattened image has more than ten million weights.

    Example::

          inputs: {image: [224, 224, 3]}
          layers:
            - Conv2D: {filters: 64, kernel_size: 3}
        -   - Flatten
        +   - GlobalAveragePooling2D
            - Dense: 10
    """

    layer: str
    weights: int
    features: int

    @property
    def message(self) -> str:
        return (
            f"`{self.layer}` has {self.weights:,} weights, "
            f"for {self.features:,} features from one flattened input"
        )

    @property
    def help(self) -> str:
        return "a global pooling in place of the flattening keeps one feature per channel"


def padded_windows(
    padding: str,
    sizes: Sequence[Size],
    window: Sequence[int],
    dilation: Sequence[int],
    argument: str,
) -> Iterator[Odd]:
    """What is odd about windows that slide along axes of these sizes."""
    if padding != "same":
        return
    for size, width, step in zip(sizes, window, dilation, strict=True):
        reach = (width - 1) * step + 1
        if size is not None and 0 < size < reach:
            problem = f"slides a window of {reach} along an axis of {size}, padded to fit"
            yield Odd(PaddedWindow, problem, argument)
            return


def argument_node(node: Node | None, name: str, first: str) -> Node | None:
    """Where an argument is written, of what stands behind a kind; None if it is not."""
    if isinstance(node, Mapping):
        return node.get(name)
    return node if name == first else None


def added_argument(node: Node | None, text: str, first: str) -> Edit | None:
    """The edit that adds an argument to those that are written; None where it is not plain."""
    if node is None or (isinstance(node, Scalar) and node.empty):
        return None
    written = node.source.text[node.start : node.end]
    if "\n" in written or "#" in written:
        return None
    if not isinstance(node, Mapping):
        return Edit(node.span, f"{{{first}: {written}, {text}}}")
    if not written.endswith("}"):
        return None
    inside = written[1:-1].strip().rstrip(",")
    return Edit(node.span, f"{{{inside}, {text}}}" if inside else f"{{{text}}}")


def first_span(node: Node | None, otherwise: Span) -> Span:
    """The place of what is written, if it is."""
    return otherwise if node is None else node.span
