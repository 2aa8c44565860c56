"""What all functions of the catalogue have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import new_class
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from mtlc_spec.functions.constants import MISSING, Constant, alone, beside_tensors
from mtlc_spec.shapes import MismatchedInputs, ShapeError, Tensor
from mtlc_spec.values.tagged import conflict, validate

Tensors = tuple[Tensor, ...]
Given = Tensor | Tensors | None


class Cut(NamedTuple):
    """A piece of a tensor along one axis, whole along the others."""

    axis: int
    start: int
    stop: int


class Function(BaseModel):
    """A function of `keras.ops` as data: its arguments, and what they mean for shapes.

    Fields are Keras' parameters in the order of its signature, with its names and
    defaults. One that takes a tensor can be a constant too; if it has no default in
    Keras, its default here is `MISSING`.

    `rule` is called with the parameters that take tensors, by name, and gives the
    tensors that come out: one, or a tuple where Keras gives a list or a tuple.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    function: ClassVar[str]
    """The name of the function in `keras.ops`."""

    tensors: ClassVar[tuple[str, ...]] = ("x",)
    """The parameters that take tensors, in the order in which `from` fills them."""

    takes_list: ClassVar[bool] = False
    """The first parameter is a list of tensors, all that `from` names."""

    variadic: ClassVar[bool] = False
    """Any number of tensors follow each other without a name, all that `from` names."""

    leading: ClassVar[tuple[str, ...]] = ()
    """Constants that code must print by position, before the tensors."""

    needed: ClassVar[tuple[str, ...]] = ()
    """Parameters that Keras can do without, but not before it knows shapes."""

    gives_list: ClassVar[bool] = False
    """A call gives a list or tuple of tensors, even if it holds only one."""

    commutes: ClassVar[bool] = False
    """The order of the tensors in `from` makes no difference to what comes out."""

    merges: ClassVar[bool] = False
    """Whether a layer merges tensors of one dtype and one number of axes in the same way."""

    stops: ClassVar[frozenset[str]] = frozenset()
    """Parameters whose tensors get no gradient, even where all numbers are floats."""

    rule: ClassVar[Callable[..., Tensor | Tensors]]

    @classmethod
    def least_inputs(cls) -> int:
        """How many tensors `from` names at least."""
        return 1 if cls.variadic else 0

    @classmethod
    def most_inputs(cls) -> int | None:
        """How many tensors `from` may name; None is any number."""
        return None if cls.takes_list or cls.variadic else len(cls.tensors)

    @classmethod
    def by_position(cls) -> int | None:
        """How many tensors of `from` code may print by position, the others by keyword.

        None is all of them.
        """
        if cls.takes_list or cls.variadic:
            return None
        count = 0
        for parameter, tensor in zip(cls.model_fields, cls.tensors, strict=False):
            if parameter != tensor:
                break
            count += 1
        return count

    @classmethod
    def filled(cls, inputs: int) -> tuple[str, ...]:
        """The parameters that this many tensors of `from` fill."""
        return cls.tensors[: min(inputs, 1) if cls.takes_list else inputs]

    @classmethod
    def bind(cls, given: object, inputs: int, call: Collection[str]) -> Mapping[str, object]:
        """The arguments by name, from what stands behind the tag.

        `inputs` is the number of tensors in `from`, `call` the names of what the call
        gets besides. A value that is not a mapping is the first parameter that these
        leave free.

        Raises:
            ValidationError: with `unknown_argument`, `missing_argument` or `conflict`.
        """
        arguments: Mapping[str, object] = {}
        problems: list[InitErrorDetails] = []
        taken = (*cls.filled(inputs), *call)
        if isinstance(given, Mapping):
            arguments = given
        elif given is not None:
            free = [name for name in cls.model_fields if name not in taken]
            if free:
                arguments = {free[0]: given}
            else:
                words = "`from` and `call` leave no argument free"
                problems.append(_problem(conflict("", words), (), given))
        problems += cls._check(arguments, cls.filled(inputs), call)
        if problems:
            raise ValidationError.from_exception_data(cls.__name__, problems)
        return arguments

    @classmethod
    def _check(
        cls, arguments: Mapping[str, object], filled: Collection[str], call: Collection[str]
    ) -> Iterator[InitErrorDetails]:
        known = {"kind": cls.__name__, "known": tuple(cls.model_fields)}
        for name in (*arguments, *call):
            if name not in cls.model_fields:
                unknown = PydanticCustomError("unknown_argument", "{kind}", known)
                yield _problem(unknown, (name,), arguments.get(name))
            elif name in filled:
                twice = conflict(name, f"`{name}` is given twice, once by `from`")
                yield _problem(twice, (name,), arguments.get(name))
            elif name in arguments and name in call:
                twice = conflict(name, f"`{name}` is given twice, once by `call`")
                yield _problem(twice, (name,), arguments[name])
                call = [one for one in call if one != name]
        for name, field in cls.model_fields.items():
            must = field.is_required() or field.default is MISSING or name in cls.needed
            if must and name not in {*arguments, *filled, *call}:
                missing = PydanticCustomError("missing_argument", "{kind}", known)
                yield _problem(missing, (name,), dict(arguments))

    def infer(self, inputs: Tensors, call: Mapping[str, Any]) -> Tensor | Tensors:
        """The tensors that come out of the symbolic call, shapes with the batch axis.

        A constant in `call` is as good as one among the arguments.

        Raises:
            ShapeError: Keras refuses the call, or the call fails on every input.
        """
        constants = {name: value for name, value in call.items() if not _is_symbolic(value)}
        if constants:
            arguments = {name: getattr(self, name) for name in self.model_fields_set}
            whole = validate(type(self), {**arguments, **constants})
            tensors = {name: value for name, value in call.items() if name not in constants}
            return whole.infer(inputs, tensors)
        for name, value in call.items():
            if name not in self.tensors:
                raise ShapeError(MismatchedInputs, f"`{name}` takes a constant, no tensor")
            if isinstance(value, tuple) and not (self.takes_list and name == self.tensors[0]):
                count = len(value)
                raise ShapeError(
                    MismatchedInputs, f"`{name}` takes one tensor, and gets a list of {count}"
                )
        if self.variadic:
            return self.rule(*inputs)
        given = self.rule(**self._operands(inputs, call))
        return _bare(given) if isinstance(given, Constant) else given

    def _operands(self, inputs: Tensors, call: Mapping[str, Given]) -> Mapping[str, Given]:
        """What each parameter that takes tensors gets."""
        given: dict[str, Given] = dict(call)
        if self.takes_list and inputs:
            given[self.tensors[0]] = inputs
        else:
            given.update(zip(self.tensors, inputs, strict=False))
        read = beside_tensors if given else alone
        for name in self.tensors:
            value = getattr(self, name)
            if name not in given:
                given[name] = None if value is None else read(value)
        return given

    def results_of(self, inputs: int, call: Mapping[str, Any]) -> int | None:
        """How many tensors a call with this many in `from` gives.

        It follows from the constants; None where it does not.
        """
        return 1

    @property
    def acts_as(self) -> str | None:
        """The activation that it is, by the name that Keras has for that."""
        return None

    @property
    def keeps_order(self) -> bool:
        """Whether it gives the numbers of its tensor in the same order, in other axes."""
        return False

    @property
    def joined_axis(self) -> int | None:
        """The axis along which the tensors of `from` lie one after the other in the result."""
        return None

    def cuts(self, x: Tensor, results: Tensors) -> tuple[Cut, ...] | None:
        """Which piece of the tensor each result is; None if they are no such pieces."""
        return None

    def keywords(self) -> Mapping[str, object]:
        """The constants that code prints by keyword, those that differ from Keras' default."""
        return {
            name: getattr(self, name)
            for name, field in type(self).model_fields.items()
            if name not in self.leading
            and getattr(self, name) is not MISSING
            and (field.is_required() or getattr(self, name) != field.default)
        }


