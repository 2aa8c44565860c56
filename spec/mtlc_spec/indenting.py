"""Text edits that put arguments under the kind that they stand beside."""

from __future__ import annotations

from collections.abc import Sequence

from mtlc_spec.diagnostics import Edit
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, has_anchors
from mtlc_spec.source import Span


def indented(
    entry: Mapping, kind: Key, known: Sequence[str], arguments: Sequence[Key]
) -> tuple[Edit, ...]:
    """The edits that move arguments from beside their kind to under it.

    `known` are the kind's arguments; a value that is no mapping of some of them stands for
    the first. Empty where it takes more than moving what stands on one line, or indenting
    lines that follow.
    """
    if has_anchors(entry.source):
        return ()
    if entry.span.text.startswith("{"):
        return _in_flow(kind, known, arguments)
    if _is_empty(kind.node):
        return _further_in(entry, kind, arguments)
    return _on_one_line(kind, known, arguments)


def _in_flow(kind: Key, known: Sequence[str], arguments: Sequence[Key]) -> tuple[Edit, ...]:
    source = kind.source
    removed = []
    for key in arguments:
        start = len(source.text[: key.start].rstrip())
        if source.text[start - 1] != ",":
            return ()
        start = len(source.text[: start - 1].rstrip(" "))
        removed.append(Edit(Span(source, start, _end(key)), ""))
    written = _written(kind, known, arguments)
    if written is None or any(_is_long(edit.span.text) for edit in removed):
        return ()
    return Edit(Span(source, kind.start, _end(kind)), written), *removed


def _on_one_line(kind: Key, known: Sequence[str], arguments: Sequence[Key]) -> tuple[Edit, ...]:
    source = kind.source
    removed = []
    for key in arguments:
        start, end = source.line_bounds(source.position(key.start).line)
        if source.text[start:end].strip() != source.text[key.start : _end(key)]:
            return ()
        # the line break in front goes with it, for it may be the last line
        removed.append(Edit(Span(source, len(source.text[:start].rstrip("\r\n")), end), ""))
    written = _written(kind, known, arguments)
    if written is None:
        return ()
    return Edit(Span(source, kind.start, _end(kind)), written), *removed


def _further_in(entry: Mapping, kind: Key, arguments: Sequence[Key]) -> tuple[Edit, ...]:
    source = kind.source
    keys = [*entry.entries.values()]
    at = keys.index(kind) + 1
    if keys[at : at + len(arguments)] != [*arguments]:
        return ()
    if not source.text[kind.end :].lstrip(" ").startswith(":"):
        return ()
    begin = source.position(arguments[0].start).line
    finish = source.position(max(arguments[-1].end, arguments[-1].node.end)).line
    starts = (source.line_bounds(line)[0] for line in range(begin, finish + 1))
    return tuple(
        Edit(Span(source, start, start), "  ")
        for start in starts
        if source.text[start : start + 1] not in "\r\n"
    )


def _written(kind: Key, known: Sequence[str], arguments: Sequence[Key]) -> str | None:
    """The kind with all of its arguments on one line; None if they do not go there."""
    node = kind.node
    own: list[str] = []
    if isinstance(node, Mapping) and all(key.value in known for key, _ in node):
        own = [_pair(str(key.value), key.node) for key, _ in node]
    elif not _is_empty(node):
        own = [_pair(known[0], node)]
    own += [_pair(str(key.value), key.node) for key in arguments]
    if any(_is_long(one) for one in own):
        return None
    return f"{kind.span.text}: {{{', '.join(own)}}}"


def _pair(name: str, node: Node) -> str:
    return f"{name}: {node.span.text}"


def _is_long(text: str) -> bool:
    """Whether a text is more than a line, or may hold a comment."""
    return "\n" in text or "\r" in text or " #" in text


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def _end(key: Key) -> int:
    """Where a key and its value end; the colon behind a key without one belongs to it."""
    if not _is_empty(key.node):
        return key.node.end
    text = key.source.text
    colon = text[key.end :].lstrip(" ")[:1] == ":"
    return text.index(":", key.end) + 1 if colon else key.end
