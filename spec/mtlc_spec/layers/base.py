"""What all layers of the catalogue have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, NamedTuple, Self

from mtlc_spec.oddities import Odd
from mtlc_spec.shapes import DifferentReuse, Shape, ShapeError, Tensor, Variable, show
from mtlc_spec.values.dtypes import Policy, compute_dtype, is_float, variable_dtype
from mtlc_spec.values.initializers import check_initializer
from mtlc_spec.values.tagged import Arguments, Tagged

Tensors = tuple[Tensor, ...]

Masks = tuple[Tensor | None, ...]
"""The mask of each of several tensors; None for one that carries none."""

Symbol = int
"""A tensor, or what functions make of tensors."""

Symbols = tuple[Symbol | None, ...]

Apply = Callable[..., Symbol]
"""Applies a function of `keras.ops`: its name, its tensors, its constants by name."""

Nesting = tuple["Nesting", ...] | None
"""Which tensors Keras keeps in lists together: None is a tensor, or all of them flat."""

_OF_TRAINING = ("_initializer", "_regularizer", "_constraint")
"""How arguments end that say how weights begin, and what they are held to."""

Namer = Callable[[type[object]], str]
"""Names a layer of a class, as Keras does where nobody else does."""


_SAVED_DEFAULTS = {"activation": "linear", "data_format": "channels_last"}
"""What Keras saves for arguments that were left out."""


class Images(NamedTuple):
    """How a pretrained network wants its images."""

    wanted: str
    way_out: str
    """What prepares them so."""
    module: str = ""
    """Whose `preprocess_input` has to stand in a model, where no layer does the same."""


class Layer(Arguments):
    """A Keras layer as data: its arguments, and what they mean for shapes and weights.

    Fields are Keras' arguments in the order of its signature (`moved` where families
    differ), with its names and defaults; the two below are those that every layer takes.
    The docstring of a concrete class is one line that editors show.

    `infer` and `variables` are called with the same arguments: the tensors of the
    call, and its keyword arguments (tensors or constants). Their parameters are those
    of Keras' `call`; a tensor parameter is annotated as one.
    """

    module: ClassVar[str] = "layers"
    """The submodule of `keras` that has it."""

    set_later: ClassVar[tuple[str, ...]] = ()
    """The arguments that Keras wants as attributes of what has been made."""

    named_later: ClassVar[bool] = False
    """Keras tells by the name what to make, so that it is called otherwise afterwards."""

    least_inputs: ClassVar[int] = 1
    most_inputs: ClassVar[int | None] = 1
    """How many tensors `from` may name; None is any number."""

    takes_list: ClassVar[bool] = False
    """The call takes one list of tensors, as merging layers do."""

    needs_call: ClassVar[bool] = False
    """The call has a keyword argument that must be given, as attention's `value`."""

    layer_arguments: ClassVar[tuple[str, ...]] = ()
    """The arguments that are layers themselves, and may be chains and blocks; or lists of
    layers, which may not."""

    saved_besides: ClassVar[Mapping[str, object]] = {}
    """What Keras writes into the layer's configuration besides arguments, and the value at
    which it says nothing; `...` is any."""

    keeps_values: ClassVar[bool] = False
    """The output holds the numbers of the input, in another order at most."""
    keeps_integers: ClassVar[bool] = False
    """TensorFlow gives what it gets, although Keras promises floats."""

    wants_one_dtype: ClassVar[bool] = False
    """TensorFlow does not promote its input and its weights to a common dtype."""

    has_layers: ClassVar[bool] = False
    """Its weights are those of layers inside of it, which are trained whatever it says."""

    only_activates: ClassVar[bool] = False
    """All that the layer does is the activation that it ends with."""

    flattens: ClassVar[bool] = False
    """The output has one axis in place of all axes but the batch."""

    passes_mask: ClassVar[bool] = False
    """What comes out carries the mask of the first input."""

    uses_mask: ClassVar[bool] = False
    """What comes out depends on the mask of the input."""

    reads_mask: ClassVar[bool] = False
    """It takes the mask of its first tensor from the tensor, whatever the call says of it."""
    is_traced: ClassVar[bool] = False
    """Keras learns what comes out from a graph that it makes of the call. So no mask shows
    on it, which is handed on when the model runs, and no other layer can ask for its shape."""
    casts_in_graph: ClassVar[bool] = False
    """In a graph, whatever comes in is cast to what the layer computes in."""

    lists: ClassVar[frozenset[str]] = frozenset()
    """Arguments of any length, which Python programs write as lists, not as tuples."""

    ignores_activity: ClassVar[bool] = False
    """Keras does not penalize what the layer gives, whatever its `activity_regularizer`."""

    prepares: ClassVar[bool] = False
    """It scales numbers, as pretrained weights want them."""

    commutes: ClassVar[bool] = False
    """The order of its inputs makes no difference to what comes out."""

    nests: ClassVar[bool] = False
    """Applied to what it gave of some inputs and to others, it gives what it gives of all."""

    rests: ClassVar[bool] = False
    """It only works while the model is trained: otherwise it gives what it takes."""

    drops: ClassVar[tuple[str, ...]] = ("dropout", "recurrent_dropout")
    """The arguments that only say how numbers are dropped while the model is trained."""

    axis_arguments: ClassVar[tuple[str, ...]] = ()
    """The arguments that name an axis of the input, from the first or from the last one."""

    on_last_axis: ClassVar[bool] = False
    """It does the same to each row along the last axis, whatever other axes there are."""

    composes: ClassVar[bool] = False
    """Without an activation, two in a row are as good as one."""

    trainable: bool = True
    dtype: Policy | None = None

    infer: ClassVar[Callable[..., Tensor | Tensors]]
    """The tensors that come out. Raises `ShapeError` on what Keras refuses."""

    def variables(self, *inputs: Any, **call: Any) -> tuple[Variable, ...]:
        """The weights, in the order in which Keras creates them."""
        return ()

    def variables_among(self, name: Namer, *inputs: Any, **call: Any) -> tuple[Variable, ...]:
        """The weights, where Keras names layers that it made before. A layer that has
        others inside overrides this."""
        return self.variables(*inputs, **call)

    def saved_again(self, weights: tuple[Variable, ...]) -> Iterator[Variable]:
        """Those of its weights that a file holds once more: what layers inside of it say."""
        for _, value in self:
            if isinstance(value, Layer):
                yield from value.saved_again(weights)

    def check_again(
        self, built: Tensors, built_with: Mapping[str, Any], *inputs: Any, **call: Any
    ) -> None:
        """Raise `ShapeError` if a layer built by one call cannot take another.

        `built_with` are the keyword arguments of the first call. Only a layer that has
        weights for tensors among them overrides this, all others `check_reuse`.
        """
        self.check_reuse(built, *inputs, **call)

    def check_reuse(self, built: Tensors, *inputs: Any, **call: Any) -> None:
        """Raise `ShapeError` if a layer built on `built` cannot take these tensors.

        The common rule: the call would need the same weights. A layer that Keras ties
        closer to its first input overrides this.
        """
        first = [weight.shape for weight in self.variables(*built)]
        again = [weight.shape for weight in self.variables(*inputs, **call)]
        if first != again:
            raise ShapeError(
                DifferentReuse,
                f"its weights were made for {show(built[0].shape)}, "
                f"and this call gives it {show(inputs[0].shape)}",
            )

    def check_graph(self, *inputs: Tensor) -> None:
        """Raise where a graph of the call fails, or gives something else than `infer` says.

        Raises:
            ShapeError: Keras cannot make a graph of it.
            NotKnown: only Keras can tell what TensorFlow makes of it.
        """

    @property
    def results(self) -> int:
        """How many tensors one call gives, if its arguments do not say otherwise."""
        return 1

    def results_of(self, **call: Any) -> int:
        """How many tensors a call with these keyword arguments gives."""
        return self.results

    @property
    def adapts(self) -> bool:
        """Whether it must learn from data, by its method `adapt`, before the model runs."""
        return False

    @classmethod
    def counted_besides(cls, saved: Mapping[str, object]) -> int:
        """How many things `adapt` taught a saved layer that its configuration only counts.

        `saved` is the configuration, where what is no plain value is some object.
        """
        return 0

    @property
    def follows_policy(self) -> bool:
        """Whether its dtype is that of the global dtype policy, if it has none of its own."""
        return True

    def says_policy(self, argument: str, policy: str) -> bool:
        """Whether an argument only repeats the global dtype policy, and may be left out."""
        return argument == "dtype" and self.dtype == policy and self.follows_policy

    def implied(self, rank: int | None = None) -> Iterator[str]:
        """The arguments that say what Keras does anyway, in the words in which it saves
        them: `axis: [-1]` for -1, `factor: [0, 1]` for 1.

        `rank` is that of the first input, where it is known. What is said inside of a
        layer that is an argument is named by its path, `layer.units`.
        """
        for name, field in type(self).model_fields.items():
            value, usual = getattr(self, name), field.default
            if value != usual and (
                (usual is None and value == _SAVED_DEFAULTS.get(name, ...))
                or (name == "lora_alpha" and value == getattr(self, "lora_rank", None))
                or (name == "axis" and value == (usual,))
            ):
                yield name

    def usual(self, rank: int | None = None) -> Self:
        """The same layer, where arguments can say it in several ways: in one of them."""
        changes: dict[str, Any] = {
            name: value.usual() for name, value in self if isinstance(value, Layer)
        }
        for path in self.implied(rank):
            name, _, inside = path.partition(".")
            if not inside:
                changes[name] = type(self).model_fields[name].default
            elif (inner := changes.get(name)) is not None:
                usual = type(inner).model_fields[inside].default
                changes[name] = inner.model_copy(update={inside: usual})
        return self.model_copy(update=changes) if changes else self

    @property
    def nesting(self) -> Nesting:
        """How Keras nests the tensors that a call gives; None where they are flat."""
        return None

    def nesting_of_argument(self, name: str) -> Nesting:
        """How Keras wants the tensors of a keyword argument of the call nested."""
        return None

    @property
    def ends_with(self) -> str | None:
        """The activation that the output has passed last; None where that cannot be said."""
        if "activation" not in type(self).model_fields:
            return None
        return getattr(self, "activation", None) or "linear"

    @property
    def bias_axis(self) -> int | None:
        """The axis along which the layer adds a bias last of all; None if it does not."""
        return None

    @property
    def centred_axis(self) -> int | None:
        """The axis for each place of which the layer subtracts the mean over all others."""
        return None

    def masks(self, inputs: Tensors, masks: Masks, outputs: Tensors) -> Masks:
        """The masks of the first outputs, for those of the inputs; later ones have none.

        Raises:
            ShapeError: Keras cannot make one.
        """
        return masks[:1] if self.passes_mask else ()

    def mask_symbols(self, apply: Apply, inputs: Symbols, masks: Symbols) -> Symbols:
        """How Keras computes the masks of the first outputs: the functions that it calls.

        Only a layer that calls any overrides this.
        """
        kept: Any = masks
        found: Any = self.masks((), kept, ())
        return found  # type: ignore[no-any-return]

    def oddities(self, *inputs: Any, **call: Any) -> Iterator[Odd]:
        """What Keras accepts of this call, and hardly anybody means."""
        return iter(())

    @property
    def wants(self) -> Images | None:
        """How its pretrained weights want images, and what prepares them so, if they do."""
        return None

    @property
    def columns(self) -> str | None:
        """The argument that counts the columns of the output, if each has weights of its own.

        Layers that differ in it alone, called on one tensor, are one wider layer.
        """
        return None

    @property
    def column_count(self) -> int:
        """How many columns there are. Asked of layers that have `columns`."""
        assert self.columns is not None
        width = getattr(self, self.columns)
        assert isinstance(width, int)
        return width

    def widened(self, width: int) -> Self:
        """The same layer with another number of columns."""
        assert self.columns is not None
        return self.model_copy(update={self.columns: width})

    @property
    def column_axis(self) -> int:
        """The axis of the output along which its columns lie."""
        return -1

    def columns_of(self, variable: str) -> int | None:
        """The axis of a weight along which the columns of the layer lie; None if all share it.

        Asked of layers that have `columns`.
        """
        return -1

    @property
    def activates(self) -> str | None:
        """The argument that is the activation of all that comes out, if there is one."""
        return None

    @property
    def acts_as(self) -> str | None:
        """The activation that is all that the layer does, by the name that Keras has for it."""
        return None

    @property
    def is_idle(self) -> bool:
        """Whether it gives what it takes, also while the model is trained."""
        return False

    @property
    def keeps_order(self) -> bool:
        """Whether it puts the same numbers in the same order into other axes, and no more."""
        return False

    @property
    def unstepped(self) -> Layer:
        """The layer that does to all steps at once what this one does to each: most often
        itself."""
        return self

    @property
    def merges_by(self) -> str | None:
        """The function of `keras.ops` that merges tensors of one dtype and rank like it."""
        return None

    @property
    def joined_axis(self) -> int | None:
        """The axis along which its inputs lie one after the other in the output."""
        return None

    @classmethod
    def only_for_training(cls) -> frozenset[str]:
        """The arguments that change how the layer is trained, and not what it computes."""
        return frozenset(
            [
                name
                for name in cls.model_fields
                if name in ("trainable", "seed") or name.endswith(_OF_TRAINING)
            ]
        )

    def of_training(self) -> Iterator[tuple[str, object]]:
        """The arguments that change how it is trained, also of the layers in its arguments.

        Those are named by their paths, `layer.seed`. Whether an outer layer is trainable
        makes no difference to weights that are those of inner ones.
        """
        inner = [*self._layers_inside()]
        for name in sorted(self.only_for_training() | {*self.drops}):
            if name in type(self).model_fields and not (inner and name == "trainable"):
                yield name, getattr(self, name)
        for path, layer in inner:
            for name, value in layer.of_training():
                yield f"{path}.{name}", value

    @property
    def penalizes(self) -> bool:
        """Whether it adds to the loss of the model, or a layer in its arguments does."""
        return any(
            name.endswith("_regularizer") and value is not None
            for name, value in self.of_training()
        )

    def _layers_inside(self) -> Iterator[tuple[str, Layer]]:
        for name, value in self:
            for number, one in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(one, Layer):
                    yield f"{name}.{number}" if isinstance(value, tuple) else name, one

    def weight(
        self,
        name: str,
        shape: tuple[int, ...],
        initializer: str | Tagged | None = None,
        *,
        trainable: bool = True,
    ) -> Variable:
        """A weight of the layer.

        Raises:
            ShapeError: its initializer cannot make a weight of this shape.
        """
        if initializer is not None:
            check_initializer(initializer, name, shape, variable_dtype(self.dtype or "float32"))
        return Variable(name, shape, trainable and (self.trainable or self.has_layers))

    def under(self, policy: str) -> Self:
        """The layer under a global dtype policy, which holds where it has none of its own."""
        changes: dict[str, Any] = {}
        for name, value in self:
            if isinstance(value, Layer):
                changes[name] = value.under(policy)
            elif isinstance(value, tuple) and any(isinstance(one, Layer) for one in value):
                changes[name] = tuple(
                    one.under(policy) if isinstance(one, Layer) else one for one in value
                )
        if self.dtype is None and self.follows_policy:
            changes["dtype"] = policy
        return self.model_copy(update=changes)

    @property
    def compute_dtype(self) -> str:
        return compute_dtype(self.dtype or "float32")

    def input_dtype(self, x: Tensor) -> str:
        """The dtype in which the layer sees a tensor: floats are cast, all else is kept."""
        return self.compute_dtype if is_float(x.dtype) else x.dtype

    def run_dtype(self, dtype: str) -> str:
        """What TensorFlow gives when the model runs, for a dtype that is no float."""
        return dtype if self.keeps_integers else self.compute_dtype

    def own_dtype(self, *inputs: Tensor, **call: Any) -> str | None:
        """The dtype that it gives whatever Keras promises; None for a layer that casts as
        all others do."""
        return None

    def output(self, shape: Shape) -> Tensor:
        """A tensor of this shape in the dtype that the layer computes in."""
        return Tensor(shape, self.compute_dtype)

    def like(self, x: Tensor) -> Tensor:
        """The tensor in the dtype that the layer computes in."""
        dtype = self.compute_dtype
        return x if x.dtype == dtype else Tensor(x.shape, dtype)


class Inner(Layer):
    """A nested model, or a layer from elsewhere, as the argument of a layer.

    The catalogue knows nothing of it: whoever lays out the graph brings its rules.
    """


class Unary(Layer):
    """A layer that takes one tensor."""


class Same(Unary):
    """A layer whose output has the shape of its input."""

    def infer(self, x: Tensor) -> Tensor:
        return self.like(x)
