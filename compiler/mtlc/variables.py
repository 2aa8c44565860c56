"""Python variables for the names of a spec: valid, unique, and in nobody's way."""

from __future__ import annotations

import builtins
import keyword
import re

TAKEN = frozenset(
    {
        *keyword.kwlist,
        *keyword.softkwlist,
        *dir(builtins),
        *("keras", "layers", "initializers", "regularizers", "constraints"),
        *("applications", "with_attributes"),
        *("losses", "metrics", "ops", "optimizers"),
        *("LabelledLoss", "LabelledMetric", "ClassWeightedLoss"),
        *("build_model", "compile_model", "model", "policy"),
    }
)
"""Words that generated code uses for itself, and those of Python."""


LONGEST = 40
"""Characters; layers keep their whole names, variables only have to be told apart."""


_NO_WORD = re.compile(r"\W", re.ASCII)


class Variables:
    """The variables of one function, or the functions of one module."""

    def __init__(self, taken: frozenset[str] = TAKEN) -> None:
        self._taken = set(taken)

    def new(self, name: str) -> str:
        """A variable called after a name: `class` is `class_`, `a-b` is `a_b`."""
        plain = name if name.isidentifier() and name.isascii() else _NO_WORD.sub("_", name)
        plain = plain[:LONGEST]
        found = plain if plain not in self._taken else f"{plain}_"
        number = 2
        while found in self._taken:
            found = f"{plain}_{number}"
            number += 1
        self._taken.add(found)
        return found

    def is_free(self, word: str) -> bool:
        """Whether a word is no variable yet."""
        return word not in self._taken
