"""References as Python: a variable, and what its path says of it."""

from __future__ import annotations

from dataclasses import dataclass

from mtlc import pysrc
from mtlc.expand.results import Group, Result, copies_group, find
from mtlc.lower.values import Holder, Val, indexed, iterable
from mtlc.pysrc import Expression, literal, name

Part = tuple[str, Expression | None]
"""What a part of a path is in the sample, and its Python where it is computed."""


@dataclass(slots=True)
class _At:
    """How far a path has been followed."""

    holder: Holder
    result: Result
    copies: list[Expression]
    indexes: list[Expression]
    explicit: bool
    val: Val | None = None


def follow(holder: Holder, path: list[Part]) -> Val:
    """The value that a path leads to."""
    at = _At(holder, holder.result, [], [], False)
    parts = list(path)
    while parts:
        part, computed = parts[0]
        if part == "*":
            return _all(at, parts[1:])
        if at.val is None and at.result.copies is not None:
            key = computed or _key(part)
            at.copies.append(key)
            at.indexes.append(key)
            at.result = at.result.copies[part]
        elif at.val is None and at.result.iterations is not None:
            number = _number(part)
            if number is None:
                at.indexes.append(literal(-1))
                at.result = at.result.iterations[-1]
                continue
            at.explicit = True
            at.indexes.append(computed or literal(number))
            at.result = at.result.iterations[number]
        elif at.val is None and at.result.steps is not None and part in at.result.steps:
            at.holder = at.holder.steps[part]
            at.result = at.result.steps[part]
            at.explicit = at.explicit or bool(at.indexes)
        else:
            at.val = _member(at.val or _value(at), part, computed)
        parts.pop(0)
    return at.val or _value(at)


def _value(at: _At) -> Val:
    item = at.result.item
    if at.explicit or at.holder.val.expr.flat == "":
        assert at.holder.every is not None
        return Val(indexed(at.holder.every, at.indexes), item)
    if not at.copies:
        return at.holder.val
    return Val(indexed(at.holder.val.expr, at.copies), item)


def _member(val: Val, part: str, computed: Expression | None) -> Val:
    if computed is None:
        return val.part(part)
    return Val(pysrc.subscript(val.expr, computed), val.part(part).item)


def _all(at: _At, rest: list[Part]) -> Val:
    """`stack.*.skip`: the same part of all members, as a list or a dictionary."""
    whole: Val
    members: list[Result]
    if at.val is None and at.result.copies is not None:
        whole = _value(at)
        members = list(at.result.copies.values())
    elif at.val is None and at.result.iterations is not None:
        assert at.holder.every is not None
        members = at.result.iterations
        group = Group(tuple(one.item for one in members), None, "copies")
        whole = Val(indexed(at.holder.every, at.indexes), group)
    else:
        whole = at.val or _value(at)
        assert isinstance(whole.item, Group)
        members = [Result(one) for one in whole.item.members]
    words = tuple(part for part, _ in rest)
    item = copies_group({str(n): Result(find(one, words)) for n, one in enumerate(members)})
    names = whole.item.names if isinstance(whole.item, Group) else None
    found = Group(item.members, names, "copies")
    if not rest:
        return Val(whole.expr, found)
    inner = Holder(Val(name("member"), members[0].item), members[0])
    element = follow(inner, rest)
    if names is not None:
        items = pysrc.call(pysrc.attribute(whole.expr, "items"))
        return Val(
            pysrc.dict_comprehension(name("key"), element.expr, [("key, member", items, None)]),
            found,
        )
    over = iterable(whole)
    return Val(pysrc.list_comprehension(element.expr, [("member", over, None)]), found)


def _key(part: str) -> Expression:
    number = _number(part)
    return literal(part) if number is None else literal(number)


def _number(part: str) -> int | None:
    return int(part) if part.removeprefix("-").isdecimal() else None
