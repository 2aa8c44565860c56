"""Dense, embedding, masking and identity layers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

from pydantic import model_validator

from mtlc_spec.layers.base import Apply, Masks, Same, Symbols, Tensors, Unary
from mtlc_spec.oddities import EmbeddedFloats, Odd
from mtlc_spec.shapes import (
    MismatchedInputs,
    ShapeError,
    Tensor,
    Variable,
    WrongDtype,
    require_dtype,
    require_known,
    require_min_rank,
    show,
)
from mtlc_spec.values.activations import JOINT, Activation, check_activation
from mtlc_spec.values.constraints import Constraint
from mtlc_spec.values.dtypes import NUMBERS, Dtype, is_float
from mtlc_spec.values.initializers import Initializer
from mtlc_spec.values.numbers import NonNegativeInt, PositiveInt
from mtlc_spec.values.promotion import promote
from mtlc_spec.values.regularizers import Regularizer
from mtlc_spec.values.tagged import conflict


class Dense(Unary):
    """A fully connected layer on the last axis."""

    passes_mask = True
    composes = True
    on_last_axis = True

    units: PositiveInt
    activation: Activation | None = None
    use_bias: bool = True
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: Initializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    activity_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: float | None = None
    quantization_config: None = None

    @model_validator(mode="after")
    def _lora_needs_no_constraint(self) -> Self:
        if self.lora_rank and self.kernel_constraint is not None:
            raise conflict("lora_rank", "LoRA does not go together with a `kernel_constraint`")
        return self

    @property
    def columns(self) -> str | None:
        return None if self.activation in JOINT or self.lora_rank else "units"

    @property
    def activates(self) -> str:
        return "activation"

    @property
    def bias_axis(self) -> int | None:
        return -1 if self.use_bias and self.activation in (None, "linear") else None

    def infer(self, x: Tensor, *, training: bool | None = None) -> Tensor:
        require_min_rank(x, 2)
        require_dtype(x.dtype, NUMBERS, "multiply")
        given = self.output((*x.shape[:-1], self.units))
        if self.activation is not None:
            check_activation(self.activation, Tensor(given.shape, self.run_dtype(x.dtype)))
        return given

    def run_dtype(self, dtype: str) -> str:
        return dtype if dtype.startswith("complex") else self.compute_dtype

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        width = require_known(x, -1, "the last axis")
        kernel = self.weight("kernel", (width, self.units), self.kernel_initializer)
        bias = (
            (self.weight("bias", (self.units,), self.bias_initializer),)
            if self.use_bias
            else ()
        )
        if not self.lora_rank:
            return (kernel, *bias)
        return (
            self.weight("kernel", (width, self.units), trainable=False),
            *bias,
            self.weight("lora_kernel_a", (width, self.lora_rank)),
            self.weight("lora_kernel_b", (self.lora_rank, self.units)),
        )


class Embedding(Unary):
    """A vector for each of a number of integers."""

    input_dim: PositiveInt
    output_dim: PositiveInt
    embeddings_initializer: Initializer = "random_uniform"
    embeddings_regularizer: Regularizer | None = None
    embeddings_constraint: Constraint | None = None
    mask_zero: bool = False
    weights: None = None
    lora_rank: NonNegativeInt | None = None
    lora_alpha: float | None = None
    quantization_config: None = None
    activity_regularizer: Regularizer | None = None

    @model_validator(mode="after")
    def _lora_needs_no_constraint(self) -> Self:
        if self.lora_rank and self.embeddings_constraint is not None:
            raise conflict(
                "lora_rank", "LoRA does not go together with an `embeddings_constraint`"
            )
        return self

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        return (Tensor(inputs[0].shape, "bool"),) if self.mask_zero else ()

    def mask_symbols(self, apply: Apply, inputs: Symbols, masks: Symbols) -> Symbols:
        return (apply("not_equal", inputs[0], x2=0),) if self.mask_zero else ()

    def oddities(self, x: Tensor) -> Iterator[Odd]:
        if is_float(x.dtype):
            yield Odd(EmbeddedFloats, f"looks up rows by their numbers, and gets {x.dtype}")

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "look up")
        return self.output((*x.shape, self.output_dim))

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        shape = (self.input_dim, self.output_dim)
        embeddings = self.weight("embeddings", shape, self.embeddings_initializer)
        if not self.lora_rank:
            return (embeddings,)
        return (
            self.weight("embeddings", shape, trainable=False),
            self.weight("lora_embeddings_a", (self.input_dim, self.lora_rank)),
            self.weight("lora_embeddings_b", (self.lora_rank, self.output_dim)),
        )


class ReversibleEmbedding(Embedding):
    """An embedding that also maps vectors back to scores (Press and Wolf 2017)."""

    moved = (
        ("tie_weights", "output_dim"),
        ("reverse_dtype", "mask_zero"),
        ("logit_soft_cap", "reverse_dtype"),
    )

    tie_weights: bool = True
    reverse_dtype: Dtype | None = None
    logit_soft_cap: float | None = None

    @model_validator(mode="after")
    def _lora_wants_tied_weights(self) -> Self:
        if self.lora_rank and not self.tie_weights:
            raise conflict("lora_rank", "LoRA does not go together with `tie_weights: false`")
        return self

    def infer(self, x: Tensor, *, reverse: bool = False) -> Tensor:
        if not reverse:
            return super().infer(x)
        require_min_rank(x, 2)
        require_dtype(x.dtype, NUMBERS, "multiply")
        if self.reverse_dtype == "string":
            raise ShapeError(WrongDtype, "it cannot multiply in its `reverse_dtype`, string")
        if x.shape[-1] not in (None, self.output_dim):
            raise ShapeError(
                MismatchedInputs,
                f"it maps vectors of {self.output_dim} numbers back, and gets {show(x.shape)}",
            )
        return self.output((*x.shape[:-1], self.input_dim))

    def own_dtype(self, *inputs: Tensor, reverse: bool = False, **_: Any) -> str | None:
        """Keras casts nothing on the way back, unless `reverse_dtype` says so."""
        if not reverse:
            return None
        dtype = self.reverse_dtype
        if dtype is None:
            return promote(inputs[0].dtype, self.compute_dtype)
        if self.logit_soft_cap is not None:
            return promote(dtype, "float")
        return "int32" if dtype == "int8" else dtype

    def variables(self, x: Tensor, **_: Any) -> tuple[Variable, ...]:
        found = super().variables(x)
        if self.tie_weights:
            return found
        shape = (self.output_dim, self.input_dim)
        back = self.weight("reverse_embeddings", shape, self.embeddings_initializer)
        return (*found, back)

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        """Keras makes its mask only when it runs, so that no later layer is given it."""
        return ()

    def mask_symbols(self, apply: Apply, inputs: Symbols, masks: Symbols) -> Symbols:
        return ()

    def oddities(self, x: Tensor, *, reverse: bool = False) -> Iterator[Odd]:
        if not reverse:
            yield from super().oddities(x)


class Masking(Same):
    """Marks the steps at which every feature has one value, for layers that skip them."""

    def run_dtype(self, dtype: str) -> str:
        return "int32" if dtype == "bool" else dtype

    mask_value: float = 0.0
    activity_regularizer: Regularizer | None = None

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        return (Tensor(inputs[0].shape[:-1], "bool"),)

    def mask_symbols(self, apply: Apply, inputs: Symbols, masks: Symbols) -> Symbols:
        return (apply("any", apply("not_equal", inputs[0], x2=self.mask_value), axis=-1),)

    def infer(self, x: Tensor) -> Tensor:
        require_dtype(x.dtype, NUMBERS, "mask")
        require_min_rank(x, 1)
        return self.like(x)


class Identity(Unary):
    """Gives what it takes."""

    keeps_values = True
    passes_mask = True

    activity_regularizer: Regularizer | None = None

    @property
    def is_idle(self) -> bool:
        return True

    def infer(self, x: Tensor) -> Tensor:
        return Tensor(x.shape, self.input_dtype(x))
