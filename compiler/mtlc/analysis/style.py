"""What a document says and does not need: conditions that never change, unused definitions."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.entries import entries_of, names_of_entry
from mtlc_spec.diagnostics import Diagnostic, Severity
from mtlc_spec.document import (
    Block,
    BlockUse,
    Definition,
    Document,
    Param,
)
from mtlc_spec.expressions import ExpressionError
from mtlc_spec.templates import Template, filled, names_used


class ConstantCondition(Diagnostic, code="MTL9005", severity=Severity.WARNING):
    """A `when` depends on nothing, so that it always says the same.

    Example::

          inputs: {x: [4]}
        - layers: [{Dense: 4, when: 2 > 1}, Dense: 8]
        + layers: [Dense: 4, Dense: 8]
    """

    value: bool

    @property
    def message(self) -> str:
        return f"this condition is always {'true' if self.value else 'false'}"

    @property
    def help(self) -> str:
        return "leave out `when`" if self.value else "leave out the entry, or use a param"


class UnusedBlock(Diagnostic, code="MTL9006", severity=Severity.WARNING):
    """Nothing uses a block, so that it is not in the code.

    Example::

          inputs: {x: [4]}
        - blocks: {head: {layers: [Dense: 8]}}
          layers: [Dense: 8]
    """

    name: str

    @property
    def message(self) -> str:
        return f"nothing uses the block `{self.name}`"

    @property
    def help(self) -> str:
        return "use it, or remove it"


class UnusedParam(Diagnostic, code="MTL9007", severity=Severity.WARNING):
    """Nothing uses a param, so that its value changes nothing.

    Example::

          params: {width: 8}
          inputs: {x: [4]}
        - layers: [Dense: 8]
        + layers: [Dense: $width]
    """

    name: str

    @property
    def message(self) -> str:
        return f"nothing uses the param `{self.name}`"

    @property
    def help(self) -> str:
        return f"write `${self.name}` where it is meant, or remove it"


def check_style(document: Document) -> Iterator[Diagnostic]:
    """Warn of constant conditions, and of blocks and params that nothing uses.

    What is included belongs to others as well, and may have more than one spec uses.
    """
    blocks = [one for one in document.blocks.values() if one.body is not None]
    own = [one for one in blocks if one.span.source is document.source]
    if document.params or blocks:
        yield from _check_use(document, blocks, own)
    yield from _conditions(document, own)


def _check_use(
    document: Document, blocks: list[Block], own: list[Block]
) -> Iterator[Diagnostic]:
    """Warn of blocks and params that nothing uses."""
    used_blocks: set[str] = set()
    used: set[str] = set()
    for one in document.inputs:
        used |= (
            names_used(one.arguments.value) if isinstance(one.arguments, Template) else set()
        )
        used |= set() if one.copies is None else names_used(one.copies.value)
    used |= _names_in(document, used_blocks)
    tasks = (one.task for one in document.outputs or ())
    for given in (*tasks, document.training):
        if given is not None and isinstance(given.arguments, Template):
            used |= names_used(given.arguments.value)
    for block in blocks:
        inside = _names_in(block.body, used_blocks) if block.body is not None else set()
        inside |= _names_of(block.params)
        if block.sees_document:
            used |= inside - {*block.params}
        if block in own:
            yield from _unused(block.params, inside)
    used |= _names_of(document.params)
    yield from _unused(document.params, used)
    for block in own:
        if block.key not in used_blocks:
            yield UnusedBlock(span=block.span, name=block.name)


def _unused(params: dict[str, Param], used: set[str]) -> Iterator[Diagnostic]:
    for param in params.values():
        if param.name not in used:
            yield UnusedParam(span=param.span, name=param.name)


def _names_of(params: dict[str, Param]) -> set[str]:
    return {name for one in params.values() for name in names_used(one.value.value)}


def _conditions(document: Document, blocks: list[Block]) -> Iterator[Diagnostic]:
    bodies = [block.body for block in blocks if block.body is not None]
    for definition in (document, *bodies):
        for entry in entries_of(definition):
            when = entry.modifiers.when
            if when is None or names_used(when.value):
                continue
            try:
                value = filled(when.value, {})
            except ExpressionError:
                continue
            if isinstance(value, bool):
                yield ConstantCondition(span=when.span, value=value)


def _names_in(definition: Definition, blocks: set[str]) -> set[str]:
    """The params that a definition uses; the blocks are added to `blocks`."""
    found: set[str] = set()
    for entry in entries_of(definition):
        found |= names_of_entry(entry)
        if isinstance(entry.body, BlockUse):
            blocks.add(entry.body.block)
    for output in definition.outputs or ():
        if output.reference is not None:
            found |= names_used(output.reference.path)
    return found
