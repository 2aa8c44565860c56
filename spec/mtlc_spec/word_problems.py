"""What can be wrong with the words and values of a spec."""

from __future__ import annotations

import re
from collections.abc import Collection

from mtlc_spec.diagnostics import Diagnostic, Edit, Severity
from mtlc_spec.layers import NOT_DATA
from mtlc_spec.nodes import excerpt
from mtlc_spec.scalars import TUPLE, as_list
from mtlc_spec.source import Span
from mtlc_spec.suggestions import did_you_mean, few, nearest, surely


class UnknownLayer(Diagnostic, code="MTL1001"):
    """A kind is not a layer of Keras, and not one of mtlc's own words.

    Layers are spelt as in `keras.layers`: `Dense`, `Conv2D`, `LSTM`.

    Example::

          inputs: {x: [4]}
        - layers: [Dens: 8]
        + layers: [Dense: 8]
    """

    name: str
    known: tuple[str, ...]
    inside: str | None = None
    """The kind that stands behind what was meant as a name."""
    network: str | None = None
    """The kind of the network that was meant."""
    function: str | None = None
    """The kind of the function that was meant."""
    is_entry: bool = False
    """There is an entry of this name."""

    @property
    def message(self) -> str:
        return f"Keras has no layer `{excerpt(self.name)}`"

    @property
    def help(self) -> str:
        if self.inside is not None:
            return (
                f"a step is named beside its kind: `{{{self.inside}: …, name: {self.name}}}`; "
                "a mapping of names, without dashes, is a graph"
            )
        if self.network is not None:
            return f"write `{self.network}`: it is a network"
        if self.function is not None:
            return f"write `{self.function}`: it is a function"
        if self.is_entry:
            return f"to call that layer once more, write `share: {self.name}`"
        if (written := _with_argument(self.name, self.known)) is not None:
            return f"write `{written}`"
        return did_you_mean(self.name, self.known) or "layers are spelt as in `keras.layers`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        meant = self.network or self.function
        if meant is not None and self.span.text == self.name:
            return (Edit(self.span, meant),)
        if _with_argument(self.name, self.known) is not None:
            return ()
        if self.inside or self.is_entry:
            return ()
        return respelling(self, self.name, self.known)


def _with_argument(name: str, known: tuple[str, ...]) -> str | None:
    """`Dense: 3` for `Dense 3` and `Dense(3)`."""
    found = _APPLIED.fullmatch(name)
    if found is None:
        return None
    kind = nearest(found["kind"], known)
    return None if kind is None else f"{kind}: {found['value']}"


_APPLIED = re.compile(r"(?P<kind>[A-Za-z_]\w*)(?: +|\()(?P<value>[\w.]+)\)?")
"""A kind with its argument as Python or a shell has it."""


class UnknownArgument(Diagnostic, code="MTL1002"):
    """A layer, or another object of Keras, has no argument of this name.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: {unit: 8}]
        + layers: [Dense: {units: 8}]
    """

    kind: str
    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"`{self.kind}` has no argument `{excerpt(self.name)}`"

    @property
    def help(self) -> str | None:
        if self.name == "name" and "trainable" in self.known:
            return "a layer is named by its key, or by `name` beside its kind in a chain"
        if self.name == "name":
            return "only layers have names of their own; leave it out"
        if self.name in ENTRY_KEYS:
            return f"`{self.name}` stands beside `{self.kind}`, not inside of it"
        if self.kind == "training" and self.name in ("loss", "metrics", "loss_weights"):
            return "it belongs to an output: `outputs: {price: {loss: mse, weight: 0.5}}`"
        if self.kind == "training" and self.name in _OF_OPTIMIZERS:
            return "it belongs to the optimizer: `optimizer: {Adam: {learning_rate: 0.001}}`"
        if self.kind == "training" and self.name in _OF_FIT:
            return f"it is an argument of `fit`: `model.fit(x, y, {self.name}=…)`"
        listed = few(self.known) or "no arguments"
        return did_you_mean(self._word, self.known) or f"it takes {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return respelling(self, self._word, self.known, self.name)

    @property
    def _word(self) -> str:
        return "learning_rate" if self.name == "lr" else self.name


_OF_OPTIMIZERS = ("learning_rate", "lr", "schedule", "weight_decay", "clipnorm", "momentum")
_OF_FIT = (
    "epochs",
    "batch_size",
    "callbacks",
    "validation_split",
    "validation_data",
    "shuffle",
)


