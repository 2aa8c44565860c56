"""What all networks have in common: their arguments, what Keras refuses, and what they give."""

from __future__ import annotations

from abc import abstractmethod
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, field_validator, model_validator

from mtlc_spec.applications.sketch import Feature, Sketch
from mtlc_spec.layers.base import Images, Unary
from mtlc_spec.shapes import (
    Shape,
    ShapeError,
    Size,
    Tensor,
    Variable,
    WrongDtype,
    WrongSize,
    require_rank,
    show,
)
from mtlc_spec.values.activations import Activation, check_activation
from mtlc_spec.values.tagged import conflict, refused

ImageShape = tuple[Size, ...]
"""Height, width and channels, of which only the channels must be known."""

Mode = Literal["caffe", "tf", "torch"]
"""What Keras calls the ways to prepare images: BGR less the mean, from -1 to 1, by mean and
deviation."""


_WANTED: dict[Mode, str] = {
    "caffe": "as BGR, less the mean of ImageNet",
    "tf": "from -1 to 1",
    "torch": "less the mean of ImageNet, divided by its deviation",
}
NO_PREPROCESSING = "leave out `include_preprocessing: false`"
_FROM_MINUS_1 = "`Rescaling: {scale: $(1 / 127.5), offset: -1}`"


def _least(shape: ImageShape) -> int:
    """The least of the sizes that are known."""
    return min([size for size in shape if size is not None], default=0)


def _written(shape: Shape) -> str:
    return f"[{', '.join('null' if size is None else str(size) for size in shape)}]"


_NO_PATHS = frozenset({"", "imagenet", "none", "null", "random"})
"""What is meant for something else than the path of a file."""


def _weights(value: str | None) -> str | None:
    if value not in ("imagenet", None) and value.lower() in _NO_PATHS:
        raise refused("must be `imagenet`, null for none, or the path of a file")
    return value


