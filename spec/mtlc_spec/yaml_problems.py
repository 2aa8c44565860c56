"""What can be wrong with the YAML of a spec."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.nodes import Node, excerpt, words_for
from mtlc_spec.scalars import LONGEST_NUMBER
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
    a missing space behind a colon, an unclosed bracket or quote, or wrong indentation.
    """

    problem: str

    @property
    def message(self) -> str:
        return f"this is not YAML: {self.problem}"

    @property
    def help(self) -> str | None:
        if (
            "found character '\\t'" in self.problem
            or "that cannot start any token" in self.problem
        ):
            return "indent with spaces, and quote text that begins with @, ` or %"
        if "mapping values are not allowed" in self.problem:
            return "quote text that holds a colon, and check the indentation of this line"
        if "did not find expected ',' or" in self.problem:
            return "close the bracket, or put a comma between the items"
        if "did not find expected <document start>" in self.problem:
            return "the document ends before this; a spec is one mapping"
        return None


class DuplicateKey(Diagnostic, code="MTL0003"):
    """A mapping has the same key twice.

    YAML readers disagree on which one counts, so neither does.
    """

    key: str

    @property
    def message(self) -> str:
        return f"`{excerpt(self.key)}` is written twice in one mapping"

    @property
    def help(self) -> str:
        return "rename or remove one of the two"


class TagNotAllowed(Diagnostic, code="MTL0004"):
    """A YAML tag (`!name`) stands before a value; a spec is plain data."""

    tag: str

    @property
    def message(self) -> str:
        return f"the YAML tag `{excerpt(self.tag)}` is not allowed in a spec"

    @property
    def help(self) -> str:
        return "remove the tag; a layer is written `{Kind: arguments}`"


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

    most: int

    @property
    def message(self) -> str:
        return f"the file has more than {self.most:,} characters"


class TooManyNodes(Diagnostic, code="MTL0017"):
    """The document holds more lists, mappings and values than a spec may."""

    most: int

    @property
    def message(self) -> str:
        return f"the document holds more than {self.most:,} lists, mappings and values"


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
        return f"there is no anchor `&{excerpt(self.name)}` before this alias"

    @property
    def help(self) -> str | None:
        return did_you_mean(self.name, self.known, prefix="*")


class RecursiveAlias(Diagnostic, code="MTL0011"):
    """An alias stands inside the node that its anchor names."""

    name: str

    @property
    def message(self) -> str:
        return f"the alias `*{excerpt(self.name)}` stands inside the node that it repeats"


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
        if len(self.text) > LONGEST_NUMBER:
            return (
                f"the number {excerpt(self.text)} has {len(self.text):,} characters, and a "
                f"number has at most {LONGEST_NUMBER}"
            )
        return f"the number {self.text} is outside the range of 64 bits"

    @property
    def help(self) -> str:
        return "put quotes around it if it is meant as text"


class MissingSpace(Diagnostic, code="MTL0015"):
    """A colon in flow style has no space behind it, so that key and value are one word."""

    kind: str
    value: str

    @property
    def message(self) -> str:
        shown = excerpt(f"{self.kind}:{self.value}")
        return f"`{shown}` is one word: the colon has no space behind it"

    @property
    def help(self) -> str:
        return f"write `{excerpt(f'{self.kind}: {self.value}')}`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return (Edit(self.span, f"{self.kind}: {self.value}"),)


class UnquotedExpression(Diagnostic, code="MTL0016"):
    """An expression in flow style needs quotes if it holds a comma or a bracket.

    There they belong to YAML, and end the value.
    """

    text: str
    cut: str

    @property
    def message(self) -> str:
        end = "a comma" if self.cut == "," else f"`{self.cut}`"
        return f"the expression ends at {end}: `{excerpt(self.text)}`"

    @property
    def help(self) -> str:
        return 'put the whole expression into quotes: "$(min(a, b))"'