class MissingArgument(Diagnostic, code="MTL1003"):
    """An argument that has no default is not given.

    Example::

          inputs: {x: [4]}
        - layers: [Dense]
        + layers: [Dense: 8]
    """

    kind: str
    name: str
    repair: str = ""
    """How it is written, if the value stands elsewhere."""

    @property
    def message(self) -> str:
        return f"`{self.kind}` needs `{self.name}`"

    @property
    def help(self) -> str:
        return f"write `{self.repair or f'{self.kind}: {{{self.name}: …}}'}`"


class WrongType(Diagnostic, code="MTL1004"):
    """A value is of another type than its key wants.

    A spec is typed: `true` is not a number, `"8"` is not one either, and `8.0` is not a
    whole number.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: "8"]
        + layers: [Dense: 8]
    """

    name: str
    wanted: str
    found: str
    meant: str | None = None
    """What was meant by the value, if that is known."""

    @property
    def message(self) -> str:
        name = self.name if " " in self.name else f"`{self.name}`"
        if self.found == "empty":
            return f"{name} must be {self.wanted}, and is empty"
        return f"{name} must be {self.wanted}, not {self.found}"

    @property
    def help(self) -> str | None:
        if self._meant is None and self._is_param:
            return f"write `${self.span.text}` for the param"
        return None if self._meant is None else f"write `{self._meant}`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return () if self._meant is None else (Edit(self.span, self._meant),)

    @property
    def _is_param(self) -> bool:
        """Whether a word stands for a number, and is a key in a text that has params."""
        word, text = self.span.text, self.span.source.text
        is_word = "number" in self.wanted and _WORD.fullmatch(word) is not None
        return is_word and "params:" in text and f"{word}:" in text

    @property
    def _meant(self) -> str | None:
        """The value in the type that is wanted, where there is no doubt about it."""
        written = self.span.text.strip("'\"")
        if self.meant is not None:
            return self.meant
        if _FORMULA.fullmatch(written):
            return f"$({written.replace('$', '')})"
        if "number" in self.wanted and _QUOTIENT.fullmatch(written):
            return f"$({written})"
        if self.span.text == "None":
            return "null"
        if "a list" in self.wanted and TUPLE.fullmatch(self.span.text):
            return as_list(self.span.text)
        if "true or false" in self.wanted:
            return _BOOLEANS.get(written.lower())
        number = _NUMBER.fullmatch(written)
        if number is None:
            one = self.span.text
            return f"[{one}]" if self.wanted == "a list" and _ITEM.fullmatch(one) else None
        if "whole number" in self.wanted:
            return number["whole"] if not number["part"] else None
        if "number" in self.wanted:
            return written
        if self.wanted == f"`{written}`":
            return written
        return f"[{written}]" if self.wanted == "a list" else None


_BOOLEANS = {
    **dict.fromkeys(("yes", "on", "1", "true", "y"), "true"),
    **dict.fromkeys(("no", "off", "0", "false", "n"), "false"),
}
ENTRY_KEYS = ("from", "call", "name", "share", "repeat", "copies", "when", "returns")
"""The keys of a layer entry that are not its kind."""

CALLED_FROM = ("inputs", "input")
"""What other programs call `from`."""

_FORMULA = re.compile(r"\$[A-Za-z_]\w*(?:\s*(?:[-+%]|\*\*?|//?)\s*[$\w.()]+)+")
"""`$width * 2`, of which only the name is an expression."""


def is_formula(text: str) -> bool:
    """Whether it was meant to be computed, and only the name in it is an expression."""
    return _FORMULA.fullmatch(text) is not None


_QUOTIENT = re.compile(r"-?[\d.]+(?: *[-+*/] *[\d.]+)+")
"""`1/255`, which is a text."""

_WORD = re.compile(r"[A-Za-z_]\w*")

_ITEM = re.compile(r"[A-Za-z_]\w*|\{[^\n]*\}")
"""One name or object, which could be an item of a list."""

_NUMBER = re.compile(r"(?P<whole>-?[0-9]+)(?:\.0*(?P<part>[0-9]*))?")


class OutOfRange(Diagnostic, code="MTL1005"):
    """A value is of the right type, but Keras does not take it.

    Example::

          inputs: {x: [4]}
        - layers: [Dropout: 1.5]
        + layers: [Dropout: 0.5]
    """

    name: str
    wanted: str
    found: str
    way_out: str = ""

    @property
    def message(self) -> str:
        return f"`{self.name}` {self.wanted}, and is {self.found}"

    @property
    def help(self) -> str | None:
        return self.way_out or None


