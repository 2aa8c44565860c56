"""From text to nodes: YAML 1.2, over the event stream of libyaml.

Events carry exact places and cost a fraction of what composing does; duplicate keys,
tags, aliases and bounds are dealt with while they are read.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import yaml
from yaml import events

from mtlc_spec import scalars
from mtlc_spec.diagnostics import Diagnostic, Label, Report
from mtlc_spec.nodes import UNKNOWN, Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.source import Source, Span
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
    TooManyNodes,
    UnknownAlias,
    UnquotedExpression,
)

MAX_LENGTH = 16_000_000
"""Characters of a document, and bytes of a file."""

MAX_DEPTH = 100
"""Lists and mappings inside each other."""

MAX_NODES = 1_000_000
"""Lists, mappings and values, keys not counted."""

MAX_ALIASED = 100_000
"""Nodes that aliases repeat, all together."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t\r\n]*(?:#[^\r\n]*[\r\n]\s*)?)+")
_GLUED_KEY = re.compile(r"(?P<kind>[A-Za-z][\w.]*):(?P<value>\S.*)")
_GLUED_BRACKET = re.compile(r":(?P<value>[^\s,}]*)")
_WORD_BEFORE = re.compile(r"[\w.-]+\Z")
_WORD = re.compile(r"\S*")
_TAG_DIRECTIVE = re.compile(
    r"(?:(?:[ \t]*(?:#[^\r\n]*)?|%(?!TAG)[^\r\n]*)(?:\r\n?|\n))*+(?P<tag>%TAG[^\r\n]*)"
)


class _Stop(Exception):
    """Nothing that follows can be understood."""


