"""What can be wrong with the YAML of a spec."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.nodes import Node, excerpt, words_for
from mtlc_spec.scalars import LONGEST_NUMBER
from mtlc_spec.suggestions import did_you_mean, surely


class InvalidEncoding(Diagnostic, code="MTL0001"):
    """The file is not UTF-8 text.

    Example::

        - name: caf<byte E9>
        + name: cafe
          inputs: {x: [4]}
          layers: [Dense: 8]
    """

    problem: str

    @property
    def message(self) -> str:
        return f"the file is not UTF-8: {self.problem}"

    @property
    def help(self) -> str:
        return "save the file as UTF-8"


class DuplicateKey(Diagnostic, code="MTL0003"):
    """A mapping has the same key twice.

    YAML readers disagree on which one counts, so neither does.

    Example::

        - inputs: {x: [4], x: [5]}
        + inputs: {x: [4]}
          layers: [Dense: 8]
    """

    key: str

    @property
    def message(self) -> str:
        return f"`{excerpt(self.key)}` is written twice in one mapping"

    @property
    def help(self) -> str:
        return "rename or remove one of the two"


class TagNotAllowed(Diagnostic, code="MTL0004"):
    """A YAML tag (`!name`) stands before a value; a spec is plain data.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: !int 8]
        + layers: [Dense: 8]
    """

    tag: str
    edit: Edit | None = None
    """What removes it, if a value is left."""

    @property
    def message(self) -> str:
        return f"the YAML tag `{excerpt(self.tag)}` is not allowed in a spec"

    @property
    def help(self) -> str:
        return "remove the tag: a spec is plain data"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return () if self.edit is None else (self.edit,)


class MergeKey(Diagnostic, code="MTL0005"):
    """The merge key `<<` of YAML 1.1 is used; YAML 1.2 has none.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: &wide {units: 8}, Dense: {<<: *wide, use_bias: false}]
        + layers: [Dense: {units: 8}, Dense: {units: 8, use_bias: false}]
    """

    @property
    def message(self) -> str:
        return "the merge key `<<` is not part of YAML 1.2"

    @property
    def help(self) -> str:
        return "write the arguments out"


class SeveralDocuments(Diagnostic, code="MTL0006"):
    """The file holds several YAML documents; a spec is one document.

    Example::

          inputs: {x: [4]}
          layers: [Dense: 8]
        - ---
        - inputs: {x: [4]}
        - layers: [Dense: 1]
    """

    @property
    def message(self) -> str:
        return "a second YAML document begins here, and a spec is one document"

    @property
    def help(self) -> str:
        return "put each model into a file of its own"


class TooDeep(Diagnostic, code="MTL0007"):
    """Lists and mappings are nested deeper than any model needs.

    Example::

          inputs: {x: [4]}
        - layers: <100 x [><100 x ]>
        + layers: [Dense: 8]
    """

    most: int

    @property
    def message(self) -> str:
        return f"lists and mappings are nested more than {self.most} deep"


class TooLarge(Diagnostic, code="MTL0008"):
    """The file is larger than a spec may be.

    Example::

        - description: <16,000,000 x a>
        + description: a short one
          inputs: {x: [4]}
          layers: [Dense: 8]
    """

    most: int

    @property
    def message(self) -> str:
        return f"the file has more than {self.most:,} characters"


class TooManyNodes(Diagnostic, code="MTL0017"):
    """The document holds more lists, mappings and values than a spec may.

    Example::

        - inputs: {x: [4], y: [<120,001 x 4,>]}
        + inputs: {x: [4]}
          layers: [Dense: 8]
    """

    most: int

    @property
    def message(self) -> str:
        return f"the document holds more than {self.most:,} lists, mappings and values"

    @property
    def help(self) -> str:
        return "say what repeats once, with `repeat`, `copies` or a block"


class TooManyAliases(Diagnostic, code="MTL0009"):
    """Aliases repeat more nodes than a spec may hold.

    Aliases of anchors that themselves hold aliases multiply; a few lines can stand for
    billions of nodes.

    Example::

          inputs: {x: [4]}
          layers:
        - - &ten {chain: [<10 x ReLU,>]}
        - - &hundred {chain: [<10 x *ten,>]}
        - - chain: [<1,000 x *hundred,>]
        + - ReLU
    """

    most: int

    @property
    def message(self) -> str:
        return f"aliases repeat more than {self.most:,} nodes"


class UnknownAlias(Diagnostic, code="MTL0010"):
    """An alias (`*name`) has no anchor (`&name`) before it.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: &wide {units: 8}, Dense: *wid]
        + layers: [Dense: &wide {units: 8}, Dense: *wide]
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no anchor `&{excerpt(self.name)}` before this alias"

    @property
    def help(self) -> str:
        return (
            did_you_mean(self.name, self.known, prefix="*")
            or f"write `&{self.name}` before what it repeats, further up"
        )

    @property
    def fix(self) -> tuple[Edit, ...]:
        meant = surely(self.name, self.known)
        if meant is None or self.span.text != f"*{self.name}":
            return ()
        return (Edit(self.span, f"*{meant}"),)


class RecursiveAlias(Diagnostic, code="MTL0011"):
    """An alias stands inside the node that its anchor names.

    Example::

          inputs: {x: [4]}
        - layers: &all [Dense: 8, {chain: *all}]
        + layers: [Dense: 8, Dense: 8]
    """

    name: str

    @property
    def message(self) -> str:
        return f"the alias `*{excerpt(self.name)}` stands inside the node that it repeats"

    @property
    def help(self) -> str:
        return "write out what is meant here"


class ComplexKey(Diagnostic, code="MTL0012"):
    """A key of a mapping is neither a name nor a whole number.

    Example::

          inputs: {x: [4]}
        - layers: {[a, b]: {Dense: 8, from: x}}
        + layers: {a: {Dense: 8, from: x}}
          outputs: a
    """

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

    Example::

        - description: "two<U+2028>tasks"
        + description: "two\\u2028tasks"
          inputs: {x: [4]}
          layers: [Dense: 8]
    """

    character: str

    @property
    def message(self) -> str:
        return f"the character U+{ord(self.character):04X} is not allowed in a spec"

    @property
    def help(self) -> str:
        return "remove it, or write it as an escape in a double-quoted string"


class NumberTooLong(Diagnostic, code="MTL0014"):
    """A number is longer or larger than any number in a model.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: 100000000000000000000]
        + layers: [Dense: 100]
    """

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
        shown = excerpt(f"{self.kind}:{self.value}")
        return f"the colon in `{shown}` has no space behind it"

    @property
    def help(self) -> str:
        return f"write `{excerpt(f'{self.kind}: {self.value}')}`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return (Edit(self.span, f"{self.kind}: {self.value}"),)


class UnquotedExpression(Diagnostic, code="MTL0016"):
    """An expression in flow style needs quotes if it holds a comma or a bracket.

    There they belong to YAML, and end the value.

    Example::

          inputs: {x: [4]}
        - layers: [{Dense: $(min(4, 8))}]
        + layers: [{Dense: "$(min(4, 8))"}]
    """

    text: str
    cut: str

    @property
    def message(self) -> str:
        end = "a comma" if self.cut == "," else f"`{self.cut}`"
        return f"the expression ends at {end}: `{excerpt(self.text)}`"

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
            if one in '\r\n"':
                break
            if one == ")" and depth == 0:
                return source.text[start : index + 1]
        return ""
