"""What a vertex computes, apart from what it is given and from its weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from mtlc_spec.document import InputArguments
from mtlc_spec.functions.base import Function
from mtlc_spec.functions.constants import MISSING
from mtlc_spec.layers.base import Inner, Layer
from mtlc_spec.shapes import Shape
from mtlc_spec.values.activations import JOINT
from mtlc_spec.values.tagged import Arguments


class Sight(NamedTuple):
    """What is looked at: arguments for training, and noise, or not."""

    training: bool
    noise: bool


EVERYTHING = Sight(training=True, noise=True)


class Operation:
    """The base of what can be computed."""

    def label(self, sight: Sight) -> str:
        """Equal for what computes the same."""
        return repr(self)

    @property
    def kind(self) -> str:
        """What a person calls it."""
        return type(self).__name__

    @property
    def commutes(self) -> bool:
        """The order of its inputs makes no difference."""
        return False


@dataclass(frozen=True)
class TakeInput(Operation):
    """An input of the model, by its number."""

    number: int
    arguments: InputArguments

    def label(self, sight: Sight) -> str:
        one = self.arguments
        return repr(
            (self.number, one.batch_shape, one.dtype, one.sparse, one.ragged, one.optional)
        )

    @property
    def kind(self) -> str:
        return "Input"


@dataclass(frozen=True)
class ApplyLayer(Operation):
    """A layer of the catalogue; `inner` says what the models in its arguments are."""

    layer: Layer
    inner: tuple[tuple[str, str], ...] = ()

    def label(self, sight: Sight) -> str:
        return f"{self.kind}{arguments(self.layer, sight)}{self.inner}"

    @property
    def kind(self) -> str:
        return type(self.layer).__name__

    @property
    def commutes(self) -> bool:
        return self.layer.commutes


@dataclass(frozen=True)
class CallFunction(Operation):
    """A function of `keras.ops`."""

    function: Function

    def label(self, sight: Sight) -> str:
        one = self.function
        given = [
            (name, getattr(one, name))
            for name in type(one).model_fields
            if getattr(one, name) is not MISSING
        ]
        return f"{self.kind}{given}"

    @property
    def kind(self) -> str:
        return f"ops.{self.function.function}"

    @property
    def commutes(self) -> bool:
        return self.function.commutes


@dataclass(frozen=True)
class CallCustom(Operation):
    """A layer or function of an imported module, of which nothing else is known."""

    module: str
    name: str
    arguments: str
    is_layer: bool

    @property
    def kind(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(frozen=True)
class Activate(Operation):
    """An activation by its name, computed in a dtype."""

    activation: str
    dtype: str

    @property
    def kind(self) -> str:
        return f"the activation `{self.activation}`"

    @property
    def acts_per_unit(self) -> bool:
        """What comes out of one unit depends on that unit alone."""
        return self.activation not in JOINT


@dataclass(frozen=True)
class Merge(Operation):
    """Tensors of one dtype and rank, merged element by element by a function."""

    function: str
    commutative: bool
    associative: bool

    @property
    def kind(self) -> str:
        return self.function

    @property
    def commutes(self) -> bool:
        return self.commutative


@dataclass(frozen=True)
class Join(Operation):
    """Tensors one after the other along an axis, counted from the first."""

    axis: int

    @property
    def kind(self) -> str:
        return f"a concatenation along axis {self.axis}"


@dataclass(frozen=True)
class Arrange(Operation):
    """The numbers of each sample in the same order, in axes of these sizes."""

    shape: Shape

    @property
    def kind(self) -> str:
        return f"an arrangement in {[*self.shape]}"


@dataclass(frozen=True)
class Slice(Operation):
    """A piece of a tensor along one axis, counted from the first."""

    axis: int
    start: int
    stop: int

    @property
    def kind(self) -> str:
        return f"the slice {self.start}:{self.stop} of axis {self.axis}"


@dataclass(frozen=True)
class Cast(Operation):
    """Another dtype, as nested models want it of their inputs."""

    shape: Shape
    dtype: str

    @property
    def kind(self) -> str:
        return f"a cast to {self.dtype}"


def arguments(given: Arguments, sight: Sight) -> dict[str, Any]:
    """The arguments of a layer that are looked at, by name."""
    left: frozenset[str] = frozenset()
    if isinstance(given, Layer):
        if not sight.training:
            left |= given.only_for_training()
        if not sight.noise:
            left |= frozenset(given.drops)
    return {
        name: argument(name, getattr(given, name), sight)
        for name in type(given).model_fields
        if name not in left
    }


def argument(name: str, value: object, sight: Sight) -> object:
    """The value of one argument as it is compared."""
    if name == "dtype":
        return value or "float32"
    if name == "data_format":
        return value or "channels_last"
    if isinstance(value, Inner):
        return "a model"  # what it is like stands in `inner`
    if isinstance(value, Arguments):
        return (type(value).__name__, arguments(value, sight))
    if isinstance(value, tuple):
        return tuple(argument("", one, sight) for one in value)
    return value
