"""What an entry gives: a tensor, or a bundle of them, and the parts that a path can name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from mtlc.graph import Value
from mtlc_spec.layers.base import Nesting

Form = Literal["copies", "results", "outputs"]


@dataclass(frozen=True, slots=True)
class Group:
    """A bundle: copies, the results of one call, or the outputs of a block.

    `names` are those of its members; None where they are numbered.
    """

    members: tuple[Item, ...]
    names: tuple[str, ...] | None
    form: Form
    nesting: Nesting = None
    """Of results: which of them Keras keeps in lists."""
    size: int = field(default=0, compare=False)
    """How many tensors it holds, those of bundles inside of it included."""

    def __post_init__(self) -> None:
        size = sum([one.size if isinstance(one, Group) else 1 for one in self.members])
        object.__setattr__(self, "size", size)

    @property
    def parts(self) -> tuple[str, ...]:
        """What a path may say."""
        if self.names is not None:
            return self.names
        return tuple(str(number) for number in range(len(self.members)))


Item = Value | None | Group
"""What a reference stands for; None for what is not known."""


def tensors(items: Iterable[Item]) -> Iterator[Value | None]:
    """The tensors of items, those of bundles spliced in."""
    for item in items:
        if isinstance(item, Group):
            yield from tensors(item.members)
        else:
            yield item


def spliced(items: tuple[Item, ...]) -> tuple[Value | None, ...]:
    """The tensors of items, those of bundles spliced in; mostly there are none."""
    for item in items:
        if item.__class__ is Group:
            return tuple(tensors(items))
    return items  # type: ignore[return-value]


def results_group(name: str, count: int | None, nesting: Nesting = None) -> Item:
    """The item of a call that gives so many tensors; not known if the number is not."""
    if count is None:
        return None
    if count == 1:
        return Value(name)
    members = tuple([Value(name, index) for index in range(count)])
    return Group(members, None, "results", nesting)


@dataclass(slots=True)
class Result:
    """An item, and its parts from outside in: copies, iterations, then named steps.

    `closed` says that it is shared, so that nothing but its outputs can be named.
    """

    item: Item
    copies: dict[str, Result] | None = None
    iterations: list[Result] | None = None
    steps: dict[str, Result] | None = None
    closed: bool = False
    _parts: tuple[str, ...] | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """What the next part of a path may say; the same tuple each time."""
        if self._parts is None:
            self._parts = self._found_parts()
        return self._parts

    def _found_parts(self) -> tuple[str, ...]:
        if self.copies is not None:
            return tuple(self.copies)
        if self.iterations is not None:
            last = self.iterations[-1].parts if self.iterations else ()
            return (*(str(number) for number in range(len(self.iterations))), *last)
        own = self.item.parts if isinstance(self.item, Group) else ()
        return (*(self.steps or ()), *own)


class NoPart(Exception):
    """A path names a part that there is not; `result` is what it was looked for in."""

    def __init__(self, depth: int, part: str, result: Result) -> None:
        super().__init__(part)
        self.depth = depth
        self.part = part
        self.result = result


def find(result: Result, path: tuple[str, ...], depth: int = 0) -> Item:
    """The item that a path leads to.

    Raises:
        NoPart: there is no such part.
    """
    if not path:
        return result.item
    part, rest = path[0], path[1:]
    if part == "*":
        return _all(result, path, depth)
    if result.copies is not None:
        if part not in result.copies:
            raise NoPart(depth, part, result)
        return find(result.copies[part], rest, depth + 1)
    if result.iterations is not None:
        number = _number(part)
        if number is None and result.iterations:
            return find(result.iterations[-1], path, depth)
        if number is None or not -len(result.iterations) <= number < len(result.iterations):
            raise NoPart(depth, part, result)
        return find(result.iterations[number], rest, depth + 1)
    if result.steps is not None and part in result.steps:
        return find(result.steps[part], rest, depth + 1)
    item = result.item
    if item is None:
        return None
    if isinstance(item, Group) and part in item.parts:
        return find(Result(item.members[item.parts.index(part)]), rest, depth + 1)
    raise NoPart(depth, part, result)


def _all(result: Result, path: tuple[str, ...], depth: int) -> Item:
    """`stack.*.skip`: the same part of every member."""
    rest = path[1:]
    if result.copies is not None:
        found = tuple(find(one, rest, depth + 1) for one in result.copies.values())
        return Group(found, _copy_names(result.copies), "copies")
    if result.iterations is not None:
        found = tuple(find(one, rest, depth + 1) for one in result.iterations)
        return Group(found, None, "copies")
    item = result.item
    if item is None:
        return None
    if not isinstance(item, Group):
        raise NoPart(depth, "*", result)
    found = tuple(find(Result(one), rest, depth + 1) for one in item.members)
    return Group(found, item.names, item.form)


def copies_group(copies: dict[str, Result]) -> Group:
    """The bundle of copies, by name or number."""
    members = tuple(one.item for one in copies.values())
    return Group(members, _copy_names(copies), "copies")


def _copy_names(copies: dict[str, Result]) -> tuple[str, ...] | None:
    names = tuple(copies)
    return None if names and names[0] == "0" else names


def _number(part: str) -> int | None:
    digits = part.removeprefix("-")
    return int(part) if digits.isdecimal() and len(digits) < 10 else None