def decode(name: str, data: bytes, report: Report) -> Source | None:
    """The text of a file, without a byte order mark; None, and a report, if it is not UTF-8.

    A file larger than a spec may be is not decoded; it is enough to give one byte more.
    """
    if len(data) > MAX_LENGTH:
        report.add(TooLarge(span=Span(Source(name, ""), 0, 0), most=MAX_LENGTH))
        return None
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
    reading goes on; a value that is lost by one is `UNKNOWN`, a mapping that misses a
    key `incomplete`.
    """
    try:
        return _Reader(source, report).read()
    except _Stop:
        return None


class _Open:
    """A list or mapping that is being read; `end` is that of the last piece in it."""

    __slots__ = (
        *("anchor", "depth", "end", "entries", "flow", "incomplete", "items", "key"),
        *("nodes", "start"),
    )

    def __init__(
        self, start: int, anchor: str | None, flow: bool, mapping: bool, nodes: int
    ) -> None:
        self.start = self.end = start
        self.anchor = anchor
        self.flow = flow
        self.items: list[Node] = []
        self.entries: dict[str | int, Key] | None = {} if mapping else None
        self.key: Key | None = None
        self.incomplete = False
        self.depth = 1
        self.nodes = nodes


class _Anchored:
    """What an anchor names, with its size; no node yet while it is being read."""

    __slots__ = ("depth", "node", "nodes")

    def __init__(self, node: Node | None, nodes: int = 1, depth: int = 0) -> None:
        self.node = node
        self.nodes = nodes
        self.depth = depth


class _Reader:
    """Reads one document; the outermost of what is open is a list of that document."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source = source
        self.report = report
        self.anchors: dict[str, _Anchored] = {}
        self.aliased = 0
        self.nodes = 0
        self.document = _Open(0, None, False, False, 0)
        self.stack = [self.document]

    def stop(self, diagnostic: Diagnostic) -> _Stop:
        self.report.add(diagnostic)
        return _Stop()

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, start, min(end, len(self.source.text)))

    def read(self) -> Node | None:
        text = self.source.text
        if len(text) > MAX_LENGTH:
            raise self.stop(TooLarge(span=self.span(0, 0), most=MAX_LENGTH))
        if bad := _FORBIDDEN.search(text):
            raise self.stop(
                ForbiddenCharacter(span=self.span(*bad.span()), character=bad.group())
            )
        # libyaml compares every tag directive with all others
        if "%TAG" in text and (found := _TAG_DIRECTIVE.match(text)):
            raise self.stop(TagNotAllowed(span=self.span(*found.span("tag")), tag="%TAG"))
        try:
            self._events(text)
        except yaml.MarkedYAMLError as error:
            raise self.stop(self._syntax(error)) from None
        items = self.document.items
        return items[0] if items else None

    def _events(self, text: str) -> None:
        source = self.source
        stack = self.stack
        documents = 0
        event: Any
        for event in iter(yaml.CSafeLoader(text).get_event, None):
            kind = event.__class__
            if kind is events.ScalarEvent:
                start = event.start_mark.index
                end = event.end_mark.index
                value = event.value
                if event.anchor is not None or event.tag is not None:
                    start = self._after_properties(event, start, end)
                style = event.style
                if not style:
                    if value[:1] in scalars.TELLING:
                        value = self._resolve(value, start, end)
                elif style in "|>":
                    end = start + len(text[start:end].rstrip(" \t\r\n"))
                opened = stack[-1]
                if opened.entries is not None and opened.key is None:
                    if value.__class__ is str and event.anchor is None:
                        opened.key = Key(source, start, end, value)
                        opened.end = end
                    else:
                        self._key(Key(source, start, end, value), event.anchor)
                    continue
                node = Scalar(source, start, end, value)
                if event.anchor is not None:
                    self.anchors[event.anchor] = _Anchored(node)
                self._place(node, end)
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                self._open(event, kind is events.MappingStartEvent)
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                self._close(event)
            elif kind is events.AliasEvent:
                self._alias(event)
            elif kind is events.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    index = event.start_mark.index
                    raise self.stop(SeveralDocuments(span=self.span(index, index + 3)))

    def _open(self, event: Any, mapping: bool) -> None:
        start = event.start_mark.index
        if len(self.stack) > MAX_DEPTH:
            raise self.stop(TooDeep(span=self.span(start, start + 1), most=MAX_DEPTH))
        if event.anchor is not None or event.tag is not None:
            start = self._after_properties(event, start, len(self.source.text))
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchored(None)
        self.stack.append(_Open(start, event.anchor, event.flow_style, mapping, self.nodes))

    def _close(self, event: Any) -> None:
        opened = self.stack.pop()
        end = event.end_mark.index if opened.flow else opened.end
        node: Node
        if opened.entries is None:
            node = Sequence(self.source, opened.start, end, opened.items)
        else:
            node = Mapping(self.source, opened.start, end, opened.entries, opened.incomplete)
        if opened.anchor is not None:
            nodes = self.nodes - opened.nodes + 1
            self.anchors[opened.anchor] = _Anchored(node, nodes, opened.depth)
        around = self.stack[-1]
        if opened.depth >= around.depth:
            around.depth = opened.depth + 1
        self._place(node, end)

    def _place(self, node: Node, end: int) -> None:
        """Put a node where it belongs in the innermost open collection."""
        opened = self.stack[-1]
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.stop(TooManyNodes(span=self.span(end, end), most=MAX_NODES))
        opened.end = end
        entries = opened.entries
        if entries is None:
            opened.items.append(node)
            return
        key = opened.key
        if key is None:
            raise self.stop(ComplexKey(span=node.span, found=node))
        opened.key = None
        if node.start == node.end and isinstance(node, Scalar):
            key, node = self._without_value(opened, key, node)
        name = key.value
        if name in entries:
            self.report.add(
                DuplicateKey(
                    span=key.span,
                    key=str(name),
                    labels=(Label(entries[name].span, "first written here"),),
                )
            )
        elif name is UNKNOWN:
            opened.incomplete = True
        elif name == "<<" and key.span.text == "<<":
            self.report.add(MergeKey(span=key.span))
            opened.incomplete = True
        else:
            key.node = node
            entries[name] = key

    def _key(self, key: Key, anchor: str | None) -> None:
        value = key.value
        if anchor is not None:
            self.anchors[anchor] = _Anchored(Scalar(key.source, key.start, key.end, value))
        if value.__class__ is not str and value.__class__ is not int and value is not UNKNOWN:
            found = Scalar(key.source, key.start, key.end, value)
            self.report.add(ComplexKey(span=key.span, found=found))
            key.value = UNKNOWN
        opened = self.stack[-1]
        opened.key = key
        opened.end = key.end

    def _without_value(self, opened: _Open, key: Key, node: Scalar) -> tuple[Key, Scalar]:
        """A key with nothing behind it, and the place of that nothing.

        libyaml places it before what follows, however far that is. `{Dense:8}` is such
        a key; it is reported, and read as it was meant.
        """
        if self.source.text[node.start - 1] != ":":
            node = Scalar(key.source, key.end, key.end, node.value)
            opened.end = key.end
        glued = _GLUED_KEY.fullmatch(str(key.value)) if opened.flow else None
        if glued is None or key.span.text != key.value:
            return key, node
        kind, value = glued.groups()
        self.report.add(MissingSpace(span=key.span, kind=kind, value=value))
        start = key.start + glued.start("value")
        node = Scalar(key.source, start, key.end, self._resolve(value, start, key.end))
        return Key(key.source, key.start, key.start + len(kind), kind), node

    def _resolve(self, text: str, start: int, end: int) -> object:
        if text.startswith("$(") and text.count("(") > text.count(")"):
            inside = any(opened.flow for opened in self.stack)
            cut = self.source.text[end : end + 1]
            if inside and cut:
                raise self.stop(
                    UnquotedExpression(span=self.span(start, end), text=text, cut=cut)
                )
        try:
            return scalars.resolve(text)
        except OverflowError:
            self.report.settle(NumberTooLong(span=self.span(start, end), text=text))
            return UNKNOWN

    def _after_properties(self, event: Any, start: int, end: int) -> int:
        """The start of a node behind its anchor and tag; a tag is reported."""
        text = self.source.text
        found = _PROPERTIES.match(text, start, end)
        after = found.end() if found else start
        if event.tag is not None:
            bang = text.find("!", start, max(after, start + 1))
            tag = _WORD.match(text, max(bang, start))
            assert tag is not None
            self.report.add(TagNotAllowed(span=self.span(*tag.span()), tag=tag.group()))
        return after

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        span = self.span(start, end)
        found = self.anchors.get(event.anchor)
        if found is None:
            latest = tuple(islice(reversed(self.anchors), 100))
            self.report.settle(UnknownAlias(span=span, name=event.anchor, known=latest))
            found = _Anchored(Scalar(self.source, start, end, UNKNOWN))
        node = found.node
        if node is None:
            raise self.stop(RecursiveAlias(span=span, name=event.anchor))
        self.aliased += found.nodes
        if self.aliased > MAX_ALIASED:
            raise self.stop(TooManyAliases(span=span, most=MAX_ALIASED))
        if len(self.stack) - 1 + found.depth > MAX_DEPTH:
            raise self.stop(TooDeep(span=span, most=MAX_DEPTH))
        opened = self.stack[-1]
        opened.depth = max(opened.depth, found.depth + 1)
        if isinstance(node, Scalar):
            # what is wrong with a scalar is wrong where it is used
            if opened.entries is not None and opened.key is None:
                self._key(Key(self.source, start, end, node.value), None)
                return
            node = Scalar(self.source, start, end, node.value)
        self.nodes += found.nodes - 1
        self._place(node, end)

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