class WrongAlternative(Diagnostic, code="MTL1006"):
    """A word is none of those that a key may hold.

    Example::

          inputs: {x: [4]}
        - layers: [Activation: rleu]
        + layers: [Activation: relu]
    """

    name: str
    found: str
    known: tuple[str, ...]
    takes_null: bool = False

    @property
    def message(self) -> str:
        return f"`{self.name}` cannot be {self.found}"

    @property
    def help(self) -> str:
        listed = ", ".join(f"`{known}`" for known in self.known)
        if self._dtype is not None:
            return f"did you mean `{self._dtype}`?"
        if self._is_null:
            return "write `null`"
        return did_you_mean(self.found.strip("'"), self.known) or f"it is one of {listed}"

    @property
    def _dtype(self) -> str | None:
        """The dtype that Python and NumPy give to its own name: `int` is no `int8`."""
        dtype = _DTYPES.get(self.span.text) if self.name == "dtype" else None
        return dtype if dtype in self.known else None

    @property
    def fix(self) -> tuple[Edit, ...]:
        if self._dtype is not None:
            return (Edit(self.span, self._dtype),)
        if self._is_null:
            return (Edit(self.span, "null"),)
        return respelling(self, self.span.text, self.known)

    @property
    def _is_null(self) -> bool:
        return self.takes_null and self.span.text.lower() == "none"


_DTYPES = {"int": "int32", "float": "float32", "str": "string", "double": "float64"}
"""What an input of these is in Keras."""


class ConflictingArguments(Diagnostic, code="MTL1007"):
    """Arguments are fine one by one, but do not go together.

    Example::

          inputs: {x: [4, 3]}
        - layers: [Conv1D: {filters: 8, kernel_size: 3, groups: 3}]
        + layers: [Conv1D: {filters: 9, kernel_size: 3, groups: 3}]
    """

    kind: str
    problem: str

    @property
    def message(self) -> str:
        return f"`{self.kind}`: {self.problem}"


class UnknownKey(Diagnostic, code="MTL1008"):
    """A key has no meaning where it stands.

    Example::

          inputs: {x: [4]}
          layers: [Dense: 8]
        - output: dense
    """

    name: str
    where: str
    known: tuple[str, ...]
    meant: str | None = None
    """The key that Keras, or another program, calls like this."""
    elsewhere: str | None = None
    """How it is written where it has a meaning."""

    @property
    def message(self) -> str:
        return f"`{excerpt(self.name)}` is not a key of {self.where}"

    @property
    def help(self) -> str | None:
        if self.elsewhere:
            return f"it is an argument of the loss: write `{self.elsewhere}`"
        listed = ", ".join(f"`{name}`" for name in self.known)
        return did_you_mean(self._word, self.known) or f"the keys are {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        if self.elsewhere:
            return ()
        return respelling(self, self._word, self.known, self.name)

    @property
    def _word(self) -> str:
        return self.meant or self.name


class SecondKind(Diagnostic, code="MTL1009"):
    """A layer entry has a second key beside its kind that is not one of the entry's own.

    The arguments of a layer stand under its kind, one step further in.

    Example::

          inputs: {x: [4]}
        - layers: [{Dense: 8, activation: relu}]
        + layers: [{Dense: {units: 8, activation: relu}}]
    """

    kind: str
    name: str
    known: tuple[str, ...]
    repair: str = ""
    """How the entry is written, if the key is an argument of its kind."""
    edits: tuple[Edit, ...] = ()
    """What writes it so."""
    meant: str | None = None
    """What the key is called in a spec."""

    @property
    def message(self) -> str:
        name = excerpt(self.name)
        if self.repair:
            return f"`{name}` is an argument of `{self.kind}`, but stands beside it"
        return f"`{name}` stands beside the kind `{self.kind}`, and an entry has one kind"

    @property
    def help(self) -> str:
        if self.repair:
            return f"write `{self.repair}`, or indent the arguments further"
        if self.meant is not None:
            return f"`{self.name}` is called `{self.meant}` here"
        return (
            did_you_mean(self.name, self.known)
            or "an entry is one kind, with `from`, `call`, `name` or `share` beside it"
        )

    @property
    def fix(self) -> tuple[Edit, ...]:
        if self.meant is not None and self.span.text == self.name:
            return (Edit(self.span, self.meant),)
        return self.edits if self.repair else respelling(self, self.name, self.known)


