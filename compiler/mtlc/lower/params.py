"""Params of a spec as the parameters of a function."""

from __future__ import annotations

from mtlc import pysrc
from mtlc.lower.formulas import Lookup, value
from mtlc.pysrc import Assign, Expression, Parameter, literal, name
from mtlc.variables import Variables
from mtlc_spec.document import Document, Param
from mtlc_spec.templates import expressions_in, names_used


def parameter(
    param: Param, word: str, lookup: Lookup, statements: list[pysrc.Statement]
) -> Parameter:
    """A parameter with its default; one that is computed from others is None at first."""
    if param.required:
        return Parameter(word, keyword_only=True)
    written = param.value.value
    if not any(True for _ in expressions_in(written)) or not names_used(written):
        return Parameter(word, value(written, lookup), keyword_only=True)
    made = value(written, lookup)
    condition = pysrc.compare(name(word), "is", literal(None))
    statements.append(pysrc.If(condition, (Assign((word,), made),)))
    return Parameter(word, literal(None), keyword_only=True)


class Used:
    """The params of a document as far as a function uses them."""

    def __init__(self, document: Document, variables: Variables) -> None:
        self.document = document
        self.words = {one: variables.new(one) for one in document.params}
        self.used: set[str] = set()

    def lookup(self, word: str) -> Expression:
        """The variable of a param."""
        self.used.add(word)
        return name(self.words[word])

    def parameters(self, statements: list[pysrc.Statement]) -> list[Parameter]:
        """The parameters of what is used, and of what the defaults of those use."""
        found: list[Parameter] = []
        for param in reversed(self.document.params.values()):
            if param.name in self.used:
                own: list[pysrc.Statement] = []
                found.insert(0, parameter(param, self.words[param.name], self.lookup, own))
                statements[:0] = own
        return found