def _bare(constant: Constant) -> Tensor:
    return Tensor(constant.shape, constant.dtype)


def _is_symbolic(value: object) -> bool:
    return isinstance(value, Tensor) or (
        isinstance(value, tuple) and any(_is_symbolic(item) for item in value)
    )


def _problem(
    kind: PydanticCustomError, loc: tuple[str, ...], value: object
) -> InitErrorDetails:
    return InitErrorDetails(type=kind, loc=loc, input=value)


def alike(base: type[Function], names: str, **facts: Any) -> dict[str, type[Function]]:
    """One class of the same kind for each of the names, which differ in nothing else."""
    return {name: _named(base, name, facts) for name in names.split()}


def _named(base: type[Function], name: str, facts: Mapping[str, Any]) -> type[Function]:
    def body(namespace: dict[str, Any]) -> None:
        namespace.update(facts, function=name, __module__=base.__module__, __doc__=base.__doc__)

    return new_class(name.rpartition(".")[2], (base,), exec_body=body)


def by_name(*functions: type[Function]) -> dict[str, type[Function]]:
    """The classes by the names of their functions."""
    return {one.function: one for one in functions}


def strong(*operands: Tensor) -> None:
    """Raise `ShapeError` if one is a plain constant, where Keras asks for its shape."""
    for one in operands:
        if isinstance(one, Constant) and one.beside:
            raise ShapeError(
                MismatchedInputs, f"it takes tensors only, and gets {_show(one.value)}"
            )


def no_constant(x: Tensor) -> None:
    """Raise `ShapeError` if it is a constant, where Keras needs a tensor."""
    if isinstance(x, Constant):
        raise ShapeError(MismatchedInputs, f"it takes a tensor, and gets {_show(x.value)}")


def no_list(x: Tensor) -> None:
    """Raise `ShapeError` if it is a constant list, where Keras needs a tensor or a number."""
    if isinstance(x, Constant) and isinstance(x.value, tuple):
        no_constant(x)


def _show(value: object) -> str:
    return "a list" if isinstance(value, tuple) else f"the constant {value}"