class NoKind(Diagnostic, code="MTL1010"):
    """A layer entry does not say what it is.

    Example::

          inputs: {x: [4]}
        - layers: [8]
        + layers: [Dense: 8]
    """

    found: str

    @property
    def message(self) -> str:
        return f"a layer entry must name its kind, and this one {self.found}"

    @property
    def help(self) -> str:
        if self.found == "is a list":
            return "write `{chain: [...], from: x}`, or `chain: [...]` in a chain"
        return "write `{Dense: 8, from: x}`, or `Dense: 8` in a chain"


class InvalidName(Diagnostic, code="MTL1011"):
    """A name cannot be used.

    A name is a letter followed by letters, digits, `_` or `-`; the language's own words
    (`from`, `chain`, `ops`, `i`, …) are not names.

    Example::

          inputs: {x: [4]}
        - layers: [{Dense: 8, name: the head}]
        + layers: [{Dense: 8, name: the_head}]
    """

    name: str
    reason: str

    @property
    def message(self) -> str:
        return f"`{self.name}` cannot be a name: {self.reason}"

    @property
    def help(self) -> str | None:
        return None if self._plain is None else f"write `{self._plain}`"

    @property
    def fix(self) -> tuple[Edit, ...]:
        if self._plain is None or self.span.text.strip("'\"") != self.name:
            return ()
        return (Edit(self.span, self._plain),)

    @property
    def _plain(self) -> str | None:
        """The name that is most like it."""
        plain = re.sub(r"[^A-Za-z0-9_-]+", "_", self.name).strip("_")
        if plain == self.name or not plain[:1].isalpha() or "..." in self.name:
            return None
        return plain


class InvalidReference(Diagnostic, code="MTL1012"):
    """A reference is not a name, or a name with parts behind dots.

    Example::

          inputs: {x: [4]}
          layers:
        -   a: {Dense: 8, from: the x}
        +   a: {Dense: 8, from: x}
          outputs: a
    """

    found: str
    is_computed: bool = False
    """One expression gives several parts, which the code could not tell apart."""

    @property
    def message(self) -> str:
        if self.is_computed:
            return f"an expression gives one part of a reference, not {self.found}"
        return f"a reference is a name or a path, not {self.found}"

    @property
    def help(self) -> str:
        if self.is_computed:
            return "compute each part by itself, as in `$name.$part`"
        return "write the name of an input or a layer, or `name.part` for a part of it"


class UncoveredLayer(Diagnostic, code="MTL1013"):
    """A layer exists in Keras, and a spec cannot describe it.

    `Lambda` holds Python code, and other layers wrap what another library made: they are
    no data. A layer of your own, in a module that `imports` names, can do the same.

    Example::

          inputs: {x: [4]}
        - layers: [Lambda: abs]
        + layers: [Activation: relu]
    """

    name: str

    @property
    def message(self) -> str:
        reason, _ = NOT_DATA[self.name]
        return f"`{self.name}` of Keras {reason}, and cannot stand in a spec"

    @property
    def help(self) -> str:
        return NOT_DATA[self.name][1]


class MissingKey(Diagnostic, code="MTL1015"):
    """A key that a spec must have is not there.

    Example::

        + inputs: {x: [4]}
          layers: [Dense: 8]
    """

    name: str
    where: str

    @property
    def message(self) -> str:
        return f"{self.where} needs `{self.name}`"

    @property
    def help(self) -> str:
        if self.name == "inputs":
            return "add `inputs: {x: [4]}`: names, and shapes without the batch axis"
        return f"add `{self.name}:` with a list (a chain) or a mapping (a graph)"


