"""A dense layer on any axes, in Einstein's notation."""

from __future__ import annotations

import re
from string import ascii_letters
from typing import Any, NamedTuple, Self

from pydantic import field_validator, model_validator

from mtlc_spec.layers.base import Tensors, Unary
from mtlc_spec.shapes import (
    IncompatibleMerge,
    NotKnown,
    Shape,
    ShapeError,
    Size,
    Tensor,
    UnknownAxis,
    Variable,
    WrongRank,
    require_as_built,
    require_dtype,
    show,
)
from mtlc_spec.values.activations import JOINT, Activation, check_activation
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import NUMBERS
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.numbers import NonNegativeInt
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict, refused

_EQUATION = re.compile(
    r"(?P<left>\.\.\.)?(?P<input>[a-zA-Z]+)(?P<right>\.\.\.)?,(?P<kernel>[a-zA-Z]+)"
    r"->(?(left)\.\.\.)(?P<output>[a-zA-Z]+)(?(right)\.\.\.)"
)


class _Equation(NamedTuple):
    """The letters of `abc,cd->abd`, and on which side `...` stands."""

    input: str
    kernel: str
    output: str
    dots: str

    @classmethod
    def read(cls, equation: str) -> _Equation | None:
        found = _EQUATION.fullmatch(equation)
        if found is None or (found["left"] and found["right"]):
            return None
        if found["right"] and len(found["input"]) < 2:
            return None
        dots = "left" if found["left"] else "right" if found["right"] else ""
        return cls(found["input"], found["kernel"], found["output"], dots)


class _Weights(NamedTuple):
    """What Keras works out from an equation and the shape of an input.

    Keras promises `output` by `output_shape`, and does not see that the equation makes
    another shape: `made` is what the layer gives when it runs.
    """

    output: tuple[Size, ...]
    made: tuple[Size, ...]
    kernel: tuple[Size, ...]
    bias: tuple[Size, ...] | None


