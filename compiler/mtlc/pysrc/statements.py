"""Statements."""

from __future__ import annotations

from dataclasses import dataclass

from mtlc.pysrc.parts import Expression
from mtlc_spec.frozen import frozen


@frozen
class Assign:
    """`target = value`; a tuple of targets without brackets."""

    targets: tuple[str | Expression, ...]
    value: Expression
    operator: str = "="


@dataclass(frozen=True, slots=True)
class Return:
    """`return value`"""

    value: Expression


@dataclass(frozen=True, slots=True)
class Raise:
    """`raise exception`"""

    exception: Expression


@dataclass(frozen=True, slots=True)
class Evaluate:
    """An expression as a statement."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Import:
    """`import keras`, `import numpy as np`"""

    module: str
    as_: str | None = None


@dataclass(frozen=True, slots=True)
class FromImport:
    """`from keras import initializers, layers`; a pair is `name as other`."""

    module: str
    names: tuple[str | tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """`# text`, a line for each of the text"""

    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty line"""


@dataclass(frozen=True, slots=True)
class If:
    """`if condition:`, its body, and its other branches."""

    condition: Expression
    body: tuple[Statement, ...]
    orelse: tuple[Statement, ...] = ()
    elifs: tuple[tuple[Expression, tuple[Statement, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class For:
    """`for i in range(n):`, `for name, layer in pairs:`"""

    target: str
    iterable: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class TryFinally:
    """`try:` and `finally:`"""

    body: tuple[Statement, ...]
    final: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """`x`, `stride=1`, `name: str = "dense"`"""

    name: str
    default: Expression | None = None
    annotation: str | Expression | None = None
    keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class Def:
    """A function; keyword-only parameters come last."""

    name: str
    returns: str | Expression | None
    docstring: str | None
    body: tuple[Statement, ...]
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """Definitions as they are, which stand at the top of a module."""

    text: str


Statement = (
    Assign
    | Copied
    | Return
    | Raise
    | Evaluate
    | Import
    | FromImport
    | Comment
    | Blank
    | If
    | For
    | TryFinally
    | Def
)
