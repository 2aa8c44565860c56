"""Edits of a spec's text: pieces that are replaced, moved or left out, and their comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtlc.fuse.places import Places, Spot, scalars
from mtlc.specsrc.text import flow
from mtlc_spec.diagnostics import Edit
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence, plain
from mtlc_spec.source import Source, Span
from mtlc_spec.values.tagged import argument_names

_COMMENT = re.compile(r"[ \t]*(?<!\S)#[^\r\n]*")
_COMMENT_LINE = re.compile(r"(?<![^\r\n])[ \t]*#[^\r\n]*(?:\r\n?|\n)\Z")


def edited(source: Source, edits: Iterable[Edit]) -> str:
    """The text with all edits made."""
    parts = []
    end = 0
    for one in sorted(edits, key=lambda one: (one.span.start, one.span.end)):
        assert one.span.start >= end
        parts += [source.text[end : one.span.start], one.text]
        end = one.span.end
    return "".join((*parts, source.text[end:]))


@dataclass(frozen=True)
class Piece:
    """A kind with its arguments, `Dense: {units: 1}`, as it is written.

    `braced` is the same in flow style, where the text is not.
    """

    text: str
    column: int = 0
    comments: tuple[str, ...] = ()
    braced: str | None = None

    @property
    def without_comments(self) -> Piece:
        text = self.text
        for one in self.comments:
            text = text.replace(one, "\0", 1)
        lines = [
            line.replace("\0", "")
            for line in text.splitlines(keepends=True)
            if line.strip(" \t\r\n\0") or "\0" not in line
        ]
        return Piece("".join(lines), self.column, (), self.braced)


class Writer:
    """Writes new text as the author writes: block or flow style, names quoted or not."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.source = places.source
        text = self.source.text
        self.line = "\r\n" if "\r\n" in text else "\n"

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, start, end)

    # --- what is written ----------------------------------------------------------------

    def piece(self, spot: Spot, layer: Layer, width: int) -> Piece:
        """The kind of a spot and its arguments, with another number of columns."""
        kind = spot.kind
        text = self.source.text
        start, end = kind.start, kind.node.end
        comments = tuple(self.comments(kind))
        count = counted(kind, layer)
        new = f"{text[start : count.start]}{width}{text[count.end : end]}"
        is_block = isinstance(kind.node, Mapping) and text[kind.node.start] != "{"
        braced = self._braced(kind, layer, width) if is_block else None
        return Piece(new, self._column(start), comments, braced)

    def _braced(self, kind: Key, layer: Layer, width: int) -> str:
        given = plain(kind.node)
        assert layer.columns is not None
        count = given[layer.columns]
        given[layer.columns] = (*count[:-1], width) if isinstance(count, tuple) else width
        return f"{flow(kind.value)}: {flow(given)}"

    def comments(self, key: Key) -> Iterable[str]:
        """The comments between a key and the end of its value."""
        inside = [(one.start, one.end) for one in scalars(key.node)]
        for found in _COMMENT.finditer(self.source.text, key.end, key.node.end):
            at = found.start() + found.group().index("#")
            if not any(start <= at < end for start, end in inside):
                yield found.group()

    def _column(self, offset: int) -> int:
        return self.source.position(offset).column - 1

    # --- edits --------------------------------------------------------------------------

    def replace_kind(
        self,
        spot: Spot,
        piece: Piece,
        name: str | None = None,
        kept: Iterable[str] = (),
    ) -> Edit:
        """Write something else in place of a kind, and the comments that are kept behind it.

        `name` names a step that has no name.
        """
        kind = spot.kind
        column = self._column(kind.start)
        is_flow = spot.is_pair or self.source.text[spot.body.start] == "{"
        if is_flow and piece.braced is not None:
            parts, kept = [piece.braced], (*piece.comments, *kept)
        else:
            parts = [self._moved(piece, column)]
        if not is_flow and ":" not in parts[0]:
            parts[0] += ": {}"
        if name is not None:
            given = f"{self.word('name')}: {self.word(name)}"
            parts[0] += f", {given}" if is_flow else f"{self.line}{' ' * column}{given}"
        parts += [f"{' ' * column}{one.strip()}" for one in kept]
        if is_flow and len(parts) > 1:
            parts.append(" " * column)
        text = self.line.join(parts)
        if spot.is_pair and name is not None:
            text = f"{{{text}}}"
        return Edit(self.span(kind.start, kind.node.end), text)

    def replace_source(self, spot: Spot, text: str) -> Edit:
        """Let a spot take another tensor."""
        return Edit(spot.source.span, text)

    def insert(self, before: Spot, entries: Iterable[tuple[str, Piece, str]]) -> Edit:
        """New entries, each a name, its kind and what it takes, in front of that of a spot."""
        at = before.entry.start
        column = self._column(at)
        if self.places.is_flow:
            parts = [
                f"{self.word(name)}: {{{piece.text}, {self.word('from')}: {taken}}}, "
                for name, piece, taken in entries
            ]
            return Edit(self.span(at, at), "".join(parts))
        lines = [self._block(name, piece, taken, column) for name, piece, taken in entries]
        at = self._line_start(at)
        while found := _COMMENT_LINE.search(self.source.text[:at]):
            at = found.start()
        return Edit(self.span(at, at), "".join(lines))

    def _block(self, name: str, piece: Piece, taken: str, column: int) -> str:
        lead = " " * column
        if "\n" not in piece.text and "\r" not in piece.text:
            inside = f"{{{piece.text}, {self.word('from')}: {taken}}}"
            return f"{lead}{self.word(name)}: {inside}{self.line}"
        text = self._moved(piece, column + 2)
        source = f"{lead}  {self.word('from')}: {taken}"
        return self.line.join([f"{lead}{self.word(name)}:", f"{lead}  {text}", source, ""])

    def remove(self, spot: Spot, *, keeps_kind: bool = True) -> Edit:
        """Leave out an entry, with the lines that it stands on, but for its comments.

        `keeps_kind` says whether those of its kind and arguments stay as well.
        """
        text = self.source.text
        start, end = spot.entry.start, spot.entry.node.end
        comments = [*self.comments(spot.entry)]
        for one in () if keeps_kind else self.comments(spot.kind):
            comments.remove(one)
        if self.places.is_flow:
            behind = re.compile(r"\s*,\s*").match(text, end)
            if behind is not None:
                end = behind.end()
            elif before := re.compile(r"\s*,\s*\Z").search(text[:start]):
                start = before.start()
            kept = [f" {one.strip()}{self.line}" for one in comments]
            return Edit(self.span(start, end), "".join(kept))
        behind = re.compile(r"[ \t]*(#[^\r\n]*)?(?:\r\n?|\n|\Z)").match(text, end)
        assert behind is not None
        comments += [behind[1]] if behind[1] else []
        lead = " " * self._column(start)
        kept = [f"{lead}{one.strip()}{self.line}" for one in comments]
        return Edit(self.span(self._line_start(start), behind.end()), "".join(kept))

    # --- words --------------------------------------------------------------------------

    def word(self, text: str) -> str:
        """A string as it is written here: quoted where the author quotes keys, as in JSON."""
        return f'"{text}"' if self._quotes else flow(text)

    def kind(self, name: str, arguments: object) -> Piece:
        """A kind that is new to the spec."""
        if arguments is None:
            empty = f"{self.word(name)}: {{}}"
            return Piece(empty if self._quotes else name)
        shown = flow(arguments)
        if self._quotes and isinstance(arguments, dict):
            inside = ", ".join(
                f"{self.word(key)}: {flow(one)}" for key, one in arguments.items()
            )
            shown = f"{{{inside}}}"
        return Piece(f"{self.word(name)}: {shown}")

    @property
    def _quotes(self) -> bool:
        root = self.places.root
        first = next(iter(root.entries.values()))
        return self.source.text[first.start] == '"'

    def _line_start(self, offset: int) -> int:
        return offset - self._column(offset)

    def _moved(self, piece: Piece, column: int) -> str:
        """The piece with its further lines as far to the right as its first one."""
        first, *rest = piece.text.splitlines(keepends=True)
        shift = column - piece.column
        moved = [
            " " * shift + one
            if shift >= 0
            else one[min(-shift, len(one) - len(one.lstrip())) :]
            for one in rest
        ]
        return "".join((first, *moved))


def counted(kind: Key, layer: Layer) -> Scalar | Mapping | Sequence:
    """The node that says how many columns a layer has."""
    assert layer.columns is not None
    node: Node = kind.node
    if isinstance(node, Mapping):
        node = node.entries[layer.columns].node
    else:
        assert argument_names(type(layer))[0] == layer.columns
    return node.items[-1] if isinstance(node, Sequence) else node
