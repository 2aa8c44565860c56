"""References as Python: a variable, and what its path says of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from mtlc import pysrc
from mtlc.expand.frames import structure
from mtlc.expand.results import Group, Result, find, tensors
from mtlc.lower.values import Holder, Val, indexed, iterable, listed
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
    """The value that a path leads to; of a computed step, a dictionary of all it may be."""
    computed = _computed_step(holder.result, path)
    if computed is None:
        return _follow(holder, path)
    number, names = computed
    (part, key), behind = path[number], path[number + 1 :]
    assert key is not None

    def of(step: str) -> Val:
        return follow(holder, [*path[:number], (step, None), *behind])

    whole = of(part)
    return chosen(choices(names, of, whole), key, whole)


def choices(
    words: Iterable[str], of: Callable[[str], Val], whole: Val
) -> list[tuple[Expression, Val]]:
    """What words lead to, as far as it is made up like `whole`."""
    found = []
    for word in words:
        with contextlib.suppress(LookupError, AssertionError):
            val = of(word)
            if structure(val.item) == structure(whole.item):
                found.append((literal(word), val))
    return found


def chosen(found: list[tuple[Expression, Val]], key: Expression, sample: Val) -> Val:
    """`{"a": a, "b": b}[kind]`; lists of tensors where not all are made up alike."""
    first = structure(sample.item)
    if all(structure(val.item) == first for _, val in found):
        choice = pysrc.dict_((word, val.expr) for word, val in found)
        return Val(pysrc.subscript(choice, key), sample.item)
    choice = pysrc.dict_((word, listed((val,))) for word, val in found)
    members = tuple(tensors((sample.item,)))
    return Val(pysrc.subscript(choice, key), Group(members, None, "copies"))


def _computed_step(result: Result, path: list[Part]) -> tuple[int, tuple[str, ...]] | None:
    """The first part that is a computed step of several, and the names of those."""
    number = 0
    while number < len(path):
        part, computed = path[number]
        if result.copies is not None:
            result = next(iter(result.copies.values())) if part == "*" else result.copies[part]
        elif result.iterations is not None:
            iterations = result.iterations
            index = 0 if part == "*" else _number(part)
            result = iterations[-1 if index is None else index]
            if index is None:
                continue
        elif result.steps is not None and part in result.steps:
            if computed is not None and len(result.steps) > 1:
                return number, tuple(result.steps)
            result = result.steps[part]
        else:
            return None
        number += 1
    return None


def _follow(holder: Holder, path: list[Part]) -> Val:
    if not path and holder.val.expr.flat and holder.val.is_tensor:
        return holder.val
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
            iterations = at.result.iterations
            number = _number(part)
            if number is None:
                at.indexes.append(literal(-1))
                at.result = iterations[-1]
                continue
            at.explicit = True
            at.indexes.append(computed or literal(number))
            at.result = iterations[number]
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
        made = indexed(at.holder.every, at.indexes)
        return Val(_last(made, at.result) if at.holder.keeps_iterations else made, item)
    if not at.copies:
        return replace(at.holder.val, item=item)
    return Val(indexed(at.holder.val.expr, at.copies), item)


def _last(made: Expression, result: Result) -> Expression:
    """The last iteration of what is kept of something; of copies, that of each."""
    if result.iterations is not None:
        return indexed(made, [literal(-1)])
    copies = result.copies
    if copies is None or next(iter(copies.values())).iterations is None:
        return made
    last = indexed(name("member"), [literal(-1)])
    if isinstance(result.item, Group) and result.item.names is not None:
        pairs = pysrc.call(pysrc.attribute(made, "items"))
        return pysrc.dict_comprehension(name("key"), last, [("key, member", pairs, None)])
    return pysrc.list_comprehension(last, [("member", made, None)])


def _member(val: Val, part: str, computed: Expression | None) -> Val:
    if computed is None:
        return val.part(part)
    return Val(pysrc.subscript(val.expr, computed), val.part(part).item)


def _all(at: _At, rest: list[Part]) -> Val:
    """`stack.*.skip`: the same part of all members, as a list or a dictionary."""
    words = tuple(part for part, _ in rest)
    if at.val is not None or (at.result.copies is None and at.result.iterations is None):
        whole = at.val or _value(at)
        assert isinstance(whole.item, Group)
        members = [Result(one) for one in whole.item.members]
        names = whole.item.names
        inner, left = Holder(Val(name("member"), members[0].item), members[0]), rest
    else:
        copies, iterations = at.result.copies, at.result.iterations
        members = [*copies.values()] if copies is not None else [*(iterations or ())]
        item = at.result.item
        names = item.names if copies is not None and isinstance(item, Group) else None
        holder, result, indexes, left = _inside(at.holder, members[0], rest)
        each = bool(left) and result.iterations is not None  # `experts.*.*`
        words_left = _steps_named(holder, result, left) if each else []
        for word in words_left:
            holder = holder.steps[word]
        if not left and holder.keeps_iterations and result.iterations is not None:
            indexes = [*indexes, literal(-1)]
        is_last = holder is at.holder and not indexes and not each
        if copies is not None and is_last and holder.val.expr.flat:
            container = indexed(holder.val.expr, at.copies)
        else:
            assert holder.every is not None
            container = indexed(holder.every, at.indexes)
        whole = Val(container, Group(tuple(one.item for one in members), names, "copies"))
        member = indexed(name("member"), indexes)
        inner = Holder(Val(member, result.item), Result(result.item))
        if left and holder.keeps_iterations and result.copies is not None:
            inner = Holder(Val(name(""), None), result, member, keeps_iterations=True)
        if each:
            each_of = replace(result, steps=None, copies=None)
            inner = Holder(Val(name(""), None), each_of, member)
            for word in reversed(words_left):
                inner = Holder(Val(name(""), None), each_of, member, {word: inner})
    items = tuple(find(one, words) for one in members)
    found = Group(items, names, "copies")
    element = follow(inner, left).expr
    if element.flat == "member":
        return Val(whole.expr, found)
    if names is not None:
        pairs = pysrc.call(pysrc.attribute(whole.expr, "items"))
        made = pysrc.dict_comprehension(name("key"), element, [("key, member", pairs, None)])
        return Val(made, found)
    over = whole.expr if whole.unpacked is None else iterable(whole)
    return Val(pysrc.list_comprehension(element, [("member", over, None)]), found)


def _steps_named(holder: Holder, result: Result, path: list[Part]) -> list[str]:
    """The steps that a path names behind further stars, `*.unit`: they are kept in loops."""
    found: list[str] = []
    while path and path[0][0] == "*":
        members = result.iterations or [*(result.copies or {}).values()]
        if not members:
            break
        steps = holder.steps
        holder, result, _, rest = _inside(holder, members[0], path[1:])
        for word, _ in path[1 : len(path) - len(rest)]:
            if word in steps:
                found.append(word)
                steps = steps[word].steps
        path = rest
    return found


def _inside(
    holder: Holder, result: Result, rest: list[Part]
) -> tuple[Holder, Result, list[Expression], list[Part]]:
    """What a path leads to inside one member: its holder, its place there, what is left."""
    indexes: list[Expression] = []
    while rest and rest[0][0] != "*":
        part, computed = rest[0]
        if result.copies is not None:
            indexes.append(computed or _key(part))
            result = result.copies[part]
        elif result.iterations is not None:
            iterations = result.iterations
            number = _number(part)
            if number is None:
                result = iterations[-1]
                if result.steps is None or part not in result.steps:
                    break
                indexes.append(literal(-1))
                continue
            indexes.append(computed or literal(number))
            result = iterations[number]
        elif result.steps is not None and part in result.steps:
            holder, result = holder.steps[part], result.steps[part]
        else:
            break
        rest = rest[1:]
    return holder, result, indexes, rest


def _key(part: str) -> Expression:
    number = _number(part)
    return literal(part) if number is None else literal(number)


def _number(part: str) -> int | None:
    return int(part) if part.removeprefix("-").isdecimal() else None
