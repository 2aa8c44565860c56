"""From text to nodes: YAML 1.2, over the event stream of libyaml.

Events carry exact places and cost a fraction of what composing does; duplicate keys,
tags, aliases and bounds are dealt with while they are read.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml import events

from mtlc_spec import scalars
from mtlc_spec.diagnostics import Diagnostic, Label, Report
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.source import Source, Span
from mtlc_spec.suggestions import nearest
from mtlc_spec.syntax_problems import AT_BEGINNING, BEGINNINGS, InvalidSyntax
from mtlc_spec.yaml_problems import (
    ComplexKey,
    DuplicateKey,
    ForbiddenCharacter,
    InvalidEncoding,
    MergeKey,
    MissingSpace,
    NumberTooLong,
    RecursiveAlias,
    SeveralDocuments,
    TagNotAllowed,
    TooDeep,
    TooLarge,
    TooManyAliases,
    UnknownAlias,
    UnquotedExpression,
)

MAX_LENGTH = 16_000_000
"""Characters of a document."""

MAX_DEPTH = 100
"""Lists and mappings inside each other."""

MAX_ALIASED = 100_000
"""Nodes that aliases repeat, all together."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t\r\n]*(?:#[^\r\n]*[\r\n]\s*)?)+")
_GLUED_KEY = re.compile(r"(?P<kind>[A-Za-z][\w.]*):(?P<value>\S.*)")
_GLUED_BRACKET = re.compile(r":(?P<value>[^\s,}]*)")
_WORD_BEFORE = re.compile(r"[\w.-]+\Z")


class _Stop(Exception):
    """Nothing that follows can be understood."""


