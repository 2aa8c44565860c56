"""Blocks: those of a document, of the files that it includes, and of `std`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from mtlc_spec import std
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import Block, Chain, Definition, Entry, Param, Written
from mtlc_spec.entries import EntryReader
from mtlc_spec.kinds import KindReader, read_param
from mtlc_spec.layers import ALIASES, layer_names
from mtlc_spec.names import check_name, check_param_name, invalid_name
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.outputs import read_outputs
from mtlc_spec.reading import read
from mtlc_spec.references import wrong_form
from mtlc_spec.source import Source, Span
from mtlc_spec.structure_problems import RepeatedBlock
from mtlc_spec.word_problems import MissingKey, UnknownKey

BLOCK_KEYS = ("description", "params", "inputs", "layers", "outputs")
REQUIRED = "$required"

Include = Callable[[str], Source | str]
"""Reads a file beside the spec: its text, or why it cannot be had."""


class Library:
    """The blocks that a document can use; bodies are read when all names are known."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.blocks: dict[str, Block] = {}
        self.imports: dict[str, str] = {}
        self._waiting: list[tuple[Block, Mapping]] = []

    def find(self, kind: str) -> Block | None:
        """The block of a kind; those of `std` are read at their first use."""
        found = self.blocks.get(kind)
        if found is None and kind.startswith("std."):
            name = kind.partition(".")[2]
            if name in std.FILES:
                self._add_std(std.FILES[name])
                found = self.blocks.get(kind)
        return found

    def names(self) -> tuple[str, ...]:
        own = (key for key in self.blocks if not key.startswith("std."))
        return (*own, *(f"std.{name}" for name in std.FILES))

    def add(self, node: Node, prefix: str = "") -> None:
        """The blocks of a mapping of names to blocks."""
        if not isinstance(node, Mapping):
            self.report.add(wrong_form(node, "blocks", "a mapping of names to blocks"))
            return
        for key, value in node:
            name = check_name(key, self.report)
            if name is None:
                continue
            if name[0].isupper() or name in layer_names() or name in ALIASES:
                self.report.add(
                    invalid_name(
                        key.span, name, "blocks are written in lower case, unlike layers"
                    )
                )
            elif f"{prefix}{name}" in self.blocks:
                first = Label(self.blocks[f"{prefix}{name}"].span, "the other one is here")
                self.report.add(RepeatedBlock(span=key.span, name=name, labels=(first,)))
            elif not isinstance(value, Mapping):
                self.report.add(wrong_form(value, name, "a mapping with `layers`", key.span))
            else:
                block = self._header(f"{prefix}{name}", key, value)
                self.blocks[block.key] = block
                self._waiting.append((block, value))

    def read_bodies(self) -> None:
        """Read what stands inside the blocks, and inside those that they bring along."""
        while self._waiting:
            block, node = self._waiting.pop()
            body = self._body(block, node)
            self.blocks[block.key] = replace(block, body=body)

    def kinds(self, inputs: Collection[str | int], own: bool = True) -> KindReader:
        """What a definition of the document may use, or one of `std` alone."""
        return KindReader(self.report, self, self.imports if own else {}, inputs)

    def _add_std(self, file: str) -> None:
        source = std.read(file)
        report = Report()
        node = read(source, report)
        assert isinstance(node, Mapping), [*report]
        blocks = node.get("blocks")
        assert blocks is not None
        self.add(blocks, "std.")

    def _header(self, key: str, name: Key, node: Mapping) -> Block:
        for word, _ in node:
            if word.value not in BLOCK_KEYS:
                self.report.add(
                    UnknownKey(
                        span=word.span, name=str(word.value), where="a block", known=BLOCK_KEYS
                    )
                )
        description = node.get("description")
        return Block(
            key=key,
            span=name.span,
            params=read_params(node.get("params"), self.report),
            inputs=self._inputs(node.get("inputs"), name),
            description=str(description.value) if isinstance(description, Scalar) else None,
            sees_document=not key.startswith("std."),
            body=None,
        )

    def _inputs(self, node: Node | None, name: Key) -> dict[str, Span]:
        if node is None:
            return {"x": name.span}
        items = node.items if isinstance(node, Sequence) else [node]
        found = {}
        for item in items:
            if not isinstance(item, Scalar) or not isinstance(item.value, str):
                self.report.add(wrong_form(item, "inputs", "a list of names"))
            elif (one := check_name(item, self.report)) is not None:
                found[one] = item.span
        if not items:
            self.report.add(wrong_form(node, "inputs", "a list of at least one name"))
        return found or {"x": name.span}

    def _body(self, block: Block, node: Mapping) -> Definition | None:
        reader = EntryReader(self.report, self.kinds(block.inputs, block.sees_document))
        key = node.entries.get("layers")
        if key is None:
            self.report.add(MissingKey(span=block.span, name="layers", where="a block"))
            return None
        layers = read_layers(key, reader, self.report)
        outputs, form = read_outputs(node.get("outputs"), self.report)
        if layers is None:
            return None
        return Definition(layers, key.span, outputs, form)


def read_layers(
    key: Key, reader: EntryReader, report: Report
) -> Chain | dict[str, Entry] | None:
    """What stands behind `layers`."""
    if isinstance(key.node, Sequence | Mapping):
        return reader.layers(key.node)
    report.add(
        wrong_form(key.node, "layers", "a list (a chain) or a mapping (a graph)", key.span)
    )
    return None


def read_params(node: Node | None, report: Report) -> dict[str, Param]:
    """The params of a document or a block, in order."""
    if node is None or (isinstance(node, Scalar) and node.empty):
        return {}
    if not isinstance(node, Mapping):
        report.add(wrong_form(node, "params", "a mapping of names to values"))
        return {}
    found = {}
    for key, value in node:
        name = check_param_name(key, report)
        if name is None:
            continue
        if isinstance(value, Scalar) and value.value == REQUIRED:
            found[name] = Param(name, key.span, Written(None, value.span), True)
        elif (written := read_param(name, value, report)) is not None:
            found[name] = Param(name, key.span, written, False)
    return found