class EinsumDense(Unary):
    """A dense layer on the axes that an equation names, as `abc,cd->abd`."""

    equation: str
    output_shape: NonNegativeInt | tuple[NonNegativeInt | None, ...]
    activation: Activation | None = None
    bias_axes: str | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: float | None = None
    gptq_unpacked_column_size: int | None = None
    quantization_config: None = None
    activity_regularizer: Regularizer | None = None

    @field_validator("equation")
    @classmethod
    def _is_equation(cls, equation: str) -> str:
        letters = _Equation.read(equation)
        if letters is None:
            raise refused("must be like `abc,cd->abd`, `...c,cd->...d` or `abc...,cd->abd...`")
        for letter in letters.output:
            if letter not in letters.input + letters.kernel:
                raise refused(f"must have `{letter}` before the arrow too")
            if letters.output.count(letter) > 1:
                raise refused(f"must not repeat `{letter}` after the arrow")
        for letter in letters.kernel:
            if letter not in letters.input + letters.output:
                raise refused(f"must have `{letter}` in the input or in the output too")
        return equation

    @model_validator(mode="after")
    def _arguments_go_together(self) -> Self:
        if self.bias_axes is not None:
            if not self.bias_axes:
                raise conflict("bias_axes", "it names no axis of the output")
            for letter in self.bias_axes:
                if letter not in self._letters.output:
                    raise conflict("bias_axes", f"the output has no axis `{letter}`")
        if self.lora_rank and self.kernel_constraint is not None:
            raise conflict("lora_rank", "LoRA does not go together with a `kernel_constraint`")
        return self

    def usual(self, rank: int | None = None) -> Self:
        """The equation with the letters from `a` on, in the order in which it names axes."""
        letters = dict.fromkeys(filter(str.isalpha, self.equation))
        named = str.maketrans(dict(zip(letters, ascii_letters, strict=False)))
        bias = self.bias_axes and self.bias_axes.translate(named)
        changes = {"equation": self.equation.translate(named), "bias_axes": bias}
        return super().usual(rank).model_copy(update=changes)

    @property
    def columns(self) -> str | None:
        """The last axis of the output, where the kernel and the bias have it for themselves."""
        letters = self._letters
        last = letters.output[-1]
        size = self.output_shape[-1] if isinstance(self.output_shape, tuple) else 1
        own = (
            last in letters.kernel
            and last not in letters.input
            and letters.dots != "right"
            and size is not None
            and (self.bias_axes is None or last in self.bias_axes)
        )
        return (
            "output_shape"
            if own and self.activation not in JOINT and not self.lora_rank
            else None
        )

    @property
    def column_count(self) -> int:
        given = self.output_shape
        size = given[-1] if isinstance(given, tuple) else given
        assert size is not None
        return size

    def widened(self, width: int) -> Self:
        given = self.output_shape
        shape = (*given[:-1], width) if isinstance(given, tuple) else width
        return self.model_copy(update={"output_shape": shape})

    def columns_of(self, variable: str) -> int:
        letters = self._letters
        return letters.kernel.index(letters.output[-1]) if variable == "kernel" else -1

    @property
    def activates(self) -> str:
        return "activation"

    @property
    def _letters(self) -> _Equation:
        letters = _Equation.read(self.equation)
        assert letters is not None
        return letters

    def check_graph(self, *inputs: Tensor) -> None:
        raise NotKnown

    def infer(self, x: Tensor, *, training: bool | None = None) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "multiply")
        found = self._weights(x)
        if self.activation is not None:
            check_activation(self.activation, Tensor(found.made, self.run_dtype(x.dtype)))
        return self.output(found.output)

    def run_dtype(self, dtype: str) -> str:
        return dtype if dtype.startswith("complex") else self.compute_dtype

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        found = self._weights(x)
        shape = _known(found.kernel, "kernel", self.equation)
        lora = self.lora_rank or 0
        kernel = self.weight("kernel", shape, self.kernel_initializer, trainable=not lora)
        bias: tuple[Variable, ...] = ()
        if found.bias is not None:
            of_bias = _known(found.bias, "bias", self.equation)
            bias = (self.weight("bias", of_bias, self.bias_initializer),)
        if not lora:
            return (kernel, *bias)
        return (
            kernel,
            *bias,
            self.weight("lora_kernel_a", (*shape[:-1], lora)),
            self.weight("lora_kernel_b", (lora, shape[-1])),
        )

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        require_as_built(built[0], inputs[0], ())
        super().check_reuse(built, *inputs, **call)

    def _weights(self, x: Tensor) -> _Weights:
        """The shapes of output, kernel and bias.

        Raises:
            ShapeError: the equation does not fit the input and `output_shape`.
        """
        letters = self._letters
        hidden = x.rank - len(letters.input)
        if hidden < 0 or (hidden and not letters.dots):
            raise ShapeError(WrongRank, f"`{self.equation}` does not fit {show(x.shape)}")
        output = self._whole_output(x.shape, hidden)
        lead = hidden if letters.dots == "left" else 0
        if lead + len(letters.output) > len(output):
            raise ShapeError(
                WrongRank,
                f"`{self.equation}` gives {lead + len(letters.output)} axes, batch included, "
                f"and `output_shape` is for {len(output)}",
            )
        taken = {one: x.shape[lead + i] for i, one in enumerate(letters.input)}
        given = {one: output[lead + i] for i, one in enumerate(letters.output)}
        for letter, size in taken.items():
            if given.get(letter) not in (None, size):
                raise ShapeError(
                    IncompatibleMerge,
                    f"axis `{letter}` is {'?' if size is None else size} in {show(x.shape)}, "
                    f"and {given[letter]} in `output_shape`",
                )
        kernel = tuple([given[one] if one in given else taken[one] for one in letters.kernel])
        bias = None
        if self.bias_axes is not None:
            start = min(letters.output.find(one) for one in self.bias_axes)
            named = (
                given[one] if one in self.bias_axes else 1 for one in letters.output[start:]
            )
            bias = (*named, *(1,) * (hidden if letters.dots == "right" else 0))
        named_axes = tuple([taken.get(one) or given[one] for one in letters.output])
        made = named_axes
        if letters.dots == "left":
            made = (*x.shape[:hidden], *named_axes)
        elif letters.dots == "right":
            made = (*named_axes, *x.shape[x.rank - hidden :])
        return _Weights(output, made, kernel, bias)

    def _whole_output(self, shape: Shape, hidden: int) -> tuple[Size, ...]:
        """`output_shape` with the batch axis, and with the axes that `...` stands for."""
        given = self.output_shape
        partial = given if isinstance(given, tuple) else (given,)
        if self._letters.dots == "left":
            # Keras puts each axis before the last one that it has put there.
            return (shape[0], *reversed(shape[1:hidden]), *partial)
        return (shape[0], *partial, *shape[len(shape) - hidden :])


def _known(shape: tuple[Size, ...], name: str, equation: str) -> tuple[int, ...]:
    known = tuple([size for size in shape if size is not None])
    if len(known) < len(shape):
        raise ShapeError(
            UnknownAxis,
            f"`{equation}` makes the {name} as long as an axis whose size is not known",
            "give the axis a number in `inputs` or in `output_shape`",
        )
    return known
