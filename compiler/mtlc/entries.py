"""Entries as their author wrote them: what stands inside of each, and the names it uses."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc_spec.document import (
    BlockUse,
    Chain,
    Constant,
    CustomUse,
    Definition,
    Entry,
    FunctionUse,
    LayerUse,
    Reference,
    Share,
)
from mtlc_spec.templates import Template, names_used


def entries_of(definition: Definition) -> Iterator[Entry]:
    """Every entry of a definition, and those inside of them."""
    layers = definition.layers
    waiting = list(layers.steps if isinstance(layers, Chain) else layers.values())
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting += _inside(entry)


def names_of_entry(entry: Entry) -> set[str]:
    """The names that the expressions of an entry use, without those of entries inside."""
    return {name for value in _values(entry) for name in names_used(value)}


def uses_number(entry: Entry) -> bool:
    """Whether anything in a copied entry asks for `i`, the number of the copy.

    What is repeated or copied inside has an `i` of its own; how often is said outside.
    """
    if entry.modifiers.repeat is not None:
        return "i" in names_used(entry.modifiers.repeat.value)
    return "i" in names_of_entry(entry) or any(map(_asks, _inside(entry)))


def _asks(step: Entry) -> bool:
    copies = step.modifiers.copies
    return uses_number(step) if copies is None else "i" in names_used(copies.value)


def _inside(entry: Entry) -> tuple[Entry, ...]:
    match entry.body:
        case Chain(steps=steps):
            return steps
        case LayerUse(inner=inner):
            return tuple(inner.values())
    return ()


def _values(entry: Entry) -> Iterator[object]:
    """Whatever in an entry can hold expressions."""
    modifiers = entry.modifiers
    for one in (modifiers.repeat, modifiers.copies, modifiers.when, modifiers.returns):
        if one is not None:
            yield one.value
    for reference in entry.inputs or ():
        yield reference.path
    for argument in entry.call.values():
        for item in argument if isinstance(argument, tuple) else (argument,):
            yield item.path if isinstance(item, Reference) else _constant(item)
    match entry.body:
        case LayerUse(layer=Template() as template):
            yield template.value
        case FunctionUse() | CustomUse():
            yield entry.body.arguments
        case BlockUse(arguments=arguments):
            yield from (one.value for one in arguments.values())
        case Share(target=target):
            yield target.path


def _constant(item: Constant) -> object:
    return item.value
