"""A spec as its author wrote it: checked word by word, not yet followed along its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mtlc_spec.binding import Binding
from mtlc_spec.expressions import Expr
from mtlc_spec.frozen import frozen
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import Node
from mtlc_spec.shapes import MOST_AXES, Size
from mtlc_spec.source import Source, Span
from mtlc_spec.tasks import TaskArguments, TrainingArguments
from mtlc_spec.templates import Template
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
class Written:
    """A value with its place; `value` may be or hold expressions."""

    value: object
    span: Span


@frozen
class Reference:
    """A name, or a path into what it names: `encoder.1`, `descent.$(depth - 1).skip`."""

    path: tuple[str | Expr, ...]
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    def __str__(self) -> str:
        return (
            self.span.text
            if any(not isinstance(one, str) for one in self.path)
            else ".".join(str(one) for one in self.path)
        )


@frozen
class Constant:
    """A value in `call` that is not a reference; it may hold expressions."""

    value: object


Argument = Reference | Constant | tuple["Reference | Constant", ...]
"""A value of `call`: references and constants, and lists of them."""


@frozen
class LayerUse:
    """A layer of Keras with its arguments.

    `inner` are entries that stand as arguments: chains and blocks, which become nested
    models (`TimeDistributed: {chain: […]}`). `written` is what stands behind the kind.
    """

    layer: Layer | Template[Layer]
    inner: Mapping[str, Entry]
    written: Node | None = None


@dataclass(frozen=True, slots=True)
class FunctionUse:
    """A function of `keras.ops`.

    It is `function`, or what `binding` makes of it when the number of tensors is known;
    where there is neither, `returns` alone says what it gives.
    """

    name: str
    function: Function | None
    arguments: object
    binding: Binding | None = None

    @property
    def is_known(self) -> bool:
        """Whether the catalogue has it."""
        return self.function is not None or self.binding is not None

    @property
    def computes(self) -> bool:
        """Whether its arguments hold expressions."""
        return self.binding is not None and self.binding.computes

    def of(self, tensors: int) -> Function | Template[Function]:
        """The function of so many tensors, or a template of it.

        Raises:
            ValidationError: the arguments do not fit them.
        """
        if self.binding is not None:
            return self.binding.of(tensors)
        assert self.function is not None
        return self.function


@dataclass(frozen=True, slots=True)
class CustomUse:
    """A layer or function of an imported module: `alias.ClassName`, `alias.name`."""

    alias: str
    name: str
    arguments: object

    @property
    def is_layer(self) -> bool:
        """Classes are written in capitals, functions are not."""
        return self.name.lstrip("_")[:1].isupper()


@frozen
class Chain:
    """Steps of which each feeds the next."""

    steps: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class BlockUse:
    """A block, by its key in `Document.blocks`, with values for its params."""

    block: str
    arguments: Mapping[str, Written]
    nested: bool = False
    """It is one layer of the model around it, as a shared block is."""


@dataclass(frozen=True, slots=True)
class Share:
    """An existing entry, applied again with the same weights."""

    target: Reference


@dataclass(frozen=True, slots=True)
class Unknown:
    """What could not be understood, and has been reported."""


Body = LayerUse | FunctionUse | CustomUse | Chain | BlockUse | Share | Unknown


@dataclass(frozen=True, slots=True)
class Modifiers:
    """How often an entry is applied, whether at all, and what it gives.

    `repeat` and `copies` hold a number, a list of names, or an expression of one.
    """

    repeat: Written | None = None
    copies: Written | None = None
    when: Written | None = None
    returns: Written | None = None


PLAIN = Modifiers()


@frozen
class Entry:
    """One entry of `layers`, or one step of a chain.

    `name` is the key, or what a step's `name` says; None for an unnamed step. `kind` is
    the word that says what it is, from `kind_start` to `kind_end`. `inputs` is what
    `from` says: None where there is none, as in a step.
    """

    name: str | None
    kind: str
    span: Span
    kind_start: int
    kind_end: int
    body: Body
    inputs: tuple[Reference, ...] | None
    call: Mapping[str, Argument]
    call_spans: Mapping[str, Span]
    modifiers: Modifiers = PLAIN

    @property
    def kind_span(self) -> Span:
        return Span(self.span.source, self.kind_start, self.kind_end)


@dataclass(frozen=True, slots=True)
class Input:
    """One of the model's inputs; None for arguments that could not be understood."""

    name: str
    span: Span
    arguments: InputArguments | Template[InputArguments] | None
    copies: Written | None = None


Places = Mapping[tuple[str, ...], Span]
"""Where things are written: `("metrics", "0")`, `("optimizer", "learning_rate")`.

An object stands where its kind does; a value that is an object's only argument, and has
no name, is called `""`."""


@dataclass(frozen=True, slots=True)
class Task:
    """What an output is trained on; None for arguments that could not be understood."""

    arguments: TaskArguments | Template[TaskArguments] | None
    places: Places


@dataclass(frozen=True, slots=True)
class Training:
    """How the model is trained; None for arguments that could not be understood."""

    span: Span
    arguments: TrainingArguments | Template[TrainingArguments] | None
    places: Places


@dataclass(frozen=True, slots=True)
class Output:
    """One of the outputs; None for a reference that could not be understood.

    The name is empty where it is that of a reference which holds expressions.
    """

    name: str
    reference: Reference | None
    span: Span
    task: Task | None = None


OutputForm = Literal["one", "list", "dict"]
"""How outputs are written: a reference, a list of them, or by name."""


@dataclass(frozen=True, slots=True)
class Param:
    """A named value; `required` where it must be given and has none of its own."""

    name: str
    span: Span
    value: Written
    required: bool


@dataclass(frozen=True)
class Definition:
    """What a document and a block have in common: layers and outputs.

    `layers` is a chain, or a graph by name. `outputs` is None where the spec leaves
    them to the end of its chain; `output_form` is how they were written.
    """

    layers: Chain | dict[str, Entry]
    layers_span: Span
    outputs: tuple[Output, ...] | None
    output_form: OutputForm


@dataclass(frozen=True)
class Block:
    """A reusable sub-graph: a function of its inputs and params.

    `sees_document` says that the document's params may be used inside; those that
    come with mtlc see their own alone.
    """

    key: str
    span: Span
    params: dict[str, Param]
    inputs: dict[str, Span]
    description: str | None
    sees_document: bool
    body: Definition | None
    transparent: bool = False
    """Its layers are named as if they stood outside of it."""

    @property
    def name(self) -> str:
        """Its name without a namespace: `std.mmoe` is `mmoe`."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True)
class Document(Definition):
    """The whole spec, with the blocks that it defines, includes, or takes from `std`."""

    source: Source
    header: Header
    name: str
    name_span: Span
    inputs: tuple[Input, ...]
    outputs_span: Span | None
    target_span: Span | None
    params: dict[str, Param]
    imports: dict[str, str]
    import_spans: dict[str, Span]
    blocks: dict[str, Block]
    training: Training | None = None

    @cached_property
    def has_structure(self) -> bool:
        """Anything in it depends on params, or is applied more than once."""
        return bool(self.params or self.blocks)
