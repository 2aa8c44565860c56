"""A network while it is laid out: the sizes of what flows in it, and the weights."""

from __future__ import annotations

from collections.abc import Iterable

from mtlc_spec.frozen import frozen
from mtlc_spec.shapes import (
    LARGEST,
    IncompatibleMerge,
    ShapeError,
    Size,
    WindowTooLarge,
    WrongSize,
    broadcast,
    window,
)

Sizes = tuple[Size, Size]
"""Height and width."""

Pair = int | tuple[int, int]
"""One number for both axes of an image, or one for each."""


@frozen
class Feature:
    """What flows between two layers of a network.

    Keras decides on paddings by the sizes that a network is `built` for, and lets those
    that it is `given` in a call run through what it has built.
    """

    built: Sizes
    given: Sizes
    channels: int

    @property
    def parity(self) -> tuple[int, int]:
        """1 for an even size, which Keras pads less; 1 for both if the height is not known."""
        height, width = self.built
        if height is None:
            return 1, 1
        if width is None:
            raise ShapeError(
                WindowTooLarge,
                "Keras cannot build it for images of which the height is known and the "
                "width is not",
            )
        return 1 - height % 2, 1 - width % 2


class Sketch:
    """Lays out one network, layer by layer, and notes what weights they have."""

    def __init__(self) -> None:
        self.weights: list[tuple[str, tuple[int, ...], bool]] = []
        """The name, the shape, and whether it is trained, in the order of creation."""
        self._layers = 0

    # --- layers with weights ----------------------------------------------------------

    def conv(
        self,
        x: Feature,
        filters: int,
        kernel: Pair = 1,
        stride: int = 1,
        padding: str = "same",
        *,
        bias: bool = False,
        groups: int = 1,
    ) -> Feature:
        """A convolution."""
        shape = (*_pair(kernel), x.channels // groups, filters)
        self._add(kernel=shape, **({"bias": (filters,)} if bias else {}))
        return self._slid(x, kernel, stride, padding, filters)

    def depthwise(
        self, x: Feature, kernel: int, stride: int = 1, padding: str = "same", each: int = 1
    ) -> Feature:
        """A convolution of each channel by itself."""
        self._add(kernel=(kernel, kernel, x.channels, each))
        return self._slid(x, kernel, stride, padding, x.channels * each)

    def separable(
        self, x: Feature, filters: int, kernel: int, stride: int = 1, padding: str = "same"
    ) -> Feature:
        """A convolution of each channel by itself, and one of all channels at each place."""
        self._add(
            depthwise_kernel=(kernel, kernel, x.channels, 1),
            pointwise_kernel=(1, 1, x.channels, filters),
        )
        return self._slid(x, kernel, stride, padding, filters)

    def norm(self, x: Feature, *, scale: bool = True) -> Feature:
        """Batch normalization."""
        one = (x.channels,)
        self._add(**({"gamma": one} if scale else {}), beta=one)
        self._note(trainable=False, moving_mean=one, moving_variance=one)
        return x

    def layer_norm(self, x: Feature) -> Feature:
        """Layer normalization."""
        self._add(gamma=(x.channels,), beta=(x.channels,))
        return x

    def scale(self, x: Feature) -> Feature:
        """A factor for each channel."""
        self._add(gamma=(x.channels,))
        return x

    def measured(self, x: Feature) -> Feature:
        """A normalization by mean and variance that are weights."""
        self._layers += 1
        self._note(trainable=False, mean=(x.channels,), variance=(x.channels,), count=())
        return x

    def dense(self, inputs: int, units: int) -> int:
        """A dense layer; gives its units."""
        self._add(kernel=(inputs, units), bias=(units,))
        return units

    # --- layers without ---------------------------------------------------------------

    def pool(self, x: Feature, size: int, stride: int, padding: str = "valid") -> Feature:
        """A pooling of windows."""
        return self._slid(x, size, stride, padding, x.channels)

    def pad(self, x: Feature, before: Pair, after: Pair) -> Feature:
        """Zeros around an image."""
        first, last = _pair(before), _pair(after)
        more = tuple(a + b for a, b in zip(first, last, strict=True))
        return Feature(_larger(x.built, more), _larger(x.given, more), x.channels)

    def correct_pad(self, x: Feature, kernel: int) -> Feature:
        """Zeros so that a window with stride 2 covers an image, as Keras decides on them."""
        half = kernel // 2
        rows, columns = x.parity
        return self.pad(x, (half - rows, half - columns), half)

    def add(self, *parts: Feature) -> Feature:
        """The sum of features, which broadcast."""
        first, *others = parts
        built, given = first.built, first.given
        for one in others:
            built, given = _together(built, one.built), _together(given, one.given)
        return Feature(built, given, first.channels)

    def concat(self, *parts: Feature) -> Feature:
        """Features behind each other, along their channels."""
        for one in parts[1:]:
            for mine, own in ((parts[0].built, one.built), (parts[0].given, one.given)):
                for a, b in zip(mine, own, strict=True):
                    if None not in (a, b) and a != b:
                        raise _does_not_fit(mine, own)
        return Feature(parts[0].built, parts[0].given, sum(one.channels for one in parts))

    # --- what they share --------------------------------------------------------------

    def _add(self, **shapes: tuple[int, ...]) -> None:
        """The weights of a further layer."""
        self._layers += 1
        self._note(trainable=True, **shapes)

    def _note(self, *, trainable: bool, **shapes: tuple[int, ...]) -> None:
        for name, shape in shapes.items():
            if max(shape, default=0) > LARGEST:
                raise ShapeError(WrongSize, "its weights have sizes that 64 bits cannot hold")
            self.weights.append((f"layer_{self._layers}/{name}", shape, trainable))

    def _slid(
        self, x: Feature, kernel: Pair, stride: int, padding: str, channels: int
    ) -> Feature:
        built = _windows(x.built, kernel, stride, padding)
        given = built if x.given == x.built else _windows(x.given, kernel, stride, padding)
        return Feature(built, given, channels)


def _pair(value: Pair) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else value


def _windows(sizes: Sizes, kernel: Pair, stride: int, padding: str) -> Sizes:
    """The sizes after a window slid along both axes."""
    (height, width), (rows, columns) = sizes, _pair(kernel)
    try:
        return window(height, rows, stride, padding), window(width, columns, stride, padding)
    except ShapeError as error:
        raise ShapeError(
            error.kind,
            f"images get too small inside of it: {error.problem}",
            "give it larger images",
        ) from None


def _larger(sizes: Sizes, more: Iterable[int]) -> Sizes:
    height, width = (
        None if size is None else size + by for size, by in zip(sizes, more, strict=True)
    )
    return height, width


def _together(left: Sizes, right: Sizes) -> Sizes:
    """The sizes of a sum."""
    try:
        height, width = broadcast(left, right)
    except ShapeError:
        raise _does_not_fit(left, right) from None
    return height, width


def _does_not_fit(left: Sizes, right: Sizes) -> ShapeError:
    shown = " and ".join(
        f"{'?' if height is None else height}x{'?' if width is None else width}"
        for height, width in (left, right)
    )
    return ShapeError(
        IncompatibleMerge,
        f"images of {shown} meet inside of it",
        "give it images of the size that it is built for, as `input_shape`",
    )
