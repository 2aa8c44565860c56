"""Where the lines of an expression break.

The model is Ruff's. What fits on a line with what must follow it there stands flat; else a
bracket opens and a chain breaks in front of its operators, and what stands inside is laid
out by the same rule. Chains break in brackets only: a value that stands free may get
parentheses for that, unless opening the brackets that it has is enough.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from itertools import pairwise

from mtlc.pysrc.parts import Bracket, Chain, Expression, Kind, Link, Part, Precedence, Rank

WIDTH = 88
"""Columns, ruff's and Black's default."""

INDENT = 4

_NEVER = 10**9
"""More columns than there are: what follows does not fit in any case."""


class Parentheses(Enum):
    """What may be done for a free value that does not fit."""

    NONE = "its brackets suffice, or nothing helps"
    BEST_FIT = "parentheses if they make it fit"
    MULTILINE = "parentheses for its chain"


class Lines:
    """Lines of source that grow at the end."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.current = ""

    @property
    def column(self) -> int:
        return width(self.current)

    def write(self, text: str) -> None:
        self.current += text

    def line_break(self, indent: int) -> None:
        self.done.append(self.current)
        self.current = " " * indent

    def finish(self) -> list[str]:
        """All lines."""
        return [*self.done, self.current]

    def fits(self, text: str, rest: int) -> bool:
        return width(self.current) + width(text) + rest <= WIDTH

    # --- a free value -----------------------------------------------------------------

    def value(
        self, value: Expression, indent: int, rest: int = 0, *, required: bool = False
    ) -> None:
        """Write a value that stands free, with `rest` columns to follow its last line.

        `required` keeps parentheses to chains, as behind `raise`.
        """
        if not value.exploded and self.fits(value.flat, rest):
            self.write(value.flat)
            return
        wanted = parentheses(value)
        if wanted is Parentheses.NONE or (required and wanted is Parentheses.BEST_FIT):
            self.put_free(value.parts, indent, rest)
        elif wanted is Parentheses.MULTILINE and not _opens_instead(value):
            self.wrap(value, indent)
        elif _end(_inline(value.parts), self.column, indent) + rest <= WIDTH:
            self.put_free(value.parts, indent, rest)
        elif wanted is Parentheses.MULTILINE:
            self.wrap(_with_spaced_powers(value), indent)
        elif self._fits_wrapped(value, indent, rest):
            self.wrap(value, indent)
        else:
            self.put_free(value.parts, indent, rest, strict=True)

    def wrap(self, value: Expression, indent: int) -> None:
        """Write a value in parentheses that open."""
        self.write("(")
        self.line_break(indent + INDENT)
        self.put(value.parts, indent + INDENT, 0)
        self.line_break(indent)
        self.write(")")

    def _fits_wrapped(self, value: Expression, indent: int, rest: int) -> bool:
        """Whether parentheses make a value fit, whatever opens in it."""
        inner = indent + INDENT
        end = _stretch(value.parts, inner, inner)
        return self.column < WIDTH and end <= WIDTH and indent + 1 + rest <= WIDTH

    def put_free(
        self, parts: Sequence[Part], indent: int, rest: int, *, strict: bool = False
    ) -> None:
        """Write parts of which only the brackets may break.

        `strict` opens even a bracket with room if what follows a later one has none.
        """
        run = _inline(parts)
        for at, part in enumerate(run):
            after = _lead(run[at + 1 :], rest)
            if strict and _end(run[at + 1 :], 0, indent) + rest > WIDTH:
                after = _NEVER
            self._put(part, indent, after)

    # --- runs of parts ----------------------------------------------------------------

    def put(self, parts: Sequence[Part], indent: int, rest: int) -> None:
        """Write parts that stand in brackets, with `rest` columns to follow."""
        dots = _dots(parts)
        start = 0
        for end in _ends_of_values(parts) if dots else (len(parts),):
            after = _lead_enclosed(parts[end:], rest)
            inner = [dot for dot in dots if start < dot < end]
            run = parts[start:end]
            flat = "".join([part if isinstance(part, str) else part.flat for part in run])
            if inner and not any(map(_is_exploded, run)) and self.fits(flat, after):
                self.write(flat)
            elif inner:
                self._put_lines(parts, (start, *inner, end), indent, after)
            else:
                self._put_line(run, indent, after)
            start = end

    def _put_lines(
        self, parts: Sequence[Part], bounds: Sequence[int], indent: int, rest: int
    ) -> None:
        """Write a chain of calls with a line for each of its attributes."""
        for start, end in pairwise(bounds):
            if start != bounds[0]:
                self.line_break(indent)
            self._put_line(parts[start:end], indent, rest if end == bounds[-1] else 0)

    def _put_line(self, run: Sequence[Part], indent: int, rest: int) -> None:
        for at, part in enumerate(run):
            self._put(part, indent, _lead(run[at + 1 :], rest))

    def _put(self, part: Part, indent: int, rest: int) -> None:
        if isinstance(part, str):
            self.write(part)
        elif _is_empty(part) or (not _is_exploded(part) and self.fits(part.flat, rest)):
            self.write(part.flat)
        elif isinstance(part, Bracket):
            self.open(part, indent)
        else:
            self._break(part, indent, rest)

    def _break(self, chain: Chain, indent: int, rest: int) -> None:
        """Write a chain with a line for each of its operators."""
        for at, link in enumerate(chain.links):
            if at:
                self.line_break(indent)
                self.write(link.head)
            last = at == len(chain.links) - 1
            self.put(link.operand.parts, indent, rest if last else 0)

    def open(self, bracket: Bracket, indent: int) -> None:
        """Write a bracket with its items on lines of their own."""
        self.write(bracket.flat[0])
        self.line_break(indent + INDENT)
        self._put_items(bracket, indent + INDENT)
        self.line_break(indent)
        self.write(bracket.flat[-1])

    def _put_items(self, bracket: Bracket, indent: int) -> None:
        """Write what stands in an open bracket: on one line, or each item on its own."""
        content = bracket.flat[1:-1]
        if bracket.shares and self.fits(content, 0):
            self.write(content)
            return
        comma = bracket.separator.strip()
        for at, item in enumerate(bracket.items):
            if at:
                self.line_break(indent)
            last = at == len(bracket.items) - 1
            ending = "" if last and not bracket.trailing else comma
            if not item.exploded and self.fits(item.flat, len(ending)):
                self.write(item.flat)
            else:
                self.put(item.parts, indent, len(ending))
            self.write(ending)


