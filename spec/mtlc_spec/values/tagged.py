"""Tagged objects: a mapping with one key, its kind; the value holds its arguments."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from typing import Any, ClassVar, TypeVar, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from mtlc_spec.scalars import NAN

M = TypeVar("M", bound=BaseModel)


class Arguments(BaseModel):
    """The arguments that an object of Keras is made with."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    moved: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Arguments that stand right after another one, where a base class has them elsewhere."""
    behind: ClassVar[tuple[str, ...]] = ("trainable", "dtype")
    """Arguments of a base class that stand behind those of all others."""
    takes_nan: ClassVar[frozenset[str]] = frozenset()
    """Arguments that `.nan` means something to."""
    floats: ClassVar[frozenset[str]] = frozenset()
    """Arguments that Keras wants as floats: a whole number is refused, or computed with."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for base in cls.__bases__:
            _read_annotations(base)

    @classmethod
    def kind(cls) -> str:
        """What a spec calls objects of this class."""
        return cls.__name__


def _read_annotations(base: type) -> None:
    """Read the annotations of a class once, as Pydantic would for every class below it."""
    own = base.__annotations__
    if any(isinstance(one, str) for one in own.values()):
        alone = type(base.__name__, (), {"__annotations__": own, "__module__": base.__module__})
        own.update(get_type_hints(alone, include_extras=True))


class Tagged(Arguments):
    """An object of Keras as data: an initializer, a regularizer, a constraint."""

    module: ClassVar[str]
    """The submodule of `keras` that exports the class, `initializers` for example."""
    forgets: ClassVar[frozenset[str]] = frozenset()
    """Arguments that Keras 3.15 does not bring back when a saved model is loaded."""
    made_by_name: ClassVar[bool] = True
    """Whether Keras 3.15 makes the object where it is given its name alone."""


@cache
def argument_names(model: type[BaseModel]) -> tuple[str, ...]:
    """The arguments that a kind takes: its own in Keras' order, then those of its bases."""
    fields = model.model_fields
    behind = model.behind if issubclass(model, Arguments) else ()
    inherited = [name for name in behind if name in fields]
    own = [name for name in fields if name not in inherited]
    if issubclass(model, Arguments):
        for name, before in model.moved:
            own.remove(name)
            own.insert(own.index(before) + 1, name)
    return (*own, *inherited)


_NO_ARGUMENT = ""
"""The name of the first argument of a kind that takes none."""


def spread(model: type[BaseModel], value: object) -> Mapping[str, Any]:
    """The arguments of a kind from the value behind its tag.

    A value that is not a mapping of arguments is the first argument; so is a tagged
    object, a mapping with one capitalized key.
    """
    if value is None:
        return {}
    if isinstance(value, dict) and not is_tagged_object(model, value):
        return value
    names = argument_names(model)
    return {names[0] if names else _NO_ARGUMENT: value}


def is_tagged_object(model: type[BaseModel], value: Mapping[Any, Any]) -> bool:
    """Whether a mapping is one tagged object rather than the arguments of `model`."""
    if len(value) != 1:
        return False
    (key,) = value
    return isinstance(key, str) and key[:1].isupper() and key not in model.model_fields


def validate(model: type[M], arguments: Mapping[str, Any]) -> M:
    """Make the object, or raise pydantic's error with what a message needs to know.

    Raises:
        ValidationError: with the types `unknown_argument` and `missing_argument` in
            place of pydantic's own, which name neither the kind nor its arguments; and
            for `.nan`, which is not a number.
    """
    taken: Collection[str] = model.takes_nan if issubclass(model, Arguments) else ()
    try:
        made = model.model_validate(arguments)
        if not any(one is NAN and name not in taken for name, one in arguments.items()):
            return made
        wrong = []
    except ValidationError as error:
        wrong = [_named(model, detail) for detail in error.errors()]
    for name, value in arguments.items():
        if value is NAN and name not in taken:
            wrong = [one for one in wrong if one.get("loc", ())[:1] != (name,)]
            wrong.append(InitErrorDetails(type="float_type", loc=(name,), input=value))
    raise ValidationError.from_exception_data(model.__name__, wrong)


