"""What can be wrong with the words and values of a spec."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Edit, Severity
from mtlc_spec.nodes import excerpt
from mtlc_spec.suggestions import did_you_mean, nearest


def article(noun: str) -> str:
    """`a layer`, `an initializer`."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


class UnknownLayer(Diagnostic, code="MTL1001"):
    """A kind is not a layer of Keras, and not one of mtlc's own words.

    Layers are spelt as in `keras.layers`: `Dense`, `Conv2D`, `LSTM`.
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"Keras has no layer `{excerpt(self.name)}`"

    @property
    def help(self) -> str | None:
        return did_you_mean(self.name, self.known)

    @property
    def fix(self) -> tuple[Edit, ...]:
        return _respelling(self, self.name, self.known)


class UnknownArgument(Diagnostic, code="MTL1002"):
    """A layer, or another object of Keras, has no argument of this name."""

    kind: str
    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"`{self.kind}` has no argument `{excerpt(self.name)}`"

    @property
    def help(self) -> str | None:
        if self.name == "name":
            return "a layer is named by its key, or by `name` beside its kind in a chain"
        listed = ", ".join(f"`{name}`" for name in self.known[:12])
        return did_you_mean(self.name, self.known) or f"it takes {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return _respelling(self, self.name, self.known)


class MissingArgument(Diagnostic, code="MTL1003"):
    """An argument that has no default is not given."""

    kind: str
    name: str

    @property
    def message(self) -> str:
        return f"`{self.kind}` needs `{self.name}`"

    @property
    def help(self) -> str:
        return f"write `{self.kind}: {{{self.name}: …}}`"


class WrongType(Diagnostic, code="MTL1004"):
    """A value is of another type than its key wants.

    A spec is typed: `true` is not a number, `"8"` is not one either, and `8.0` is not a
    whole number.
    """

    name: str
    wanted: str
    found: str

    @property
    def message(self) -> str:
        return f"`{self.name}` must be {self.wanted}, not {self.found}"


class OutOfRange(Diagnostic, code="MTL1005"):
    """A value is of the right type, but Keras does not take it."""

    name: str
    wanted: str
    found: str

    @property
    def message(self) -> str:
        return f"`{self.name}` {self.wanted}, and is {self.found}"


class WrongAlternative(Diagnostic, code="MTL1006"):
    """A word is none of those that a key may hold."""

    name: str
    found: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"`{self.name}` cannot be {self.found}"

    @property
    def help(self) -> str:
        listed = ", ".join(f"`{known}`" for known in self.known)
        return did_you_mean(self.found.strip("'"), self.known) or f"it is one of {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return _respelling(self, self.span.text, self.known)


class ConflictingArguments(Diagnostic, code="MTL1007"):
    """Arguments are fine one by one, but do not go together."""

    kind: str
    problem: str

    @property
    def message(self) -> str:
        return f"`{self.kind}`: {self.problem}"


class UnknownKey(Diagnostic, code="MTL1008"):
    """A key has no meaning where it stands."""

    name: str
    where: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"`{excerpt(self.name)}` is not a key of {self.where}"

    @property
    def help(self) -> str | None:
        listed = ", ".join(f"`{name}`" for name in self.known)
        return did_you_mean(self.name, self.known) or f"the keys are {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return _respelling(self, self.name, self.known)


class SecondKind(Diagnostic, code="MTL1009"):
    """A layer entry has a second key beside its kind that is not one of the entry's own.

    The arguments of a layer stand under its kind, one step further in.
    """

    kind: str
    name: str
    is_argument: bool
    found: str

    @property
    def message(self) -> str:
        name = excerpt(self.name)
        if self.is_argument:
            return f"`{name}` is an argument of `{self.kind}`, but stands beside it"
        return f"`{name}` stands beside the kind `{self.kind}`, and an entry has one kind"

    @property
    def help(self) -> str:
        if self.is_argument:
            return f"write `{self.kind}: {{{self.name}: {self.found}}}`, or indent it further"
        return "an entry is one kind, with `from`, `call`, `name` or `share` beside it"


class NoKind(Diagnostic, code="MTL1010"):
    """A layer entry does not say what it is."""

    found: str

    @property
    def message(self) -> str:
        return f"a layer entry must name its kind, and this is {self.found}"

    @property
    def help(self) -> str:
        return "write `{Dense: 8, from: x}`, or `Dense: 8` in a chain"


class InvalidName(Diagnostic, code="MTL1011"):
    """A name cannot be used.

    A name is a letter followed by letters, digits, `_` or `-`; the language's own words
    (`from`, `chain`, `ops`, `i`, …) are not names.
    """

    name: str
    reason: str

    @property
    def message(self) -> str:
        return f"`{self.name}` cannot be a name: {self.reason}"


class InvalidReference(Diagnostic, code="MTL1012"):
    """A reference is not a name, or a name with parts behind dots."""

    text: str

    @property
    def message(self) -> str:
        return f"`{self.text}` is not a reference"

    @property
    def help(self) -> str:
        return "a reference is a name, or a path `name.part`"


class UncoveredLayer(Diagnostic, code="MTL1013"):
    """A layer exists in Keras, and mtlc does not cover it yet."""

    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` is a layer of Keras that mtlc does not cover yet"


class Unsupported(Diagnostic, code="MTL1014"):
    """A key or kind belongs to the language, and this version of mtlc does not have it yet."""

    name: str

    @property
    def message(self) -> str:
        return f"`{excerpt(self.name)}` is not supported yet"


class MissingKey(Diagnostic, code="MTL1015"):
    """A key that a spec must have is not there."""

    name: str
    where: str

    @property
    def message(self) -> str:
        return f"{self.where} needs `{self.name}`"


class UnknownName(Diagnostic, code="MTL1016"):
    """A word does not name an initializer, a regularizer, a constraint or the like."""

    noun: str
    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"`{excerpt(self.name)}` is not {self.noun} of Keras"

    @property
    def help(self) -> str | None:
        return did_you_mean(self.name, self.known)

    @property
    def fix(self) -> tuple[Edit, ...]:
        return _respelling(self, self.span.text, self.known)


class KerasAlias(Diagnostic, code="MTL9001", severity=Severity.NOTE):
    """A layer is called by one of Keras' other names.

    It works; reports, code and layer names use the main name.
    """

    alias: str
    name: str

    @property
    def message(self) -> str:
        return f"`{self.alias}` is another name of `{self.name}`"

    @property
    def help(self) -> str:
        return f"write `{self.name}`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return (Edit(self.span, self.name),)


def _respelling(found: Diagnostic, word: str, known: tuple[str, ...]) -> tuple[Edit, ...]:
    meant = nearest(word, known)
    return () if meant is None or found.span.text != word else (Edit(found.span, meant),)
