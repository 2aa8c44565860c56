"""A spec as its author wrote it: checked word by word, not yet followed along its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import MOST_AXES, Size
from mtlc_spec.source import Source, Span
from mtlc_spec.values.dtypes import Dtype, Policy
from mtlc_spec.values.numbers import NonNegativeInt, PositiveInt

Target = Literal["auto", "sequential", "functional"]


class Header(BaseModel):
    """The document's own settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    mtlc: Literal[1] = 1
    name: str | None = None
    description: str | None = None
    target: Target = "auto"
    dtype: Policy = "float32"


class InputArguments(BaseModel):
    """The arguments of `keras.Input`; `shape` is without the batch axis."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    shape: Annotated[tuple[NonNegativeInt | None, ...], Field(max_length=MOST_AXES - 1)]
    batch_size: PositiveInt | None = None
    dtype: Dtype = "float32"
    sparse: bool = False
    ragged: bool = False
    optional: bool = False

    @property
    def batch_shape(self) -> tuple[Size, ...]:
        return (self.batch_size, *self.shape)


@dataclass(frozen=True, slots=True)
class Reference:
    """A name, or a path into what it names: `encoder.1`."""

    path: tuple[str, ...]
    span: Span

    def __str__(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Constant:
    """A value in `call` that is not a reference."""

    value: object


Argument = Reference | Constant | tuple["Reference | Constant", ...]
"""A value of `call`: references and constants, and lists of them."""


@dataclass(frozen=True, slots=True)
class LayerUse:
    """A layer of Keras with its arguments."""

    layer: Layer


@dataclass(frozen=True, slots=True)
class Chain:
    """Steps of which each feeds the next."""

    steps: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """An existing entry, applied again with the same weights."""

    target: Reference


@dataclass(frozen=True, slots=True)
class Unknown:
    """What could not be understood, and has been reported."""


Body = LayerUse | Chain | Share | Unknown


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of `layers`, or one step of a chain.

    `name` is the key, or what a step's `name` says; None for an unnamed step. `kind` is
    the word that says what it is. `inputs` is what `from` says: None where there is
    none, as in a step.
    """

    name: str | None
    kind: str
    span: Span
    kind_span: Span
    body: Body
    inputs: tuple[Reference, ...] | None
    call: Mapping[str, Argument]
    call_spans: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Input:
    """One of the model's inputs; None for arguments that could not be understood."""

    name: str
    span: Span
    arguments: InputArguments | None


@dataclass(frozen=True, slots=True)
class Output:
    """One of the model's outputs."""

    name: str
    reference: Reference
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """The whole spec.

    `layers` is a chain, or a graph by name. `outputs` is None where the spec leaves
    them to the end of its chain; `output_form` is how they were written.
    """

    source: Source
    header: Header
    name: str
    name_span: Span
    inputs: tuple[Input, ...]
    layers: Chain | dict[str, Entry]
    layers_span: Span
    outputs: tuple[Output, ...] | None
    outputs_span: Span | None
    output_form: Literal["one", "list", "dict"]
    target_span: Span | None