def decode(name: str, data: bytes, report: Report) -> Source | None:
    """The text of a file, without a byte order mark; None, and a report, if it is not UTF-8."""
    try:
        return Source(name, data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        source = Source(name, f"{good}\ufffd")
        problem = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        place = Span(source, len(good), len(good) + 1)
        report.add(InvalidEncoding(span=place, problem=problem))
        return None


def read(source: Source, report: Report) -> Node | None:
    """The document of a source; None if its text is not the YAML that a spec may use.

    Mistakes that leave the structure clear (a duplicate key, a tag) are reported, and
    reading goes on.
    """
    reader = _Reader(source, report)
    try:
        return reader.read()
    except _Stop:
        return None


class _Open:
    """A list or mapping that is being read."""

    __slots__ = ("anchor", "entries", "flow", "items", "key", "merged", "nodes", "start")

    def __init__(self, start: int, anchor: str | None, flow: bool, mapping: bool) -> None:
        self.start = start
        self.anchor = anchor
        self.flow = flow
        self.items: list[Node] = []
        self.entries: dict[str | int, Key] | None = {} if mapping else None
        self.key: Key | None = None
        self.merged: Mapping | None = None
        self.nodes = 1


class _Reader:
    def __init__(self, source: Source, report: Report) -> None:
        self.source = source
        self.report = report
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.aliased = 0
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def stop(self, diagnostic: Diagnostic) -> _Stop:
        self.report.add(diagnostic)
        return _Stop()

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, start, end)

    def read(self) -> Node | None:
        text = self.source.text
        if len(text) > MAX_LENGTH:
            raise self.stop(TooLarge(span=self.span(0, 0), length=len(text), most=MAX_LENGTH))
        if bad := _FORBIDDEN.search(text):
            raise self.stop(
                ForbiddenCharacter(span=self.span(*bad.span()), character=bad.group())
            )
        try:
            self._events(text)
        except yaml.MarkedYAMLError as error:
            raise self.stop(self._syntax(error)) from None
        return self.root

    def _events(self, text: str) -> None:
        source = self.source
        stack = self.stack
        documents = 0
        event: Any
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            kind = event.__class__
            if kind is events.ScalarEvent:
                start = event.start_mark.index
                end = event.end_mark.index
                if event.anchor is not None or event.tag is not None:
                    start = self._after_properties(event, start, end)
                value: Any = event.value
                if not event.style:
                    value = self._resolve(value, start, end)
                elif event.style in "|>":
                    end = start + len(text[start:end].rstrip())
                node = Scalar(source, start, end, value)
                if event.anchor is not None:
                    self.anchors[event.anchor] = (node, 1)
                if stack:
                    self._place(node, 1)
                else:
                    self.root = node
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                if len(stack) >= MAX_DEPTH:
                    index = event.start_mark.index
                    raise self.stop(TooDeep(span=self.span(index, index + 1), most=MAX_DEPTH))
                start = event.start_mark.index
                if event.anchor is not None or event.tag is not None:
                    start = self._after_properties(event, start, len(text))
                if event.anchor is not None:
                    self.anchors[event.anchor] = (Scalar(source, start, start, None), -1)
                stack.append(
                    _Open(
                        start,
                        event.anchor,
                        event.flow_style,
                        kind is events.MappingStartEvent,
                    )
                )
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                self._close(event)
            elif kind is events.AliasEvent:
                self._alias(event)
            elif kind is events.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    index = event.start_mark.index
                    raise self.stop(SeveralDocuments(span=self.span(index, index + 3)))

    def _close(self, event: Any) -> None:
        opened = self.stack.pop()
        start = opened.start
        if opened.flow:
            end = event.end_mark.index
        elif opened.entries:
            key = next(reversed(opened.entries.values()))
            end = max(key.end, key.node.end if key.node.start > key.start else 0)
        elif opened.items:
            end = opened.items[-1].end
        else:
            end = start
        end = max(start, end)
        node: Node
        if opened.entries is None:
            node = Sequence(self.source, start, end, opened.items)
        else:
            node = Mapping(self.source, start, end, opened.entries)
            if opened.merged is not None:  # what it brings is not missing
                node.entries = {**opened.merged.entries, **opened.entries}
        if opened.anchor is not None:
            self.anchors[opened.anchor] = (node, opened.nodes)
        if self.stack:
            self._place(node, opened.nodes)
        else:
            self.root = node

    def _place(self, node: Node, nodes: int) -> None:
        """Put a finished node where it belongs in the innermost open collection."""
        opened = self.stack[-1]
        opened.nodes += nodes
        entries = opened.entries
        if entries is None:
            opened.items.append(node)
            return
        key = opened.key
        if key is None:
            opened.key = self._key(node)
            return
        opened.key = None
        if opened.flow and node.__class__ is Scalar and node.start == node.end:
            key, node = self._parted(key, node)
        name = key.value
        if name is None:
            return
        if name in entries:
            self.report.add(
                DuplicateKey(
                    span=key.span,
                    key=str(name),
                    labels=(Label(entries[name].span, "first written here"),),
                )
            )
        elif name == "<<":
            self.report.add(MergeKey(span=key.span))
            opened.merged = node if isinstance(node, Mapping) else None
        else:
            key.node = node
            entries[name] = key

    def _key(self, node: Node) -> Key:
        if not isinstance(node, Scalar):
            raise self.stop(ComplexKey(span=node.span, found=node))
        value = node.value
        if value.__class__ is not str and value.__class__ is not int:
            self.report.add(ComplexKey(span=node.span, found=node))
            value = None  # the entry is left out
        return Key(node.source, node.start, node.end, value)

    def _parted(self, key: Key, node: Node) -> tuple[Key, Node]:
        """`{Dense:8}` is one key without a value; go on as if there were a space."""
        found = _GLUED_KEY.fullmatch(str(key.value))
        if not found or key.span.text != key.value:
            return key, node
        kind, value = found.groups()
        self.report.add(MissingSpace(span=key.span, kind=kind, value=value))
        end = key.start + len(kind)
        meant = self._resolve(value, end + 1, key.end)
        return (
            Key(self.source, key.start, end, kind),
            Scalar(self.source, end + 1, key.end, meant),
        )

    def _resolve(self, text: str, start: int, end: int) -> object:
        cut = text.startswith("$(") and text.count("(") > text.count(")")
        if cut and any(opened.flow for opened in self.stack):
            raise self.stop(UnquotedExpression(span=self.span(start, end), text=text))
        try:
            return scalars.resolve(text)
        except OverflowError:
            self.report.add(NumberTooLong(span=self.span(start, end), text=text))
            return 1

    def _after_properties(self, event: Any, start: int, end: int) -> int:
        """The start of a node behind its anchor and tag; a tag is reported."""
        text = self.source.text
        found = _PROPERTIES.match(text, start, end)
        after = found.end() if found else start
        if event.tag is not None:
            bang = text.find("!", start, max(after, start + 1))
            begin = bang if bang >= 0 else start
            length = re.compile(r"\S*").match(text, begin)
            assert length is not None
            self.report.add(TagNotAllowed(span=self.span(*length.span()), tag=length.group()))
        return after

    def _alias(self, event: Any) -> None:
        span = self.span(event.start_mark.index, event.end_mark.index)
        found = self.anchors.get(event.anchor)
        if found is None:
            unknown = UnknownAlias(span=span, name=event.anchor, known=tuple(self.anchors))
            meant = nearest(event.anchor, self.anchors)
            if meant is None:
                raise self.stop(unknown)
            self.report.add(unknown)
            found = self.anchors[meant]
        node, nodes = found
        if nodes < 0:
            raise self.stop(RecursiveAlias(span=span, name=event.anchor))
        self.aliased += nodes
        if self.aliased > MAX_ALIASED:
            raise self.stop(TooManyAliases(span=span, most=MAX_ALIASED))
        if self.stack:
            self._place(node, nodes)

    def _syntax(self, error: yaml.MarkedYAMLError) -> Diagnostic:
        text = self.source.text
        problem = str(error.problem or error.context or "it cannot be read")
        mark = error.problem_mark or error.context_mark
        # A text ends behind the last thing that can be seen.
        start = min(mark.index, len(text.rstrip())) if mark is not None else 0
        labels: tuple[Label, ...] = ()
        if (began := error.context_mark) is not None and began.index < start:
            if problem in AT_BEGINNING:
                start = began.index
            elif error.context in BEGINNINGS:
                place = self.span(began.index, began.index + 1)
                labels = (Label(place, BEGINNINGS[error.context]),)
        span = self.span(start, min(start + 1, len(text)))
        if problem == "exceeded maximum nesting depth":
            return TooDeep(span=span, most=MAX_DEPTH)
        if problem == "found unexpected ':'" and (found := _GLUED_BRACKET.match(text, start)):
            word = _WORD_BEFORE.search(text, max(0, start - 100), start)
            place = self.span(word.start() if word else start, found.end())
            kind = word.group() if word else ""
            return MissingSpace(span=place, kind=kind, value=found["value"])
        return InvalidSyntax(span=span, problem=problem, labels=labels)