class UnknownName(Diagnostic, code="MTL1016"):
    """A word does not name an initializer, a regularizer, a constraint or the like.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: {units: 8, kernel_initializer: he_norml}]
        + layers: [Dense: {units: 8, kernel_initializer: he_normal}]
    """

    noun: str
    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"`{excerpt(self.name)}` is not {self.noun} of {self._owner}"

    @property
    def help(self) -> str:
        if (written := tagged_form(self.name, self.known)) is not None:
            return f"write `{written}`"
        alike = [one for one in self.known if one[:1].isupper() == self.name[:1].isupper()]
        listed = few(alike)
        if self.noun == "a loss" and self.name.lower() == "rmse":
            return "it is a metric alone; `mse`, its square, is least where it is"
        if self._other is not None:
            return f"did you mean `{self._other}`?"
        if self.name == "None":
            return "write `null`" if self._may_be_null else f"{self._owner} has {listed}"
        if self.name.lower() in _OF_GRADIENTS:
            return f"those that look at gradients are not there; {self._owner} has {listed}"
        return did_you_mean(self.name, self.known) or f"{self._owner} has {listed}"

    @property
    def _other(self) -> str | None:
        """Keras' word for what everybody else calls by this name."""
        other = _OTHER_WORDS.get(self.name.lower())
        return other if other in self.known else None

    @property
    def _may_be_null(self) -> bool:
        """Whether Keras can do without one wherever it takes one."""
        return self.noun in ("a regularizer", "a constraint")

    @property
    def _owner(self) -> str:
        return "mtlc" if self.noun == "a strategy" else "Keras"

    @property
    def fix(self) -> tuple[Edit, ...]:
        written = tagged_form(self.name, self.known)
        if written is not None and self.span.text == self.name and _IS_DATA(written):
            return (Edit(self.span, written),)
        if self._other is not None and self.span.text == self.name:
            return (Edit(self.span, self._other),)
        if self.name == "None":
            is_word = self._may_be_null and self.span.text == self.name
            return (Edit(self.span, "null"),) if is_word else ()
        if "(" in self.name or self.name.lower() in (*_OF_GRADIENTS, *_OTHER_WORDS):
            return ()
        return respelling(self, self.span.text, self.known)


_OTHER_WORDS = {"rmse": "root_mean_squared_error", "iou": "IoU"}
"""Names of metrics that look like another one of Keras'."""

_OF_GRADIENTS = frozenset(
    (
        *("gradnorm", "pcgrad", "mgda", "cagrad", "graddrop", "gradvac", "imtl_g", "imtl"),
        *("nash_mtl", "nashmtl", "rotograd", "aligned_mtl", "moco", "dualproj"),
    )
)
"""Strategies that combine the gradients of tasks."""

_CALL = re.compile(r"(?:\w+\.)*(?P<kind>[A-Za-z_]\w*)\((?P<given>[^(){}]*)\)")
_PAIR = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*([^=,]+?)\s*")


_IS_DATA = re.compile(r"(?!.*(?:\bNone\b|…))[^\n]*").fullmatch
"""What means in a spec what it means in Python."""


def tagged_form(written: str, known: Collection[str]) -> str | None:
    """A call of Python as a spec says it: `Adam(0.1)` is `{Adam: 0.1}`; None if it is none."""
    found = _CALL.fullmatch(written)
    if found is None or found["kind"] not in known:
        return None
    given = found["given"].strip()
    if not given:
        return found["kind"]
    pairs = [_PAIR.fullmatch(one) for one in given.split(",")]
    listed = ", ".join(f"{one[1]}: {one[2]}" for one in pairs if one is not None)
    if all(pairs):
        return f"{{{found['kind']}: {{{listed}}}}}"
    return f"{{{found['kind']}: {given if len(pairs) == 1 else '{…}'}}}"


class KerasAlias(Diagnostic, code="MTL9001", severity=Severity.NOTE):
    """A layer is called by one of Keras' other names.

    It works; reports, code and layer names use the main name.

    Example::

          inputs: {x: [10, 4]}
        - layers: [MaxPool1D: 2]
        + layers: [MaxPooling1D: 2]
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


def respelled_part(span: Span, part: str, known: tuple[str, ...]) -> tuple[Edit, ...]:
    """The edit that makes one misspelt part of a path the known one."""
    meant = surely(part, known)
    at = f".{span.text}.".find(f".{part}.")
    if meant is None or at < 0 or f".{span.text}.".count(f".{part}.") > 1:
        return ()
    start = span.start + at
    return (Edit(span._replace(start=start, end=start + len(part)), meant),)


def respelling(
    found: Diagnostic, word: str, known: tuple[str, ...], written: str | None = None
) -> tuple[Edit, ...]:
    """The edit that makes a misspelt word the known one, if the span is just the word.

    `written` is what stands there, if that is short for the word.
    """
    meant = surely(word, known)
    if meant is None or found.span.text != (written or word):
        return ()
    return (Edit(found.span, meant),)
