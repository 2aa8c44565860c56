"""What can be wrong with the YAML of a spec."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.nodes import Node, words_for
from mtlc_spec.suggestions import did_you_mean


class InvalidEncoding(Diagnostic, code="MTL0001"):
    """The file is not UTF-8 text."""

    problem: str

    @property
    def message(self) -> str:
        return f"the file is not UTF-8: {self.problem}"

    @property
    def help(self) -> str:
        return "save the file as UTF-8"


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
    def _words(self) -> tuple[str, str | None]:
        """The reader's problem in our words, and a way out."""
        text = self.span.source.text
        here = text[self.span.start : self.span.start + 1]
        if self.problem == "found character that cannot start any token":
            if here == "\t":
                return "a tab indents this line", "indent with spaces"
            return f"a value cannot begin with `{here}`", "put quotes around the value"
        if self.problem == "found unknown escape character":
            escape = text[self.span.start : self.span.start + 2]
            return f"`{escape}` is no escape", "write `\\\\` for a backslash, or use single quotes"
        if self.problem == "did not find expected key":
            if here in ("]", "}"):
                return f"`{here}` closes nothing", "remove it"
            if here == "-":
                return (
                    "an item of a list stands among the keys of a mapping",
                    "write all of them as `key: value`, or all of them as items",
                )
        return _SYNTAX.get(self.problem, (self.problem, None))


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


class DuplicateKey(Diagnostic, code="MTL0003"):
    """A mapping has the same key twice.

    YAML readers disagree on which one counts, so neither does.
    """

    key: str

    @property
    def message(self) -> str:
        return f"`{self.key}` is written twice in one mapping"

    @property
    def help(self) -> str:
        return "rename or remove one of the two"


class TagNotAllowed(Diagnostic, code="MTL0004"):
    """A YAML tag (`!name`) stands before a value; a spec is plain data."""

    tag: str

    @property
    def message(self) -> str:
        return f"the YAML tag `{self.tag}` is not allowed in a spec"

    @property
    def help(self) -> str:
        return "remove the tag: a spec is plain data"


class MergeKey(Diagnostic, code="MTL0005"):
    """The merge key `<<` of YAML 1.1 is used; YAML 1.2 has none."""

    @property
    def message(self) -> str:
        return "the merge key `<<` is not part of YAML 1.2"

    @property
    def help(self) -> str:
        return "write the arguments out"


class SeveralDocuments(Diagnostic, code="MTL0006"):
    """The file holds several YAML documents; a spec is one document."""

    @property
    def message(self) -> str:
        return "a second YAML document begins here, and a spec is one document"

    @property
    def help(self) -> str:
        return "put each model into a file of its own"


class TooDeep(Diagnostic, code="MTL0007"):
    """Lists and mappings are nested deeper than any model needs."""

    most: int

    @property
    def message(self) -> str:
        return f"lists and mappings are nested more than {self.most} deep"


class TooLarge(Diagnostic, code="MTL0008"):
    """The file is larger than a spec may be."""

    length: int
    most: int

    @property
    def message(self) -> str:
        return f"the file has {self.length:,} characters, and a spec may have {self.most:,}"


class TooManyAliases(Diagnostic, code="MTL0009"):
    """Aliases repeat more nodes than a spec may hold.

    Aliases of anchors that themselves hold aliases multiply; a few lines can stand for
    billions of nodes.
    """

    most: int

    @property
    def message(self) -> str:
        return f"aliases repeat more than {self.most:,} nodes"


class UnknownAlias(Diagnostic, code="MTL0010"):
    """An alias (`*name`) has no anchor (`&name`) before it."""

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no anchor `&{self.name}` before this alias"

    @property
    def help(self) -> str:
        return (
            did_you_mean(self.name, self.known, prefix="*")
            or f"write `&{self.name}` before what it repeats, further up"
        )


class RecursiveAlias(Diagnostic, code="MTL0011"):
    """An alias stands inside the node that its anchor names."""

    name: str

    @property
    def message(self) -> str:
        return f"the alias `*{self.name}` stands inside the node that it repeats"

    @property
    def help(self) -> str:
        return "write out what is meant here"


class ComplexKey(Diagnostic, code="MTL0012"):
    """A key of a mapping is neither a name nor a whole number."""

    found: Node

    @property
    def message(self) -> str:
        return (
            f"a key must be a name or a whole number, and this one is {words_for(self.found)}"
        )

    @property
    def help(self) -> str:
        return "put quotes around the key if it is meant as text"


class ForbiddenCharacter(Diagnostic, code="MTL0013"):
    """The text holds a control character, or a line break that editors do not show as one.

    In a quoted string such a character can be written as an escape, `"\\u2028"`.
    """

    character: str

    @property
    def message(self) -> str:
        return f"the character U+{ord(self.character):04X} is not allowed in a spec"

    @property
    def help(self) -> str:
        return "remove it, or write it as an escape in a double-quoted string"


class NumberTooLong(Diagnostic, code="MTL0014"):
    """A number is longer or larger than any number in a model."""

    text: str

    @property
    def message(self) -> str:
        shown = self.text if len(self.text) <= 30 else f"{self.text[:27]}..."
        return f"the number {shown} is outside the range of 64 bits"

    @property
    def help(self) -> str:
        return "put quotes around it if it is meant as text"


class MissingSpace(Diagnostic, code="MTL0015"):
    """A colon in flow style has no space behind it, so that key and value are one word.

    Example::

          inputs: {x: [4]}
        - layers: [{Dense:8}]
        + layers: [{Dense: 8}]
    """

    kind: str
    value: str

    @property
    def message(self) -> str:
        return f"the colon in `{self.kind}:{self.value}` has no space behind it"

    @property
    def help(self) -> str:
        return f"write `{self.kind}: {self.value}`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return (Edit(self.span, f"{self.kind}: {self.value}"),)


class UnquotedExpression(Diagnostic, code="MTL0016"):
    """An expression with a comma in flow style needs quotes, since the comma ends the value.

    Example::

          inputs: {x: [4]}
        - layers: [{Dense: $(min(4, 8))}]
        + layers: [{Dense: 4}]
    """

    text: str

    @property
    def message(self) -> str:
        return f"the expression ends at a comma: `{self.text}`"

    @property
    def help(self) -> str:
        return f'put the whole expression into quotes: "{self._whole or "$(min(a, b))"}"'

    @property
    def fix(self) -> tuple[Edit, ...]:
        whole = self._whole
        if not whole:
            return ()
        span = self.span._replace(end=self.span.start + len(whole))
        return (Edit(span, f'"{whole}"'),)

    @property
    def _whole(self) -> str:
        """The expression up to the parenthesis that closes it; empty if none does."""
        source, start, _ = self.span
        depth = 0
        for index in range(start, min(start + 200, len(source.text))):
            one = source.text[index]
            depth += (one == "(") - (one == ")")
            if one in "\r\n\"":
                break
            if one == ")" and depth == 0:
                return source.text[start : index + 1]
        return ""
