"""The lines of a spec from the tree of what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mtlc.formatting.order import DOCUMENT, ordered, role_of
from mtlc.formatting.written import Branch, Comment, Item, Leaf, Tree, Written

WIDTH = 96
"""Characters; what was broken is joined if it fits, and what was not broken is left so."""

STEP = 2


class Line:
    """A line of the output, without its comment, and that comment."""

    __slots__ = ("comment", "is_gap", "text")

    def __init__(
        self, text: str, comment: Comment | None = None, *, is_gap: bool = False
    ) -> None:
        self.text = text
        self.comment = comment
        self.is_gap = is_gap
        """An empty line between others; one of a scalar is none."""


def show(tree: Tree, *, keeps_lines: bool) -> str:
    """The text of a spec; `keeps_lines` if what stands on several lines must stay there."""
    header_speaks = any("mtlc:" in line for line in tree.header)
    printer = _Printer(keeps_lines, not tree.has_anchors, header_speaks)
    body = printer.whole(tree.root)
    header, footer = ([Line(one, is_gap=not one) for one in part] for part in tree[1:3])
    return "".join(f"{text}\n" for text in _texts([*header, *body, *footer]))


class _Printer:
    """Prints one spec."""

    def __init__(self, keeps_lines: bool, reorders: bool, header_speaks: bool) -> None:
        self.keeps_lines = keeps_lines
        self.reorders = reorders
        """Not where there are anchors: an alias has to stand behind its own."""
        self.header_speaks = header_speaks
        """A comment at the top speaks of what follows it."""

    def whole(self, root: Written) -> list[Line]:
        if isinstance(root, Branch) and not root.is_flow:
            start = [Line(root.anchor)] if root.anchor else []
            return [*start, *self.block(root, 0, DOCUMENT)]
        return self.inline("", root, 0, DOCUMENT)

    # --- block style ------------------------------------------------------------------

    def block(self, branch: Branch, indent: int, role: str) -> list[Line]:
        lines: list[Line] = []
        for number, item in enumerate(self.items(branch, role)):
            lead = item.lead
            if not number:
                while lead and not lead[0].text:
                    lead = lead[1:]
            lines += _above(lead, indent)
            inside = role_of(role, item)
            if item.key is not None:
                lines += self.pair(item, indent, inside)
            else:
                lines += self.entry(item, indent, inside)
        return [*lines, *_above(branch.tail, indent)]

    def items(self, branch: Branch, role: str) -> Sequence[Item]:
        if not self.reorders or (role == DOCUMENT and self.header_speaks):
            return branch.items
        return ordered(branch, role)

    def pair(self, item: Item, indent: int, role: str) -> list[Line]:
        return self.behind(f"{' ' * indent}{item.key}:", item, indent, role)

    def entry(self, item: Item, indent: int, role: str) -> list[Line]:
        head = f"{' ' * indent}-"
        value = item.value
        if isinstance(value, Leaf) or value.is_flow or value.anchor or item.between:
            return self.behind(head, item, indent, role)
        lines = self.block(value, indent + STEP, role)
        if lines[0].text.lstrip().startswith("#"):
            return [Line(head), *lines]
        first = lines[0]
        return [Line(f"{head} {first.text[indent + STEP :]}", first.comment), *lines[1:]]

    def behind(self, head: str, item: Item, indent: int, role: str) -> list[Line]:
        """A value behind its key or dash, or below it."""
        value = item.value
        first = item.between[0] if item.between and not item.between[0].own_line else None
        above = item.between[1:] if first else item.between
        inner = indent + STEP
        if isinstance(value, Branch) and not value.is_flow:
            anchor = f" {value.anchor}" if value.anchor else ""
            return [Line(f"{head}{anchor}", first), *self.block(value, inner, role)]
        if isinstance(value, Leaf) and not value.text:
            anchor = f" {value.anchor}" if value.anchor else ""
            return [Line(f"{head}{anchor}", item.trail)]
        if item.between or (self.keeps_lines and value.line > item.line):
            lines = self.inline(" " * inner, value, inner, role)
            lines = [Line(head, first), *_above(above, inner), *lines]
        else:
            lines = self.inline(f"{head} ", value, indent, role)
        if item.trail is not None:
            lines[-1].comment = item.trail
        return lines

    # --- flow style -------------------------------------------------------------------

    def inline(self, before: str, value: Written, indent: int, role: str) -> list[Line]:
        """What is no block, behind what already stands on its line."""
        if value.anchor:
            before = f"{before}{value.anchor} "
        if isinstance(value, Leaf):
            return _leaf(before, value, indent)
        flat = self.flat(value, role)
        if flat is not None:
            fits = len(before) + len(flat) <= WIDTH and not self.keeps_lines
            if fits or not value.spans_lines:
                return [Line(f"{before}{flat}")]
        return self.broken(before, value, indent, role)

    def flat(self, value: Written, role: str) -> str | None:
        """It on one line; None if a comment or a scalar does not let it."""
        if isinstance(value, Leaf):
            return None if "\n" in value.text else value.text
        if value.opening or value.tail:
            return None
        parts = []
        for item in self.items(value, role):
            text = self.flat(item.value, role_of(role, item))
            if text is None or item.lead or item.trail:
                return None
            anchor = item.value.anchor
            text = f"{anchor} {text}".strip() if anchor else text
            parts.append(f"{_key(item)}{text}")
        listed = ", ".join(parts)
        if not value.brackets:
            return listed
        return f"{{{listed}}}" if value.is_mapping else f"[{listed}]"

    def broken(self, before: str, value: Branch, indent: int, role: str) -> list[Line]:
        """It over several lines, broken where it was; its items stay in their order then."""
        inner = " " * (indent + STEP)
        opening, closing = ("{", "}") if value.is_mapping else ("[", "]")
        if not value.brackets:
            opening = closing = ""
        lines: list[Line] = []
        current = Line(f"{before}{opening}", value.opening)
        items: Sequence[Item] = value.items
        if not value.opening and not any(
            item.lead or item.trail or item.starts_line for item in items
        ):
            items = self.items(value, role)
        for number, item in enumerate(items):
            if item.lead or item.starts_line or current.comment:
                lines += [current, *_above(item.lead, indent + STEP)]
                current = Line(inner)
            elif number:
                current.text += " "
            key = _key(item)
            *further, current = self.inline(
                f"{current.text}{key}", item.value, indent + STEP, role_of(role, item)
            )
            lines += further
            current.text = current.text.rstrip(" ")
            if number < len(value.items) - 1:
                current.text += ","
            current.comment = item.trail
        if value.tail or current.comment:
            lines += [current, *_above(value.tail, indent + STEP)]
            current = Line(inner)
        current.text += closing
        return [*lines, current]


def _key(item: Item) -> str:
    if item.key is None:
        return ""
    return f"{item.key}: " if item.has_colon else item.key


def _leaf(before: str, leaf: Leaf, indent: int) -> list[Line]:
    """A scalar; its further lines are indented by a step."""
    first, *further = leaf.text.split("\n")
    inner = " " * (indent + STEP)
    if leaf.style in ("|", ">"):
        own = next((len(one) - len(one.lstrip(" ")) for one in further if one.strip()), 0)
        cut = [one[own:] for one in further]
    else:
        cut = [one.strip(" \t") for one in further]
    return [Line(f"{before}{first}"), *(Line(f"{inner}{one}" if one else "") for one in cut)]


def _above(comments: Iterable[Comment], indent: int) -> Iterator[Line]:
    for one in comments:
        yield Line(f"{' ' * indent}{one.text}" if one.text else "", is_gap=not one.text)


def _texts(lines: Iterable[Line]) -> Iterator[str]:
    """The lines with their comments, which stay below each other where they were.

    Of several empty lines one is left, and none at the beginning and the end.
    """
    run: list[tuple[str, Comment]] = []
    started = has_gap = False
    for line in lines:
        comment = line.comment
        if comment is None or (run and run[-1][1].column != comment.column):
            yield from _aligned(run)
            run = []
        if line.is_gap:
            has_gap = started
            continue
        if has_gap:
            yield ""
        has_gap, started = False, True
        if comment is None:
            yield line.text
        else:
            run.append((line.text, comment))
    yield from _aligned(run)


def _aligned(run: list[tuple[str, Comment]]) -> Iterator[str]:
    width = max((len(text) for text, _ in run), default=0)
    for text, comment in run:
        yield f"{text:{width}}  {comment.text}"