class Network(Unary):
    """A network of `keras.applications`, which is one layer of the model.

    The fields are the arguments of Keras' function, less `input_tensor` and `name`. A
    family says how it is laid out: `body` up to the last feature, `top` from there to
    the classes.
    """

    module = "applications"
    set_later = ("trainable",)

    default_size: ClassVar[int] = 224
    least_size: ClassVar[int] = 32
    fixed_top: ClassVar[bool] = True
    """A classifier wants a known size, and with pretrained weights the default one."""
    preprocessing: ClassVar[str] = ""
    """The submodule of `keras.applications` that has its `preprocess_input`; empty where that
    does nothing."""
    mode: ClassVar[Mode]
    """How its images are to be prepared, where that is not done inside of it."""

    include_top: bool = True
    weights: Annotated[str | None, AfterValidator(_weights)] = "imagenet"
    input_shape: ImageShape | None = None
    pooling: Literal["avg", "max"] | None = None
    classes: int = 1000
    classifier_activation: Activation | None = "softmax"

    @classmethod
    def kind(cls) -> str:
        return f"applications.{cls.__name__}"

    # --- what Keras refuses -----------------------------------------------------------

    @field_validator("dtype")
    @classmethod
    def _has_no_dtype(cls, value: object) -> None:
        if value is not None:
            raise refused("must be left to the spec, as a network has none of its own")

    @field_validator("input_shape")
    @classmethod
    def _is_an_image(cls, value: ImageShape | None) -> ImageShape | None:
        if value is not None and (len(value) != 3 or not value[2] or _least(value) < 0):
            raise refused("must be height, width and channels, as `[224, 224, 3]`")
        return value

    @model_validator(mode="after")
    def _top_can_be_made(self) -> Self:
        if not self.include_top:
            return self
        if self.classes < 1:
            raise conflict("classes", "must be at least 1")
        if self.weights == "imagenet" and self.classes != 1000:
            raise conflict("classes", "the pretrained classifier has 1000 classes")
        if self.weights is not None and self.classifier_activation not in (
            *("softmax", "linear"),
            None,
        ):
            raise conflict(
                "classifier_activation", "a pretrained classifier takes `softmax` or null alone"
            )
        return self

    @model_validator(mode="after")
    def _shape_is_possible(self) -> Self:
        if self.input_shape is None:
            return self
        *sizes, channels = self.input_shape
        pretrained = self.weights == "imagenet"
        if pretrained and self.include_top and self.fixed_top:
            if self.input_shape != self.default_shape:
                shown = ", ".join(map(str, self.default_shape))
                raise conflict(
                    "input_shape", f"the pretrained classifier takes images of [{shown}] alone"
                )
            return self
        if pretrained and channels != 3:
            raise conflict("input_shape", "the pretrained weights want 3 channels")
        if self._too_small(sizes):
            least = self.least_size
            raise conflict("input_shape", f"images must be at least {least}x{least}")
        if self.include_top and self.fixed_top and None in sizes:
            raise conflict("input_shape", "with `include_top`, height and width must be known")
        return self

    def _too_small(self, sizes: list[int | None]) -> bool:
        return any(size is not None and size < self.least_size for size in sizes)

    # --- what it is built for ---------------------------------------------------------

    @property
    def default_shape(self) -> ImageShape:
        """The images that it is made for."""
        return (self.default_size, self.default_size, 3)

    @property
    def built_shape(self) -> ImageShape:
        """The images that it is built for, if `input_shape` does not say it."""
        if self.input_shape is not None:
            return self.input_shape
        return self.default_shape if self.include_top else (None, None, 3)

    @property
    def prepares_images(self) -> bool:
        """Whether images are prepared inside of it."""
        return False

    @property
    def wants(self) -> Images | None:
        if self.weights is None or self.prepares_images:
            return None
        module = f"keras.applications.{self.preprocessing}"
        prepare = f"prepare the data with `{module}.preprocess_input`"
        if self.mode == "tf":
            way_out = f"put {_FROM_MINUS_1} in front of it, or {prepare}"
            return Images(_WANTED[self.mode], way_out)
        return Images(_WANTED[self.mode], prepare, module)

    @property
    def ends_with(self) -> str | None:
        return self.classifier_activation or "linear" if self.include_top else None

    # --- how it is laid out -----------------------------------------------------------

    @abstractmethod
    def body(self, net: Sketch, x: Feature) -> Feature:
        """Everything up to the last feature."""

    def top(self, net: Sketch, x: Feature) -> None:
        """From the last feature to the classes."""
        net.dense(x.channels, self.classes)

    def without_top(self, net: Sketch, x: Feature) -> None:
        """What follows the last feature where there is no classifier."""

    def _laid_out(self, x: Tensor) -> tuple[Sketch, Feature]:
        """The network with its weights, and the last feature for such a tensor."""
        height, width, channels = self.built_shape
        assert channels is not None
        net = Sketch()
        given = (x.shape[1], x.shape[2])
        feature = self.body(net, Feature((height, width), given, channels))
        if self.include_top:
            self.top(net, feature)
        else:
            self.without_top(net, feature)
        return net, feature

    def infer(
        self, x: Tensor, *, training: bool | None = None, mask: Tensor | None = None
    ) -> Tensor:
        self._check_input(x)
        _, feature = self._laid_out(x)
        batch = x.shape[0]
        if self.include_top:
            given = self.output((batch, self.classes))
            check_activation(self.classifier_activation, given)
            return given
        if self.pooling is not None:
            return self.output((batch, feature.channels))
        return self.output((batch, *feature.given, feature.channels))

    def _check_input(self, x: Tensor) -> None:
        require_rank(x, 4, advice="images have channels, as in `[224, 224, 3]`")
        if x.dtype == "string":
            raise ShapeError(WrongDtype, "it takes numbers, and gets string")
        built = self.built_shape
        for size, wanted in zip(x.shape[1:], built, strict=True):
            if None not in (size, wanted) and size != wanted:
                raise ShapeError(
                    WrongSize,
                    f"it is built for images of {show((None, *built))}, "
                    f"and gets {show(x.shape)}",
                    self._way_out(x),
                )

    def _way_out(self, x: Tensor) -> str:
        if self.weights == "imagenet" and self.include_top and self.fixed_top:
            return (
                "give it images of this size, or leave the classifier out: `include_top: false`"
            )
        if self.weights == "imagenet" and x.shape[-1] != self.built_shape[-1]:
            return "the pretrained weights want 3 channels, and `weights: null` any number"
        return f"`input_shape: {_written(x.shape[1:])}` builds it for these"

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        net, _feature = self._laid_out(x)
        return tuple(
            self.weight(name, shape, trainable=trainable)
            for name, shape, trainable in net.weights
        )


def divisible(filters: float, by: int = 8) -> int:
    """The number of filters rounded to a multiple, never by more than a tenth down."""
    rounded = max(by, int(filters + by / 2) // by * by)
    return rounded + by if rounded < 0.9 * filters else rounded
