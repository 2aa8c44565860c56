"""From text to nodes: YAML 1.2, over the event stream of libyaml.

Events carry exact places and cost a fraction of what composing does; duplicate keys,
tags, aliases and bounds are dealt with while they are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from typing import Any, TypeVar

import yaml
from yaml import events
from yaml.events import ScalarEvent

from mtlc_spec import scalars
from mtlc_spec.diagnostics import Diagnostic, Edit, Label, Report
from mtlc_spec.nodes import UNKNOWN, Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.source import Source, Span
from mtlc_spec.syntax_problems import (
    AT_BEGINNING,
    BEGINNINGS,
    InvalidSyntax,
    PythonTuple,
    braced_at,
)
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

MAX_NODES = 120_000
"""Lists, mappings and values, keys not counted."""

MAX_ALIASED = 100_000
"""Nodes that aliases repeat, all together."""

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t\r\n]*(?:#[^\r\n]*[\r\n]\s*)*)+")
_GLUED_KEY = re.compile(r"(?P<kind>[A-Za-z][\w.]*):(?P<value>\S.*)")
_GLUED_BRACKET = re.compile(r":(?P<value>[^\s,}]*)")
_WORD_BEFORE = re.compile(r"[\w.-]+\Z")
_WORD = re.compile(r"[^\s,\[\]{}]*")
_VALUE_BEHIND = re.compile(r" +(?=[^ #\r\n,}\]])")
_TAG_DIRECTIVE = re.compile(
    r"(?:(?:[ \t]*(?:#[^\r\n]*)?|%(?!TAG)[^\r\n]*)(?:\r\n?|\n))*+(?P<tag>%TAG[^\r\n]*)"
)

S = TypeVar("S", bound=Scalar)


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


class _Anchored:
    """What an anchor names, with its size; no node yet while it is being read."""

    __slots__ = ("depth", "node", "nodes")

    def __init__(self, node: Node | None, nodes: int = 1, depth: int = 0) -> None:
        self.node = node
        self.nodes = nodes
        self.depth = depth


class _Reader:
    """Reads one document, from one event to the next."""

    def __init__(self, source: Source, report: Report) -> None:
        self.source = source
        self.report = report
        self.anchors: dict[str, _Anchored] = {}
        self.aliased = 0
        self.nodes = 0
        self.end = 0
        """Where the node that was read last ends; an alias ends before its node does."""
        self.height = 0
        """How many collections are inside each other in it, itself included."""

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
            return self._document(text)
        except yaml.MarkedYAMLError as error:
            raise self.stop(self._syntax(error)) from None

    def _document(self, text: str) -> Node | None:
        self.next_event: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        found: Node | None = None
        documents = 0
        for event in iter(self.next_event, None):
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.stop(SeveralDocuments(span=self._marker(event)))
                found = self._node(self.next_event(), 0, False)
        return found

    def _marker(self, event: Any) -> Span:
        """The three dashes."""
        index = self.source.text.find("---", event.start_mark.index)
        return self.span(index, index + 3)

    def _node(self, event: Any, depth: int, flow: bool) -> Node:
        """What begins with an event, `depth` collections deep; `flow` if those are."""
        kind = event.__class__
        anchor = event.anchor
        if kind is ScalarEvent:
            node: Node = self._scalar(event, flow, Scalar)
            self.end = node.end
            self.height = 0
            self._count(1)
            if anchor is not None:
                self.anchors[anchor] = _Anchored(node)
            return node
        if kind is events.AliasEvent:
            return self._alias(event, depth)
        start = event.start_mark.index
        if depth >= MAX_DEPTH:
            raise self.stop(TooDeep(span=self.span(start, start + 1), most=MAX_DEPTH))
        if anchor is not None or event.tag is not None:
            start = self._after_properties(event, start, len(self.source.text))
        if anchor is not None:
            self.anchors[anchor] = _Anchored(None)
        before = self.nodes
        read = self._mapping if kind is events.MappingStartEvent else self._sequence
        node = read(start, depth + 1, event.flow_style)
        self.end = node.end
        self._count(1)
        if anchor is not None:
            self.anchors[anchor] = _Anchored(node, self.nodes - before, self.height)
        return node

    def _count(self, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise self.stop(TooManyNodes(span=self.span(self.end, self.end), most=MAX_NODES))

    def _scalar(self, event: Any, flow: bool, kind: type[S]) -> S:
        start = event.start_mark.index
        end = event.end_mark.index
        value = event.value
        if event.anchor is not None or event.tag is not None:
            start = self._after_properties(event, start, end)
        style = event.style
        if not style:
            if not scalars.is_string(value):
                value = self._resolve(value, start, end, flow)
            elif (
                flow
                and value[0] == "("
                and (found := scalars.TUPLE.match(self.source.text, start))
            ):
                raise self.stop(PythonTuple(span=self.span(*found.span())))
        elif style in "|>":
            end = start + len(self.source.text[start:end].rstrip(" \t\r\n"))
        return kind(self.source, start, end, value)

    def _sequence(self, start: int, depth: int, flow: bool) -> Sequence:
        items: list[Node] = []
        end = start
        height = 1
        while True:
            event = self.next_event()
            kind: type = event.__class__
            if kind is events.SequenceEndEvent:
                break
            items.append(self._node(event, depth, flow))
            end = self.end
            if self.height >= height:
                height = self.height + 1
        self.height = height
        return Sequence(self.source, start, event.end_mark.index if flow else end, items)

    def _mapping(self, start: int, depth: int, flow: bool) -> Mapping:
        next_event = self.next_event
        scalar = self._scalar
        entries: dict[str | int, Key] = {}
        incomplete = False
        end = start
        height = 1
        node: Node
        while True:
            event = next_event()
            kind: type = event.__class__
            if kind is ScalarEvent and event.anchor is None:
                key = scalar(event, flow, Key)
                if key.value.__class__ is not str:
                    self._check_key(key)
            elif kind is events.MappingEndEvent:
                break
            else:
                key = self._odd_key(event, depth, flow)
            event = next_event()
            if event.__class__ is ScalarEvent and event.anchor is None:
                node = scalar(event, flow, Scalar)
                self.end = end = node.end
                self._count(1)
                if node.start == end:
                    key, node = self._without_value(key, node, flow)
                    end = max(key.end, node.end)
            else:
                node = self._node(event, depth, flow)
                end = self.end
                if self.height >= height:
                    height = self.height + 1
            name = key.value
            if name in entries:
                first = Label(entries[name].span, "first written here")
                self.report.add(DuplicateKey(span=key.span, key=str(name), labels=(first,)))
            elif name is UNKNOWN:
                incomplete = True
            elif name == "<<" and key.span.text == "<<":
                self.report.add(MergeKey(span=key.span))
                incomplete = True
            else:
                key.node = node
                entries[name] = key
        self.height = height
        end = event.end_mark.index if flow else end
        return Mapping(self.source, start, end, entries, incomplete)

    def _odd_key(self, event: Any, depth: int, flow: bool) -> Key:
        """A key with an anchor, an alias, or one that is no scalar."""
        node = self._node(event, depth, flow)
        self.nodes -= 1
        if not isinstance(node, Scalar):
            raise self.stop(ComplexKey(span=node.span, found=node))
        key = Key(node.source, node.start, node.end, node.value)
        self._check_key(key)
        return key

    def _check_key(self, key: Key) -> None:
        """Report a key that cannot be one."""
        value = key.value
        if value.__class__ is not str and value.__class__ is not int and value is not UNKNOWN:
            found = Scalar(key.source, key.start, key.end, value)
            self.report.add(ComplexKey(span=key.span, found=found))
            key.value = UNKNOWN

    def _without_value(self, key: Key, node: Scalar, flow: bool) -> tuple[Key, Scalar]:
        """A key with nothing behind it, and the place of that nothing.

        libyaml places it before what follows, however far that is. `{Dense:8}` is such
        a key; it is reported, and read as it was meant.
        """
        if self.source.text[node.start - 1] != ":":
            node = Scalar(key.source, key.end, key.end, node.value)
        glued = _GLUED_KEY.fullmatch(str(key.value)) if flow else None
        if glued is None or key.span.text != key.value:
            return key, node
        kind, value = glued.groups()
        self.report.add(MissingSpace(span=key.span, kind=kind, value=value))
        start = key.start + glued.start("value")
        node = Scalar(key.source, start, key.end, self._resolve(value, start, key.end, flow))
        return Key(key.source, key.start, key.start + len(kind), kind), node

    def _resolve(self, text: str, start: int, end: int, flow: bool) -> object:
        if text.startswith("$(") and text.count("(") > text.count(")"):
            cut = self.source.text[end : end + 1]
            if flow and cut:
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
            behind = _VALUE_BEHIND.match(text, tag.end())
            edit = Edit(self.span(tag.start(), behind.end()), "") if behind else None
            span = self.span(*tag.span())
            self.report.add(TagNotAllowed(span=span, tag=tag.group(), edit=edit))
        return after

    def _alias(self, event: Any, depth: int) -> Node:
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
        if depth + found.depth > MAX_DEPTH:
            raise self.stop(TooDeep(span=span, most=MAX_DEPTH))
        self.height = found.depth
        self.end = end
        self._count(found.nodes)
        if isinstance(node, Scalar):
            # what is wrong with a scalar is wrong where it is used
            return Scalar(self.source, start, end, node.value)
        return node

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
            elif error.context in BEGINNINGS and braced_at(text, start) is None:
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
