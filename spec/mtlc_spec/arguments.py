"""From the arguments that a person wrote to a validated object of the catalogue.

The one place that knows pydantic's vocabulary: its errors become diagnostics, each at
the piece of YAML that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as List
from types import NoneType
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.nodes import (
    UNKNOWN,
    Mapping,
    Node,
    Scalar,
    Sequence,
    plain,
    words_for,
    words_for_value,
)
from mtlc_spec.source import Span
from mtlc_spec.suggestions import nearest
from mtlc_spec.values.tagged import Arguments, argument_names, spread, validate
from mtlc_spec.word_problems import (
    ConflictingArguments,
    MissingArgument,
    OutOfRange,
    UncoveredLayer,
    UnknownArgument,
    UnknownName,
    WrongAlternative,
    WrongType,
)

M = TypeVar("M", bound=BaseModel)


def read_arguments(
    model: type[M], kind: Scalar | None, node: Node | None, report: Report, where: str = ""
) -> M | None:
    """The object of a kind from the node behind it; None, and a report, if it is wrong.

    `kind` is the place of the kind's name, for what is missing; `where` replaces the
    name of the model in messages.
    """
    value = None if node is None else plain(node)
    if value is UNKNOWN:
        return None
    try:
        return validate(model, spread(model, value))
    except ValidationError as error:
        whole = node.span if node is not None and not _is_empty(node) else None
        named = kind.span if kind is not None else whole
        assert named is not None
        report.extend(diagnose(model, error, node, named, where or model.__name__))
        return None


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def diagnose(
    model: type[BaseModel], error: ValidationError, node: Node | None, kind: Span, name: str
) -> Iterable[Diagnostic]:
    """One diagnostic for each argument that is wrong, or each item of a list."""
    by_argument: dict[Any, list[Any]] = {}
    details = error.errors()
    if (in_order := _in_order(model, details, node)) is not None:
        yield in_order
        return
    reported = {one["loc"][:1] for one in details if one["input"] is UNKNOWN}
    for detail in details:
        if detail["loc"][:1] in reported or _may_be_there(detail, node):
            continue
        known = detail["type"] in _ONE_PLACE
        key = detail["loc"] if known else detail["loc"][:1]
        by_argument.setdefault(key, []).append(detail)
    for path in _meant(by_argument):
        by_argument.pop(path, None)
    for details in by_argument.values():
        yield _one(model, details, node, kind, name)


def _in_order(
    model: type[BaseModel], details: List[Any], node: Node | None
) -> WrongType | None:
    """The report of a list whose items are the arguments in their order, as in Python."""
    if not isinstance(node, Sequence) or not issubclass(model, Arguments):
        return None
    names = argument_names(model)
    own = [one for one in details if one["loc"][:1] == names[:1]]
    values = next((one["input"] for one in own if len(one["loc"]) == 1), None)
    if not isinstance(values, tuple) or not 1 < len(values) <= len(names):
        return None
    try:
        validate(model, dict(zip(names, values, strict=False)))
    except ValidationError:
        return None
    items = zip(names, node.items, strict=False)
    written = ", ".join(f"{name}: {item.span.text}" for name, item in items)
    wanted = " or ".join(dict.fromkeys(_TYPES.get(one["type"], "another value") for one in own))
    return WrongType(
        span=node.span,
        name=names[0],
        wanted=wanted,
        found="a list",
        meant=f"{{{written}}}",
    )


def _meant(by_argument: dict[Any, list[Any]]) -> list[Any]:
    """The arguments that are not missing, but misspelt."""
    found = []
    for path, (detail, *_) in by_argument.items():
        if detail["type"] == "unknown_argument":
            meant = (*path[:-1], nearest(str(path[-1]), detail["ctx"]["known"]))
            if meant in by_argument and by_argument[meant][0]["type"] == "missing_argument":
                found.append(meant)
    return found


def _may_be_there(detail: Any, node: Node | None) -> bool:
    """Whether an argument is missing in a mapping of which a key could not be read."""
    if detail["type"] != "missing_argument":
        return False
    parent = _find(node, detail["loc"][:-1])
    return isinstance(parent, Mapping) and parent.incomplete


_ONE_PLACE = ("unknown_argument", "missing_argument", "unknown_name", "layer_not_covered")


def _one(
    model: type[BaseModel], details: List[Any], node: Node | None, kind: Span, name: str
) -> Diagnostic:
    detail = _deepest(details)
    context = detail.get("ctx", {})
    path = detail["loc"]
    argument = next((str(part) for part in reversed(path) if _is_argument(part)), "")
    match detail["type"]:
        case "unknown_argument":
            key = _key(node, path)
            return UnknownArgument(
                span=key or kind,
                kind=_shown(context["kind"], model, name),
                name=str(path[-1]),
                known=tuple(context["known"]),
            )
        case "missing_argument":
            place = _find(node, path[:-1]) if len(path) > 1 else None
            return MissingArgument(
                span=_tag_span(place, kind),
                kind=_shown(context["kind"], model, name),
                name=str(path[-1]),
            )
        case "takes_no_argument":
            place = _find(node, path)
            return WrongType(
                span=_span(place, kind),
                name=_shown(context["kind"], model, name),
                wanted="without arguments",
                found=words_for_value(detail["input"]),
            )
        case "conflict":
            place = _find(node, (*path, context["argument"]))
            return ConflictingArguments(
                span=_span(place, kind),
                kind=_shown(context.get("kind") or name, model, name),
                problem=context["words"],
            )
        case "unknown_name":
            place = _find(node, path)
            return UnknownName(
                span=_tag_span(place, kind),
                noun=context["noun"],
                name=context["name"],
                known=tuple(context["known"]),
            )
        case "layer_not_covered":
            return UncoveredLayer(span=_tag_span(_find(node, path), kind), name=context["name"])
        case _:
            place = _find(node, path)
            if place is None or _is_empty(place):
                kind = _key(node, path) or kind
            span = _tag_span(place, kind) if detail["type"] == "refused" else _span(place, kind)
            return _wrong_value(model, details, detail, argument or name, span, place)


_TYPE_NAMES = frozenset({"int", "float", "bool", "str", "tuple", "dict", "none"})


def _is_argument(part: object) -> bool:
    """Whether a part of a path is an argument, and not an index or a member of a union."""
    return isinstance(part, str) and part.isidentifier() and part not in _TYPE_NAMES


def _is_expression(place: Node) -> bool:
    """What was written is not the value, but how to compute it."""
    return isinstance(place, Scalar) and isinstance(place.value, str) and "$" in place.value


def _shown(kind: str, model: type[BaseModel], name: str) -> str:
    return name if kind == model.__name__ else kind


def _wrong_value(
    model: type[BaseModel],
    details: List[Any],
    detail: Any,
    argument: str,
    span: Span,
    place: Node | None,
) -> Diagnostic:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if (
        place is None
        or _is_expression(place)
        or isinstance(place, Mapping | Sequence) != isinstance(detail["input"], dict | tuple)
    ):
        found = words_for_value(detail["input"])
    else:
        found = words_for(place)
    if kind == "literal_error":
        known = tuple(part.strip("'") for part in _alternatives(context["expected"]))
        if isinstance(detail["input"], str) and "'" in context["expected"]:
            if any(one["type"] == "bool_type" for one in details):
                known = (*known, "true", "false")
            return WrongAlternative(
                span=span,
                name=argument,
                found=found[11:],
                known=known,
                takes_null=_takes_null(model, detail["loc"]),
            )
        wanted = ", ".join(f"`{one}`" for one in known)
        wanted = f"one of {wanted}" if len(known) > 1 else wanted
        return WrongType(span=span, name=argument, wanted=wanted, found=found)
    if kind in _RANGES:
        bound = next(iter(context.values()))
        shown = _number(bound)
        value = _number(detail["input"])
        return OutOfRange(
            span=span, name=argument, wanted=f"{_RANGES[kind]} {shown}", found=value
        )
    if kind == "refused":
        value = detail["input"]
        shown = f"`{span.text}`" if isinstance(value, BaseModel) else _value(value)
        return OutOfRange(
            span=span,
            name=argument,
            wanted=context["words"],
            found=shown,
            way_out=context["way_out"],
        )
    if kind in ("too_short", "too_long"):
        return OutOfRange(
            span=span,
            name=argument,
            wanted=f"must have {'at least' if kind == 'too_short' else 'at most'} "
            f"{context.get('min_length', context.get('max_length'))} items",
            found=f"a list of {context['actual_length']}",
        )
    kinds = dict.fromkeys(_TYPES.get(one["type"], "another value") for one in details)
    return WrongType(span=span, name=argument, wanted=" or ".join(kinds), found=found)


def _takes_null(model: type[BaseModel], path: tuple[Any, ...]) -> bool:
    """Whether an argument of the kind itself may be null."""
    field = model.model_fields.get(str(path[0])) if path else None
    return field is not None and NoneType in get_args(field.annotation)


_TYPES = {
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "a string",
    "tuple_type": "a list",
    "none_required": "null",
    "dict_type": "a mapping",
    "literal_error": "a name",
    "greater_than": "a positive number",
    "finite_number": "a finite number",
}

_RANGES = {
    "greater_than": "must be greater than",
    "greater_than_equal": "must be at least",
    "less_than": "must be less than",
    "less_than_equal": "must be at most",
}


def _number(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_item(item) for item in value)}]"
    if isinstance(value, dict) and len(value) == 1:
        return f"`{next(iter(value))}`"
    return words_for_value(value)


def _item(value: object) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    return "null" if value is None else _value(value)


def _alternatives(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _deepest(details: List[Any]) -> Any:
    """Of the errors of a union's members, the one that fits what was written.

    A list that is wrong in one item: the item. A number out of range: the range, not
    that it is no list either.
    """
    in_items = [one for one in details if any(isinstance(part, int) for part in one["loc"])]
    if in_items:
        return in_items[0]
    for one in details:
        if one["type"] not in _TYPES or one["type"] == "greater_than":
            return one
    for one in details:
        if one["type"] == "literal_error" and isinstance(one["input"], str):
            return one
    return details[0]


def _find(node: Node | None, path: Iterable[Any]) -> Node | None:
    """The node of a path of arguments.

    Tags and the short form (`Dense: 8`) have no part in the path, and the members of
    a union have one that is not in the document.
    """
    arguments = node
    for part in path:
        if isinstance(part, int):
            if isinstance(node, Sequence) and part < len(node.items):
                node = node.items[part]
                arguments = _behind_tag(node)
            elif isinstance(node, Mapping) and part in node.entries:
                node = arguments = node.entries[part].node
        elif isinstance(arguments, Mapping) and part in arguments.entries:
            node = arguments.entries[part].node
            arguments = _behind_tag(node)
        elif arguments is not None and not _has_names(arguments):
            node = arguments
            arguments = _behind_tag(node)
    return node


def _behind_tag(node: Node) -> Node:
    """What stands behind the kind of a tagged object; the node itself if it is none."""
    if isinstance(node, Mapping) and len(node.entries) == 1:
        ((name, key),) = node.entries.items()
        if str(name)[:1].isupper() or _is_strategy(name):
            return key.node
    return node


def _is_strategy(name: object) -> bool:
    """Whether it is a kind that is not written in capitals."""
    from mtlc_spec.balancing import NAMES  # only what is wrong is looked for

    return name in NAMES


def _has_names(arguments: Node) -> bool:
    """Whether a node is a mapping of arguments, rather than the first of them."""
    return isinstance(arguments, Mapping) and _behind_tag(arguments) is arguments


def _key(node: Node | None, path: tuple[Any, ...]) -> Span | None:
    parent = _find(node, path[:-1])
    while isinstance(parent, Mapping):
        found = parent.entries.get(path[-1])
        if found is not None:
            return found.span
        if len(parent.entries) != 1:
            return None
        (key,) = parent.entries.values()
        parent = key.node
    return None


def _span(place: Node | None, kind: Span) -> Span:
    return kind if place is None or _is_empty(place) else place.span


def _tag_span(place: Node | None, kind: Span) -> Span:
    if isinstance(place, Mapping) and len(place.entries) == 1:
        (key,) = place.entries.values()
        return key.span
    return _span(place, kind)
