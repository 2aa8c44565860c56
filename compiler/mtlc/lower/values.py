"""What entries give, as Python holds it: variables, and the parts of lists and dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mtlc import pysrc
from mtlc.expand.results import Group, Item, Result
from mtlc.graph import Value
from mtlc.pysrc import Expression, literal, name
from mtlc_spec.frozen import frozen
from mtlc_spec.layers.base import Nesting


@frozen
class Val:
    """An expression, and a sample of what it stands for.

    Copies are a list, or a dictionary by name; outputs of a block a tuple or a
    dictionary. The results of one call can be `unpacked` into variables of their own.
    """

    expr: Expression
    item: Item
    unpacked: tuple[Expression, ...] | None = None

    def part(self, key: str) -> Val:
        """A member of a bundle, by its name or number."""
        assert isinstance(self.item, Group)
        number = self.item.parts.index(key)
        member = self.item.members[number]
        if self.unpacked is not None:
            return Val(self.unpacked[number], member)
        index = literal(key) if self.item.names is not None else literal(number)
        return Val(pysrc.subscript(self.expr, index), member)

    @property
    def parts(self) -> Iterator[Val]:
        """All members of a bundle."""
        assert isinstance(self.item, Group)
        return (self.part(key) for key in self.item.parts)

    @property
    def is_tensor(self) -> bool:
        return not isinstance(self.item, Group)


def localised(item: Item, made: Iterator[Expression]) -> Val:
    """A value like an item, whose tensors are those that are made."""
    if not isinstance(item, Group):
        return Val(next(made), item)
    parts = [localised(one, made) for one in item.members]
    exprs = tuple(one.expr for one in parts)
    return Val(pysrc.tuple_(exprs), item, exprs)


def is_flat(item: Group) -> bool:
    """Its members are tensors, not bundles."""
    return not any(isinstance(one, Group) for one in item.members)


def iterable(val: Val) -> Expression:
    """What to iterate over for the members of a bundle."""
    assert isinstance(val.item, Group)
    if val.unpacked is not None:
        return pysrc.tuple_(val.unpacked)
    if val.item.names is not None:
        return pysrc.call(pysrc.attribute(val.expr, "values"))
    return val.expr


def spliced(val: Val) -> list[Expression]:
    """The tensors of a value, as the items of a list."""
    if not isinstance(val.item, Group):
        return [val.expr]
    if val.unpacked is not None:
        return list(val.unpacked)
    if is_flat(val.item):
        return [pysrc.starred(iterable(val))]
    if val.item.form == "copies":
        return [pysrc.starred(pysrc.generator(name("part"), _clauses(val, ("member", "part"))))]
    return [one for part in val.parts for one in spliced(part)]


def _clauses(val: Val, names: tuple[str, str]) -> list[pysrc.Clause]:
    assert isinstance(val.item, Group)
    member = Val(name(names[0]), val.item.members[0])
    inner = spliced(member)
    assert isinstance(member.item, Group)
    over = iterable(member) if is_flat(member.item) else pysrc.tuple_(inner)
    return [(names[0], iterable(val), None), (names[1], over, None)]


def listed(vals: Iterable[Val]) -> Expression:
    """One list of all tensors; a bundle that is a list already is itself."""
    given = list(vals)
    if len(given) == 1:
        val = given[0]
        item = val.item
        if (
            isinstance(item, Group)
            and item.form == "copies"
            and item.names is None
            and is_flat(item)
        ):
            return val.expr
    return pysrc.list_(one for val in given for one in spliced(val))


def packed(nesting: Nesting, tensors: Iterator[Expression]) -> Expression:
    """Tensors in the lists that Keras wants them in."""
    if nesting is None:
        return next(tensors)
    return pysrc.list_([packed(one, tensors) for one in nesting])


def targets(nesting: Nesting, names: Iterator[str]) -> Expression:
    """The variables that unpack what Keras keeps in lists: `(h, c)`."""
    if nesting is None:
        return name(next(names))
    return pysrc.tuple_([targets(one, names) for one in nesting])


def flattened(item: Item, made: Expression) -> Expression:
    """A call, its results in a row if Keras keeps some of them in lists."""
    if isinstance(item, Group) and item.nesting is not None and any(item.nesting):
        return pysrc.call("keras.tree.flatten", made)
    return made


def tensor_of(val: Val) -> Expression:
    """The one tensor of a value."""
    at = val
    while isinstance(at.item, Group):
        at = next(iter(at.parts))
    return at.expr


def tensors_of(val: Val) -> Iterator[tuple[Value | None, Expression]]:
    """Every tensor of a value, each with its own expression."""
    if isinstance(val.item, Group):
        for part in val.parts:
            yield from tensors_of(part)
    else:
        yield val.item, val.expr


@dataclass(slots=True)
class Holder:
    """The variables of an entry.

    `val` is the whole of it, of repeats the last; `every` holds all copies and
    iterations of something in loops, where a reference asks for one of them.
    """

    val: Val
    result: Result
    every: Expression | None = None
    steps: dict[str, Holder] = field(default_factory=dict)
    keeps_iterations: bool = False
    """Of something in loops: `every` holds all iterations, and not just the last."""


def indexed(container: Expression, indexes: Iterable[Expression]) -> Expression:
    """`descent[depth - 1 - i]["skip"]`"""
    for index in indexes:
        container = pysrc.subscript(container, index)
    return container