def width(text: str) -> int:
    """The columns that a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(one: str) -> int:
    if unicodedata.category(one) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(one) in "WF" else 1


# --- what an expression allows ------------------------------------------------------


def parentheses(value: Expression) -> Parentheses:
    """What may be done for a free value that does not fit."""
    if isinstance(value.parts[-1], Chain) or _dots(value.parts):
        return Parentheses.MULTILINE
    brackets = [part for part in value.parts if isinstance(part, Bracket)]
    if any(bracket.kind in (Kind.DISPLAY, Kind.GROUP) for bracket in brackets):
        return Parentheses.NONE
    return Parentheses.BEST_FIT


def is_prefixed(value: Expression) -> bool:
    """Whether it begins with a sign or with `not`."""
    return value.precedence in (Precedence.UNARY, Precedence.NOT)


def _opens_instead(value: Expression) -> bool:
    """Whether to open brackets at either end rather than to add parentheses."""
    ranks = list(_ranks(value.parts))
    if not any(isinstance(part, Bracket) for part in _inline(value.parts)):
        return False
    highest = max(ranks, default=Rank.NONE)
    if highest is not Rank.NONE and ranks.count(highest) > 1:
        return False
    if highest <= Rank.ATTRIBUTE:
        return True
    run = _inline(value.parts)
    return _holds_items(run[0]) or _holds_items(run[-1])


def _ranks(parts: Iterable[Part]) -> Iterator[Rank]:
    """The ranks of the operators outside of brackets."""
    previous: Part = ""
    for part in parts:
        if isinstance(part, Chain):
            yield from [part.rank] * (len(part.links) - 1)
            for link in part.links:
                yield from _ranks(link.operand.parts)
        elif isinstance(part, str) and isinstance(previous, Bracket) and part[0] == ".":
            yield Rank.ATTRIBUTE
        previous = part


def _is_empty(part: Part) -> bool:
    return isinstance(part, Bracket) and not part.items


def _holds_items(part: Part) -> bool:
    return isinstance(part, Bracket) and bool(part.items) and part.kind is not Kind.INDEX


def _dots(run: Sequence[Part]) -> list[int]:
    """Where a chain of calls breaks: in front of the attributes of what calls give."""
    dots: list[int] = []
    start = 0
    for end in _ends_of_values(run):
        inner = [at for at in range(start + 1, end) if _is_dot(run[at], run[at - 1])]
        dots += inner if len(inner) > 1 else []
        start = end
    return dots


def _is_dot(part: Part, value: Part) -> bool:
    called = isinstance(value, Bracket) and value.kind is not Kind.DISPLAY
    return called and isinstance(part, str) and part[0] == "."


def _ends_of_values(run: Sequence[Part]) -> Iterator[int]:
    """The ends of a key and of its value, which are two chains of calls."""
    for at in range(1, len(run)):
        if isinstance(part := run[at], str) and part[0] != ".":
            yield at
    yield len(run)


def _is_exploded(part: Part) -> bool:
    return not isinstance(part, str) and part.exploded


def _inline(parts: Sequence[Part]) -> Sequence[Part]:
    """The parts without chains, whose operators become text."""
    if not any(isinstance(part, Chain) for part in parts):
        return parts
    run: list[Part] = []
    for part in parts:
        if isinstance(part, Chain):
            for link in part.links:
                run += [link.operator] if link.operator else []
                run += _inline(link.operand.parts)
        else:
            run.append(part)
    return run


def _with_spaced_powers(value: Expression) -> Expression:
    """Powers as Ruff prints them in parentheses that it would rather have left out: `2** i`."""
    parts = [_chain_with_spaced_powers(part) for part in value.parts]
    flat = "".join([part if isinstance(part, str) else part.flat for part in parts])
    return replace(value, parts=tuple(parts), flat=flat)


def _chain_with_spaced_powers(part: Part) -> Part:
    if not isinstance(part, Chain):
        return part
    links = [
        Link("** " if link.operator == "**" else link.operator, operand)
        for link in part.links
        for operand in [_with_spaced_powers(link.operand)]
    ]
    flat = "".join([f"{link.operator}{link.operand.flat}" for link in links])
    return replace(part, links=tuple(links), flat=flat)


# --- measures -----------------------------------------------------------------------


def lead(value: Expression, rest: int = 0) -> int:
    """The columns of a free value that must stand on the line on which it begins."""
    if parentheses(value) is Parentheses.MULTILINE:
        return 1
    return _lead(value.parts, rest)


def _lead(run: Iterable[Part], rest: int) -> int:
    """The columns in front of the first place where a run of parts may break."""
    columns = 0
    for part in run:
        if isinstance(part, str):
            columns += width(part)
        elif isinstance(part, Chain):
            return columns + _lead_enclosed(part.links[0].operand.parts, 0)
        elif part.items:
            return columns + 1
        else:
            columns += 2
    return columns + rest


def _lead_enclosed(run: Sequence[Part], rest: int) -> int:
    """The same in brackets, where chains of calls break too."""
    dots = _dots(run)
    return _lead(run[: dots[0]], 0) if dots else _lead(run, rest)


def _end(run: Iterable[Part], column: int, indent: int) -> int:
    """Where a run ends if its brackets open; `_NEVER` if there is no room between them."""
    for part in run:
        opens = isinstance(part, Bracket) and bool(part.items)
        if opens:
            column += 1
        else:
            column += width(part if isinstance(part, str) else part.flat)
        if column > WIDTH:
            return _NEVER
        if opens:
            column = indent + 1
    return column


def _stretch(run: Sequence[Part], column: int, indent: int) -> int:
    """Where a run ends if all in it breaks; `_NEVER` if a line of it is too long."""
    for part in run:
        if isinstance(part, Chain):
            for link in part.links:
                if link.operator:
                    column = indent + len(link.head)
                column = _stretch(link.operand.parts, column, indent)
                if column > WIDTH:
                    return _NEVER
        elif isinstance(part, Bracket) and part.items:
            if column >= WIDTH or not _items_fit(part, indent + INDENT):
                return _NEVER
            column = indent + 1
        else:
            column += width(part if isinstance(part, str) else part.flat)
        if column > WIDTH:
            return _NEVER
    return column


def _items_fit(bracket: Bracket, indent: int) -> bool:
    last = len(bracket.items) - 1
    for at, item in enumerate(bracket.items):
        comma = bracket.separator == ", " and (bracket.trailing or at < last)
        if _stretch(item.parts, indent, indent) + comma > WIDTH:
            return False
    return True
