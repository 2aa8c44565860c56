"""From tokens to the syntax tree, by precedence climbing.

The grammar is a subset of Python's, with Python's precedence.
"""

from __future__ import annotations

from mtlc_spec.expressions.bounds import MAX_DEPTH
from mtlc_spec.expressions.errors import ExpressionError, Kind
from mtlc_spec.expressions.tokens import (
    FUNCTIONS,
    Token,
    TokenKind,
    Tokens,
    shorten,
)
from mtlc_spec.expressions.tree import (
    Binary,
    Boolean,
    CallFunction,
    Compare,
    Conditional,
    Constant,
    Expr,
    ListOf,
    Name,
    Subscript,
    Unary,
    walk,
)
from mtlc_spec.suggestions import did_you_mean

_ANY, _IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _POWER = range(10)
_BINDS = {
    "if": _IF,
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "not", "is"), _COMPARE),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/", "//", "%"), _PRODUCT),
    "**": _POWER,
}
_ARGUMENTS = {"round": (1, 2), "int": (1, 1), "len": (1, 1)}


class Parser:
    """Reads one expression from tokens, and stops at the first that is not part of it."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.depth = 0
        self.previous: Token | None = None
        self.token = tokens.next()

    @property
    def at_end(self) -> bool:
        return self.token.kind is TokenKind.END

    def whole(self) -> Expr:
        """An expression up to what does not belong to it, which is left to the caller."""
        expr = self._expression(_ANY)
        for node, depth in walk(expr):
            if depth > MAX_DEPTH:
                raise ExpressionError(_TOO_DEEP, node.start, node.end, kind=Kind.SIZE)
        return expr

    def unexpected(self) -> ExpressionError:
        """The refusal of the token that stands behind a complete expression."""
        token, before = self.token, self.previous
        start, end = token.start, token.end
        word = shorten(token.text)
        advice = None
        if token.text == ",":
            advice = "a list is written `[a, b]`"
        elif token.text == "for":
            return self.tokens.error("expressions have no `for`", start, end)
        elif token.kind is not TokenKind.SIGN or token.text in ("(", "["):
            assert before is not None
            return self.tokens.error(
                f"there is no operator between `{shorten(before.text)}` and `{word}`",
                start,
                end,
            )
        elif token.text in (")", "]"):
            return self.tokens.error(f"`{word}` closes nothing", start, end)
        return self.tokens.error(f"`{word}` does not belong here", start, end, advice)

    def unclosed(self, start: int, bracket: str) -> ExpressionError:
        """The refusal of a bracket whose other half is missing."""
        other = "]" if bracket == "[" else ")"
        end = start + len(bracket)
        return self.tokens.error(f"`{bracket}` is not closed", start, end, f"add a `{other}`")

    def _advance(self) -> Token:
        token = self.previous = self.token
        self.token = self.tokens.next()
        return token

    def _locate(self, start: int) -> tuple[int, int]:
        """The place from a token up to the last one that was taken."""
        assert self.previous is not None
        return self.tokens.place.locate(start, self.previous.end)

    def _expression(self, outer: int) -> Expr:
        """An expression of operators that bind tighter than the one outside."""
        self.depth += 1
        start = self.token.start
        if self.depth > MAX_DEPTH:
            raise self.tokens.error(_TOO_DEEP, start, self.token.end, kind=Kind.SIZE)
        left = self._operand(outer)
        while self.token.kind is TokenKind.SIGN:
            binds = _BINDS.get(self.token.text, _ANY)
            if binds <= outer:
                break
            if binds == _IF:
                left = self._conditional(left, start)
            elif binds == _COMPARE:
                left = self._compare(left, start)
            elif binds in (_OR, _AND):
                left = self._boolean(left, start, binds)
            else:
                operator = self._advance().text
                right = self._expression(_SIGN if binds == _POWER else binds)
                left = Binary(*self._locate(start), operator, left, right)
        self.depth -= 1
        return left

    def _conditional(self, then: Expr, start: int) -> Expr:
        word = self._advance()
        condition = self._expression(_IF)
        if self.token.text != "else":
            raise self.tokens.error(
                "`if` has no `else`", word.start, word.end, "write `a if condition else b`"
            )
        self._advance()
        otherwise = self._expression(_ANY)
        return Conditional(*self._locate(start), then, condition, otherwise)

    def _boolean(self, first: Expr, start: int, binds: int) -> Expr:
        operator = self.token.text
        operands = [first]
        while self.token.kind is TokenKind.SIGN and self.token.text == operator:
            self._advance()
            operands.append(self._expression(binds))
        return Boolean(*self._locate(start), operator, tuple(operands))

    def _compare(self, first: Expr, start: int) -> Expr:
        operands = [first]
        operators: list[str] = []
        while self.token.kind is TokenKind.SIGN and _BINDS.get(self.token.text) == _COMPARE:
            token = self._advance()
            operator = token.text
            if operator == "is":
                raise self.tokens.error(
                    "expressions have no `is`", token.start, token.end, "write `==` to compare"
                )
            if operator == "not":
                if self.token.text != "in":
                    raise self.tokens.error(
                        "`not` stands between two values",
                        token.start,
                        token.end,
                        "write `a not in b`, `a != b` or `a and not b`",
                    )
                self._advance()
                operator = "not in"
            operators.append(operator)
            operands.append(self._expression(_COMPARE))
        return Compare(*self._locate(start), tuple(operands), tuple(operators))

    def _operand(self, outer: int) -> Expr:
        token = self.token
        if token.kind is TokenKind.SIGN and token.text in ("-", "+", "not"):
            if token.text == "not" and outer > _NOT:
                raise self.tokens.error(
                    "`not` stands behind an operator that binds tighter",
                    token.start,
                    token.end,
                    "put it into parentheses: `(not …)`",
                )
            self._advance()
            operand = self._expression(_NOT if token.text == "not" else _SIGN)
            return Unary(*self._locate(token.start), token.text, operand)
        expr = self._atom()
        while self.token.text == "[":
            bracket = self._advance()
            if self.token.text == "]":
                raise self.tokens.error("the subscript is empty", bracket.start, self.token.end)
            index = self._expression(_ANY)
            if self.token.text == ",":
                raise self.tokens.error("a subscript is one number", *self.token[2:4])
            self._close(bracket)
            expr = Subscript(*self._locate(token.start), expr, index)
        return expr

    def _atom(self) -> Expr:
        token = self.token
        if token.kind is TokenKind.CONSTANT:
            self._advance()
            return Constant(*self._locate(token.start), token.value)
        if token.kind is TokenKind.NAME:
            self._advance()
            if self.token.text == "(":
                return self._call(token)
            if token.text in FUNCTIONS:
                raise self.tokens.error(
                    f"`{token.text}` is a function, not a name",
                    token.start,
                    token.end,
                    f"write `{token.text}(…)`",
                )
            return Name(*self._locate(token.start), token.text)
        if token.text == "[":
            self._advance()
            items = self._items(token)
            return ListOf(*self._locate(token.start), items)
        if token.text == "(":
            return self._parentheses()
        raise self._no_value()

    def _parentheses(self) -> Expr:
        bracket = self._advance()
        if self.token.text == ")":
            raise self.tokens.error("the parentheses are empty", bracket.start, self.token.end)
        expr = self._expression(_ANY)
        if self.token.text == ",":
            raise self.tokens.error(
                "expressions have no tuples", *self.token[2:4], "a list is written `[a, b]`"
            )
        self._close(bracket)
        return expr

    def _call(self, name: Token) -> Expr:
        function = name.text
        if function not in FUNCTIONS:
            listed = ", ".join(f"`{known}`" for known in FUNCTIONS)
            raise self.tokens.error(
                f"`{shorten(function)}` is not a function of expressions",
                name.start,
                name.end,
                did_you_mean(function, FUNCTIONS) or f"the functions are {listed}",
            )
        arguments = self._items(self._advance())
        least, most = _ARGUMENTS.get(function, (1, len(arguments)))
        if not least <= len(arguments) <= max(least, most):
            wanted = "1 or 2" if most == 2 else "1" if most == 1 else "at least 1"
            raise self.tokens.error(
                f"`{function}` takes {wanted}, but gets {len(arguments)}",
                name.start,
                name.end,
            )
        return CallFunction(*self._locate(name.start), function, arguments)

    def _items(self, bracket: Token) -> tuple[Expr, ...]:
        """What stands between an open bracket and its other half."""
        other = "]" if bracket.text == "[" else ")"
        items: list[Expr] = []
        while self.token.text != other or self.token.kind is not TokenKind.SIGN:
            items.append(self._expression(_ANY))
            if self.token.text != ",":
                break
            self._advance()
        self._close(bracket)
        return tuple(items)

    def _close(self, bracket: Token) -> None:
        if self.at_end:
            raise self.unclosed(bracket.start, bracket.text)
        if self.token.text != ("]" if bracket.text == "[" else ")"):
            if self.token.text in (")", "]"):
                raise self.unclosed(bracket.start, bracket.text)
            raise self.unexpected()
        self._advance()

    def _no_value(self) -> ExpressionError:
        token, before = self.token, self.previous
        if token.kind is TokenKind.END or token.text in (")", "]", ","):
            if before is None:
                return self.tokens.error("a value is missing", token.start, token.end)
            if before.text in ("(", "[") and token.kind is TokenKind.END:
                return self.unclosed(before.start, before.text)
            return self.tokens.error(
                f"a value is missing behind `{before.text}`", before.start, before.end
            )
        return self.tokens.error(
            f"`{token.text}` stands where a value is expected", token.start, token.end
        )


_TOO_DEEP = f"the expression is nested more than {MAX_DEPTH} deep"