def _named(model: type[BaseModel], detail: Any) -> InitErrorDetails:
    kind = detail["type"]
    loc, value = detail["loc"], detail["input"]
    if kind in ("extra_forbidden", "missing"):
        own = "unknown_argument" if kind == "extra_forbidden" else "missing_argument"
        if loc[-1] == _NO_ARGUMENT:
            own = "takes_no_argument"
        name = model.kind() if issubclass(model, Arguments) else model.__name__
        known = {"kind": name, "known": argument_names(model)}
        return InitErrorDetails(
            type=PydanticCustomError(own, "{kind}", known), loc=loc, input=value
        )
    context = dict(detail.get("ctx", {}))
    if kind == "conflict":
        context.setdefault("kind", model.kind() if issubclass(model, Arguments) else "")
    if kind in _OURS:
        again = PydanticCustomError(kind, detail["msg"], context)
        return InitErrorDetails(type=again, loc=loc, input=value)
    return InitErrorDetails(type=kind, loc=loc, input=value, ctx=context)


_OURS = frozenset(
    {
        *("unknown_argument", "missing_argument", "takes_no_argument"),
        *("conflict", "refused", "unknown_name", "layer_not_covered"),
    }
)


def conflict(argument: str, words: str) -> PydanticCustomError:
    """The error of arguments that do not go together, at the place of one of them."""
    return PydanticCustomError("conflict", "{words}", {"argument": argument, "words": words})


def refused(words: str, way_out: str = "") -> PydanticCustomError:
    """The error of a value that its validator refuses: "must be …"."""
    context = {"words": words, "way_out": way_out}
    return PydanticCustomError("refused", "{words}", context)


def unknown_name(noun: str, name: str, known: Iterable[str]) -> PydanticCustomError:
    """The error of a name that is none of those that Keras has."""
    return PydanticCustomError(
        "unknown_name",
        "{noun} {name}",
        {"noun": noun, "name": name, "known": tuple(known)},
    )


def tagged(noun: str, kinds: Callable[[], Mapping[str, type[Tagged]]]) -> Callable[[Any], Any]:
    """A validator that reads a name or a tagged object of one family.

    An object without arguments becomes its Keras name (`HeNormal` is `he_normal`), so
    that it compares equal to a default and reads as a person would write it, where
    Keras makes the object by that name. `kinds` maps every accepted name to its class,
    the Keras name of a class first.
    """

    def read(value: Any) -> Any:
        if value is None or isinstance(value, Tagged):
            return value
        known = kinds()
        made = _made(noun, value, known)
        model = type(made)
        if not model.made_by_name:
            return made
        if made.model_fields_set and made != model.model_construct():
            return made
        return next(key for key, kind in known.items() if kind is model)

    return read


def tagged_or_name(
    noun: str,
    kinds: Callable[[], Mapping[str, type[Tagged]]],
    *,
    chosen: Collection[str] = (),
    unnamed: Collection[type[Tagged]] = (),
) -> Callable[[Any], Any]:
    """A validator that reads a tagged object, or a name that it leaves as it is written.

    For what Keras looks up in `compile` and calls by the name that it was given: `mae`
    and `MAE` are the same metric under two names. `chosen` are words that stand for one
    class or another, in any case, and `unnamed` the classes that Keras looks up by no
    name, so that theirs becomes an object.
    """

    def read(value: Any) -> Any:
        if value is None or isinstance(value, Tagged):
            return value
        if isinstance(value, str) and value.lower() in chosen:
            return value
        made = _made(noun, value, kinds(), chosen)
        return value if isinstance(value, str) and type(made) not in unnamed else made

    return read


def tagged_object(
    noun: str, kinds: Callable[[], Mapping[str, type[Tagged]]]
) -> Callable[[Any], Any]:
    """A validator that reads an object where Keras does not look up names."""

    def read(value: Any) -> Any:
        if value is None or isinstance(value, Tagged):
            return value
        return _made(noun, value, kinds())

    return read


def _first_kind(value: Any, known: Mapping[str, type[Tagged]]) -> str:
    """The first key that is a kind, or else one that would be."""
    given = value if isinstance(value, Mapping) else {}
    words = (one for one in given.values() if isinstance(one, str))
    return next((str(one) for one in (*given, *words) if one in known), "Kind")


def _made(
    noun: str, value: Any, known: Mapping[str, type[Tagged]], chosen: Iterable[str] = ()
) -> Tagged:
    if isinstance(value, str):
        name, given = value, None
    elif isinstance(value, Mapping) and len(value) == 1:
        ((name, given),) = value.items()
    else:
        one_kind = f"`{{{_first_kind(value, known)}: {{…}}}}`"
        way_out = f"write one kind, its arguments behind it: {one_kind}"
        wanted = f"must be the name of {noun}, or one as `{{Kind: arguments}}`"
        raise refused(wanted, way_out if isinstance(value, Mapping) and value else "")
    if name not in known:
        raise unknown_name(noun, str(name), (*known, *chosen))
    model = known[name]
    return validate(model, spread(model, given))
