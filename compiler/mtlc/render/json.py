"""Diagnostics as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mtlc.render.run import Run
from mtlc_spec.diagnostics import Diagnostic, Edit, Label
from mtlc_spec.source import Span

VERSION = 1
"""Of the document that `render` gives."""


def render(diagnostics: Iterable[Diagnostic], run: Run | None = None) -> str:
    """`{"version": 1, "diagnostics": [...]}`."""
    return dump({"version": VERSION, "diagnostics": [to_dict(one) for one in diagnostics]})


def dump(document: dict[str, Any]) -> str:
    """The text of a document."""
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    # The name of a file may hold bytes that are no text; as escapes they are valid JSON.
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def to_dict(diagnostic: Diagnostic) -> dict[str, Any]:
    """One diagnostic as plain data.

    Lines and columns count from 1, columns in Unicode code points, ends are exclusive.
    """
    fix = diagnostic.fix
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": diagnostic.span.source.name,
        "range": _range(diagnostic.span),
        "labels": [_label(label) for label in diagnostic.labels],
        "trace": [origin.name for origin in diagnostic.trace],
        "fix": {"edits": [_edit(edit) for edit in fix]} if fix else None,
    }


def _range(span: Span) -> dict[str, dict[str, int]]:
    start = span.source.position(span.start)
    end = span.source.position(span.end)
    return {
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }


def _label(label: Label) -> dict[str, Any]:
    return {
        "message": label.message,
        "file": label.span.source.name,
        "range": _range(label.span),
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {"range": _range(edit.span), "text": edit.text}
