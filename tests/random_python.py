"""Random functions in the shapes of generated code, from short lines to far too long ones."""

import random
import string as alphabet
from collections.abc import Callable

from mtlc import pysrc
from mtlc.pysrc import Expression, Statement, call, literal, name, subscript

LENGTHS = (1, 2, 4, 5, 7, 9, 12, 17, 25, 39, 58)
NUMBERS = (1, -3, 0.001, 1e-06, 2.5, True, None, float("inf"))


class Writer:
    """Draws names, expressions and statements."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def module(self, functions: int, statements: int) -> pysrc.Module:
        imports = (pysrc.Import("keras"), pysrc.FromImport("keras", ("layers",)))
        body = [self.function(number, statements) for number in range(functions)]
        return pysrc.Module("A module.", (*imports, *body))

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def count(self, *counts: int) -> range:
        return range(self.rng.choice(counts))

    # --- names and literals ---------------------------------------------------------

    def word(self, longest: int = 60) -> str:
        """Letters that are no keyword: none of those ends with `_`."""
        length = min(self.rng.choice(LENGTHS), longest - 1)
        return "".join(self.rng.choices(alphabet.ascii_lowercase, k=length)) + "_"

    def text(self) -> str:
        endings = ("", "", "", "", '"', "'", self.word(), "日本", "{x}\n", "\\")
        return self.word() + self.rng.choice(endings)

    def atom(self) -> Expression:
        drawn = (
            lambda: name(self.word()),
            lambda: name(f"{self.word(12)}.{self.word(30)}"),
            lambda: literal(self.rng.choice(NUMBERS)),
            lambda: literal(self.text()),
        )
        return self.rng.choice(drawn)()

    # --- expressions ----------------------------------------------------------------

    def value(self, depth: int) -> Expression:
        if depth <= 0 or self.maybe(0.1):
            return self.atom()
        kinds: tuple[Callable[[int], Expression], ...] = (
            self.layer,
            self.layer,
            self.layer,
            self.chain,
            self.operation,
            self.operation,
            self.operation,
            self.followed,
            self.collection,
            self.comprehension,
            self.fstring,
        )
        return self.rng.choice(kinds)(depth - 1)

    def values(self, depth: int, *counts: int) -> list[Expression]:
        return [self.value(depth) for _ in self.count(*counts)]

    def layer(self, depth: int) -> Expression:
        """`layers.Kind(1, key=…, name="…")(x)`"""
        arguments = self.values(depth, 0, 1, 1, 2)
        if self.maybe(0.1):
            arguments += [pysrc.starred(self.value(depth)), self.value(depth)]
        keywords = {
            f"k{i}_{self.word(20)}": self.value(depth) for i in self.count(0, 0, 1, 2, 4)
        }
        if self.maybe(0.5):
            keywords["name"] = literal(self.word())
        callee = self.rng.choice((f"layers.{self.word(24).title()}", self.word()))
        made = call(callee, *arguments, **keywords)
        operands = self.values(depth - 1, 0, 1, 1, 2, 3)
        return self.rng.choice((made, call(made, *operands), call(made, pysrc.list_(operands))))

    def chain(self, depth: int) -> Expression:
        """`keras.ops.sum(x).method(y).other()`"""
        value = name(self.word(20)) if self.maybe(0.7) else self.value(depth)
        for _ in self.count(1, 2, 3):
            method = pysrc.attribute(value, self.word(20))
            value = call(method, *self.values(depth - 1, 0, 1, 1, 2))
        return value

    def followed(self, depth: int) -> Expression:
        value = subscript(self.value(depth), self.value(depth))
        return pysrc.attribute(value, self.word(20)) if self.maybe(0.2) else value

    def operation(self, depth: int) -> Expression:
        match self.rng.randrange(8):
            case 0 | 1:
                operator = self.rng.choice(("+", "-", "*", "/", "//", "%"))
                return pysrc.binary(self.value(depth), operator, self.value(depth))
            case 2:
                return pysrc.binary(self.value(depth), "**", self.value(depth))
            case 3:
                rest: list[str | Expression] = []
                for _ in self.count(1, 1, 2):
                    operator = self.rng.choice(("<", "==", "in", "not in", "is", "is not"))
                    rest += [operator, self.value(depth)]
                return pysrc.compare(self.value(depth), *rest)
            case 4 | 5:
                operator = self.rng.choice(("and", "or"))
                return pysrc.boolean(operator, self.values(depth, 1, 2, 3, 5))
            case 6:
                return pysrc.conditional(*[self.value(depth) for _ in range(3)])
            case _:
                if self.maybe(0.5):
                    return pysrc.not_(self.value(depth))
                return pysrc.unary("-", self.value(depth))

    def unchained(self, depth: int) -> Expression:
        """A value with two brackets in a row at most.

        Of three behind such targets Ruff itself makes something else the second time.
        """
        kinds = (self.layer, self.layer, self.operation, self.collection, self.fstring)
        return self.rng.choice(kinds)(depth)

    def collection(self, depth: int) -> Expression:
        items = [
            pysrc.starred(item) if self.maybe(0.2) else item
            for item in self.values(depth, 0, 1, 2, 3, 5)
        ]
        match self.rng.randrange(3):
            case 0:
                return pysrc.list_(items)
            case 1:
                return pysrc.tuple_(items)
            case _:
                pairs = [self.pair(depth) for _ in self.count(0, 1, 2, 3, 5)]
                return pysrc.dict_(pairs)

    def pair(self, depth: int) -> tuple[Expression, Expression] | Expression:
        if self.maybe(0.2):
            return pysrc.double_starred(self.value(depth))
        return (self.atom() if self.maybe(0.9) else self.value(depth), self.value(depth))

    def comprehension(self, depth: int) -> Expression:
        clauses = [self.clause(depth) for _ in self.count(1, 1, 1, 2)]
        element = self.value(depth)
        match self.rng.randrange(4):
            case 0:
                return pysrc.list_comprehension(element, clauses)
            case 1:
                return pysrc.dict_comprehension(self.value(depth), element, clauses)
            case 2:
                return pysrc.generator(element, clauses)
            case _:
                return call(self.word(20), pysrc.generator(element, clauses))

    def clause(self, depth: int) -> pysrc.Clause:
        target = self.rng.choice((self.word(30), f"{self.word(9)}, {self.word(9)}"))
        condition = self.value(depth) if self.maybe(0.4) else None
        return (target, self.value(depth), condition)

    def fstring(self, depth: int) -> Expression:
        try:
            return pysrc.fstring([self.text(), self.value(depth - 1), self.text()])
        except ValueError:
            return self.atom()

    # --- statements -----------------------------------------------------------------

    def function(self, number: int, statements: int) -> pysrc.Def:
        return pysrc.Def(
            f"f{number}_{self.word()}",
            self.rng.choice((None, "keras.Model", subscript(name("list"), name(self.word())))),
            self.rng.choice((None, "Doc.")),
            tuple(self.statement(0) for _ in range(statements)),
            tuple(self.parameters()),
        )

    def parameters(self) -> list[pysrc.Parameter]:
        parameters = []
        keyword_only = defaults = False
        for number in self.count(0, 1, 1, 2, 3, 5):
            keyword_only = keyword_only or self.maybe(0.3)
            defaults = self.maybe(0.5) if keyword_only else defaults or self.maybe(0.3)
            default = self.value(self.rng.choice((0, 0, 1, 2))) if defaults else None
            annotation = self.rng.choice((None, None, "int", subscript(name("a"), name("b"))))
            label = f"p{number}_{self.word(40)}"
            parameters.append(pysrc.Parameter(label, default, annotation, keyword_only))
        return parameters

    def statement(self, nesting: int) -> Statement:
        depth = self.rng.choice((1, 2, 2, 3, 3, 4))
        value = self.value(depth)
        match self.rng.randrange(12 if nesting < 4 else 8):
            case 0 | 1 | 2:
                operator = self.rng.choice(("=", "=", "=", "+="))
                return pysrc.Assign((self.word(30),), value, operator)
            case 3:
                targets = tuple(self.word() for _ in self.count(2, 2, 3))
                return pysrc.Assign(targets, self.unchained(depth))
            case 4:
                target = subscript(name(self.word(30)), self.value(self.rng.choice((0, 1, 2))))
                return pysrc.Assign((target,), self.unchained(depth))
            case 5:
                owner = name(self.word()) if self.maybe(0.5) else self.followed(0)
                return pysrc.Assign((pysrc.attribute(owner, self.word()),), value)
            case 6:
                return self.rng.choice((pysrc.Return(value), pysrc.Raise(call("E", value))))
            case 7:
                return pysrc.Evaluate(self.layer(depth))
            case 8 | 9:
                target = self.rng.choice((self.word(), f"{self.word()}, {self.word()}"))
                return pysrc.For(target, value, self.body(nesting))
            case _:
                orelse = self.body(nesting) if self.maybe(0.4) else ()
                elifs = tuple(
                    (self.value(depth), self.body(nesting)) for _ in self.count(0, 0, 1)
                )
                return pysrc.If(value, self.body(nesting), orelse, elifs)

    def body(self, nesting: int) -> tuple[Statement, ...]:
        return tuple(self.statement(nesting + 1) for _ in self.count(0, 1, 1, 2))
