"""The canonical layout of a spec: what it says stays, with every comment.

Only spaces, line breaks and the order of the language's own keys are changed. A library that
keeps comments while it writes YAML was tried, and loses some; see CONTRIBUTING.md.
"""

from __future__ import annotations

from mtlc.formatting.printer import show
from mtlc.formatting.tree import parse
from mtlc.formatting.written import Unusual
from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import Node, plain
from mtlc_spec.reading import read
from mtlc_spec.source import Source

__all__ = ["Unusual", "format_source"]


def format_source(source: Source, report: Report) -> str | None:
    """The text of a spec in its canonical layout; None, and a report, if it cannot be read.

    Raises:
        Unusual: it is laid out as no spec is, and left to its author.
    """
    node = read(source, report)
    if not report.ok:
        return None
    if node is None:
        return source.text
    newline = "\r\n" if "\r\n" in source.text else "\n"
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    tree = parse(text)
    # a comment that allows a warning speaks of the line that it stands on
    new = show(tree, keeps_lines=any("mtlc:" in one for one in tree.comments))
    _check(node, tree.comments, new)
    return new.replace("\n", newline)


def _check(node: Node, comments: tuple[str, ...], text: str) -> None:
    """Make sure that nothing was lost.

    Raises:
        RuntimeError: something was, by a fault of the formatter.
    """
    report = Report()
    again = read(Source("formatted", text), report)
    if not report.ok or again is None or plain(again) != plain(node):
        raise RuntimeError("the formatter would change what the spec says")
    if parse(text).comments != comments:
        raise RuntimeError("the formatter would lose a comment")
