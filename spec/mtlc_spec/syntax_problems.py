"""Text that is not YAML, in better words than libyaml's."""

from __future__ import annotations

import re

from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.scalars import as_list


class InvalidSyntax(Diagnostic, code="MTL0002"):
    """The text is not YAML.

    The place is where the reader gave up; the mistake is there or shortly before, often
    an unclosed bracket or quote, or wrong indentation.

    Example::

        - inputs: {x: [4}
        + inputs: {x: [4]}
          layers: [Dense: 8]
    """

    problem: str

    @property
    def message(self) -> str:
        return f"this is not YAML: {self._words[0]}"

    @property
    def help(self) -> str | None:
        return self._words[1]

    @property
    def fix(self) -> tuple[Edit, ...]:
        braced = braced_at(self.span.source.text, self.span.start)
        if braced is None:
            return ()
        return (
            Edit(self.span._replace(start=braced.start(), end=braced.end()), dollar(braced)),
        )

    @property
    def _words(self) -> tuple[str, str | None]:
        """The reader's problem in our words, and a way out."""
        text = self.span.source.text
        here = text[self.span.start : self.span.start + 1]
        if (braced := braced_at(text, self.span.start)) is not None:
            return "braces stand behind `$`", f"write `{dollar(braced)}`"
        if self.problem == "found character that cannot start any token":
            if here == "\t":
                return "a tab indents this line", "indent with spaces"
            return f"a value cannot begin with `{here}`", "put quotes around the value"
        if self.problem == "found unknown escape character":
            escape = text[self.span.start : self.span.start + 2]
            return (
                f"`{escape}` is no escape",
                "write `\\\\` for a backslash, or use single quotes",
            )
        if self.problem == "did not find expected key":
            if here in ("]", "}"):
                return f"`{here}` closes nothing", "remove it"
            if here == "-":
                return (
                    "an item of a list stands among the keys of a mapping",
                    "write all of them as `key: value`, or all of them as items",
                )
        return _SYNTAX.get(self.problem, (self.problem, None))


class PythonTuple(Diagnostic, code="MTL0018"):
    """Numbers stand in parentheses, as in a tuple of Python; YAML has brackets.

    In flow style a parenthesis is a letter like any other, and the comma ends the value.

    Example::

          inputs: {image: [32, 32, 3]}
        - layers: [{Conv2D: {filters: 8, kernel_size: (3, 3)}}]
        + layers: [{Conv2D: {filters: 8, kernel_size: [3, 3]}}]
    """

    @property
    def message(self) -> str:
        return f"`{self.span.text}` is a tuple of Python, and no list"

    @property
    def help(self) -> str:
        return f"write `{as_list(self.span.text)}`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return (Edit(self.span, as_list(self.span.text)),)


_BRACED = re.compile(r"\$\{[ \t]*(?P<inside>[^\s{}\[\]\"',:#][^{}\[\]\"',:#\r\n]*?)[ \t]*\}")


def braced_at(text: str, brace: int) -> re.Match[str] | None:
    """`${name}`, as other languages have it, whose brace stands there."""
    return _BRACED.match(text, brace - 1) if brace else None


def dollar(braced: re.Match[str]) -> str:
    """The expression as a spec has it: `$name` or `$(...)`."""
    inside = braced["inside"]
    behind = braced.string[braced.end() : braced.end() + 1]
    is_name = re.fullmatch(r"[A-Za-z_]\w*", inside) is not None
    return f"${inside}" if is_name and not behind.isalnum() else f"$({inside})"


_SYNTAX: dict[str, tuple[str, str | None]] = {
    "did not find expected ',' or ']'": (
        "the list does not end, and does not go on",
        "close it with `]`, or put a comma between its items",
    ),
    "did not find expected ',' or '}'": (
        "the mapping does not end, and does not go on",
        "close it with `}`, or put a comma between its entries",
    ),
    "did not find expected key": (
        "this line does not continue the mapping",
        "indent all keys of a mapping alike",
    ),
    "did not find expected '-' indicator": (
        "this line does not continue the list",
        "begin every item of a list with `-`, all indented alike",
    ),
    "did not find expected node content": ("a value is missing here", None),
    "could not find expected ':'": (
        "a key has no colon behind it",
        "write `key: value`, and check the indentation",
    ),
    "mapping values are not allowed in this context": (
        "a second colon stands in one plain value",
        "put quotes around text that holds a colon, and indent what belongs to a key further",
    ),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin here",
        "begin it on a line of its own, or write `[a, b]`",
    ),
    "found unexpected end of stream": (
        "the quotes are not closed",
        "close them with the mark that they begin with",
    ),
    "found unexpected document indicator": (
        "the quotes are not closed",
        "close them with the mark that they begin with",
    ),
}

BEGINNINGS = {
    "while parsing a flow sequence": "the list begins here",
    "while parsing a flow mapping": "the mapping begins here",
    "while parsing a block collection": "the list begins here",
    "while parsing a block mapping": "the mapping begins here",
}
"""What libyaml was at, where that explains a mistake."""

AT_BEGINNING = frozenset(
    {
        "found unexpected end of stream",
        "found unexpected document indicator",
        "could not find expected ':'",
    }
)
"""Problems whose place is where libyaml began, not where it gave up."""
