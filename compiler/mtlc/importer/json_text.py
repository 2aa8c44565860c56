"""From the text of a JSON document to nodes that know their places."""

from __future__ import annotations

import json
import re

from mtlc.importer.problems import IMPORTED, InvalidJson
from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.reading import MAX_DEPTH
from mtlc_spec.scalars import NAN
from mtlc_spec.source import Source, Span

MAX_VALUES = 1_000_000
"""What Keras writes of a network holds more values than what a person writes."""

_TOKEN = re.compile(
    r"[ \t\r\n]*(?:(?P<sign>[{}\[\],:])"
    r'|(?P<string>"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?P<float>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.]))"
    r"|(?P<word>-?[A-Za-z]+)"
    r"|(?P<end>\Z))"
)
_WORDS = {
    "true": True,
    "false": False,
    "null": None,
    "NaN": NAN,
    "Infinity": float("inf"),
    "-Infinity": float("-inf"),
}
"""The words of JSON, and those that Python writes besides."""

_FIRST = re.compile(r"[ \t\r\n]*[{\[]")
"""How JSON that holds more than one value begins."""

_OF_A_SPEC = re.compile(r"^(?:inputs|layers)[ \t]*:", re.MULTILINE)

_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST = 30
"""Characters of a whole number; more than 64 bits hold."""


class _Invalid(Exception):
    """Nothing that follows can be understood."""

    def __init__(self, problem: str, start: int, end: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.start = start
        self.end = end


def read_json(source: Source, report: Report) -> Node | None:
    """The document; None, and a report, if it is no JSON or goes beyond the bounds."""
    try:
        return _Reader(source).document()
    except _Invalid as error:
        problem, way_out = error.problem, None
        if _FIRST.match(source.text) is None:
            way_out = IMPORTED
            if _OF_A_SPEC.search(source.text):
                problem = "this is a spec already, and no saved model"
        span = Span(source, error.start, error.end)
        report.add(InvalidJson(span=span, problem=problem, way_out=way_out))
        return None


class _Reader:
    """Reads without recursion, so that no nesting is too deep for Python."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.text
        self.at = 0
        self.start = 0
        self.count = 0

    def document(self) -> Node:
        node = self.tree()
        if self.token() != "":
            raise self.unexpected("the end of the file")
        return node

    def tree(self) -> Node:
        """The value that follows, with all that is in it."""
        around: list[Mapping | Sequence] = []
        key: Key | None = None
        word = self.token()
        while True:
            node = self.value(word)
            self.count += 1
            if self.count > MAX_VALUES:
                problem = f"the file has more than {MAX_VALUES} values"
                raise _Invalid(problem, self.start, self.at)
            if around:
                self.put(around[-1], key, node)
            if not isinstance(node, Scalar):
                around.append(node)
                if len(around) > MAX_DEPTH:
                    problem = (
                        f"the file has more than {MAX_DEPTH} lists and objects in each other"
                    )
                    raise _Invalid(problem, self.start, self.at)
                word = self.token()
                if word not in ("}", "]"):
                    key, word = self.next_item(node, word)
                    continue
            elif not around:
                return node
            else:
                word = self.token()
            while word == self.closing(around[-1]):
                done = around.pop()
                done.end = self.at
                if not around:
                    return done
                word = self.token()
            if word != ",":
                raise self.unexpected(f"`,` or `{self.closing(around[-1])}`")
            key, word = self.next_item(around[-1], self.token())

    def closing(self, node: Mapping | Sequence) -> str:
        return "}" if isinstance(node, Mapping) else "]"

    def next_item(self, inside: Mapping | Sequence, word: str) -> tuple[Key | None, str]:
        """The key of the next item, if it has one, and the token that its value begins with."""
        if isinstance(inside, Sequence):
            return None, word
        if word != '"':
            raise self.unexpected("a key in double quotes")
        start, end = self.start, self.at
        name = self.string()
        if name in inside.entries:
            raise _Invalid(f"the key `{name[:40]}` stands here twice", start, end)
        if self.token() != ":":
            raise self.unexpected("`:`")
        return Key(self.source, start, end, name), self.token()

    def put(self, inside: Mapping | Sequence, key: Key | None, node: Node) -> None:
        if isinstance(inside, Mapping):
            assert key is not None
            key.node = node
            inside.entries[key.value] = key
        else:
            inside.items.append(node)

    def value(self, word: str) -> Node:
        """The value that a token is or begins."""
        source, start, end = self.source, self.start, self.at
        if word == "{":
            return Mapping(source, start, end, {})
        if word == "[":
            return Sequence(source, start, end, [])
        if word == '"':
            return Scalar(source, start, end, self.string())
        if word in ("int", "float"):
            return Scalar(source, start, end, self.number(word))
        if word in _WORDS:
            return Scalar(source, start, end, _WORDS[word])
        raise self.unexpected("a value")

    def string(self) -> str:
        text = self.text[self.start : self.at]
        try:
            found = str(json.loads(text)) if "\\" in text else text[1:-1]
        except ValueError:
            raise _Invalid(
                "the string has an escape that is none in JSON", self.start, self.at
            ) from None
        if _SURROGATE.search(found):
            raise _Invalid("the string holds half a character", self.start, self.at)
        return found

    def number(self, word: str) -> int | float:
        text = self.text[self.start : self.at]
        if word == "float":
            return float(text)
        if len(text) <= _LONGEST and -(2**63) <= (number := int(text)) < 2**63:
            return number
        raise _Invalid("the number is more than 64 bits hold", self.start, self.at)

    def token(self) -> str:
        """The next token: a sign, `"`, `int`, `float`, a word, or nothing at the end."""
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            self.start = self.at = self._skipped()
            raise self.unexpected("JSON")
        kind = found.lastgroup
        assert kind is not None
        self.start, self.at = found.span(kind)
        if kind == "string":
            return '"'
        if kind == "number":
            return "float" if found["float"] else "int"
        return found[kind]

    def _skipped(self) -> int:
        found = re.compile(r"[ \t\r\n]*").match(self.text, self.at)
        assert found is not None
        return found.end()

    def unexpected(self, wanted: str) -> _Invalid:
        end = max(self.at, self.start + 1)
        text = self.text[self.start : end]
        shown = f"`{text[:40]}`" if text else "the end of the file"
        return _Invalid(
            f"this is not JSON: {wanted} was expected, not {shown}",
            self.start,
            min(end, len(self.text)),
        )
